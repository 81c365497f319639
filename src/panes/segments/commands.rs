//! The commands that only this pane has.

use crate::shell::command::{CommandGroup, KeyContext, Section, c, k, key_only, row};
use crate::shell::key::Code;
use crate::shell::toast::BlockedReason;

/// What can be asked of the pane alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SegmentsCmd {
    /// The filter box has the keys.
    Filter,
    /// An ending of what is typed is taken.
    Complete,
    /// The next ending.
    NextEnding,
    /// The ending before.
    PrevEnding,
    /// By which column the members are sorted.
    Sort,
    /// The order the other way round.
    Reverse,
    /// The next view.
    NextView,
    /// The view before.
    PrevView,
    /// The filter is saved under a name.
    SaveFilter,
    /// The saved filter is deleted.
    ForgetFilter,
    /// Between which days members are followed.
    MoveDays,
    /// The list as a CSV file.
    Export,
    Legend,
}

use SegmentsCmd as Cmd;

/// The pane, outside its filter box.
pub(super) const GRID: KeyContext = KeyContext::new("segments.grid");
pub(super) const ROWS: KeyContext = KeyContext::new("segments.rows");
pub(super) const FILTER: KeyContext = KeyContext::of_text("segments.filter");

pub(super) const COMMANDS: &[CommandGroup<Cmd>] = &[CommandGroup {
    section: Section::View,
    rows: &[
        row(Cmd::Filter, "filter", 4, &[c(GRID, '/')]),
        key_only(Cmd::Complete, "complete", 2, &[k(FILTER, Code::Tab)]),
        key_only(Cmd::NextEnding, "next_ending", 3, &[k(FILTER, Code::Down)]),
        key_only(Cmd::PrevEnding, "prev_ending", 0, &[k(FILTER, Code::Up)]),
        key_only(Cmd::Sort, "sort", 2, &[c(ROWS, 's')]),
        row(Cmd::Reverse, "reverse", 0, &[]),
        key_only(Cmd::NextView, "next_view", 2, &[c(GRID, 'v'), c(GRID, ']')]),
        key_only(Cmd::PrevView, "prev_view", 0, &[c(GRID, 'V'), c(GRID, '[')]),
        row(Cmd::SaveFilter, "save_filter", 7, &[c(GRID, 'a')]),
        row(Cmd::ForgetFilter, "forget_filter", 7, &[c(GRID, 'x'), k(GRID, Code::Delete)]),
        row(Cmd::MoveDays, "move_days", 3, &[c(GRID, 'd')]),
        row(Cmd::Export, "export", 5, &[c(GRID, 'E')]),
        row(Cmd::Legend, "legend", 6, &[c(GRID, 'i')]),
    ],
}];

/// No saved filter is under the cursor.
pub(super) const NO_SAVED: BlockedReason = BlockedReason::OfPane("no_saved");

/// It is about movement between two days.
pub(super) const NOT_MOVES: BlockedReason = BlockedReason::OfPane("not_moves");

/// It is about the segments pane.
pub(super) const NOT_SEGMENTS: BlockedReason = BlockedReason::OfPane("not_segments");
