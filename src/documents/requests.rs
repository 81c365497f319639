//! `proposals`: changes that wait for a second person.

use super::plan::{effect_doc, intent_doc};
use crate::domain::approval_request::RequestRow;
use crate::domain::program::Programs;
use crate::domain::question::RequestSheet;
use crate::text::Words;
use serde::Serialize;
use serde_json::{Value, json};

/// Every approval request, those that are open first.
#[derive(Debug, Serialize)]
pub struct RequestsDoc<'a> {
    proposals: Vec<RequestDoc<'a>>,
}

/// One approval request.
#[derive(Debug, Serialize)]
pub struct RequestDoc<'a> {
    op: String,
    seq: i64,
    act: &'static str,
    member_no: Option<&'a str>,
    points: Option<i64>,
    proposed_by: &'a str,
    at: String,
    until: String,
    state: &'static str,
    /// Who answered, when, and by which operation; nothing while it is open.
    approval: Option<Value>,
    /// What is asked for and what it would have done; nothing in a list, and nothing once it is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    intent: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

impl<'a> RequestsDoc<'a> {
    /// The document of a list.
    pub fn new(rows: &'a [RequestRow]) -> Self {
        Self { proposals: rows.iter().map(RequestDoc::of_row).collect() }
    }
}

impl<'a> RequestDoc<'a> {
    fn of_row(row: &'a RequestRow) -> Self {
        let request = &row.request;
        let answered = |end: &crate::domain::approval_request::RequestEnd| json!({ "by": end.by, "at": end.at.rfc3339(), "seq": end.op.0 });
        Self {
            op: request.op.to_string(),
            seq: request.seq.0,
            act: request.act.word(),
            member_no: row.member_no.as_deref(),
            points: request.points.map(|points| points.0),
            proposed_by: &request.by,
            at: request.at.rfc3339(),
            until: request.until.to_string(),
            state: row.state.word(),
            approval: request.end.as_ref().map(answered),
            intent: None,
            effect: None,
            note: None,
        }
    }

    /// The document of a request in full.
    pub fn of_sheet(sheet: &'a RequestSheet, programs: &Programs, words: Words) -> Self {
        let effect = sheet.proposed.as_ref();
        let change = sheet.change.as_ref().zip(effect);
        Self {
            intent: change.map(|(change, effect)| intent_doc(change, effect)),
            effect: change.map(|(change, effect)| effect_doc(change, effect, programs, words)),
            note: sheet.note.as_deref(),
            ..Self::of_row(&sheet.row)
        }
    }
}
