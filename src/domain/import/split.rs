//! Lines into cells: RFC 4180 with any one-byte delimiter, or runs of blanks. A byte order mark before a line is no part of it.
//!
//! Written here because both are needed with the line on which a row begins, with CRLF, blank lines and quoted newlines
//! counted as an editor counts them, and because a quote that is never closed must spoil its own line and not the rest of
//! the file.

use super::encoding::MARK;
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

impl Delimiter {
    /// Its name for `--delimiter`.
    pub fn word(self) -> String {
        match self {
            Self::Blanks => "space".to_owned(),
            Self::Byte(b'\t') => "tab".to_owned(),
            Self::Byte(byte) => char::from(byte).to_string(),
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

    /// Adds a row whose cells are known, such as one of a workbook.
    pub fn push<T: AsRef<[u8]>>(&mut self, line: u64, cells: impl Iterator<Item = T>) {
        let (start, first) = (self.data.len(), self.ends.len());
        for cell in cells {
            self.data.extend_from_slice(cell.as_ref());
            self.end_cell();
        }
        self.end_row(line, start, first);
    }

    /// Adds a row of other rows.
    pub fn push_row(&mut self, row: CsvRow<'_>) {
        match row.problem() {
            Some(problem) => self.bad_row(row.line(), self.data.len(), self.ends.len(), problem.clone()),
            None => self.push(row.line(), (0..row.len()).map(|place| row.cell(place))),
        }
    }

    /// The newest row.
    pub fn last(&self) -> Option<CsvRow<'_>> {
        self.marks.last().map(|mark| CsvRow { rows: self, mark })
    }

    /// Takes the newest row away.
    pub fn drop_last(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.undo(mark.start, mark.first);
        }
    }

    /// Marks the newest row as one whose cells mean nothing.
    pub fn spoil_last(&mut self, problem: RowReject) {
        if let Some(mark) = self.marks.pop() {
            self.bad_row(mark.line, mark.start, mark.first, problem);
        }
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

    /// The cells as texts, without blanks around.
    pub fn texts(self) -> Vec<String> {
        (0..self.len()).map(|place| String::from_utf8_lossy(self.cell(place)).trim().to_owned()).collect()
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
        Self::at_line(delimiter, 1)
    }

    /// For an input that begins on another line than the first.
    pub fn at_line(delimiter: Delimiter, line: u64) -> Self {
        Self { delimiter, line, dropping: false }
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
            // Where files were put together, each brought its mark.
            if input[at..].starts_with(MARK) {
                at += MARK.len();
                continue;
            }
            if !last && input.len() - at < MARK.len() && MARK.starts_with(&input[at..]) {
                return SplitStep::More(at);
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
mod tests;
