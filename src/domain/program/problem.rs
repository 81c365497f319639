//! What can be wrong with a `program.toml`, as data; `text` has the sentences.

use serde::{Deserialize, Serialize};

/// One mistake in a `program.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}, {key}: {problem:?}")]
pub struct ProgramError {
    /// Lines count from 1.
    pub line: usize,
    /// The key with its path (`points.expiry`, `tiers[2].spend`); empty where the whole file is meant.
    pub key: String,
    pub problem: ProgramProblem,
}

/// The shape a value must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// `"…"`.
    Text,
    /// A whole number.
    Integer,
    /// A number, or a decimal in quotes.
    Decimal,
    /// `[section]` or `{ … }`.
    Table,
    /// `[[section]]`.
    List,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ProgramProblem {
    /// The text is not TOML.
    Syntax { message: String },
    /// There is no such key.
    UnknownKey {
        /// The key most like it.
        nearest: Option<String>,
        /// The keys there are at that place.
        known: Vec<String>,
    },
    /// The key must be given.
    Missing,
    /// The value has another shape.
    WrongShape {
        /// The shape it must have.
        expected: Shape,
    },
    /// The value is none of the names there are.
    UnknownName {
        value: String,
        /// The name most like it.
        nearest: Option<String>,
        /// The names there are, where they are few enough to be told.
        known: Vec<String>,
    },
    /// Not one of `never`, `months(n)`, `end_of_month(n)`, `end_of_year(n)`.
    BadExpiry { value: String },
    /// Neither `n_days` nor `calendar_year`.
    BadWindow { value: String },
    /// A metric of what no data file of this version records yet.
    NotMeasured {
        value: String,
        /// The metrics there are.
        known: Vec<String>,
    },
    /// Two keys are given of which only one can hold.
    NotBoth,
    /// Not a number of contacts in a number of days.
    BadCap { value: String },
    /// Not two hours.
    BadHours { value: String },
    /// Not a month like `2026-11`.
    BadMonth { value: String },
    /// Not a day like `1990-01-01`.
    BadDay { value: String },
    /// Not a decimal, or with too many places.
    BadDecimal {
        value: String,
        /// Decimals it may have.
        places: u32,
    },
    /// Too small or too large.
    OutOfRange {
        value: String,
        /// The smallest it may be.
        min: String,
        /// The largest.
        max: String,
    },
    /// A code is 1 to 32 of `a–z`, `0–9` and `_`.
    BadCode { value: String },
    /// The code stands there twice.
    Duplicate { value: String, first_line: usize },
    /// A text or a list that must hold something holds nothing.
    Empty,
    /// A text is too long.
    TooLong {
        /// Characters it may have.
        max: usize,
    },
    /// The base tier asks for something.
    BaseThreshold,
    /// A tier above the base asks for nothing.
    NoThreshold,
    /// A threshold is not above that of a lower tier.
    NotAbove {
        tier: String,
        /// Its threshold, as it would be written.
        value: String,
    },
    /// A keep-threshold is above the tier's own entry.
    KeepAboveEntry {
        /// The entry threshold, as it would be written.
        entry: String,
    },
    /// A lifecycle window is not longer than the one before it.
    NotLonger {
        /// The key of the one before it.
        than: String,
        days: i64,
    },
}

/// The candidate most like a value, where one is alike enough to be meant.
pub fn nearest<'a>(value: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let lower = value.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::normalized_damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, c)| c.to_owned())
}
