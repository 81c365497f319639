//! `clock show`: the computer's clock beside what is known of the time.

use super::operation::OperationDoc;
use crate::domain::clock::ClockVerdict;
use crate::domain::question::ClockReport;
use serde::Serialize;

/// What the clock reads, what it was held against, and what bears a later time.
#[derive(Debug, Serialize)]
pub struct ClockDoc<'a> {
    now: String,
    newest: String,
    built: String,
    verdict: &'static str,
    ahead: Vec<OperationDoc<'a>>,
}

impl<'a> ClockDoc<'a> {
    /// The document of a report.
    pub fn new(report: &'a ClockReport) -> Self {
        Self {
            now: report.now.rfc3339(),
            newest: report.known.newest.rfc3339(),
            built: report.known.built.rfc3339(),
            verdict: match report.verdict {
                ClockVerdict::Plausible => "plausible",
                ClockVerdict::Behind => "behind",
                ClockVerdict::FarAhead => "far_ahead",
            },
            ahead: report.ahead.iter().map(OperationDoc::new).collect(),
        }
    }
}
