//! Lists: members found, operations.

use super::{Renderer, left, maybe_day, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::operation::OperationRow;
use crate::domain::read_models::Found;
use crate::t;
use uuid::Uuid;

/// Members found, best first, and how many there are.
pub fn members(tell: Renderer<'_>, found: &Found) -> String {
    let words = tell.words;
    if found.rows.is_empty() {
        return t!(words, "cli.find.none") + "\n";
    }
    let mut table = Table::headed([
        left(words.field("member_no")),
        left(words.field("name")),
        left(words.field("phone")),
        left(words.field("email")),
        left(t!(words, "cli.label.status")),
        left(t!(words, "cli.label.tier")),
        right(t!(words, "cli.label.balance")),
        left(t!(words, "cli.label.lifecycle")),
        left(t!(words, "cli.label.last_on")),
        right(t!(words, "cli.label.net_spend")),
    ])
    .giving_way(RoomRules { cut: &[3], leave: &[3, 7, 5, 8, 4, 2, 9], names: &[1], folds: None });
    for row in &found.rows {
        table.row([
            &row.member_no,
            &row.name,
            &row.phone,
            &row.email,
            &words.status(row.status),
            &tell.tier(&row.tier),
            &words.number(row.balance),
            &words.stage(row.stage),
            &maybe_day(row.last_on),
            &tell.money(row.net_spend),
        ]);
    }
    let shown = found.rows.len();
    let count = if found.exact {
        t!(words, "cli.list.count", shown = shown, total = found.total)
    } else {
        t!(words, "cli.list.about", shown = shown, total = found.total)
    };
    table.fitted(tell.columns) + &count + "\n"
}

/// The beginning of an operation's id, long enough to name it: its millisecond and twelve random bits.
fn short(op: Uuid) -> String {
    op.to_string().chars().take(18).collect()
}

/// Operations, newest first, and how many there are.
pub fn operations(tell: Renderer<'_>, rows: &[OperationRow], total: u64) -> String {
    let words = tell.words;
    if rows.is_empty() {
        return t!(words, "cli.journal.none") + "\n";
    }
    let zone = tell.programs.zone();
    let mut table = Table::headed([
        left(t!(words, "cli.label.op")),
        left(t!(words, "cli.label.at")),
        left(t!(words, "cli.label.operator")),
        left(t!(words, "cli.label.kind")),
        left(words.field("member_no")),
        left(words.field("name")),
        right(t!(words, "cli.label.points")),
        left(t!(words, "cli.label.reason")),
        left(t!(words, "cli.label.reference")),
        left(t!(words, "cli.label.note")),
        left(t!(words, "cli.label.linked")),
    ])
    .giving_way(RoomRules { cut: &[7, 8, 9, 10], leave: &[10, 9, 8, 2, 7, 4], names: &[5], folds: None });
    for row in rows {
        let linked = match (row.reverses, row.reversed_by) {
            (Some(op), _) => t!(words, "cli.journal.reverses", op = short(op)),
            (None, Some(op)) => t!(words, "cli.journal.reversed_by", op = short(op)),
            (None, None) => String::new(),
        };
        let staff = row.staff.as_ref().map(|entry| entry.name.as_str());
        let about = row.staff.as_ref().map(|entry| words.staff_entry(entry));
        table.row([
            &short(row.op),
            &words.time(zone, row.at),
            &row.operator,
            &words.op_kind(row.kind),
            row.member_no.as_deref().unwrap_or_default(),
            row.member_name.as_deref().or(staff).unwrap_or_default(),
            &row.points.map(|p| words.signed(p)).unwrap_or_default(),
            &row.reason.as_deref().map(|code| words.reason(tell.program(), code)).unwrap_or_default(),
            row.reference.as_deref().unwrap_or_default(),
            row.note.as_deref().or(about.as_deref()).unwrap_or_default(),
            &linked,
        ]);
    }
    table.fitted(tell.columns) + &t!(words, "cli.list.count", shown = rows.len(), total = total) + "\n"
}
