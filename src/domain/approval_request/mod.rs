//! Approval requests: changes that wait for a second person, and what became of them.
//!
//! A request is an operation that writes no fact. What it asks for lies in that operation's secret, where an erasure reaches it; the
//! events of its key say who asked until when, and how it ended.

pub mod change;

use super::day::{Day, Instant};
use super::desk_event::{DeskEvent, DeskEventKind, DeskKey};
use super::num::{MemberId, OpSeq, Points};
use super::op::kind::OpKind;
use super::plan::outcome::Refusal;
use change::RequestChange;
pub use change::RequestState;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The kind of the keys of approval requests.
pub const PROPOSAL: &str = "proposal";

/// How an approval request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEnd {
    pub state: RequestState,
    pub by: String,
    pub at: Instant,
    /// The operation that ended it: of an approved one the change itself.
    pub op: OpSeq,
}

/// A change that waits, or waited, for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRequest {
    /// The operation that asked.
    pub op: Uuid,
    pub seq: OpSeq,
    /// What the change would do.
    pub act: OpKind,
    /// The member it is about.
    pub member: Option<MemberId>,
    /// Points it would move, signed.
    pub points: Option<Points>,
    /// Who asked.
    pub by: String,
    pub at: Instant,
    /// The last day on which it can be approved.
    pub until: Day,
    /// How it ended; `None` while nobody has answered.
    pub end: Option<RequestEnd>,
}

impl ApprovalRequest {
    /// The key of the events of a request, which is named by the operation that asked.
    pub fn key_of(op: Uuid) -> Option<DeskKey> {
        DeskKey::parse(&format!("{PROPOSAL}:{op}"))
    }

    /// The request of a key; `None` where no event asks for anything.
    pub fn of(key: &DeskKey, events: &[DeskEvent]) -> Option<Self> {
        let op = key.name().parse().ok().filter(|_| key.kind() == PROPOSAL)?;
        let mut request: Option<Self> = None;
        for event in events {
            let DeskEventKind::Proposal(change) = &event.kind else { continue };
            let end = |state, by: &str| RequestEnd { state, by: by.to_owned(), at: event.at, op: event.op };
            let ended = match change {
                RequestChange::Made { by, act, member, points, until } => {
                    let (seq, at) = (event.op, event.at);
                    let (act, member, points, until) = (*act, *member, *points, *until);
                    let by = by.clone();
                    request.get_or_insert(Self { op, seq, act, member, points, by, at, until, end: None });
                    continue;
                }
                RequestChange::Approved { by } => end(RequestState::Approved, by),
                RequestChange::Rejected { by } => end(RequestState::Rejected, by),
                RequestChange::Withdrawn { by } => end(RequestState::Withdrawn, by),
                RequestChange::SingleControl { .. } => continue,
            };
            if let Some(request) = &mut request {
                // The first answer counts.
                request.end.get_or_insert(ended);
            }
        }
        request
    }

    /// Every request of what counts of each key, the newest first.
    pub fn all(keys: &BTreeMap<DeskKey, Vec<DeskEvent>>) -> Vec<Self> {
        let mut requests: Vec<Self> = keys.iter().filter_map(|(key, events)| Self::of(key, events)).collect();
        requests.sort_by_key(|request| std::cmp::Reverse((request.at, request.seq)));
        requests
    }

    /// How far it is on a day.
    pub fn state(&self, today: Day) -> RequestState {
        match &self.end {
            Some(end) => end.state,
            None if today > self.until => RequestState::Expired,
            None => RequestState::Open,
        }
    }

    /// Refuses to answer what is not open any more.
    pub fn must_be_open(&self, today: Day) -> Result<(), Refusal> {
        match (&self.end, self.state(today)) {
            (Some(end), state) => Err(Refusal::RequestEnded { state, by: end.by.clone() }),
            (None, RequestState::Expired) => Err(Refusal::Expired { until: self.until }),
            (None, _) => Ok(()),
        }
    }
}

/// What a plan knows of the request that it approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub request: ApprovalRequest,
    /// Whether who approves has asked for it, or is the member whom it is about.
    pub is_same_person: bool,
}

impl Approval {
    /// Refuses whoever asked or would gain by it, and what is not open any more.
    pub fn check(&self, today: Day) -> Result<(), Refusal> {
        self.request.must_be_open(today)?;
        if self.is_same_person {
            return Err(Refusal::SamePerson { by: self.request.by.clone() });
        }
        Ok(())
    }
}

/// An approval request as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    pub request: ApprovalRequest,
    pub state: RequestState,
    pub member_no: Option<String>,
    pub member_name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::num::FactId;
    use rstest::rstest;

    const OP: Uuid = Uuid::from_u128(7);

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn made() -> RequestChange {
        let (act, member, points) = (OpKind::Adjust, Some(MemberId(3)), Some(Points(600)));
        RequestChange::Made { by: "li".to_owned(), act, member, points, until: day("2026-11-29") }
    }

    fn request(changes: &[RequestChange]) -> Option<ApprovalRequest> {
        let key = ApprovalRequest::key_of(OP).unwrap();
        let events: Vec<DeskEvent> = changes
            .iter()
            .zip(1..)
            .map(|(change, n)| DeskEvent {
                id: FactId(n),
                op: OpSeq(n),
                at: Instant(n),
                key: key.clone(),
                kind: DeskEventKind::Proposal(change.clone()),
                text: None,
            })
            .collect();
        ApprovalRequest::of(&key, &events)
    }

    /// Made on 2026-11-22 for seven days: it can be approved through 2026-11-29.
    #[rstest]
    #[case::first_day("2026-11-22", RequestState::Open)]
    #[case::last_day("2026-11-29", RequestState::Open)]
    #[case::day_after("2026-11-30", RequestState::Expired)]
    fn it_can_be_approved_through_its_last_day(#[case] today: &str, #[case] state: RequestState) {
        let request = request(&[made()]).unwrap();
        assert_eq!(request.state(day(today)), state);
        let refused = request.must_be_open(day(today)).err();
        assert_eq!(refused, (state == RequestState::Expired).then(|| Refusal::Expired { until: day("2026-11-29") }));
    }

    #[rstest]
    #[case::approved(RequestChange::Approved { by: "wang".into() }, RequestState::Approved)]
    #[case::rejected(RequestChange::Rejected { by: "wang".into() }, RequestState::Rejected)]
    #[case::withdrawn(RequestChange::Withdrawn { by: "li".into() }, RequestState::Withdrawn)]
    fn the_first_answer_counts_for_good(#[case] answer: RequestChange, #[case] state: RequestState) {
        let later = RequestChange::Rejected { by: "zhao".to_owned() };
        let request = request(&[made(), answer, later]).unwrap();
        assert_eq!((request.state(day("2026-12-31")), request.end.as_ref().unwrap().op), (state, OpSeq(2)));
        assert!(matches!(request.must_be_open(day("2026-11-23")), Err(Refusal::RequestEnded { .. })));
    }

    #[test]
    fn an_answer_alone_is_no_request() {
        assert_eq!(request(&[RequestChange::Approved { by: "wang".to_owned() }]), None);
        assert_eq!(request(&[RequestChange::SingleControl { by: "wang".to_owned() }]), None);
    }

    #[test]
    fn nobody_approves_what_is_his_own() {
        let approval = |is_same_person| Approval { request: request(&[made()]).unwrap(), is_same_person };
        assert_eq!(approval(false).check(day("2026-11-23")), Ok(()));
        assert_eq!(approval(true).check(day("2026-11-23")), Err(Refusal::SamePerson { by: "li".to_owned() }));
    }
}
