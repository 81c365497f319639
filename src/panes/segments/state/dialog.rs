//! What the pane asks for over itself.

use super::export::ExportForm;
use crate::domain::day::Day;
use crate::domain::segment_views::SortBy;
use crate::shell::field::TextField;
use crate::shell::form::{DateDirection, read_day};
use crate::shell::list::ListState;

/// A dialog of the pane.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// By which column the members are sorted.
    Sort(ListState),
    /// Under which name a filter is saved.
    Name {
        query: String,
        field: TextField,
    },
    /// Whether a saved filter shall be forgotten.
    Forget(String),
    /// Between which two days members are followed.
    Days {
        field: TextField,
        /// Whether they were asked for and are no two days up to the one shown.
        wrong: bool,
    },
    Export(Box<ExportForm>),
    Legend(ListState),
}

impl Dialog {
    /// The text field that has the keys.
    pub fn field(&self) -> Option<&TextField> {
        match self {
            Self::Name { field, .. } | Self::Days { field, .. } => Some(field),
            Self::Export(form) => form.field(),
            Self::Sort(_) | Self::Forget(_) | Self::Legend(_) => None,
        }
    }

    /// The same, to be filled.
    pub fn field_mut(&mut self) -> Option<&mut TextField> {
        match self {
            Self::Name { field, .. } | Self::Days { field, .. } => Some(field),
            Self::Export(form) => form.field_mut(),
            Self::Sort(_) | Self::Forget(_) | Self::Legend(_) => None,
        }
    }
}

/// The columns a list can be sorted by, in the order in which the chooser offers them.
pub const COLUMNS: [SortBy; 12] = [
    SortBy::MemberNo,
    SortBy::Name,
    SortBy::Tier,
    SortBy::Points,
    SortBy::LastOn,
    SortBy::Orders,
    SortBy::NetSpend,
    SortBy::Rfm,
    SortBy::Segment,
    SortBy::Stage,
    SortBy::EndsMonth,
    SortBy::EarnedMonth,
];

/// Two days, in either order, or one from which on members are followed up to the day shown.
pub fn read_days(text: &str, today: Day) -> Option<(Day, Day)> {
    let days: Vec<Day> = text
        .split([' ', ',', '，', '…'])
        .filter(|word| !word.is_empty())
        .map(|word| read_day(word, today, DateDirection::Past).filter(|day| *day <= today))
        .collect::<Option<_>>()?;
    match days[..] {
        [one] if one < today => Some((one, today)),
        [one, other] if one != other => Some((one.min(other), one.max(other))),
        _ => None,
    }
}
