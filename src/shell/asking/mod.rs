//! What panes ask of the desk, and what comes back.

pub mod feedback;
pub mod segments;
