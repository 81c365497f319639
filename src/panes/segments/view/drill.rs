//! The members drilled into, in columns; a click on a heading sorts.

use super::{count, has_keys};
use crate::domain::segment_views::SortBy;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::dialog;
use crate::panes::segments::state::drill::{DrillDown, DrillTarget};
use crate::panes::segments::state::positions::{SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::columns::{MemberColumn, MemberList};
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::members::{self, MemberColumns};
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

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
        DrillTarget::Valued => t!(words, "segments.value"),
    }
}

/// How many there are and what they have spent, for the row of the filter box.
pub fn count_line(words: Words, pane: &SegmentsPane, shell: &Shell) -> StyledLine {
    let Some(drill) = &pane.drill else { return StyledLine::default() };
    let typed = pane.filter.has_keys && shell.scoped(pane.filter.query()) != drill.key.query;
    if !drill.is_current() || typed {
        return StyledLine::default();
    }
    let n = t!(words, "segments.members", n = count(drill.total() as u64));
    let value = words.money_short(shell.setup.programs.currency(), drill.value());
    StyledLine::of(Tone::Strong, title(words, shell, drill)).then(Tone::Text, format!(" · {n} · {value} "))
}

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, drill: &DrillDown, area: Rect) {
    let words = canvas.words;
    let room = usize::from(area.width).saturating_sub(1);
    let here = drill.page.answer().map_or(&[][..], |page| &page.rows);
    let sorted = column_of(drill.key.sort.by);
    // What the list is sorted by is seen, chosen or not.
    let mut chosen = shell.columns.of(MemberList::Segment).to_vec();
    chosen.extend(sorted.filter(|column| !chosen.contains(column)));
    let columns = MemberColumns::fitting(words, shell, &chosen, here, sorted, room);
    headings(canvas, drill, &columns, Rect { height: area.height.min(1), ..area });
    let rows = below(area, 1);
    canvas.fit(SegmentsPart::Row.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let total = drill.total();
    let text = match (&drill.page.failed, drill.is_current()) {
        (Some(why), _) => Some((Tone::Bad, format!("✗ {}", no_answer::reason(words, why)))),
        (None, true) if total == 0 => Some((Tone::Text, t!(words, "segments.nobody"))),
        (None, false) if total == 0 => Some((Tone::Dim, t!(words, "no_answer.working"))),
        _ => None,
    };
    if let Some((tone, text)) = text {
        let inner = inset(below(rows, 1), 2);
        let lines = wrapped(&text, inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(tone, l)).collect::<Vec<_>>());
        return;
    }
    let typed = pane.filter.has_keys && shell.scoped(pane.filter.query()) != drill.key.query;
    let look = RowStyle { has_keys: has_keys(pane, shell), dimmed: !drill.is_current() || typed };
    let row = |at: usize, _| match drill.row_at(at) {
        Some(row) => columns.row(words, shell, row),
        None => StyledLine::of(Tone::Dim, "…"),
    };
    table::draw(canvas, rows, (drill.list, total), look, row, |at| SegmentsTarget::Row(at).click());
}

fn headings(canvas: &mut Canvas, drill: &DrillDown, columns: &MemberColumns, area: Rect) {
    let words = canvas.words;
    let mut x = area.x + 1;
    for (column, width) in columns.iter() {
        let sorted = column_of(drill.key.sort.by) == Some(column);
        let mark = match (sorted, drill.key.sort.descending) {
            (false, _) => "",
            (true, true) => "▼",
            (true, false) => "▲",
        };
        let text = format!("{mark}{}", members::heading(words, column));
        let tone = if sorted { Tone::Strong } else { Tone::Dim };
        let line = members::placed(StyledLine::default(), (tone, &text), column, width);
        let columns = u16::try_from(width).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
        let place = Rect { x, width: columns, ..area };
        canvas.line(place, &line);
        if let Some(at) = dialog::COLUMNS.iter().position(|by| column_of(*by) == Some(column)) {
            canvas.target(place, SegmentsTarget::Column(at).click());
        }
        x += columns;
    }
}

/// The column that a list is sorted by, where one shows it.
pub fn column_of(by: SortBy) -> Option<MemberColumn> {
    Some(match by {
        SortBy::MemberNo => MemberColumn::MemberNo,
        SortBy::Name => MemberColumn::Name,
        SortBy::Tier => MemberColumn::Tier,
        SortBy::Points => MemberColumn::Points,
        SortBy::LastOn => MemberColumn::LastOn,
        SortBy::FirstOn => return None,
        SortBy::Orders => MemberColumn::Orders,
        SortBy::NetSpend => MemberColumn::NetSpend,
        SortBy::Rfm => MemberColumn::Rfm,
        SortBy::Segment => MemberColumn::Segment,
        SortBy::Stage => MemberColumn::Stage,
        SortBy::EndsMonth => MemberColumn::EndsMonth,
        SortBy::EarnedMonth => MemberColumn::EarnedMonth,
    })
}
