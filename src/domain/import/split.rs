//! Lines into cells: RFC 4180 with any one-byte delimiter, or runs of blanks.
//!
//! Written here because both are needed with the line on which a row begins, with CRLF, blank lines and quoted newlines
//! counted as an editor counts them, and because a quote that is never closed must spoil its own line and not the rest of
//! the file.

use super::reject::RowReject;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// This byte; cells may be quoted.
    Byte(u8),
    /// Any number of blanks and tabs, also before the first cell; nothing is quoted.
    Blanks,
}

impl Default for Delimiter {
    fn default() -> Self {
        Self::Byte(b',')
    }
}

impl Delimiter {
    /// What `--delimiter` may say: `space`, `tab`, or one character of ASCII that is no quote and ends no line.
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "space" | " " => Some(Self::Blanks),
            "tab" | "\\t" => Some(Self::Byte(b'\t')),
            _ => match text.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Some(Self::Byte(*byte)),
                _ => None,
            },
        }
    }
}

/// The longest row that is read, in bytes: what is longer is no table.
pub const MAX_ROW: usize = 1 << 20;

/// Rows that have been read, cell by cell, in one piece of memory.
#[derive(Debug, Clone, Default)]
pub struct CsvRows {
    data: Vec<u8>,
    /// Where each cell ends in `data`.
    ends: Vec<usize>,
    marks: Vec<Mark>,
}

#[derive(Debug, Clone)]
struct Mark {
    line: u64,
    start: usize,
    first: usize,
    after: usize,
    problem: Option<RowReject>,
}

#[derive(Debug, Clone, Copy)]
pub struct CsvRow<'a> {
    rows: &'a CsvRows,
    mark: &'a Mark,
}

impl CsvRows {
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Bytes of all cells.
    pub fn bytes(&self) -> usize {
        self.data.len()
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = CsvRow<'_>> {
        self.marks.iter().map(|mark| CsvRow { rows: self, mark })
    }

    fn end_cell(&mut self) {
        self.ends.push(self.data.len());
    }

    fn end_row(&mut self, line: u64, start: usize, first: usize) {
        self.marks.push(Mark { line, start, first, after: self.ends.len(), problem: None });
    }

    fn bad_row(&mut self, line: u64, start: usize, first: usize, problem: RowReject) {
        self.undo(start, first);
        self.marks.push(Mark { line, start, first, after: first, problem: Some(problem) });
    }

    fn undo(&mut self, start: usize, first: usize) {
        self.data.truncate(start);
        self.ends.truncate(first);
    }
}

impl<'a> CsvRow<'a> {
    /// The line on which it begins, from 1.
    pub fn line(self) -> u64 {
        self.mark.line
    }

    /// Why its cells can't be told apart; it has none then.
    pub fn problem(self) -> Option<&'a RowReject> {
        self.mark.problem.as_ref()
    }

    pub fn len(self) -> usize {
        self.mark.after - self.mark.first
    }

    /// Whether it has no cell.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The cell at a place, from 0; empty beyond the last.
    pub fn cell(self, place: usize) -> &'a [u8] {
        let at = self.mark.first + place;
        if at >= self.mark.after {
            return &[];
        }
        let start = if place == 0 { self.mark.start } else { self.rows.ends[at - 1] };
        &self.rows.data[start..self.rows.ends[at]]
    }
}

/// What one step did; the number says how many bytes of the input are done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitStep {
    Row(usize),
    /// The row at hand goes on beyond the input.
    More(usize),
    /// There is nothing left.
    End,
}

/// Where a try to read one row led.
enum RowScan {
    /// The row ends before this place, which is on another line.
    Row { next: usize, lines: u64 },
    /// The input ends within it.
    Open,
    /// It is none.
    Bad(RowReject),
}

/// Takes rows from the front of a growing input.
#[derive(Debug, Clone)]
pub struct Splitter {
    delimiter: Delimiter,
    line: u64,
    /// Within a line that was given up: everything up to its end is dropped.
    dropping: bool,
}

impl Splitter {
    pub fn new(delimiter: Delimiter) -> Self {
        Self { delimiter, line: 1, dropping: false }
    }

    /// Takes one row from the front of `input`; `last`: nothing comes after it. Blank lines are passed over.
    pub fn step(&mut self, input: &[u8], last: bool, out: &mut CsvRows) -> SplitStep {
        let mut at = 0;
        loop {
            if at == input.len() {
                return if last { SplitStep::End } else { SplitStep::More(at) };
            }
            if self.dropping {
                let Some((_, next)) = line_end(input, at, last) else {
                    // A CR at the end may be half of a line end.
                    let half = usize::from(input.ends_with(b"\r"));
                    return if last { SplitStep::End } else { SplitStep::More(input.len() - half) };
                };
                self.dropping = false;
                self.line += 1;
                at = next;
                continue;
            }
            let (start, first) = (out.data.len(), out.ends.len());
            let tried = match self.delimiter {
                Delimiter::Byte(byte) => quoted_row(&input[at..], last, byte, out),
                Delimiter::Blanks => blank_row(&input[at..], last, out),
            };
            match tried {
                RowScan::Row { next, lines } => {
                    let line = self.line;
                    self.line += lines;
                    let nothing = out.ends.len() == first || (out.ends.len() == first + 1 && next_is_blank(input, at));
                    at += next;
                    if nothing {
                        out.undo(start, first);
                        continue;
                    }
                    out.end_row(line, start, first);
                    return SplitStep::Row(at);
                }
                RowScan::Open if input.len() - at < MAX_ROW => {
                    out.undo(start, first);
                    return SplitStep::More(at);
                }
                RowScan::Open => self.give_up(RowReject::TooLong { max: MAX_ROW }, (start, first), out),
                RowScan::Bad(problem) => self.give_up(problem, (start, first), out),
            }
            return SplitStep::Row(at);
        }
    }

    /// The line at hand is no row; reading goes on after it.
    fn give_up(&mut self, problem: RowReject, (start, first): (usize, usize), out: &mut CsvRows) {
        out.bad_row(self.line, start, first, problem);
        self.dropping = true;
    }
}

/// Whether the line at this place holds nothing at all.
fn next_is_blank(input: &[u8], at: usize) -> bool {
    matches!(input.get(at), Some(b'\n' | b'\r'))
}

/// The end of the line's text and the beginning of the next line, where it ends within the input.
fn line_end(input: &[u8], from: usize, last: bool) -> Option<(usize, usize)> {
    let end = from + input[from..].iter().position(|b| matches!(b, b'\n' | b'\r'))?;
    after_line_end(input, end, last).map(|next| (end, next))
}

/// The beginning of the next line; `None` where a CR is the last byte known.
fn after_line_end(input: &[u8], end: usize, last: bool) -> Option<usize> {
    match (input[end], input.get(end + 1)) {
        (b'\r', Some(b'\n')) => Some(end + 2),
        (b'\r', None) if !last => None,
        _ => Some(end + 1),
    }
}

fn blank_row(input: &[u8], last: bool, out: &mut CsvRows) -> RowScan {
    let (end, next, lines) = match line_end(input, 0, last) {
        Some((end, next)) => (end, next, 1),
        None if last => (input.len(), input.len(), 0),
        None => return RowScan::Open,
    };
    for cell in input[..end].split(|b| matches!(b, b' ' | b'\t')).filter(|cell| !cell.is_empty()) {
        out.data.extend_from_slice(cell);
        out.end_cell();
    }
    RowScan::Row { next, lines }
}

fn quoted_row(input: &[u8], last: bool, delimiter: u8, out: &mut CsvRows) -> RowScan {
    let (mut at, mut lines) = (0, 0);
    loop {
        let opening = at + input[at..].iter().take_while(|b| **b == b' ').count();
        at = if input.get(opening) == Some(&b'"') {
            match quoted_cell(input, opening + 1, last, delimiter, out) {
                Ok((end, newlines)) => {
                    lines += newlines;
                    end
                }
                Err(stop) => return stop,
            }
        } else {
            let length = input[at..].iter().position(|b| *b == delimiter || matches!(b, b'\n' | b'\r'));
            let end = at + length.unwrap_or(input.len() - at);
            out.data.extend_from_slice(&input[at..end]);
            end
        };
        match input.get(at) {
            Some(byte) if *byte == delimiter => {
                out.end_cell();
                at += 1;
            }
            Some(_) => match after_line_end(input, at, last) {
                Some(next) => {
                    out.end_cell();
                    return RowScan::Row { next, lines: lines + 1 };
                }
                None => return RowScan::Open,
            },
            None if last => {
                out.end_cell();
                return RowScan::Row { next: at, lines };
            }
            None => return RowScan::Open,
        }
    }
}

/// Reads a cell from behind its opening quote. Answers the place behind it (a delimiter, a line's end or the input's) and
/// how many line ends it holds.
fn quoted_cell(
    input: &[u8],
    from: usize,
    last: bool,
    delimiter: u8,
    out: &mut CsvRows,
) -> Result<(usize, u64), RowScan> {
    let (mut at, mut lines) = (from, 0);
    let open = || if last { RowScan::Bad(RowReject::Quote) } else { RowScan::Open };
    loop {
        let length = input[at..].iter().position(|b| *b == b'"');
        let Some(length) = length else {
            return Err(if input.len() >= MAX_ROW { RowScan::Bad(RowReject::Quote) } else { open() });
        };
        let text = &input[at..at + length];
        lines += newlines(text);
        out.data.extend_from_slice(text);
        at += length + 1;
        match input.get(at) {
            Some(b'"') => {
                out.data.push(b'"');
                at += 1;
            }
            None if !last => return Err(RowScan::Open),
            _ => break,
        }
    }
    at += input[at..].iter().take_while(|b| **b == b' ' && delimiter != b' ').count();
    match input.get(at) {
        Some(byte) if *byte == delimiter || matches!(byte, b'\n' | b'\r') => Ok((at, lines)),
        Some(_) => Err(RowScan::Bad(RowReject::Quote)),
        None if last => Ok((at, lines)),
        None => Err(RowScan::Open),
    }
}

/// Line ends in a text: LF, CRLF and a CR alone.
fn newlines(text: &[u8]) -> u64 {
    let ends = text.iter().enumerate().filter(|(i, b)| match b {
        b'\n' => true,
        b'\r' => text.get(i + 1) != Some(&b'\n'),
        _ => false,
    });
    u64::try_from(ends.count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    type Line = (u64, Result<Vec<String>, RowReject>);

    /// Reads a text that arrives in pieces of so many bytes.
    fn read(text: &[u8], delimiter: Delimiter, piece: usize) -> Vec<Line> {
        let mut splitter = Splitter::new(delimiter);
        let mut rows = CsvRows::default();
        let (mut done, mut known) = (0, piece.min(text.len()));
        loop {
            match splitter.step(&text[done..known], known == text.len(), &mut rows) {
                SplitStep::Row(n) => done += n,
                SplitStep::More(n) => {
                    done += n;
                    known = (known + piece).min(text.len());
                }
                SplitStep::End => break,
            }
        }
        let cells =
            |row: CsvRow<'_>| (0..row.len()).map(|i| String::from_utf8_lossy(row.cell(i)).into_owned()).collect();
        rows.iter().map(|row| (row.line(), row.problem().cloned().map_or_else(|| Ok(cells(row)), Err))).collect()
    }

    fn good(line: u64, cells: &[&str]) -> Line {
        (line, Ok(cells.iter().map(|c| (*c).to_owned()).collect()))
    }

    #[rstest]
    #[case::plain("a,b\n1,2\n", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
    #[case::no_newline_at_the_end("a,b\n1,2", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
    #[case::crlf("a,b\r\n1,2\r\n", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
    #[case::old_mac("a,b\r1,2\r", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
    #[case::blank_lines_count("\n\r\na,b\n\n\n1,2\n", &[good(3, &["a", "b"]), good(6, &["1", "2"])])]
    #[case::empty_cells(",\n,,\n", &[good(1, &["", ""]), good(2, &["", "", ""])])]
    #[case::quoted("\"a,1\",\"b\"\"c\"\n", &[good(1, &["a,1", "b\"c"])])]
    #[case::quoted_newlines("x,\"1\n2\r\n3\"\ny,z\n", &[good(1, &["x", "1\n2\r\n3"]), good(4, &["y", "z"])])]
    #[case::quoted_nothing("\"\"\n", &[good(1, &[""])])]
    #[case::blanks_around_quotes("a, \"b\" ,c\n", &[good(1, &["a", "b", "c"])])]
    #[case::quote_inside("5\" pipe,b\n", &[good(1, &["5\" pipe", "b"])])]
    #[case::text_after_a_quote("\"a\"b,c\nd,e\n", &[(1, Err(RowReject::Quote)), good(2, &["d", "e"])])]
    #[case::never_closed("a,b\n\"c,d\ne,f\n", &[good(1, &["a", "b"]), (2, Err(RowReject::Quote)), good(3, &["e", "f"])])]
    #[case::nothing("", &[])]
    #[case::only_blank_lines("\n\n", &[])]
    fn comma_separated(#[case] text: &str, #[case] lines: &[Line], #[values(1, 2, 3, 1000)] piece: usize) {
        assert_eq!(read(text.as_bytes(), Delimiter::default(), piece), lines);
    }

    #[rstest]
    #[case(" 00004 0001 19970101  2   29.33\r\n 00021\t7\r\n", &[
        good(1, &["00004", "0001", "19970101", "2", "29.33"]), good(2, &["00021", "7"])])]
    #[case("  \n a \"b c\n", &[good(2, &["a", "\"b", "c"])])]
    fn blank_separated(#[case] text: &str, #[case] lines: &[Line], #[values(1, 5, 1000)] piece: usize) {
        assert_eq!(read(text.as_bytes(), Delimiter::Blanks, piece), lines);
    }

    #[test]
    fn a_line_without_an_end_is_given_up_and_reading_goes_on() {
        let mut text = vec![b'x'; 3 * MAX_ROW];
        text.extend_from_slice(b"\na,b\n");
        let lines = read(&text, Delimiter::default(), MAX_ROW / 2);
        assert_eq!(lines, [(1, Err(RowReject::TooLong { max: MAX_ROW })), good(2, &["a", "b"])]);
    }

    #[test]
    fn an_open_quote_spoils_its_line_only_in_a_large_file_too() {
        let mut text = b"\"open,1\n".to_vec();
        text.extend_from_slice(&b"a,b\n".repeat(MAX_ROW / 2));
        let lines = read(&text, Delimiter::default(), MAX_ROW / 4);
        assert_eq!(lines.len(), MAX_ROW / 2 + 1);
        assert_eq!(lines[0], (1, Err(RowReject::Quote)));
        assert_eq!(lines[MAX_ROW / 2], good(u64::try_from(MAX_ROW / 2).unwrap() + 1, &["a", "b"]));
    }

    #[rstest]
    #[case("space", Some(Delimiter::Blanks))]
    #[case("tab", Some(Delimiter::Byte(b'\t')))]
    #[case(";", Some(Delimiter::Byte(b';')))]
    #[case("\"", None)]
    #[case("，", None)]
    #[case("", None)]
    #[case("ab", None)]
    fn delimiters(#[case] text: &str, #[case] read: Option<Delimiter>) {
        assert_eq!(Delimiter::named(text), read);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_at_any_cut(
            table in prop::collection::vec(prop::collection::vec("[a \",\r\n张]{0,5}", 2..4), 0..6), piece in 1_usize..40,
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let back: Vec<Vec<String>> =
                read(&text, Delimiter::default(), piece).into_iter().map(|(_, cells)| cells.unwrap()).collect();
            prop_assert_eq!(back, table);
        }

        #[test]
        fn the_pieces_do_not_matter(text in "[ab,\"\r\n ]{0,40}", piece in 1_usize..8) {
            let whole = read(text.as_bytes(), Delimiter::default(), 1_000);
            prop_assert_eq!(read(text.as_bytes(), Delimiter::default(), piece), whole);
        }
    }
}
