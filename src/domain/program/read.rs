//! Reads values out of a TOML document and collects every mistake with its line.

use super::decimal;
use super::problem::{ProgramError, ProgramProblem, Shape, nearest};
use crate::domain::day::Day;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Characters a name may have.
const NAME_MAX: usize = 60;
/// Characters a code may have.
const CODE_MAX: usize = 32;
/// So many names are told to who asked for one that is not among them.
const TOLD_MAX: usize = 12;

/// A value, where it stands and what it is called.
#[derive(Clone)]
pub(super) struct TomlNode<'t> {
    pub path: String,
    pub line: usize,
    pub value: &'t DeValue<'t>,
}

/// A table, where it stands, and the table that speaks where it is silent.
pub(super) struct TomlSection<'t> {
    pub path: String,
    pub line: usize,
    table: &'t DeTable<'t>,
    fallback: Option<&'t DeTable<'t>>,
}

/// The document's text and the mistakes found so far.
pub(super) struct ProgramReader<'t> {
    text: &'t str,
    errors: Vec<ProgramError>,
}

impl<'t> ProgramReader<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, errors: Vec::new() }
    }

    pub fn into_errors(mut self) -> Vec<ProgramError> {
        self.errors.sort_by_key(|e| e.line);
        self.errors
    }

    pub fn error(&mut self, line: usize, key: impl Into<String>, problem: ProgramProblem) {
        self.errors.push(ProgramError { line, key: key.into(), problem });
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|b| *b == b'\n').count()
    }

    /// The whole document as a section.
    pub fn root(
        &mut self,
        own: &'t Spanned<DeTable<'t>>,
        base: &'t Spanned<DeTable<'t>>,
        known: &[&str],
    ) -> TomlSection<'t> {
        self.check_keys("", own.get_ref(), known);
        TomlSection { path: String::new(), line: 1, table: own.get_ref(), fallback: Some(base.get_ref()) }
    }

    /// A section within one; what it lacks comes from the fallback's section of the same name.
    pub fn section(&mut self, of: &TomlSection<'t>, key: &str, known: &[&str]) -> TomlSection<'t> {
        let base = of.fallback.and_then(|f| f.get(key)).and_then(|v| v.get_ref().as_table());
        let own = of.own(self, key).and_then(|place| self.table(&place, known));
        match own {
            Some(section) => TomlSection { fallback: base, ..section },
            None => TomlSection { path: of.child(key), line: of.line, table: base.unwrap_or(of.table), fallback: base },
        }
    }

    /// A value that must be a table with no other than the known keys. It has no fallback.
    pub fn table(&mut self, place: &TomlNode<'t>, known: &[&str]) -> Option<TomlSection<'t>> {
        let Some(table) = place.value.as_table() else {
            return self.wrong(place, Shape::Table);
        };
        self.check_keys(&place.path, table, known);
        Some(TomlSection { path: place.path.clone(), line: place.line, table, fallback: None })
    }

    fn check_keys(&mut self, path: &str, table: &DeTable<'t>, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let line = self.line(key.span().start);
                let problem = ProgramProblem::UnknownKey {
                    nearest: nearest(name, known.iter().copied()),
                    known: known.iter().map(|&k| k.to_owned()).collect(),
                };
                self.error(line, join(path, name), problem);
            }
        }
    }

    /// The items of a list; empty is a mistake.
    pub fn list(&mut self, place: &TomlNode<'t>) -> Vec<TomlNode<'t>> {
        let Some(array) = place.value.as_array() else {
            return self.wrong(place, Shape::List).unwrap_or_default();
        };
        if array.is_empty() {
            self.error(place.line, &place.path, ProgramProblem::Empty);
        }
        let items = array.iter().enumerate();
        items.map(|(i, item)| self.place(format!("{}[{}]", place.path, i + 1), item)).collect()
    }

    fn place(&self, path: String, value: &'t Spanned<DeValue<'t>>) -> TomlNode<'t> {
        TomlNode { path, line: self.line(value.span().start), value: value.get_ref() }
    }

    /// Text of 1 to [`NAME_MAX`] characters.
    pub fn name(&mut self, place: &TomlNode<'t>) -> Option<&'t str> {
        let text = self.text(place)?;
        if text.trim().is_empty() {
            return self.fail(place, ProgramProblem::Empty);
        }
        if text.chars().count() > NAME_MAX {
            return self.fail(place, ProgramProblem::TooLong { max: NAME_MAX });
        }
        Some(text)
    }

    /// A code as files and commands write it.
    pub fn code(&mut self, place: &TomlNode<'t>) -> Option<&'t str> {
        let text = self.text(place)?;
        let fits = (1..=CODE_MAX).contains(&text.len());
        if fits && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Some(text);
        }
        self.fail(place, ProgramProblem::BadCode { value: text.to_owned() })
    }

    pub fn text(&mut self, place: &TomlNode<'t>) -> Option<&'t str> {
        match place.value.as_str() {
            Some(text) => Some(text),
            None => self.wrong(place, Shape::Text),
        }
    }

    /// A whole number of a range.
    pub fn integer(&mut self, place: &TomlNode<'t>, range: &RangeInclusive<i64>) -> Option<i64> {
        let Some(integer) = place.value.as_integer().filter(|i| i.radix() == 10) else {
            return self.wrong(place, Shape::Integer);
        };
        match integer.as_str().parse().ok().filter(|n| range.contains(n)) {
            Some(n) => Some(n),
            None => self.out_of_range(place, integer.as_str(), range, 0),
        }
    }

    /// A decimal in quotes or an exact number, as an integer of `places` decimals, of a range of such integers.
    pub fn decimal(&mut self, place: &TomlNode<'t>, places: u32, range: &RangeInclusive<i64>) -> Option<i64> {
        let text = match place.value {
            DeValue::String(text) => text.as_ref(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => return self.wrong(place, Shape::Decimal),
        };
        match decimal::parse(text, places) {
            Some(n) if range.contains(&n) => Some(n),
            Some(_) => self.out_of_range(place, text, range, places),
            None => self.fail(place, ProgramProblem::BadDecimal { value: text.to_owned(), places }),
        }
    }

    /// A day in quotes.
    pub fn day(&mut self, place: &TomlNode<'t>) -> Option<Day> {
        let text = self.text(place)?;
        Day::parse(text).or_else(|| self.fail(place, ProgramProblem::BadDay { value: text.to_owned() }))
    }

    /// One of a few names.
    pub fn choice<T: Copy>(&mut self, place: &TomlNode<'t>, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(place)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.unknown_name(place, text, &names)
    }

    pub fn unknown_name<T>(&mut self, place: &TomlNode<'t>, value: &str, names: &[&str]) -> Option<T> {
        let told = if names.len() > TOLD_MAX { &[] } else { names };
        let problem = ProgramProblem::UnknownName {
            value: value.to_owned(),
            nearest: nearest(value, names.iter().copied()),
            known: told.iter().map(|&n| n.to_owned()).collect(),
        };
        self.fail(place, problem)
    }

    fn out_of_range<T>(
        &mut self,
        place: &TomlNode<'t>,
        value: &str,
        range: &RangeInclusive<i64>,
        places: u32,
    ) -> Option<T> {
        let problem = ProgramProblem::OutOfRange {
            value: value.to_owned(),
            min: decimal::plain(*range.start(), places),
            max: decimal::plain(*range.end(), places),
        };
        self.fail(place, problem)
    }

    fn wrong<T>(&mut self, place: &TomlNode<'t>, expected: Shape) -> Option<T> {
        self.fail(place, ProgramProblem::WrongShape { expected })
    }

    pub fn fail<T>(&mut self, place: &TomlNode<'t>, problem: ProgramProblem) -> Option<T> {
        self.error(place.line, &place.path, problem);
        None
    }
}

impl<'t> TomlSection<'t> {
    fn child(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// A value that the file itself gives.
    pub fn own(&self, reader: &ProgramReader<'t>, key: &str) -> Option<TomlNode<'t>> {
        self.table.get(key).map(|value| reader.place(self.child(key), value))
    }

    /// A value, or the fallback's.
    pub fn get(&self, reader: &ProgramReader<'t>, key: &str) -> Option<TomlNode<'t>> {
        self.own(reader, key).or_else(|| {
            let value = self.fallback?.get(key)?;
            Some(TomlNode { path: self.child(key), line: self.line, value: value.get_ref() })
        })
    }

    /// A value that must be there.
    pub fn require(&self, reader: &mut ProgramReader<'t>, key: &str) -> Option<TomlNode<'t>> {
        let place = self.get(reader, key);
        if place.is_none() {
            reader.error(self.line, self.child(key), ProgramProblem::Missing);
        }
        place
    }
}

/// A whole number that fits `u32`.
pub(super) fn count<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>, key: &str, min: i64, max: i64) -> u32 {
    let read = section.get(r, key).and_then(|p| r.integer(&p, &(min..=max)));
    read.and_then(|n| u32::try_from(n).ok()).unwrap_or_default()
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
