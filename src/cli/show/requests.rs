//! Approval requests as a table, and one in full.

use super::plan::changes;
use super::{Renderer, Sheet, left, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::approval_request::RequestRow;
use crate::domain::question::RequestSheet;
use crate::t;

/// Every approval request, or that there is none.
pub fn list(tell: Renderer<'_>, rows: &[RequestRow]) -> String {
    let words = tell.words;
    if rows.is_empty() {
        return t!(words, "cli.requests.none") + "\n";
    }
    let mut table = Table::headed([
        right(t!(words, "cli.requests.no")),
        left(t!(words, "request.state")),
        left(t!(words, "cli.label.at")),
        left(t!(words, "request.proposer")),
        left(t!(words, "cli.label.kind")),
        left(words.field("member_no")),
        left(words.field("name")),
        right(t!(words, "cli.label.points")),
        left(t!(words, "request.until")),
    ])
    .giving_way(RoomRules { cut: &[6], leave: &[5, 2, 8], names: &[6], folds: None });
    for row in rows {
        let request = &row.request;
        table.row([
            &request.seq.0.to_string(),
            &words.request_state(row.state),
            &words.time(tell.programs.zone(), request.at),
            &request.by,
            &words.op_kind(request.act),
            row.member_no.as_deref().unwrap_or_default(),
            row.member_name.as_deref().unwrap_or_default(),
            &request.points.map(|points| words.signed(points)).unwrap_or_default(),
            &request.until.to_string(),
        ]);
    }
    table.fitted(tell.columns)
}

/// One approval request: what is asked for, by whom, how it ended, and what it would have done.
pub fn sheet(tell: Renderer<'_>, shown: &RequestSheet) -> String {
    let words = tell.words;
    let mut sheet = Sheet::new();
    for (label, text) in words.request_facts(tell.programs, shown) {
        sheet.line(&label, &text);
    }
    let mut out = sheet.fitted(tell.columns);
    if let (Some(change), Some(effect)) = (&shown.change, &shown.proposed) {
        out = out + "\n" + &t!(words, "request.would") + "\n" + &changes(tell, change, effect);
    }
    out
}
