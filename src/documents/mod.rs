//! The documents that `--json` prints, for whichever door hands them out: the names are a contract, so each is written out here
//! and nothing of the domain is serialised as it is. Money in minor units, instants RFC 3339 UTC, days YYYY-MM-DD.

pub mod alerts;
pub mod audit;
pub mod clock;
pub mod clv;
pub mod contact;
pub mod error;
pub mod explain;
pub mod export;
pub mod feedback;
pub mod found;
pub mod given;
pub mod import;
pub mod keys;
pub mod ledger;
pub mod lost;
pub mod member;
pub mod operation;
pub mod operators;
pub mod overview;
pub mod plan;
mod pretty;
pub mod program;
mod refusal;
pub mod report;
pub mod requests;
pub mod reveal;
pub mod score;
pub mod segments;
pub mod stats;
pub mod verify;
pub mod word;

pub use pretty::pretty;
