//! Bytes into UTF-8 as they are read, and their digest on the way.
//!
//! A file that is ASCII so far is undecided. From its first other byte, a megabyte is looked at, and the evidence decides
//! (`domain::import::encoding`). What does not fit later on spoils its row, not the file.

use crate::domain::import::encoding::{NoGuess, TextEncoding};
use crate::domain::import::setup::SetupError;
use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read};

const CHUNK: usize = 256 << 10;

/// What is looked at before the encoding is decided.
pub const LOOK: usize = 1 << 20;

#[derive(Debug)]
pub enum DecodeError {
    /// The file can't be read as text.
    Setup(SetupError),
    Io(io::Error),
}

impl From<io::Error> for DecodeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

enum Decoding {
    Undecided,
    Lines(TextEncoding),
    Utf16(TextEncoding, Box<Decoder>),
}

impl Decoding {
    fn of(encoding: TextEncoding) -> Self {
        let utf16 = |with: &'static encoding_rs::Encoding| {
            Self::Utf16(encoding, Box::new(with.new_decoder_without_bom_handling()))
        };
        match encoding {
            TextEncoding::Utf16Le => utf16(UTF_16LE),
            TextEncoding::Utf16Be => utf16(UTF_16BE),
            TextEncoding::Utf8 | TextEncoding::Other(_) => Self::Lines(encoding),
        }
    }
}

/// A file, decoded as it is read.
pub struct Decoded<R> {
    reader: R,
    said: Option<TextEncoding>,
    decoding: Decoding,
    digest: Sha256,
    chunk: Vec<u8>,
    /// Bytes that have been read and not decoded.
    raw: Vec<u8>,
    begun: bool,
    ended: bool,
    /// Line ends before `raw`, for naming the line that is no text.
    lines: u64,
    pub bytes: u64,
}

impl<R: Read> Decoded<R> {
    /// `said`: the encoding, where it need not be guessed.
    pub fn new(reader: R, said: Option<TextEncoding>) -> Self {
        let (decoding, digest) = (Decoding::Undecided, Sha256::new());
        let chunk = vec![0; CHUNK];
        Self { reader, said, decoding, digest, chunk, raw: Vec::new(), begun: false, ended: false, lines: 0, bytes: 0 }
    }

    /// Whether all has been decoded.
    pub fn ended(&self) -> bool {
        self.ended && self.raw.is_empty()
    }

    /// The encoding as far as it is decided; a file without any but ASCII is UTF-8.
    pub fn encoding(&self) -> TextEncoding {
        match self.decoding {
            Decoding::Undecided => TextEncoding::Utf8,
            Decoding::Lines(encoding) | Decoding::Utf16(encoding, _) => encoding,
        }
    }

    /// SHA-256 of the bytes as they were read.
    pub fn sha256(self) -> [u8; 32] {
        self.digest.finalize().into()
    }

    /// Reads on and appends what is decoded; that may be nothing, where more must be seen first.
    pub fn fill(&mut self, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        self.read()?;
        if !self.begun {
            if self.raw.len() < 64 && !self.ended {
                return Ok(());
            }
            self.begin();
        }
        if matches!(self.decoding, Decoding::Undecided) {
            let ascii = self.raw.iter().position(|b| !b.is_ascii()).unwrap_or(self.raw.len());
            // Whole lines only: the rest of a line is evidence, too.
            let lines = self.raw[..ascii].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
            self.pass(if ascii == self.raw.len() { ascii } else { lines }, out);
            if self.raw.is_empty() || (self.raw.len() < LOOK && !self.ended) {
                return Ok(());
            }
            self.decide()?;
        }
        match &mut self.decoding {
            Decoding::Utf16(_, decoder) => {
                let begin = out.len();
                let most = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 4 + 16);
                out.resize(begin + most, 0);
                let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut out[begin..], self.ended);
                out.truncate(begin + written);
                self.raw.clear();
            }
            Decoding::Lines(TextEncoding::Utf8) | Decoding::Undecided => self.pass(self.raw.len(), out),
            Decoding::Lines(encoding @ (TextEncoding::Utf16Le | TextEncoding::Utf16Be | TextEncoding::Other(_))) => {
                let whole = self.raw.iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
                // A line that has no end is no row, and is not waited for.
                let count = if self.ended || (whole == 0 && self.raw.len() > LOOK) { self.raw.len() } else { whole };
                encoding.decode_lines(&self.raw[..count], out);
                self.raw.drain(..count);
            }
        }
        Ok(())
    }

    fn read(&mut self) -> io::Result<()> {
        let got = loop {
            match self.reader.read(&mut self.chunk) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        let read = &self.chunk[..got];
        self.raw.extend_from_slice(read);
        self.digest.update(read);
        self.bytes += u64::try_from(got).unwrap_or(0);
        self.ended = got == 0;
        Ok(())
    }

    /// Takes the mark off, and what was said or the mark says as decided.
    fn begin(&mut self) {
        self.begun = true;
        let marked = TextEncoding::by_mark(&self.raw);
        if let Some((found, length)) = marked
            && self.said.is_none_or(|said| said == found)
        {
            self.raw.drain(..length);
        }
        if let Some(encoding) = self.said.or(marked.map(|(found, _)| found)) {
            self.decoding = Decoding::of(encoding);
        }
    }

    /// Hands bytes on as they are.
    fn pass(&mut self, count: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.raw[..count]);
        if matches!(self.decoding, Decoding::Undecided) {
            self.lines += line_ends(&self.raw[..count]);
        }
        self.raw.drain(..count);
    }

    fn decide(&mut self) -> Result<(), DecodeError> {
        let look = &self.raw[..self.raw.len().min(LOOK)];
        let found = TextEncoding::guess(look, self.ended && look.len() == self.raw.len());
        let encoding = found.map_err(|NoGuess { lines, between }| {
            let lines = lines.iter().map(|line| line + self.lines).collect();
            DecodeError::Setup(SetupError::Encoding { lines, between })
        })?;
        self.decoding = Decoding::of(encoding);
        Ok(())
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.split(|b| *b == b'\n').count() - 1).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};
    use rstest::rstest;

    /// Hands out a few bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(out.len());
            let (head, rest) = self.0.split_at(count);
            out[..count].copy_from_slice(head);
            self.0 = rest;
            Ok(count)
        }
    }

    fn decode_as(bytes: &[u8], drip: usize, said: Option<TextEncoding>) -> Result<(String, &'static str), SetupError> {
        let mut decoded = Decoded::new(Drip(bytes, drip), said);
        let mut out = Vec::new();
        while !decoded.ended() {
            match decoded.fill(&mut out) {
                Ok(()) => {}
                Err(DecodeError::Setup(error)) => return Err(error),
                Err(DecodeError::Io(error)) => panic!("{error}"),
            }
        }
        let name = decoded.encoding().name();
        assert_eq!(decoded.sha256(), <[u8; 32]>::from(Sha256::digest(bytes)));
        Ok((String::from_utf8_lossy(&out).into_owned(), name))
    }

    fn decode(bytes: &[u8], drip: usize) -> Result<(String, &'static str), SetupError> {
        decode_as(bytes, drip, None)
    }

    fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn gb(text: &str) -> Vec<u8> {
        encode(GB18030, text)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[rstest]
    #[case::ascii(b"a,b\n1,2\n".to_vec(), "a,b\n1,2\n", "UTF-8")]
    #[case::nothing(Vec::new(), "", "UTF-8")]
    #[case::utf8("名,b\n张伟,2\n".into(), "名,b\n张伟,2\n", "UTF-8")]
    #[case::bom("\u{feff}名,b\n".into(), "名,b\n", "UTF-8")]
    #[case::bom_before_ascii("\u{feff}a,b\n".into(), "a,b\n", "UTF-8")]
    #[case::gb18030(gb("姓名,b\n张伟,2\n"), "姓名,b\n张伟,2\n", "GB18030")]
    #[case::gb18030_late(gb(&format!("{}张伟𠮷,2\n", "a,b\n".repeat(300_000))), &format!("{}张伟𠮷,2\n", "a,b\n".repeat(300_000)), "GB18030")]
    #[case::big5(encode(BIG5, "編號,姓名\nM1,張三豐\n"), "編號,姓名\nM1,張三豐\n", "Big5")]
    #[case::western(encode(WINDOWS_1252, "no,name\nM1,José\n"), "no,name\nM1,José\n", "windows-1252")]
    #[case::utf16_le(utf16("member_no,name\nM1,张三\n", false), "member_no,name\nM1,张三\n", "UTF-16LE")]
    #[case::utf16_be(utf16("member_no,name\nM1,张三\n", true), "member_no,name\nM1,张三\n", "UTF-16BE")]
    #[case::utf16_marked(utf16("\u{feff}编号,名\n1,张\n", false), "编号,名\n1,张\n", "UTF-16LE")]
    #[case::one_broken_row("名\n张伟\n李\u{fffd}\n".replace('\u{fffd}', "\u{1}").into_bytes(), "名\n张伟\n李\u{1}\n", "UTF-8")]
    fn encodings(
        #[case] bytes: Vec<u8>,
        #[case] text: &str,
        #[case] name: &'static str,
        #[values(1, 7, 1 << 20)] drip: usize,
    ) {
        if bytes.len() > 1_000 && drip == 1 {
            return;
        }
        assert_eq!(decode(&bytes, drip), Ok((text.to_owned(), name)));
    }

    #[test]
    fn an_encoding_that_was_said_is_not_guessed() {
        let said = TextEncoding::named("windows-1252");
        let (text, name) = decode_as(b"no,name\nM1,J\xfcrgen\n", 3, said).unwrap();
        assert_eq!((text.as_str(), name), ("no,name\nM1,Jürgen\n", "windows-1252"));
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_another_encoding() {
        let mut bytes = "姓名\n张伟\n王芳\n李娜\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xff\xff\n");
        let (text, name) = decode(&bytes, 1 << 20).unwrap();
        assert!(text.starts_with("姓名\n张伟") && name == "UTF-8");
    }

    #[rstest]
    #[case::neither(b"a,b\n1,\xff\xff\n".to_vec(), 2)]
    fn what_is_no_text(#[case] bytes: Vec<u8>, #[case] line: u64, #[values(1, 1 << 20)] drip: usize) {
        assert_eq!(decode(&bytes, drip), Err(SetupError::Encoding { lines: vec![line], between: Vec::new() }));
    }
}
