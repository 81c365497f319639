//! The contract's words for the domain's enums.

use crate::domain::fact::{OverrideMode, Status};
use crate::domain::fold::view::{EntryKind, TierCause, TierSource};
use crate::domain::operator::Role;

pub fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Frozen => "frozen",
        Status::Closed => "closed",
        Status::Merged => "merged",
        Status::Erased => "erased",
    }
}

pub fn tier_source(source: TierSource) -> &'static str {
    match source {
        TierSource::Facts => "facts",
        TierSource::Override => "override",
        TierSource::Import => "import",
    }
}

pub fn mode(mode: OverrideMode) -> &'static str {
    match mode {
        OverrideMode::Floor => "floor",
        OverrideMode::Exact => "pin",
    }
}

pub fn entry(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Opening => "opening",
        EntryKind::Earn => "earn",
        EntryKind::Redeem => "redeem",
        EntryKind::RedeemReturn => "redeem_return",
        EntryKind::Clawback => "clawback",
        EntryKind::Adjust => "adjust",
        EntryKind::Bonus => "bonus",
        EntryKind::Waive => "waive",
        EntryKind::Expire => "expire",
    }
}

/// Why a tier changed, or did not.
pub fn cause(cause: TierCause) -> &'static str {
    match cause {
        TierCause::Up => "up",
        TierCause::Requalified => "requalified",
        TierCause::Kept => "kept",
        TierCause::Down => "down",
        TierCause::Dropped => "dropped",
        TierCause::Imported => "imported",
        TierCause::Merged => "merged",
        TierCause::Override(OverrideMode::Floor) => "override_floor",
        TierCause::Override(OverrideMode::Exact) => "override_pin",
        TierCause::OverrideEnded => "override_ended",
    }
}

pub fn role(role: Role) -> &'static str {
    role.word()
}
