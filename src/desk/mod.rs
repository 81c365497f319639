//! The desk: the use cases, one verb a file. Every door (screen, command line) goes through here: questions by [`Desk::ask`],
//! changes by [`Desk::commit`] and its like.

mod actor;
mod alerts;
mod approvals;
pub mod approve_here;
pub mod ask;
mod backup;
mod care;
pub mod clock;
mod commit;
mod contacts;
pub mod error;
pub mod experiments;
mod explain;
pub mod export_csv;
mod export_log;
mod feedback;
mod find;
mod high_water;
pub mod import;
mod intake;
mod journal;
mod journal_filter;
mod login;
mod lookup;
mod measures;
mod member;
mod open;
mod operators;
mod overview;
mod pin_hash;
mod plan;
mod proof;
mod reveal;
mod reviews;
mod samples;
mod second_person;
pub mod segments;
mod signing_key;
mod subject;
mod undo;
mod verify;
mod write_plan;

#[cfg(test)]
mod tests;

pub use crate::store::{OpenFiles, Stopwatch};
pub use actor::SessionPass;
pub use high_water::forget_mark;
pub use login::IdleWatch;

use crate::domain::operator::Operator;
use crate::domain::query::KnownPlaces;
use crate::store::{PlacesSize, Store};
use std::path::PathBuf;

/// An open file and who sits in front of it. Each thread has its own.
pub struct Desk {
    store: Store,
    operator: Operator,
    /// The session of whoever sits here, where the file has operators.
    pass: Option<SessionPass>,
    segments: segments::Cache,
    clock_trust: clock::ClockTrust,
    /// Where the keys that sign checkpoints lie.
    keys: Option<PathBuf>,
    /// Where it is kept how far this file was when it was seen last.
    mark: Option<PathBuf>,
    /// Stores and channels as they were read last, with the size of the file then.
    places: Option<(PlacesSize, KnownPlaces)>,
}

impl Desk {
    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// Lets somebody else sit down at the same open file.
    pub(crate) fn change_operator(&mut self, operator: Operator) {
        self.operator = operator;
    }
}
