//! Bytes into UTF-8: which encoding a file is in, and its digest on the way.
//!
//! A file that is ASCII so far is undecided. From its first other byte, a megabyte is looked at: UTF-8, or UTF-8 with a few
//! broken rows, or GB18030, or neither. What is broken in a file of a known encoding spoils its row, not the file.

use crate::domain::import::setup::SetupError;
use encoding_rs::{Decoder as GbDecoder, GB18030};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read};

const CHUNK: usize = 256 << 10;

/// What is looked at before the encoding is decided.
const LOOK: usize = 1 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

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

enum Encoding {
    Undecided,
    Utf8,
    Gb18030(Box<GbDecoder>),
}

/// A file, decoded as it is read.
pub struct Decoded<R> {
    reader: R,
    encoding: Encoding,
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
    pub fn new(reader: R) -> Self {
        let (encoding, digest) = (Encoding::Undecided, Sha256::new());
        let chunk = vec![0; CHUNK];
        Self { reader, encoding, digest, chunk, raw: Vec::new(), begun: false, ended: false, lines: 0, bytes: 0 }
    }

    /// Whether all has been decoded.
    pub fn ended(&self) -> bool {
        self.ended && self.raw.is_empty()
    }

    /// Whether the file turned out to be GB18030.
    pub fn is_gb18030(&self) -> bool {
        matches!(self.encoding, Encoding::Gb18030(_))
    }

    /// SHA-256 of the bytes as they were read.
    pub fn sha256(self) -> [u8; 32] {
        self.digest.finalize().into()
    }

    /// Reads on and appends what is decoded; that may be nothing, where more must be seen first.
    pub fn fill(&mut self, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        self.read()?;
        if !self.begun {
            if self.raw.len() < 4 && !self.ended {
                return Ok(());
            }
            self.begin()?;
        }
        if matches!(self.encoding, Encoding::Undecided) {
            let ascii = self.raw.iter().position(|b| !b.is_ascii()).unwrap_or(self.raw.len());
            self.pass(ascii, out);
            if self.raw.is_empty() || (self.raw.len() < LOOK && !self.ended) {
                return Ok(());
            }
            self.decide()?;
        }
        match &mut self.encoding {
            Encoding::Gb18030(decoder) => {
                let begin = out.len();
                let most = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 4 + 16);
                out.resize(begin + most, 0);
                let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut out[begin..], self.ended);
                out.truncate(begin + written);
                self.raw.clear();
            }
            Encoding::Undecided | Encoding::Utf8 => self.pass(self.raw.len(), out),
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

    fn begin(&mut self) -> Result<(), DecodeError> {
        self.begun = true;
        if self.raw.starts_with(b"\xff\xfe") || self.raw.starts_with(b"\xfe\xff") {
            return Err(DecodeError::Setup(SetupError::Utf16));
        }
        if self.raw.starts_with(BOM) {
            self.raw.drain(..BOM.len());
            self.encoding = Encoding::Utf8;
        } else if self.raw.starts_with(b"\x84\x31\x95\x33") {
            self.encoding = Encoding::Gb18030(Box::new(GB18030.new_decoder_with_bom_removal()));
        }
        Ok(())
    }

    /// Hands bytes on as they are.
    fn pass(&mut self, count: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.raw[..count]);
        if matches!(self.encoding, Encoding::Undecided) {
            self.lines += line_ends(&self.raw[..count]);
        }
        self.raw.drain(..count);
    }

    fn decide(&mut self) -> Result<(), DecodeError> {
        let look = &self.raw[..self.raw.len().min(LOOK)];
        let (good, bad, first_bad) = utf8_shares(look, self.ended && look.len() == self.raw.len());
        self.encoding = if bad == 0 || good >= 4 * bad {
            Encoding::Utf8
        } else if GB18030.decode_without_bom_handling_and_without_replacement(whole_gb(look)).is_some() {
            Encoding::Gb18030(Box::new(GB18030.new_decoder_without_bom_handling()))
        } else {
            let line = 1 + self.lines + line_ends(&look[..first_bad]);
            return Err(DecodeError::Setup(SetupError::Encoding { line }));
        };
        Ok(())
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.split(|b| *b == b'\n').count() - 1).unwrap_or(u64::MAX)
}

/// Characters beyond ASCII that are good UTF-8, places that are not, and the first of these. A character that the end cuts
/// in two is no such place unless it is the end of the file.
fn utf8_shares(bytes: &[u8], whole: bool) -> (usize, usize, usize) {
    let (mut good, mut bad, mut first_bad, mut at) = (0, 0, None, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len();
        let broken = chunk.invalid();
        let cut = !whole && at + broken.len() == bytes.len() && broken.len() < 4;
        if !broken.is_empty() && !cut {
            bad += 1;
            first_bad.get_or_insert(at);
        }
        at += broken.len();
    }
    (good, bad, first_bad.unwrap_or(at))
}

/// The bytes up to their last line end: a character of two or four bytes is never cut there.
fn whole_gb(bytes: &[u8]) -> &[u8] {
    match bytes.iter().rposition(|b| *b == b'\n') {
        Some(end) => &bytes[..=end],
        None => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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

    fn decode(bytes: &[u8], drip: usize) -> Result<(String, bool), SetupError> {
        let mut decoded = Decoded::new(Drip(bytes, drip));
        let mut out = Vec::new();
        while !decoded.ended() {
            match decoded.fill(&mut out) {
                Ok(()) => {}
                Err(DecodeError::Setup(error)) => return Err(error),
                Err(DecodeError::Io(error)) => panic!("{error}"),
            }
        }
        let gb = decoded.is_gb18030();
        assert_eq!(decoded.sha256(), <[u8; 32]>::from(Sha256::digest(bytes)));
        Ok((String::from_utf8_lossy(&out).into_owned(), gb))
    }

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[rstest]
    #[case::ascii(b"a,b\n1,2\n".to_vec(), "a,b\n1,2\n", false)]
    #[case::nothing(Vec::new(), "", false)]
    #[case::utf8("名,b\n张伟,2\n".into(), "名,b\n张伟,2\n", false)]
    #[case::bom("\u{feff}名,b\n".into(), "名,b\n", false)]
    #[case::bom_before_ascii("\u{feff}a,b\n".into(), "a,b\n", false)]
    #[case::gb18030(gb("姓名,b\n张伟,2\n"), "姓名,b\n张伟,2\n", true)]
    #[case::gb18030_late(gb(&format!("{}张伟𠮷,2\n", "a,b\n".repeat(300_000))), &format!("{}张伟𠮷,2\n", "a,b\n".repeat(300_000)), true)]
    #[case::one_broken_row("名\n张伟\n李\u{fffd}\n".replace('\u{fffd}', "\u{1}").into_bytes(), "名\n张伟\n李\u{1}\n", false)]
    fn encodings(
        #[case] bytes: Vec<u8>,
        #[case] text: &str,
        #[case] is_gb: bool,
        #[values(1, 7, 1 << 20)] drip: usize,
    ) {
        if bytes.len() > 1_000 && drip == 1 {
            return;
        }
        assert_eq!(decode(&bytes, drip), Ok((text.to_owned(), is_gb)));
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_another_encoding() {
        let mut bytes = "姓名\n张伟\n王芳\n李娜\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xff\xff\n");
        let (text, gb) = decode(&bytes, 1 << 20).unwrap();
        assert!(text.starts_with("姓名\n张伟") && !gb);
    }

    #[rstest]
    #[case::utf16_le(b"\xff\xfea\0,\0".to_vec(), SetupError::Utf16)]
    #[case::utf16_be(b"\xfe\xff\0a".to_vec(), SetupError::Utf16)]
    #[case::neither(b"a,b\n1,\xff\xff\n".to_vec(), SetupError::Encoding { line: 2 })]
    fn what_is_no_text(#[case] bytes: Vec<u8>, #[case] error: SetupError, #[values(1, 1 << 20)] drip: usize) {
        assert_eq!(decode(&bytes, drip), Err(error));
    }
}
