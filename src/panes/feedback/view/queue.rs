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
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the mark of what is overdue.
const MARK: usize = 2;

/// When, how far that is, the score, who, the topic, and what the view tells last; what leaves first is the topic. A name is the
/// last to give way.
const COLUMNS: [ColumnRule; 6] = [
    ColumnRule::whole(0),
    ColumnRule::whole(3),
    ColumnRule::whole(4),
    ColumnRule::words(8, 0),
    ColumnRule::words(6, 1),
    ColumnRule::words(6, 2),
];

/// The column of the name, and the columns that it takes at most.
const WHO: (usize, usize) = (3, 24);

/// Draws the list into an area.
pub(super) fn draw(canvas: &mut Canvas, pane: &FeedbackPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let rows = pane.listing.rows();
    let fitting = usize::from(area.height.saturating_sub(1));
    canvas.fit(FeedbackPart::List.id(), PartFit { rows: fitting, ..PartFit::default() });
    if let Some(failure) = pane.listing.slot.failure() {
        sentences(
            canvas,
            area,
            &format!("✗ {}", wording::failure(words, failure)),
            &wording::retry_hint(words, failure),
        );
        return;
    }
    let current = pane.is_current(shell);
    if rows.is_empty() || !current && pane.listing.slot.shown.is_none() {
        let (head, hint) =
            if current { nothing(words, pane, shell) } else { (t!(words, "file.loading"), String::new()) };
        sentences(canvas, area, &head, &hint);
        return;
    }
    let shown = pane.listing.slot.answered().map_or(pane.view, columns_of);
    let (heading, texts) =
        (heading(words, shown), rows.iter().map(|r| texts(words, shell, shown, r)).collect::<Vec<_>>());
    let room = usize::from(area.width.saturating_sub(1)).saturating_sub(MARK);
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, WHO, room);
    canvas.line(area, &StyledLine::of(Tone::Text, " ".repeat(1 + MARK)).and(columns.heading(&heading)));
    let list = below(area, 1);
    let has_keys = shell.overlays.is_empty() && pane.part == FeedbackFocus::List;
    let row = |at: usize, _| match (rows.get(at), texts.get(at)) {
        (Some(row), Some(texts)) => line(shell, shown, row, texts, &columns),
        (_, _) => StyledLine::default(),
    };
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
fn nothing(words: Words, pane: &FeedbackPane, shell: &Shell) -> (String, String) {
    if let Some(day) = shell.as_of {
        return (t!(words, "feedback.none_on", day = day), t!(words, "screen.back_to_today"));
    }
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

fn heading(words: Words, view: FeedbackView) -> [String; 6] {
    let (when, last) = match view {
        FeedbackView::Open | FeedbackView::Overdue | FeedbackView::Mine => {
            (t!(words, "feedback.due"), t!(words, "feedback.owner"))
        }
        FeedbackView::Resolved => (t!(words, "feedback.at"), t!(words, "form.reason")),
        FeedbackView::All | FeedbackView::Scores => (t!(words, "feedback.at"), t!(words, "feedback.case")),
    };
    [when, String::new(), t!(words, "feedback.score"), t!(words, "feedback.who"), t!(words, "breakdown.topic"), last]
}

/// What stands in the columns of a row.
fn texts(words: Words, shell: &Shell, view: FeedbackView, row: &FeedbackRow) -> [String; 6] {
    let who = match (&row.member_name, &row.member_no) {
        (Some(name), Some(no)) => wording::person(name, no).to_owned(),
        _ => t!(words, "feedback.nobody"),
    };
    let topic = row.content.topic.as_deref().map(|t| words.topic(t)).unwrap_or_default();
    let score = wording::scored(words, &row.content);
    let at = wording::due_at(shell, words, row.at);
    let (when, far, last) = match (view, row.case.as_ref()) {
        (FeedbackView::Open | FeedbackView::Overdue | FeedbackView::Mine, Some(case)) => {
            (wording::due_at(shell, words, case.due), wording::far(words, shell, case), owner(words, case))
        }
        (FeedbackView::Resolved, Some(case)) => {
            let reason = case.reason.as_deref().map(|r| words.close_reason(r)).unwrap_or_default();
            (at, String::new(), reason)
        }
        (_, None) if row.retracted => (at, String::new(), t!(words, "feedback.retracted")),
        (_, case) => {
            let state = case.map(|c| words.case_state(c.state)).unwrap_or_default();
            let far = case.filter(|c| c.state.is_open()).map(|c| wording::far(words, shell, c)).unwrap_or_default();
            (at, far, state)
        }
    };
    [when, far, score, who, topic, last]
}

/// A row; what is overdue stands out, what was taken back is dim.
fn line(
    shell: &Shell,
    view: FeedbackView,
    row: &FeedbackRow,
    [when, far, score, who, topic, last]: &[String; 6],
    columns: &FittedColumns<6>,
) -> StyledLine {
    let overdue = row.case.as_ref().is_some_and(|c| c.is_overdue(shell.clock()));
    let mark = StyledLine::default().left(Tone::Warn, if overdue { "!" } else { "" }, MARK);
    let line = mark.and(columns.line([
        (Tone::Text, when),
        (Tone::Text, far),
        (Tone::Strong, score),
        (Tone::Text, who),
        (Tone::Dim, topic),
        (Tone::Text, last),
    ]));
    match view {
        FeedbackView::Open | FeedbackView::Overdue | FeedbackView::Mine if overdue => line.tinted(Tone::Warn),
        FeedbackView::All | FeedbackView::Scores if row.case.is_none() && row.retracted => line.all(Tone::Dim),
        FeedbackView::Open
        | FeedbackView::Overdue
        | FeedbackView::Mine
        | FeedbackView::Resolved
        | FeedbackView::All
        | FeedbackView::Scores => line,
    }
}

/// Who works on it, or that nobody does.
fn owner(words: Words, case: &CaseRow) -> String {
    let nobody = || if case.state == CaseState::Open { "–".to_owned() } else { words.case_state(case.state) };
    case.owner.clone().unwrap_or_else(nobody)
}
