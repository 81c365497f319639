//! Acknowledged alerts: somebody looks after one that fired. An alert is its rule and the day on which it fired; what was known of
//! it then is kept, for later facts may say that it would not have fired.

use super::alert::{AlertMetric, AlertSeverity, AlertSide};
use super::day::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was known of an alert when somebody acknowledged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenAlert {
    pub metric: AlertMetric,
    pub severity: AlertSeverity,
    pub side: AlertSide,
    /// Times 10^4.
    pub threshold_e4: i64,
    /// The value of the day on which it fired, times 10^4.
    pub value_e4: i64,
}

/// What an acknowledgement says, but for its note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AckContent {
    /// Who looks after it.
    pub owner: String,
    /// The operator who acknowledged it.
    pub by: String,
    pub seen: SeenAlert,
}

/// An acknowledgement as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertAck {
    /// The operation that made it.
    pub op: Uuid,
    pub at: Instant,
    pub content: AckContent,
    /// Gone after an erasure.
    pub note: Option<String>,
}
