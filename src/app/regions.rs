//! What drawing found out: how many rows fit, and what lies where. Drawing returns it; the next message carries it in.

use super::pane::feedback::FeedbackView;
use super::pane::segments::positions::SegmentsTarget;
use super::panes::{FileTab, Pane};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn holds(self, column: u16, row: u16) -> bool {
        let inside = |at: u16, from: u16, size: u16| at >= from && at - from < size;
        inside(column, self.x, self.width) && inside(row, self.y, self.height)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    Pane(Pane),
    Search,
    /// A row of the member list, counted over the whole list.
    Member(usize),
    /// A tab of the member's file.
    Tab(FileTab),
    File,
    /// A row of the topmost overlay's list, counted over the whole list.
    OverlayRow(usize),
    /// A form of the adjust pane.
    Form(usize),
    /// A field of the form in front.
    Field(usize),
    /// A view of the feedback pane.
    View(FeedbackView),
    /// A row of the feedback pane's list or of the scores, counted over the whole list.
    Feedback(usize),
    Case,
    /// Something of the segments pane.
    Segments(SegmentsTarget),
    Outside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedbackSizes {
    pub rows: usize,
    pub case_rows: usize,
    /// Lines it has in all.
    pub case_len: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regions {
    /// Rows of the member list that fit.
    pub list_rows: usize,
    /// Columns of a table that scrolls sideways that fit.
    pub list_columns: usize,
    /// Rows of the file's tab that fit.
    pub file_rows: usize,
    pub feedback: FeedbackSizes,
    /// Rows of the topmost overlay that fit.
    pub overlay_rows: usize,
    /// Rows it has in all, where it is a text to be read.
    pub overlay_len: usize,
    /// The plan that was drawn for the form that has the keys, warnings and all. One with warnings is committed only once a
    /// frame has shown it.
    pub plan_shown: Option<Uuid>,
    /// Click targets; of several that hold a cell the last one counts.
    pub targets: Vec<(Area, ClickTarget)>,
}

impl Regions {
    pub fn target(&self, column: u16, row: u16) -> Option<ClickTarget> {
        self.targets.iter().rev().find(|(area, _)| area.holds(column, row)).map(|(_, target)| *target)
    }
}
