//! How panes stand to each other.

/// How a pane stands to what is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is in front.
    Front,
    /// It led to the one in front, and esc comes back to it.
    Behind,
    /// Nobody looks at it.
    Away,
}

/// What one pane wants of others; the shell finds who can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaneRequest {
    /// Show the record of the current member; esc comes back to the pane that wants it.
    Record,
    /// Search for a member.
    Search,
    /// Search for this.
    Find(String),
    /// Show the alerts.
    Alerts,
    /// Show whom to care for.
    Care,
}
