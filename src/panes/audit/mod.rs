//! Audit: the whole journal under any filter, one operation in full beneath it, and what proves it.

mod commands;
pub mod state;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use state::AuditPane as State;
