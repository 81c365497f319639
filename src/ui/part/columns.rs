//! How wide the columns of a table are: as wide as what stands in them, and which of them give way where there is no room.

use crate::text::Shown;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;

/// What a column holds, and how it gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnRule {
    /// Whether its contents end at its right edge.
    is_right: bool,
    /// Columns of the screen it may shrink to, ending in `…`.
    least: usize,
    /// Its turn to leave where there is no room, from 1; 0: never.
    leaves: u8,
}

impl ColumnRule {
    /// Numbers: whole or not there.
    pub const fn number(leaves: u8) -> Self {
        Self { is_right: true, least: usize::MAX, leaves }
    }

    /// Days, times and codes: whole or not there.
    pub const fn whole(leaves: u8) -> Self {
        Self { is_right: false, least: usize::MAX, leaves }
    }

    /// Words, cut to no fewer than `least` columns.
    pub const fn words(least: usize, leaves: u8) -> Self {
        Self { is_right: false, least, leaves }
    }
}

/// The columns of a table on the screen; one of no width has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FittedColumns<const N: usize> {
    rules: [ColumnRule; N],
    widths: [usize; N],
}

impl<const N: usize> FittedColumns<N> {
    /// The columns that fit into `room`, a blank behind each. Those in whose rows nothing stands leave first, then by their turn.
    /// What is left goes to `grows`, up to `most` columns.
    pub fn of(
        rules: [ColumnRule; N],
        heading: &[String; N],
        rows: &[[String; N]],
        (grows, most): (usize, usize),
        room: usize,
    ) -> Self {
        let columns = |text: &String| Shown::new(text).width();
        let filled: [usize; N] =
            rows.iter().fold([0; N], |widths, row| std::array::from_fn(|at| widths[at].max(columns(&row[at]))));
        let needs: [usize; N] = std::array::from_fn(|at| filled[at].max(columns(&heading[at])));
        let mut widths: [usize; N] = std::array::from_fn(|at| rules[at].least.min(needs[at]));
        let turn = |at: &usize| (filled[*at] > 0 || rows.is_empty(), rules[*at].leaves);
        let mut leaving: Vec<usize> = (0..N).filter(|at| rules[*at].leaves > 0).collect();
        leaving.sort_by_key(turn);
        for at in leaving {
            if used(&widths) <= room {
                break;
            }
            widths[at] = 0;
        }
        let mut left = room.saturating_sub(used(&widths));
        for at in 0..N {
            if widths[at] > 0 {
                let more = left.min(needs[at] - widths[at]);
                widths[at] += more;
                left -= more;
            }
        }
        if widths[grows] > 0 {
            widths[grows] += left.min(most.saturating_sub(widths[grows]));
        }
        Self { rules, widths }
    }

    /// A row in these columns.
    pub fn line(&self, cells: [(Tone, &str); N]) -> StyledLine {
        let places = self.rules.iter().zip(self.widths).zip(cells);
        places.filter(|((_, width), _)| *width > 0).fold(
            StyledLine::default(),
            |line, ((rule, width), (tone, text))| {
                let line = if rule.is_right { line.right(tone, text, width) } else { line.left(tone, text, width) };
                line.then(tone, " ")
            },
        )
    }

    /// The heading in these columns.
    pub fn heading(&self, texts: &[String; N]) -> StyledLine {
        self.line(texts.each_ref().map(|text| (Tone::Dim, text.as_str())))
    }
}

/// Columns of the screen that they take, the blank behind each included.
fn used(widths: &[usize]) -> usize {
    widths.iter().filter(|width| **width > 0).map(|width| width + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const RULES: [ColumnRule; 4] =
        [ColumnRule::whole(0), ColumnRule::number(2), ColumnRule::words(6, 0), ColumnRule::words(4, 1)];

    fn texts(row: [&str; 4]) -> [String; 4] {
        row.map(str::to_owned)
    }

    /// A day, a number, a name, a topic.
    #[rstest]
    #[case::all(33, [5, 6, 11, 7], "11-20 12,480 Zhou Wenwen parcels")]
    #[case::more_for_the_name(60, [5, 6, 20, 7], "11-20 12,480 Zhou Wenwen          parcels")]
    #[case::words_shrink(27, [5, 6, 8, 4], "11-20 12,480 Zhou We… par…")]
    #[case::the_topic_leaves(24, [5, 6, 10, 0], "11-20 12,480 Zhou Wenw…")]
    #[case::then_the_number(17, [5, 0, 10, 0], "11-20 Zhou Wenw…")]
    #[case::the_name_stays(4, [5, 0, 6, 0], "11-20 Zhou …")]
    fn columns_give_way_by_their_turn(#[case] room: usize, #[case] widths: [usize; 4], #[case] told: &str) {
        let (heading, row) =
            (texts(["day", "points", "who", "topic"]), texts(["11-20", "12,480", "Zhou Wenwen", "parcels"]));
        let columns = FittedColumns::of(RULES, &heading, std::slice::from_ref(&row), (2, 20), room);
        assert_eq!(columns.widths, widths);
        let line = columns.line(row.each_ref().map(|text| (Tone::Text, text.as_str())));
        let read: String = line.pieces().iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(read.trim_end(), told);
    }

    #[test]
    fn what_is_empty_in_every_row_leaves_first() {
        let (heading, row) = (texts(["day", "points", "who", "topic"]), texts(["11-20", "", "Zhou Wenwen", "parcels"]));
        let columns = FittedColumns::of(RULES, &heading, &[row], (2, 20), 24);
        assert_eq!(columns.widths, [5, 0, 11, 5]);
    }
}
