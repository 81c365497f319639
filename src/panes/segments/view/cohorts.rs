//! Retention as a heat map: a row a month of first purchases, a column a month since.

use super::shade::{part_of, shade};
use super::{count, has_keys, small};
use crate::domain::rate::Rate;
use crate::domain::segment_views::{Cohort, Cohorts};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::no_answer;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of the month and of its members.
const LABEL: u16 = 18;
/// Columns of a cell: a mark, a shade, a share of up to three digits.
const CELL: u16 = 5;

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if no_answer::draw(canvas, &pane.cohorts, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    let Some(cohorts) = pane.cohorts.answer() else { return };
    if cohorts.rows.is_empty() {
        let none = || t!(words, "segments.no_purchases");
        let text = shell.as_of.map_or_else(none, |day| t!(words, "file.none_by", day = day));
        canvas.line(below(area, 1), &StyledLine::of(Tone::Text, format!("  {text}")));
        return;
    }
    let outdated = pane.cohorts.is_outdated(shell.setup.now);
    let (list, months) = pane.cohort;
    let longest = cohorts.rows.iter().map(|row| row.active.len()).max().unwrap_or(0);
    let fit = usize::from(area.width.saturating_sub(LABEL) / CELL).max(1);
    let rows = usize::from(area.height).saturating_sub(3);
    canvas.fit(SegmentsPart::Cohort.id(), PartFit { rows, columns: fit, ..PartFit::default() });
    let shown = months.window(longest, fit);
    let mut head = StyledLine::of(Tone::Text, " ").left(Tone::Dim, t!(words, "cli.segments.month"), 8).right(
        Tone::Dim,
        t!(words, "cli.segments.members"),
        usize::from(LABEL) - 9,
    );
    for later in shown.clone() {
        head = head.right(Tone::Dim, format!("+{later}"), CELL.into());
    }
    canvas.line(Rect { height: area.height.min(1), ..area }, &head);
    let body = below(area, 1);
    let most = most(cohorts);
    for (line, at) in list.window(cohorts.rows.len(), rows).enumerate() {
        let place = Rect { y: body.y + u16::try_from(line).unwrap_or(0), height: 1, ..body };
        let drawn = CohortRowView { cohort: &cohorts.rows[at], row: at, cursor: cursor(pane, cohorts), most, outdated };
        draw_row(canvas, pane, shell, &drawn, shown.clone(), place);
    }
    let place = below(body, u16::try_from(rows.min(cohorts.rows.len())).unwrap_or(0));
    let told = sentence(words, cohorts, cursor(pane, cohorts));
    let told = if told.iter().map(StyledLine::width).sum::<usize>() <= usize::from(place.width) {
        vec![told.into_iter().fold(StyledLine::default(), StyledLine::and)]
    } else {
        told.into()
    };
    canvas.lines(place, &told);
}

/// The row and the month under the cursor.
fn cursor(pane: &SegmentsPane, cohorts: &Cohorts) -> (usize, usize) {
    let row = pane.cohort.0.cursor(cohorts.rows.len());
    let longest = cohorts.rows.iter().map(|row| row.active.len()).max().unwrap_or(0);
    (row, pane.cohort.1.cursor(longest))
}

struct CohortRowView<'a> {
    cohort: &'a Cohort,
    row: usize,
    cursor: (usize, usize),
    most: u64,
    outdated: bool,
}

fn draw_row(
    canvas: &mut Canvas,
    pane: &SegmentsPane,
    shell: &Shell,
    drawn: &CohortRowView<'_>,
    shown: std::ops::Range<usize>,
    area: Rect,
) {
    let words = canvas.words;
    let cohort = drawn.cohort;
    let tone = if drawn.row == drawn.cursor.0 { Tone::Strong } else { Tone::Text };
    let n = words.short(small(cohort.n), usize::from(LABEL) - 10);
    let label = StyledLine::of(Tone::Text, " ").left(tone, format!("{:04}-{:02}", cohort.year, cohort.month), 8).right(
        Tone::Text,
        n,
        usize::from(LABEL) - 9,
    );
    canvas.line(Rect { width: LABEL.min(area.width), ..area }, &label);
    for (at, later) in shown.enumerate() {
        let Some(active) = cohort.active.get(later) else { break };
        let x = area.x + LABEL + u16::try_from(at).unwrap_or(0) * CELL;
        let place = Rect { x, width: CELL.min(area.right().saturating_sub(x)), ..area };
        let here = drawn.cursor == (drawn.row, later);
        let percent = Rate { part: *active, n: cohort.n }.share().map_or(0.0, |share| share * 100.0);
        let value = per_mille(*active, cohort.n).min(drawn.most);
        let (glyph, tone) = if canvas.has_heat() { (" ", Tone::Text) } else { shade(value, drawn.most) };
        let line = StyledLine::of(Tone::Accent, if here { "▸" } else { " " }).then(tone, glyph).right(
            Tone::Text,
            format!("{percent:.0}"),
            usize::from(CELL) - 2,
        );
        canvas.line(place, &if drawn.outdated { line.all(Tone::Dim) } else { line });
        let is_here = here && has_keys(pane, shell) && !drawn.outdated;
        if canvas.has_heat() && !drawn.outdated {
            canvas.heat(place, part_of(value, drawn.most), is_here);
        } else if is_here {
            canvas.fill(place, Tone::Selected);
        }
        canvas.target(place, SegmentsTarget::Cohort(drawn.row, later).click());
    }
}

/// The largest share that came back in a later month: the first one, of everybody, would outshine them all.
fn most(cohorts: &Cohorts) -> u64 {
    let later = cohorts.rows.iter().flat_map(|row| row.active.iter().skip(1).map(|n| per_mille(*n, row.n)));
    later.max().unwrap_or(1_000).max(1)
}

fn per_mille(part: u64, n: u64) -> u64 {
    (part * 1_000).checked_div(n).unwrap_or(0)
}

/// The cell under the cursor in words: the month, and what came of it.
fn sentence(words: Words, cohorts: &Cohorts, (row, later): (usize, usize)) -> [StyledLine; 2] {
    let cohort = &cohorts.rows[row];
    let month = format!("{:04}-{:02}", cohort.year, cohort.month);
    let head = StyledLine::of(Tone::Text, " ").then(Tone::Strong, t!(words, "segments.first_in", month = month));
    let told = match cohort.active.get(later) {
        Some(active) => {
            let share = words.percent(Rate { part: *active, n: cohort.n });
            t!(words, "segments.retained", n = count(cohort.n), active = count(*active), share = share, later = later)
        }
        None => t!(words, "segments.to_come", n = count(cohort.n)),
    };
    [head, StyledLine::of(Tone::Text, format!(" · {told}"))]
}
