//! The rows: cases by what is due, or everything that was said.

use crate::domain::feedback::{CaseRow, CaseState, FeedbackRow};
use crate::domain::question::ListFeedback;
use crate::panes::feedback::state::{FeedbackFocus, FeedbackPane, FeedbackPart, FeedbackView, QueueFilter};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the mark, the due time, how far it is, the score.
const MARK: usize = 2;
const DUE: usize = 12;
const FAR: usize = 10;
const SCORE: usize = 8;
/// Columns of the topic and of the last one.
const TOPIC: usize = 9;
const LAST: usize = 12;

/// Draws the list into an area.
pub(super) fn draw(canvas: &mut Canvas, pane: &FeedbackPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let rows = pane.listing.rows();
    let fitting = usize::from(area.height.saturating_sub(1));
    canvas.fit(FeedbackPart::List.id(), PartFit { rows: fitting, ..PartFit::default() });
    if let Some(failure) = pane.listing.slot.failure() {
        sentences(canvas, area, &format!("✗ {}", wording::failure(words, failure)), &t!(words, "members.failed_hint"));
        return;
    }
    let current = pane.is_current(shell);
    if rows.is_empty() || !current && pane.listing.slot.shown.is_none() {
        let (head, hint) = if current { nothing(words, pane) } else { (t!(words, "file.loading"), String::new()) };
        sentences(canvas, area, &head, &hint);
        return;
    }
    let shown = pane.listing.slot.answered().map_or(pane.view, columns_of);
    let columns = usize::from(area.width.saturating_sub(1));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(heading(words, shown, columns)));
    let list = below(area, 1);
    let has_keys = shell.overlays.is_empty() && pane.part == FeedbackFocus::List;
    let row =
        |at: usize, columns: usize| rows.get(at).map(|r| line(words, shell, shown, r, columns)).unwrap_or_default();
    let look = RowStyle { has_keys, dimmed: !current };
    table::draw(canvas, list, (pane.listing.list, rows.len()), look, row, |at| FeedbackPart::List.at(at));
    more(canvas, pane, list);
}

/// A view that has the columns of what a list lists.
fn columns_of(question: &ListFeedback) -> FeedbackView {
    match question.list.filter.open_cases {
        Some(true) => FeedbackView::Open,
        Some(false) => FeedbackView::Resolved,
        None => FeedbackView::All,
    }
}

/// What is beyond the rows that were asked for.
fn more(canvas: &mut Canvas, pane: &FeedbackPane, area: Rect) {
    let Some(rows) = pane.listing.slot.answer() else { return };
    let shown = rows.rows.len() as u64;
    if rows.total > shown && usize::from(area.height) > rows.rows.len() {
        let place = below(area, u16::try_from(rows.rows.len()).unwrap_or(u16::MAX));
        canvas.line(
            place,
            &StyledLine::of(Tone::Dim, format!(" {}", t!(canvas.words, "feedback.more", n = rows.total - shown))),
        );
    }
}

/// What an empty list means, and what to do.
fn nothing(words: Words, pane: &FeedbackPane) -> (String, String) {
    if pane.narrow != QueueFilter::All {
        return (t!(words, "feedback.none_narrowed"), t!(words, "feedback.none_narrowed_hint"));
    }
    match pane.view {
        FeedbackView::Open => (t!(words, "feedback.none_open"), t!(words, "feedback.none_hint")),
        FeedbackView::Overdue => (t!(words, "feedback.none_overdue"), String::new()),
        FeedbackView::Mine => (t!(words, "feedback.none_mine"), t!(words, "feedback.none_mine_hint")),
        FeedbackView::Resolved => (t!(words, "feedback.none_resolved"), String::new()),
        FeedbackView::All | FeedbackView::Scores => (t!(words, "feedback.none_all"), t!(words, "feedback.none_hint")),
    }
}

fn sentences(canvas: &mut Canvas, area: Rect, head: &str, hint: &str) {
    let inner = inset(below(area, area.height.min(1)), 1);
    let columns = inner.width.into();
    let head = wrapped(head, columns).into_iter().map(|l| StyledLine::of(Tone::Text, l));
    let hint = wrapped(hint, columns).into_iter().map(|l| StyledLine::of(Tone::Dim, l));
    canvas.lines(inner, &head.chain(hint).collect::<Vec<_>>());
}

fn heading(words: Words, view: FeedbackView, columns: usize) -> StyledLine {
    let score = t!(words, "feedback.score");
    let who = t!(words, "feedback.who");
    let topic = t!(words, "breakdown.topic");
    let line = match view {
        FeedbackView::Open | FeedbackView::Overdue | FeedbackView::Mine => cells(
            columns,
            StyledLine::default(),
            [t!(words, "feedback.due"), String::new(), score, who, topic, t!(words, "feedback.owner")],
        ),
        FeedbackView::Resolved => cells(
            columns,
            StyledLine::default(),
            [t!(words, "feedback.at"), String::new(), score, who, topic, t!(words, "form.reason")],
        ),
        FeedbackView::All | FeedbackView::Scores => cells(
            columns,
            StyledLine::default(),
            [t!(words, "feedback.at"), String::new(), score, who, topic, t!(words, "feedback.case")],
        ),
    };
    line.all(Tone::Dim)
}

fn cells(columns: usize, mark: StyledLine, [when, far, score, who, topic, last]: [String; 6]) -> StyledLine {
    let fixed = MARK + DUE + FAR + SCORE + TOPIC + LAST;
    let mark = if mark.is_empty() { StyledLine::default().left(Tone::Text, "", MARK) } else { mark };
    mark.left(Tone::Text, when, DUE)
        .left(Tone::Text, far, FAR)
        .left(Tone::Strong, score, SCORE)
        .left(Tone::Text, who, columns.saturating_sub(fixed))
        .left(Tone::Dim, format!(" {topic}"), TOPIC)
        .left(Tone::Text, format!(" {last}"), LAST)
}

fn line(words: Words, shell: &Shell, view: FeedbackView, row: &FeedbackRow, columns: usize) -> StyledLine {
    let case = row.case.as_ref();
    let overdue = case.is_some_and(|c| c.is_overdue(shell.clock()));
    let who = match (&row.member_name, &row.member_no) {
        (Some(name), Some(no)) => wording::person(name, no).to_owned(),
        _ => t!(words, "feedback.nobody"),
    };
    let topic = row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default();
    let score = wording::scored(words, &row.content);
    let mark = if overdue { StyledLine::default().left(Tone::Warn, "!", MARK) } else { StyledLine::default() };
    let at = wording::due_at(shell, words, row.at);
    match (view, case) {
        (FeedbackView::Open | FeedbackView::Overdue | FeedbackView::Mine, Some(case)) => {
            let due = wording::due_at(shell, words, case.due);
            let line =
                cells(columns, mark, [due, wording::far(words, shell, case), score, who, topic, owner(words, case)]);
            if overdue { line.tinted(Tone::Warn) } else { line }
        }
        (FeedbackView::Resolved, Some(case)) => {
            let reason = case.reason.as_deref().map(|r| words.close_reason(r)).unwrap_or_default();
            cells(columns, mark, [at, String::new(), score, who, topic, reason])
        }
        (_, None) if row.retracted => {
            let text = t!(words, "feedback.retracted");
            cells(columns, mark, [at, String::new(), score, who, topic, text]).all(Tone::Dim)
        }
        (_, case) => {
            let state = case.map(|c| words.case_state(c.state)).unwrap_or_default();
            let far = case.filter(|c| c.state.is_open()).map(|c| wording::far(words, shell, c)).unwrap_or_default();
            cells(columns, mark, [at, far, score, who, topic, state])
        }
    }
}

/// Who works on it, or that nobody does.
fn owner(words: Words, case: &CaseRow) -> String {
    let nobody = || if case.state == CaseState::Open { "–".to_owned() } else { words.case_state(case.state) };
    case.owner.clone().unwrap_or_else(nobody)
}
