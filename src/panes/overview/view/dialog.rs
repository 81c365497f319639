//! The dialogs of the pane: how a figure is made, and where the care list is written.

use crate::domain::overview::FigureCode;
use crate::panes::overview::state::{OverviewDialog, OverviewPane};
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::{chart, field};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of a dialog, its edges included.
const WIDTH: u16 = 72;
/// Rows of the trend.
const TREND: usize = 4;

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, dialog: &OverviewDialog, area: Rect) {
    match dialog {
        OverviewDialog::Definition(code) => definition(canvas, pane, shell, *code, area),
        OverviewDialog::Csv(field) => csv(canvas, field, area),
    }
}

/// What a figure counts, its value of the day, and each of its months.
fn definition(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, code: FigureCode, area: Rect) {
    let words = canvas.words;
    let Some(figure) = pane.figures().into_iter().find(|figure| figure.code == code) else { return };
    let columns = usize::from(WIDTH.min(area.width).saturating_sub(4));
    let currency = shell.setup.programs.currency();
    let mut lines: Vec<StyledLine> =
        wrapped(&words.figure_about(code), columns).into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect();
    let value = figure.value.map_or_else(|| "–".to_owned(), |value| words.figure_value(value, currency));
    let parts =
        [value, words.figure_interval(&figure), figure.n.map(|n| format!("n {}", super::count(n))).unwrap_or_default()];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    lines.push(StyledLine::default());
    lines.push(StyledLine::of(Tone::Strong, told.join(" · ")));
    let values: Vec<f64> = figure.months.iter().flatten().map(|value| value.number()).collect();
    if values.len() > 1 {
        let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
        lines.push(StyledLine::default());
        lines.extend(
            chart::line(&values, (least, most), (columns, TREND)).iter().map(|l| StyledLine::of(Tone::Accent, l)),
        );
        let of_month =
            |value: &Option<_>| value.map_or_else(|| "–".to_owned(), |value| words.figure_value(value, currency));
        let months: Vec<String> = figure.months.iter().map(of_month).collect();
        lines.extend(wrapped(&months.join("  "), columns).into_iter().map(|l| StyledLine::of(Tone::Dim, l)));
    }
    let title = StyledLine::of(Tone::Strong, words.figure(code));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let inner = canvas.window(area, (WIDTH, height), &title, &StyledLine::default());
    canvas.lines(inner, &lines);
}

/// Where the care list shall be written, and what will be in it.
fn csv(canvas: &mut Canvas, typed: &TextField, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "care.csv"));
    let inner = canvas.window(area, (WIDTH, 6), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    field::draw(canvas, prompt, typed, true, "care.csv");
    let lines = wrapped(&t!(words, "care.csv_note"), inner.width.into());
    canvas.lines(below(inner, 2), &lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect::<Vec<_>>());
}
