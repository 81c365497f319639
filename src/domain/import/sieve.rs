//! Rows that are no data: headers that come again, sums, empty rows, and what `--where` leaves out.
//!
//! They are passed over and counted. Behind a second header with other columns nothing can be read by the first one: those
//! rows are spoilt, each by name.

use super::header;
use super::reject::RowReject;
use super::setup::{Layout, SetupError, find_column, find_number};
use super::split::CsvRow;
use super::target::{ImportField, ImportKind};
use crate::domain::width::half_width;

/// Lines that are named; of more only the number is kept.
const NAMED: usize = 20;

/// Words that stand before a sum.
const SUMS: [&str; 16] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总和",
    "汇总",
    "累计",
    "合計",
    "總計",
    "小計",
    "total",
    "totals",
    "grandtotal",
    "subtotal",
    "sum",
    "summe",
];

/// `--where 'column=value'` or `'column!=value'`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFilter {
    pub column: String,
    pub negated: bool,
    pub value: String,
}

impl RowFilter {
    /// Reads what `--where` says; `None` where it is no comparison.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = [("!=", true), ("≠", true), ("<>", true), ("==", false), ("=", false), ("＝", false)];
        // The sign that comes first; of two at one place the longer one, which stands first in the list.
        let found = signs.iter().filter_map(|(sign, negated)| text.find(sign).map(|at| (at, *sign, *negated)));
        let (at, sign, negated) = found.min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())))?;
        let (column, value) = (text[..at].trim(), text[at + sign.len()..].trim());
        (!column.is_empty()).then(|| Self { column: column.to_owned(), negated, value: value.to_owned() })
    }
}

/// Rows that were passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassedRows {
    /// Lines of headers that came again.
    pub headers: LineList,
    /// Lines of sums.
    pub sums: LineList,
    /// Rows that `--where` leaves out.
    pub left_out: u64,
}

/// Lines, the first of them by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineList {
    pub count: u64,
    pub first: Vec<u64>,
}

impl LineList {
    pub fn push(&mut self, line: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(line);
        }
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sifted {
    /// It is data.
    Taken,
    /// It is none, and has been counted where that is worth saying.
    Passed,
    /// It can't be read, and this is why.
    Spoilt(RowReject),
}

/// Looks at the rows of a file, one after the other.
#[derive(Debug, Clone)]
pub struct RowSieve {
    kind: ImportKind,
    /// Empty: the file has none.
    header: Vec<String>,
    keys: [Option<usize>; 3],
    /// Columns with the values that a row must have one of, or none of.
    filters: Vec<(usize, RowFilter)>,
    /// The line of a header with other columns.
    other_header: Option<u64>,
    pub passed: PassedRows,
}

impl RowSieve {
    pub fn new(
        kind: ImportKind,
        header: Vec<String>,
        layout: &Layout,
        filters: &[RowFilter],
    ) -> Result<Self, SetupError> {
        let place = |filter: &RowFilter| {
            let place = if header.is_empty() {
                find_number(layout.columns(), &filter.column)
            } else {
                find_column(&header, &filter.column)
            };
            place.map(|place| (place, RowFilter { value: plain(&filter.value), ..filter.clone() }))
        };
        let filters = filters.iter().map(place).collect::<Result<_, _>>()?;
        let keys = [ImportField::MemberNo, ImportField::Phone, ImportField::Email].map(|key| layout.column(key));
        Ok(Self { kind, header, keys, filters, other_header: None, passed: PassedRows::default() })
    }

    /// Says what becomes of the next row.
    pub fn sift(&mut self, row: CsvRow<'_>) -> Sifted {
        if row.problem().is_some() {
            return Sifted::Taken;
        }
        if (0..row.len()).all(|place| row.cell(place).trim_ascii().is_empty()) {
            return Sifted::Passed;
        }
        if self.is_header(row) {
            self.other_header = None;
            self.passed.headers.push(row.line());
            return Sifted::Passed;
        }
        if let Some(line) = self.other_header.or_else(|| self.is_other_header(row).then(|| row.line())) {
            self.other_header = Some(line);
            return Sifted::Spoilt(RowReject::OtherHeader { line });
        }
        if self.is_sum(row) {
            self.passed.sums.push(row.line());
            return Sifted::Passed;
        }
        if !self.is_wanted(row) {
            self.passed.left_out += 1;
            return Sifted::Passed;
        }
        Sifted::Taken
    }

    fn is_header(&self, row: CsvRow<'_>) -> bool {
        let Some(first) = self.header.first() else { return false };
        // Most rows show by their first cell that they are none.
        (has_digit(first.as_bytes()) || !has_digit(row.cell(0)))
            && row.len() >= self.header.len()
            && self
                .header
                .iter()
                .enumerate()
                .all(|(place, name)| str::from_utf8(row.cell(place)).is_ok_and(|cell| header::is_same_name(cell, name)))
    }

    /// Whether a row is the header of another table: more names of fields than data could have.
    fn is_other_header(&self, row: CsvRow<'_>) -> bool {
        if self.header.is_empty() || row.len() < 2 || (0..row.len()).any(|place| has_digit(row.cell(place))) {
            return false;
        }
        let texts = row.texts();
        let named = texts.iter().filter(|text| !text.trim().is_empty()).count();
        header::score(self.kind, &texts) > (named / 2).max(1)
    }

    fn is_sum(&self, row: CsvRow<'_>) -> bool {
        let Some(place) = (0..row.len()).find(|place| !row.cell(*place).trim_ascii().is_empty()) else { return false };
        let keyed = |key: &usize| *key != place && !row.cell(*key).trim_ascii().is_empty();
        if self.keys.iter().flatten().any(keyed) || row.cell(place).first().is_some_and(u8::is_ascii_digit) {
            return false;
        }
        let first = str::from_utf8(row.cell(place)).map(plain).unwrap_or_default();
        is_sum_word(&first) || is_count(&first)
    }

    fn is_wanted(&self, row: CsvRow<'_>) -> bool {
        let says =
            |place: usize, filter: &RowFilter| str::from_utf8(row.cell(place)).is_ok_and(|t| plain(t) == filter.value);
        let refused = self.filters.iter().any(|(place, filter)| filter.negated && says(*place, filter));
        // Of several values of one column any will do.
        let wanted = self.filters.iter().filter(|(_, filter)| !filter.negated).all(|(place, _)| {
            self.filters.iter().any(|(other, filter)| other == place && !filter.negated && says(*place, filter))
        });
        !refused && wanted
    }
}

/// A text as it is compared: half-width, in lower case, without blanks around.
fn plain(text: &str) -> String {
    half_width(text.trim_matches('\u{feff}')).trim().to_lowercase()
}

fn is_sum_word(text: &str) -> bool {
    let word: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    SUMS.contains(&word.as_str())
}

fn has_digit(cell: &[u8]) -> bool {
    cell.iter().any(u8::is_ascii_digit)
}

/// `共 3 条`: how many rows there are.
fn is_count(text: &str) -> bool {
    text.strip_prefix('共').is_some_and(|rest| {
        rest.ends_with(['条', '笔', '行', '人', '位', '名', '单']) && rest.chars().any(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::super::setup::Mapping;
    use super::super::split::{CsvRows, Delimiter, SplitStep, Splitter};
    use super::*;
    use rstest::rstest;

    const HEADER: &str = "会员号,姓名,手机号,状态";

    fn sift(lines: &str, filters: &[&str]) -> (Vec<Sifted>, PassedRows) {
        let header: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
        let layout = Layout::of_header(ImportKind::Members, &header, &Mapping::default()).unwrap();
        let filters: Vec<RowFilter> = filters.iter().map(|text| RowFilter::parse(text).unwrap()).collect();
        let mut sieve = RowSieve::new(ImportKind::Members, header, &layout, &filters).unwrap();
        let (mut splitter, mut rows, mut at) = (Splitter::new(Delimiter::default()), CsvRows::default(), 0);
        while let SplitStep::Row(used) = splitter.step(&lines.as_bytes()[at..], true, &mut rows) {
            at += used;
        }
        (rows.iter().map(|row| sieve.sift(row)).collect(), sieve.passed)
    }

    #[rstest]
    #[case::data("M1,甲,13800138001,正常", true)]
    #[case::short("M1", true)]
    #[case::header("会员号,姓名,手机号,状态", false)]
    #[case::marked_header("\u{feff}会员号, 姓名 ,手机号,状态", false)]
    #[case::long_header("会员号,姓名,手机号,状态,,", false)]
    #[case::empty(",,,", false)]
    #[case::blanks(" , ,,", false)]
    #[case::sum("合计,,,", false)]
    #[case::sum_with_colon("总计：,2,,", false)]
    #[case::sum_in_english("Total,2,,", false)]
    #[case::sum_behind(",Grand Total,,", false)]
    #[case::count("共 3 条,,,", false)]
    #[case::somebody_called_so("M7,Total,13800138001,", true)]
    #[case::somebody_with_a_phone("Total,,13800138001,", true)]
    fn what_is_data(#[case] line: &str, #[case] data: bool) {
        assert_eq!(sift(line, &[]).0, [if data { Sifted::Taken } else { Sifted::Passed }]);
    }

    #[test]
    fn what_is_passed_over_is_counted_by_line() {
        let (_, passed) = sift("M1,甲,1,\n会员号,姓名,手机号,状态\nM2,乙,2,\n合计,2,,\n", &[]);
        assert_eq!((passed.headers.first, passed.sums.first), (vec![2], vec![4]));
    }

    #[test]
    fn behind_another_header_nothing_is_read() {
        let (sifted, _) =
            sift("M1,甲,1,\n姓名,会员号,手机号,邮箱\n乙,M2,2,x\n会员号,姓名,手机号,状态\nM3,丙,3,\n", &[]);
        let spoilt = Sifted::Spoilt(RowReject::OtherHeader { line: 2 });
        assert_eq!(sifted, [Sifted::Taken, spoilt.clone(), spoilt, Sifted::Passed, Sifted::Taken]);
    }

    #[rstest]
    #[case::not(&["状态!=已取消"], [true, false, true])]
    #[case::is(&["状态=已完成"], [true, false, false])]
    #[case::either(&["状态=已完成", "状态=已发货"], [true, false, true])]
    #[case::both(&["状态!=已取消", "会员号 = m3"], [false, false, true])]
    #[case::other_sign(&["状态≠已取消"], [true, false, true])]
    fn conditions(#[case] filters: &[&str], #[case] taken: [bool; 3]) {
        let (sifted, passed) = sift("M1,甲,1,已完成\nM2,乙,2,已取消\nM3,丙,3,已发货\n", filters);
        assert_eq!(sifted.iter().map(|s| *s == Sifted::Taken).collect::<Vec<_>>(), taken);
        assert_eq!(passed.left_out, taken.iter().filter(|t| !**t).count() as u64);
    }

    #[rstest]
    #[case("状态", false)]
    #[case("=已取消", false)]
    #[case("状态=", true)]
    fn what_is_a_condition(#[case] text: &str, #[case] is: bool) {
        assert_eq!(RowFilter::parse(text).is_some(), is);
    }

    #[test]
    fn a_condition_names_a_column_that_is_there() {
        let header: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
        let layout = Layout::of_header(ImportKind::Members, &header, &Mapping::default()).unwrap();
        let filter = RowFilter::parse("状況!=x").unwrap();
        let sieve = RowSieve::new(ImportKind::Members, header, &layout, &[filter]);
        assert!(matches!(sieve, Err(SetupError::NoSuchColumn { .. })));
    }
}
