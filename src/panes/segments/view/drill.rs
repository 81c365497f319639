//! The members drilled into, in columns; a click on a heading sorts.

use super::{count, failed, has_keys};
use crate::domain::fact::Status;
use crate::domain::num::grouped;
use crate::domain::read_models::MemberRow;
use crate::domain::segment_views::{SegmentState, SortBy};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::dialog;
use crate::panes::segments::state::drill::{DrillDown, DrillTarget};
use crate::panes::segments::state::positions::{SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::file;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// A column: by what it sorts, its width, and whether it holds a number. The name takes what is left.
type Column = (SortBy, usize, bool);

/// Every column, from left to right.
const COLUMNS: [Column; 10] = [
    (SortBy::MemberNo, 10, false),
    (SortBy::Name, 12, false),
    (SortBy::Tier, 9, false),
    (SortBy::Points, 10, true),
    (SortBy::LastOn, 11, true),
    (SortBy::Orders, 7, true),
    (SortBy::NetSpend, 12, true),
    (SortBy::Rfm, 5, true),
    (SortBy::Segment, 16, false),
    (SortBy::Stage, 10, false),
];

/// What goes first where there is no room.
const LESS: [SortBy; 7] =
    [SortBy::Rfm, SortBy::Stage, SortBy::Points, SortBy::Tier, SortBy::Segment, SortBy::MemberNo, SortBy::LastOn];

pub fn title(words: Words, shell: &Shell, drill: &DrillDown) -> String {
    match &drill.whom {
        DrillTarget::Cell(cell) => format!("R{} F{} {}", cell.r, cell.f, words.segment(cell.segment())),
        DrillTarget::Segment(segment) => words.segment(*segment),
        DrillTarget::Stage(stage) => words.stage(*stage),
        DrillTarget::Tier(code) => words.tier(shell.program(), code),
        DrillTarget::Saved(name) => name.clone(),
        DrillTarget::Cohort(year, month) => t!(words, "segments.first_in", month = format!("{year:04}-{month:02}")),
        DrillTarget::Moved(from, to) => format!("{} → {}", words.place(*from), words.place(*to)),
        DrillTarget::Typed => t!(words, "segments.typed"),
    }
}

/// How many there are and what they have spent, for the row of the filter box.
pub fn count_line(words: Words, pane: &SegmentsPane, shell: &Shell) -> StyledLine {
    let Some(drill) = &pane.drill else { return StyledLine::default() };
    let typed = pane.filter.has_keys && pane.filter.query() != drill.key.query;
    if !drill.is_current() || typed {
        return StyledLine::default();
    }
    let n = t!(words, "segments.members", n = count(drill.total() as u64));
    let value = words.money_short(shell.setup.programs.currency(), drill.value());
    StyledLine::of(Tone::Strong, title(words, shell, drill)).then(Tone::Text, format!(" · {n} · {value} "))
}

/// The heading of a column.
pub fn heading(words: Words, by: SortBy) -> String {
    match by {
        SortBy::MemberNo => t!(words, "segments.col_no"),
        SortBy::Name => words.field("name"),
        SortBy::Tier => t!(words, "form.tier"),
        SortBy::Points => t!(words, "col.points"),
        SortBy::LastOn | SortBy::FirstOn => t!(words, "segments.col_last"),
        SortBy::Orders => t!(words, "segments.col_orders"),
        SortBy::NetSpend => t!(words, "segments.spent"),
        SortBy::Rfm => "RFM".to_owned(),
        SortBy::Segment => format!(" {}", t!(words, "cli.segments.segment")),
        SortBy::Stage => t!(words, "segments.lifecycle"),
    }
}

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, drill: &DrillDown, area: Rect) {
    let words = canvas.words;
    let columns = columns(drill.key.sort.by, usize::from(area.width).saturating_sub(1));
    headings(canvas, drill, &columns, Rect { height: area.height.min(1), ..area });
    let rows = below(area, 1);
    canvas.fit(SegmentsPart::Row.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let total = drill.total();
    let text = match (&drill.page.failed, drill.is_current()) {
        (Some(why), _) => Some((Tone::Bad, format!("✗ {}", failed(words, why)))),
        (None, true) if total == 0 => Some((Tone::Text, t!(words, "segments.nobody"))),
        (None, false) if total == 0 => Some((Tone::Dim, t!(words, "segments.working_long"))),
        _ => None,
    };
    if let Some((tone, text)) = text {
        let inner = inset(below(rows, 1), 2);
        let lines = wrapped(&text, inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(tone, l)).collect::<Vec<_>>());
        return;
    }
    let typed = pane.filter.has_keys && pane.filter.query() != drill.key.query;
    let look = RowStyle { has_keys: has_keys(pane, shell), dimmed: !drill.is_current() || typed };
    let row = |at: usize, _| match drill.row_at(at) {
        Some(row) => member(words, shell, row, &columns),
        None => StyledLine::of(Tone::Dim, "…"),
    };
    table::draw(canvas, rows, (drill.list, total), look, row, |at| SegmentsTarget::Row(at).click());
}

/// The columns that fit into so many; the one that sorts stays.
fn columns(by: SortBy, room: usize) -> Vec<Column> {
    let mut columns = COLUMNS.to_vec();
    for less in LESS.into_iter().filter(|less| *less != by) {
        if columns.iter().map(|(_, width, _)| width).sum::<usize>() <= room {
            break;
        }
        columns.retain(|(column, ..)| *column != less);
    }
    let used: usize = columns.iter().map(|(_, width, _)| width).sum();
    if let Some(name) = columns.iter_mut().find(|(column, ..)| *column == SortBy::Name) {
        name.1 += room.saturating_sub(used).min(24);
    }
    columns
}

fn headings(canvas: &mut Canvas, drill: &DrillDown, columns: &[Column], area: Rect) {
    let words = canvas.words;
    let mut x = area.x + 1;
    for (by, width, number) in columns {
        let sorted = drill.key.sort.by == *by;
        let mark = match (sorted, drill.key.sort.descending) {
            (false, _) => "",
            (true, true) => "▼",
            (true, false) => "▲",
        };
        let text = format!("{mark}{}", heading(words, *by));
        let tone = if sorted { Tone::Strong } else { Tone::Dim };
        let line = if *number {
            StyledLine::default().right(tone, text, *width)
        } else {
            StyledLine::default().left(tone, text, *width)
        };
        let columns = u16::try_from(*width).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
        let place = Rect { x, width: columns, ..area };
        canvas.line(place, &line);
        if let Some(at) = dialog::COLUMNS.iter().position(|column| column == by) {
            canvas.target(place, SegmentsTarget::Column(at).click());
        }
        x += columns;
    }
}

fn member(words: Words, shell: &Shell, row: &MemberRow, columns: &[Column]) -> StyledLine {
    let mut line = StyledLine::default();
    for (by, width, number) in columns {
        let (tone, text) = column_text(words, shell, row, *by);
        line = if *number { line.right(tone, text, *width) } else { line.left(tone, format!("{text} "), *width) };
    }
    line
}

fn column_text(words: Words, shell: &Shell, row: &MemberRow, by: SortBy) -> (Tone, String) {
    match by {
        SortBy::MemberNo => (Tone::Dim, row.member_no.clone()),
        SortBy::Name => (Tone::Text, wording::person(&row.name, &row.member_no).to_owned()),
        SortBy::Tier => (Tone::Text, words.tier(shell.program(), &row.tier)),
        SortBy::Points => {
            let tone = if row.balance.0 < 0 { Tone::Bad } else { Tone::Text };
            (tone, grouped(row.balance.0))
        }
        SortBy::LastOn | SortBy::FirstOn => (Tone::Text, row.last_on.map(|d| d.to_string()).unwrap_or_default()),
        SortBy::Orders => (Tone::Text, grouped(row.orders)),
        SortBy::NetSpend => (Tone::Text, words.money_short(shell.setup.programs.currency(), row.net_spend)),
        SortBy::Rfm => (Tone::Text, row.rfm.map(|s| format!("{}{}{}", s.r, s.f, s.m)).unwrap_or_default()),
        SortBy::Segment => {
            let state = SegmentState::of(row.rfm, row.orders).map(|state| words.place(state));
            (Tone::Text, format!(" {}", state.unwrap_or_default()))
        }
        SortBy::Stage => match row.status {
            Status::Active => (Tone::Dim, words.stage(row.stage)),
            // A status that forbids something counts more than a stage.
            Status::Frozen | Status::Closed | Status::Merged | Status::Erased => {
                (Tone::Warn, status(words, row.status))
            }
        },
    }
}

fn status(words: Words, status: Status) -> String {
    file::status(words, status).pieces().iter().map(|(_, text)| text.as_str()).collect()
}
