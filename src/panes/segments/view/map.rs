//! The heat map: recency upwards, frequency to the right.

use super::shade::{part_of, shade};
use super::{count, part_has_keys, small};
use crate::domain::day::Day;
use crate::domain::rate::Rate;
use crate::domain::segment::RfmCuts;
use crate::domain::segment_views::{Board, Cell};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{MapPart, RfmCell, SegmentsTarget};
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::marks;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of the labels at the left.
const LABEL: u16 = 3;

/// Rows of a cell where there are so many for the whole view.
fn cell_rows(view_rows: u16) -> u16 {
    match view_rows {
        0..16 => 1,
        16..26 => 2,
        _ => 3,
    }
}

/// Rows of the map with its heading and the sentence beneath; never fewer than the list of segments beside it has where there
/// is room.
pub fn height(view_rows: u16) -> u16 {
    1 + 5 * cell_rows(view_rows) + beneath(view_rows)
}

/// Rows of the sentence beneath the map.
fn beneath(view_rows: u16) -> u16 {
    if view_rows < 16 { 1 } else { 2 }
}

/// Draws the map into its area, or why there is none.
pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, board: &Board, area: Rect) {
    let words = canvas.words;
    let cuts = match &board.cuts {
        Ok(cuts) => cuts,
        Err(withheld) => {
            let text = t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min);
            let inner = inset(below(area, 1), 1);
            let lines = wrapped(&text, usize::from(inner.width).saturating_sub(2));
            canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Warn, l)).collect::<Vec<_>>());
            return;
        }
    };
    let beneath = if area.height >= 13 { 2 } else { 1 };
    let height = area.height.saturating_sub(1 + beneath) / 5;
    let width = area.width.saturating_sub(LABEL) / 5;
    let outdated = pane.board.is_outdated(shell.setup.now);
    heading(canvas, Rect { height: 1, ..area }, width);
    let largest = board.cells.iter().flatten().map(|cell| cell.n).max().unwrap_or(0);
    for (line, r) in (1..=5_u8).rev().enumerate() {
        let y = area.y + 1 + u16::try_from(line).unwrap_or(0) * height;
        canvas.line(Rect { y, height: 1, ..area }, &StyledLine::of(Tone::Dim, format!("R{r}")));
        for f in 1..=5_u8 {
            let corner = RfmCell { r, f };
            let place = Rect { x: area.x + LABEL + u16::from(f - 1) * width, y, width, height };
            let drawn = MapCellView { cell: cell(board, corner), scored: board.scored(), largest, outdated };
            draw_cell(canvas, pane, shell, corner, &drawn, place);
        }
    }
    let told = sentence(words, pane, shell, board, cuts, usize::from(area.width));
    canvas.lines(below(area, 1 + 5 * height), &told);
}

fn heading(canvas: &mut Canvas, area: Rect, width: u16) {
    let mut line = StyledLine::default().left(Tone::Dim, "R\\F", LABEL.into());
    for f in 1..=5 {
        line = line.right(Tone::Dim, format!("F{f} "), width.into());
    }
    canvas.line(area, &line);
}

struct MapCellView {
    cell: Cell,
    scored: u64,
    largest: u64,
    outdated: bool,
}

pub fn cell(board: &Board, corner: RfmCell) -> Cell {
    board.cells[usize::from(corner.r) - 1][usize::from(corner.f) - 1]
}

/// Count, share and value, as many as there are rows; with two rows share and value stand beside each other.
fn draw_cell(
    canvas: &mut Canvas,
    pane: &SegmentsPane,
    shell: &Shell,
    corner: RfmCell,
    drawn: &MapCellView,
    area: Rect,
) {
    let words = canvas.words;
    let here = pane.cell == corner;
    let is_heated = canvas.has_heat() && !drawn.outdated && drawn.cell.n > 0;
    let (glyph, glyph_tone) = if canvas.has_heat() { (" ", Tone::Text) } else { shade(drawn.cell.n, drawn.largest) };
    let segment = marks::segment(corner.segment());
    let columns = usize::from(area.width);
    let mark = StyledLine::of(Tone::Accent, if here { "▸" } else { " " });
    let share = Rate { part: drawn.cell.n, n: drawn.scored };
    let currency = shell.setup.programs.currency();
    let block = |line: StyledLine| line.then(glyph_tone, glyph);
    let n = words.short(small(drawn.cell.n), columns.saturating_sub(4));
    let first = block(mark).then(segment.tone(), segment.glyph);
    let mut lines = vec![first.right(Tone::Text, n, columns.saturating_sub(3))];
    if area.height == 2 {
        let share = StyledLine::of(Tone::Dim, format!(" {}", words.percent_short(share)));
        let room = columns.saturating_sub(share.width());
        let value = words.money_in(currency, drawn.cell.value, room.saturating_sub(1).max(3));
        lines.push(share.right(Tone::Dim, value, room));
    } else if area.height > 2 {
        let value = words.money_in(currency, drawn.cell.value, columns.saturating_sub(4));
        let blank = || block(StyledLine::of(Tone::Text, " "));
        lines.push(blank().right(Tone::Dim, words.percent(share), columns.saturating_sub(2)));
        let value = format!("{}{value}", currency.symbol);
        lines.push(blank().right(Tone::Dim, value, columns.saturating_sub(2)));
    }
    let lines: Vec<StyledLine> =
        if drawn.outdated { lines.into_iter().map(|l| l.all(Tone::Dim)).collect() } else { lines };
    // A ground reaches to the cell's right edge: the texts end one column before it.
    canvas.lines(area, &lines);
    let is_here = here && part_has_keys(pane, shell, MapPart::Map);
    if is_heated {
        canvas.heat(area, part_of(drawn.cell.n, drawn.largest), is_here);
    } else if is_here && !drawn.outdated {
        canvas.fill(area, Tone::Selected);
    }
    canvas.target(area, SegmentsTarget::Cell(corner).click());
}

/// The cell under the cursor in words: its segment, its numbers, and where it begins and ends.
fn sentence(
    words: Words,
    pane: &SegmentsPane,
    shell: &Shell,
    board: &Board,
    cuts: &RfmCuts,
    columns: usize,
) -> Vec<StyledLine> {
    let corner = pane.cell;
    let cell = cell(board, corner);
    let currency = shell.setup.programs.currency();
    let parts = [
        StyledLine::of(Tone::Text, format!(" R{} F{} ", corner.r, corner.f))
            .then(marks::segment(corner.segment()).tone(), marks::segment(corner.segment()).glyph)
            .then(Tone::Strong, format!(" {}", words.segment(corner.segment()))),
        StyledLine::of(Tone::Text, t!(words, "segments.members", n = count(cell.n))),
        StyledLine::of(Tone::Text, words.percent(Rate { part: cell.n, n: board.scored() })),
    ];
    let day = |n: i64| Day(n).to_string();
    let orders = words.score_range(&cuts.f, corner.f, |n| n.to_string());
    let more = [
        StyledLine::of(Tone::Text, format!(" {}", words.money_short(currency, cell.value))),
        StyledLine::of(Tone::Dim, words.score_range(&cuts.r, corner.r, day)),
        StyledLine::of(Tone::Dim, t!(words, "segments.orders", range = orders)),
    ];
    vec![StyledLine::dotted(parts, columns), StyledLine::dotted(more, columns)]
}
