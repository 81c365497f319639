//! Feedback: the queue of cases, one case with everything done on it, and the scores.

mod commands;
pub mod state;
mod update;
mod view;

pub use state::FeedbackPane as State;
