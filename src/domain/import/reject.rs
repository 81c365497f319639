//! Why a row was not taken, as data. The sentences are `text`'s.

use super::target::ImportField;
use crate::domain::day::Day;
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
    /// Only this cell was left out; the rest of the row was taken.
    pub only_cell: bool,
}

/// What stands against a row: where, why, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellReject {
    pub column: Option<ImportField>,
    pub reason: RowReject,
    pub value: String,
}

impl CellReject {
    /// Because of it, the row of a line is not taken.
    pub fn of_row(self, line: u64) -> RowError {
        let Self { column, reason, value } = self;
        RowError { line, column, reason, value, only_cell: false }
    }

    /// It is left out, and the rest of the row of a line is taken.
    pub fn of_cell(self, line: u64) -> RowError {
        RowError { only_cell: true, ..self.of_row(line) }
    }
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
    /// A number that can be read in two ways, or has a decimal comma.
    Separators,
    /// An amount in a currency that is not the programme's.
    OtherCurrency,
    /// A spreadsheet has put something else in its place, such as `1.38E+10`.
    Spoiled,
    /// Our own list shows it masked.
    Masked,
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
    /// Before the oldest day that the programme takes.
    TooOld {
        oldest: Day,
    },
    /// A birthday that nobody can have.
    NoBirthday,
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
    /// No member has this phone or e-mail.
    UnknownContact,
    /// Several members have this phone or e-mail.
    SeveralMembers {
        numbers: Vec<String>,
    },
    /// No member has this number, but it is somebody's phone.
    PhoneOf {
        member_no: String,
    },
    MemberClosed,
    /// The member's personal fields were erased.
    MemberErased,
    /// The member's file goes on at another one.
    MemberMerged,
    /// The member was changed beside this import in a way that sends the row elsewhere; a second run takes it.
    MemberMoved,
    /// The reference (of an order, of a survey) is known with other content.
    RefConflict,
    /// The reference stands on several lines that differ (`--lines` would add them up).
    OrderLines {
        lines: Vec<u64>,
    },
    /// Behind a header with other columns than the first.
    OtherHeader {
        /// The line of that header.
        line: u64,
    },
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
    /// A last day where no tier is named.
    EndWithoutTier,
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
            Self::OtherCurrency => "other_currency",
            Self::Spoiled => "spoiled",
            Self::Masked => "masked",
            Self::Decimals { .. } => "decimals",
            Self::TooLarge => "too_large",
            Self::Negative => "negative",
            Self::BadDay => "bad_day",
            Self::BadTime => "bad_time",
            Self::Future => "future",
            Self::TooOld { .. } => "too_old",
            Self::NoBirthday => "no_birthday",
            Self::BadKind => "bad_kind",
            Self::SaleNamesSale => "sale_names_sale",
            Self::ZeroRefund => "zero_refund",
            Self::PointsPaidAboveAmount => "points_paid_above_amount",
            Self::UnknownMember => "unknown_member",
            Self::UnknownContact => "unknown_contact",
            Self::SeveralMembers { .. } => "several_members",
            Self::PhoneOf { .. } => "phone_of",
            Self::MemberClosed => "member_closed",
            Self::MemberErased => "member_erased",
            Self::MemberMerged => "member_merged",
            Self::MemberMoved => "member_moved",
            Self::RefConflict => "ref_conflict",
            Self::OrderLines { .. } => "order_lines",
            Self::OtherHeader { .. } => "other_header",
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
            Self::EndWithoutTier => "end_without_tier",
            Self::UnknownWord { .. } => "unknown_word",
            Self::BadScore { .. } => "bad_score",
            Self::ScoredComment => "scored_comment",
        }
    }
}
