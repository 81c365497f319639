//! The desk: the use cases, one verb a file. Every door (screen, command line) goes through here.

mod backup;
mod commit;
pub mod error;
pub mod import;
mod journal;
mod member;
mod open;
pub mod plan;
mod undo;
mod why;
mod write_plan;

#[cfg(test)]
mod tests;

use crate::domain::answer::Found;
use crate::domain::day::Instant;
use crate::domain::operator::Operator;
use crate::store::Store;
use error::DeskError;

/// An open file and who sits in front of it. Reading needs `&self`, writing `&mut self`; each thread has its own.
pub struct Desk {
    store: Store,
    operator: Operator,
}

impl Desk {
    /// Who sits here.
    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// Members that match every word of the query, best first; an empty query lists the newest members.
    pub fn find(&self, _query: &str, _limit: usize, _now: Instant) -> Result<Found, DeskError> {
        todo!("search")
    }
}
