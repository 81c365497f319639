//! Sentences for an import: why a file can't be read, why a row was not taken, what to know besides.

use super::Words;
use crate::desk::import::{FieldChange, ImportNote};
use crate::domain::import::form::{FileReading, TableSource};
use crate::domain::import::header::ColumnMatch;
use crate::domain::import::intake::ImportTally;
use crate::domain::import::reject::{RowError, RowReject};
use crate::domain::import::settle::RepeatedOrders;
use crate::domain::import::setup::SetupError;
use crate::domain::import::split::Delimiter;
use crate::domain::import::target::{ImportField, ImportKind};
use crate::domain::num::grouped;
use crate::domain::plausible::UnlikelyValue;
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
            E::MissingColumn { below: Some(line), target, .. } => {
                t!(self, "import.header_below", target = target.word(), line = line, skip = line - 1)
            }
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
            E::UnknownKind { columns } => t!(self, "import.unknown_kind", columns = columns.join(", ")),
            E::BadEncoding { name } => t!(self, "import.bad_encoding", name = name),
            E::BadDecimal { text } => t!(self, "import.bad_decimal", text = text),
            E::BadFilter { text } => t!(self, "import.bad_filter", text = text),
            E::BadValueMap { text } => t!(self, "import.bad_value_map", text = text),
            E::UnknownMapping { name, known } if known.is_empty() => t!(self, "import.no_mapping", name = name),
            E::UnknownMapping { name, known } => {
                t!(self, "import.unknown_mapping", name = name, known = known.join(", "))
            }
            E::Encoding { lines, between } if between.is_empty() => {
                t!(self, "import.encoding_unknown", lines = numbers(lines))
            }
            E::Encoding { between, .. } => t!(self, "import.encoding_between", names = between.join(", ")),
            E::Workbook { reason } => t!(self, "import.workbook", reason = reason),
            E::NoSuchSheet { name, sheets } => {
                t!(self, "import.no_such_sheet", name = name, sheets = sheets.join(", "))
            }
            E::Empty => t!(self, "import.empty"),
        }
    }

    /// A row that was not taken, or a cell of it: its line, the column as `name` calls it, why, and what stands there.
    pub fn rejected_row(self, error: &RowError, name: impl Fn(ImportField) -> String, currency: &Currency) -> String {
        let why = self.reject(&error.reason, currency);
        let row = match error.column.map(name) {
            Some(column) => t!(self, "import.row_column", line = error.line, column = column, why = why),
            None => t!(self, "import.row", line = error.line, why = why),
        };
        if error.value.is_empty() {
            return row;
        }
        t!(self, "import.row_value", row = row, value = error.value)
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
            RowReject::OtherCurrency => t!(self, "reject.other_currency", currency = currency.code),
            RowReject::Spoiled => t!(self, "reject.spoiled"),
            RowReject::Masked => t!(self, "reject.masked"),
            RowReject::TooOld { oldest } => t!(self, "reject.too_old", oldest = oldest),
            RowReject::NoBirthday => t!(self, "reject.no_birthday"),
            RowReject::UnknownContact => t!(self, "reject.unknown_contact"),
            RowReject::SeveralMembers { numbers } => t!(self, "reject.several_members", numbers = numbers.join(", ")),
            RowReject::PhoneOf { member_no } => t!(self, "reject.phone_of", member_no = member_no),
            RowReject::OrderLines { lines } => t!(self, "reject.order_lines", lines = numbers(lines)),
            RowReject::OtherHeader { line } => t!(self, "reject.other_header", line = line),
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
            RowReject::EndWithoutTier => t!(self, "reject.end_without_tier"),
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
            ImportNote::Encoding(encoding) => t!(self, "import.encoding", name = encoding.name()),
            ImportNote::FieldsChanged(changes) => {
                let changes: Vec<String> = changes.iter().map(|change| self.field_change(change)).collect();
                t!(self, "import.fields_changed", fields = changes.join(" · "))
            }
            ImportNote::MaskedCells { cells } => t!(self, "import.masked_cells", n = cells),
            ImportNote::TiersReviewed { members } => t!(self, "import.tiers_reviewed", n = members),
            ImportNote::RepeatedOrders(orders) => {
                t!(self, "import.repeated_orders", n = orders.rows, orders = orders.first.join(", "))
            }
            ImportNote::Unlikely { what, named } => self.unlikely(*what, named),
            ImportNote::KnownRows { rows, is_known_file: true } => t!(self, "import.known_file", n = rows),
            ImportNote::KnownRows { rows, is_known_file: false } => t!(self, "import.known_rows", n = rows),
            ImportNote::CreditedBefore(orders) => {
                t!(self, "import.credited_before", n = orders.rows, orders = orders.first.join(", "))
            }
            ImportNote::LinesAdded { lines } => t!(self, "import.lines_added", n = lines),
            ImportNote::Enrolled { members } => t!(self, "import.enrolled", n = members),
            ImportNote::AlreadyExpired { credits, points } => {
                t!(self, "import.dead_on_arrival", n = credits, points = grouped(points.0))
            }
            ImportNote::FollowedMoves { refunds } => t!(self, "import.followed_moves", n = refunds),
            ImportNote::UnmatchedRefunds { refunds } => t!(self, "import.unmatched_refunds", n = refunds),
            ImportNote::CasesOpened { cases, overdue } => t!(self, "import.cases_opened", n = cases, overdue = overdue),
        }
    }

    fn unlikely(self, what: UnlikelyValue, named: &RepeatedOrders) -> String {
        let n = named.rows;
        let first = self.first_of(named);
        match what {
            UnlikelyValue::Phone => t!(self, "import.unlikely_phone", n = n, first = first),
            UnlikelyValue::Consent => t!(self, "import.unlikely_consent", n = n, first = first),
            UnlikelyValue::Birthday => t!(self, "import.unlikely_birthday", n = n, first = first),
            UnlikelyValue::Store => t!(self, "import.unknown_store", n = n, first = first),
            UnlikelyValue::Contact => t!(self, "import.shared_contact", n = n, first = first),
            UnlikelyValue::Points => t!(self, "import.unlikely_points", n = n, first = first),
            UnlikelyValue::Amount => t!(self, "import.unlikely_amount", n = n, first = first),
            UnlikelyValue::LowerTier => t!(self, "import.tier_lowered", n = n, first = first),
        }
    }

    /// Those that are named, and how many more there are.
    fn first_of(self, named: &RepeatedOrders) -> String {
        let first = named.first.join(", ");
        let more = named.rows.saturating_sub(u64::try_from(named.first.len()).unwrap_or(u64::MAX));
        if more == 0 { first } else { t!(self, "import.first_and_more", first = first, n = more) }
    }

    fn field_change(self, change: &FieldChange) -> String {
        let field = change.field.word();
        match (change.changed, change.emptied) {
            (changed, 0) => t!(self, "import.field_changed", field = field, n = changed),
            (0, emptied) => t!(self, "import.field_emptied", field = field, n = emptied),
            (changed, emptied) => {
                t!(self, "import.field_changed_and_emptied", field = field, n = changed, emptied = emptied)
            }
        }
    }

    /// What was guessed of a file, and which rows were passed over: nothing for a file that is as it is documented.
    pub fn import_reading(self, reading: &FileReading) -> Vec<String> {
        let mut said = Vec::new();
        match &reading.source {
            TableSource::Sheet { name } => said.push(t!(self, "import.sheet", name = name)),
            TableSource::Text { delimiter, .. } if *delimiter != Delimiter::default() => {
                said.push(t!(self, "import.delimiter", sign = self.delimiter(*delimiter)));
            }
            TableSource::Text { .. } => {}
        }
        if let Some(line) = reading.header_line.filter(|_| reading.titles > 0) {
            said.push(t!(self, "import.titles", n = reading.titles, line = line));
        }
        let guessed = reading.columns.iter().filter_map(|column| match column.field {
            Some((field, ColumnMatch::Recognised)) => Some(format!("{} → {}", column.name, field.word())),
            Some((_, ColumnMatch::Named | ColumnMatch::Mapped)) | None => None,
        });
        let guessed: Vec<String> = guessed.collect();
        if !guessed.is_empty() {
            said.push(t!(self, "import.recognised", columns = guessed.join(", ")));
        }
        let passed = &reading.passed;
        if passed.headers.count > 0 {
            let lines = numbers(&passed.headers.first);
            said.push(t!(self, "import.headers_again", n = passed.headers.count, lines = lines));
        }
        if passed.sums.count > 0 {
            said.push(t!(self, "import.sums", n = passed.sums.count, lines = numbers(&passed.sums.first)));
        }
        if passed.left_out > 0 {
            said.push(t!(self, "import.left_out", n = passed.left_out));
        }
        said
    }

    /// What stands between columns.
    pub fn delimiter(self, delimiter: Delimiter) -> String {
        match delimiter {
            Delimiter::Blanks => t!(self, "import.delimiter_blanks"),
            Delimiter::Byte(b'\t') => t!(self, "import.delimiter_tab"),
            Delimiter::Byte(byte) => char::from(byte).to_string(),
        }
    }

    /// How many rows are new, updated, unchanged and rejected.
    pub fn import_counts(self, tally: &ImportTally) -> String {
        let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
        t!(
            self,
            "import.summary",
            new = count(tally.new),
            updated = count(tally.updated),
            unchanged = count(tally.unchanged),
            rejected = count(tally.rejected)
        )
    }

    /// What a column of a file says.
    pub fn import_field(self, field: ImportField) -> String {
        match field {
            ImportField::MemberNo => t!(self, "import_field.member_no"),
            ImportField::Name => t!(self, "import_field.name"),
            ImportField::Phone => t!(self, "import_field.phone"),
            ImportField::Email => t!(self, "import_field.email"),
            ImportField::Birthday => t!(self, "import_field.birthday"),
            ImportField::JoinedOn => t!(self, "import_field.joined_on"),
            ImportField::Store => t!(self, "import_field.store"),
            ImportField::Channel => t!(self, "import_field.channel"),
            ImportField::Tags => t!(self, "import_field.tags"),
            ImportField::Consents => t!(self, "import_field.consents"),
            ImportField::ReferrerNo => t!(self, "import_field.referrer_no"),
            ImportField::OpeningPoints => t!(self, "import_field.opening_points"),
            ImportField::OpeningExpiresOn => t!(self, "import_field.opening_expires_on"),
            ImportField::OpenedOn => t!(self, "import_field.opened_on"),
            ImportField::Tier => t!(self, "import_field.tier"),
            ImportField::TierUntil => t!(self, "import_field.tier_until"),
            ImportField::OrderRef => t!(self, "import_field.order_ref"),
            ImportField::PurchasedAt => t!(self, "import_field.purchased_at"),
            ImportField::Amount => t!(self, "import_field.amount"),
            ImportField::Kind => t!(self, "import_field.kind"),
            ImportField::RefundOf => t!(self, "import_field.refund_of"),
            ImportField::PointsPaid => t!(self, "import_field.points_paid"),
            ImportField::Ref => t!(self, "import_field.ref"),
            ImportField::AnsweredAt => t!(self, "import_field.answered_at"),
            ImportField::Score => t!(self, "import_field.score"),
            ImportField::Topic => t!(self, "import_field.topic"),
            ImportField::Text => t!(self, "import_field.text"),
            ImportField::FollowUp => t!(self, "import_field.follow_up"),
            ImportField::HappenedAt => t!(self, "import_field.happened_at"),
            ImportField::ChurnReason => t!(self, "churn.reason"),
        }
    }

    /// What a file holds.
    pub fn import_kind(self, kind: ImportKind) -> String {
        match kind {
            ImportKind::Members => t!(self, "import.kind_members"),
            ImportKind::Purchases => t!(self, "import.kind_purchases"),
            ImportKind::Feedback => t!(self, "import.kind_feedback"),
            ImportKind::Events => t!(self, "import.kind_events"),
        }
    }
}

fn numbers(lines: &[u64]) -> String {
    lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
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
        assert_eq!(said, "the refund exceeds the purchase: ¥12.50 is left");
    }
}
