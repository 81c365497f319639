//! Where the search begins: whole inputs as people give them, and parts that matter.

/// Of one target.
pub struct Samples {
    /// Whole inputs.
    pub whole: &'static [&'static [u8]],
    /// What is put anywhere.
    pub parts: &'static [&'static [u8]],
}

/// The samples of a target by its name.
pub fn samples(name: &str) -> Samples {
    match name {
        "keys" => Samples { whole: KEYS, parts: SEQUENCES },
        "filter" => Samples { whole: FILTERS, parts: TERMS },
        "program" => Samples { whole: PROGRAMS, parts: LINES },
        _ => Samples { whole: FILES, parts: CELLS },
    }
}

const KEYS: &[&[u8]] = &[
    b"\x1b[A\x1b[B\x1bOP\x1b[15~\x1b[3;5~",
    b"\x1b[200~a paste\nof two lines\x1b[201~5678\r",
    "王小明\t李\x7f".as_bytes(),
    b"\x1b[<0;10;20M\x1b[<0;10;20m\x1b[<64;1;1M",
    b"\x1b\x1b[1;5C\x01\x1a\x1bx",
    b"",
];

const SEQUENCES: &[&[u8]] = &[
    b"\x1b",
    b"\x1b[",
    b"\x1bO",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[201",
    b"\x1b[<",
    b";",
    b"M",
    b"m",
    b"~",
    b"\xe7\x8e\x8b",
    b"\xf0\x9f",
    b"\xff",
    b"\x00",
    b"\x9b",
    b"[I",
    b"\x1b[?2026;2$y",
    b"\x1b]52;c;",
    b"\x07",
    b"\x1b\\",
    b"\x1b[97;5u",
];

const FILTERS: &[&[u8]] = &[
    "tier:gold spend>1000 last<30d rfm:champions points>=5000 tag:vip store:SH01 birthday:this-month -status:frozen 张 5678".as_bytes(),
    b"was:at_risk,cant-lose@2026-10-23 -was:prospect@30d",
    b"spend:-5..5 points:100..500 orders=3 points:..0 joined>=2026-01-01",
    "store:\"New Road\" tier：gold,silver birthday:02-29 r>=4".as_bytes(),
    b"last:2026-01-01..2026-01-31 first>yesterday",
    b"",
];

const TERMS: &[&[u8]] = &[
    b" ",
    b"-",
    b":",
    b"..",
    b"<",
    b">=",
    b"=",
    b",",
    b"\"",
    b"@",
    b"tier:",
    b"spend>",
    b"last<",
    b"was:lost@",
    b"birthday:",
    b"d",
    b"30d",
    b"today",
    b"lapsing",
    "：".as_bytes(),
    "＞".as_bytes(),
    "张".as_bytes(),
    "\u{3000}".as_bytes(),
    b"\t",
    "İ".as_bytes(),
    "ß".as_bytes(),
];

const PROGRAMS: &[&[u8]] = &[
    include_bytes!("../../assets/program.toml"),
    b"[points]\nrate = \"1.5\"\nexpiry = { months = 12 }\npending_days = 7\n",
    b"currency = \"JPY\"\nzone = \"Europe/Berlin\"\n[tier]\nwindow = \"calendar_year\"\n[[tiers]]\ncode = \"base\"\n[[tiers]]\ncode = \"gold\"\nspend = 5000\n",
    b"[lifecycle]\nlapsing_days = \"auto\"\n[rfm]\nwindow_days = 365\nmin_members = 50\n",
    b"",
];

const LINES: &[&[u8]] = &[
    b"\n",
    b"[",
    b"]",
    b"[[tiers]]\n",
    b"[points]\n",
    b"=",
    b"\"",
    b"'",
    b"\"\"\"",
    b"{",
    b"}",
    b",",
    b"#",
    b"expiry = { months = 600 }\n",
    b"expiry = { end_of_month = 12 }\n",
    b"expiry = { end_of_year = 99 }\n",
    b"expiry = \"never\"\n",
    b"rate = \"999999\"\n",
    b"multiplier = \"0.0001\"\n",
    b"window_days = 1\n",
    b"true",
    b"1979-05-27",
    b"nan",
    b"inf",
    b"0x7fffffffffffffff",
    b"[limits.agent]\n",
    b"code = \"gold\"\n",
    "名".as_bytes(),
    b"\r\n",
    b"\xef\xbb\xbf",
];

const FILES: &[&[u8]] = &[
    "member_no,name,phone\nM1,王小明,13812345678\nM2,\"Ann \"\"O\"\" Lee\",\"138\n\"\n".as_bytes(),
    "\u{feff}会员号;姓名\r\nM1;李\r\n\r\nM2;\r\n".as_bytes(),
    b"\xbb\xe1\xd4\xb1\xba\xc5,\xd0\xd5\xc3\xfb\nM1,\xcd\xf5\xd0\xa1\xc3\xf7\nM2,\x81\x30\x81\x30\n",
    b"00004 19970101  2   29.33\n00004 19970118\t2   29.73\n",
    b"\x84\x31\x95\x33a,b\n1,2",
    b"a,b\r1,2\r",
    b"",
];

const CELLS: &[&[u8]] = &[
    b",",
    b";",
    b"\t",
    b" ",
    b"\"",
    b"\"\"",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x84\x31\x95\x33",
    b"\x81\x30\x81\x30",
    b"\x81",
    b"\x80",
    b"\xc3",
    b"\xc3\xa9",
    b"\xf0\x9f\x98\x80",
    b"\xf0\x9f",
    b"\x00",
    "王".as_bytes(),
    b"\xcd\xf5",
    b"\"a\n",
];
