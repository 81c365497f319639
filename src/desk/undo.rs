//! Finding the operation that shall be reversed, and what it did.

use super::error::DeskError;
use super::subject::subject;
use crate::domain::fact::EventKind;
use crate::domain::journal::Operation;
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::operation::OpKind;
use crate::domain::plan::context::{Batch, PlanContext, Reversal, Subject};
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::undo::dependents;
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many operations a refusal names at most.
const NAMED: usize = 20;

/// The operation of an id, or of a prefix of it that no other has. Hyphens may be left out.
pub(super) fn resolve(store: &Store, text: &str) -> Result<Uuid, DeskError> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase();
    let unknown = || Refusal::UnknownOperation { op: text.trim().to_owned() };
    if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(unknown().into());
    }
    let found = store.operations_beginning(&digits, 8)?;
    match found.as_slice() {
        [] => Err(unknown().into()),
        [one] => Ok(*one),
        several => {
            let matches = several.iter().map(Uuid::to_string).collect();
            Err(Refusal::AmbiguousOperation { op: text.trim().to_owned(), matches }.into())
        }
    }
}

/// Loads an operation to be reversed and the members it touched; nothing where there is no such operation.
pub(super) fn load(store: &Store, context: &mut PlanContext<'_>, id: Uuid) -> Result<(), DeskError> {
    let Some((asked, _)) = store.operation(id)? else { return Ok(()) };
    // A step of an import stands for the whole of it.
    let first = asked.batch.unwrap_or(asked.seq);
    let Some((op, _)) = store.operation_at(first)? else { return Ok(()) };
    let reversed_by = store.reversal_of(op.seq)?.map(|(by, _)| by.id);
    if op.kind == OpKind::Import {
        let batch = if reversed_by.is_none() { Some(batch(store, context, &op)?) } else { Some(Batch::default()) };
        context.reversal = Some(Reversal { reversed_by, batch, ..bare(&op) });
        return Ok(());
    }
    let mut reversal = Reversal { reversed_by, voids: voids(store, &op)?, ..bare(&op) };
    reversal.secret = store.secret(op.seq)?.and_then(|body| serde_json::from_str(&body).ok());
    if let Some(member) = op.member {
        add_member(store, context, member)?;
        for other in others(&context.members[0], op.seq) {
            add_member(store, context, other)?;
        }
    }
    let histories = || context.members.iter().map(|s| &s.history);
    reversal.facts = histories().flat_map(|h| &h.facts).filter(|f| f.op == op.seq).cloned().collect();
    reversal.events = histories().flat_map(|h| &h.events).filter(|e| e.op == op.seq).cloned().collect();
    let ops = histories().flat_map(|h| h.facts.iter().map(|f| f.op).chain(h.events.iter().map(|e| e.op)));
    let later: BTreeSet<OpSeq> = ops.filter(|seq| *seq > op.seq).collect();
    reversal.later = named(store, later.into_iter().rev())?;
    add_case(store, context, &mut reversal)?;
    context.reversal = Some(reversal);
    Ok(())
}

/// Feedback may be of nobody's, and later work on its case need not be its member's.
fn add_case(store: &Store, context: &mut PlanContext<'_>, reversal: &mut Reversal) -> Result<(), DeskError> {
    if !matches!(reversal.kind, OpKind::Feedback | OpKind::Case | OpKind::Undo) {
        return Ok(());
    }
    if reversal.events.is_empty() && reversal.facts.is_empty() {
        reversal.events = store.written_by(reversal.seq, reversal.seq)?.1;
    }
    let Some(feedback) = reversal.events.first().and_then(|e| e.kind.feedback(e.id)) else { return Ok(()) };
    context.case = store.case_file(feedback)?;
    let ops: BTreeSet<OpSeq> = context.case.iter().flat_map(|file| &file.later).map(|e| e.op).collect();
    let later = ops.into_iter().filter(|seq| *seq > reversal.seq).rev();
    reversal.later = named(store, later)?;
    Ok(())
}

fn bare(op: &Operation) -> Reversal {
    Reversal {
        seq: op.seq,
        kind: op.kind,
        operator: op.operator.clone(),
        voids: false,
        reversed_by: None,
        facts: Vec::new(),
        events: Vec::new(),
        secret: None,
        later: Vec::new(),
        batch: None,
    }
}

fn add_member(store: &Store, context: &mut PlanContext<'_>, member: MemberId) -> Result<(), DeskError> {
    if context.members.iter().all(|s| s.history.member != member) {
        context.members.push(subject(store, member)?);
    }
    Ok(())
}

/// The other side of a merge that an operation made.
fn others(subject: &Subject, op: OpSeq) -> Vec<MemberId> {
    let events = subject.history.events.iter().filter(|e| e.op == op);
    let other = events.filter_map(|e| match e.kind {
        EventKind::Absorb { from } => Some(from),
        EventKind::MergedInto { into } => Some(into),
        EventKind::Unmerge { other, .. } => Some(other),
        _ => None,
    });
    other.collect()
}

/// Whether an operation took an import out of the folds.
fn voids(store: &Store, op: &Operation) -> Result<bool, StoreError> {
    let Some(reversed) = op.reverses else { return Ok(false) };
    Ok(store.operation_at(reversed)?.is_some_and(|(reversed, _)| reversed.kind == OpKind::Import))
}

fn named(store: &Store, seqs: impl Iterator<Item = OpSeq>) -> Result<Vec<(OpSeq, Uuid)>, DeskError> {
    let mut named = Vec::new();
    for seq in seqs.take(NAMED) {
        named.extend(store.operation_at(seq)?.map(|(op, _)| (seq, op.id)));
    }
    Ok(named)
}

/// What an import brought, and what builds on it: only members on whom something was recorded after it can tell.
fn batch(store: &Store, context: &PlanContext<'_>, first: &Operation) -> Result<Batch, DeskError> {
    let brought = store.brought_by(first.seq)?;
    let ops: BTreeSet<OpSeq> = brought.ops.iter().copied().collect();
    let mut found: BTreeSet<OpSeq> = BTreeSet::new();
    for (member, last) in &brought.members {
        if store.newest(*member)? <= *last {
            continue;
        }
        let history = store.history(*member)?;
        let dependents = dependents(&history, &ops, context.programs, context.today());
        found.extend(dependents.map_err(|_| Refusal::TooLarge)?);
    }
    for rows in &brought.spans {
        found.extend(store.work_on_cases(rows)?);
    }
    Ok(Batch {
        first: first.seq,
        facts: brought.rows,
        members: i64::try_from(brought.members.len()).unwrap_or(i64::MAX),
        enrolled: brought.enrolled,
        updated: brought.updated,
        dependents: named(store, found.into_iter().rev())?.into_iter().map(|(_, id)| id).collect(),
    })
}
