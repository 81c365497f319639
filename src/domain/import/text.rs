//! Cells as text: what is allowed in one, how long it may be, and what spreadsheets put around it.

use super::number::is_spoiled;
use super::reject::{CellReject, RowReject};
use super::setup::Layout;
use super::split::CsvRow;
use super::target::ImportField;
use crate::domain::feedback::TEXT_MAX;
use crate::domain::formula::unguarded;

/// The longest text of a field, in characters.
fn longest(target: ImportField) -> usize {
    match target {
        ImportField::MemberNo | ImportField::ReferrerNo | ImportField::Phone => 64,
        ImportField::Email => 254,
        ImportField::Tags | ImportField::Consents => 2_000,
        ImportField::Text => TEXT_MAX,
        ImportField::Name
        | ImportField::Birthday
        | ImportField::JoinedOn
        | ImportField::Store
        | ImportField::Channel
        | ImportField::OpeningPoints
        | ImportField::OpeningExpiresOn
        | ImportField::OpenedOn
        | ImportField::Tier
        | ImportField::TierUntil
        | ImportField::OrderRef
        | ImportField::PurchasedAt
        | ImportField::Amount
        | ImportField::Kind
        | ImportField::RefundOf
        | ImportField::PointsPaid
        | ImportField::Ref
        | ImportField::AnsweredAt
        | ImportField::Score
        | ImportField::Topic
        | ImportField::FollowUp
        | ImportField::HappenedAt
        | ImportField::ChurnReason => 200,
    }
}

/// The cell of a target, without what stands around it; empty where nothing is said.
pub(super) fn text<'a>(layout: &'a Layout, row: CsvRow<'a>, target: ImportField) -> Result<&'a str, CellReject> {
    let cell = layout.cell(row, target);
    let text = str::from_utf8(cell).ok().map(bare).filter(|t| !t.contains(['\u{fffd}', '\0']));
    let Some(text) = text else { return Err(bad(target, RowReject::Encoding, String::from_utf8_lossy(cell))) };
    let max = longest(target);
    if text.len() > max && text.chars().count() > max {
        return Err(bad(target, RowReject::TooLong { max }, text));
    }
    if text.starts_with('#') && is_spoiled(text) {
        return Err(bad(target, RowReject::Spoiled, text));
    }
    Ok(text)
}

/// A text without blanks around, the formula that keeps a spreadsheet from reading it (`="0138"`), and the guard that our own
/// lists put before what would be a formula.
fn bare(text: &str) -> &str {
    let text = trimmed(text);
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    trimmed(unguarded(text))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// A number of a member, a phone or a reference: no control characters, and not what a spreadsheet has made of one.
pub(super) fn code<'a>(layout: &'a Layout, row: CsvRow<'a>, target: ImportField) -> Result<&'a str, CellReject> {
    let text = text(layout, row, target)?;
    if text.chars().any(char::is_control) {
        return Err(bad(target, RowReject::Control, text));
    }
    if is_spoiled(text) {
        return Err(bad(target, RowReject::Spoiled, text));
    }
    Ok(as_typed(text))
}

/// A number as it was before a spreadsheet took it for one: `13800138005.0`, `'13800138005`.
fn as_typed(text: &str) -> &str {
    let digits = |t: &str| t.len() > 4 && t.bytes().all(|b| b.is_ascii_digit());
    let bare = text.strip_prefix('\'').unwrap_or(text);
    let whole = bare.strip_suffix(".00").or_else(|| bare.strip_suffix(".0")).unwrap_or(bare);
    if digits(whole) { whole } else { text }
}

/// A code that must be there.
pub(super) fn required<'a>(layout: &'a Layout, row: CsvRow<'a>, target: ImportField) -> Result<&'a str, CellReject> {
    let text = text(layout, row, target)?;
    if text.chars().any(char::is_control) {
        return Err(bad(target, RowReject::Control, text));
    }
    if text.is_empty() {
        return Err(bad(target, RowReject::Missing, ""));
    }
    Ok(text)
}

/// A phone or an e-mail that somebody can be found by.
pub(super) fn unmasked(field: ImportField, text: &str) -> Result<&str, CellReject> {
    if is_masked(field, text) { Err(bad(field, RowReject::Masked, text)) } else { Ok(text) }
}

/// Whether a cell shows a personal field masked, as lists do.
pub(super) fn is_masked(field: ImportField, text: &str) -> bool {
    matches!(field, ImportField::Name | ImportField::Phone | ImportField::Email | ImportField::Birthday)
        && text.contains(['*', '＊'])
}

/// What stands in a cell, for showing it.
pub(super) fn shown(layout: &Layout, row: CsvRow<'_>, target: ImportField) -> String {
    String::from_utf8_lossy(layout.cell(row, target)).into_owned()
}

/// What stands against a row. Long values are cut: they are for finding the place.
pub(super) fn bad(column: ImportField, reason: RowReject, value: impl AsRef<str>) -> CellReject {
    CellReject { column: Some(column), reason, value: value.as_ref().chars().take(200).collect() }
}

#[cfg(test)]
mod tests {
    use super::{as_typed, bare};
    use rstest::rstest;

    #[rstest]
    #[case::blanks("  张伟\u{3000}", "张伟")]
    #[case::mark("\u{feff}M1", "M1")]
    #[case::formula("=\"13800138006\"", "13800138006")]
    #[case::guard("'+8613900139002", "+8613900139002")]
    #[case::guarded_name("'@小李", "@小李")]
    #[case::apostrophe("'s-Hertogenbosch", "'s-Hertogenbosch")]
    #[case::twice("''=x", "'=x")]
    fn what_spreadsheets_put_around_a_cell_goes(#[case] cell: &str, #[case] text: &str) {
        assert_eq!(bare(cell), text);
    }

    #[rstest]
    #[case("13800138005.0", "13800138005")]
    #[case("'13800138005", "13800138005")]
    #[case("12.0", "12.0")]
    #[case("A12345.0", "A12345.0")]
    fn numbers_lose_what_a_spreadsheet_added(#[case] cell: &str, #[case] text: &str) {
        assert_eq!(as_typed(cell), text);
    }
}
