//! Which commands are possible now, and why the others are not.

use super::command::Cmd;
use super::file::{FileRow, FileView};
use super::model::Model;
use super::pane::feedback::FeedbackView;
use super::pane::members::Focus;
use super::pane::segments::positions::SegmentsView;
use super::panes::Pane;
use super::toast::BlockedReason;
use crate::domain::feedback::{FeedbackRow, case_reference};

impl Model {
    /// Whether a command is possible now. Keys, palette and hints all ask here.
    pub fn allowed(&self, cmd: Cmd) -> Result<(), BlockedReason> {
        match cmd {
            Cmd::Log => self.may_write(),
            Cmd::Undo if self.undo_first.is_some() || self.feedback_row().is_some() => self.may_write(),
            Cmd::CaseTake | Cmd::CaseNote | Cmd::CaseDue | Cmd::CaseResolve | Cmd::CaseReopen => self.may_work(cmd),
            Cmd::Csv if self.feedback_row().is_none() => Err(BlockedReason::NoList),
            Cmd::Narrow if self.pane != Pane::Feedback => Err(BlockedReason::NotHere),
            Cmd::BreakDown | Cmd::Period | Cmd::Measure if !self.shows_scores() => Err(BlockedReason::NotHere),
            Cmd::Points
            | Cmd::Redeem
            | Cmd::Tier
            | Cmd::Undo
            | Cmd::Freeze
            | Cmd::Unfreeze
            | Cmd::Close
            | Cmd::Unmerge
            | Cmd::Erase => self.may_change(),
            Cmd::Merge => self.may_change().and_then(|()| self.pair()),
            Cmd::Confirm | Cmd::ConfirmAnywhere if self.unknown.is_some() => Err(BlockedReason::Unknown),
            Cmd::Open if self.pane == Pane::Feedback => self.feedback_row().map(|_| ()).ok_or(BlockedReason::NoCase),
            Cmd::SaveFilter | Cmd::Export if !self.has_list() => Err(BlockedReason::NoList),
            Cmd::ForgetFilter if self.saved_name().is_none() => Err(BlockedReason::NoSaved),
            Cmd::MoveDays if self.pane != Pane::Segments || self.segments.view != SegmentsView::Moves => {
                Err(BlockedReason::NotMoves)
            }
            Cmd::Filter | Cmd::Legend if self.pane != Pane::Segments => Err(BlockedReason::NotSegments),
            Cmd::Open
                if self.pane == Pane::Members && self.members.focus == Focus::File && self.survivor_no().is_none() =>
            {
                Err(BlockedReason::OpenAlready)
            }
            Cmd::Why => self.subject().map(|_| ()).ok_or(BlockedReason::NoMember),
            Cmd::Copy => self.copied().map(|_| ()).ok_or(BlockedReason::NothingToCopy),
            _ => Ok(()),
        }
    }

    /// What `c` copies: the reference of the row under the file's cursor, else the member number.
    pub fn copied(&self) -> Option<String> {
        if self.pane == Pane::Feedback {
            return self.feedback_row().map(|row| case_reference(row.id));
        }
        let members = &self.members;
        let row = match members.focus {
            Focus::File if self.pane == Pane::Members => members.file.as_ref().and_then(|file| file.row(members.tab)),
            _ => None,
        };
        row.and_then(FileRow::copied).or_else(|| self.subject().map(|who| who.no.clone()))
    }

    /// Where the member on the screen goes on, if it was merged.
    pub fn survivor_no(&self) -> Option<&str> {
        self.members.file.as_ref().and_then(FileView::current)?.survivor_no.as_deref()
    }

    /// Of a case what its state allows: what is closed is opened again, what is open is closed.
    fn may_work(&self, cmd: Cmd) -> Result<(), BlockedReason> {
        self.may_write()?;
        let (_, case) =
            self.feedback.case(self.as_of).filter(|_| self.pane == Pane::Feedback).ok_or(BlockedReason::NoCase)?;
        match (cmd, case.state.is_open()) {
            (Cmd::CaseReopen, true) => Err(BlockedReason::CaseOpen),
            (Cmd::CaseTake | Cmd::CaseResolve | Cmd::CaseDue, false) => Err(BlockedReason::CaseClosed),
            _ => Ok(()),
        }
    }

    fn shows_scores(&self) -> bool {
        self.pane == Pane::Feedback && self.feedback.view == FeedbackView::Scores
    }

    /// The feedback under the cursor, where its pane is in front.
    fn feedback_row(&self) -> Option<&FeedbackRow> {
        self.feedback.row(self.as_of).filter(|_| self.pane == Pane::Feedback)
    }

    fn may_change(&self) -> Result<(), BlockedReason> {
        self.may_write()?;
        self.subject().map(|_| ()).ok_or(BlockedReason::NoMember)
    }

    fn may_write(&self) -> Result<(), BlockedReason> {
        match (self.as_of, self.unknown.is_some()) {
            (Some(day), _) => Err(BlockedReason::Past(day)),
            (None, true) => Err(BlockedReason::Unknown),
            (None, false) => Ok(()),
        }
    }

    fn pair(&self) -> Result<(), BlockedReason> {
        let another = |hand| self.subject().is_some_and(|subject| subject.id != hand);
        match &self.hand {
            Some(hand) if another(hand.id) => Ok(()),
            hand => Err(BlockedReason::NoPair(hand.clone())),
        }
    }
}
