//! Plan against actual, month by month.

use super::rows::{self, TabTable};
use crate::domain::target_rows::TargetRow;
use crate::panes::overview::state::{OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::t;
use crate::ui::canvas::Canvas;
use crate::ui::part::columns::ColumnRule;
use crate::ui::part::no_answer;
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
    let targets = pane.targets(shell).unwrap_or_default();
    if targets.is_empty() {
        let key = if shell.scope.is_some() { t!(words, "targets.of_all") } else { t!(words, "targets.none") };
        rows::say(canvas, &key, area);
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
    let texts: Vec<[String; 5]> = targets.iter().map(|row| words.target_row(row, currency)).collect();
    let table = TabTable {
        rules: COLUMNS,
        grows: FIGURE,
        heading,
        texts,
        cursor: (pane.target, OverviewPart::Targets),
        dimmed: !pane.points.is_current(),
    };
    rows::draw(canvas, shell, &table, area, |at| {
        let share = targets.get(at).map_or(Tone::Dim, |row| tone(row, shell));
        [Tone::Dim, Tone::Text, Tone::Text, Tone::Strong, share]
    });
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
