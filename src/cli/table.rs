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
}

impl<const N: usize> Table<N> {
    /// An empty table without a heading.
    pub fn plain(sides: [Side; N]) -> Self {
        Self { sides, heading: None, rows: Vec::new() }
    }

    /// An empty table with a heading over each column.
    pub fn headed(columns: [(Side, String); N]) -> Self {
        let sides = columns.each_ref().map(|(side, _)| *side);
        Self { sides, heading: Some(columns.map(|(_, text)| Shown::new(&text))), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(Shown::new));
    }

    /// The lines; none without rows. A column that is empty in every row goes with its heading; no line ends in a blank.
    pub fn lines(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let widths: [usize; N] = std::array::from_fn(|column| self.width(column));
        self.heading.iter().chain(&self.rows).map(|row| self.line(row, &widths)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
