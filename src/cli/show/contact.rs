//! Contacts and interactions as text.

use super::{Renderer, left, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::contact_log::ContactRow;
use crate::domain::interaction::InteractionRow;
use crate::domain::num::grouped;
use crate::domain::read_models::MemberRecord;
use crate::t;

/// The contacts of a member and its interactions.
pub fn list(tell: Renderer<'_>, record: &MemberRecord) -> String {
    let words = tell.words;
    let contacts =
        if record.contacts.is_empty() { t!(words, "contact.none") + "\n" } else { contacts(tell, &record.contacts) };
    let interactions = if record.interactions.is_empty() {
        String::new()
    } else {
        format!("\n{}", interactions(tell, &record.interactions))
    };
    contacts + &interactions
}

fn interactions(tell: Renderer<'_>, rows: &[InteractionRow]) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "col.day")),
        left(t!(words, "col.kind")),
        left(t!(words, "breakdown.channel")),
        right(t!(words, "contact.how_many")),
    ]);
    for row in rows {
        table.row([
            &row.day.to_string(),
            &words.interaction(&row.kind),
            &words.channel(&row.channel),
            &grouped(i64::try_from(row.n).unwrap_or(i64::MAX)),
        ]);
    }
    table.fitted(tell.columns)
}

fn contacts(tell: Renderer<'_>, rows: &[ContactRow]) -> String {
    let words = tell.words;
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
