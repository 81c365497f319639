//! Plan against actual, month by month.

use crate::domain::target_rows::TargetRow;
use crate::panes::overview::state::{OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Month, figure, plan, actual, share.
const COLUMNS: [ColumnRule; 5] = [
    ColumnRule::whole(0),
    ColumnRule::words(8, 0),
    ColumnRule::number(1),
    ColumnRule::number(0),
    ColumnRule::number(0),
];
/// The figure takes what is left, up to so many columns.
const FIGURE: (usize, usize) = (1, 30);

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.points, pane.points.is_late(shell.setup.now), area) {
        return;
    }
    let words = canvas.words;
    let rows = pane.targets(shell).unwrap_or_default();
    if rows.is_empty() {
        let key = if shell.scope.is_some() { t!(words, "targets.of_all") } else { t!(words, "targets.none") };
        let inner = inset(below(area, area.height.min(1)), 1);
        let lines = wrapped(&key, inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect::<Vec<_>>());
        return;
    }
    let heading = [
        t!(words, "targets.month"),
        t!(words, "overview.figure"),
        t!(words, "targets.plan"),
        t!(words, "targets.actual"),
        t!(words, "targets.share"),
    ];
    let currency = shell.setup.programs.currency();
    let texts: Vec<[String; 5]> = rows.iter().map(|row| words.target_row(row, currency)).collect();
    let room = usize::from(area.width.saturating_sub(1));
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, FIGURE, room);
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let list = below(area, 1);
    canvas.fit(OverviewPart::Targets.id(), PartFit { rows: list.height.into(), ..PartFit::default() });
    let line = |at: usize, _| {
        let (Some(row), Some(texts)) = (rows.get(at), texts.get(at)) else { return StyledLine::default() };
        let [month, figure, plan, actual, share] = texts.each_ref().map(String::as_str);
        columns.line([
            (Tone::Dim, month),
            (Tone::Text, figure),
            (Tone::Text, plan),
            (Tone::Strong, actual),
            (tone(row, shell), share),
        ])
    };
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: !pane.points.is_current() };
    table::draw(canvas, list, (pane.target, rows.len()), look, line, |at| OverviewPart::Targets.at(at));
}

/// A month that is over is above its plan or below it; one that goes on is neither yet.
fn tone(row: &TargetRow, shell: &Shell) -> Tone {
    let is_over = row.month.end_of_month(0) < shell.day();
    match row.share() {
        Some(share) if share >= 1.0 => Tone::Good,
        Some(_) if is_over => Tone::Warn,
        Some(_) | None => Tone::Dim,
    }
}
