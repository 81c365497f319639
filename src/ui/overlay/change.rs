//! A dialog: the act and its object in the title, what it asks for, and what it would do.

use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::form::FormKind;
use crate::t;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::StyledLine;
use crate::ui::part::{form, plan};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, shell: &Shell, draft: &FormDraft, area: Rect) {
    let words = canvas.words;
    if draft.form.act == FormKind::Log {
        log(canvas, shell, draft, area);
        return;
    }
    let width = 76.min(area.width);
    let columns = width.saturating_sub(4);
    let form_rows = form::height(canvas, shell, draft, columns);
    let rows = form_rows.saturating_add(plan::height(words, shell, draft, columns.into())).saturating_add(3);
    let title = StyledLine::of(Tone::Strong, t!(words, "dialog.title", act = wording::act(words, shell, draft)));
    let inner = canvas.window(area, (width, rows), &title, &left_unsent(canvas, shell, draft));
    let plan_rows = plan::height(words, shell, draft, inner.width.into()).saturating_add(1);
    let place = Rect { height: form::shared_height(canvas, shell, draft, inner, plan_rows), ..inner };
    form::draw(canvas, shell, draft, place);
    let rest = below(inner, place.height);
    canvas.rule(rest, Tone::Dim, &plan::title(words, draft), &StyledLine::default());
    plan::draw(canvas, shell, draft, below(rest, 1));
}

/// Beside the title: when a form was left that has come back.
fn left_unsent(canvas: &Canvas, shell: &Shell, draft: &FormDraft) -> StyledLine {
    wording::draft_of(canvas.words, shell, draft)
        .map_or_else(StyledLine::default, |text| StyledLine::of(Tone::Warn, text))
}

/// From so many columns on the plan of a logging stands beside its form.
const BESIDE: u16 = 96;

/// What a member said: a wide form, its plan beside it, under it where that is too narrow.
fn log(canvas: &mut Canvas, shell: &Shell, draft: &FormDraft, area: Rect) {
    let words = canvas.words;
    let beside = area.width >= BESIDE;
    let width = if beside { 110 } else { 78 }.min(area.width);
    let columns = width.saturating_sub(4);
    let form_columns = if beside { columns * 3 / 5 } else { columns };
    let form_rows = form::height(canvas, shell, draft, form_columns);
    // Beneath the form it gets what it needs and no more: the words need room.
    let plan_rows = if beside { plan::height(words, shell, draft, columns.into()) } else { 3 };
    let rows = if beside { form_rows.max(plan_rows) } else { form_rows + plan_rows + 1 };
    let title = StyledLine::of(Tone::Strong, wording::act(words, shell, draft));
    let inner = canvas.window(area, (width, rows.saturating_add(2)), &title, &left_unsent(canvas, shell, draft));
    if beside {
        let left = Rect { width: form_columns.min(inner.width), ..inner };
        form::draw(canvas, shell, draft, left);
        let right = Rect { x: left.right(), width: inner.width - left.width, ..inner };
        let edge = Rect { width: right.width.min(1), ..right };
        canvas.lines(edge, &vec![StyledLine::of(Tone::Dim, "│"); usize::from(edge.height)]);
        let right = inset(right, 2);
        canvas.line(right, &plan::title(words, draft));
        plan::draw(canvas, shell, draft, below(right, 2));
    } else {
        let height = form::shared_height(canvas, shell, draft, inner, plan_rows + 1);
        form::draw(canvas, shell, draft, Rect { height, ..inner });
        let rest = below(inner, height);
        // Where rows are few the due time counts more than the line above it.
        let ruled = u16::from(rest.height > 2);
        canvas.rule(Rect { height: ruled, ..rest }, Tone::Dim, &plan::title(words, draft), &StyledLine::default());
        plan::draw(canvas, shell, draft, below(rest, ruled));
    }
}
