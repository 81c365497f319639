//! Feedback, or work on a case, counts no longer, or counts again.

use super::context::{PlanContext, Reversal};
use super::draft::{PlanBody, PlanDraft};
use super::outcome::Refusal;
use crate::domain::fact::{Event, EventKind};
use crate::domain::feedback::case::CaseFile;
use crate::domain::num::FactId;

/// What reverses a logging, a change of a case, or a reversal of either. Refused while a later change of the case builds on it.
pub fn reverse(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    let Some(event) = reversal.events.first() else { return Err(reversal.irreversible()) };
    let (of, counts) = match event.kind {
        EventKind::Feedback { .. } | EventKind::Case { .. } => (event.id, false),
        EventKind::FeedbackCounts { of, counts }
        | EventKind::CaseCounts { of, counts, .. }
        | EventKind::Counts { of, counts } => (of, !counts),
        EventKind::Enrol { .. }
        | EventKind::Profile { .. }
        | EventKind::Status { .. }
        | EventKind::Override { .. }
        | EventKind::OverrideEnd { .. }
        | EventKind::OverrideAgain { .. }
        | EventKind::TierImport { .. }
        | EventKind::Absorb { .. }
        | EventKind::MergedInto { .. }
        | EventKind::Unmerge { .. }
        | EventKind::Contact { .. }
        | EventKind::Interactions { .. }
        | EventKind::ChurnReason { .. }
        | EventKind::Erase => return Err(reversal.irreversible()),
    };
    let file = context.case.as_ref().ok_or(Refusal::NoCase { case: of.0 })?;
    if let Some(later) = later_change(file, of) {
        let ops = reversal.later.iter().filter(|(seq, _)| *seq == later.op);
        return Err(Refusal::DependedOn { ops: ops.map(|(_, id)| id.to_string()).collect() });
    }
    draft.counts(event.member, of, counts, file.opened.id);
    draft.folded()
}

/// The newest change of a case that counts and came after a row.
fn later_change(file: &CaseFile, of: FactId) -> Option<&Event> {
    file.counting().into_iter().rfind(|e| e.id > of)
}
