//! What may be written to a CSV file, and what was.

use super::fact::Status;
use super::fold::view::LifecycleStage;
use super::question::{FeedbackListQuery, ListCare, MemberListQuery};
use super::segment_views::SegmentState;
use uuid::Uuid;

/// A list to be exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// Members.
    Members(MembersExport),
    /// Feedback: every row of a list.
    Feedback(FeedbackListQuery),
    /// The care list of a day: every row.
    Care(ListCare),
}

/// A list of members to be exported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MembersExport {
    /// The list.
    pub list: MemberListQuery,
    /// Only members who consent to this purpose.
    pub consent: Option<String>,
    /// Whether phone, e-mail and birthday stand there whole instead of masked.
    pub unmasked: bool,
    /// The most rows; `None`: all of them.
    pub limit: Option<usize>,
    /// Whether value and churn risk stand beside each; then members who never bought are left out.
    pub with_value: bool,
    /// The words that stand in the file; `None`: codes.
    pub words: Option<Box<ExportWords>>,
}

/// What tiers, segments, stages and statuses are called in a file for people, in their language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportWords {
    /// Tiers, by their codes.
    pub tiers: Vec<(String, String)>,
    pub places: Vec<(SegmentState, String)>,
    pub stages: Vec<(LifecycleStage, String)>,
    pub statuses: Vec<(Status, String)>,
}

/// An export that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// The operation that records it.
    pub op: Uuid,
    /// Rows that were handed out.
    pub rows: u64,
}
