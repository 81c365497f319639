//! What somebody wants to change.

use crate::domain::day::Day;
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::feedback::{CaseChange, FeedbackContent};
use crate::domain::member::Profile;
use crate::domain::num::{FactId, MemberId, Points};
use crate::domain::operation::OpKind;
use serde::{Deserialize, Serialize};

/// A wished-for change of one member (or of a pair of them), with everything that was said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "snake_case")]
pub enum Intent {
    Enrol {
        profile: Box<Profile>,
    },
    Edit {
        member: MemberId,
        /// The whole profile as it shall be.
        profile: Box<Profile>,
        note: Option<String>,
    },
    /// Points up or down by hand. Never "set to".
    Adjust {
        member: MemberId,
        delta: Points,
        /// Reason code of the programme.
        reason: String,
        note: Option<String>,
        reference: Option<String>,
    },
    Redeem {
        member: MemberId,
        /// How many, above zero.
        points: Points,
        reward: String,
        reference: Option<String>,
    },
    /// A tier by hand until a day.
    Override {
        member: MemberId,
        tier: String,
        /// This day is the last one in force.
        until: Day,
        mode: OverrideMode,
        /// Reason code of the programme.
        reason: String,
        note: Option<String>,
    },
    SetStatus {
        member: MemberId,
        to: Status,
        /// Reason code of the programme.
        reason: Option<String>,
        note: Option<String>,
    },
    /// One member's file joins another's.
    Merge {
        from: MemberId,
        into: MemberId,
        /// Reason code of the programme.
        reason: String,
        note: Option<String>,
    },
    /// The newest merge of this member (given as either of the pair) is taken away again.
    Unmerge {
        /// The member that had joined.
        member: MemberId,
        /// Reason code of the programme.
        reason: Option<String>,
    },
    /// Personal fields are erased for good.
    Erase {
        member: MemberId,
    },
    Undo {
        op: uuid::Uuid,
        /// Reason code of the programme.
        reason: Option<String>,
    },
    LogFeedback {
        /// Whose; `None`: nobody's we know.
        member: Option<MemberId>,
        said: FeedbackContent,
    },
    ChangeCase {
        /// Its number: the event of the feedback that opened it.
        case: FactId,
        change: CaseChange,
        note: Option<String>,
    },
    /// A new version of the programme, in force from the instant it is applied.
    ApplyProgram {
        /// The text of the `program.toml`.
        toml: String,
    },
}

impl Intent {
    /// The same with notes, references and rewards trimmed, blank ones left out: the form in which intents are kept and
    /// compared. A profile stays as it was said; the plan holds what becomes of it.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        match &mut self {
            Self::Adjust { note, reference, .. } => {
                tidy(note);
                tidy(reference);
            }
            Self::Redeem { reward, reference, .. } => {
                *reward = reward.trim().to_owned();
                tidy(reference);
            }
            Self::Edit { note, .. }
            | Self::Override { note, .. }
            | Self::SetStatus { note, .. }
            | Self::Merge { note, .. }
            | Self::ChangeCase { note, .. } => tidy(note),
            Self::LogFeedback { said, .. } => {
                tidy(&mut said.topic);
                tidy(&mut said.channel);
                tidy(&mut said.text);
                tidy(&mut said.reference);
            }
            Self::Enrol { .. }
            | Self::Unmerge { .. }
            | Self::Erase { .. }
            | Self::Undo { .. }
            | Self::ApplyProgram { .. } => {}
        }
        self
    }

    /// What the operation it becomes does, as the journal files it.
    pub fn kind(&self) -> OpKind {
        match self {
            Self::Enrol { .. } => OpKind::Enrol,
            Self::Edit { .. } => OpKind::Edit,
            Self::Adjust { .. } => OpKind::Adjust,
            Self::Redeem { .. } => OpKind::Redeem,
            Self::Override { .. } => OpKind::Override,
            Self::SetStatus { to: Status::Frozen, .. } => OpKind::Freeze,
            Self::SetStatus { to: Status::Active, .. } => OpKind::Unfreeze,
            Self::SetStatus { .. } => OpKind::Close,
            Self::Merge { .. } => OpKind::Merge,
            Self::Unmerge { .. } => OpKind::Unmerge,
            Self::Erase { .. } => OpKind::Erase,
            Self::Undo { .. } => OpKind::Undo,
            Self::LogFeedback { .. } => OpKind::Feedback,
            Self::ChangeCase { .. } => OpKind::Case,
            Self::ApplyProgram { .. } => OpKind::Program,
        }
    }
}

fn tidy(text: &mut Option<String>) {
    *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
}
