//! What the plans of a room may add to the file.

use crate::domain::fact::{EventKind, Fact, FactKind};
use crate::domain::plan::outcome::NewEvent;

/// The kinds of ledger facts and member events that a room's plans write: to do what it is for, to reverse it, and to reverse
/// that. Declared with [`writes!`].
#[derive(Debug, Clone, Copy)]
pub struct Writes {
    /// The kinds of facts.
    pub facts: &'static [FactKind],
    /// Of each kind of event, whether one is of it.
    pub events: &'static [fn(&EventKind) -> bool],
}

/// Declares what the plans of a room write: `writes!(facts: [Redeem, RedeemReturn], events: [])`.
macro_rules! writes {
    (facts: [$($Fact:ident),*], events: [$($Event:ident),*]) => {
        $crate::domain::op::writes::Writes {
            facts: &[$($crate::domain::fact::FactKind::$Fact),*],
            events: &[$(|event| matches!(event, $crate::domain::fact::EventKind::$Event { .. })),*],
        }
    };
}

pub(super) use writes;

impl Writes {
    /// Whether new rows are all of the kinds declared.
    pub fn cover(&self, facts: &[Fact], events: &[NewEvent]) -> bool {
        let is_declared = |event: &NewEvent| self.events.iter().any(|is_of_kind| is_of_kind(&event.kind));
        facts.iter().all(|fact| self.facts.contains(&fact.kind)) && events.iter().all(is_declared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Instant;
    use crate::domain::fact::Status;
    use crate::domain::num::{FactId, MemberId, Points};
    use rstest::rstest;

    const NOTHING: Writes = writes!(facts: [], events: []);
    const STATUS: Writes = writes!(facts: [Redeem], events: [Status, Erase]);

    fn fact(kind: FactKind) -> Fact {
        Fact { points: Points(1), ..Fact::new(FactId::default(), MemberId(1), kind, Instant(0)) }
    }

    fn event(kind: EventKind) -> NewEvent {
        NewEvent { member: None, at: Instant(0), kind, text: None, feedback: None }
    }

    #[rstest]
    #[case::nothing(NOTHING, &[], &[], true)]
    #[case::a_fact_of_no_room(NOTHING, &[FactKind::Sale], &[], false)]
    #[case::its_own(STATUS, &[FactKind::Redeem], &[EventKind::Status { to: Status::Closed }, EventKind::Erase], true)]
    #[case::another_fact(STATUS, &[FactKind::Redeem, FactKind::Bonus], &[], false)]
    #[case::another_event(STATUS, &[], &[EventKind::Counts { of: FactId(1), counts: false }], false)]
    fn a_row_of_a_kind_that_is_not_declared_is_noticed(
        #[case] writes: Writes,
        #[case] facts: &[FactKind],
        #[case] events: &[EventKind],
        #[case] covered: bool,
    ) {
        let facts: Vec<Fact> = facts.iter().copied().map(fact).collect();
        let events: Vec<NewEvent> = events.iter().cloned().map(event).collect();
        assert_eq!(writes.cover(&facts, &events), covered);
    }
}
