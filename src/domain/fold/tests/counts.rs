//! Events that count no more, and count again: what they said is as if it had never been, from then on.

use super::{Till, at, day};
use crate::domain::fact::{EventKind, OverrideMode, Status};
use crate::domain::fold::{ResumeError, State, fold};
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::program::Programs;

impl Till {
    fn counts(&mut self, when: &str, of: FactId, counts: bool) -> FactId {
        self.event(when, EventKind::Counts { of, counts })
    }
}

#[test]
fn an_override_that_counts_no_more_was_never_there_and_may_count_again() {
    let mut till = Till::new();
    let set = till.set_tier("2026-01-01", "2026-12-31", "gold", OverrideMode::Floor);
    till.counts("2026-03-01", set, false);
    till.counts("2026-05-01", set, true);
    for (day, tier) in [("2026-02-28", "gold"), ("2026-03-01", "base"), ("2026-04-30", "base"), ("2026-05-01", "gold")]
    {
        assert_eq!(till.on(day).tier.code, tier, "on {day}");
    }
    let causes = till.folded("2026-04-01").trace.tier_steps.len();
    assert_eq!(causes, 0, "nothing is left to explain");
}

#[test]
fn a_status_that_counts_no_more_gives_way_to_the_one_before() {
    let mut till = Till::new();
    let frozen = till.event("2026-01-01", EventKind::Status { to: Status::Frozen });
    till.counts("2026-02-01", frozen, false);
    assert_eq!((till.on("2026-01-31").status, till.on("2026-02-01").status), (Status::Frozen, Status::Active));
}

#[test]
fn a_merge_that_counts_no_more_parts_the_files() {
    let (mut into, mut from) = super::merges::two();
    into.credit("2026-01-01", 100, None);
    from.credit("2026-01-01", 200, None);
    let absorb = super::merges::merge("2026-06-01", &mut into, &mut from);
    let left = from.history.events.last().unwrap().id;
    into.counts("2026-07-01", absorb, false);
    from.counts("2026-07-01", left, false);
    assert_eq!((into.balance("2026-06-30"), into.balance("2026-07-01")), (300, 100));
    assert_eq!((from.balance("2026-06-30"), from.balance("2026-07-01")), (0, 200));
    assert_eq!(from.on("2026-07-01").merged_into, None::<MemberId>);
}

#[test]
fn an_erasure_counts_whatever_is_said_of_it() {
    let mut till = Till::new();
    let erased = till.event("2026-01-01", EventKind::Erase);
    till.counts("2026-02-01", erased, false);
    assert_eq!(till.on("2026-02-01").status, Status::Erased);
}

#[test]
fn a_state_can_not_go_on_without_the_history() {
    let mut till = Till::new();
    let set = till.set_tier("2026-01-01", "2026-12-31", "gold", OverrideMode::Floor);
    till.counts("2026-03-01", set, false);
    let mut state = State::default();
    let outcomes: Vec<_> = till.history.events.iter().map(|e| state.apply_event(e, &till.programs())).collect();
    assert_eq!(outcomes, [Ok(()), Err(ResumeError::NeedsHistory)]);
}

#[test]
fn an_erasure_by_a_clock_ahead_counts_from_the_acceptance_of_the_right_one() {
    let mut till = Till::new();
    till.sale("2026-01-01", 100);
    till.event("2036-01-01", EventKind::Erase);
    let status = |on, programs: &Programs| fold(&till.history, programs, day(on)).unwrap().state.status();
    let waiting = till.programs();
    assert_eq!((status("2026-06-01", &waiting), status("2036-01-01", &waiting)), (Status::Active, Status::Erased));
    let accepted = till.programs().with_clock(Some((at("2026-06-01"), OpSeq(2))));
    let on = ["2026-05-31", "2026-06-01", "2036-01-01"].map(|on| status(on, &accepted));
    assert_eq!(on, [Status::Active, Status::Erased, Status::Erased]);
    let before = till.programs().with_clock(Some((at("2026-06-01"), OpSeq(1))));
    assert_eq!(
        status("2026-06-01", &before),
        Status::Active,
        "it was recorded by the clock that was accepted, or a later one"
    );
    assert_eq!(till.on("2036-01-01").points.tally.expired, Points(100), "its sums stay");
}
