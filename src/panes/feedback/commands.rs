//! The commands that only this pane has.

use crate::shell::command::{CommandGroup, KeyContext, Section, c, k, key_only, row};
use crate::shell::key::Code;
use crate::shell::toast::BlockedReason;

/// What can be asked of the pane alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedbackCmd {
    /// Work on the case under the cursor.
    CaseTake,
    /// A note on it.
    CaseNote,
    /// Another due time.
    CaseDue,
    CaseResolve,
    /// It is opened again.
    CaseReopen,
    /// The list of some topic or owner alone.
    Narrow,
    /// The list as a CSV file.
    Csv,
    /// The scores by something else.
    BreakDown,
    /// The scores of another period.
    Period,
    /// Another score.
    Measure,
    /// The answers that a score counts.
    Counted,
}

use FeedbackCmd as Cmd;

/// The queue of cases, and the case beside it.
pub(super) const QUEUE: KeyContext = KeyContext::new("feedback.queue");
pub(super) const SCORES: KeyContext = KeyContext::new("feedback.scores");

pub(super) const COMMANDS: &[CommandGroup<Cmd>] = &[CommandGroup {
    section: Section::Work,
    rows: &[
        row(Cmd::CaseTake, "case_take", 2, &[c(QUEUE, 'a')]),
        row(Cmd::CaseNote, "case_note", 2, &[c(QUEUE, 'n')]),
        row(Cmd::CaseDue, "case_due", 2, &[c(QUEUE, 'd')]),
        row(Cmd::CaseResolve, "case_resolve", 2, &[c(QUEUE, 'x')]),
        row(Cmd::CaseReopen, "case_reopen", 2, &[c(QUEUE, 'o')]),
        row(Cmd::Narrow, "narrow", 6, &[c(QUEUE, 's')]),
        row(Cmd::Csv, "csv", 7, &[c(QUEUE, 'E')]),
        row(Cmd::BreakDown, "break_down", 2, &[c(SCORES, 'b')]),
        row(Cmd::Period, "period", 2, &[c(SCORES, 'D')]),
        row(Cmd::Measure, "measure", 2, &[c(SCORES, 'm')]),
        key_only(Cmd::Counted, "counted", 1, &[c(SCORES, 'w'), k(SCORES, Code::Enter)]),
    ],
}];

/// There is no case under the cursor.
pub(super) const NO_CASE: BlockedReason = BlockedReason::OfPane("no_case");

pub(super) const CASE_OPEN: BlockedReason = BlockedReason::OfPane("case_open");

pub(super) const CASE_CLOSED: BlockedReason = BlockedReason::OfPane("case_closed");
