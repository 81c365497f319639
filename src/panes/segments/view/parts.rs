//! What stands beside and below the map: the segments, the lifecycle, the tiers, the saved filters.

use super::{count, part_has_keys, small};
use crate::domain::rate::Rate;
use crate::domain::segment_views::Board;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{MapPart, SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::list::ListState;
use crate::shell::regions::PartFit;
use crate::shell::setup::Palette;
use crate::t;
use crate::text::{Shown, Words};
use crate::ui::canvas::{self, Canvas};
use crate::ui::line::StyledLine;
use crate::ui::marks::{self, Mark};
use crate::ui::part::chart;
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of the labels of what stands below.
const LABEL: u16 = 11;

/// The eleven segments: members, share, value.
pub fn segments(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, board: &Board, area: Rect) {
    let words = canvas.words;
    if board.cuts.is_err() {
        return;
    }
    let columns = usize::from(area.width);
    let roomy = columns >= 44;
    let (n, share, value) = if roomy { (9, 9, 13) } else { (7, 4, 5) };
    let longest = board.segments.iter().map(|(segment, _)| Shown::new(&words.segment(*segment)).width()).max();
    let wanted = 3 + longest.unwrap_or(0);
    let name = columns.saturating_sub(1 + n + share + value + 2 * usize::from(roomy)).min(wanted);
    let bars = columns.saturating_sub(1 + name + n + share + value + 1).min(24);
    let currency = shell.setup.programs.currency();
    let head = StyledLine::of(Tone::Text, " ")
        .left(Tone::Dim, t!(words, "cli.segments.segment"), name)
        .right(Tone::Dim, t!(words, "cli.segments.members"), n)
        .right(Tone::Dim, if roomy { t!(words, "cli.segments.share") } else { "%".to_owned() }, share)
        .right(Tone::Dim, if roomy { t!(words, "segments.spent") } else { currency.symbol.clone() }, value);
    canvas.line(Rect { height: 1, ..area }, &head);
    let rows = canvas::below(area, 1);
    let largest = board.segments.iter().map(|(_, cell)| cell.n).max().unwrap_or(0);
    let row = |at: usize, _| {
        let Some((segment, cell)) = board.segments.get(at) else { return StyledLine::default() };
        let rate = Rate { part: cell.n, n: board.scored() };
        let told = if roomy {
            (words.percent(rate), format!("{}{}", currency.symbol, words.money_in(currency, cell.value, 12)))
        } else {
            (words.percent_short(rate), words.money_in(currency, cell.value, 4))
        };
        let line = StyledLine::default()
            .then(marks::segment(*segment).tone(), marks::segment(*segment).glyph)
            .left(Tone::Text, format!(" {}", words.segment(*segment)), name - 1)
            .right(Tone::Text, words.short(small(cell.n), n - 1), n)
            .right(Tone::Text, told.0, share)
            .right(Tone::Text, told.1, value);
        if roomy {
            line.then(marks::segment(*segment).tone(), format!(" {}", chart::bar(cell.n, largest, bars)))
        } else {
            line
        }
    };
    let look = RowStyle {
        has_keys: part_has_keys(pane, shell, MapPart::Segments),
        dimmed: pane.board.is_outdated(shell.setup.now),
    };
    let len = board.segments.len();
    table::draw(canvas, rows, (pane.segment, len), look, row, |at| SegmentsTarget::Segment(at).click());
}

/// One of a few that stand beside each other.
struct BarItem {
    name: String,
    n: u64,
    mark: Mark,
}

/// Lifecycle, tiers and saved filters, as much as fits; what has the keys is always there.
pub fn below(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, board: &Board, area: Rect) {
    let words = canvas.words;
    let program = shell.program();
    let stages: Vec<BarItem> = board
        .stages
        .iter()
        .map(|(stage, n)| BarItem { name: words.stage(*stage), n: *n, mark: marks::stage(*stage) })
        .collect();
    let tiers: Vec<BarItem> = board
        .tiers
        .iter()
        .map(|(code, n)| BarItem { name: words.tier(program, code), n: *n, mark: marks::tier(program, code) })
        .collect();
    let mut rest = area;
    let part = pane.part;
    let scarce = area.height < 5;
    if !scarce || !matches!(part, MapPart::Tiers | MapPart::Saved) {
        let bar = area.height >= 6;
        let heading = t!(words, "segments.lifecycle");
        rest =
            strip(canvas, pane, shell, rest, &Strip { heading, part: MapPart::Stages, at: pane.stage, bar }, &stages);
    }
    if !scarce || part == MapPart::Tiers {
        let heading = t!(words, "segments.tiers");
        if tiers.is_empty() {
            let keys = part_has_keys(pane, shell, MapPart::Tiers);
            let text = t!(words, "segments.tiers_unknown");
            let line = StyledLine::of(Tone::Accent, if keys { "▸" } else { " " })
                .left(Tone::Dim, heading, usize::from(LABEL) - 1)
                .then(if keys { Tone::Strong } else { Tone::Dim }, text);
            canvas.line(Rect { height: rest.height.min(1), ..rest }, &line);
            rest = canvas::below(rest, 1);
        } else {
            let bar = area.height >= 10;
            let strip_of = Strip { heading, part: MapPart::Tiers, at: pane.tier, bar };
            rest = strip(canvas, pane, shell, rest, &strip_of, &tiers);
        }
    }
    saved(canvas, pane, shell, rest);
}

struct Strip {
    heading: String,
    part: MapPart,
    at: usize,
    bar: bool,
}

/// Items beside each other, each with its count and share, over as many rows as they take, with a bar above where there is
/// room. Returns what is left below.
fn strip(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect, of: &Strip, items: &[BarItem]) -> Rect {
    let words = canvas.words;
    let total: u64 = items.iter().map(|item| item.n).sum();
    let keys = part_has_keys(pane, shell, of.part);
    let outdated = pane.board.is_outdated(shell.setup.now);
    let label = StyledLine::of(Tone::Accent, if keys { "▸" } else { " " }).left(
        if keys { Tone::Strong } else { Tone::Dim },
        of.heading.as_str(),
        usize::from(LABEL) - 1,
    );
    canvas.line(Rect { height: area.height.min(1), ..area }, &label);
    let mut rest = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
    if of.bar {
        canvas.line(
            Rect { height: rest.height.min(1), ..rest },
            &bar(items, total, usize::from(rest.width).min(90), canvas.palette()),
        );
        rest = canvas::below(rest, 1);
    }
    let mut x = 0;
    for (at, item) in items.iter().enumerate() {
        let rate = Rate { part: item.n, n: total };
        let here = keys && at == of.at;
        let line = StyledLine::of(Tone::Accent, if here { "▸" } else { " " })
            .and(item.mark.piece(1, canvas.palette()))
            .then(if here { Tone::Strong } else { Tone::Text }, format!(" {} ", item.name))
            .then(Tone::Text, count(item.n))
            .then(Tone::Dim, format!(" {} ", words.percent_short(rate)));
        let width = u16::try_from(line.width()).unwrap_or(u16::MAX);
        if x > 0 && x + width > rest.width {
            rest = canvas::below(rest, 1);
            x = 0;
        }
        let place = Rect { x: rest.x + x, width: width.min(rest.width), height: rest.height.min(1), ..rest };
        canvas.line(place, &if outdated { line.all(Tone::Dim) } else { line });
        if here && !outdated {
            canvas.fill(place, Tone::Selected);
        }
        canvas.target(place, spot(of.part, at).click());
        x += width;
    }
    let used = rest.y + 1 - area.y;
    canvas::below(area, used)
}

fn spot(part: MapPart, at: usize) -> SegmentsTarget {
    if part == MapPart::Tiers { SegmentsTarget::Tier(at) } else { SegmentsTarget::Stage(at) }
}

/// The items as one bar of so many columns, each in the look of its legend; whoever is there has at least one column.
fn bar(items: &[BarItem], total: u64, columns: usize, palette: Palette) -> StyledLine {
    let mut line = StyledLine::default();
    let (mut seen, mut drawn) = (0_u64, 0_usize);
    for item in items.iter().filter(|item| item.n > 0) {
        seen += item.n;
        let end = u128::from(seen) * columns as u128 / u128::from(total.max(1));
        let end = usize::try_from(end).unwrap_or(columns).max(drawn + 1).min(columns);
        line = line.and(item.mark.piece(end.saturating_sub(drawn), palette));
        drawn = end;
    }
    line
}

/// Saved filters, one a row.
fn saved(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let keys = part_has_keys(pane, shell, MapPart::Saved);
    if area.height == 0 {
        return;
    }
    let label = StyledLine::of(Tone::Accent, if keys { "▸" } else { " " }).left(
        if keys { Tone::Strong } else { Tone::Dim },
        t!(words, "segments.saved"),
        usize::from(LABEL) - 1,
    );
    canvas.line(Rect { height: 1, ..area }, &label);
    let place = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
    if pane.part == MapPart::Saved {
        canvas.fit(SegmentsPart::Saved.id(), PartFit { rows: place.height.into(), ..PartFit::default() });
    }
    let filters = match (pane.saved.answer(), &pane.saved.failed) {
        (_, Some(why)) => {
            canvas.line(place, &StyledLine::of(Tone::Bad, format!("✗ {}", no_answer::reason(words, why))));
            return;
        }
        (Some(filters), None) if !filters.is_empty() => filters,
        (Some(_), None) => {
            canvas.line(Rect { height: 1, ..place }, &StyledLine::of(Tone::Dim, t!(words, "segments.no_saved")));
            return;
        }
        (None, None) => return,
    };
    let names = filters.iter().map(|saved| Shown::new(&saved.name).width()).max().unwrap_or(0);
    let row = |at: usize, columns: usize| saved_row(words, pane, at, names.clamp(10, (columns / 3).max(10)));
    let look = RowStyle { has_keys: keys, dimmed: pane.saved.is_outdated(shell.setup.now) };
    let list: (ListState, usize) = (pane.saved_at, filters.len());
    table::draw(canvas, place, list, look, row, |at| SegmentsTarget::Saved(at).click());
}

/// A saved filter; its name has so many columns.
fn saved_row(words: Words, pane: &SegmentsPane, at: usize, name: usize) -> StyledLine {
    let Some(saved) = pane.saved_filters().get(at) else { return StyledLine::default() };
    let n = saved.n.map_or_else(|| "–".to_owned(), |n| words.short(small(n), 9));
    StyledLine::default()
        .left(Tone::Text, &saved.name, name)
        .right(Tone::Text, n, 10)
        .then(Tone::Dim, format!("  {}", saved.query))
}
