//! Members: search, list, and the record of the member under the cursor.

mod commands;
pub mod state;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use state::MembersPane as State;
