//! Adjust: forms that change the current member.

mod commands;
pub mod state;
mod update;
mod view;

pub use state::AdjustPane as State;
