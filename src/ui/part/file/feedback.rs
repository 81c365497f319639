//! What the member said, as rows of the file, and what waits, for the edge above it.

use crate::domain::feedback::FeedbackRow;
use crate::domain::read_models::MemberRecord;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::line::StyledLine;
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::theme::Tone;
use crate::ui::wording;

/// Day, score, topic, state, what was said.
pub(super) const COLUMNS: [ColumnRule; 5] = [
    ColumnRule::whole(0),
    ColumnRule::whole(0),
    ColumnRule::words(6, 1),
    ColumnRule::words(6, 2),
    ColumnRule::words(6, 0),
];

/// What was said takes what is left.
pub(super) const WORDS: (usize, usize) = (4, usize::MAX);

pub(super) fn heading(words: Words) -> [String; 5] {
    [
        t!(words, "col.day"),
        t!(words, "feedback.score"),
        t!(words, "breakdown.topic"),
        t!(words, "feedback.case"),
        t!(words, "feedback.text"),
    ]
}

/// What stands in the columns of one feedback.
pub(super) fn texts(words: Words, shell: &Shell, row: &FeedbackRow) -> [String; 5] {
    let state = match &row.case {
        _ if row.retracted => t!(words, "feedback.retracted"),
        Some(_) if is_overdue(shell, row) => format!("! {}", t!(words, "case.overdue")),
        Some(case) => words.case_state(case.state),
        None => String::new(),
    };
    [
        words.day_short(shell.setup.programs.zone().day_of(row.at), shell.today),
        wording::scored(words, &row.content),
        row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default(),
        state,
        row.content.text.as_deref().unwrap_or_default().replace('\n', " "),
    ]
}

fn is_overdue(shell: &Shell, row: &FeedbackRow) -> bool {
    row.case.as_ref().is_some_and(|c| c.is_overdue(shell.clock()))
}

/// One feedback; what was taken back is dim and says so.
pub(super) fn line(shell: &Shell, row: &FeedbackRow, texts: &[String; 5], columns: &FittedColumns<5>) -> StyledLine {
    let [day, score, topic, state, words] = texts.each_ref().map(String::as_str);
    let cells =
        [(Tone::Text, day), (Tone::Strong, score), (Tone::Text, topic), (Tone::Text, state), (Tone::Text, words)];
    let line = columns.line(cells);
    match (row.retracted, is_overdue(shell, row)) {
        (true, _) => line.all(Tone::Dim),
        (false, true) => line.tinted(Tone::Warn),
        (false, false) => line,
    }
}

/// `1 open case, due 14:00`; what is overdue says so in words.
pub(super) fn waiting(words: Words, shell: &Shell, file: &MemberRecord) -> Option<StyledLine> {
    let open = || file.feedback.iter().filter_map(|row| row.case.as_ref()).filter(|case| case.state.is_open());
    let first = open().min_by_key(|case| case.due)?;
    let due = wording::due_at(shell, words, first.due);
    let (tone, text) = if first.is_overdue(shell.clock()) {
        (Tone::Warn, t!(words, "file.overdue_cases", n = open().count(), due = due))
    } else {
        (Tone::Text, t!(words, "file.open_cases", n = open().count(), due = due))
    };
    Some(StyledLine::of(tone, text))
}
