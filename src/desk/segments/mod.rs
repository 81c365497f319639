//! Segments: who the members are, who is slipping away, and what that is worth, on any day.
//!
//! Everything here reads columns of everybody ([`crate::store::columns`]), which stay in memory while they are looked at and
//! follow the journal. What counts are active and frozen members.

mod as_of;
pub(in crate::desk) mod base;
mod board;
mod cache_check;
mod cached_cuts;
mod csv;
mod export;
mod filter;
mod given;
mod lapsing;
mod model;
mod month;
mod moves;
mod newcomer;
mod page;
mod present;
mod saved;
mod scores;
mod select;
mod table_fit;
mod tracking;
mod trend;
mod unknown_scope;
mod value;
mod view;

use super::ask::ScanWatch;
pub(super) use as_of::AsOfDay;
pub(super) use base::BaseMembers;
pub use given::{likelihood_given, thirds_given, value_given};
pub use newcomer::{forecast_by, forecast_newcomer};
pub use table_fit::fit_table;
pub use view::FEW;
pub(super) use view::{Cache, ScoredMembers};
