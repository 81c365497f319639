//! A case is a small fold of its own: what opened it, and every change that counts.

use super::{CaseChange, CaseRow, CaseState};
use crate::domain::counts::{CountsChange, uncounted};
use crate::domain::fact::{Event, EventKind};
use crate::domain::num::FactId;
use std::convert::Infallible;

/// The feedback that an event is about, by the event that logged it. `find` answers the event that another one takes out of the
/// fold or lets count again.
pub fn feedback_about<E>(
    event: &Event,
    find: impl FnOnce(FactId) -> Result<Option<Event>, E>,
) -> Result<Option<FactId>, E> {
    let EventKind::Counts { of, .. } = event.kind else { return Ok(event.kind.feedback(event.id)) };
    Ok(find(of)?.and_then(|event| event.kind.feedback(event.id)))
}

/// Everything recorded about one feedback and its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The event that logged the feedback.
    pub opened: Event,
    /// Every later event about it, by id.
    pub later: Vec<Event>,
}

impl CaseFile {
    /// What of some events is about a feedback; `None` where none of them logged it.
    pub fn of<'e>(feedback: FactId, events: impl Iterator<Item = &'e Event>) -> Option<Self> {
        let events: Vec<&Event> = events.collect();
        let find = |id: FactId| Ok::<_, Infallible>(events.iter().copied().find(|e| e.id == id).cloned());
        let is_about = |event: &&Event| matches!(feedback_about(event, find), Ok(Some(about)) if about == feedback);
        let mut about: Vec<Event> = events.iter().copied().filter(is_about).cloned().collect();
        about.sort_by_key(|event| event.id);
        let mut about = about.into_iter();
        let opened = about.next().filter(|event| event.id == feedback)?;
        Some(Self { opened, later: about.collect() })
    }

    /// Events about it that count no more.
    fn uncounted(&self) -> Vec<FactId> {
        uncounted(self.later.iter().filter_map(|event| {
            let (of, counts) = event.kind.counts_change()?;
            Some(CountsChange { place: (event.at, event.id), of, counts })
        }))
    }

    /// Whether the feedback was taken back.
    pub fn is_retracted(&self) -> bool {
        self.uncounted().contains(&self.opened.id)
    }

    /// The changes of the case that count.
    pub fn counting(&self) -> Vec<&Event> {
        let out = self.uncounted();
        let changes = self.later.iter().filter(|e| matches!(e.kind, EventKind::Case { .. }));
        changes.filter(|e| !out.contains(&e.id)).collect()
    }

    /// The case as it stands; `None` where the feedback opened none or was taken back.
    pub fn row(&self) -> Option<CaseRow> {
        let EventKind::Feedback { due: Some(due), .. } = self.opened.kind else { return None };
        if self.is_retracted() {
            return None;
        }
        let mut row = CaseRow { state: CaseState::Open, owner: None, due, reopened: 0, reason: None };
        for event in self.counting() {
            if let EventKind::Case { change, .. } = &event.kind {
                row.take(change);
            }
        }
        Some(row)
    }
}

impl CaseRow {
    fn take(&mut self, change: &CaseChange) {
        if let Some(state) = change.state {
            self.state = state;
            self.reopened += i64::from(state == CaseState::Reopened);
            if state.is_open() {
                self.reason = None;
            }
        }
        if change.owner.is_some() {
            self.owner.clone_from(&change.owner);
        }
        if change.reason.is_some() {
            self.reason.clone_from(&change.reason);
        }
        self.due = change.due.unwrap_or(self.due);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Instant;
    use crate::domain::feedback::{FeedbackContent, Measure};
    use crate::domain::num::{MemberId, OpSeq};
    use rstest::rstest;

    fn event(id: i64, kind: EventKind) -> Event {
        Event { id: FactId(id), member: MemberId(1), op: OpSeq(id), at: Instant(id), kind }
    }

    fn opened() -> Event {
        let content = FeedbackContent {
            measure: Measure::Nps,
            score: Some(3),
            topic: None,
            channel: None,
            text: None,
            follow_up: false,
            reference: None,
        };
        event(1, EventKind::Feedback { content, text: None, due: Some(Instant(99)) })
    }

    fn taken() -> Event {
        let change = CaseChange { state: Some(CaseState::InProgress), ..CaseChange::default() };
        event(2, EventKind::Case { of: FactId(1), change, text: None })
    }

    /// What older versions wrote, and what is written now.
    #[rstest]
    #[case::before(|of, counts| EventKind::CaseCounts { case: FactId(1), of, counts })]
    #[case::now(|of, counts| EventKind::Counts { of, counts })]
    fn a_change_counts_as_was_said_last(#[case] kind: fn(FactId, bool) -> EventKind) {
        let mut later = vec![taken()];
        let state = |later: &[Event]| CaseFile { opened: opened(), later: later.to_vec() }.row().map(|row| row.state);
        assert_eq!(state(&later), Some(CaseState::InProgress));
        later.push(event(3, kind(FactId(2), false)));
        assert_eq!(state(&later), Some(CaseState::Open));
        later.push(event(4, EventKind::Counts { of: FactId(2), counts: true }));
        assert_eq!(state(&later), Some(CaseState::InProgress), "also where an older version said the opposite");
    }

    #[rstest]
    #[case::before(EventKind::FeedbackCounts { of: FactId(1), counts: false })]
    #[case::now(EventKind::Counts { of: FactId(1), counts: false })]
    fn feedback_that_was_taken_back_has_no_case(#[case] kind: EventKind) {
        let file = CaseFile { opened: opened(), later: vec![taken(), event(3, kind)] };
        assert_eq!((file.is_retracted(), file.row()), (true, None));
    }

    #[test]
    fn what_is_about_a_feedback_is_found_through_what_it_undoes() {
        let of_another = event(7, EventKind::Counts { of: FactId(6), counts: false });
        let undone = event(3, EventKind::Counts { of: FactId(2), counts: false });
        let events = [of_another, undone, taken(), opened()];
        let file = CaseFile::of(FactId(1), events.iter()).unwrap();
        let later: Vec<i64> = file.later.iter().map(|e| e.id.0).collect();
        assert_eq!((file.opened.id, later), (FactId(1), vec![2, 3]));
        assert_eq!(CaseFile::of(FactId(2), events.iter()), None, "a change is no feedback");
    }
}
