//! Contacts as rows of the record.

use crate::domain::contact::ContactOutcome;
use crate::domain::contact_log::ContactRow;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::line::StyledLine;
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::theme::Tone;

/// Day, outcome, channel, reason, by whom, note.
pub(super) const COLUMNS: [ColumnRule; 6] = [
    ColumnRule::whole(0),
    ColumnRule::words(8, 0),
    ColumnRule::words(4, 1),
    ColumnRule::words(6, 2),
    ColumnRule::words(4, 3),
    ColumnRule::words(6, 0),
];

/// The note takes what is left.
pub(super) const NOTE: (usize, usize) = (5, usize::MAX);

pub(super) fn heading(words: Words) -> [String; 6] {
    [
        t!(words, "col.day"),
        t!(words, "contact.outcome"),
        t!(words, "breakdown.channel"),
        t!(words, "col.why"),
        t!(words, "col.who"),
        t!(words, "detail.note"),
    ]
}

/// What stands in the columns of one contact.
pub(super) fn texts(words: Words, shell: &Shell, row: &ContactRow) -> [String; 6] {
    let content = &row.contact.content;
    let outcome = match content.outcome {
        ContactOutcome::CallBack(day) => t!(words, "contact.call_back_on", day = words.day_short(day, shell.today)),
        ContactOutcome::Postponed(day) => {
            t!(words, "contact.postponed_until", day = words.day_short(day, shell.today))
        }
        ContactOutcome::Reached | ContactOutcome::NoAnswer | ContactOutcome::Refused => words.outcome(content.outcome),
    };
    [
        words.day_short(row.contact.day, shell.today),
        outcome,
        words.contact_channel(content.channel),
        content.reason.map(|reason| words.care_reason(reason)).unwrap_or_default(),
        content.by.clone(),
        row.note.as_deref().unwrap_or_default().replace('\n', " "),
    ]
}

pub(super) fn line(row: &ContactRow, texts: &[String; 6], columns: &FittedColumns<6>) -> StyledLine {
    let tone = match row.contact.content.outcome {
        ContactOutcome::Reached => Tone::Good,
        ContactOutcome::NoAnswer | ContactOutcome::Postponed(_) => Tone::Dim,
        ContactOutcome::Refused => Tone::Bad,
        ContactOutcome::CallBack(_) => Tone::Warn,
    };
    let [day, outcome, channel, reason, by, note] = texts.each_ref().map(String::as_str);
    columns.line([
        (Tone::Text, day),
        (tone, outcome),
        (Tone::Text, channel),
        (Tone::Text, reason),
        (Tone::Dim, by),
        (Tone::Text, note),
    ])
}
