//! Which column of a file says what: header, `--map` and `--set` against what the file must have.

use super::split::CsvRow;
use super::target::{ImportField, ImportKind};

/// What stands against reading a file at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file can't be read as described: {self:?}")]
pub enum SetupError {
    /// `--map` or `--set` names something that such a file does not have.
    UnknownTarget {
        word: String,
        /// The nearest name there is.
        nearest: Option<&'static str>,
        /// All names.
        known: Vec<&'static str>,
    },
    /// `--map` or `--set` says the same target twice.
    TargetTwice { target: ImportField },
    /// `--map` names a column that the file does not have.
    NoSuchColumn {
        column: String,
        /// The nearest column there is.
        nearest: Option<String>,
        columns: usize,
    },
    /// Two columns have the name that is needed.
    ColumnTwice { column: String },
    /// No column says what a row must say.
    MissingColumn {
        /// What must be said.
        target: ImportField,
        /// The nearest column there is.
        nearest: Option<String>,
        /// Whether the file has no header, so that only `--map` with a number can name it.
        by_number: bool,
    },
    /// `--date-format` is no strftime format.
    BadDateFormat { format: String },
    /// `--delimiter` is neither one character nor `space` nor `tab`.
    BadDelimiter { delimiter: String },
    /// Neither UTF-8 nor GB18030.
    Encoding {
        /// The first line that is neither.
        line: u64,
    },
    /// UTF-16, as some spreadsheets save "Unicode text".
    Utf16,
    /// There is no line in it.
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum FieldSource {
    Column(usize),
    Constant(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    sources: [Option<FieldSource>; ImportField::ALL.len()],
    columns: usize,
    /// Columns of the header that nothing was made of.
    pub ignored: Vec<String>,
}

/// What was said about the columns on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// `--map target=Column`.
    pub map: Vec<(String, String)>,
    /// `--set target=value`.
    pub set: Vec<(String, String)>,
}

impl Layout {
    pub fn of_header(what: ImportKind, header: &[String], mapping: &Mapping) -> Result<Self, SetupError> {
        let find = |column: &str| -> Result<usize, SetupError> {
            let mut places = header.iter().enumerate().filter(|(_, h)| same_name(h, column)).map(|(i, _)| i);
            match (places.next(), places.next()) {
                (Some(place), None) => Ok(place),
                (Some(_), Some(_)) => Err(SetupError::ColumnTwice { column: column.to_owned() }),
                _ => Err(SetupError::NoSuchColumn {
                    column: column.to_owned(),
                    nearest: nearest(column, header.iter().map(String::as_str)).map(str::to_owned),
                    columns: header.len(),
                }),
            }
        };
        let mut sources = said(what, mapping, find)?;
        for target in what.targets() {
            if sources[target.place()].is_none() && header.iter().any(|h| same_name(h, target.word())) {
                sources[target.place()] = Some(FieldSource::Column(find(target.word())?));
            }
        }
        let used = |place: usize| sources.iter().flatten().any(|s| *s == FieldSource::Column(place));
        let ignored = header.iter().enumerate().filter(|(i, _)| !used(*i)).map(|(_, h)| h.clone()).collect();
        Self { sources, columns: header.len(), ignored }.complete(what, header, false)
    }

    /// For a file without a header, whose first row has so many columns: columns by number, from 1.
    pub fn by_number(what: ImportKind, columns: usize, mapping: &Mapping) -> Result<Self, SetupError> {
        let find = |column: &str| {
            let number = column.parse::<usize>().ok().filter(|n| (1..=columns).contains(n));
            number.map(|n| n - 1).ok_or_else(|| SetupError::NoSuchColumn {
                column: column.to_owned(),
                nearest: None,
                columns,
            })
        };
        Self { sources: said(what, mapping, find)?, columns, ignored: Vec::new() }.complete(what, &[], true)
    }

    fn complete(self, what: ImportKind, header: &[String], by_number: bool) -> Result<Self, SetupError> {
        match what.required().iter().find(|t| !self.has(**t)) {
            None => Ok(self),
            Some(target) => Err(SetupError::MissingColumn {
                target: *target,
                nearest: nearest(target.word(), header.iter().map(String::as_str)).map(str::to_owned),
                by_number,
            }),
        }
    }

    /// Whether anything says this target.
    pub fn has(&self, target: ImportField) -> bool {
        self.sources[target.place()].is_some()
    }

    /// How many columns each row must have.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The bytes that say a target in a row; empty where nothing does.
    pub fn cell<'a>(&'a self, row: CsvRow<'a>, target: ImportField) -> &'a [u8] {
        match &self.sources[target.place()] {
            Some(FieldSource::Column(place)) => row.cell(*place),
            Some(FieldSource::Constant(value)) => value.as_bytes(),
            None => &[],
        }
    }
}

/// What `--map` and `--set` say.
fn said(
    what: ImportKind,
    mapping: &Mapping,
    find: impl Fn(&str) -> Result<usize, SetupError>,
) -> Result<[Option<FieldSource>; ImportField::ALL.len()], SetupError> {
    let mut sources = [const { None }; ImportField::ALL.len()];
    let columns = mapping.map.iter().map(|(word, column)| (word, find(column).map(FieldSource::Column)));
    let constants = mapping.set.iter().map(|(word, value)| (word, Ok(FieldSource::Constant(value.clone()))));
    for (word, source) in columns.chain(constants) {
        let target = what.target(word).ok_or_else(|| {
            let known: Vec<&'static str> = what.targets().iter().map(|t| t.word()).collect();
            SetupError::UnknownTarget { word: word.clone(), nearest: nearest(word, known.iter().copied()), known }
        })?;
        if sources[target.place()].replace(source?).is_some() {
            return Err(SetupError::TargetTwice { target });
        }
    }
    Ok(sources)
}

fn same_name(header: &str, name: &str) -> bool {
    header.trim().to_lowercase() == name.trim().to_lowercase()
}

/// The name that is most like another, where one is like it at all.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let scored = names.filter(|n| !n.trim().is_empty()).map(|n| (strsim::jaro_winkler(&name, &n.to_lowercase()), n));
    scored.filter(|(score, _)| *score > 0.7).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, n)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    fn map(pairs: &[(&str, &str)]) -> Mapping {
        let pairs = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Mapping { map: pairs, set: Vec::new() }
    }

    fn sources(layout: &Layout) -> Vec<(&'static str, FieldSource)> {
        let all = ImportField::ALL.into_iter();
        all.filter_map(|t| layout.sources[t.place()].clone().map(|s| (t.word(), s))).collect()
    }

    #[test]
    fn names_are_read_in_any_case_and_what_is_left_over_is_named() {
        let names = header(" Member_No ,PURCHASED_AT,amount,till");
        let layout = Layout::of_header(ImportKind::Purchases, &names, &Mapping::default()).unwrap();
        let column = FieldSource::Column;
        assert_eq!(sources(&layout), [("member_no", column(0)), ("purchased_at", column(1)), ("amount", column(2))]);
        assert_eq!(layout.ignored, ["till"]);
    }

    #[test]
    fn other_names_are_mapped_and_constants_stand_for_every_row() {
        let mut mapping = map(&[("member_no", "客户号"), ("purchased_at", "Date"), ("amount", "Total")]);
        mapping.set.push(("store".to_owned(), "S001".to_owned()));
        let layout = Layout::of_header(ImportKind::Purchases, &header("Date,客户号,total,store"), &mapping).unwrap();
        assert_eq!(sources(&layout)[0], ("member_no", FieldSource::Column(1)));
        assert_eq!(sources(&layout)[1], ("store", FieldSource::Constant("S001".to_owned())));
        assert_eq!(layout.ignored, ["store"]);
    }

    #[test]
    fn columns_have_numbers_where_there_is_no_header() {
        let mapping = map(&[("member_no", "1"), ("purchased_at", "3"), ("amount", "5")]);
        let layout = Layout::by_number(ImportKind::Purchases, 5, &mapping).unwrap();
        assert_eq!(sources(&layout)[2], ("amount", FieldSource::Column(4)));
        let beyond = Layout::by_number(ImportKind::Purchases, 4, &mapping);
        assert_eq!(beyond, Err(SetupError::NoSuchColumn { column: "5".to_owned(), nearest: None, columns: 4 }));
    }

    #[test]
    fn a_missing_column_is_named_with_its_nearest() {
        let error =
            Layout::of_header(ImportKind::Purchases, &header("member,purchased_at,amount"), &Mapping::default());
        let nearest = Some("member".to_owned());
        assert_eq!(error, Err(SetupError::MissingColumn { target: ImportField::MemberNo, nearest, by_number: false }));
        let error = Layout::by_number(ImportKind::Members, 3, &Mapping::default());
        assert_eq!(
            error,
            Err(SetupError::MissingColumn { target: ImportField::MemberNo, nearest: None, by_number: true })
        );
    }

    #[test]
    fn what_is_misspelt_on_the_command_line_is_answered_with_the_nearest() {
        let names = header("member_no,purchased_at,amount");
        let error = Layout::of_header(ImportKind::Purchases, &names, &map(&[("ammount", "amount")])).unwrap_err();
        assert!(matches!(error, SetupError::UnknownTarget { nearest: Some("amount"), .. }));
        let error = Layout::of_header(ImportKind::Purchases, &names, &map(&[("amount", "amout")])).unwrap_err();
        let nearest = Some("amount".to_owned());
        assert_eq!(error, SetupError::NoSuchColumn { column: "amout".to_owned(), nearest, columns: 3 });
        let error =
            Layout::of_header(ImportKind::Purchases, &names, &map(&[("amount", "amount"), ("amount", "member_no")]));
        assert_eq!(error, Err(SetupError::TargetTwice { target: ImportField::Amount }));
    }

    #[test]
    fn a_needed_name_that_stands_twice_is_no_guess() {
        let error = Layout::of_header(ImportKind::Members, &header("member_no,name,Member_No"), &Mapping::default());
        assert_eq!(error, Err(SetupError::ColumnTwice { column: "member_no".to_owned() }));
    }
}
