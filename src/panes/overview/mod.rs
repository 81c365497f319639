//! Overview: the state of the programme in figures, and whom to care for today.

mod commands;
pub mod state;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use state::OverviewPane as State;
