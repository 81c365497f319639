//! What a column can be: the names that a header, `--map` and `--set` use.

use crate::domain::enumeration::enumeration;
use crate::domain::member::ProfileField;

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum ImportKind {
        Members => "members",
        /// One row a sale or a refund.
        Purchases => "purchases",
        /// One row an answer to a survey.
        Feedback => "feedback",
        /// One row a click, a visit or another interaction of a member.
        Events => "events",
    }
}

impl ImportKind {
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
                ImportField::Phone,
                ImportField::Email,
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
                ImportField::Phone,
                ImportField::Email,
                ImportField::AnsweredAt,
                ImportField::Kind,
                ImportField::Score,
                ImportField::Topic,
                ImportField::Channel,
                ImportField::Text,
                ImportField::FollowUp,
            ],
            Self::Events => &[
                ImportField::Ref,
                ImportField::MemberNo,
                ImportField::Phone,
                ImportField::Email,
                ImportField::HappenedAt,
                ImportField::Kind,
                ImportField::Channel,
                ImportField::ChurnReason,
            ],
        }
    }

    /// Targets without which no row means anything, besides whose it is.
    pub fn required(self) -> &'static [ImportField] {
        match self {
            Self::Members => &[],
            Self::Purchases => &[ImportField::PurchasedAt, ImportField::Amount],
            Self::Feedback => &[ImportField::AnsweredAt, ImportField::Kind],
            Self::Events => &[ImportField::HappenedAt, ImportField::Kind, ImportField::Ref],
        }
    }

    /// Whether a row must say whose it is: by member number, phone or e-mail.
    pub fn needs_a_member(self) -> bool {
        match self {
            Self::Members | Self::Purchases | Self::Events => true,
            Self::Feedback => false,
        }
    }

    pub fn target(self, word: &str) -> Option<ImportField> {
        self.targets().iter().copied().find(|t| t.word().eq_ignore_ascii_case(word))
    }
}

enumeration! {
    /// One thing that a row can say.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[repr(u8)]
    pub enum ImportField {
        MemberNo => "member_no",
        Name => "name",
        Phone => "phone",
        Email => "email",
        Birthday => "birthday",
        JoinedOn => "joined_on",
        Store => "store",
        Channel => "channel",
        Tags => "tags",
        Consents => "consents",
        ReferrerNo => "referrer_no",
        OpeningPoints => "opening_points",
        OpeningExpiresOn => "opening_expires_on",
        OpenedOn => "opened_on",
        Tier => "tier",
        TierUntil => "tier_until",
        OrderRef => "order_ref",
        PurchasedAt => "purchased_at",
        Amount => "amount",
        Kind => "kind",
        RefundOf => "refund_of",
        PointsPaid => "points_paid",
        Ref => "ref",
        AnsweredAt => "answered_at",
        Score => "score",
        Topic => "topic",
        Text => "text",
        FollowUp => "follow_up",
        HappenedAt => "happened_at",
        ChurnReason => "churn_reason",
    }
}

impl From<ProfileField> for ImportField {
    fn from(field: ProfileField) -> Self {
        match field {
            ProfileField::MemberNo => Self::MemberNo,
            ProfileField::Name => Self::Name,
            ProfileField::Phone => Self::Phone,
            ProfileField::Email => Self::Email,
            ProfileField::Birthday => Self::Birthday,
            ProfileField::JoinedOn => Self::JoinedOn,
            ProfileField::Store => Self::Store,
            ProfileField::Channel => Self::Channel,
            ProfileField::Tags => Self::Tags,
            ProfileField::Consents => Self::Consents,
            ProfileField::ReferrerNo => Self::ReferrerNo,
        }
    }
}

impl ImportField {
    /// Its place in a table of all targets.
    pub fn place(self) -> usize {
        usize::from(self as u8)
    }

    /// The target at a place of such a table.
    pub fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }
}

/// Some of the targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct FieldSet(u32);

impl FieldSet {
    pub fn insert(&mut self, field: ImportField) {
        self.0 |= 1 << field.place();
    }

    pub fn remove(&mut self, field: ImportField) {
        self.0 &= !(1 << field.place());
    }

    pub fn has(self, field: ImportField) -> bool {
        self.0 & (1 << field.place()) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        for target in ImportField::ALL {
            let mut set = FieldSet::default();
            set.insert(target);
            assert_eq!(ImportField::ALL.into_iter().filter(|t| set.has(*t)).collect::<Vec<_>>(), [target]);
        }
    }

    #[test]
    fn every_target_stands_at_its_place_and_is_found_by_its_word() {
        for (place, target) in ImportField::ALL.into_iter().enumerate() {
            assert_eq!(target.place(), place);
            assert_eq!(ImportField::at(place), Some(target));
            let found = ImportKind::ALL.into_iter().find_map(|w| w.target(target.word()));
            assert_eq!(found, Some(target));
        }
    }
}
