//! `member export`: everything known about a member, to be handed out.

use super::contact::{ContactDoc, InteractionDoc};
use super::explain::StepDoc;
use super::feedback::FeedbackDoc;
use super::ledger::EntryDoc;
use super::member::MemberDoc;
use super::operation::OperationDoc;
use crate::domain::day::Day;
use crate::domain::fold::view::PurchaseRow;
use crate::domain::read_models::MemberExport;
use serde::Serialize;

/// Profile whole, state, ledger, purchases, tier history, operations, feedback, contacts, interactions.
#[derive(Debug, Serialize)]
pub struct ExportDoc<'a> {
    op: String,
    at: String,
    member: MemberDoc<'a>,
    ledger: Vec<EntryDoc<'a>>,
    history: Vec<PurchaseDoc<'a>>,
    tier_steps: Vec<StepDoc<'a>>,
    operations: Vec<OperationDoc<'a>>,
    feedback: Vec<FeedbackDoc<'a>>,
    contacts: Vec<ContactDoc<'a>>,
    interactions: Vec<InteractionDoc<'a>>,
}

impl<'a> ExportDoc<'a> {
    pub fn new(export: &'a MemberExport) -> Self {
        let trace = &export.file.trace;
        Self {
            op: export.op.to_string(),
            at: export.at.rfc3339(),
            member: MemberDoc::with_profile(&export.file, &export.profile),
            ledger: trace.entries.iter().map(EntryDoc::new).collect(),
            history: trace.purchases.iter().map(PurchaseDoc::new).collect(),
            tier_steps: trace.tier_steps.iter().map(StepDoc::new).collect(),
            operations: export.file.journal.iter().map(OperationDoc::new).collect(),
            feedback: export.feedback.iter().map(|row| FeedbackDoc::new(row, export.at)).collect(),
            contacts: export.file.contacts.iter().map(ContactDoc::new).collect(),
            interactions: export.file.interactions.iter().map(InteractionDoc::new).collect(),
        }
    }
}

/// A sale, or below zero a refund.
#[derive(Debug, Serialize)]
struct PurchaseDoc<'a> {
    id: i64,
    day: Day,
    at: String,
    amount: i64,
    points_paid: i64,
    points: i64,
    refunded: i64,
    reference: Option<&'a str>,
    sale: Option<i64>,
    seq: i64,
}

impl<'a> PurchaseDoc<'a> {
    fn new(row: &'a PurchaseRow) -> Self {
        Self {
            id: row.fact.0,
            day: row.day,
            at: row.at.rfc3339(),
            amount: row.amount.0,
            points_paid: row.points_paid.0,
            points: row.points.0,
            refunded: row.refunded.0,
            reference: row.reference.as_deref(),
            sale: row.sale.map(|f| f.0),
            seq: row.op.0,
        }
    }
}
