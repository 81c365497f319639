//! The table of a tab: a heading, rows in columns with the cursor among them, or a sentence where there are none.

use crate::panes::overview::state::OverviewPart;
use crate::shell::Shell;
use crate::shell::list::ListState;
use crate::shell::regions::PartFit;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// What stands in a table.
pub(super) struct TabTable<const N: usize> {
    pub rules: [ColumnRule; N],
    /// The column that takes what is left, up to so many columns of the screen.
    pub grows: (usize, usize),
    pub heading: [String; N],
    pub texts: Vec<[String; N]>,
    /// The cursor, and the part that is clicked.
    pub cursor: (ListState, OverviewPart),
    /// Whether the rows are outdated.
    pub dimmed: bool,
}

/// Draws a table, `tones` those of the cells of a row. Answers the rows of the screen that it took, its heading among them.
pub(super) fn draw<const N: usize>(
    canvas: &mut Canvas,
    shell: &Shell,
    of: &TabTable<N>,
    area: Rect,
    tones: impl Fn(usize) -> [Tone; N],
) -> u16 {
    let room = usize::from(area.width.saturating_sub(1));
    let columns = FittedColumns::of(of.rules, &of.heading, &of.texts, of.grows, room);
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&of.heading)));
    let height = u16::try_from(of.texts.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(1));
    let rows = Rect { height, ..below(area, 1) };
    let (list, part) = of.cursor;
    canvas.fit(part.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let line = |at: usize, _| {
        let Some(texts) = of.texts.get(at) else { return StyledLine::default() };
        let tones = tones(at);
        columns.line(std::array::from_fn(|cell| (tones[cell], texts[cell].as_str())))
    };
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: of.dimmed };
    table::draw(canvas, rows, (list, of.texts.len()), look, line, |at| part.at(at));
    height + 1
}

/// Says why there are no rows.
pub(super) fn say(canvas: &mut Canvas, text: &str, area: Rect) {
    let inner = inset(below(area, area.height.min(1)), 1);
    let lines = wrapped(text, inner.width.into());
    canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect::<Vec<_>>());
}
