//! Terms to a typed filter, or the column and the reason why not.

use super::lex::{Comparison, Term, terms};
use super::{
    Birthday, Condition, DayField, Expected, FIELDS, Filter, FilterProblem, Number, Predicate, QueryError, Range,
    Vocabulary, WordField,
};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::SegmentState;
use chrono::Datelike;

/// Most conditions and words of one filter.
const MOST: usize = 64;

/// Reads a filter as it is typed: conditions such as `tier:gold` or `points>=1000`, each of which has to hold, and words that are
/// searched for. An error names the column (from 1) and what is wrong there.
///
/// ```
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::query::{KnownPlaces, Vocabulary, parse};
///
/// let tiers = vec!["base".into(), "gold".into()];
/// let words = Vocabulary { places: KnownPlaces::default(), tiers, decimals: 2, today: Day(0) };
/// let filter = parse("tier:gold points>=1000 li", &words).unwrap();
/// assert_eq!((filter.conditions.len(), filter.words), (2, vec!["li".to_owned()]));
/// assert_eq!(parse("points>=1000 tiers:gold", &words).unwrap_err().column, 14);
/// ```
pub fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Filter, QueryError> {
    let mut filter = Filter::default();
    for term in terms(text)? {
        if filter.conditions.len() + filter.words.len() == MOST {
            return Err(QueryError { column: term.column, problem: FilterProblem::TooLong { most: MOST } });
        }
        match &term.field {
            None => filter.words.push(term.value),
            Some((name, comparison, value_column)) => {
                let ask = RawTerm { field: name, comparison: *comparison, value: &term.value, vocabulary };
                let asked = ask.question().map_err(|problem| located(problem, &term, *value_column))?;
                filter.conditions.push(Condition { negated: term.negated, test: asked });
            }
        }
    }
    Ok(filter)
}

/// A problem of the field points at the field, one of the value at the value.
fn located(problem: FilterProblem, term: &Term, value_column: usize) -> QueryError {
    let column = match problem {
        FilterProblem::UnknownField { .. } => term.column + usize::from(term.negated),
        FilterProblem::UnknownValue { .. }
        | FilterProblem::NoValue { .. }
        | FilterProblem::NoOrder { .. }
        | FilterProblem::BadValue { .. }
        | FilterProblem::OpenQuote
        | FilterProblem::EmptyRange
        | FilterProblem::TooLong { .. } => value_column,
    };
    QueryError { column, problem }
}

/// One question before it has a type.
struct RawTerm<'a> {
    field: &'a str,
    comparison: Comparison,
    value: &'a str,
    vocabulary: &'a Vocabulary,
}

impl RawTerm<'_> {
    fn question(&self) -> Result<Predicate, FilterProblem> {
        if !FIELDS.contains(&self.field) {
            let nearest = nearest(self.field, FIELDS.iter().copied());
            return Err(FilterProblem::UnknownField { field: self.field.to_owned(), nearest });
        }
        if self.value.is_empty() {
            return Err(FilterProblem::NoValue { field: self.field.to_owned() });
        }
        match self.field {
            "tier" => self.one_of(&self.vocabulary.tiers, |code| Some(code.to_owned())).map(Predicate::Tier),
            "status" => self.one_of(&Status::ALL.map(Status::word), Status::from_word).map(Predicate::Status),
            "rfm" | "segment" => {
                self.one_of(&Segment::ALL.map(Segment::word), Segment::from_word).map(Predicate::Segment)
            }
            "stage" => self
                .one_of(&LifecycleStage::ALL.map(LifecycleStage::word), LifecycleStage::from_word)
                .map(Predicate::Stage),
            "points" => self.number(Number::Points),
            "orders" => self.number(Number::Orders),
            "r" => self.number(Number::R),
            "f" => self.number(Number::F),
            "m" => self.number(Number::M),
            "spend" => self.range(|v| self.money(v)).map(|r| Predicate::Number(Number::Spend, r)),
            "last" => self.day(DayField::Last),
            "first" => self.day(DayField::First),
            "joined" => self.day(DayField::Joined),
            "birthday" => self.birthday(),
            "tag" => self.word(WordField::Tag),
            "store" => self.word(WordField::Store),
            "channel" => self.word(WordField::Channel),
            "was" => self.was(),
            _ => self.word(WordField::Consent),
        }
    }

    fn unordered(&self) -> Result<(), FilterProblem> {
        match self.comparison {
            Comparison::Is => Ok(()),
            Comparison::Less | Comparison::AtMost | Comparison::More | Comparison::AtLeast => {
                Err(FilterProblem::NoOrder { field: self.field.to_owned() })
            }
        }
    }

    /// A list of values out of the known ones.
    fn one_of<T>(&self, known: &[impl AsRef<str>], make: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, FilterProblem> {
        self.unordered()?;
        let parts = self.value.split(',').filter(|p| !p.is_empty());
        let mut out = Vec::new();
        for part in parts {
            let lower = part.to_lowercase().replace('-', "_");
            let found = known.iter().map(AsRef::as_ref).find(|k| k.to_lowercase() == lower).and_then(&make);
            out.push(found.ok_or_else(|| FilterProblem::UnknownValue {
                field: self.field.to_owned(),
                value: part.to_owned(),
                nearest: nearest(&lower, known.iter().map(AsRef::as_ref)),
            })?);
        }
        if out.is_empty() { Err(FilterProblem::NoValue { field: self.field.to_owned() }) } else { Ok(out) }
    }

    fn number(&self, number: Number) -> Result<Predicate, FilterProblem> {
        self.range(|v| whole(v).ok_or_else(|| self.bad(v, Expected::Number))).map(|r| Predicate::Number(number, r))
    }

    fn money(&self, text: &str) -> Result<i64, FilterProblem> {
        minor_units(text, self.vocabulary.decimals).ok_or_else(|| self.bad(text, Expected::Money))
    }

    /// `field<5`, `field:5`, `field:1..5`, `field:1..`, `field:..5`.
    fn range(&self, read: impl Fn(&str) -> Result<i64, FilterProblem>) -> Result<Range, FilterProblem> {
        let only = |from, to| Ok(Range { from, to });
        match self.comparison {
            Comparison::Less => only(None, Some(read(self.value)?.saturating_sub(1))),
            Comparison::AtMost => only(None, Some(read(self.value)?)),
            Comparison::More => only(Some(read(self.value)?.saturating_add(1)), None),
            Comparison::AtLeast => only(Some(read(self.value)?), None),
            Comparison::Is => {
                let Some((from, to)) = self.value.split_once("..") else {
                    let value = read(self.value)?;
                    return only(Some(value), Some(value));
                };
                let end = |text: &str| if text.is_empty() { Ok(None) } else { read(text).map(Some) };
                let (from, to) = (end(from)?, end(to)?);
                if from.zip(to).is_some_and(|(f, t)| f > t) { Err(FilterProblem::EmptyRange) } else { only(from, to) }
            }
        }
    }

    /// Days as dates, or as an age in days (`30d`): `last<30d` is a purchase less than 30 days ago.
    fn day(&self, field: DayField) -> Result<Predicate, FilterProblem> {
        let is_age = self.value.split("..").all(|part| part.is_empty() || age(part).is_some());
        if is_age {
            return self
                .range(|v| age(v).ok_or_else(|| self.bad(v, Expected::DayOrAge)))
                .map(|r| Predicate::Ago(field, r));
        }
        let today = self.vocabulary.today;
        self.range(|v| match v {
            "today" => Ok(today.0),
            "yesterday" => Ok(today.0 - 1),
            v => Day::parse(v).map(|d| d.0).ok_or_else(|| self.bad(v, Expected::DayOrAge)),
        })
        .map(|r| Predicate::Day(field, r))
    }

    /// `was:at_risk,lost@2026-10-23`: where a member stood at the end of another day, also so many days ago (`@30d`).
    fn was(&self) -> Result<Predicate, FilterProblem> {
        self.unordered()?;
        let bad = || self.bad(self.value, Expected::PlaceOnDay);
        let (places, day) = self.value.split_once('@').ok_or_else(bad)?;
        let today = self.vocabulary.today;
        let day = match day {
            "today" => Some(today),
            "yesterday" => Some(today.plus_days(-1)),
            day => Day::parse(day).or_else(|| age(day).map(|days| today.plus_days(-days))),
        };
        let known = SegmentState::ALL.map(SegmentState::word);
        let places = RawTerm { value: places, ..*self }.one_of(&known, SegmentState::from_word)?;
        Ok(Predicate::Was(places, day.ok_or_else(bad)?))
    }

    fn birthday(&self) -> Result<Predicate, FilterProblem> {
        self.unordered()?;
        let today = self.vocabulary.today.date();
        let found = match self.value {
            "this-month" => Some(Birthday::Month(today.month())),
            "next-month" => Some(Birthday::Month(today.month() % 12 + 1)),
            "today" => Some(Birthday::On(today.month(), today.day())),
            text => match text.split_once('-') {
                None => month(text).map(Birthday::Month),
                Some((m, d)) => month(m).zip(small(d, 31)).map(|(m, d)| Birthday::On(m, d)),
            },
        };
        found.map(Predicate::Birthday).ok_or_else(|| self.bad(self.value, Expected::Birthday))
    }

    fn word(&self, field: WordField) -> Result<Predicate, FilterProblem> {
        self.unordered()?;
        let words: Vec<String> = self.value.split(',').filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        if words.is_empty() {
            return Err(FilterProblem::NoValue { field: self.field.to_owned() });
        }
        Ok(Predicate::Word(field, words))
    }

    fn bad(&self, value: &str, expected: Expected) -> FilterProblem {
        FilterProblem::BadValue { field: self.field.to_owned(), value: value.to_owned(), expected }
    }
}

fn whole(text: &str) -> Option<i64> {
    text.replace('_', "").parse().ok()
}

fn month(text: &str) -> Option<u32> {
    small(text, 12)
}

fn small(text: &str, most: u32) -> Option<u32> {
    let plain = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|n| plain && (1..=most).contains(n))
}

fn age(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok().filter(|n| (0..=100_000).contains(n))?;
    match unit {
        'd' | '天' => Some(number),
        'w' => Some(number * 7),
        'm' => Some(number * 30),
        'y' => Some(number * 365),
        _ => None,
    }
}

/// A decimal number in minor units, exactly; `None` with more decimals than the currency has.
fn minor_units(text: &str, decimals: u32) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let digits = digits.trim_start_matches(['¥', '￥']);
    let (major, minor) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let wide = usize::try_from(decimals).ok()?;
    if major.is_empty() || !plain(major) || !plain(minor) || minor.len() > wide {
        return None;
    }
    format!("{major}{minor:0<wide$}").parse::<i64>().ok().map(|n| sign * n)
}

/// The known word with the fewest edits to what was typed, if it is near at all.
pub fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|k| (strsim::damerau_levenshtein(typed, k), k))
        .filter(|(edits, k)| *edits <= 1 + k.chars().count() / 3)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, k)| k.to_owned())
}
