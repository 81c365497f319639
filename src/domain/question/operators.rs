//! Questions about who works here.

use crate::domain::day::Instant;
use crate::domain::operator::Role;

/// Every operator of the data file, by name; none where it is one owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListOperators;

/// One operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorRecord {
    pub name: String,
    pub role: Role,
    /// The number of the member that this person is.
    pub member_no: Option<String>,
    pub is_disabled: bool,
    /// Whether a PIN was set in this file: without one nobody logs in here by this name.
    pub has_pin: bool,
    /// No PIN is looked at before this instant; `None` where one is.
    pub locked_until: Option<Instant>,
}
