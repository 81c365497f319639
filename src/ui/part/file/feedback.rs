//! What the member said, as rows of the file, and what waits, for the edge above it.

use crate::domain::feedback::FeedbackRow;
use crate::domain::read_models::MemberRecord;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;
use crate::ui::wording;

/// Columns of the day, the score, the topic, the state.
const DAY: usize = 11;
const SCORE: usize = 8;
const TOPIC: usize = 9;
const STATE: usize = 13;

fn cells(columns: usize, [day, score, topic, state, text]: [String; 5]) -> StyledLine {
    let fixed = DAY + SCORE + TOPIC + STATE;
    StyledLine::default()
        .left(Tone::Text, day, DAY)
        .left(Tone::Strong, score, SCORE)
        .left(Tone::Text, topic, TOPIC)
        .left(Tone::Text, format!(" {state}"), STATE)
        .left(Tone::Text, format!(" {text}"), columns.saturating_sub(fixed))
}

pub(super) fn heading(words: Words, columns: usize) -> StyledLine {
    let texts = [
        t!(words, "col.day"),
        t!(words, "feedback.score"),
        t!(words, "breakdown.topic"),
        t!(words, "feedback.case"),
        t!(words, "feedback.text"),
    ];
    cells(columns, texts)
}

/// One feedback; what was taken back is dim and says so.
pub(super) fn row(words: Words, shell: &Shell, row: &FeedbackRow, columns: usize) -> StyledLine {
    let overdue = row.case.as_ref().is_some_and(|c| c.is_overdue(shell.clock()));
    let state = match &row.case {
        _ if row.retracted => t!(words, "feedback.retracted"),
        Some(_) if overdue => format!("! {}", t!(words, "case.overdue")),
        Some(case) => words.case_state(case.state),
        None => String::new(),
    };
    let texts = [
        words.day_short(shell.setup.programs.zone().day_of(row.at), shell.today),
        wording::scored(words, &row.content),
        row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default(),
        state,
        row.content.text.as_deref().unwrap_or_default().replace('\n', " "),
    ];
    let line = cells(columns, texts);
    match (row.retracted, overdue) {
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
