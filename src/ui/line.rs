//! Lines of text with a meaning for each piece. Whatever goes into one passes [`Shown`], so nothing else reaches a cell.

use super::theme::Tone;
use crate::text::Shown;

pub use crate::text::wrapped;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StyledLine(Vec<(Tone, Shown)>);

impl StyledLine {
    /// A line of one piece.
    pub fn of(tone: Tone, text: impl AsRef<str>) -> Self {
        Self::default().then(tone, text)
    }

    /// The line with another piece after it.
    #[must_use]
    pub fn then(mut self, tone: Tone, text: impl AsRef<str>) -> Self {
        self.0.push((tone, Shown::new(text.as_ref())));
        self
    }

    /// The line with another one after it.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The line with a piece that fills exactly so many columns, its text to the left.
    #[must_use]
    pub fn left(mut self, tone: Tone, text: impl AsRef<str>, columns: usize) -> Self {
        self.0.push((tone, Shown::new(text.as_ref()).pad(columns)));
        self
    }

    /// The line with a piece that fills exactly so many columns, its text to the right: for numbers.
    #[must_use]
    pub fn right(mut self, tone: Tone, text: impl AsRef<str>, columns: usize) -> Self {
        self.0.push((tone, Shown::new(text.as_ref()).pad_left(columns)));
        self
    }

    pub fn pieces(&self) -> &[(Tone, Shown)] {
        &self.0
    }

    pub fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| text.width()).sum()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.as_str().is_empty())
    }

    /// All of it with one meaning: for what is outdated, or under the cursor.
    #[must_use]
    pub fn all(mut self, tone: Tone) -> Self {
        for piece in &mut self.0 {
            piece.0 = tone;
        }
        self
    }

    /// The pieces that are read as they stand with another meaning; what is strong or dim stays so.
    #[must_use]
    pub fn tinted(mut self, tone: Tone) -> Self {
        for piece in self.0.iter_mut().filter(|piece| piece.0 == Tone::Text) {
            piece.0 = tone;
        }
        self
    }

    /// The parts that fit into so many columns, from the first on, with a dot between them. A first part that does not fit
    /// alone is cut.
    pub fn dotted(parts: impl IntoIterator<Item = Self>, columns: usize) -> Self {
        let mut line = Self::default();
        for part in parts.into_iter().filter(|p| !p.is_empty()) {
            let joined = if line.is_empty() { part } else { line.clone().then(Tone::Dim, " · ").and(part) };
            if !line.is_empty() && joined.width() > columns {
                break;
            }
            line = joined;
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn what_does_not_fit_behind_a_dot_is_left_out() {
        let parts = || ["12,480 points", "pending 0", "600 end 12-31"].map(|t| StyledLine::of(Tone::Text, t));
        assert_eq!(StyledLine::dotted(parts(), 25).width(), "12,480 points · pending 0".chars().count());
        assert_eq!(StyledLine::dotted(parts(), 24).width(), "12,480 points".len());
        assert_eq!(StyledLine::dotted(parts(), 3).width(), "12,480 points".len());
    }

    #[test]
    fn hostile_text_is_tamed_on_its_way_in() {
        let line = StyledLine::of(Tone::Text, "\u{202e}a\u{1b}[2J");
        assert_eq!(line.pieces()[0].1.as_str(), "a\u{fffd}[2J");
    }

    #[rstest]
    #[case("the member was merged", 10, &["the member", "was merged"])]
    #[case("该会员已冻结：解冻后才能变动", 12, &["该会员已冻", "结：解冻后才", "能变动"])]
    #[case("a card, an e-mail", 14, &["a card, an", "e-mail"])]
    #[case("abcdefghij", 4, &["abcd", "efgh", "ij"])]
    #[case("", 4, &[])]
    fn sentences_are_wrapped(#[case] text: &str, #[case] columns: usize, #[case] lines: &[&str]) {
        assert_eq!(wrapped(text, columns), lines);
    }

    proptest! {
        #[test]
        fn no_wrapped_line_is_too_wide(text in ".{0,60}", columns in 2..30_usize) {
            for line in wrapped(&text, columns) {
                prop_assert!(Shown::new(&line).width() <= columns, "{line:?}");
            }
        }
    }
}
