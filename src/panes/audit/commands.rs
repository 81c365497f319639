//! The commands that only this pane has.

use crate::shell::command::{CommandGroup, KeyContext, Section, c, k, key_only, row};
use crate::shell::key::Code;
use crate::shell::toast::BlockedReason;

/// What can be asked of the pane alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditCmd {
    /// The filter box has the keys.
    Filter,
    /// What stands in the filter box holds.
    Apply,
    /// The next view.
    NextView,
    /// The view before.
    PrevView,
    /// The month before the one that is reviewed, the sample before the one on the screen.
    Earlier,
    /// The month behind it, the sample behind it.
    Later,
    /// Somebody has looked at the finding under the cursor.
    SignFinding,
    /// A sample of the month that is reviewed is drawn.
    DrawSample,
    /// The operation under the cursor is right.
    JudgeRight,
    /// The operation under the cursor is wrong.
    JudgeWrong,
    /// What was asked for is approved.
    Approve,
    /// What was asked for is rejected, or withdrawn by whoever asked.
    CloseRequest,
    /// Everything in the file is computed anew.
    Verify,
    /// The newest checkpoint is signed and written to a file.
    Sign,
}

use AuditCmd as Cmd;

/// The pane, outside its filter box.
pub(super) const JOURNAL: KeyContext = KeyContext::new("audit.journal");
pub(super) const FILTER: KeyContext = KeyContext::of_text("audit.filter");
pub(super) const REVIEWS: KeyContext = KeyContext::new("audit.reviews");
pub(super) const SAMPLE: KeyContext = KeyContext::new("audit.sample");
pub(super) const REQUESTS: KeyContext = KeyContext::new("audit.requests");
pub(super) const PROOF: KeyContext = KeyContext::new("audit.proof");

pub(super) const COMMANDS: &[CommandGroup<Cmd>] = &[CommandGroup {
    section: Section::View,
    rows: &[
        row(Cmd::Filter, "journal_filter", 4, &[c(JOURNAL, '/')]),
        key_only(Cmd::Apply, "journal_apply", 1, &[k(FILTER, Code::Enter)]),
        key_only(
            Cmd::NextView,
            "audit_next_view",
            2,
            &[
                c(JOURNAL, 'v'),
                c(JOURNAL, ']'),
                c(REVIEWS, 'v'),
                c(REVIEWS, ']'),
                c(SAMPLE, 'v'),
                c(SAMPLE, ']'),
                c(REQUESTS, 'v'),
                c(REQUESTS, ']'),
                c(PROOF, 'v'),
                c(PROOF, ']'),
            ],
        ),
        key_only(
            Cmd::PrevView,
            "audit_prev_view",
            0,
            &[
                c(JOURNAL, 'V'),
                c(JOURNAL, '['),
                c(REVIEWS, 'V'),
                c(REVIEWS, '['),
                c(SAMPLE, 'V'),
                c(SAMPLE, '['),
                c(REQUESTS, 'V'),
                c(REQUESTS, '['),
                c(PROOF, 'V'),
                c(PROOF, '['),
            ],
        ),
        row(Cmd::SignFinding, "sign_finding", 8, &[c(REVIEWS, 's')]),
        row(Cmd::JudgeRight, "judge_right", 9, &[c(SAMPLE, 'y')]),
        row(Cmd::JudgeWrong, "judge_wrong", 9, &[c(SAMPLE, 'n')]),
        row(Cmd::DrawSample, "draw_sample", 7, &[c(SAMPLE, 'd')]),
        key_only(Cmd::Earlier, "audit_earlier", 3, &[c(REVIEWS, '<'), c(SAMPLE, '<')]),
        key_only(Cmd::Later, "audit_later", 0, &[c(REVIEWS, '>'), c(SAMPLE, '>')]),
        row(Cmd::Approve, "approve_request", 1, &[c(REQUESTS, 'a')]),
        row(Cmd::CloseRequest, "close_request", 2, &[c(REQUESTS, 'x')]),
        row(Cmd::Verify, "verify_file", 3, &[k(PROOF, Code::Enter)]),
        row(Cmd::Sign, "sign_checkpoint", 3, &[c(PROOF, 's')]),
    ],
}];

/// The file is being computed anew already.
pub(super) const VERIFYING: BlockedReason = BlockedReason::OfPane("verifying");

/// No operation is under the cursor.
pub(super) const NO_OPERATION: BlockedReason = BlockedReason::OfPane("no_operation");

/// The operation is about no member.
pub(super) const NO_MEMBER: BlockedReason = BlockedReason::OfPane("no_single_member");

/// No finding is under the cursor.
pub(super) const NO_FINDING: BlockedReason = BlockedReason::OfPane("no_finding");

/// No request that waits is under the cursor.
pub(super) const NO_REQUEST: BlockedReason = BlockedReason::OfPane("no_request");

/// No sample was drawn yet.
pub(super) const NO_SAMPLE: BlockedReason = BlockedReason::OfPane("no_sample");
