//! Sentences for an import: why a file can't be read, why a row was not taken, what to know besides.

use super::Words;
use crate::desk::import::ImportNote;
use crate::domain::import::reject::RowReject;
use crate::domain::import::setup::SetupError;
use crate::domain::import::target::ImportField;
use crate::domain::num::grouped;
use crate::domain::program::Currency;
use crate::t;

impl Words {
    /// Why a file can't be read at all, and what to do.
    pub fn setup_error(self, error: &SetupError) -> String {
        use SetupError as E;
        match error {
            E::UnknownTarget { word, nearest: Some(nearest), .. } => {
                t!(self, "import.unknown_target_like", word = word, nearest = nearest)
            }
            E::UnknownTarget { word, nearest: None, known } => {
                t!(self, "import.unknown_target", word = word, known = known.join(", "))
            }
            E::TargetTwice { target } => t!(self, "import.target_twice", target = target.word()),
            E::NoSuchColumn { column, nearest: Some(nearest), .. } => {
                t!(self, "import.no_such_column_like", column = column, nearest = nearest)
            }
            E::NoSuchColumn { column, nearest: None, columns } => {
                t!(self, "import.no_such_column", column = column, n = columns)
            }
            E::ColumnTwice { column } => t!(self, "import.column_twice", column = column),
            E::MissingColumn { target, by_number: true, .. } => {
                t!(self, "import.missing_number", target = target.word())
            }
            E::MissingColumn { target, nearest: Some(nearest), .. } => {
                t!(self, "import.missing_column_like", target = target.word(), nearest = nearest)
            }
            E::MissingColumn { target, nearest: None, .. } => {
                t!(self, "import.missing_column", target = target.word())
            }
            E::BadDateFormat { format } => t!(self, "import.bad_date_format", format = format),
            E::BadDelimiter { delimiter } => t!(self, "import.bad_delimiter", delimiter = delimiter),
            E::Encoding { line } => t!(self, "import.encoding_unknown", line = line),
            E::Utf16 => t!(self, "import.utf16"),
            E::Empty => t!(self, "import.empty"),
        }
    }

    /// Why a row was not taken, and what would be.
    pub fn reject(self, reason: &RowReject, currency: &Currency) -> String {
        match reason {
            RowReject::Columns { found, expected } => t!(self, "reject.columns", found = found, expected = expected),
            RowReject::Quote => t!(self, "reject.quote"),
            RowReject::Encoding => t!(self, "reject.encoding"),
            RowReject::Control => t!(self, "reject.control"),
            RowReject::TooLong { max } => t!(self, "reject.too_long", max = max),
            RowReject::Missing => t!(self, "reject.missing"),
            RowReject::NotANumber => t!(self, "reject.not_a_number"),
            RowReject::Separators => t!(self, "reject.separators"),
            RowReject::Decimals { max: 0 } => t!(self, "reject.whole"),
            RowReject::Decimals { max } => t!(self, "reject.decimals", max = max),
            RowReject::TooLarge => t!(self, "reject.too_large"),
            RowReject::Negative => t!(self, "reject.negative"),
            RowReject::BadDay => t!(self, "reject.bad_day"),
            RowReject::BadTime => t!(self, "reject.bad_time"),
            RowReject::Future => t!(self, "reject.future"),
            RowReject::OverRefundPart { money, points } => t!(
                self,
                "reject.over_refund_part",
                money = self.money(currency, *money),
                points = self.money(currency, *points)
            ),
            RowReject::OverRefund { left } => t!(self, "reject.over_refund", left = self.money(currency, *left)),
            RowReject::MemberDiffers { fields } => t!(self, "reject.member_differs", fields = words(fields)),
            RowReject::MemberTwice { line } => t!(self, "reject.member_twice", line = line),
            RowReject::UnknownTier { known } => t!(self, "reject.unknown_tier", known = known.join(", ")),
            RowReject::UnknownWord { known } => t!(self, "reject.unknown_word", known = known.join(", ")),
            RowReject::BadScore { low, high } => t!(self, "reject.bad_score", low = low, high = high),
            RowReject::BadKind => t!(self, "reject.bad_kind"),
            RowReject::SaleNamesSale => t!(self, "reject.sale_names_sale"),
            RowReject::ZeroRefund => t!(self, "reject.zero_refund"),
            RowReject::PointsPaidAboveAmount => t!(self, "reject.points_paid_above_amount"),
            RowReject::UnknownMember => t!(self, "reject.unknown_member"),
            RowReject::MemberClosed => t!(self, "reject.member_closed"),
            RowReject::MemberErased => t!(self, "reject.member_erased"),
            RowReject::MemberMerged => t!(self, "reject.member_merged"),
            RowReject::MemberMoved => t!(self, "reject.member_moved"),
            RowReject::RefConflict => t!(self, "reject.ref_conflict"),
            RowReject::UnknownSale => t!(self, "reject.unknown_sale"),
            RowReject::RefundOfRefund => t!(self, "reject.refund_of_refund"),
            RowReject::OtherMembersSale => t!(self, "reject.other_members_sale"),
            RowReject::BeforeSale => t!(self, "reject.before_sale"),
            RowReject::OpeningDiffers => t!(self, "reject.opening_differs"),
            RowReject::TierEnded => t!(self, "reject.tier_ended"),
            RowReject::ScoredComment => t!(self, "reject.scored_comment"),
            RowReject::TierUntil => t!(self, "reject.tier_until"),
        }
    }

    /// What to know of an import besides its counts.
    pub fn import_note(self, note: &ImportNote) -> String {
        match note {
            ImportNote::IgnoredColumns { columns } => {
                t!(self, "import.ignored_columns", n = columns.len(), columns = columns.join(", "))
            }
            ImportNote::Gb18030 => t!(self, "import.gb18030"),
            ImportNote::Enrolled { members } => t!(self, "import.enrolled", n = members),
            ImportNote::AlreadyExpired { credits, points } => {
                t!(self, "import.dead_on_arrival", n = credits, points = grouped(points.0))
            }
            ImportNote::UnmatchedRefunds { refunds } => t!(self, "import.unmatched_refunds", n = refunds),
            ImportNote::CasesOpened { cases, overdue } => t!(self, "import.cases_opened", n = cases, overdue = overdue),
        }
    }
}

fn words(targets: &[ImportField]) -> String {
    targets.iter().map(|t| t.word()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_row_error_says_what_would_be_right() {
        let words = Words::new(Lang::En);
        let currency = Currency { code: "CNY".to_owned(), symbol: "¥".to_owned(), decimals: 2 };
        let left = crate::domain::num::Money(1_250);
        let said = words.reject(&RowReject::OverRefund { left }, &currency);
        assert_eq!(said, "more refunded than bought: ¥12.50 of the sale is left");
    }
}
