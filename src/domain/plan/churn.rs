//! Why members leave: a code of the programme, recorded with what it came up in.

use super::context::{PlanContext, Reversal, Subject};
use super::draft::PlanDraft;
use super::outcome::Refusal;
use crate::domain::fact::EventKind;
use crate::domain::fold::fold;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::MemberId;

/// Records a churn reason; refused where the programme does not know its code.
pub fn record(
    draft: &mut PlanDraft<'_>,
    context: &PlanContext<'_>,
    member: MemberId,
    code: &str,
) -> Result<(), Refusal> {
    let known = &context.program().churn_reasons;
    if !known.iter().any(|reason| reason.code == code) {
        let known = known.iter().map(|reason| reason.code.clone()).collect();
        return Err(Refusal::UnknownReason { reason: code.to_owned(), known });
    }
    draft.event(Some(member), EventKind::ChurnReason { reason: code.to_owned() });
    Ok(())
}

/// Whether a member is lost by now.
pub fn is_lost(context: &PlanContext<'_>, subject: &Subject) -> Result<bool, Refusal> {
    let folded = fold(&subject.history, context.programs, context.today()).map_err(|_| Refusal::TooLarge)?;
    Ok(folded.state.snapshot(context.programs).lifecycle.stage == LifecycleStage::Lost)
}

/// What was recorded beside the change that is reversed counts no more, or counts again.
pub fn uncount(draft: &mut PlanDraft<'_>, reversal: &Reversal) {
    for event in &reversal.events {
        match event.kind {
            EventKind::ChurnReason { .. } => {
                draft.event(Some(event.member), EventKind::Counts { of: event.id, counts: false });
            }
            EventKind::Counts { of, counts } => {
                draft.event(Some(event.member), EventKind::Counts { of, counts: !counts });
            }
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
            | EventKind::Erase
            | EventKind::Feedback { .. }
            | EventKind::FeedbackCounts { .. }
            | EventKind::Case { .. }
            | EventKind::CaseCounts { .. }
            | EventKind::Contact { .. }
            | EventKind::Interactions { .. } => {}
        }
    }
}
