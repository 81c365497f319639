//! Cells as text: what is allowed in one, and how long it may be.

use super::reject::{CellReject, RowReject};
use super::setup::Layout;
use super::split::CsvRow;
use super::target::ImportField;
use crate::domain::feedback::TEXT_MAX;

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
        | ImportField::FollowUp => 200,
    }
}

/// The cell of a target, trimmed; empty where nothing is said.
pub(super) fn text<'a>(layout: &'a Layout, row: CsvRow<'a>, target: ImportField) -> Result<&'a str, CellReject> {
    let cell = layout.cell(row, target);
    let text = str::from_utf8(cell).ok().map(str::trim).filter(|t| !t.contains(['\u{fffd}', '\0']));
    let Some(text) = text else { return Err(bad(target, RowReject::Encoding, String::from_utf8_lossy(cell))) };
    let max = longest(target);
    if text.len() > max && text.chars().count() > max {
        return Err(bad(target, RowReject::TooLong { max }, text));
    }
    Ok(text)
}

/// A number of a member or a reference: no control characters.
pub(super) fn code<'a>(layout: &'a Layout, row: CsvRow<'a>, target: ImportField) -> Result<&'a str, CellReject> {
    let text = text(layout, row, target)?;
    if text.chars().any(char::is_control) {
        return Err(bad(target, RowReject::Control, text));
    }
    Ok(text)
}

/// A code that must be there.
pub(super) fn required<'a>(layout: &'a Layout, row: CsvRow<'a>, target: ImportField) -> Result<&'a str, CellReject> {
    let text = code(layout, row, target)?;
    if text.is_empty() {
        return Err(bad(target, RowReject::Missing, ""));
    }
    Ok(text)
}

/// What stands in a cell, for showing it.
pub(super) fn shown(layout: &Layout, row: CsvRow<'_>, target: ImportField) -> String {
    String::from_utf8_lossy(layout.cell(row, target)).into_owned()
}

/// What stands against a row. Long values are cut: they are for finding the place.
pub(super) fn bad(column: ImportField, reason: RowReject, value: impl AsRef<str>) -> CellReject {
    CellReject { column: Some(column), reason, value: value.as_ref().chars().take(200).collect() }
}
