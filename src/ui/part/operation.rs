//! One operation in full: every column with its label, what was long beneath itself.

use crate::domain::num::{Points, grouped};
use crate::domain::operation::OperationRow;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;

/// Columns of the labels at the left.
const LABEL: usize = 16;

/// A label and what it says.
pub type LabelledText = (String, String);

/// What is empty is not told; what is long goes on beneath itself.
pub fn labelled(texts: &[LabelledText], columns: usize) -> Vec<StyledLine> {
    let told = texts.iter().filter(|(_, text)| !text.is_empty());
    told.flat_map(|(label, text)| {
        let parts = text.lines().flat_map(|line| wrapped(line, columns.saturating_sub(LABEL)));
        parts
            .enumerate()
            .map(|(n, part)| {
                let label = if n == 0 { label.as_str() } else { "" };
                StyledLine::default().left(Tone::Dim, label, LABEL).then(Tone::Text, part)
            })
            .collect::<Vec<_>>()
    })
    .collect()
}

/// What an operation says of itself, with the member's balance around it where that is known.
pub fn operation(
    words: Words,
    shell: &Shell,
    row: &OperationRow,
    balance: Option<(Points, Points)>,
) -> Vec<LabelledText> {
    let id = |op: Option<uuid::Uuid>| op.map(|op| op.to_string()).unwrap_or_default();
    let change = |before: &str, after: &str| {
        let told = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
        format!("{} → {}", told(before), told(after))
    };
    let mut texts = vec![
        (t!(words, "col.no"), format!("#{}", row.seq.0)),
        (t!(words, "col.time"), words.time(shell.setup.programs.zone(), row.at)),
        (t!(words, "col.what"), words.op_kind(row.kind)),
        (
            t!(words, "detail.operator"),
            row.staff.as_ref().map(|entry| format!("{}: {}", entry.name, words.staff_entry(entry))).unwrap_or_default(),
        ),
        (t!(words, "col.points"), row.points.map(|points| words.signed(points)).unwrap_or_default()),
        (t!(words, "col.who"), row.operator.clone()),
        (
            t!(words, "col.why"),
            row.reason.as_deref().map(|code| words.reason(shell.program(), code)).unwrap_or_default(),
        ),
        (t!(words, "detail.note"), row.note.clone().unwrap_or_default()),
        (t!(words, "col.order"), row.reference.clone().unwrap_or_default()),
        (t!(words, "detail.reverses"), id(row.reverses)),
        (t!(words, "detail.reversed_by"), id(row.reversed_by)),
        (t!(words, "detail.operation"), row.op.to_string()),
    ];
    let moved = balance.map(|(before, after)| change(&grouped(before.0), &grouped(after.0)));
    let fields = row.changes.iter().map(|(field, before, after)| (words.field(field), change(before, after)));
    texts.splice(5..5, moved.map(|moved| (t!(words, "col.balance"), moved)).into_iter().chain(fields));
    texts
}
