//! The rules of an import: what a file may look like, what a row means, which rows are known already, what a new one earns.
//!
//! Pure: rows come in as text, out come facts to write and reasons why a row can't be. Reading the file, looking members up
//! and writing in steps are `desk::import` and `store::import`.

pub mod earn;
pub mod feedback;
pub mod member;
pub mod number;
pub mod purchase;
pub mod reject;
pub mod settle;
pub mod setup;
pub mod split;
pub mod target;
mod text;
pub mod time;
