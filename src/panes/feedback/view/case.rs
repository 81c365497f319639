//! One feedback: what was said, where its case stands, and everything done on it.

use crate::domain::feedback::{Case, CaseRow, CaseStep, FeedbackRow};
use crate::domain::operation::OperationRow;
use crate::panes::feedback::state::{Detail, FeedbackFocus, FeedbackPane, FeedbackPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, inset, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the labels at the left.
const LABEL: usize = 10;

/// Which it is, for the edge above it: number and whose; and where it stands.
pub(super) fn title(words: Words, pane: &FeedbackPane, shell: &Shell) -> (StyledLine, StyledLine) {
    let Some(row) = pane.row(shell) else { return (StyledLine::default(), StyledLine::default()) };
    let who = match (&row.member_name, &row.member_no) {
        (Some(name), Some(no)) => wording::named(name, no),
        _ => t!(words, "feedback.nobody"),
    };
    let number = match &row.case {
        Some(_) => t!(words, "feedback.case_no", n = row.id.0),
        None => t!(words, "feedback.feedback_no", n = row.id.0),
    };
    let left = StyledLine::of(Tone::Strong, number).then(Tone::Dim, " · ").then(Tone::Text, who);
    (left, row.case.as_ref().map(|case| standing(words, shell, case)).unwrap_or_default())
}

/// Where a case stands; what is overdue says so in words.
fn standing(words: Words, shell: &Shell, case: &CaseRow) -> StyledLine {
    if case.is_overdue(shell.clock()) {
        StyledLine::of(Tone::Warn, format!("! {}", t!(words, "case.overdue")))
    } else {
        StyledLine::of(Tone::Dim, words.case_state(case.state))
    }
}

/// Draws the case under the cursor.
pub(super) fn draw(canvas: &mut Canvas, pane: &FeedbackPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    canvas.target(area, FeedbackPart::Case.at(0));
    let inner = inset(area, 1);
    let columns = usize::from(inner.width);
    let lines = match &pane.detail {
        None => {
            wrapped(&t!(words, "feedback.no_case"), columns).into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect()
        }
        Some(detail) => of(words, shell, detail, columns),
    };
    let fit = PartFit { rows: inner.height.into(), len: lines.len(), ..PartFit::default() };
    canvas.fit(FeedbackPart::Case.id(), fit);
    let list = pane.detail.as_ref().map(|d| d.list).unwrap_or_default();
    let window = list.window(lines.len(), inner.height.into());
    let hidden = lines.len() - window.end;
    for (n, (row, line)) in rows(inner).zip(&lines[window]).enumerate() {
        let at_the_end = n + 1 == usize::from(inner.height) && hidden > 0;
        let rest = StyledLine::of(Tone::Dim, t!(words, "feedback.lines_below", n = hidden + 1));
        canvas.line(row, if at_the_end && pane.part != FeedbackFocus::Case { &rest } else { line });
    }
}

fn of(words: Words, shell: &Shell, detail: &Detail, columns: usize) -> Vec<StyledLine> {
    match (detail.shown(), detail.slot.failure()) {
        (_, Some(failure)) => {
            let text = format!("✗ {}", wording::failure(words, failure));
            wrapped(&text, columns).into_iter().map(|l| StyledLine::of(Tone::Bad, l)).collect()
        }
        (Some(case), None) => {
            let lines = case_lines(words, shell, case, columns);
            let outdated = detail.current().is_none();
            lines.into_iter().map(|l| if outdated { l.all(Tone::Dim) } else { l }).collect()
        }
        (None, None) => vec![StyledLine::of(Tone::Dim, t!(words, "file.loading"))],
    }
}

fn label(text: &str) -> StyledLine {
    StyledLine::default().left(Tone::Dim, text, LABEL - 1).then(Tone::Text, " ")
}

fn case_lines(words: Words, shell: &Shell, case: &Case, columns: usize) -> Vec<StyledLine> {
    let row = &case.feedback;
    let mut lines = Vec::new();
    if let Some(now) = &row.case {
        lines.extend(stands(words, shell, now));
    }
    lines.extend(content_lines(words, shell, row, columns));
    lines.extend(contact(words, shell, row));
    if row.case.is_some() || !case.steps.is_empty() {
        lines.extend(history(words, shell, case, columns));
    }
    lines
}

/// The number to call back: whole for a while once it was asked for, else how to see it where somebody waits for a call.
fn contact(words: Words, shell: &Shell, row: &FeedbackRow) -> Option<StyledLine> {
    let name = label(&words.field("phone"));
    match shell.reveal.of(row.member?) {
        Some(profile) if profile.phone.is_empty() => Some(name.then(Tone::Text, &profile.email)),
        Some(profile) => {
            let email = if profile.email.is_empty() { String::new() } else { format!(" · {}", profile.email) };
            Some(name.then(Tone::Strong, &profile.phone).then(Tone::Text, email))
        }
        None => row.content.follow_up.then(|| name.then(Tone::Warn, t!(words, "feedback.call_hint"))),
    }
}

/// State, owner, due time, reason.
fn stands(words: Words, shell: &Shell, case: &CaseRow) -> Vec<StyledLine> {
    let overdue = case.is_overdue(shell.clock());
    let mut state = label(&t!(words, "feedback.case")).then(Tone::Strong, words.case_state(case.state));
    if let Some(reason) = &case.reason {
        state = state.then(Tone::Text, format!(" · {}", words.close_reason(reason)));
    }
    if case.reopened > 0 {
        state = state.then(Tone::Warn, format!(" · {}", t!(words, "feedback.reopened", n = case.reopened)));
    }
    let owner = case.owner.clone().unwrap_or_else(|| t!(words, "feedback.no_owner"));
    let mut lines = vec![state, label(&t!(words, "feedback.owner")).then(Tone::Text, owner)];
    if case.state.is_open() {
        let tone = if overdue { Tone::Warn } else { Tone::Text };
        let mark = if overdue { "! " } else { "" };
        let due = format!("{mark}{} · {}", wording::due_at(shell, words, case.due), wording::far(words, shell, case));
        lines.push(label(&t!(words, "feedback.due")).then(tone, due));
    }
    lines
}

/// Score, topic, channel, and the words.
fn content_lines(words: Words, shell: &Shell, row: &FeedbackRow, columns: usize) -> Vec<StyledLine> {
    let said = &row.content;
    let mut parts = vec![StyledLine::of(Tone::Strong, wording::scored(words, said))];
    parts.extend(wording::attitude(words, said).map(|text| StyledLine::of(Tone::Text, text)));
    parts.extend(said.topic.as_deref().map(|t| StyledLine::of(Tone::Text, words.topic(t))));
    parts.extend(said.channel.as_deref().map(|c| StyledLine::of(Tone::Text, words.channel(c))));
    parts.push(StyledLine::of(Tone::Dim, wording::due_at(shell, words, row.at)));
    if said.follow_up {
        parts.push(StyledLine::of(Tone::Warn, t!(words, "feedback.wants_call")));
    }
    let room = columns.saturating_sub(LABEL);
    let mut lines = vec![label(&t!(words, "feedback.score")).and(StyledLine::dotted(parts, room))];
    if row.retracted {
        lines.push(label("").then(Tone::Bad, t!(words, "feedback.retracted")));
    }
    let text = said.text.as_deref().unwrap_or_default();
    let wrapped = text.lines().flat_map(|line| wrapped(line, room));
    for (n, line) in wrapped.enumerate() {
        let name = if n == 0 { t!(words, "feedback.text") } else { String::new() };
        lines.push(label(&name).then(Tone::Text, line));
    }
    lines
}

/// Every change that counts and goodwill given for it, in the order of the journal.
fn history(words: Words, shell: &Shell, case: &Case, columns: usize) -> Vec<StyledLine> {
    let mut entries: Vec<(i64, Vec<StyledLine>)> = Vec::new();
    entries.extend(case.steps.iter().map(|s| (s.seq.0, step(words, shell, s, columns))));
    entries.extend(case.adjustments.iter().map(|a| (a.seq.0, vec![goodwill(words, shell, a)])));
    entries.sort_by_key(|(seq, _)| *seq);
    let mut lines = vec![StyledLine::default(), StyledLine::of(Tone::Strong, t!(words, "feedback.history"))];
    if entries.is_empty() {
        let hint =
            shell.as_of.map_or_else(|| t!(words, "feedback.no_history"), |day| t!(words, "file.none_by", day = day));
        let hint = wrapped(&hint, columns);
        lines.extend(hint.into_iter().map(|l| StyledLine::of(Tone::Dim, l)));
    }
    lines.extend(entries.into_iter().flat_map(|(_, lines)| lines));
    lines
}

fn step(words: Words, shell: &Shell, step: &CaseStep, columns: usize) -> Vec<StyledLine> {
    let change = &step.change;
    let mut what = Vec::new();
    what.extend(change.state.map(|s| words.case_state(s)));
    what.extend(change.reason.as_deref().map(|r| words.close_reason(r)));
    what.extend(change.owner.as_ref().map(|o| t!(words, "feedback.owner_now", who = o)));
    what.extend(change.due.map(|d| t!(words, "feedback.due_now", due = wording::due_at(shell, words, d))));
    let head = StyledLine::default()
        .left(Tone::Dim, wording::due_at(shell, words, step.at), 12)
        .then(Tone::Dim, format!("{}  ", step.operator));
    let mut lines = vec![head.then(Tone::Text, what.join(" · "))];
    let note = step.note.as_deref().unwrap_or_default();
    let indent = " ".repeat(12);
    let room = columns.saturating_sub(indent.len());
    lines.extend(wrapped(note, room).into_iter().map(|l| StyledLine::of(Tone::Text, &indent).then(Tone::Text, l)));
    lines
}

/// `11-22 14:39 李雯  +200 points #31`, and that it was undone where it was.
fn goodwill(words: Words, shell: &Shell, row: &OperationRow) -> StyledLine {
    let points = row.points.map(|p| words.signed(p)).unwrap_or_default();
    let text = t!(words, "feedback.goodwill", n = points, seq = row.seq.0);
    let line = StyledLine::default()
        .left(Tone::Dim, wording::due_at(shell, words, row.at), 12)
        .then(Tone::Dim, format!("{}  ", row.operator))
        .then(Tone::Good, text);
    match row.reversed_by {
        Some(_) => line.then(Tone::Dim, format!(" · {}", t!(words, "file.undone"))).all(Tone::Dim),
        None => line,
    }
}
