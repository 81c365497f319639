//! Logging what members say, and working the cases it opens.

use super::context::PlanContext;
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal};
use super::{status, words};
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::fact::{Event, EventKind, Status};
use crate::domain::feedback::case::CaseFile;
use crate::domain::feedback::{CLOSE_REASONS, CaseChange, CaseState, FeedbackContent, TEXT_MAX, TOPICS};
use crate::domain::num::{FactId, MemberId};
use crate::domain::program::Program;

/// An hour in milliseconds.
const HOUR_MS: i64 = DAY_MS / 24;

/// Logs feedback of a member, or of nobody known. A merged card's feedback is logged at its survivor.
pub(super) fn log(context: &PlanContext<'_>, member: Option<MemberId>, said: FeedbackContent) -> Result<Plan, Refusal> {
    check(&said)?;
    if let Some(member) = member {
        status::allowed(context, context.subject(member)?, &[Status::Active, Status::Frozen, Status::Closed])?;
    }
    if let Some(op) = context.lookups.reference_known {
        return Err(Refusal::ReferenceKnown { reference: said.reference.unwrap_or_default(), op });
    }
    let mut draft = PlanDraft::new(context, Intent::LogFeedback { member, said: said.clone() });
    let due = due_of(context.program(), &said, draft.at);
    let text = said.text.clone();
    let kind = EventKind::Feedback { content: FeedbackContent { text: None, ..said }, text: None, due };
    draft.event_with_text(member.unwrap_or(MemberId::NOBODY), kind, text);
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

/// When the case that an answer opens is due, by the programme of its time; `None` where it opens none.
pub fn due_of(program: &Program, said: &FeedbackContent, at: Instant) -> Option<Instant> {
    let hours = program.feedback.sla_hours;
    said.opens_case().then(|| Instant(at.0.saturating_add(hours.saturating_mul(HOUR_MS))))
}

/// A score of its kind, a known topic, texts that are not too long.
pub fn check(said: &FeedbackContent) -> Result<(), Refusal> {
    if !said.score_fits() {
        let score = said.score.map(|s| s.to_string()).unwrap_or_default();
        let expected = said.measure.range().map_or("-".to_owned(), |(low, high)| format!("{low}…{high}"));
        return Err(words::bad("score", &score, &expected));
    }
    if let Some(topic) = said.topic.as_deref().filter(|t| !TOPICS.contains(t)) {
        return Err(words::bad("topic", topic, &TOPICS.join("|")));
    }
    for (field, value) in [("channel", &said.channel), ("ref", &said.reference)] {
        words::check_line(field, value.as_deref().unwrap_or_default())?;
    }
    let text = said.text.as_deref().unwrap_or_default();
    if text.chars().count() > TEXT_MAX {
        return Err(Refusal::NoteTooLong { max: TEXT_MAX });
    }
    if said.measure == crate::domain::feedback::Measure::Comment && text.is_empty() && !said.follow_up {
        return Err(words::bad("text", "", "…"));
    }
    Ok(())
}

/// Changes a case: state, owner, due time, reason, a note.
pub(super) fn change_case(
    context: &PlanContext<'_>,
    case: FactId,
    change: CaseChange,
    note: Option<String>,
) -> Result<Plan, Refusal> {
    let file = context.case.as_ref().ok_or(Refusal::NoCase { case: case.0 })?;
    let Some(now) = file.row() else { return Err(Refusal::NoCase { case: case.0 }) };
    words::check_note(note.as_deref())?;
    if let Some(next) = change.state.filter(|next| !now.state.may_become(*next)) {
        return Err(Refusal::CaseCannot { from: now.state, to: next });
    }
    let resolves = change.state == Some(CaseState::Resolved);
    match change.reason.as_deref() {
        None if resolves => return Err(unknown_reason("")),
        Some(reason) if !CLOSE_REASONS.contains(&reason) => return Err(unknown_reason(reason)),
        Some(_) if !resolves => return Err(words::bad("reason", change.reason.as_deref().unwrap_or(""), "-")),
        _ => {}
    }
    words::check_line("owner", change.owner.as_deref().unwrap_or_default())?;
    if change == CaseChange::default() && note.is_none() {
        return Err(Refusal::NoChange);
    }
    let intent = Intent::ChangeCase { case, change: change.clone(), note: note.clone() };
    let mut draft = PlanDraft::new(context, intent);
    draft.event_with_text(file.opened.member, EventKind::Case { of: case, change, text: None }, note);
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

fn unknown_reason(reason: &str) -> Refusal {
    let known = CLOSE_REASONS.iter().map(|&r| r.to_owned()).collect();
    Refusal::UnknownReason { reason: reason.to_owned(), known }
}

/// What reverses a logging, a change of a case, or a reversal of either: the row counts no longer, or again. Refused while a
/// later change of the case builds on it.
pub(super) fn reverse(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, event: &Event) -> Result<Plan, Refusal> {
    let (of, counts) = match &event.kind {
        EventKind::FeedbackCounts { of, counts } | EventKind::CaseCounts { of, counts, .. } => (*of, !counts),
        _ => (event.id, false),
    };
    let file = context.case.as_ref().ok_or(Refusal::NoCase { case: of.0 })?;
    if let Some(later) = later_step(file, of) {
        let ops = context.reversal.iter().flat_map(|r| &r.later).filter(|(seq, _)| *seq == later.op);
        return Err(Refusal::DependedOn { ops: ops.map(|(_, id)| id.to_string()).collect() });
    }
    let kind = match &event.kind {
        EventKind::Case { of: case, .. } | EventKind::CaseCounts { case, .. } => {
            EventKind::CaseCounts { case: *case, of, counts }
        }
        _ => EventKind::FeedbackCounts { of, counts },
    };
    draft.event(Some(event.member), kind);
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

/// The newest change of a case that counts and came after a row.
fn later_step(file: &CaseFile, of: FactId) -> Option<&Event> {
    file.counting().into_iter().rfind(|e| e.id > of)
}
