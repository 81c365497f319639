//! Operations: one line of the journal, and the journal itself.

use super::word;
use crate::domain::operation::OperationRow;
use crate::domain::operation::StaffEntry;
use crate::domain::question::OperationPage;
use crate::domain::staff::change::OperatorChange;
use serde::Serialize;
use serde_json::{Value, json};

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
    /// Of a change of an operator: who it is about, and what became so.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Value>,
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
            about: row.staff.as_ref().map(about),
        }
    }
}

/// What became so of an operator.
fn about(entry: &StaffEntry) -> Value {
    let role = entry.change.as_ref().and_then(OperatorChange::role);
    json!({
        "operator": entry.name,
        "change": entry.change.as_ref().map_or("pin", OperatorChange::word),
        "role": role.map(word::role),
        "member_no": entry.member_no,
    })
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
