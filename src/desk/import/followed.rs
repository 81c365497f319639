//! Refunds that name the card which a purchase was moved away from: the till that gave the money back knows no other. They go where the
//! purchase is now.

use super::member_lookup::MemberLookup;
use super::survivor::survivor;
use crate::domain::fact::{Fact, FactKind};
use crate::domain::import::purchase::Purchase;
use crate::domain::num::MemberId;
use crate::store::{Store, StoreError};

/// Whether rows have to be looked at for that: only where anything was ever moved.
pub(super) struct FollowedMoves {
    any: bool,
}

impl FollowedMoves {
    pub(super) fn of(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { any: store.has_moves()? })
    }

    /// The member who has by now the purchase that a row refunds; `None` where the row does not name a card that had it before.
    pub(super) fn followed(
        &self,
        store: &Store,
        who: &MemberLookup,
        row: &Purchase<'_>,
    ) -> Result<Option<MemberId>, StoreError> {
        let named = match who {
            MemberLookup::Member(member) | MemberLookup::Closed(member) | MemberLookup::ClosedByUndo(member) => *member,
            MemberLookup::Unknown | MemberLookup::Erased | MemberLookup::Several(_) | MemberLookup::PhoneOf(_) => {
                return Ok(None);
            }
        };
        if !self.any || !row.refund || row.refund_of.is_empty() {
            return Ok(None);
        }
        let Some(sale) = store.fact_of_reference(row.refund_of)?.filter(|fact| fact.kind == FactKind::Sale) else {
            return Ok(None);
        };
        let holder = survivor(store, sale.member)?.member;
        let had_it = holder != named && was_on(store, &sale, named)?;
        Ok(had_it.then_some(holder))
    }
}

/// Whether a purchase was on a card before it was moved, or on one whose file has gone on there.
fn was_on(store: &Store, sale: &Fact, card: MemberId) -> Result<bool, StoreError> {
    let mut before = sale.moved_from();
    while let Some(fact) = before.map(|id| store.fact(id)).transpose()?.flatten() {
        if survivor(store, fact.member)?.member == card {
            return Ok(true);
        }
        before = fact.moved_from();
    }
    Ok(false)
}
