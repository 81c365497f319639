//! One line that says what happened.

use super::failure::{BilingualText, Failure};
use super::form::CaseAct;
use super::keymap::KeymapProblem;
use super::msg::TaskResult;
use crate::domain::day::{Day, Instant};
use crate::domain::lang::Lang;
use crate::domain::num::FactId;
use crate::domain::operator::Role;
use crate::domain::read_models::Committed;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastTone {
    /// Something was done. Goes by itself.
    Done,
    /// Something to know. Goes by itself.
    Info,
    /// Something went wrong. Stays until esc or the next toast.
    Bad,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A change was written, with what it brought about besides.
    Done(Box<Committed>, Option<SideEffect>),
    /// A change whose outcome was unknown was found in the journal.
    DoneAfterAll,
    /// A change whose outcome was unknown is not in the journal.
    NotDoneAfterAll,
    /// Something was written that is no change of a member.
    Performed(TaskResult),
    /// Text was put on the clipboard.
    Copied(String),
    /// The desk did not do as asked.
    Failed(Failure),
    /// The command is not possible now.
    Blocked(BlockedReason),
    /// `y` waited for the plan, and there is something to look at first.
    LookFirst,
    /// The language is now this one.
    Language(Lang),
    /// The mouse is now reported, or not.
    Mouse(bool),
    /// Back from a past day.
    Today,
    /// So many forms hold something unsent; asking to leave again leaves.
    Unsent(usize),
    /// No option begins with this letter.
    NoOption(char),
    /// What was typed into the form was thrown away.
    Discarded,
    /// An import was stopped: what was saved by then stays.
    ImportStopped,
    /// Too much was typed ahead: the rest was not taken.
    AheadFull,
    /// What was typed ahead is thrown away, because what it waited for turned out otherwise.
    Forgotten,
    /// The person's own keys can't be used.
    DefaultKeys(KeymapProblem),
    /// The person's settings can't be read.
    SettingsIgnored(BilingualText),
    /// Something is missing of the audit log, and nothing more is recorded.
    LogLost(BilingualText),
}

/// What a change brought about that its operation alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideEffect {
    /// It opened a case that is due then.
    Opens(Instant),
    /// This was done to this case.
    Worked(CaseAct, FactId),
}

/// Why a command is not possible now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockedReason {
    /// No member is in hand or under the cursor.
    NoMember,
    /// The desk shows a past day; only today can be changed.
    Past(Day),
    /// The outcome of a write is unknown; nothing more is written until it has been looked up.
    Unknown,
    /// It belongs to another pane.
    NotHere,
    /// There is nothing on the screen to copy.
    NothingToCopy,
    /// Nothing was typed that could be thrown away, or nothing was thrown away that could come back.
    NothingTyped,
    /// There is no list here.
    NoList,
    /// No row of the file would be taken, or all of them are on file already.
    NothingToImport,
    /// The data file has no operators.
    NoOperators,
    /// The role may not do this.
    NotAllowed {
        role: Role,
        /// The roles that may.
        allowed: &'static [Role],
    },
    /// No member has been looked at yet.
    NoRecent,
    /// What only one pane says: its words are `blocked.NAME`.
    OfPane(&'static str),
}

/// One line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    pub news: Notice,
    pub tone: ToastTone,
    pub until: Option<Instant>,
}

/// How long good news stays, in milliseconds: long enough to read it, and to press `u`.
const DONE_MS: i64 = 10_000;
/// How long other news stays, in milliseconds.
const INFO_MS: i64 = 5_000;

impl Toast {
    /// A toast that begins now.
    pub fn new(news: Notice, now: Instant) -> Self {
        let tone = match news {
            Notice::Failed(_)
            | Notice::NotDoneAfterAll
            | Notice::Performed(TaskResult::FileExists(_))
            | Notice::DefaultKeys(_)
            | Notice::LogLost(_)
            | Notice::SettingsIgnored(_) => ToastTone::Bad,
            Notice::Done(..)
            | Notice::DoneAfterAll
            | Notice::Performed(
                TaskResult::FilterSaved(_)
                | TaskResult::Unlocked
                | TaskResult::FilterDeleted(_)
                | TaskResult::MembersExported { .. }
                | TaskResult::MemberExported(_)
                | TaskResult::ReportSaved(_)
                | TaskResult::CheckpointSigned { .. }
                | TaskResult::AuditRecorded(_)
                | TaskResult::Revealed(_)
                | TaskResult::Imported(_)
                | TaskResult::FeedbackExported { .. },
            ) => ToastTone::Done,
            Notice::Copied(_)
            | Notice::Blocked(_)
            | Notice::LookFirst
            | Notice::Language(_)
            | Notice::Mouse(_)
            | Notice::Today
            | Notice::Unsent(_)
            | Notice::NoOption(_)
            | Notice::Discarded
            | Notice::AheadFull
            | Notice::ImportStopped
            | Notice::Forgotten => ToastTone::Info,
        };
        let until = match tone {
            ToastTone::Done => Some(Instant(now.0 + DONE_MS)),
            ToastTone::Info => Some(Instant(now.0 + INFO_MS)),
            ToastTone::Bad => None,
        };
        Self { news, tone, until }
    }
}
