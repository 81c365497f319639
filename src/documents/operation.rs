//! Operations: one line of the journal, and the journal itself.

use crate::domain::operation::OperationRow;
use crate::domain::question::OperationPage;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct OperationDoc<'a> {
    op: String,
    seq: i64,
    kind: &'static str,
    at: String,
    operator: &'a str,
    member_no: Option<&'a str>,
    reason: Option<&'a str>,
    note: Option<&'a str>,
    reference: Option<&'a str>,
    points: Option<i64>,
    reverses: Option<String>,
    reversed_by: Option<String>,
    facts: i64,
    hash: &'a str,
}

impl<'a> OperationDoc<'a> {
    pub fn new(row: &'a OperationRow) -> Self {
        Self {
            op: row.op.to_string(),
            seq: row.seq.0,
            kind: row.kind.word(),
            at: row.at.rfc3339(),
            operator: &row.operator,
            member_no: row.member_no.as_deref(),
            reason: row.reason.as_deref(),
            note: row.note.as_deref(),
            reference: row.reference.as_deref(),
            points: row.points.map(|p| p.0),
            reverses: row.reverses.map(|id| id.to_string()),
            reversed_by: row.reversed_by.map(|id| id.to_string()),
            facts: row.facts,
            hash: &row.hash,
        }
    }
}

/// `journal`: the newest operations that match, and how many do.
#[derive(Debug, Serialize)]
pub struct JournalDoc<'a> {
    operations: Vec<OperationDoc<'a>>,
    total: u64,
}

impl<'a> JournalDoc<'a> {
    /// The document of a page of the journal.
    pub fn new(page: &'a OperationPage) -> Self {
        Self { operations: page.rows.iter().map(OperationDoc::new).collect(), total: page.total }
    }
}
