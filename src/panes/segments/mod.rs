//! Segments: who the members are, who is slipping away, and what that is worth.

mod commands;
pub mod state;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use state::SegmentsPane as State;
