//! SQLite and nothing above it: the only room that opens a database.
pub mod search;
