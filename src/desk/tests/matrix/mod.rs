//! One matrix: for each kind of fact, member event and desk event what undo, a past day, merge and unmerge, freeze, erasure, the
//! undo of an import, `verify` and `rebuild` do with it.
//!
//! A kind without a row does not compile, nor does a row without a column. A column that does not apply to a row says why, and
//! what it claims is held against the program like everything else.

mod bytes;
mod changes;
mod columns;
mod proof;
mod rows;
mod scene;

use super::*;
use crate::domain::desk_event::DeskEventKind;
use crate::domain::fact::{EventKind, FactKind};
use crate::domain::num::FactId;
use crate::domain::read_models::MemberRecord;
use scene::Scene;
use uuid::Uuid;

/// A row of the matrix: how one of its kind comes to be, and what each column does with it.
pub struct MatrixRow {
    /// The kind by its word in the file.
    pub kind: Kind,
    /// What must have happened the day before.
    pub before: fn(&mut Scene),
    /// Records one about the member in hand, and answers the operation that did.
    pub make: fn(&mut Scene) -> Result<Uuid, DeskError>,
    pub undo: Undo,
    pub as_of: AsOf,
    pub merge: Merge,
    pub freeze: Freeze,
    /// Every text that `make` wrote.
    pub texts: Vec<Text>,
    pub import: Import,
}

/// One of what a file holds, by its word there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Fact(&'static str),
    Event(&'static str),
    Desk(&'static str),
}

/// What undoing the operation that made it does.
pub enum Undo {
    /// Everything is as it was before, and both operations count visibly.
    Back,
    /// It ends in another state, which is named, and which this holds.
    Other(&'static str, fn(&MemberRecord) -> bool),
    /// It is refused for this reason.
    Refused(&'static str),
}

/// What a look at the day before says.
pub enum AsOf {
    /// What it said before, while today shows the change.
    Unchanged,
    /// Today shows no change either, for this reason.
    ShowsNothing(&'static str),
    /// The day before shows the change as well, for this reason, though only in the profile.
    AlwaysToday(&'static str),
    /// It takes effect on an earlier day, for this reason, and the day before shows it.
    Earlier(&'static str),
}

/// What happens to it when its member's record joins another's.
pub enum Merge {
    /// The survivor's record shows it (the id is that of the row), and no longer after the unmerge.
    Goes(fn(&MemberRecord, FactId) -> bool),
    /// It stays where it is, for this reason: the survivor's record is what it was.
    Stays(&'static str),
    /// Its member can't be merged, for this reason.
    Refused(&'static str),
}

/// Whether it can come to a frozen member.
pub enum Freeze {
    Allowed,
    /// The member's status forbids it, for this reason.
    Refused(&'static str),
    /// It has nothing to do with the status, for this reason.
    No(&'static str),
}

/// A text that a row holds.
#[derive(Clone, Copy)]
pub struct Text {
    pub canary: &'static str,
    /// Why an erasure leaves it; `None`: it is gone.
    pub stays: Option<&'static str>,
}

/// What the undo of an import does with what it brought.
pub enum Import {
    /// An import brings it like this (after the first), and its undo takes it back.
    Brings(fn(&mut Scene), fn(&mut Scene) -> Uuid),
    /// An import brings it like this, and its undo is refused for this reason.
    Keeps(fn(&mut Scene) -> Uuid, &'static str),
    /// No import brings it, for this reason.
    No(&'static str),
}

impl Text {
    const fn gone(canary: &'static str) -> Self {
        Self { canary, stays: None }
    }

    const fn stays(canary: &'static str, why: &'static str) -> Self {
        Self { canary, stays: Some(why) }
    }
}

/// Gives each kind of an enum its row, and each row a test a column.
macro_rules! matrix {
    ($of:ident: $Enum:ty, $all:ident in $rows:ident: $($pattern:pat => $row:ident),+ $(,)?) => {
        /// What the row of a kind stands for; a kind without a row does not compile.
        fn $of(kind: &$Enum) -> Kind {
            match kind { $($pattern => rows::$rows::$row().kind),+ }
        }

        /// All rows of the enum.
        fn $all() -> Vec<MatrixRow> {
            vec![$(rows::$rows::$row()),+]
        }

        column_tests! { $rows in $rows: $($row),+ }
    };
}

/// Gives each row of a module a test a column.
macro_rules! column_tests {
    ($tests:ident in $rows:ident: $($row:ident),+ $(,)?) => {
        mod $tests {
            $(mod $row {
                use crate::desk::tests::matrix::{bytes, changes, columns, proof, rows::$rows::$row as row};

                #[test]
                fn is_of_its_kind() {
                    columns::is_of_its_kind(&row());
                }

                #[test]
                fn undo() {
                    changes::undo(&row());
                }

                #[test]
                fn as_of() {
                    columns::as_of(&row());
                }

                #[test]
                fn merge_and_unmerge() {
                    changes::merge_and_unmerge(&row());
                }

                #[test]
                fn freeze() {
                    columns::freeze(&row());
                }

                #[test]
                fn erasure() {
                    bytes::erasure(&row());
                }

                #[test]
                fn import_undone() {
                    changes::import_undone(&row());
                }

                #[test]
                fn verify() {
                    proof::verify(&row());
                }

                #[test]
                fn rebuild() {
                    proof::rebuild(&row());
                }
            })+
        }
    };
}

matrix! { of_fact: FactKind, facts in fact:
    FactKind::Sale => sale,
    FactKind::Refund => refund,
    FactKind::Opening => opening,
    FactKind::Bonus => bonus,
    FactKind::Adjust => adjust,
    FactKind::Redeem => redeem,
    FactKind::RedeemReturn => redeem_return,
}

column_tests! { purchases in fact: void, moved }

matrix! { of_event: EventKind, events in event:
    EventKind::Enrol { .. } => enrol,
    EventKind::Profile { .. } => profile,
    EventKind::Status { .. } => status,
    EventKind::Override { .. } => tier_override,
    EventKind::OverrideEnd { .. } => override_end,
    EventKind::OverrideAgain { .. } => override_again,
    EventKind::TierImport { .. } => tier_import,
    EventKind::Absorb { .. } => absorb,
    EventKind::MergedInto { .. } => merged_into,
    EventKind::Unmerge { .. } => unmerge,
    EventKind::Erase => erase,
    EventKind::Feedback { .. } => feedback,
    EventKind::FeedbackCounts { .. } => feedback_counts,
    EventKind::Case { .. } => case,
    EventKind::CaseCounts { .. } => case_counts,
    EventKind::Contact { .. } => contact,
    EventKind::Interactions { .. } => interactions,
    EventKind::ChurnReason { .. } => churn_reason,
    EventKind::Counts { .. } => counts,
}

matrix! { of_desk_event: DeskEventKind, desk_events in desk:
    DeskEventKind::Numbered { .. } => numbered,
    DeskEventKind::Joined { .. } => joined,
    DeskEventKind::Operator(_) => operator,
    DeskEventKind::Acknowledged(_) => acknowledged,
    DeskEventKind::Reviewed { .. } => reviewed,
    DeskEventKind::Sample(_) => sample,
    DeskEventKind::Proposal(_) => proposal,
    DeskEventKind::Counts { .. } => counts,
    DeskEventKind::TextErased { .. } => text_erased,
}
