//! Contacts as text.

use super::{Renderer, left};
use crate::cli::table::{RoomRules, Table};
use crate::domain::contact_log::ContactRow;
use crate::t;

/// The contacts of a member.
pub fn list(tell: Renderer<'_>, rows: &[ContactRow]) -> String {
    let words = tell.words;
    if rows.is_empty() {
        return t!(words, "contact.none") + "\n";
    }
    let mut table = Table::headed([
        left(t!(words, "cli.label.at")),
        left(t!(words, "contact.outcome")),
        left(t!(words, "breakdown.channel")),
        left(t!(words, "contact.purpose")),
        left(t!(words, "cli.label.reason")),
        left(t!(words, "col.who")),
        left(t!(words, "cli.label.note")),
    ])
    .giving_way(RoomRules { cut: &[6], leave: &[3, 5], names: &[], folds: None });
    for row in rows {
        let content = &row.contact.content;
        table.row([
            &words.time(tell.programs.zone(), row.contact.at),
            &words.outcome(content.outcome),
            &words.contact_channel(content.channel),
            &words.contact_purpose(content.purpose),
            &content.reason.map(|reason| words.care_reason(reason)).unwrap_or_default(),
            content.by.as_str(),
            row.note.as_deref().unwrap_or_default(),
        ]);
    }
    table.fitted(tell.columns)
}
