//! What a member's status allows.

use super::context::{PlanContext, Subject};
use super::outcome::{Refusal, Warning};
use crate::domain::fact::{History, Status};
use crate::domain::fold::fold;
use crate::domain::fold::view::Snapshot;
use crate::domain::num::{FactId, Points};

/// A member's status.
pub fn of(context: &PlanContext<'_>, history: &History) -> Result<Status, Refusal> {
    // Final whatever a clock said when it was done, in whatever file.
    if history.erasures().next().is_some() {
        return Ok(Status::Erased);
    }
    let folded = fold(history, context.programs, context.today()).map_err(|_| Refusal::TooLarge)?;
    Ok(folded.state.snapshot(context.programs).status)
}

/// The status that stood before an event was recorded.
pub fn before(context: &PlanContext<'_>, history: &History, event: FactId) -> Result<Status, Refusal> {
    let events = history.events.iter().filter(|e| e.id < event).cloned().collect();
    of(context, &History { member: history.member, events, ..History::default() })
}

/// Spending, adjusting (a tier by hand is an adjustment too), transferring: active members only.
pub fn is_active(context: &PlanContext<'_>, subject: &Subject) -> Result<(), Refusal> {
    allowed(context, subject, &[Status::Active])
}

/// Refused unless the member has one of these statuses.
pub fn allowed(context: &PlanContext<'_>, subject: &Subject, statuses: &[Status]) -> Result<(), Refusal> {
    let status = of(context, &subject.history)?;
    if statuses.contains(&status) {
        return Ok(());
    }
    Err(Refusal::StatusForbids { status, survivor_no: subject.survivor_no.clone() })
}

/// The warning that points stay behind, unusable.
pub fn points_left(before: Option<&Snapshot>) -> Option<Warning> {
    let points = &before?.points;
    let balance = Points(points.balance.0.max(0).saturating_add(points.pending.0));
    (balance > Points::ZERO).then_some(Warning::PointsLeft { balance })
}

/// The status as a refusal names it.
pub fn word(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Frozen => "frozen",
        Status::Closed => "closed",
        Status::Merged => "merged",
        Status::Erased => "erased",
    }
}
