//! Why a filter can't be read. In a file of its own, so that a refusal can say it without knowing what filters ask for.

use serde::{Deserialize, Serialize};

/// Why a filter can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("column {column}: {problem:?}")]
pub struct QueryError {
    /// Where, in characters from 1.
    pub column: usize,
    pub problem: FilterProblem,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FilterProblem {
    /// There is no such field.
    UnknownField {
        field: String,
        /// The nearest field there is.
        nearest: Option<String>,
    },
    /// The field has no such value.
    UnknownValue {
        field: String,
        value: String,
        /// The nearest value there is.
        nearest: Option<String>,
    },
    NoValue {
        field: String,
    },
    /// The field can't be compared with `<` and `>`.
    NoOrder {
        field: String,
    },
    /// The value has another shape than the field's.
    BadValue {
        field: String,
        value: String,
        expected: Expected,
    },
    /// A quotation mark is not closed.
    OpenQuote,
    /// The range ends before it begins.
    EmptyRange,
    /// More than can be asked in one filter.
    TooLong {
        /// The most conditions and words.
        most: usize,
    },
}

/// The shape of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// `5000`
    Number,
    /// `299.90`
    Money,
    /// `30d` or `2026-11-22`
    DayOrAge,
    /// `2026-11-22`
    Date,
    /// `400` or `-20`
    WholeNumber,
    /// `2026-11-22` or `18:00`
    DayOrTime,
    /// `at_risk@2026-10-23`
    PlaceOnDay,
    /// `this-month`, `today`, `11` or `11-22`
    Birthday,
}
