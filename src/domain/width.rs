//! Full-width forms, as Chinese input methods type them, and what they stand for.

/// The half-width form of a full-width character, U+FF01 to U+FF5E, and a blank for the ideographic one; any other is itself.
///
/// ```
/// use loyaltui::domain::width::half_width_char;
///
/// assert_eq!(['：', '５', '\u{3000}', '张'].map(half_width_char), [':', '5', ' ', '张']);
/// ```
pub fn half_width_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A text with half-width forms, plain blanks, and one sign for each minus, apostrophe and yen: what numbers, days, phones and
/// codes are read from.
///
/// ```
/// use loyaltui::domain::width::half_width;
///
/// assert_eq!(half_width("￥１，２００"), "¥1,200");
/// assert_eq!(half_width("−５"), "-5");
/// ```
pub fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '￥' => '¥',
        '\u{2212}' | '\u{2010}'..='\u{2015}' => '-',
        '’' | '‘' => '\'',
        c if c.is_whitespace() => ' ',
        c => half_width_char(c),
    };
    text.chars().map(half).collect()
}
