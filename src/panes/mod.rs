//! The panes, each a room of its own: what it knows, what it does, how it looks. A pane never imports another one; what it wants
//! of others it asks of the shell.
//!
//! A room has a `State` that is a [`Pane`](crate::shell::pane::Pane) with its commands and can be drawn. Its update half (`state`,
//! `update`, `commands`, `ask`) sees no terminal and no words; its view half (`view`) changes nothing. CONTRIBUTING.md tells how to
//! add one.

/// The one registration: every pane with its digit, in the order of the digits, and with the name of its room. From it come
/// [`PaneId`](crate::shell::pane_id::PaneId), the states and commands joined in `app::registry`, and the way to each view in
/// `screen`.
macro_rules! for_each_pane {
    ($then:ident) => {
        $then! {
            1 Members: members, 2 Adjust: adjust, 3 Segments: segments, 4 Feedback: feedback, 5 Audit: audit, 6 Overview: overview
        }
    };
}

pub mod adjust;
pub mod audit;
pub mod feedback;
pub mod members;
pub mod overview;
pub mod segments;
