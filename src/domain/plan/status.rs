//! What a member's status allows, and changing it.

use super::context::{PlanContext, Subject};
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::words;
use crate::domain::fact::{EventKind, History, Status};
use crate::domain::fold::fold;
use crate::domain::fold::view::Snapshot;
use crate::domain::num::{FactId, MemberId, Points};

pub(super) fn of(context: &PlanContext<'_>, history: &History) -> Result<Status, Refusal> {
    let folded = fold(history, context.programs, context.today()).map_err(|_| Refusal::TooLarge)?;
    Ok(folded.state.snapshot(context.programs).status)
}

/// The status that stood before an event was recorded.
pub(super) fn before(context: &PlanContext<'_>, history: &History, event: FactId) -> Result<Status, Refusal> {
    let events = history.events.iter().filter(|e| e.id < event).cloned().collect();
    of(context, &History { member: history.member, events, ..History::default() })
}

/// Spending, adjusting (a tier by hand is an adjustment too), transferring: active members only.
pub(super) fn is_active(context: &PlanContext<'_>, subject: &Subject) -> Result<(), Refusal> {
    allowed(context, subject, &[Status::Active])
}

/// Refused unless the member has one of these statuses.
pub(super) fn allowed(context: &PlanContext<'_>, subject: &Subject, statuses: &[Status]) -> Result<(), Refusal> {
    let status = of(context, &subject.history)?;
    if statuses.contains(&status) {
        return Ok(());
    }
    Err(Refusal::StatusForbids { status, survivor_no: subject.survivor_no.clone() })
}

/// Freeze, unfreeze or close. A closed member comes back only by undoing what closed it.
pub(super) fn set(
    context: &PlanContext<'_>,
    member: MemberId,
    to: Status,
    reason: Option<String>,
    note: Option<String>,
) -> Result<Plan, Refusal> {
    let subject = context.subject(member)?;
    if !matches!(to, Status::Active | Status::Frozen | Status::Closed) {
        return Err(words::bad("status", word(to), "active|frozen|closed"));
    }
    if of(context, &subject.history)? == to {
        return Err(Refusal::NoChange);
    }
    allowed(context, subject, &[Status::Active, Status::Frozen])?;
    words::check_optional_reason(context.program(), reason.as_deref(), note.as_deref())?;
    let mut draft = PlanDraft::new(context, Intent::SetStatus { member, to, reason, note });
    draft.event(Some(member), EventKind::Status { to });
    let around = draft.fold()?;
    for one in around.iter().filter(|_| to == Status::Closed) {
        draft.warnings.extend(points_left(one.snapshots(context).0.as_ref()));
    }
    Ok(draft.finish(&around))
}

/// The warning that points stay behind, unusable.
pub(super) fn points_left(before: Option<&Snapshot>) -> Option<Warning> {
    let points = &before?.points;
    let balance = Points(points.balance.0.max(0).saturating_add(points.pending.0));
    (balance > Points::ZERO).then_some(Warning::PointsLeft { balance })
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Frozen => "frozen",
        Status::Closed => "closed",
        Status::Merged => "merged",
        Status::Erased => "erased",
    }
}
