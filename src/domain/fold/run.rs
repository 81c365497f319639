//! The machine run over what happened to a member.

use super::deferred;
use super::state::{ResumeError, State};
use super::timeline::HistoryItem;
use crate::domain::num::Overflow;
use crate::domain::program::Programs;

/// A machine run over what happened.
pub(super) fn run(items: Vec<HistoryItem<'_>>, mut state: State, programs: &Programs) -> Result<State, Overflow> {
    for item in deferred::put_behind(items, programs.zone()) {
        step(item, &mut state, programs)?;
    }
    Ok(state)
}

/// What comes next, done to a machine.
pub(super) fn step(item: HistoryItem<'_>, state: &mut State, programs: &Programs) -> Result<(), Overflow> {
    let step = match item {
        HistoryItem::Fact(fact) => state.apply(fact, programs),
        HistoryItem::Deferred(refund, behind) => state.apply_behind(refund, behind, programs),
        HistoryItem::Event(event) => state.apply_event(event, programs),
        HistoryItem::Join(event, before) => {
            let other = run(before, state.empty_like_this(), programs)?;
            state.join(event, other, programs)
        }
    };
    match step {
        Ok(()) => Ok(()),
        Err(ResumeError::NeedsHistory) => {
            debug_assert!(false, "a whole history in order never needs more");
            Ok(())
        }
        Err(ResumeError::Overflow(overflow)) => Err(overflow),
    }
}
