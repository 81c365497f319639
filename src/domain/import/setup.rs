//! Which column of a file says what: header, `--map` and `--set` against what the file must have.

use super::header::{ColumnMatch, has_key, is_same_name, recognise};
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
    /// `--map` or `--where` names a column that the file does not have.
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
        /// The line further down that looks like the header.
        below: Option<u64>,
    },
    /// Nothing tells what the file holds.
    UnknownKind {
        /// The columns of its first row.
        columns: Vec<String>,
    },
    /// `--date-format` is no strftime format.
    BadDateFormat { format: String },
    /// `--delimiter` is neither one character nor `space` nor `tab`.
    BadDelimiter { delimiter: String },
    /// `--encoding` names none that is known.
    BadEncoding { name: String },
    /// `--decimal` is neither a point nor a comma.
    BadDecimal { text: String },
    /// `--where` is no comparison of a column with a value.
    BadFilter { text: String },
    /// `--map-value` is no pair, or names a field that has no fixed words.
    BadValueMap { text: String },
    /// No mapping is kept under this name.
    UnknownMapping { name: String, known: Vec<String> },
    /// Lines fit no encoding that fits the others.
    Encoding {
        /// The first of these lines.
        lines: Vec<u64>,
        /// Encodings that fit equally well; empty: none fits.
        between: Vec<&'static str>,
    },
    /// It looks like a workbook and can't be opened as one.
    Workbook { reason: String },
    /// The workbook has no sheet of this name, or none with rows.
    NoSuchSheet { name: String, sheets: Vec<String> },
    /// There is no line in it.
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum FieldSource {
    Column(usize),
    Constant(String),
}

/// What is made of one column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name in the header, or its number where there is no header.
    pub name: String,
    /// The field that it says, and how it came to it; `None`: it is not used.
    pub field: Option<(ImportField, ColumnMatch)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    sources: [Option<FieldSource>; ImportField::ALL.len()],
    /// What is made of each column, in their order.
    pub uses: Vec<ColumnUse>,
}

/// What was said about the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// `--map target=Column`; without a column: the target is left out, whatever the header says.
    pub map: Vec<(String, String)>,
    /// `--set target=value`.
    pub set: Vec<(String, String)>,
}

impl Layout {
    pub fn of_header(what: ImportKind, header: &[String], mapping: &Mapping) -> Result<Self, SetupError> {
        let mut sources = said(what, mapping, |column| find_column(header, column))?;
        let taken: Vec<usize> = sources.iter().flatten().filter_map(FieldSource::column).collect();
        let free: Vec<String> = header
            .iter()
            .enumerate()
            .map(|(i, h)| if taken.contains(&i) { String::new() } else { h.clone() })
            .collect();
        let mut guessed = Vec::new();
        for (place, target, how) in recognise(what, &free) {
            if sources[target.place()].is_none() && !mapping.leaves_out(target) {
                // Of two columns of one name nobody knows which is meant.
                sources[target.place()] = Some(FieldSource::Column(find_column(header, &header[place])?));
                guessed.push((place, how));
            }
        }
        let uses = (0..header.len()).map(|place| {
            let field = ImportField::ALL.into_iter().find(|f| sources[f.place()] == Some(FieldSource::Column(place)));
            let how = guessed.iter().find(|(p, _)| *p == place).map_or(ColumnMatch::Mapped, |(_, how)| *how);
            ColumnUse { name: header[place].clone(), field: field.map(|field| (field, how)) }
        });
        let uses = uses.collect();
        Self { sources, uses }.complete(what, header, false)
    }

    /// For a file without a header, whose first row has so many columns: columns by number, from 1.
    pub fn by_number(what: ImportKind, columns: usize, mapping: &Mapping) -> Result<Self, SetupError> {
        let sources = said(what, mapping, |column| find_number(columns, column))?;
        let uses = (0..columns).map(|place| {
            let field = ImportField::ALL.into_iter().find(|f| sources[f.place()] == Some(FieldSource::Column(place)));
            ColumnUse { name: (place + 1).to_string(), field: field.map(|field| (field, ColumnMatch::Mapped)) }
        });
        let uses = uses.collect();
        Self { sources, uses }.complete(what, &[], true)
    }

    fn complete(self, what: ImportKind, header: &[String], by_number: bool) -> Result<Self, SetupError> {
        let keyless = what.needs_a_member() && !has_key(&|field| self.has(field));
        let missing = keyless.then_some(ImportField::MemberNo);
        match missing.or_else(|| what.required().iter().copied().find(|t| !self.has(*t))) {
            None => Ok(self),
            Some(target) => Err(SetupError::MissingColumn {
                target,
                nearest: nearest(target.word(), header.iter().map(String::as_str)).map(str::to_owned),
                by_number,
                below: None,
            }),
        }
    }

    /// Whether anything says this target.
    pub fn has(&self, target: ImportField) -> bool {
        self.sources[target.place()].is_some()
    }

    /// The column that says a target.
    pub fn column(&self, target: ImportField) -> Option<usize> {
        self.sources[target.place()].as_ref().and_then(FieldSource::column)
    }

    /// How many columns the header has.
    pub fn columns(&self) -> usize {
        self.uses.len()
    }

    /// Columns of the header that nothing was made of; those without a name are not worth one.
    pub fn ignored(&self) -> Vec<String> {
        let unused = self.uses.iter().filter(|u| u.field.is_none() && !u.name.trim().is_empty());
        unused.map(|u| u.name.clone()).collect()
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

impl FieldSource {
    fn column(&self) -> Option<usize> {
        match self {
            Self::Column(place) => Some(*place),
            Self::Constant(_) => None,
        }
    }
}

impl Mapping {
    /// Whether it says a target, given a header.
    pub fn says(&self, target: ImportField, header: &[String]) -> bool {
        let is = |word: &str| word.eq_ignore_ascii_case(target.word());
        self.set.iter().any(|(word, _)| is(word))
            || self.map.iter().any(|(word, column)| is(word) && header.iter().any(|h| is_same_name(h, column)))
    }

    fn leaves_out(&self, target: ImportField) -> bool {
        self.map.iter().any(|(word, column)| column.is_empty() && word.eq_ignore_ascii_case(target.word()))
    }
}

/// The place of a column of a name.
pub fn find_column(header: &[String], column: &str) -> Result<usize, SetupError> {
    let mut places = header.iter().enumerate().filter(|(_, h)| is_same_name(h, column)).map(|(i, _)| i);
    match (places.next(), places.next()) {
        (Some(place), None) => Ok(place),
        (Some(_), Some(_)) => Err(SetupError::ColumnTwice { column: column.to_owned() }),
        _ => Err(SetupError::NoSuchColumn {
            column: column.to_owned(),
            nearest: nearest(column, header.iter().map(String::as_str)).map(str::to_owned),
            columns: header.len(),
        }),
    }
}

/// The place of a column of a number, from 1.
pub fn find_number(columns: usize, column: &str) -> Result<usize, SetupError> {
    let number = column.parse::<usize>().ok().filter(|n| (1..=columns).contains(n));
    let unknown = || SetupError::NoSuchColumn { column: column.to_owned(), nearest: None, columns };
    number.map(|n| n - 1).ok_or_else(unknown)
}

/// What `--map` and `--set` say.
fn said(
    what: ImportKind,
    mapping: &Mapping,
    find: impl Fn(&str) -> Result<usize, SetupError>,
) -> Result<[Option<FieldSource>; ImportField::ALL.len()], SetupError> {
    let mut sources = [const { None }; ImportField::ALL.len()];
    let named = mapping.map.iter().filter(|(_, column)| !column.is_empty());
    let columns = named.map(|(word, column)| (word, find(column).map(FieldSource::Column)));
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
        assert_eq!(layout.ignored(), ["till"]);
    }

    #[test]
    fn other_names_are_mapped_and_constants_stand_for_every_row() {
        let mut mapping = map(&[("member_no", "客户号"), ("purchased_at", "Date"), ("amount", "Total")]);
        mapping.set.push(("store".to_owned(), "S001".to_owned()));
        let layout = Layout::of_header(ImportKind::Purchases, &header("Date,客户号,total,store"), &mapping).unwrap();
        assert_eq!(sources(&layout)[0], ("member_no", FieldSource::Column(1)));
        assert_eq!(sources(&layout)[1], ("store", FieldSource::Constant("S001".to_owned())));
        assert_eq!(layout.ignored(), ["store"]);
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
        let error = Layout::of_header(ImportKind::Purchases, &header("mem,purchased_at,amount"), &Mapping::default());
        let nearest = Some("mem".to_owned());
        assert_eq!(
            error,
            Err(SetupError::MissingColumn { target: ImportField::MemberNo, nearest, by_number: false, below: None })
        );
        let error = Layout::by_number(ImportKind::Members, 3, &Mapping::default());
        assert_eq!(
            error,
            Err(SetupError::MissingColumn {
                target: ImportField::MemberNo,
                nearest: None,
                by_number: true,
                below: None
            })
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

    #[test]
    fn what_other_systems_call_a_field_is_a_guess_that_can_be_left_out() {
        let names = header("会员号,姓名,积分,备注");
        let layout = Layout::of_header(ImportKind::Members, &names, &Mapping::default()).unwrap();
        let used: Vec<_> = layout.uses.iter().map(|u| u.field).collect();
        let guess = |field| Some((field, ColumnMatch::Recognised));
        assert_eq!(
            used[..3],
            [guess(ImportField::MemberNo), guess(ImportField::Name), guess(ImportField::OpeningPoints)]
        );
        assert_eq!(layout.ignored(), ["备注"]);
        let layout = Layout::of_header(ImportKind::Members, &names, &map(&[("opening_points", "")])).unwrap();
        assert_eq!(layout.ignored(), ["积分", "备注"]);
    }

    #[test]
    fn a_phone_stands_for_the_number_where_there_is_none() {
        let names = header("订单号,手机号,日期,金额");
        assert!(Layout::of_header(ImportKind::Purchases, &names, &Mapping::default()).is_ok());
        let said = Layout::of_header(ImportKind::Purchases, &names, &map(&[("member_no", "手机号")])).unwrap();
        assert!(!said.has(ImportField::Phone), "a column is one field");
    }
}
