//! Purchases that come late under the number of a member whose file has gone on in another one: what is dated before the merge belongs
//! to the file that held the number then, although it is recorded on the member that was kept.

use super::day::Instant;
use super::fact::{EventKind, Fact, History};
use super::num::{FactId, MemberId};

/// Extension of a late purchase: the event of the merge, on the member that was kept, in 8 bytes, as its own file knows it.
const BEFORE_MERGE: u16 = 3;

impl Fact {
    /// The same as what belongs to the file that joined by a merge.
    #[must_use]
    pub fn belonging_before(mut self, merge: FactId) -> Self {
        self.extensions = self.extensions.with(BEFORE_MERGE, &merge.0.to_be_bytes());
        self
    }

    /// The merge by which the file joined to which it belongs; `None` for what belongs where it is recorded.
    ///
    /// ```
    /// use loyaltui::domain::day::Instant;
    /// use loyaltui::domain::fact::{Fact, FactKind};
    /// use loyaltui::domain::num::{FactId, MemberId};
    ///
    /// let sale = Fact::new(FactId(7), MemberId(1), FactKind::Sale, Instant(0));
    /// assert_eq!((sale.before_merge(), sale.belonging_before(FactId(3)).before_merge()), (None, Some(FactId(3))));
    /// ```
    pub fn before_merge(&self) -> Option<FactId> {
        self.number_under(BEFORE_MERGE).map(|merge| FactId(merge).joined(self.id.file()))
    }
}

/// Which file held a member's number at an instant.
enum NumberHolder {
    /// The one that is asked.
    Itself,
    /// The one that joined by a merge.
    Joined(FactId),
}

impl History {
    /// The standing merge by which that file joined which held a member's number at an instant; `None` where this file itself did, or
    /// does not know the number.
    pub fn merge_after(&self, number_of: MemberId, at: Instant) -> Option<FactId> {
        match self.holder(number_of, at)? {
            NumberHolder::Itself => None,
            NumberHolder::Joined(merge) => Some(merge),
        }
    }

    fn holder(&self, number_of: MemberId, at: Instant) -> Option<NumberHolder> {
        if self.member == number_of {
            return Some(NumberHolder::Itself);
        }
        let standing = self.absorbed.iter().filter(|(merge, _)| self.taken_away_at(*merge).is_none());
        standing.rev().find_map(|(merge, joined)| {
            let within = joined.holder(number_of, at)?;
            let met = self.events.iter().find(|e| e.id == *merge)?.at;
            Some(match within {
                NumberHolder::Joined(earlier) => NumberHolder::Joined(earlier),
                NumberHolder::Itself if at < met => NumberHolder::Joined(*merge),
                NumberHolder::Itself => NumberHolder::Itself,
            })
        })
    }

    /// The file that joined by a merge, into this one or into one that joined this one.
    pub fn joined_by(&self, merge: FactId) -> Option<&Self> {
        let own = self.absorbed.iter().find(|(id, _)| *id == merge).map(|(_, joined)| joined);
        own.or_else(|| self.absorbed.iter().find_map(|(_, joined)| joined.joined_by(merge)))
    }

    /// The merges by which files have ever joined this one, or one of these, but for those of one member.
    pub(in crate::domain) fn merges(&self, but: MemberId) -> Vec<FactId> {
        let own = self.events.iter().filter(|e| matches!(e.kind, EventKind::Absorb { from } if from != but));
        own.map(|e| e.id).chain(self.absorbed.iter().flat_map(|(_, joined)| joined.merges(but))).collect()
    }
}
