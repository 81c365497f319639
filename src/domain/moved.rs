//! A purchase that was moved to another member's card: what its facts say of that, beyond what every fact says.
//!
//! A move writes, at the purchase's own instant, a refund of all of it where it was, and the same sale with the same refunds where
//! it is now. The refund carries when the move was recorded: points that were redeemed on the order by then go back. The copies
//! carry the fact that each stands for.

use super::day::Instant;
use super::fact::Fact;
use super::num::FactId;
use std::collections::HashSet;

/// Extension of the refund by which a purchase leaves a card: milliseconds, in 8 bytes.
const MOVED_AT: u16 = 1;

/// Extension of a moved sale, or of a moved refund: the row that it stands for, in 8 bytes, as its own file knows it.
const MOVED_FROM: u16 = 2;

impl Fact {
    /// The same as the refund by which its purchase left a card, recorded at an instant.
    #[must_use]
    pub fn moving_away(mut self, at: Instant) -> Self {
        self.extensions = self.extensions.with(MOVED_AT, &at.0.to_be_bytes());
        self
    }

    /// The same as what stands for another fact on the card to which its purchase was moved.
    #[must_use]
    pub fn standing_for(mut self, of: FactId) -> Self {
        self.extensions = self.extensions.with(MOVED_FROM, &of.0.to_be_bytes());
        self
    }

    /// When the move was recorded by which its purchase left; `None` for any other refund.
    pub fn moved_away(&self) -> Option<Instant> {
        self.number_under(MOVED_AT).map(Instant)
    }

    /// The fact that it stands for since its purchase was moved.
    ///
    /// ```
    /// use loyaltui::domain::day::Instant;
    /// use loyaltui::domain::fact::{Fact, FactKind};
    /// use loyaltui::domain::num::{FactId, MemberId};
    ///
    /// let sale = Fact::new(FactId(7), MemberId(1), FactKind::Sale, Instant(0));
    /// let moved = Fact { id: FactId(9), member: MemberId(2), ..sale.clone() }.standing_for(sale.id);
    /// assert_eq!((sale.moved_from(), moved.moved_from()), (None, Some(FactId(7))));
    /// ```
    pub fn moved_from(&self) -> Option<FactId> {
        self.number_under(MOVED_FROM).map(|id| FactId(id).joined(self.id.file()))
    }

    /// The number that an extension of the fact holds.
    pub(super) fn number_under(&self, tag: u16) -> Option<i64> {
        self.extensions.get(tag)?.try_into().ok().map(i64::from_be_bytes)
    }
}

/// The purchases that have left for another card, by the refunds that took them away.
pub(in crate::domain) fn moved_away<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> HashSet<FactId> {
    facts.into_iter().filter(|fact| fact.moved_away().is_some()).filter_map(|fact| fact.link).collect()
}
