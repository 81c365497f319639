//! Segments: the views as tabs, the filter box, and below it the view in front or the members drilled into.

mod cohorts;
mod dialog;
mod drill;
mod legend;
mod map;
mod months;
mod moves;
mod parts;
mod shade;
mod value;

use crate::domain::num::grouped;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{MapPart, SegmentsTarget, SegmentsView};
use crate::shell::Shell;
use crate::shell::filter::FilterBox;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::pane::PaneView;
use crate::ui::part::no_answer;
use crate::ui::part::pointed::pointed;
use crate::ui::part::{field, tabs};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

impl PaneView for SegmentsPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        draw(canvas, self, shell, area);
    }

    fn draw_dialog(&self, nth: usize, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        if let Some(dialog) = self.dialogs.get(nth) {
            dialog::draw(canvas, self, shell, dialog, area);
        }
    }
}

fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let row = |n: u16| Rect { y: area.y + n.min(area.height.saturating_sub(1)), height: 1, ..area };
    views(canvas, pane, shell, row(0));
    filter_row(canvas, pane, shell, row(1));
    let mut rest = below(area, 2);
    if pane.filter.has_keys {
        let place = Rect { x: rest.x + 3.min(rest.width), width: rest.width.saturating_sub(3), ..rest };
        let told = under_filter(canvas.words, pane, place.width.into());
        canvas.lines(place, &told);
        rest = below(rest, u16::try_from(told.len()).unwrap_or(1));
    }
    if let Some(drill) = &pane.drill {
        drill::draw(canvas, pane, shell, drill, rest);
        return;
    }
    match pane.view {
        SegmentsView::Map => map_view(canvas, pane, shell, rest),
        SegmentsView::Moves => moves::draw(canvas, pane, shell, rest),
        SegmentsView::Months => months::draw(canvas, pane, shell, rest),
        SegmentsView::Cohorts => cohorts::draw(canvas, pane, shell, rest),
        SegmentsView::Value => value::draw(canvas, pane, shell, rest),
    }
}

/// A count as people read it.
fn count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

fn small(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Whether the pane itself has the keys, outside its box.
fn has_keys(pane: &SegmentsPane, shell: &Shell) -> bool {
    shell.overlays.is_empty() && !pane.filter.has_keys
}

/// Whether a part of the map has the keys.
fn part_has_keys(pane: &SegmentsPane, shell: &Shell, part: MapPart) -> bool {
    has_keys(pane, shell) && pane.part == part
}

fn view_name(words: Words, view: SegmentsView) -> String {
    match view {
        SegmentsView::Map => t!(words, "segments.map"),
        SegmentsView::Moves => t!(words, "segments.moves"),
        SegmentsView::Months => t!(words, "segments.months"),
        SegmentsView::Cohorts => t!(words, "segments.cohorts"),
        SegmentsView::Value => t!(words, "segments.value"),
    }
}

/// The views, and at the right what is under way or whom it is about.
fn views(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let in_front = |view| view == pane.view && pane.drill.is_none();
    let names = SegmentsView::ALL.map(|v| (view_name(words, v), in_front(v), SegmentsTarget::View(v).click()));
    canvas.line(area, &StyledLine::of(Tone::Text, " "));
    let used = 1 + tabs::draw(canvas, Rect { x: area.x + 1, width: area.width - 1, ..area }, names);
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    canvas.split(rest, &StyledLine::default(), &status(words, pane, shell));
}

fn status(words: Words, pane: &SegmentsPane, shell: &Shell) -> StyledLine {
    if let Some((_, job)) = pane.late(shell.setup.now) {
        let text = match job.percent() {
            Some(percent) => t!(words, "segments.working_percent", percent = percent),
            None => t!(words, "segments.working"),
        };
        return StyledLine::of(Tone::Warn, format!("… {text} "));
    }
    // The map of another day says nothing of what is shown.
    let board = pane.board.answer().filter(|_| !pane.board.stale);
    let Some(board) = board else { return StyledLine::default() };
    let scored = board.cuts.map_or(0, |cuts| cuts.n);
    let text = t!(words, "segments.about", day = board.as_of, n = count(board.members), scored = count(scored));
    StyledLine::of(Tone::Dim, format!("{text} "))
}

fn filter_row(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let filter = &pane.filter;
    let keys = filter.has_keys && shell.overlays.is_empty();
    canvas.line(area, &StyledLine::of(if keys { Tone::Accent } else { Tone::Dim }, " / "));
    canvas.target(area, SegmentsTarget::Filter.click());
    let right = drill::count_line(words, pane, shell);
    let taken = u16::try_from(right.width()).unwrap_or(u16::MAX);
    let room = if area.width > taken + 24 { area.width - taken } else { area.width };
    let place = Rect { x: area.x + 3.min(area.width), width: room.saturating_sub(3), ..area };
    field::draw(canvas, place, &filter.field, keys, &t!(words, "segments.filter_hint"));
    if room < area.width {
        canvas.line(Rect { x: area.x + room, width: taken, ..area }, &right);
    }
}

/// Beneath the box: what is wrong, pointed at, or what may follow. In at most so many columns.
fn under_filter(words: Words, pane: &SegmentsPane, columns: usize) -> Vec<StyledLine> {
    let filter = &pane.filter;
    match &filter.wrong {
        Some(wrong) if filter.endings.is_empty() => pointed(words, filter.field.text(), wrong, columns),
        _ if filter.endings.is_empty() => vec![StyledLine::of(Tone::Dim, t!(words, "segments.filter_help"))],
        _ => vec![endings(filter)],
    }
}

/// What may follow, the one that Tab takes marked.
fn endings(filter: &FilterBox) -> StyledLine {
    let shown = filter.endings.iter().enumerate().skip(filter.at.saturating_sub(3));
    shown.fold(StyledLine::of(Tone::Dim, "Tab "), |line, (at, ending)| {
        let tone = match at == filter.at {
            true if filter.chosen => Tone::Selected,
            true => Tone::Strong,
            false => Tone::Dim,
        };
        line.then(tone, ending).then(Tone::Text, "  ")
    })
}

/// Everything of a day: the map beside the segments, below them lifecycle, tiers and saved filters.
fn map_view(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let late = pane.late(shell.setup.now).is_some();
    let Some(board) = pane.board.answer() else {
        no_answer::draw(canvas, &pane.board, late, area);
        return;
    };
    if pane.board.failed.is_some() {
        no_answer::draw(canvas, &pane.board, late, area);
        return;
    }
    let wide = area.width >= WIDE;
    // Where it is narrow the map and the list take turns.
    let (show_map, show_list) =
        if wide { (true, true) } else { (pane.part != MapPart::Segments, pane.part == MapPart::Segments) };
    // Alone, the list of segments is as long as it is, where what stands below keeps its first rows.
    let list_rows = if show_map { 0 } else { u16::try_from(board.segments.len() + 1).unwrap_or(u16::MAX) };
    let map_rows = map::height(area.height).max(list_rows.min(area.height.saturating_sub(3)));
    let top = Rect { height: map_rows.min(area.height), ..area };
    let map_width = if !wide {
        area.width
    } else if area.width >= 110 {
        62
    } else {
        48
    };
    if show_map {
        map::draw(canvas, pane, shell, board, Rect { width: map_width, ..top });
    }
    if show_list {
        let from = if wide { map_width } else { 0 };
        parts::segments(canvas, pane, shell, board, Rect { x: top.x + from, width: top.width - from, ..top });
    }
    parts::below(canvas, pane, shell, board, below(area, map_rows));
}

/// From so many columns on the list of segments stands beside the map.
const WIDE: u16 = 78;
