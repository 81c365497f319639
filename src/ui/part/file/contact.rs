//! Contacts and interactions as rows of the record.

use crate::domain::contact::ContactOutcome;
use crate::domain::contact_log::ContactRow;
use crate::domain::interaction::InteractionRow;
use crate::shell::Shell;
use crate::shell::file::FileRow;
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

/// What stands in the columns of a row; of an interaction how often in the place of the outcome.
pub(super) fn texts(words: Words, shell: &Shell, row: FileRow<'_>) -> [String; 6] {
    match row {
        FileRow::Contact(row) => contact_texts(words, shell, row),
        FileRow::Interaction(row) => interaction_texts(words, shell, row),
        FileRow::Entry(_) | FileRow::Purchase(_) | FileRow::Feedback(_) | FileRow::Operation(_) => Default::default(),
    }
}

fn interaction_texts(words: Words, shell: &Shell, row: &InteractionRow) -> [String; 6] {
    [
        words.day_short(row.day, shell.today),
        t!(words, "contact.times", what = words.interaction(&row.kind), n = row.n),
        words.channel(&row.channel),
        String::new(),
        String::new(),
        String::new(),
    ]
}

fn contact_texts(words: Words, shell: &Shell, row: &ContactRow) -> [String; 6] {
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

pub(super) fn line(row: FileRow<'_>, texts: &[String; 6], columns: &FittedColumns<6>) -> StyledLine {
    let tone = match row {
        FileRow::Contact(row) => match row.contact.content.outcome {
            ContactOutcome::Reached => Tone::Good,
            ContactOutcome::NoAnswer | ContactOutcome::Postponed(_) => Tone::Dim,
            ContactOutcome::Refused => Tone::Bad,
            ContactOutcome::CallBack(_) => Tone::Warn,
        },
        FileRow::Interaction(_)
        | FileRow::Entry(_)
        | FileRow::Purchase(_)
        | FileRow::Feedback(_)
        | FileRow::Operation(_) => Tone::Text,
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
