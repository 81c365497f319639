//! Segments: who the members are, who is slipping away, and what that is worth, on any day.
//!
//! Everything here reads columns of everybody ([`crate::store::columns`]), which stay in memory while they are looked at and
//! follow the journal. What counts are active and frozen members.

mod asked;
mod board;
mod csv;
mod export;
mod filter;
mod known;
mod lapsing;
mod model;
mod moves;
mod page;
mod proof;
mod saved;
mod scores;
mod select;
mod told;
mod trend;
mod view;
mod worth;

pub use crate::store::columns::Watch;
pub(super) use asked::Asked;
pub use export::{Take, Taken};
pub use model::{Models, Tested, WEEKS, Worth};
pub use view::FEW;
pub(super) use view::{Cache, View};
pub use worth::WorthPage;
