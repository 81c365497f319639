//! Tables for people: columns as wide as their widest cell, counted as terminals count, text from outside made safe.

use crate::text::Shown;

const GAP: &str = "  ";

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A table of N columns that is built row by row.
#[derive(Debug)]
pub struct Table<const N: usize> {
    sides: [Side; N],
    heading: Option<[Shown; N]>,
    rows: Vec<[Shown; N]>,
    /// Columns of texts that may be cut where there is no room.
    cut: &'static [usize],
    /// Columns that go where cutting is not enough, the first first.
    leave: &'static [usize],
}

/// What a text keeps before whole columns go, and at least.
const CUT_TO: [usize; 2] = [12, 6];

impl<const N: usize> Table<N> {
    /// An empty table without a heading.
    pub fn plain(sides: [Side; N]) -> Self {
        Self { sides, heading: None, rows: Vec::new(), cut: &[], leave: &[] }
    }

    /// An empty table with a heading over each column.
    pub fn headed(columns: [(Side, String); N]) -> Self {
        let sides = columns.each_ref().map(|(side, _)| *side);
        let heading = Some(columns.map(|(_, text)| Shown::new(&text)));
        Self { sides, heading, rows: Vec::new(), cut: &[], leave: &[] }
    }

    /// What gives way where the lines do not fit: texts that may be cut, and columns that go, the first first. Numbers, days and
    /// what identifies a row are in neither.
    pub fn giving_way(self, cut: &'static [usize], leave: &'static [usize]) -> Self {
        Self { cut, leave, ..self }
    }

    pub fn row(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(Shown::new));
    }

    /// The lines; none without rows. A column that is empty in every row goes with its heading; no line ends in a blank.
    pub fn lines(&self) -> String {
        self.fitted(None)
    }

    /// The same in so many columns of a terminal, as far as what may give way allows it; whole without a terminal.
    pub fn fitted(&self, room: Option<usize>) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let mut widths: [usize; N] = std::array::from_fn(|column| self.width(column));
        if let Some(room) = room {
            self.give_way(&mut widths, room);
        }
        self.heading.iter().chain(&self.rows).map(|row| self.line(row, &widths)).collect()
    }

    /// Cuts texts, the longest first, then takes columns away, then cuts what is left further.
    fn give_way(&self, widths: &mut [usize; N], room: usize) {
        let [before, least] = CUT_TO;
        self.cut_to(before, widths, room);
        for &column in self.leave {
            if total(widths) > room {
                widths[column] = 0;
            }
        }
        self.cut_to(least, widths, room);
    }

    fn cut_to(&self, least: usize, widths: &mut [usize; N], room: usize) {
        while total(widths) > room {
            let longest = self.cut.iter().copied().max_by_key(|&column| widths[column]);
            match longest.filter(|&column| widths[column] > least) {
                Some(column) => widths[column] -= 1,
                None => return,
            }
        }
    }

    fn line(&self, row: &[Shown; N], widths: &[usize; N]) -> String {
        let columns = (0..N).filter(|column| widths[*column] > 0);
        let cells = columns.map(|column| match self.sides[column] {
            Side::Left => row[column].clone().pad(widths[column]).into(),
            Side::Right => row[column].clone().pad_left(widths[column]).into(),
        });
        let mut line = cells.collect::<Vec<String>>().join(GAP).trim_end().to_owned();
        line.push('\n');
        line
    }

    fn width(&self, column: usize) -> usize {
        let content = self.rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let heading = self.heading.as_ref().map_or(0, |row| row[column].width());
        if content == 0 { 0 } else { content.max(heading) }
    }
}

/// Columns of a line.
fn total(widths: &[usize]) -> usize {
    let shown = widths.iter().filter(|width| **width > 0);
    shown.clone().sum::<usize>() + GAP.len() * shown.count().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// A number, a name, a note, points and an e-mail: texts are cut, then the e-mail goes, then texts are cut further.
    #[rstest]
    #[case::no_terminal(None, "no name note points email", "M1 Aleksandra Long has called twice 7 a@example.com")]
    #[case::wide(Some(80), "no name note points email", "M1 Aleksandra Long has called twice 7 a@example.com")]
    #[case::cut(Some(56), "no name note points email", "M1 Aleksandra Lo… has called t… 7 a@example.com")]
    #[case::without_a_column(Some(38), "no name note points", "M1 Aleksandra … has called … 7")]
    #[case::narrow(Some(26), "no name note points", "M1 Aleks… has c… 7")]
    #[case::narrower_than_anything(Some(5), "no name note points", "M1 Aleks… has c… 7")]
    fn a_table_fits_and_names_and_numbers_stay(#[case] room: Option<usize>, #[case] headings: &str, #[case] row: &str) {
        let left = |text: &str| (Side::Left, text.to_owned());
        let columns = [left("no"), left("name"), left("note"), (Side::Right, "points".to_owned()), left("email")];
        let mut table = Table::headed(columns).giving_way(&[1, 2], &[4]);
        table.row(["M1", "Aleksandra Long", "has called twice", "7", "a@example.com"]);
        let fitted = table.fitted(room);
        let squeezed = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines: Vec<&str> = fitted.lines().collect();
        assert_eq!((squeezed(lines[0]), squeezed(lines[1])), (headings.to_owned(), row.to_owned()));
        let widest = lines.iter().map(|line| Shown::new(line).width()).max().unwrap();
        assert!(room.is_none_or(|room| widest <= room.max(26)), "{fitted}");
    }

    #[test]
    fn columns_align_by_what_terminals_draw() {
        let left = |text: &str| (Side::Left, text.to_owned());
        let mut table = Table::headed([left("name"), left("ref"), (Side::Right, "points".to_owned())]);
        table.row(["张伟", "", "12,480"]);
        table.row(["Eve\u{202e}\u{1b}[2J", "", "-7"]);
        assert_eq!(table.lines(), "name     points\n张伟     12,480\nEve�[2J      -7\n");
    }

    #[test]
    fn a_table_without_rows_shows_no_heading() {
        assert_eq!(Table::headed([(Side::Left, "name".to_owned())]).lines(), "");
    }
}
