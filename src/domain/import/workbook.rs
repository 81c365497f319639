//! Workbooks (`.xlsx`, `.xls` and their like) as tables: each cell as a person sees it, each row by its number.

use super::header;
use super::setup::SetupError;
use super::split::CsvRows;
use super::target::ImportKind;
use calamine::{Data, ExcelDateTime, Range, Reader as _, Sheets, open_workbook_auto_from_rs};
use std::io::Cursor;

/// Beyond this a number of a spreadsheet has lost digits.
const EXACT: f64 = 1e15;

/// Digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

pub struct WorkbookSheet {
    pub name: String,
    pub rows: CsvRows,
}

/// Whether a file begins as a workbook does: a zip archive, or a compound file.
pub fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Reads a sheet: the one of this name, else the first with a header that is known, else the first with rows.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<WorkbookSheet, SetupError> {
    let broken = |reason: String| SetupError::Workbook { reason };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let names = book.sheet_names();
    if let Some(wanted) = sheet {
        let found = names.iter().find(|name| name.trim().to_lowercase() == wanted.trim().to_lowercase());
        let Some(name) = found else {
            return Err(SetupError::NoSuchSheet { name: wanted.to_owned(), sheets: names });
        };
        return table(&mut book, name).map_err(broken);
    }
    let mut first = None;
    for name in &names {
        let sheet = table(&mut book, name).map_err(broken)?;
        if has_header(&sheet.rows) {
            return Ok(sheet);
        }
        if first.is_none() && !sheet.rows.is_empty() {
            first = Some(sheet);
        }
    }
    first.ok_or(SetupError::Empty)
}

fn has_header(rows: &CsvRows) -> bool {
    rows.iter().take(header::HEAD_ROWS).any(|row| {
        let texts = row.texts();
        ImportKind::ALL.into_iter().any(|kind| header::score(kind, &texts) > 1)
    })
}

fn table(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<WorkbookSheet, String> {
    let range: Range<Data> = book.worksheet_range(name).map_err(|error| error.to_string())?;
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = CsvRows::default();
    for (line, row) in (u64::from(top) + 1..).zip(range.rows()) {
        let blanks = std::iter::repeat_n(String::new(), usize::try_from(left).unwrap_or(0));
        let last = row.iter().rposition(|cell| *cell != Data::Empty);
        if let Some(last) = last {
            rows.push(line, blanks.chain(row[..=last].iter().map(text)));
        }
    }
    Ok(WorkbookSheet { name: name.to_owned(), rows })
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Int(n) => n.to_string(),
        Data::Float(n) => number(*n),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(time) => moment(time),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A number as a spreadsheet shows it: fifteen digits. What is too long for that is written in powers of ten, as it is lost.
fn number(n: f64) -> String {
    if n.abs() >= EXACT {
        return format!("{n:.5E}").replace('E', "E+");
    }
    let before = format!("{:.0}", n.abs().trunc()).len();
    let text = format!("{n:.*}", DIGITS.saturating_sub(before));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn moment(time: &ExcelDateTime) -> String {
    if !time.is_datetime() {
        return number(time.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(13_800_138_005.0, "13800138005")]
    #[case(299.9, "299.9")]
    #[case(0.1 + 0.2, "0.3")]
    #[case(-120.0, "-120")]
    #[case(0.0, "0")]
    #[case(45_296.75, "45296.75")]
    #[case(999_999_999_999_999.0, "999999999999999")]
    #[case(6.228_48e18, "6.22848E+18")]
    fn numbers_are_as_shown(#[case] n: f64, #[case] text: &str) {
        assert_eq!(number(n), text);
    }

    #[test]
    fn what_only_begins_as_a_workbook_is_said() {
        assert!(is_workbook(b"PK\x03\x04...") && !is_workbook(b"member_no,name\n"));
        assert!(matches!(read(b"PK\x03\x04abc", None), Err(SetupError::Workbook { .. })));
    }
}
