//! Tables for people: columns as wide as their widest cell, counted as terminals count, text from outside made safe.

use crate::text::{Shown, wrapped};

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
    room: RoomRules,
}

/// What gives way where the lines of a table do not fit. Numbers and days are in none of these: they are whole or not there.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoomRules {
    /// Texts that may be cut.
    pub cut: &'static [usize],
    /// Columns that go where cutting is not enough, the first first.
    pub leave: &'static [usize],
    /// Names: they are cut only where nothing else gives way any more.
    pub names: &'static [usize],
    /// A text that goes on beneath itself instead of being cut.
    pub folds: Option<usize>,
}

/// What a text keeps before whole columns go, and at least.
const CUT_TO: [usize; 2] = [12, 6];

/// What a text that goes on beneath itself keeps in each line.
const FOLD_TO: usize = 20;

impl<const N: usize> Table<N> {
    /// An empty table without a heading.
    pub fn plain(sides: [Side; N]) -> Self {
        Self { sides, heading: None, rows: Vec::new(), room: RoomRules::default() }
    }

    /// An empty table with a heading over each column.
    pub fn headed(columns: [(Side, String); N]) -> Self {
        let sides = columns.each_ref().map(|(side, _)| *side);
        let heading = Some(columns.map(|(_, text)| Shown::new(&text)));
        Self { sides, heading, rows: Vec::new(), room: RoomRules::default() }
    }

    /// The table with what gives way in it.
    pub fn giving_way(self, room: RoomRules) -> Self {
        Self { room, ..self }
    }

    pub fn row(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(Shown::new));
    }

    /// The lines; none without rows. A column that is empty in every row goes with its heading; no line ends in a blank.
    pub fn lines(&self) -> String {
        self.fitted(None)
    }

    /// The same in so many columns of a terminal, whole without one. Where nothing gives way any more, the columns that do not fit
    /// stand in a table of their own beneath, behind the first one again: nothing is torn at the edge.
    pub fn fitted(&self, room: Option<usize>) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let mut widths: [usize; N] = std::array::from_fn(|column| self.width(column));
        let Some(room) = room else { return self.block(&widths) };
        self.give_way(&mut widths, room);
        let blocks: Vec<String> = apart(&widths, room).iter().map(|widths| self.block(widths)).collect();
        blocks.join("\n")
    }

    fn block(&self, widths: &[usize; N]) -> String {
        self.heading.iter().chain(&self.rows).map(|row| self.line(row, widths)).collect()
    }

    /// Narrows what goes on beneath itself, cuts texts, the longest first, takes columns away, cuts what is left further, and names
    /// last.
    fn give_way(&self, widths: &mut [usize; N], room: usize) {
        let [before, least] = CUT_TO;
        if let Some(column) = self.room.folds {
            let over = total(widths).saturating_sub(room);
            widths[column] = widths[column].saturating_sub(over).max(FOLD_TO.min(widths[column]));
        }
        cut_to(before, self.room.cut, widths, room);
        for &column in self.room.leave {
            if total(widths) > room {
                widths[column] = 0;
            }
        }
        cut_to(least, self.room.cut, widths, room);
        cut_to(least, self.room.names, widths, room);
    }

    /// The lines of a row: several where a text goes on beneath itself.
    fn line(&self, row: &[Shown; N], widths: &[usize; N]) -> String {
        let folding = self.room.folds.filter(|&column| widths[column] > 0 && row[column].width() > widths[column]);
        let Some(column) = folding else { return self.cells(row, widths) };
        let parts = wrapped(row[column].as_str(), widths[column]);
        let words = row[column].as_str().split(' ');
        // A word that is longer than a line, such as a digest, is left to the terminal, so that it can be copied.
        if words.into_iter().any(|word| Shown::new(word).width() > widths[column])
            && !row[column].as_str().contains(is_wide)
        {
            let whole: [usize; N] = std::array::from_fn(|at| if at == column { row[at].width() } else { widths[at] });
            return self.cells(row, &whole);
        }
        let nothing = Shown::new("");
        let lines = parts.iter().enumerate().map(|(n, part)| {
            let cells: [Shown; N] = std::array::from_fn(|at| match (at == column, n) {
                (true, _) => Shown::new(part),
                (false, 0) => row[at].clone(),
                (false, _) => nothing.clone(),
            });
            self.cells(&cells, widths)
        });
        lines.collect()
    }

    fn cells(&self, row: &[Shown; N], widths: &[usize; N]) -> String {
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

/// Whether lines break before and behind a character.
fn is_wide(c: char) -> bool {
    Shown::new(c.encode_utf8(&mut [0; 4])).width() > 1
}

fn cut_to<const N: usize>(least: usize, columns: &[usize], widths: &mut [usize; N], room: usize) {
    while total(widths) > room {
        let longest = columns.iter().copied().max_by_key(|&column| widths[column]);
        match longest.filter(|&column| widths[column] > least) {
            Some(column) => widths[column] -= 1,
            None => return,
        }
    }
}

/// The columns in as many tables as it takes for each to fit, the first column in all of them.
fn apart<const N: usize>(widths: &[usize; N], room: usize) -> Vec<[usize; N]> {
    let Some(first) = widths.iter().position(|width| *width > 0) else { return vec![*widths] };
    let only_first: [usize; N] = std::array::from_fn(|at| if at == first { widths[at] } else { 0 });
    let mut tables = vec![only_first];
    for at in (first + 1..N).filter(|at| widths[*at] > 0) {
        if let Some(table) = tables.last_mut() {
            let mut wider = *table;
            wider[at] = widths[at];
            if total(&wider) <= room || *table == only_first {
                *table = wider;
            } else {
                let mut next = only_first;
                next[at] = widths[at];
                tables.push(next);
            }
        }
    }
    tables
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

    /// A number, a name, a note, points and an e-mail: texts are cut, then the e-mail goes, then texts are cut further, then names.
    #[rstest]
    #[case::no_terminal(None, "no name note points email", "M1 Aleksandra Long has called twice 7 a@example.com")]
    #[case::wide(Some(80), "no name note points email", "M1 Aleksandra Long has called twice 7 a@example.com")]
    #[case::cut(Some(56), "no name note points email", "M1 Aleksandra Long has called … 7 a@example.com")]
    #[case::without_a_column(Some(41), "no name note points", "M1 Aleksandra Long has called … 7")]
    #[case::the_note_further(Some(36), "no name note points", "M1 Aleksandra Long has ca… 7")]
    #[case::the_name_last(Some(26), "no name note points", "M1 Aleks… has c… 7")]
    fn a_table_fits_and_names_and_numbers_stay(#[case] room: Option<usize>, #[case] headings: &str, #[case] row: &str) {
        let left = |text: &str| (Side::Left, text.to_owned());
        let columns = [left("no"), left("name"), left("note"), (Side::Right, "points".to_owned()), left("email")];
        let mut table =
            Table::headed(columns).giving_way(RoomRules { cut: &[2], leave: &[4], names: &[1], folds: None });
        table.row(["M1", "Aleksandra Long", "has called twice", "7", "a@example.com"]);
        let fitted = table.fitted(room);
        let squeezed = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines: Vec<&str> = fitted.lines().collect();
        assert_eq!((squeezed(lines[0]), squeezed(lines[1])), (headings.to_owned(), row.to_owned()));
        let widest = lines.iter().map(|line| Shown::new(line).width()).max().unwrap();
        assert!(room.is_none_or(|room| widest <= room), "{fitted}");
    }

    #[test]
    fn numbers_that_do_not_fit_stand_beneath() {
        let heading = ["month", "a", "b", "c"].map(|text| (Side::Right, text.to_owned()));
        let mut table = Table::headed(heading);
        table.row(["2026-01", "1,000,000", "2,000,000", "3,000,000"]);
        table.row(["2026-02", "4", "5", ""]);
        let beneath = "  month          a          b\n2026-01  1,000,000  2,000,000\n2026-02          4          5\n\n\
                       \x20 month          c\n2026-01  3,000,000\n2026-02\n";
        assert_eq!(table.fitted(Some(30)), beneath);
        assert_eq!(table.fitted(Some(12)).matches("2026-01").count(), 3, "one number beside each month, whole");
    }

    #[rstest]
    #[case::whole(40, "note  has called twice about parcels\n")]
    #[case::goes_on_beneath(30, "note  has called twice about\n      parcels\n")]
    #[case::between_wide_characters(28, "note  来电询问包裹两次仍未收\n      到\n")]
    #[case::never_in_shreds(9, "note  has called twice\n      about parcels\n")]
    fn a_text_goes_on_beneath_itself(#[case] room: usize, #[case] told: &str) {
        let mut table = Table::plain([Side::Left; 2]).giving_way(RoomRules { folds: Some(1), ..RoomRules::default() });
        let text =
            if told.is_ascii() { "has called twice about parcels" } else { "来电询问包裹两次仍未收到" };
        table.row(["note", text]);
        assert_eq!(table.fitted(Some(room)), told);
    }

    #[test]
    fn a_digest_can_be_copied() {
        let mut table = Table::plain([Side::Left; 2]).giving_way(RoomRules { folds: Some(1), ..RoomRules::default() });
        let digest = "0123456789abcdef".repeat(4);
        table.row(["digest", &digest]);
        assert!(table.fitted(Some(60)).contains(&digest));
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
