//! Finding members: which terms of whom are in the file, and how a query is answered from them.
//!
//! Members are indexed in runs: the terms of members of neighbouring ids, sorted, in pages of lists. New members make a small
//! run of their own, idle moments merge small runs into larger ones, and one member's change is made in its run, in place.
//! The index lags behind the members on purpose: an import writes rows and leaves them to [`Store::tend_search`], and a
//! search reads the rows above the mark itself, so that nobody is ever missing. What terms there are is `domain::terms`'
//! business; what the lists give is only a proposal, and which answers are right is decided on the members' rows.
//!
//! [`Store::tend_search`]: super::Store::tend_search

mod ask;
mod build;
mod check;
mod find;
mod list;
mod maintain;
mod merge;
mod page;
mod run;

#[cfg(test)]
mod tests;

pub(super) use check::wrong_member;
pub use find::Hits;
pub(super) use maintain::take_in_some;
pub use maintain::{IndexUpdate, SlicePace};

use super::error::StoreError;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::terms::fields::Fields;
use crate::domain::terms::hash::TermKey;
use crate::domain::terms::index::Terms;
use run::{RunState, edit, mark, runs, set_state};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Exchanges a member's terms for those of another profile. `old` must be the one in the member's row until now; what it
/// alone had leaves no trace in the file (an erasure changes to the tombstone).
pub(super) fn change(db: &Connection, member: MemberId, old: &Profile, new: &Profile) -> Result<(), StoreError> {
    if member.0 > mark(db, "through")? {
        return Ok(());
    }
    let terms = |profile: &Profile| {
        let mut terms = Terms::default();
        terms.make(&Fields::of_profile(profile));
        terms.keys().collect::<BTreeSet<TermKey>>()
    };
    let (was, is) = (terms(old), terms(new));
    let [remove, add]: [Vec<TermKey>; 2] =
        [was.difference(&is), is.difference(&was)].map(|keys| keys.copied().collect());
    let covers = |run: &run::Run| run.first <= member.0 && member.0 <= run.last;
    // What is being merged has read the old terms, or not yet: it is begun anew.
    for half_made in runs(db, RunState::Made)?.iter().filter(|run| covers(run)) {
        set_state(db, half_made, RunState::Dead)?;
    }
    for run in runs(db, RunState::Live)?.iter().filter(|run| covers(run)) {
        edit(db, run, member.0, &remove, &add)?;
    }
    Ok(())
}
