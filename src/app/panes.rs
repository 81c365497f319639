//! Where one can be: panes and tabs.

/// A pane of the console. Panes that later issues bring are added here, in the order of their digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pane {
    /// Search, list and the member's file.
    #[default]
    Members,
    /// Forms that change the member in hand.
    Adjust,
    Segments,
    /// Cases, what members say, and the scores.
    Feedback,
}

impl Pane {
    /// Every pane, in the order of its digit from 1.
    pub const ALL: [Self; 4] = [Self::Members, Self::Adjust, Self::Segments, Self::Feedback];
}

/// A tab of the member's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FileTab {
    #[default]
    Ledger,
    Purchases,
    /// What the member said, and its cases.
    Feedback,
    Journal,
}

impl FileTab {
    /// Every tab, from left to right.
    pub const ALL: [Self; 4] = [Self::Ledger, Self::Purchases, Self::Feedback, Self::Journal];
}
