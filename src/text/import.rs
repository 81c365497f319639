//! Sentences for an import: why a file can't be read, why a row was not taken, what to know besides.

use super::Words;
use crate::desk::import::Note;
use crate::domain::import::reject::Reject;
use crate::domain::import::setup::SetupError;
use crate::domain::import::target::Target;
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
    pub fn reject(self, reason: &Reject, currency: &Currency) -> String {
        match reason {
            Reject::Columns { found, expected } => t!(self, "reject.columns", found = found, expected = expected),
            Reject::Quote => t!(self, "reject.quote"),
            Reject::Encoding => t!(self, "reject.encoding"),
            Reject::Control => t!(self, "reject.control"),
            Reject::TooLong { max } => t!(self, "reject.too_long", max = max),
            Reject::Missing => t!(self, "reject.missing"),
            Reject::NotANumber => t!(self, "reject.not_a_number"),
            Reject::Separators => t!(self, "reject.separators"),
            Reject::Decimals { max: 0 } => t!(self, "reject.whole"),
            Reject::Decimals { max } => t!(self, "reject.decimals", max = max),
            Reject::TooLarge => t!(self, "reject.too_large"),
            Reject::Negative => t!(self, "reject.negative"),
            Reject::BadDay => t!(self, "reject.bad_day"),
            Reject::BadTime => t!(self, "reject.bad_time"),
            Reject::Future => t!(self, "reject.future"),
            Reject::OverRefundPart { money, points } => t!(
                self,
                "reject.over_refund_part",
                money = self.money(currency, *money),
                points = self.money(currency, *points)
            ),
            Reject::OverRefund { left } => t!(self, "reject.over_refund", left = self.money(currency, *left)),
            Reject::MemberDiffers { fields } => t!(self, "reject.member_differs", fields = words(fields)),
            Reject::MemberTwice { line } => t!(self, "reject.member_twice", line = line),
            Reject::UnknownTier { known } => t!(self, "reject.unknown_tier", known = known.join(", ")),
            Reject::UnknownWord { known } => t!(self, "reject.unknown_word", known = known.join(", ")),
            Reject::BadScore { low, high } => t!(self, "reject.bad_score", low = low, high = high),
            other => self.reject_rule(other),
        }
    }

    /// Reasons that lie in the rules rather than in the writing.
    fn reject_rule(self, reason: &Reject) -> String {
        match reason {
            Reject::BadKind => t!(self, "reject.bad_kind"),
            Reject::SaleNamesSale => t!(self, "reject.sale_names_sale"),
            Reject::ZeroRefund => t!(self, "reject.zero_refund"),
            Reject::PointsPaidAboveAmount => t!(self, "reject.points_paid_above_amount"),
            Reject::UnknownMember => t!(self, "reject.unknown_member"),
            Reject::MemberClosed => t!(self, "reject.member_closed"),
            Reject::MemberErased => t!(self, "reject.member_erased"),
            Reject::MemberMerged => t!(self, "reject.member_merged"),
            Reject::MemberMoved => t!(self, "reject.member_moved"),
            Reject::RefConflict => t!(self, "reject.ref_conflict"),
            Reject::UnknownSale => t!(self, "reject.unknown_sale"),
            Reject::RefundOfRefund => t!(self, "reject.refund_of_refund"),
            Reject::OtherMembersSale => t!(self, "reject.other_members_sale"),
            Reject::BeforeSale => t!(self, "reject.before_sale"),
            Reject::OpeningDiffers => t!(self, "reject.opening_differs"),
            Reject::TierEnded => t!(self, "reject.tier_ended"),
            Reject::ScoredComment => t!(self, "reject.scored_comment"),
            _ => t!(self, "reject.tier_until"),
        }
    }

    /// What to know of an import besides its counts.
    pub fn import_note(self, note: &Note) -> String {
        match note {
            Note::IgnoredColumns { columns } => {
                t!(self, "import.ignored_columns", n = columns.len(), columns = columns.join(", "))
            }
            Note::Gb18030 => t!(self, "import.gb18030"),
            Note::Enrolled { members } => t!(self, "import.enrolled", n = members),
            Note::DeadOnArrival { credits, points } => {
                t!(self, "import.dead_on_arrival", n = credits, points = grouped(points.0))
            }
            Note::UnmatchedRefunds { refunds } => t!(self, "import.unmatched_refunds", n = refunds),
            Note::CasesOpened { cases, overdue } => t!(self, "import.cases_opened", n = cases, overdue = overdue),
        }
    }
}

fn words(targets: &[Target]) -> String {
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
        let said = words.reject(&Reject::OverRefund { left }, &currency);
        assert_eq!(said, "more refunded than bought: ¥12.50 of the sale is left");
        assert_eq!(words.reject(&Reject::TierUntil, &currency), words.reject_rule(&Reject::TierUntil));
    }
}
