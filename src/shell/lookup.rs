//! The search inside a form's field that names another member.

use super::effect::{Effect, Ticket};
use super::form::MemberRef;
use super::slot::Slot;
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::question::FindMembers;

/// Members that a search inside a form lists at most.
const HITS: usize = 6;

/// A member that could be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberHit {
    pub who: MemberRef,
    /// Masked phone and tier code, where a search told them.
    pub details: Option<(String, String)>,
}

/// What was typed to name a member, and who could be meant: without a text the members looked at last.
#[derive(Debug, Clone, Default)]
pub struct MemberPicker {
    pub found: Slot<FindMembers>,
    pub recent: Vec<MemberRef>,
    /// Which of the hits is meant; `None` while nothing is typed and nobody has chosen.
    pub chosen: Option<usize>,
    /// What waits for the answer.
    pub then: Option<AfterAnswer>,
}

/// What was asked for before it was known who could be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterAnswer {
    /// On to the next field.
    Walk,
    /// The change is confirmed.
    Confirm,
    /// To another hit.
    Step {
        /// Whether to the one below.
        forward: bool,
    },
}

impl MemberPicker {
    /// The text has changed: asks who could be meant.
    pub fn ask(&mut self, text: &str, ticket: Ticket, now: Instant) -> Option<Effect> {
        let query = text.trim().to_owned();
        self.chosen = None;
        if query.is_empty() {
            self.found = Slot::default();
            return None;
        }
        // One more, for the member itself may be among them.
        Some(self.found.ask(FindMembers { query, limit: HITS + 1, as_of: None, with_month: false }, ticket, now))
    }

    /// Whether the answer to what was typed is under way.
    pub fn is_pending(&self) -> bool {
        self.found.pending.is_some()
    }

    /// Who could be meant, but for the member itself.
    pub fn hits(&self, but: MemberId) -> Vec<MemberHit> {
        let of_row = |row: &crate::domain::read_models::MemberRow| MemberHit {
            who: MemberRef::of(row),
            details: Some((row.phone.to_string(), row.tier.clone())),
        };
        let all: Vec<MemberHit> = match self.found.answer() {
            Some(found) => found.rows.iter().map(of_row).collect(),
            None => self.recent.iter().map(|who| MemberHit { who: who.clone(), details: None }).collect(),
        };
        all.into_iter().filter(|hit| hit.who.id != but).take(HITS).collect()
    }

    /// The one that is meant.
    pub fn hit(&self, but: MemberId) -> Option<MemberRef> {
        self.hits(but).into_iter().nth(self.chosen?).map(|hit| hit.who)
    }

    /// The answer has come: its first hit is meant until somebody chooses.
    pub fn came(&mut self) {
        self.chosen = Some(0);
    }

    /// Another hit is meant.
    pub fn step(&mut self, forward: bool, but: MemberId) {
        let n = self.hits(but).len();
        let next = match self.chosen {
            None => 0,
            Some(at) if forward => at + 1,
            Some(at) => at.saturating_sub(1),
        };
        self.chosen = (n > 0).then(|| next.min(n - 1));
    }
}
