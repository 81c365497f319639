//! Bytes into text, by evidence: which encoding a file is in, and its lines decoded one by one.
//!
//! UTF-8 proves itself: hardly a line of another encoding is UTF-8 by chance. The others are guessed only where every line
//! fits, and where one of them reads clearly better than the rest. A line that does not fit spoils itself, not the file.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

mod evidence;

pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";
const REPLACED: &[u8] = "\u{fffd}".as_bytes();

/// Lines that an error names at most.
const NAMED: usize = 5;

/// How the bytes of a file stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Another encoding in which every byte below 0x80 at the beginning of a character is ASCII.
    Other(&'static Encoding),
}

/// The encodings that are guessed, the likeliest first.
const GUESSED: [TextEncoding; 3] =
    [TextEncoding::Other(GB18030), TextEncoding::Other(BIG5), TextEncoding::Other(WINDOWS_1252)];

/// Nothing can be guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoGuess {
    /// The first lines that stand against a guess, counted from 1 within what was looked at.
    pub lines: Vec<u64>,
    /// Encodings that fit all lines equally well; empty: none fits.
    pub between: Vec<&'static str>,
}

impl TextEncoding {
    /// The encoding of a name such as `utf-8`, `gbk`, `big5`, `utf-16le` or `windows-1252`.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('_', "-");
        let name = match name.as_str() {
            "utf8" => "utf-8",
            "utf16" | "utf-16" | "utf16le" | "unicode" => "utf-16le",
            "utf16be" => "utf-16be",
            "cp936" | "936" | "gb" => "gb18030",
            "cp950" | "950" => "big5",
            "1252" | "ansi" => "windows-1252",
            other => other,
        };
        let found = Encoding::for_label_no_replacement(name.as_bytes())?;
        Some(match found {
            e if e == encoding_rs::UTF_8 => Self::Utf8,
            e if e == UTF_16LE => Self::Utf16Le,
            e if e == UTF_16BE => Self::Utf16Be,
            // GBK is read as what it is a part of.
            e if e == encoding_rs::GBK => Self::Other(GB18030),
            e => Self::Other(e),
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Other(encoding) if encoding == GB18030 => "GB18030",
            Self::Other(encoding) => encoding.name(),
        }
    }

    /// The encoding that a file's first bytes name, and how long its mark is. UTF-16 is recognised without a mark too.
    pub fn by_mark(head: &[u8]) -> Option<(Self, usize)> {
        let marks: [(&[u8], Self); 4] = [
            (MARK, Self::Utf8),
            (b"\xff\xfe", Self::Utf16Le),
            (b"\xfe\xff", Self::Utf16Be),
            (b"\x84\x31\x95\x33", Self::Other(GB18030)),
        ];
        let marked =
            marks.into_iter().find(|(mark, _)| head.starts_with(mark)).map(|(mark, found)| (found, mark.len()));
        marked.or_else(|| utf16_by_zeros(head).map(|found| (found, 0)))
    }

    /// The encoding of bytes, of which `whole` says whether they are all there are; what is cut off at the end is not looked at.
    pub fn guess(bytes: &[u8], whole: bool) -> Result<Self, NoGuess> {
        evidence::guess(bytes, whole)
    }

    /// Whether a line holds nothing that stands against this encoding.
    fn fits(self, line: &[u8]) -> bool {
        match self {
            Self::Utf8 => str::from_utf8(line).is_ok(),
            Self::Utf16Le | Self::Utf16Be => true,
            Self::Other(encoding) => decoded(encoding, line).is_some(),
        }
    }

    /// The text of the beginning of a file, without its mark; what is cut off at the end does not matter.
    pub fn text_of(self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        match self {
            Self::Utf16Le => out.extend_from_slice(UTF_16LE.decode_without_bom_handling(bytes).0.as_bytes()),
            Self::Utf16Be => out.extend_from_slice(UTF_16BE.decode_without_bom_handling(bytes).0.as_bytes()),
            Self::Utf8 | Self::Other(_) => self.decode_lines(bytes, &mut out),
        }
        out
    }

    /// Decodes one line (or a few) of a file in this encoding. A line that does not fit keeps its ASCII, so that its cells
    /// stay apart, and each other byte becomes U+FFFD, which no cell may hold.
    pub fn decode_lines(self, bytes: &[u8], out: &mut Vec<u8>) {
        let Self::Other(encoding) = self else {
            out.extend_from_slice(bytes);
            return;
        };
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            match decoded(encoding, line) {
                Some(text) => out.extend_from_slice(text.as_bytes()),
                None => line.iter().for_each(|byte| {
                    out.extend_from_slice(if byte.is_ascii() { std::slice::from_ref(byte) } else { REPLACED });
                }),
            }
        }
    }
}

/// The text of a line; `None` where it does not fit, or where it is UTF-8 that was put among other lines.
fn decoded<'a>(encoding: &'static Encoding, line: &'a [u8]) -> Option<std::borrow::Cow<'a, str>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(line)?;
    let impossible = |c: char| matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
    (line.is_ascii() || !(text.contains(impossible) || is_utf8_beyond_chance(encoding, line))).then_some(text)
}

/// Whether a line is UTF-8 in a way that text of this encoding is not by chance. Of the encodings with characters of two
/// bytes, pairs are now and then UTF-8; whole characters of three bytes for Chinese, Japanese or Korean are not.
fn is_utf8_beyond_chance(encoding: &'static Encoding, line: &[u8]) -> bool {
    str::from_utf8(line).is_ok_and(|text| {
        if encoding == WINDOWS_1252 {
            !text.is_ascii()
        } else {
            text.chars().any(|c| matches!(c, '\u{2e80}'..='\u{ffef}'))
        }
    })
}

/// UTF-16 without a mark shows by the zeros beside its ASCII: separators, digits and line ends are in every table.
fn utf16_by_zeros(head: &[u8]) -> Option<TextEncoding> {
    let head = &head[..head.len().min(4_096)];
    let pairs = head.as_chunks::<2>().0;
    let zeros = |place: usize| pairs.iter().filter(|pair| pair[place] == 0).count();
    let (low, high) = (zeros(0), zeros(1));
    // Some Chinese characters have a zero, too, on the other side.
    let most = |n: usize, other: usize| pairs.len() >= 2 && n * 4 >= pairs.len() && n > other * 8;
    match (most(low, high), most(high, low)) {
        (false, true) => Some(TextEncoding::Utf16Le),
        (true, false) => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn in_encoding(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[rstest]
    #[case("utf8", "UTF-8")]
    #[case("UTF-16", "UTF-16LE")]
    #[case("utf-16be", "UTF-16BE")]
    #[case("gbk", "GB18030")]
    #[case("GB2312", "GB18030")]
    #[case("big5", "Big5")]
    #[case("latin1", "windows-1252")]
    #[case("cp1252", "windows-1252")]
    #[case("shift_jis", "Shift_JIS")]
    fn names(#[case] name: &str, #[case] encoding: &str) {
        assert_eq!(TextEncoding::named(name).map(TextEncoding::name), Some(encoding));
    }

    #[test]
    fn what_is_no_name() {
        assert_eq!(TextEncoding::named("klingon"), None);
    }

    #[rstest]
    #[case::one_name(GB18030, "member_no,name\nM1,王五\n", "GB18030")]
    #[case::headers(GB18030, "会员号,姓名\nM1,张伟\n", "GB18030")]
    #[case::rare(GB18030, "会员号,姓名\nM1,张𠮷\nM2,喆\n", "GB18030")]
    #[case::traditional(BIG5, "member_no,name\nM1,張三豐\n", "Big5")]
    #[case::traditional_headers(BIG5, "會員編號,姓名,電話\nM1,陳大文,0912345678\n", "Big5")]
    #[case::western(WINDOWS_1252, "member_no,name\nM1,José\nM2,Müller\n", "windows-1252")]
    #[case::western_at_the_end(WINDOWS_1252, "member_no,name\nM1,René\nM2,Zoë\n", "windows-1252")]
    #[case::euro(WINDOWS_1252, "member_no,name,note\nM1,André,10 €\n", "windows-1252")]
    fn legacy_files_are_recognised(#[case] encoding: &'static Encoding, #[case] text: &str, #[case] name: &str) {
        assert_eq!(TextEncoding::guess(&in_encoding(encoding, text), true).map(TextEncoding::name), Ok(name));
    }

    #[rstest]
    #[case::chinese("M1,张三\nM2,李四\n", GB18030, "M3,王五\n")]
    #[case::western("M1,José\nM2,Zoë\n", WINDOWS_1252, "M3,Jürgen\n")]
    #[case::one_of_each("M1,张三\n", GB18030, "M3,王五\n")]
    fn one_foreign_line_among_utf8_does_not_make_another_file(
        #[case] good: &str,
        #[case] encoding: &'static Encoding,
        #[case] foreign: &str,
    ) {
        let mut bytes = good.as_bytes().to_vec();
        bytes.extend(in_encoding(encoding, foreign));
        assert_eq!(TextEncoding::guess(&bytes, true), Ok(TextEncoding::Utf8));
    }

    #[test]
    fn a_line_of_utf8_in_a_legacy_file_is_spoilt_and_not_garbled() {
        let mut bytes = in_encoding(GB18030, "M1,张三\nM2,李四\nM4,赵六\n");
        bytes.extend_from_slice("M3,王五\n".as_bytes());
        let found = TextEncoding::guess(&bytes, true).unwrap();
        assert_eq!(found.name(), "GB18030");
        let mut out = Vec::new();
        found.decode_lines(&bytes, &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("M1,张三\nM2,李四\nM4,赵六\nM3,\u{fffd}"), "{text}");
    }

    #[test]
    fn where_a_line_fits_nothing_it_is_named_and_nothing_is_guessed() {
        let mut bytes = in_encoding(GB18030, "M1,张三\nM2,李四\n");
        bytes.extend_from_slice(b"M3,\xff\xff\n");
        assert_eq!(TextEncoding::guess(&bytes, true), Err(NoGuess { lines: vec![3], between: Vec::new() }));
    }

    #[rstest]
    #[case::little(b"m\0,\0n\0\n\0M\x001\0,\0".to_vec(), "UTF-16LE", 0)]
    #[case::big(b"\0m\0,\0n\0\n\0M\x001\0,".to_vec(), "UTF-16BE", 0)]
    #[case::zeros_inside("no,name\n1,王一\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16LE", 0)]
    #[case::marked_little(b"\xff\xfem\0".to_vec(), "UTF-16LE", 2)]
    #[case::marked_big(b"\xfe\xff\0m".to_vec(), "UTF-16BE", 2)]
    #[case::marked_utf8("\u{feff}m".into(), "UTF-8", 3)]
    fn marks(#[case] head: Vec<u8>, #[case] name: &str, #[case] length: usize) {
        let found = TextEncoding::by_mark(&head).map(|(found, length)| (found.name(), length));
        assert_eq!(found, Some((name, length)));
    }

    #[test]
    fn what_has_no_mark() {
        assert_eq!(TextEncoding::by_mark(b"member_no,name\n"), None);
    }
}
