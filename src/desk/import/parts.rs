//! A member with more new facts than a step should write: they are written in time order, part by part. Until the last part
//! is in, the cached state says that it is to be made; so whoever stops between two parts leaves a store in order, and the
//! next import goes on behind what is there.

use super::DeskError;
use super::step::{MemberGroup, MemberPart, StepMember, closed_to_purchases, state_of};
use crate::domain::fact::History;
use crate::domain::import::earn::{RatingInput, rate};
use crate::domain::import::reject::RowReject;
use crate::domain::import::settle::RefundedSale;
use crate::domain::num::{FactId, MemberId};
use crate::store::write::Tx;

/// What has been written of a member whose last part is still to come.
#[derive(Debug)]
pub(super) struct PartialMember {
    member: MemberId,
    /// The newest fact written.
    head: FactId,
    /// Where each part begins among the member's new facts, and the id of its first fact.
    spans: Vec<(usize, FactId)>,
    /// The state was computed for other ids than those written.
    moved: bool,
    /// Somebody else has changed the member: what is left is rated again.
    changed: bool,
}

impl PartialMember {
    /// The id of a new fact that has been written.
    fn id(&self, place: usize) -> Option<FactId> {
        let (start, first) = self.spans.iter().rfind(|(start, _)| *start <= place)?;
        i64::try_from(place - start).ok().map(|n| FactId(first.0 + n))
    }
}

/// Cuts a member's group into parts of so many facts.
pub(super) fn cut(group: MemberGroup, facts: usize) -> impl Iterator<Item = MemberGroup> {
    let MemberGroup { whose, history, drafts, state, .. } = group;
    // Later ones have it read where they need it.
    let (mut history, mut start) = (Some(history), 0);
    let mut drafts = drafts.into_iter();
    std::iter::from_fn(move || {
        let some: Vec<_> = drafts.by_ref().take(facts.max(1)).collect();
        let part = MemberPart { start, last: drafts.as_slice().is_empty() };
        start += some.len();
        let history = history.take().unwrap_or_else(|| History { member: state.member, ..History::default() });
        let group = MemberGroup { whose: whose.clone(), history, drafts: some, state: state.clone(), part: Some(part) };
        (!group.drafts.is_empty()).then_some(group)
    })
}

/// How a part fits behind what is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PartDrift {
    /// Its ids are other than the state was computed for.
    pub(super) moved: bool,
    /// The member is other than it was read: the part has been rated again.
    pub(super) changed: bool,
}

/// Fits a later part behind those that are written, its ids from `first` on; or says why its rows can't be taken any more.
pub(super) fn follow(
    tx: &Tx<'_>,
    group: &mut MemberGroup,
    begun: Option<&PartialMember>,
    first: FactId,
    rating: &RatingInput<'_>,
) -> Result<Result<PartDrift, RowReject>, DeskError> {
    let start = group.part.map_or(0, |part| part.start);
    let standing = begun.map(|begun| tx.standing(begun.member)).transpose()?.flatten();
    let (Some(begun), Some(standing)) = (begun, standing) else { return Ok(Err(RowReject::MemberMoved)) };
    if let Some(reason) = closed_to_purchases(standing.status) {
        return Ok(Err(reason));
    }
    let moved = begun.moved || group.drafts.first().is_some_and(|d| d.fact.id != first);
    for (n, draft) in (0_i64..).zip(&mut group.drafts) {
        draft.fact.id = FactId(first.0 + n);
        if let RefundedSale::New(place) = draft.sale {
            let written = begun.id(place).filter(|_| place < start);
            draft.sale = written.map_or_else(|| RefundedSale::New(place.saturating_sub(start)), RefundedSale::Stored);
        }
        draft.fact.link = match draft.sale {
            RefundedSale::None => None,
            RefundedSale::Stored(sale) => Some(sale),
            RefundedSale::New(place) => i64::try_from(place).ok().map(|n| FactId(first.0 + n)),
        };
    }
    let changed = begun.changed || standing.newest != begun.head;
    group.whose = StepMember::OnFile(standing);
    group.state.member = begun.member;
    if changed {
        group.history = tx.history(begun.member)?;
        let Ok(rated) = rate(&group.history, &mut group.drafts, first, rating) else {
            return Ok(Err(RowReject::TooLarge));
        };
        group.state = state_of(&group.whose, &group.history, &group.drafts, &rated, rating.programs)?;
    }
    Ok(Ok(PartDrift { moved, changed }))
}

/// Before a part is written: its cached row is the state if it is the last one, and computed for what is written.
pub(super) fn before_writing(group: &mut MemberGroup, fit: PartDrift) {
    let Some(part) = group.part else { return };
    if !part.last || (fit.moved && !fit.changed) {
        let head = group.drafts.last().map_or(FactId(0), |d| d.fact.id);
        group.state = group.state.clone().unmade(head);
    }
}

/// After a part has been written: what the next one follows.
pub(super) fn after_writing(begun: &mut Option<PartialMember>, group: &MemberGroup, fit: PartDrift) {
    let Some(part) = group.part else { return };
    let before = begun.take().filter(|_| part.start > 0 && !part.last);
    let (Some(first), Some(last), false) = (group.drafts.first(), group.drafts.last(), part.last) else { return };
    let (member, head) = (group.state.member, last.fact.id);
    let mut now = before.unwrap_or(PartialMember { member, head, spans: Vec::new(), moved: false, changed: false });
    now.spans.push((part.start, first.fact.id));
    now.head = head;
    now.moved |= fit.moved;
    now.changed |= fit.changed;
    *begun = Some(now);
}

#[cfg(test)]
mod tests;
