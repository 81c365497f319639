//! What holds of each kind of member event.

use super::EventKind;
use crate::domain::num::{FactId, MemberId};

impl EventKind {
    /// The feedback that an event is about, by the event that logged it.
    pub fn feedback(&self, id: FactId) -> Option<FactId> {
        match self {
            Self::Feedback { .. } => Some(id),
            Self::FeedbackCounts { of, .. } | Self::Case { of, .. } => Some(*of),
            Self::CaseCounts { case, .. } => Some(*case),
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Erase
            | Self::Contact { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. }
            | Self::Counts { .. } => None,
        }
    }

    /// For an event that takes another out of the fold or lets it count again: which one, and whether it counts from here on.
    pub fn counts_change(&self) -> Option<(FactId, bool)> {
        match self {
            Self::Counts { of, counts } | Self::FeedbackCounts { of, counts } | Self::CaseCounts { of, counts, .. } => {
                Some((*of, *counts))
            }
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Erase
            | Self::Feedback { .. }
            | Self::Case { .. }
            | Self::Contact { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. } => None,
        }
    }

    /// Whether a member's state depends on it: the fold passes over what only lists and cases show.
    pub fn is_folded(&self) -> bool {
        match self {
            Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Erase => true,
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Feedback { .. }
            | Self::FeedbackCounts { .. }
            | Self::Case { .. }
            | Self::CaseCounts { .. }
            | Self::Contact { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. }
            | Self::Counts { .. } => false,
        }
    }

    /// Whether a [`EventKind::Counts`] can take it out of the fold. A profile goes back by another profile, an erasure never,
    /// and what takes something away is reversed by its own counterpart.
    pub fn can_be_uncounted(&self) -> bool {
        match self {
            Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Feedback { .. }
            | Self::Case { .. }
            | Self::Contact { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. } => true,
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Unmerge { .. }
            | Self::Erase
            | Self::FeedbackCounts { .. }
            | Self::CaseCounts { .. }
            | Self::Counts { .. } => false,
        }
    }

    /// The commitment to the profile that the member has from here on.
    pub fn profile_commitment(&self) -> Option<&str> {
        match self {
            Self::Enrol { profile } | Self::Profile { profile } => Some(profile),
            Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Erase
            | Self::Feedback { .. }
            | Self::FeedbackCounts { .. }
            | Self::Case { .. }
            | Self::CaseCounts { .. }
            | Self::Contact { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. }
            | Self::Counts { .. } => None,
        }
    }

    /// The commitment to the text that lies apart.
    pub fn text_commitment(&self) -> Option<&str> {
        match self {
            Self::Feedback { text, .. }
            | Self::Case { text, .. }
            | Self::Contact { text, .. }
            | Self::Interactions { text } => text.as_deref(),
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Erase
            | Self::FeedbackCounts { .. }
            | Self::CaseCounts { .. }
            | Self::ChurnReason { .. }
            | Self::Counts { .. } => None,
        }
    }

    /// The same with the commitments that only the store can make, which alone knows the salts: to the profile, and to a text
    /// that lies apart.
    #[must_use]
    pub fn committed_to(mut self, new_profile: &str, new_text: Option<String>) -> Self {
        match &mut self {
            Self::Enrol { profile } | Self::Profile { profile } => new_profile.clone_into(profile),
            Self::Feedback { text, .. }
            | Self::Case { text, .. }
            | Self::Contact { text, .. }
            | Self::Interactions { text } => *text = new_text,
            Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Erase
            | Self::FeedbackCounts { .. }
            | Self::CaseCounts { .. }
            | Self::ChurnReason { .. }
            | Self::Counts { .. } => {}
        }
        self
    }

    /// The other member of a merge that an event makes or takes away.
    pub fn other_member(&self) -> Option<MemberId> {
        match self {
            Self::Absorb { from } => Some(*from),
            Self::MergedInto { into } => Some(*into),
            Self::Unmerge { other, .. } => Some(*other),
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Status { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. }
            | Self::TierImport { .. }
            | Self::Erase
            | Self::Feedback { .. }
            | Self::FeedbackCounts { .. }
            | Self::Case { .. }
            | Self::CaseCounts { .. }
            | Self::Contact { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. }
            | Self::Counts { .. } => None,
        }
    }
}
