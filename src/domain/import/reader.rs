//! What rows are read with, and what every kind of row has: its shape, whose it is, when it happened.

use super::number::NumberFormat;
use super::reject::{CellReject, RowReject};
use super::setup::Layout;
use super::split::CsvRow;
use super::target::ImportField;
use super::text;
use super::time::TimeFormat;
use super::words::ValueMap;
use crate::domain::day::{DAY_MS, Day, Instant, Zone};
use crate::domain::program::Program;

/// What a file's rows are read with.
#[derive(Debug, Clone)]
pub struct RowReader {
    pub layout: Layout,
    pub times: TimeFormat,
    pub numbers: NumberFormat,
    pub zone: Zone,
    /// Decimals of the programme's currency.
    pub decimals: u32,
    /// The oldest day that something may have happened on.
    pub oldest: Day,
    /// The moment of the import.
    pub now: Instant,
    /// What a blank cell and a bad one mean.
    pub cells: CellRules,
    /// What the file's words mean.
    pub values: Vec<ValueMap>,
    /// The codes of the programme's churn reasons.
    pub churn_reasons: Vec<String>,
}

/// What a cell means that says nothing, or nothing that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellRules {
    /// A blank cell empties what is known; if not, it leaves it.
    pub blank_erases: bool,
    /// A bad cell rejects its row, also where the row can do without it.
    pub strict: bool,
}

/// Whose a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberKey<'a> {
    Number(&'a str),
    Phone(&'a str),
    Email(&'a str),
}

impl<'a> MemberKey<'a> {
    /// The column that it stood in.
    pub fn column(self) -> ImportField {
        match self {
            Self::Number(_) => ImportField::MemberNo,
            Self::Phone(_) => ImportField::Phone,
            Self::Email(_) => ImportField::Email,
        }
    }

    pub fn text(self) -> &'a str {
        match self {
            Self::Number(text) | Self::Phone(text) | Self::Email(text) => text,
        }
    }
}

impl RowReader {
    /// A reader of files as they are documented, for the rules of a programme.
    pub fn new(layout: Layout, program: &Program, now: Instant) -> Self {
        Self {
            layout,
            times: TimeFormat::default(),
            numbers: NumberFormat::of(None, &program.currency),
            zone: program.zone,
            decimals: program.currency.decimals,
            oldest: program.data.oldest,
            now,
            cells: CellRules::default(),
            values: Vec::new(),
            churn_reasons: program.churn_reasons.iter().map(|reason| reason.code.clone()).collect(),
        }
    }

    /// Whether a row has cells, and none beyond the header but empty ones.
    pub fn shape(&self, row: CsvRow<'_>) -> Result<(), CellReject> {
        let expected = self.layout.columns();
        let reason = match row.problem() {
            Some(problem) => problem.clone(),
            None if (expected..row.len()).all(|place| row.cell(place).trim_ascii().is_empty()) => return Ok(()),
            None => RowReject::Columns { found: row.len(), expected },
        };
        Err(CellReject { column: None, reason, value: String::new() })
    }

    /// Whose a row is: by number, else by phone, else by e-mail. `None`: it does not say.
    pub fn key<'a>(&'a self, row: CsvRow<'a>) -> Result<Option<MemberKey<'a>>, CellReject> {
        let number = text::code(&self.layout, row, ImportField::MemberNo)?;
        if !number.is_empty() {
            return Ok(Some(MemberKey::Number(number)));
        }
        let phone = text::code(&self.layout, row, ImportField::Phone)?;
        if !phone.is_empty() {
            return text::unmasked(ImportField::Phone, phone).map(|phone| Some(MemberKey::Phone(phone)));
        }
        let email = text::code(&self.layout, row, ImportField::Email)?;
        if email.is_empty() {
            return Ok(None);
        }
        text::unmasked(ImportField::Email, email).map(|email| Some(MemberKey::Email(email)))
    }

    /// The same where a row must be somebody's.
    pub fn required_key<'a>(&'a self, row: CsvRow<'a>) -> Result<MemberKey<'a>, CellReject> {
        let columns = [ImportField::MemberNo, ImportField::Phone, ImportField::Email].into_iter();
        let column = columns.into_iter().find(|key| self.layout.has(*key)).unwrap_or(ImportField::MemberNo);
        self.key(row)?.ok_or_else(|| text::bad(column, RowReject::Missing, ""))
    }

    /// When something happened: never blank, not before the oldest day, and not more than a day ahead.
    pub(super) fn moment(&self, row: CsvRow<'_>, column: ImportField) -> Result<Instant, CellReject> {
        let text = text::required(&self.layout, row, column)?;
        let at = self
            .times
            .instant(text, self.zone)
            .ok_or_else(|| text::bad(column, spoiled_or(RowReject::BadTime, text), text))?;
        if at.0 > self.now.0 + DAY_MS {
            return Err(text::bad(column, RowReject::Future, text));
        }
        if self.zone.day_of(at) < self.oldest {
            return Err(text::bad(column, RowReject::TooOld { oldest: self.oldest }, text));
        }
        Ok(at)
    }

    /// A day that may be blank.
    pub(super) fn day(&self, row: CsvRow<'_>, column: ImportField) -> Result<Option<Day>, CellReject> {
        let text = text::text(&self.layout, row, column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let read = self.times.day(text, self.zone);
        read.map(Some).ok_or_else(|| text::bad(column, spoiled_or(RowReject::BadDay, text), text))
    }

    /// A day on which something has happened, which may be blank.
    pub(super) fn past_day(&self, row: CsvRow<'_>, column: ImportField) -> Result<Option<Day>, CellReject> {
        let Some(day) = self.day(row, column)? else { return Ok(None) };
        let wrong = |why| Err(text::bad(column, why, text::shown(&self.layout, row, column)));
        if day > self.zone.day_of(self.now).plus_days(1) {
            return wrong(RowReject::Future);
        }
        if day < self.oldest {
            return wrong(RowReject::TooOld { oldest: self.oldest });
        }
        Ok(Some(day))
    }
}

fn spoiled_or(reason: RowReject, text: &str) -> RowReject {
    if super::number::is_spoiled(text) { RowReject::Spoiled } else { reason }
}

/// A phone as it is compared: digits, without the country's number of China.
pub fn phone_key(phone: &str) -> String {
    let digits: String = crate::domain::width::half_width(phone).chars().filter(char::is_ascii_digit).collect();
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).filter(|rest| rest.len() == 11);
    local.map_or(digits.clone(), str::to_owned)
}

/// An e-mail as it is compared.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::phone_key;
    use rstest::rstest;

    #[rstest]
    #[case("13800138001", "13800138001")]
    #[case("+86 138-0013-8001", "13800138001")]
    #[case("008613800138001", "13800138001")]
    #[case("１３８００１３８００１", "13800138001")]
    #[case("(021) 6234 5678", "02162345678")]
    #[case("8612345", "8612345")]
    fn phones_are_compared_by_digits(#[case] phone: &str, #[case] key: &str) {
        assert_eq!(phone_key(phone), key);
    }
}
