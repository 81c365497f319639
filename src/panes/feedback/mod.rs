//! Feedback: the queue of cases, one case with everything done on it, and the scores.

mod commands;
pub mod state;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use state::FeedbackPane as State;
