//! How a file is read: what was said of it, and what its first rows tell of the rest.

use super::delimiter;
use super::encoding::{NoGuess, TextEncoding};
use super::header::{self, HEAD_ROWS};
use super::setup::{ColumnUse, Layout, Mapping, SetupError};
use super::sieve::{PassedRows, RowFilter, RowSieve};
use super::split::{CsvRow, CsvRows, Delimiter, SplitStep, Splitter};
use super::target::ImportKind;
use super::workbook;

/// Rows that an examination shows.
const SHOWN: usize = 8;

/// How a file is to be read, as far as it was said; the rest is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileForm {
    pub mapping: Mapping,
    pub encoding: Option<TextEncoding>,
    pub delimiter: Option<Delimiter>,
    /// Lines before the header that are no part of the table.
    pub skip: Option<u64>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The first row is no header: columns have numbers.
    pub no_header: bool,
    /// Conditions that a row must meet.
    pub filters: Vec<RowFilter>,
}

/// Where rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableSource {
    Text { encoding: TextEncoding, delimiter: Delimiter },
    Sheet { name: String },
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReading {
    pub kind: ImportKind,
    pub source: TableSource,
    /// The line of the header; `None`: there is none.
    pub header_line: Option<u64>,
    /// Lines before it with something in them that is no part of the table.
    pub titles: u64,
    pub columns: Vec<ColumnUse>,
    pub passed: PassedRows,
}

/// What the first rows of a table tell.
#[derive(Debug, Clone)]
pub struct TableHead {
    pub layout: Layout,
    pub sieve: RowSieve,
    /// How many of the first rows are used up.
    pub used: usize,
    pub header_line: Option<u64>,
    pub titles: u64,
}

impl FileForm {
    /// The delimiter of a text and how many bytes (one line) it took to say so.
    pub fn delimiter_of(&self, kind: ImportKind, text: &[u8], whole: bool) -> (Delimiter, usize) {
        self.delimiter_for(&[kind], text, whole)
    }

    fn delimiter_for(&self, kinds: &[ImportKind], text: &[u8], whole: bool) -> (Delimiter, usize) {
        let line = delimiter::of_sep_line(text);
        let said = self.delimiter.or(line.map(|(delimiter, _)| delimiter));
        let used = line.map_or(0, |(_, used)| used);
        let score = |cells: &[String]| kinds.iter().map(|kind| self.score(*kind, cells)).max().unwrap_or(0);
        (said.unwrap_or_else(|| delimiter::guess(&text[used..], whole, score)), used)
    }

    /// Reads what the first rows tell of a table.
    pub fn head(&self, kind: ImportKind, rows: &CsvRows) -> Result<TableHead, SetupError> {
        let skip = self.skip.unwrap_or(0);
        let start = rows.iter().take_while(|row| row.line() <= skip).count();
        let first = rows.iter().nth(start).ok_or(SetupError::Empty)?;
        if self.no_header {
            let layout = Layout::by_number(kind, first.len(), &self.mapping)?;
            let sieve = RowSieve::new(kind, Vec::new(), &layout, &self.filters)?;
            return Ok(TableHead { layout, sieve, used: start, header_line: None, titles: 0 });
        }
        let below = self.header_below(kind, rows, start);
        let (place, row) = match below {
            Some((place, row, true)) if self.skip.is_none() => (place, row),
            _ => (start, first),
        };
        let header = row.texts();
        let layout = Layout::of_header(kind, &header, &self.mapping).map_err(|error| with_line_below(error, below))?;
        let sieve = RowSieve::new(kind, header, &layout, &self.filters)?;
        let titles = u64::try_from(place - start).unwrap_or(u64::MAX);
        Ok(TableHead { layout, sieve, used: place + 1, header_line: Some(row.line()), titles })
    }

    /// A row further down that is more of a header than the first one, and whether all before it is a title: a few words.
    fn header_below<'r>(&self, kind: ImportKind, rows: &'r CsvRows, start: usize) -> Option<(usize, CsvRow<'r>, bool)> {
        let filled = |row: CsvRow<'_>| row.texts().iter().filter(|text| !text.is_empty()).count();
        let scored = rows.iter().enumerate().skip(start).take(HEAD_ROWS);
        let scored = scored.map(|(place, row)| (self.score(kind, &row.texts()), place, row));
        let (best, place, row) = scored.max_by_key(|(score, place, _)| (*score, std::cmp::Reverse(*place)))?;
        if place == start || best < 2 {
            return None;
        }
        let most = (filled(row) / 2).max(1);
        let titles = rows.iter().skip(start).take(place - start).all(|before| filled(before) <= most);
        Some((place, row, titles))
    }

    /// How much of a header a row is, with what was said of its columns.
    fn score(&self, kind: ImportKind, cells: &[String]) -> usize {
        header::score_with(kind, cells, |field| self.mapping.says(field, cells))
    }

    /// The kind of file that the best of the first rows is the header of.
    fn kind_of(&self, rows: &CsvRows) -> Option<ImportKind> {
        let likeness =
            |kind: ImportKind, cells: &[String]| header::likeness(kind, cells, |field| self.mapping.says(field, cells));
        let best = |kind: ImportKind| rows.iter().take(HEAD_ROWS).map(|row| likeness(kind, &row.texts())).max();
        header::clear_best(ImportKind::ALL.map(|kind| (best(kind).unwrap_or(0), kind)))
    }
}

fn with_line_below(error: SetupError, found: Option<(usize, CsvRow<'_>, bool)>) -> SetupError {
    match error {
        SetupError::MissingColumn { target, nearest, by_number, .. } => {
            SetupError::MissingColumn { target, nearest, by_number, below: found.map(|(_, row, _)| row.line()) }
        }
        other => other,
    }
}

/// What the beginning of a file tells, before anything is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    pub kind: ImportKind,
    pub source: TableSource,
    pub header_line: Option<u64>,
    pub titles: u64,
    pub columns: Vec<ColumnUse>,
    /// The first rows of data.
    pub rows: Vec<Vec<String>>,
}

/// The rows at the beginning of a file.
pub struct FirstRows {
    pub source: TableSource,
    pub rows: CsvRows,
}

/// Reads the first rows of a file. `bytes`: of a text its beginning, and all of a workbook; `whole`: there are no more.
/// `kind`: what it holds, where that was said.
pub fn first_rows(
    form: &FileForm,
    kind: Option<ImportKind>,
    bytes: &[u8],
    whole: bool,
) -> Result<FirstRows, SetupError> {
    if workbook::is_workbook(bytes) {
        let sheet = workbook::read(bytes, form.sheet.as_deref())?;
        return Ok(FirstRows { source: TableSource::Sheet { name: sheet.name }, rows: sheet.rows });
    }
    let (encoding, text) = text_of(form.encoding, bytes, whole)?;
    let kinds = kind.map_or_else(|| ImportKind::ALL.to_vec(), |kind| vec![kind]);
    let (delimiter, mut at) = form.delimiter_for(&kinds, &text, whole);
    let mut splitter = Splitter::at_line(delimiter, if at > 0 { 2 } else { 1 });
    let mut rows = CsvRows::default();
    while rows.len() < HEAD_ROWS + SHOWN {
        match splitter.step(&text[at..], whole, &mut rows) {
            SplitStep::Row(used) => at += used,
            SplitStep::More(_) | SplitStep::End => break,
        }
    }
    Ok(FirstRows { source: TableSource::Text { encoding, delimiter }, rows })
}

fn text_of(said: Option<TextEncoding>, bytes: &[u8], whole: bool) -> Result<(TextEncoding, Vec<u8>), SetupError> {
    let marked = TextEncoding::by_mark(bytes);
    let mark = marked.filter(|(found, _)| said.is_none_or(|said| said == *found)).map_or(0, |(_, length)| length);
    let encoding = match said.or(marked.map(|(found, _)| found)) {
        Some(encoding) => encoding,
        None => TextEncoding::guess(bytes, whole)
            .map_err(|NoGuess { lines, between }| SetupError::Encoding { lines, between })?,
    };
    Ok((encoding, encoding.text_of(&bytes[mark..])))
}

/// Says what the beginning of a file tells.
pub fn examine(form: &FileForm, kind: Option<ImportKind>, bytes: &[u8], whole: bool) -> Result<Examined, SetupError> {
    let FirstRows { source, rows } = first_rows(form, kind, bytes, whole)?;
    if rows.is_empty() {
        return Err(SetupError::Empty);
    }
    let Some(kind) = kind.or_else(|| form.kind_of(&rows)) else {
        return Err(SetupError::UnknownKind { columns: rows.iter().next().map(CsvRow::texts).unwrap_or_default() });
    };
    let mut head = form.head(kind, &rows)?;
    let data = rows.iter().skip(head.used).filter(|row| head.sieve.sift(*row) == super::sieve::Sifted::Taken);
    let shown = data.take(SHOWN).map(CsvRow::texts).collect();
    let TableHead { layout, header_line, titles, .. } = head;
    Ok(Examined { kind, source, header_line, titles, columns: layout.uses, rows: shown })
}

#[cfg(test)]
mod tests {
    use super::super::setup::Mapping;
    use super::super::target::ImportField;
    use super::*;
    use rstest::rstest;

    fn look(text: &str) -> Result<Examined, SetupError> {
        examine(&FileForm::default(), None, text.as_bytes(), true)
    }

    #[rstest]
    #[case::plain("member_no,name\nM1,甲\n", ImportKind::Members, 1, 0)]
    #[case::title("会员名单 2026,\nmember_no,name\nM1,甲\n", ImportKind::Members, 2, 1)]
    #[case::titles(
        "门店日报\n导出时间：2026-11-29,,,\n\n订单号,会员号,下单时间,实付金额\nA1,M1,2026-11-01,10\n",
        ImportKind::Purchases,
        4,
        2
    )]
    #[case::sep("sep=;\r\nmember_no;name\r\nM1;甲\r\n", ImportKind::Members, 2, 0)]
    #[case::sep_and_title("sep=;\nListe\nmember_no;name\nM1;甲\n", ImportKind::Members, 3, 1)]
    #[case::marks("\u{feff}\u{feff}member_no,name\nM1,甲\n", ImportKind::Members, 1, 0)]
    #[case::semicolons("订单号;会员号;下单时间;实付金额\nA1;M1;2026-11-01;299,90\n", ImportKind::Purchases, 1, 0)]
    fn the_header_is_found(#[case] text: &str, #[case] kind: ImportKind, #[case] line: u64, #[case] titles: u64) {
        let found = look(text).unwrap();
        assert_eq!((found.kind, found.header_line, found.titles), (kind, Some(line), titles));
        assert_eq!(found.rows.len(), 1);
    }

    #[test]
    fn rows_of_data_above_a_header_are_no_title() {
        let error = look("M1,甲,1\nM2,乙,2\nmember_no,name,phone\nM3,丙,3\n").unwrap_err();
        let expected = SetupError::MissingColumn {
            target: ImportField::MemberNo,
            nearest: None,
            by_number: false,
            below: Some(3),
        };
        assert_eq!(error, expected);
    }

    #[test]
    fn lines_may_be_skipped_as_said() {
        let form = FileForm { skip: Some(2), ..FileForm::default() };
        let found = examine(&form, None, "x,y\n1,2\nmember_no,name\nM1,甲\n".as_bytes(), true).unwrap();
        assert_eq!((found.header_line, found.titles), (Some(3), 0));
    }

    #[test]
    fn names_that_were_mapped_make_a_header_too() {
        let map = vec![("member_no".to_owned(), "nr".to_owned()), ("name".to_owned(), "wer".to_owned())];
        let form = FileForm { mapping: Mapping { map, set: Vec::new() }, ..FileForm::default() };
        let found = examine(&form, None, b"Liste\nnr;wer\n1;Ann\n", true).unwrap();
        assert_eq!((found.header_line, found.kind), (Some(2), ImportKind::Members));
    }

    #[test]
    fn what_holds_nothing_known_is_asked_about() {
        let unknown = look("a,b\n1,2\n");
        assert_eq!(unknown, Err(SetupError::UnknownKind { columns: vec!["a".to_owned(), "b".to_owned()] }));
        assert_eq!(look(""), Err(SetupError::Empty));
    }
}
