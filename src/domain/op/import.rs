//! Rows imported from a file. The import writes its own operations, step by step (`desk::import`), so there is no intent. Undoing
//! it takes everything it brought out of every fold, and only while nothing later builds on it.

use super::writes::{Writes, writes};
use crate::domain::day::Day;
use crate::domain::fact::{EventKind, FactKind, History, Status};
use crate::domain::fold::fold;
use crate::domain::num::{OpSeq, Overflow};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft, uncovered};
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::purchase::every_fact;
use crate::domain::program::Programs;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// What undoing writes; the import itself is no plan.
pub(super) const WRITES: Writes = writes!(facts: [], events: [Status]);

/// Takes an import out, and closes the members it enrolled; or, where an undo is to be undone, lets it count again.
pub(super) fn reverse(mut draft: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    let Some(batch) = &reversal.batch else { return Err(reversal.irreversible()) };
    let (facts, members) = (batch.facts, batch.members);
    let enrolled = i64::try_from(batch.enrolled.len()).unwrap_or(i64::MAX);
    let ops: Vec<String> = batch.dependents.iter().map(Uuid::to_string).collect();
    draft.voids = Some(reversal.seq);
    draft.on_whole_file = true;
    if reversal.restores() {
        if !ops.is_empty() {
            return Err(Refusal::ImportAgain { ops });
        }
        draft.warnings.push(Warning::RestoresImport { facts, members, enrolled });
        return draft.folded();
    }
    if !ops.is_empty() {
        return Err(Refusal::DependedOn { ops });
    }
    // What a profile was before an import changed it is not kept.
    if batch.updated > 0 {
        return Err(reversal.irreversible());
    }
    // Where it was undone before, the events of that undo close them again.
    let closes = if reversal.undos == 0 { batch.enrolled.as_slice() } else { &[] };
    for member in closes {
        draft.event(Some(*member), EventKind::Status { to: Status::Closed });
    }
    draft.warnings.push(Warning::VoidsImport { facts, members, enrolled });
    draft.folded()
}

/// Operations that build on what an import brought to one member, or to those whose files have joined it: anything recorded since on a
/// member it enrolled, refunds of its sales and answers to its facts, wherever they are recorded, and debits that would find no lot
/// without it.
pub fn dependents(
    history: &History,
    batch: &BTreeSet<OpSeq>,
    programs: &Programs,
    today: Day,
) -> Result<Vec<OpSeq>, Overflow> {
    let mut found: BTreeSet<OpSeq> = BTreeSet::new();
    let later = |op: &OpSeq| !batch.contains(op) && batch.iter().any(|b| b < op);
    // Or let in again, after the import that had enrolled the member first was undone.
    let begins = |kind: &EventKind| matches!(kind, EventKind::Enrol { .. } | EventKind::Status { .. });
    let enrolled = history.events.iter().any(|e| batch.contains(&e.op) && begins(&e.kind));
    if enrolled {
        found.extend(history.facts.iter().map(|f| f.op).filter(later));
        found.extend(history.events.iter().map(|e| e.op).filter(later));
    }
    let facts = every_fact(history);
    let brought: HashSet<_> = facts.iter().filter(|f| batch.contains(&f.op)).map(|f| f.id).collect();
    let answers = facts.iter().filter(|f| f.link.is_some_and(|link| brought.contains(&link)));
    found.extend(answers.map(|f| f.op).filter(later));

    let (with, without) =
        (fold(history, programs, today)?.trace, fold(&left_out(history, batch), programs, today)?.trace);
    let before: HashSet<_> = uncovered(&with).map(|(entry, _)| entry.fact).collect();
    // A debit that was reversed has its points back, whatever paid for it.
    let reversed: HashSet<_> = facts.iter().filter(|f| f.kind != FactKind::Refund).filter_map(|f| f.link).collect();
    let overdrawn =
        uncovered(&without).filter(|(entry, _)| !before.contains(&entry.fact) && !reversed.contains(&entry.fact));
    found.extend(overdrawn.map(|(entry, _)| entry.op));
    Ok(found.into_iter().rev().collect())
}

/// A history without what some operations wrote, also in the files that joined it.
fn left_out(history: &History, batch: &BTreeSet<OpSeq>) -> History {
    History {
        member: history.member,
        facts: history.facts.iter().filter(|f| !batch.contains(&f.op)).cloned().collect(),
        events: history.events.iter().filter(|e| !batch.contains(&e.op)).cloned().collect(),
        absorbed: history.absorbed.iter().map(|(id, h)| (*id, left_out(h, batch))).collect(),
        at_survivor: history.at_survivor_where(|f| !batch.contains(&f.op)),
    }
}
