//! Lines of text with a meaning for each piece. Whatever goes into one passes [`Shown`], so nothing else reaches a cell.

use super::theme::Tone;
use crate::text::{Shown, words};
use unicode_segmentation::UnicodeSegmentation;

pub use crate::text::{packed, wrapped};

/// Columns behind the indent of a folded line, below which it is not indented.
const LEAST_FOLDED: usize = 12;

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

    /// The line with a piece that fills at least so many columns, its text to the left and whole.
    #[must_use]
    pub fn padded(self, tone: Tone, text: impl AsRef<str>, columns: usize) -> Self {
        let width = Shown::new(text.as_ref()).width();
        self.left(tone, text, columns.max(width))
    }

    /// The line with a piece that fills so many columns, its text to the right: for numbers. A number is never cut: one that is
    /// wider takes more, but for a column of no width, which is not there.
    #[must_use]
    pub fn right(mut self, tone: Tone, text: impl AsRef<str>, columns: usize) -> Self {
        let text = Shown::new(text.as_ref());
        let is_number = columns > 0 && text.as_str().contains(|c: char| c.is_ascii_digit());
        let columns = if is_number { columns.max(text.width()) } else { columns };
        self.0.push((tone, text.pad_left(columns)));
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

    /// The line in as many as it takes to have at most so many columns each, those behind the first begun with `indent` blanks.
    /// It breaks where [`wrapped`] does, so that no number and no date is torn.
    pub fn folded(self, columns: usize, indent: usize) -> Vec<Self> {
        if self.width() <= columns {
            return vec![self];
        }
        let indent = if indent + LEAST_FOLDED > columns { 0 } else { indent };
        let (mut lines, mut line, mut is_begun) = (Vec::new(), Self::default(), false);
        let next_line = |lines: &mut Vec<Self>, line: &mut Self| {
            lines.push(std::mem::replace(line, Self::of(Tone::Text, " ".repeat(indent))));
        };
        for word in self.words() {
            let has_room = line.width() + word.width() <= columns;
            if word.is_blank() {
                if has_room && (is_begun || lines.is_empty()) {
                    line = line.and(word);
                } else if is_begun {
                    next_line(&mut lines, &mut line);
                    is_begun = false;
                }
                continue;
            }
            if !has_room && is_begun {
                next_line(&mut lines, &mut line);
            }
            is_begun = true;
            for (tone, piece) in word.0 {
                if line.width() + piece.width() <= columns {
                    line.0.push((tone, piece));
                    continue;
                }
                for part in piece.as_str().graphemes(true) {
                    if line.width() + Shown::new(part).width() > columns && line.width() > indent {
                        next_line(&mut lines, &mut line);
                    }
                    line = line.then(tone, part);
                }
            }
        }
        if is_begun {
            lines.push(line);
        }
        lines
    }

    /// The pieces that a line does not break, each with its tones.
    fn words(self) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for (tone, text) in self.0 {
            for word in words(text.as_str()) {
                let before = out.last().and_then(|last| last.0.last()).map_or("", |(_, piece)| piece.as_str());
                // Two pieces that touch are one word where one text of both would be.
                let last = before.graphemes(true).next_back().unwrap_or_default();
                let first = word.graphemes(true).next().unwrap_or_default();
                let is_joined = !last.is_empty() && words(&format!("{last}{first}")).len() == 1;
                match out.last_mut() {
                    Some(joined) if is_joined => joined.0.push((tone, Shown::new(&word))),
                    Some(_) | None => out.push(Self::of(tone, word)),
                }
            }
        }
        out
    }

    /// Whether nothing but blanks is in it.
    fn is_blank(&self) -> bool {
        self.0.iter().all(|(_, text)| text.as_str().trim().is_empty())
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

    fn read(lines: &[StyledLine]) -> Vec<String> {
        let text = |line: &StyledLine| line.pieces().iter().map(|(_, text)| text.as_str()).collect::<String>();
        lines.iter().map(|line| text(line).trim_end().to_owned()).collect()
    }

    #[rstest]
    #[case::as_it_is(40, &["until           2027-03-31 → 2028-03-31"])]
    #[case::behind_the_arrow(36, &["until           2027-03-31 →", "                2028-03-31"])]
    #[case::without_room_for_the_indent(20, &["until", "2027-03-31 →", "2028-03-31"])]
    fn a_line_is_folded_between_its_numbers(#[case] columns: usize, #[case] lines: &[&str]) {
        let line = StyledLine::default().left(Tone::Dim, "until", 16).then(Tone::Text, "2027-03-31");
        let line = line.then(Tone::Dim, " → ").then(Tone::Strong, "2028-03-31");
        assert_eq!(read(&line.folded(columns, 16)), lines);
    }

    #[rstest]
    #[case::a_number("1,234", 7, "  1,234")]
    #[case::a_number_that_is_wider("1,234,567", 7, "1,234,567")]
    #[case::a_heading("points earned", 7, "points…")]
    #[case::a_column_that_is_not_there("1,234", 0, "")]
    fn numbers_stand_at_the_right_and_are_whole(#[case] text: &str, #[case] columns: usize, #[case] told: &str) {
        assert_eq!(read(&[StyledLine::default().right(Tone::Text, text, columns)]), [told]);
    }

    #[test]
    fn what_touches_is_one_word_whatever_its_tones() {
        let line = StyledLine::of(Tone::Text, "points ").then(Tone::Text, "+").then(Tone::Strong, "1,200");
        assert_eq!(read(&line.clone().folded(9, 0)), ["points", "+1,200"]);
        assert_eq!(read(&line.folded(4, 0)), ["poin", "ts", "+1,2", "00"], "longer than a line");
    }

    #[rstest]
    #[case(30, &["1 hotline   2 store   3 WeChat"])]
    #[case(29, &["1 hotline   2 store", "3 WeChat"])]
    #[case(8, &["1", "hotline", "2 store", "3 WeChat"])]
    fn options_stay_with_their_numbers(#[case] columns: usize, #[case] lines: &[&str]) {
        let items = ["1 hotline", "2 store", "3 WeChat"].map(str::to_owned);
        assert_eq!(packed(&items, 3, columns), lines);
    }

    #[rstest]
    #[case("the member was merged", 10, &["the member", "was merged"])]
    #[case("该会员已冻结：解冻后才能变动", 12, &["该会员已冻", "结：解冻后才", "能变动"])]
    #[case("a card, an e-mail", 14, &["a card, an", "e-mail"])]
    #[case("abcdefghij", 4, &["abcd", "efgh", "ij"])]
    #[case::a_grapheme_that_is_wider_than_a_line("⺀𑌂", 2, &["⺀", "𑌂"])]
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

        #[test]
        fn a_folded_line_keeps_every_word(texts in prop::collection::vec("[a-z0-9 ,张伟，]{0,12}", 0..6), columns in 4..40_usize) {
            let line = texts.iter().fold(StyledLine::default(), |line, text| line.then(Tone::Text, text));
            let lines = line.folded(columns, 3);
            prop_assert!(lines.iter().all(|line| line.width() <= columns), "{lines:?}");
            let without_blanks = |text: String| text.replace(' ', "");
            prop_assert_eq!(without_blanks(read(&lines).concat()), without_blanks(texts.concat()));
        }
    }
}
