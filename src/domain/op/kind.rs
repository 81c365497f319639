//! What an operation did, as the journal files it.

use crate::domain::enumeration::enumeration;

/// Makes the kinds of the table's lines.
macro_rules! kinds {
    ($($room:ident: $($Intent:ident)? => $($Kind:ident = $code:literal $word:literal),+;)+) => {
        enumeration! {
            /// What an operation did. The numbers are the file's.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum OpKind {
                $($(
                    #[doc = concat!("The operation `", $word, "`.")]
                    $Kind = $code => $word,
                )+)+
            }
        }

        impl OpKind {
            /// Whether it begins with an intent; an import, an export and a joining file are written as they go.
            pub fn has_intent(self) -> bool {
                match self {
                    $($(Self::$Kind)|+ => !stringify!($($Intent)?).is_empty(),)+
                }
            }
        }
    };
}

operations!(kinds);

impl OpKind {
    /// Whether somebody at a desk did it by hand, and to a member: what audit reviews look at.
    pub fn is_by_hand(self) -> bool {
        match self {
            Self::Enrol
            | Self::Edit
            | Self::Adjust
            | Self::Redeem
            | Self::Override
            | Self::Freeze
            | Self::Unfreeze
            | Self::Close
            | Self::Merge
            | Self::Unmerge
            | Self::Erase
            | Self::Undo
            | Self::Feedback
            | Self::Case
            | Self::Void
            | Self::Move
            | Self::Contact => true,
            Self::Program
            | Self::Import
            | Self::Export
            | Self::Join
            | Self::AcceptClock
            | Self::Operator
            | Self::Acknowledge
            | Self::Review
            | Self::Sample
            | Self::Propose
            | Self::Reject
            | Self::Withdraw
            | Self::Reveal
            | Self::AcceptLog => false,
        }
    }

    /// Whether it can be asked for by an approval request: what is done to members one by one and may need a second person.
    pub fn can_be_proposed(self) -> bool {
        match self {
            Self::Adjust
            | Self::Redeem
            | Self::Override
            | Self::Freeze
            | Self::Unfreeze
            | Self::Close
            | Self::Merge
            | Self::Unmerge
            | Self::Erase
            | Self::Undo
            | Self::Void
            | Self::Move => true,
            Self::Enrol
            | Self::Edit
            | Self::Feedback
            | Self::Case
            | Self::Contact
            | Self::Program
            | Self::Import
            | Self::Export
            | Self::Join
            | Self::AcceptClock
            | Self::Operator
            | Self::Acknowledge
            | Self::Review
            | Self::Sample
            | Self::Propose
            | Self::Reject
            | Self::Withdraw
            | Self::Reveal
            | Self::AcceptLog => false,
        }
    }

    /// Whether an undo takes it out of every fold with all it wrote, instead of writing counter-entries (see `op::voided`).
    pub fn is_undone_whole(self) -> bool {
        matches!(self, Self::Import | Self::Void | Self::Move)
    }
}
