//! [`Shown`]: text that may be drawn.
//!
//! A name, a note or a file name can hold anything: escape sequences, letters that run the line backwards, characters without
//! a width, a hundred accents on one letter. ratatui lets several of these through to the terminal. Everything that came from
//! outside becomes a `Shown` first; what terminals disagree about (joined emoji, variation selectors) is taken apart, so that
//! the columns counted here are the columns drawn.

use std::fmt;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Combining marks that one letter may carry; the third and later ones go.
const MARKS_MAX: usize = 2;
/// Stands for what can't be shown.
const REPLACEMENT: &str = "\u{fffd}";
const ELLIPSIS: &str = "…";

/// One line of text without anything that could move the cursor, hide itself or change its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Shown {
    text: String,
    /// Columns it takes on the screen.
    width: usize,
}

impl Shown {
    /// Makes any text safe. Line breaks and tabs become blanks; other controls, unassigned and private characters `�`; marks
    /// of direction and everything without a width goes; combining marks beyond the second go.
    pub fn new(text: &str) -> Self {
        if let Some(width) = plain_width(text) {
            return Self { text: text.to_owned(), width };
        }
        let mut marks = 0;
        let kept: String = text
            .chars()
            .filter_map(safe)
            .filter(|c| {
                marks = if c.general_category_group() == GeneralCategoryGroup::Mark { marks + 1 } else { 0 };
                marks <= MARKS_MAX
            })
            .collect();
        let (mut text, mut width) = (String::with_capacity(kept.len()), 0);
        for grapheme in kept.graphemes(true) {
            let columns = grapheme.width();
            text.push_str(if columns == 0 { REPLACEMENT } else { grapheme });
            width += columns.max(1);
        }
        Self { text, width }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Columns it takes on the screen.
    pub fn width(&self) -> usize {
        self.width
    }

    /// It in at most so many columns, ending in `…` where something was cut. A wide character is never split.
    #[must_use]
    pub fn fit(mut self, columns: usize) -> Self {
        if self.width <= columns {
            return self;
        }
        let Some(room) = columns.checked_sub(1) else { return Self::default() };
        let (mut end, mut width) = (0, 0);
        for (at, grapheme) in self.text.grapheme_indices(true) {
            let columns = grapheme.width();
            if width + columns > room {
                break;
            }
            (end, width) = (at + grapheme.len(), width + columns);
        }
        self.text.truncate(end);
        self.text.push_str(ELLIPSIS);
        self.width = width + 1;
        self
    }

    /// It in exactly so many columns, blanks after it.
    #[must_use]
    pub fn pad(self, columns: usize) -> Self {
        let mut fitted = self.fit(columns);
        fitted.text.extend(std::iter::repeat_n(' ', columns - fitted.width));
        Self { width: columns, ..fitted }
    }

    /// It in exactly so many columns, blanks before it: for numbers.
    #[must_use]
    pub fn pad_left(self, columns: usize) -> Self {
        let fitted = self.fit(columns);
        Self { text: " ".repeat(columns - fitted.width) + &fitted.text, width: columns }
    }
}

/// The columns of a text of characters that are safe, stand alone and have a width that everybody agrees about: most texts
/// there are. `None` where any other is in it.
fn plain_width(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |width, c| match c {
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' | '…' => Some(width + 1),
        '\u{4e00}'..='\u{9fff}' | '。' | '，' | '：' | '（' | '）' => Some(width + 2),
        _ => None,
    })
}

/// What stands for one character; `None` where it just goes.
fn safe(c: char) -> Option<char> {
    use GeneralCategory as Is;
    match c.general_category() {
        _ if is_invisible(c) => None,
        Is::Control if matches!(c, '\t' | '\n' | '\r') => Some(' '),
        Is::LineSeparator | Is::ParagraphSeparator => Some(' '),
        Is::SpaceSeparator if c != '\u{3000}' => Some(' '),
        Is::Control | Is::Unassigned | Is::PrivateUse | Is::Surrogate => Some('\u{fffd}'),
        Is::Format => None,
        _ => Some(c),
    }
}

/// Characters that take no column of their own or change how their neighbours look, and are not of the format category:
/// fillers, joiners of graphemes, variation selectors, skin tones.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{034f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2065}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<Shown> for String {
    fn from(shown: Shown) -> Self {
        shown.text
    }
}

impl AsRef<str> for Shown {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Zhang Wei 张伟", "Zhang Wei 张伟")]
    #[case::tab_and_line("a\tb\nc", "a b c")]
    #[case::escape("\u{1b}[2J", "\u{fffd}[2J")]
    #[case::bidi("abc\u{202e}fed\u{2066}x\u{2069}", "abcfedx")]
    #[case::zero_width("\u{feff}a\u{200b}b\u{200d}c\u{ad}", "abc")]
    #[case::marks("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}")]
    #[case::mark_alone("\u{301}a", "\u{fffd}a")]
    #[case::family("👨\u{200d}👩\u{200d}👧", "👨👩👧")]
    #[case::heart("❤\u{fe0f}", "❤")]
    #[case::private("\u{e000}", "\u{fffd}")]
    #[case::unassigned("\u{378}", "\u{fffd}")]
    #[case::no_break("a\u{a0}b", "a b")]
    fn hostile_text_is_tamed(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(Shown::new(text).as_str(), shown);
    }

    #[rstest]
    #[case("张伟", 3, "张…")]
    #[case("张伟", 4, "张伟")]
    #[case("张伟", 2, "…")]
    #[case("张伟", 0, "")]
    #[case("Anna", 3, "An…")]
    fn a_wide_character_is_never_split(#[case] text: &str, #[case] columns: usize, #[case] fitted: &str) {
        assert_eq!(Shown::new(text).fit(columns).as_str(), fitted);
    }

    #[rstest]
    #[case("张伟", 5, "张伟 ", " 张伟")]
    #[case("张伟", 3, "张…", "张…")]
    #[case("张伟王", 4, "张… ", " 张…")]
    fn padding_fills_the_columns(
        #[case] text: &str,
        #[case] columns: usize,
        #[case] after: &str,
        #[case] before: &str,
    ) {
        assert_eq!(Shown::new(text).pad(columns).as_str(), after);
        assert_eq!(Shown::new(text).pad_left(columns).as_str(), before);
    }

    /// Text that is much more hostile than plain random characters.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>(),
            prop::char::range('\u{0}', '\u{ff}'),
            prop::char::range('\u{300}', '\u{36f}'),
            prop::char::range('\u{600}', '\u{8ff}'),
            prop::char::range('\u{900}', '\u{97f}'),
            prop::char::range('\u{1100}', '\u{11ff}'),
            prop::char::range('\u{2000}', '\u{206f}'),
            prop::char::range('\u{4e00}', '\u{4fff}'),
            prop::char::range('\u{fe00}', '\u{feff}'),
            prop::char::range('\u{1f1e6}', '\u{1f1ff}'),
            prop::char::range('\u{1f3fb}', '\u{1f64f}'),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|chars| chars.into_iter().collect())
    }

    /// The column after the last cell that ratatui writes.
    fn drawn(text: &str) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
        usize::from(buffer.set_stringn(0, 0, text, 200, Style::default()).0)
    }

    proptest! {
        #[test]
        fn nothing_forbidden_comes_out(text in hostile()) {
            let shown = Shown::new(&text);
            let mut marks = 0;
            for c in shown.as_str().chars() {
                let category = c.general_category();
                prop_assert!(!c.is_control());
                prop_assert!(!matches!(category, GeneralCategory::Format | GeneralCategory::Unassigned | GeneralCategory::PrivateUse));
                prop_assert!(!is_invisible(c));
                marks = if c.general_category_group() == GeneralCategoryGroup::Mark { marks + 1 } else { 0 };
                prop_assert!(marks <= MARKS_MAX);
            }
            prop_assert!(shown.as_str().graphemes(true).all(|g| g.width() > 0));
        }

        #[test]
        fn what_is_safe_stays_as_it_is(text in hostile()) {
            let once = Shown::new(&text);
            prop_assert_eq!(Shown::new(once.as_str()), once);
        }

        #[test]
        fn the_width_is_the_cells_drawn(text in hostile(), columns in 0..40_usize) {
            let shown = Shown::new(&text);
            prop_assert_eq!(shown.width(), drawn(shown.as_str()));
            prop_assert!(shown.clone().fit(columns).width() <= columns);
            prop_assert_eq!(drawn(shown.clone().pad(columns).as_str()), columns);
            prop_assert_eq!(drawn(shown.clone().fit(columns).as_str()), shown.clone().fit(columns).width());
            prop_assert_eq!(drawn(shown.pad_left(columns).as_str()), columns);
        }

        #[test]
        fn what_is_plain_is_safe_and_as_wide_as_it_is_counted(text in "[ -ÿ一-\u{9fff}…。，：（）]{0,12}") {
            if let Some(width) = plain_width(&text) {
                prop_assert_eq!(width, drawn(&text));
                prop_assert!(text.chars().all(|c| safe(c) == Some(c)));
            }
        }

        #[test]
        fn the_width_of_han_and_latin_is_the_library_s(text in "[ -~一-龥éü]{0,30}") {
            prop_assert_eq!(Shown::new(&text).width(), UnicodeWidthStr::width(text.as_str()));
        }
    }
}
