//! What a column can be: the names that a header, `--map` and `--set` use.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportKind {
    Members,
    /// One row a sale or a refund.
    Purchases,
    /// One row an answer to a survey.
    Feedback,
}

impl ImportKind {
    /// The word used in the command and in the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Purchases => "purchases",
            Self::Feedback => "feedback",
        }
    }

    /// Every target that such a file may have, in the documented order.
    pub fn targets(self) -> &'static [ImportField] {
        match self {
            Self::Members => &[
                ImportField::MemberNo,
                ImportField::Name,
                ImportField::Phone,
                ImportField::Email,
                ImportField::Birthday,
                ImportField::JoinedOn,
                ImportField::Store,
                ImportField::Channel,
                ImportField::Tags,
                ImportField::Consents,
                ImportField::ReferrerNo,
                ImportField::OpeningPoints,
                ImportField::OpeningExpiresOn,
                ImportField::OpenedOn,
                ImportField::Tier,
                ImportField::TierUntil,
            ],
            Self::Purchases => &[
                ImportField::OrderRef,
                ImportField::MemberNo,
                ImportField::PurchasedAt,
                ImportField::Amount,
                ImportField::Kind,
                ImportField::RefundOf,
                ImportField::Store,
                ImportField::Channel,
                ImportField::PointsPaid,
            ],
            Self::Feedback => &[
                ImportField::Ref,
                ImportField::MemberNo,
                ImportField::AnsweredAt,
                ImportField::Kind,
                ImportField::Score,
                ImportField::Topic,
                ImportField::Channel,
                ImportField::Text,
                ImportField::FollowUp,
            ],
        }
    }

    /// Targets without which no row means anything.
    pub fn required(self) -> &'static [ImportField] {
        match self {
            Self::Members => &[ImportField::MemberNo],
            Self::Purchases => &[ImportField::MemberNo, ImportField::PurchasedAt, ImportField::Amount],
            Self::Feedback => &[ImportField::AnsweredAt, ImportField::Kind],
        }
    }

    pub fn target(self, word: &str) -> Option<ImportField> {
        self.targets().iter().copied().find(|t| t.word().eq_ignore_ascii_case(word))
    }
}

/// One thing that a row can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum ImportField {
    MemberNo,
    Name,
    Phone,
    Email,
    Birthday,
    JoinedOn,
    Store,
    Channel,
    Tags,
    Consents,
    ReferrerNo,
    OpeningPoints,
    OpeningExpiresOn,
    OpenedOn,
    Tier,
    TierUntil,
    OrderRef,
    PurchasedAt,
    Amount,
    Kind,
    RefundOf,
    PointsPaid,
    Ref,
    AnsweredAt,
    Score,
    Topic,
    Text,
    FollowUp,
}

pub const TARGETS: usize = 28;

impl ImportField {
    /// Every target, each at its own place.
    pub const ALL: [Self; TARGETS] = [
        Self::MemberNo,
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Birthday,
        Self::JoinedOn,
        Self::Store,
        Self::Channel,
        Self::Tags,
        Self::Consents,
        Self::ReferrerNo,
        Self::OpeningPoints,
        Self::OpeningExpiresOn,
        Self::OpenedOn,
        Self::Tier,
        Self::TierUntil,
        Self::OrderRef,
        Self::PurchasedAt,
        Self::Amount,
        Self::Kind,
        Self::RefundOf,
        Self::PointsPaid,
        Self::Ref,
        Self::AnsweredAt,
        Self::Score,
        Self::Topic,
        Self::Text,
        Self::FollowUp,
    ];

    /// The name of the column.
    pub fn word(self) -> &'static str {
        match self {
            Self::MemberNo => "member_no",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Birthday => "birthday",
            Self::JoinedOn => "joined_on",
            Self::Store => "store",
            Self::Channel => "channel",
            Self::Tags => "tags",
            Self::Consents => "consents",
            Self::ReferrerNo => "referrer_no",
            Self::OpeningPoints => "opening_points",
            Self::OpeningExpiresOn => "opening_expires_on",
            Self::OpenedOn => "opened_on",
            Self::Tier => "tier",
            Self::TierUntil => "tier_until",
            Self::OrderRef => "order_ref",
            Self::PurchasedAt => "purchased_at",
            Self::Amount => "amount",
            Self::Kind => "kind",
            Self::RefundOf => "refund_of",
            Self::PointsPaid => "points_paid",
            Self::Ref => "ref",
            Self::AnsweredAt => "answered_at",
            Self::Score => "score",
            Self::Topic => "topic",
            Self::Text => "text",
            Self::FollowUp => "follow_up",
        }
    }

    /// Its place in a table of all targets.
    pub fn place(self) -> usize {
        usize::from(self as u8)
    }

    /// The target at a place of such a table.
    pub fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_stands_at_its_place_and_is_found_by_its_word() {
        for (place, target) in ImportField::ALL.into_iter().enumerate() {
            assert_eq!(target.place(), place);
            assert_eq!(ImportField::at(place), Some(target));
            let found = [ImportKind::Members, ImportKind::Purchases, ImportKind::Feedback]
                .into_iter()
                .find_map(|w| w.target(target.word()));
            assert_eq!(found, Some(target));
        }
    }
}
