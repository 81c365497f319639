//! Who went from where to where between two days.

use super::shade::{part_of, shade};
use super::{count, has_keys};
use crate::domain::rate::Rate;
use crate::domain::segment_views::{SegmentState, Transitions};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::SegmentsTarget;
use crate::shell::Shell;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::no_answer;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of the labels of the rows.
const LABEL: u16 = 19;

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if no_answer::draw(canvas, &pane.moves, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    let Some(moves) = pane.moves.answer() else { return };
    let outdated = pane.moves.is_outdated(shell.setup.now);
    let days = t!(words, "segments.moves_title", from = moves.from, to = moves.to, days = moves.to.0 - moves.from.0);
    canvas.line(Rect { height: area.height.min(1), ..area }, &StyledLine::of(Tone::Text, format!(" {days}")));
    let grid = below(area, 1);
    let room = usize::from(grid.height).saturating_sub(3);
    let n = moves.counts.len();
    let (row, column) = cursor(pane, moves);
    let across = grid.width.saturating_sub(LABEL);
    // A number is never abbreviated: where not all columns fit, those around the cursor do.
    let least = 1 + u16::try_from(longest(moves)).unwrap_or(8).max(3);
    let width = (across / u16::try_from(n).unwrap_or(1)).clamp(least, least.max(8));
    let fit = usize::from(across / width).clamp(1, n.max(1));
    let left = (column + 1).saturating_sub(fit);
    // Where not all rows fit, those around the cursor do.
    let first = row.saturating_sub(room / 2).min(n.saturating_sub(room));
    let mut head = StyledLine::default().left(Tone::Dim, t!(words, "segments.from_to"), LABEL.into());
    for at in left..n.min(left + fit) {
        let tone = if at == column { Tone::Strong } else { Tone::Dim };
        let more = match (at == left && left > 0, at + 1 == left + fit && at + 1 < n) {
            (true, _) => "‹",
            (false, true) => "›",
            (false, false) => "",
        };
        head = head.right(tone, format!("{more}{}", letter(at)), width.into());
    }
    canvas.line(Rect { height: grid.height.min(1), ..grid }, &head);
    let drawn = TransitionView { moves, width, columns: left..n.min(left + fit), outdated, largest: largest(moves) };
    for (line, at) in (first..n.min(first + room)).enumerate() {
        let y = grid.y + 1 + u16::try_from(line).unwrap_or(0);
        draw_row(canvas, pane, shell, &drawn, at, Rect { y, height: 1, ..grid });
    }
    let shown = u16::try_from(room.min(n)).unwrap_or(0);
    let told = sentence(canvas, pane, moves, usize::from(grid.width));
    canvas.lines(below(grid, 1 + shown), &told);
}

/// Characters of the longest count.
fn longest(moves: &Transitions) -> usize {
    moves.counts.iter().flatten().map(|n| count(*n).len()).max().unwrap_or(1)
}

/// The cell under the cursor; another programme may have fewer places.
fn cursor(pane: &SegmentsPane, moves: &Transitions) -> (usize, usize) {
    let last = moves.counts.len().saturating_sub(1);
    (pane.moved.0.min(last), pane.moved.1.min(last))
}

struct TransitionView<'a> {
    moves: &'a Transitions,
    width: u16,
    /// The columns that fit.
    columns: std::ops::Range<usize>,
    outdated: bool,
    largest: u64,
}

/// The most that went from one place to another.
fn largest(moves: &Transitions) -> u64 {
    let others = moves
        .counts
        .iter()
        .enumerate()
        .flat_map(|(from, row)| row.iter().enumerate().filter(move |(to, _)| *to != from).map(|(_, n)| *n));
    others.max().unwrap_or(0)
}

/// The letter of a place, for the heading of its column.
fn letter(at: usize) -> String {
    char::from(b'a' + u8::try_from(at).unwrap_or(0)).to_string()
}

fn draw_row(
    canvas: &mut Canvas,
    pane: &SegmentsPane,
    shell: &Shell,
    drawn: &TransitionView<'_>,
    from: usize,
    area: Rect,
) {
    let words = canvas.words;
    let (row, column) = cursor(pane, drawn.moves);
    let tone = if from == row { Tone::Strong } else { Tone::Text };
    let label = StyledLine::of(Tone::Dim, format!(" {} ", letter(from))).left(
        tone,
        words.place(SegmentState::ALL[from]),
        usize::from(LABEL) - 3,
    );
    canvas.line(Rect { width: LABEL.min(area.width), ..area }, &label);
    for (at, to) in drawn.columns.clone().enumerate() {
        let n = &drawn.moves.counts[from][to];
        let x = area.x + LABEL + u16::try_from(at).unwrap_or(0) * drawn.width;
        let place = Rect { x, width: drawn.width.min(area.right().saturating_sub(x)), ..area };
        let columns = usize::from(drawn.width);
        let text = if *n == 0 { "·".to_owned() } else { count(*n) };
        // Who stayed is no movement.
        let tone = if *n == 0 || to == from { Tone::Dim } else { shade(*n, drawn.largest).1 };
        let here = (row, column) == (from, to);
        let mark = if here { "▸" } else { "" };
        let room = columns.saturating_sub(crate::text::Shown::new(&text).width() + mark.chars().count());
        let line = StyledLine::of(Tone::Text, " ".repeat(room)).then(Tone::Accent, mark).then(tone, text);
        canvas.line(place, &if drawn.outdated { line.all(Tone::Dim) } else { line });
        let is_here = here && has_keys(pane, shell) && !drawn.outdated;
        if canvas.has_heat() && *n > 0 && to != from && !drawn.outdated {
            canvas.heat(place, part_of(*n, drawn.largest), is_here);
        } else if is_here {
            canvas.fill(place, Tone::Selected);
        }
        canvas.target(place, SegmentsTarget::Moved(from, to).click());
    }
}

/// The cell under the cursor in words, in one row or, where it does not fit, in two.
fn sentence(canvas: &Canvas, pane: &SegmentsPane, moves: &Transitions, columns: usize) -> Vec<StyledLine> {
    let words = canvas.words;
    let (from, to) = cursor(pane, moves);
    let there: u64 = moves.counts[from].iter().sum();
    let n = moves.counts[from][to];
    let share = words.percent(Rate { part: n, n: there });
    let names = (words.place(SegmentState::ALL[from]), words.place(SegmentState::ALL[to]));
    let head = StyledLine::of(Tone::Text, " ").then(Tone::Strong, format!("{} → {}", names.0, names.1));
    let told = t!(words, "segments.moved", n = count(n), share = share, there = count(there));
    let whole = head.clone().then(Tone::Text, " · ").then(Tone::Text, &told);
    if whole.width() <= columns {
        return vec![whole];
    }
    vec![head, StyledLine::of(Tone::Text, format!(" {told}"))]
}
