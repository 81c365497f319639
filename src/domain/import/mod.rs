//! The rules of an import: what a file may look like, what a row means, which rows are known already, what a new one earns.
//!
//! Pure: bytes become text by the evidence of their encoding (`encoding`), text a table by that of its delimiter (`delimiter`,
//! `split`, or `workbook`), headers are recognised (`header`, `setup`, `form`), rows that are no data are passed over (`sieve`),
//! and cells are parsed (`number`, `time`, `words`, and a room a kind of row). Out come facts to write and reasons why a row can't
//! be. Reading the file, looking members up and writing in steps are `desk::import` and `store::import`.

mod aliases;
pub mod delimiter;
pub mod earn;
pub mod encoding;
pub mod feedback;
pub mod form;
pub mod header;
pub mod intake;
pub mod interaction;
pub mod member;
pub mod number;
pub mod purchase;
pub mod reader;
pub mod reject;
pub mod settle;
pub mod setup;
pub mod sieve;
pub mod split;
pub mod target;
mod text;
pub mod time;
pub mod words;
pub mod workbook;
