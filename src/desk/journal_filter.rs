//! The filter of the journal as text: words and conditions, each read with what the file knows.

use super::error::DeskError;
use crate::domain::day::{DAY_MS, Day, Zone};
use crate::domain::num::{OpSeq, Points};
use crate::domain::operation::OpKind;
use crate::domain::plan::outcome::Refusal;
use crate::domain::query::{Expected, FilterProblem, QueryError, nearest};
use crate::store::Store;
use crate::store::listing::{JournalCondition, JournalFilter, PointsComparison, TimeOfDay};

/// The fields of a query of the journal, under every name they have.
const FIELDS: [&str; 15] = [
    "op", "no", "by", "member", "reason", "points", "after", "before", "day", "ref", "store", "kind", "operator",
    "since", "until",
];

/// The signs between a field and its value, the longer ones first.
const SIGNS: [(&str, PointsComparison); 6] = [
    (">=", PointsComparison::AtLeast),
    ("<=", PointsComparison::AtMost),
    (">", PointsComparison::MoreThan),
    ("<", PointsComparison::LessThan),
    (":", PointsComparison::Equal),
    ("=", PointsComparison::Equal),
];

/// Why a condition can't be read, or could not be looked up.
enum Unreadable {
    /// There is no such field; the nearest one.
    Field(Option<String>),
    Value(FilterProblem),
    Not(DeskError),
}

impl<E: Into<DeskError>> From<E> for Unreadable {
    fn from(error: E) -> Self {
        Self::Not(error.into())
    }
}

/// A condition of a query, taken apart.
struct Term<'q> {
    field: &'q str,
    comparison: PointsComparison,
    value: &'q str,
    /// Characters before the value.
    before: usize,
}

/// Reads a query; what can't be read is refused (`BadQuery`) with its column.
pub(super) fn read(store: &Store, zone: Zone, query: &str) -> Result<JournalFilter, DeskError> {
    let mut terms = Vec::new();
    for (column, whole) in words(query) {
        // A sign before a field turns its condition round; before a number it is the number's own.
        let whole = whole.as_str();
        let negated = whole.strip_prefix(['-', '\u{2212}']).filter(|word| taken_apart(word).is_some());
        let word = negated.unwrap_or(whole);
        let term = match taken_apart(word) {
            Some(term) => {
                let column = column + usize::from(negated.is_some());
                named_term(store, zone, &term).map_err(|problem| match problem {
                    Unreadable::Field(nearest) => {
                        let field = term.field.to_owned();
                        bad_query(column, FilterProblem::UnknownField { field, nearest })
                    }
                    Unreadable::Value(problem) => bad_query(column + term.before, problem),
                    Unreadable::Not(error) => error,
                })?
            }
            None => free_term(store, word)?,
        };
        terms.push(if negated.is_some() { JournalCondition::Not(Box::new(term)) } else { term });
    }
    Ok(JournalFilter::of(terms))
}

/// A word that begins with the name of a field and a sign; times of day, drives and addresses do not.
fn taken_apart(word: &str) -> Option<Term<'_>> {
    let at = word.find([':', '<', '>', '='])?;
    let (field, rest) = word.split_at(at);
    let is_field = field.chars().nth(1).is_some() && field.chars().all(|c| c.is_alphabetic() || c == '_');
    let (sign, comparison) = SIGNS.into_iter().find(|(sign, _)| rest.starts_with(sign))?;
    let value = rest.strip_prefix(sign)?;
    let is_address = sign == ":" && value.starts_with(['/', '\\']);
    let before = field.chars().count() + sign.len();
    (is_field && !is_address).then_some(Term { field, comparison, value, before })
}

/// The words of a query, each with its column from 1. Quotation marks hold together what has blanks (`by:"Emma Clark"`).
fn words(query: &str) -> Vec<(usize, String)> {
    let (mut words, mut quoted): (Vec<(usize, String)>, bool) = (Vec::new(), false);
    let mut is_inside = false;
    for (column, c) in (1..).zip(query.chars()) {
        if matches!(c, '"' | '\u{201c}' | '\u{201d}') {
            quoted = !quoted;
        }
        if c.is_whitespace() && !quoted {
            is_inside = false;
            continue;
        }
        if !is_inside {
            words.push((column, String::new()));
            is_inside = true;
        }
        if let Some((_, word)) = words.last_mut().filter(|_| !matches!(c, '"' | '\u{201c}' | '\u{201d}')) {
            word.push(c);
        }
    }
    words
}

fn bad_query(column: usize, problem: FilterProblem) -> DeskError {
    Refusal::BadQuery { error: QueryError { column, problem } }.into()
}

fn named_term(store: &Store, zone: Zone, term: &Term<'_>) -> Result<JournalCondition, Unreadable> {
    let (name, value) = (term.field.to_lowercase(), term.value);
    if !FIELDS.contains(&name.as_str()) {
        return Err(Unreadable::Field(nearest(&name, FIELDS.into_iter())));
    }
    if value.is_empty() {
        return Err(Unreadable::Value(FilterProblem::NoValue { field: name }));
    }
    if term.comparison != PointsComparison::Equal && name != "points" {
        return Err(Unreadable::Value(FilterProblem::NoOrder { field: name }));
    }
    let bad = |expected| {
        let (field, value) = (name.clone(), value.to_owned());
        Unreadable::Value(FilterProblem::BadValue { field, value, expected })
    };
    let day = || Day::parse(value).ok_or_else(|| bad(Expected::Date));
    Ok(match name.as_str() {
        "op" if is_id(value) => JournalCondition::Id(digits_of(value)),
        "op" | "kind" => kind(&name, value)?,
        "no" => JournalCondition::Places(places(value).ok_or_else(|| bad(Expected::WholeNumber))?),
        "by" | "operator" => JournalCondition::Operator(value.to_owned()),
        "member" => store.member_id(value)?.map_or(JournalCondition::Nothing, JournalCondition::Member),
        "reason" => JournalCondition::Reason(value.to_owned()),
        "points" => {
            let points = value.replace('−', "-").replace(',', "").parse().map_err(|_| bad(Expected::WholeNumber))?;
            JournalCondition::Points(term.comparison, Points(points))
        }
        "ref" => JournalCondition::Reference(value.to_owned()),
        "store" => JournalCondition::Store(store_named(store, value)?),
        "after" | "before" => match time_of_day(value) {
            Some(time) => JournalCondition::TimeOfDay(at_time(store, zone, name == "after", time)?),
            None if name == "after" => {
                JournalCondition::Since(Day::parse(value).ok_or_else(|| bad(Expected::DayOrTime))?)
            }
            None => JournalCondition::Until(Day::parse(value).ok_or_else(|| bad(Expected::DayOrTime))?.plus_days(-1)),
        },
        "day" => JournalCondition::On(day()?),
        "since" => JournalCondition::Since(day()?),
        _ => JournalCondition::Until(day()?),
    })
}

fn kind(field: &str, value: &str) -> Result<JournalCondition, Unreadable> {
    let word = value.to_lowercase();
    let unknown = || FilterProblem::UnknownValue {
        field: field.to_owned(),
        value: value.to_owned(),
        nearest: nearest(&word, OpKind::ALL.map(OpKind::word).into_iter()),
    };
    OpKind::from_word(&word).map(JournalCondition::Kind).ok_or_else(|| Unreadable::Value(unknown()))
}

/// Whether a value is the beginning of an operation's id: no kind begins with a digit or has nothing but hexadecimal digits.
fn is_id(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_hexdigit() || c == '-') && OpKind::from_word(value).is_none()
}

/// Numbers of operations as they are listed, separated by commas: `no:12,15`.
fn places(value: &str) -> Option<Vec<OpSeq>> {
    let place = |text: &str| text.trim().trim_start_matches('#').parse().ok().map(OpSeq);
    value.split([',', '，']).map(place).collect()
}

fn digits_of(value: &str) -> String {
    value.chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase()
}

/// The home store that is meant: its name, or the only one that has the value in it.
fn store_named(store: &Store, value: &str) -> Result<String, Unreadable> {
    let known = store.known_places()?.stores;
    let folded = value.to_lowercase();
    let has = |name: &&String| name.to_lowercase().contains(&folded);
    let fit: Vec<&String> = known.iter().filter(has).collect();
    let only = if let [only] = fit.as_slice() { Some(*only) } else { None };
    let unknown = || {
        let nearest = nearest(&folded, known.iter().map(String::as_str));
        let (field, value) = ("store".to_owned(), value.to_owned());
        Unreadable::Value(FilterProblem::UnknownValue { field, value, nearest })
    };
    known.iter().find(|name| name.to_lowercase() == folded).or(only).cloned().ok_or_else(unknown)
}

/// `18:00` in milliseconds from midnight.
fn time_of_day(value: &str) -> Option<i64> {
    let (hours, minutes) = value.split_once([':', '：'])?;
    let number = |text: &str, most: i64| text.parse::<i64>().ok().filter(|n| (0..=most).contains(n));
    let is_short = (1..=2).contains(&hours.len()) && minutes.len() == 2;
    is_short.then_some(())?;
    Some((number(hours, 24)? * 60 + number(minutes, 59)?) * 60_000)
}

/// A condition on the time of day in the programme's zone. On a day when the clocks change, times count from midnight on.
fn at_time(store: &Store, zone: Zone, after: bool, time: i64) -> Result<TimeOfDay, Unreadable> {
    let (first, last) = store.journal_days()?;
    let mut offsets: Vec<(Day, i64)> = Vec::new();
    for day in first.0..=last.0 {
        let offset = day * DAY_MS - zone.start_of(Day(day)).0;
        if offsets.last().is_none_or(|(_, known)| *known != offset) {
            offsets.push((Day(day), offset));
        }
    }
    Ok(TimeOfDay { after, time, offsets })
}

fn free_term(store: &Store, word: &str) -> Result<JournalCondition, DeskError> {
    Ok(JournalCondition::Word {
        text: word.to_owned(),
        kind: OpKind::from_word(&word.to_ascii_lowercase()),
        member: store.member_id(word)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::evening("18:00", Some(64_800_000))]
    #[case::midnight("24:00", Some(86_400_000))]
    #[case::day("2026-11-29", None)]
    #[case::no_time("18:60", None)]
    #[case::long("18:00:00", None)]
    fn a_time_of_day(#[case] text: &str, #[case] ms: Option<i64>) {
        assert_eq!(time_of_day(text), ms);
    }

    #[rstest]
    #[case::none("  ", &[])]
    #[case::two("a  b:c", &[(1, "a"), (4, "b:c")])]
    #[case::held_together("by:\"Emma Clark\" x", &[(1, "by:Emma Clark"), (17, "x")])]
    #[case::not_closed("by:\"Emma Clark", &[(1, "by:Emma Clark")])]
    fn a_query_is_words(#[case] query: &str, #[case] expected: &[(usize, &str)]) {
        let words = words(query);
        assert_eq!(words.iter().map(|(column, word)| (*column, word.as_str())).collect::<Vec<_>>(), expected);
    }

    #[rstest]
    #[case::word("goodwill", None)]
    #[case::time("18:00", None)]
    #[case::address("https://example.com", None)]
    #[case::equals("by:lw", Some(("by", PointsComparison::Equal, "lw")))]
    #[case::more("points>400", Some(("points", PointsComparison::MoreThan, "400")))]
    #[case::at_most("points<=-5", Some(("points", PointsComparison::AtMost, "-5")))]
    #[case::time_value("after:18:00", Some(("after", PointsComparison::Equal, "18:00")))]
    fn a_condition_is_taken_apart(#[case] word: &str, #[case] expected: Option<(&str, PointsComparison, &str)>) {
        assert_eq!(taken_apart(word).map(|term| (term.field, term.comparison, term.value)), expected);
    }
}
