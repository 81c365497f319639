//! Why a row was not taken, as data. The sentences are `text`'s.

use super::target::ImportField;
use crate::domain::num::Money;
use serde::{Deserialize, Serialize};

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The line on which the row begins, from 1; the header counts.
    pub line: u64,
    /// What could not be read or does not fit; `None`: the row as a whole.
    pub column: Option<ImportField>,
    pub reason: RowReject,
    pub value: String,
}

/// What stands against a row: where, why, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellReject {
    pub column: Option<ImportField>,
    pub reason: RowReject,
    pub value: String,
}

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowReject {
    /// More or fewer columns than the header (or than the first row).
    Columns {
        found: usize,
        expected: usize,
    },
    /// A quote that is opened and not closed, or closed in the middle.
    Quote,
    /// Bytes that are no text in the file's encoding.
    Encoding,
    /// A control character (a line break, a tab) in a number or a reference.
    Control,
    /// Longer than the field may be.
    TooLong {
        max: usize,
    },
    /// Nothing stands where something must.
    Missing,
    /// No number as written in a till: digits, and a point before the decimals.
    NotANumber,
    /// A number with thousands separators or a decimal comma.
    Separators,
    /// More decimals than the currency has (0: a whole number is expected).
    Decimals {
        max: u32,
    },
    /// Beyond 10^12, or a sum of this member's would be.
    TooLarge,
    /// Below zero where that means nothing.
    Negative,
    /// No such day, or not written as expected.
    BadDay,
    /// No such time, or not written as expected.
    BadTime,
    /// More than a day ahead of now.
    Future,
    /// Neither `sale` nor `refund`.
    BadKind,
    /// A sale can't name a sale.
    SaleNamesSale,
    /// A refund of nothing.
    ZeroRefund,
    /// More paid with points than the amount.
    PointsPaidAboveAmount,
    /// No member has this number (`--enrol` would make one).
    UnknownMember,
    MemberClosed,
    /// The member's personal fields were erased.
    MemberErased,
    /// The member's file goes on at another one.
    MemberMerged,
    /// The member was changed beside this import in a way that sends the row elsewhere; a second run takes it.
    MemberMoved,
    /// The reference (of an order, of a survey) is known with other content.
    RefConflict,
    /// No sale has this reference.
    UnknownSale,
    /// The reference is that of a refund.
    RefundOfRefund,
    /// The sale is another member's.
    OtherMembersSale,
    /// The refund's day is before the sale's.
    BeforeSale,
    /// More is refunded than was bought.
    OverRefund {
        left: Money,
    },
    /// More money, or more with points, than is left of that part of the sale: of one refund, or of one that comes after it.
    OverRefundPart {
        money: Money,
        points: Money,
    },
    /// The member is known with other fields (`--update` would take them).
    MemberDiffers {
        fields: Vec<ImportField>,
    },
    /// The number stands on an earlier line with other fields.
    MemberTwice {
        line: u64,
    },
    /// The member has an opening credit already, and another one.
    OpeningDiffers,
    /// The programme has no such tier.
    UnknownTier {
        known: Vec<String>,
    },
    /// A tier above the base tier needs a last day, the base tier has none.
    TierUntil,
    /// The tier's last day has passed.
    TierEnded,
    /// None of the words that may stand here.
    UnknownWord {
        /// These may.
        known: Vec<String>,
    },
    /// A score outside its kind's range.
    BadScore {
        /// The lowest of the kind.
        low: i64,
        /// The highest.
        high: i64,
    },
    /// A comment has no score.
    ScoredComment,
}

impl RowReject {
    /// The word that scripts read.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Columns { .. } => "columns",
            Self::Quote => "quote",
            Self::Encoding => "encoding",
            Self::Control => "control",
            Self::TooLong { .. } => "too_long",
            Self::Missing => "missing",
            Self::NotANumber => "not_a_number",
            Self::Separators => "separators",
            Self::Decimals { .. } => "decimals",
            Self::TooLarge => "too_large",
            Self::Negative => "negative",
            Self::BadDay => "bad_day",
            Self::BadTime => "bad_time",
            Self::Future => "future",
            Self::BadKind => "bad_kind",
            Self::SaleNamesSale => "sale_names_sale",
            Self::ZeroRefund => "zero_refund",
            Self::PointsPaidAboveAmount => "points_paid_above_amount",
            Self::UnknownMember => "unknown_member",
            Self::MemberClosed => "member_closed",
            Self::MemberErased => "member_erased",
            Self::MemberMerged => "member_merged",
            Self::MemberMoved => "member_moved",
            Self::RefConflict => "ref_conflict",
            Self::UnknownSale => "unknown_sale",
            Self::RefundOfRefund => "refund_of_refund",
            Self::OtherMembersSale => "other_members_sale",
            Self::BeforeSale => "before_sale",
            Self::OverRefund { .. } | Self::OverRefundPart { .. } => "over_refund",
            Self::MemberDiffers { .. } => "member_differs",
            Self::MemberTwice { .. } => "member_twice",
            Self::OpeningDiffers => "opening_differs",
            Self::UnknownTier { .. } => "unknown_tier",
            Self::TierUntil => "tier_until",
            Self::TierEnded => "tier_ended",
            Self::UnknownWord { .. } => "unknown_word",
            Self::BadScore { .. } => "bad_score",
            Self::ScoredComment => "scored_comment",
        }
    }
}
