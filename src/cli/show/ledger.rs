//! The points ledger.

use super::{Renderer, left, maybe_day, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::fold::view::LedgerEntry;
use crate::domain::read_models::MemberRecord;
use crate::t;

/// The whole ledger with the balance under it.
pub fn ledger(tell: Renderer<'_>, file: &MemberRecord) -> String {
    let words = tell.words;
    let points = &file.snapshot.points;
    let balance = words.points(points.balance);
    let mut out = entries(tell, &file.trace.entries);
    out.push_str(&t!(words, "cli.ledger.balance", points = balance, day = file.snapshot.as_of));
    out.push('\n');
    out
}

/// Ledger lines in effective order.
pub fn entries(tell: Renderer<'_>, entries: &[LedgerEntry]) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.label.day")),
        left(t!(words, "cli.label.kind")),
        right(t!(words, "cli.label.points")),
        right(t!(words, "cli.label.balance")),
        left(t!(words, "cli.label.from")),
        left(t!(words, "cli.label.until")),
        left(t!(words, "cli.label.reference")),
        right(t!(words, "cli.label.fact")),
        left(t!(words, "cli.label.drawn")),
    ])
    .giving_way(RoomRules { cut: &[6], leave: &[8, 4, 7], names: &[], folds: Some(8) });
    for entry in entries {
        let spendable = entry.spendable_on.filter(|day| *day != entry.day);
        table.row([
            &entry.day.to_string(),
            &words.entry_kind(entry.kind),
            &words.signed(entry.points),
            &words.number(entry.balance_after),
            &maybe_day(spendable),
            &maybe_day(entry.expires_on),
            entry.reference.as_deref().unwrap_or_default(),
            &entry.fact.0.to_string(),
            &drawn(tell, entry),
        ]);
    }
    table.fitted(tell.columns)
}

/// The lots a debit drew from (or a return gave back to): points and the line that made the lot.
fn drawn(tell: Renderer<'_>, entry: &LedgerEntry) -> String {
    let words = tell.words;
    let draws =
        entry.lots.iter().map(|d| t!(words, "cli.ledger.draw", points = words.number(d.points), fact = d.lot.0));
    words.list(&draws.collect::<Vec<_>>())
}
