//! The dialogs of the pane: how a figure is made, who buys on a second day, and where something is written.

use crate::domain::figure::FigureCode;
use crate::panes::overview::state::{OverviewDialog, OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::shell::list::ListState;
use crate::shell::regions::PartFit;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::{chart, field, no_answer};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of a dialog, its edges included.
const WIDTH: u16 = 72;
/// Rows of the trend.
const TREND: usize = 4;

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, dialog: &OverviewDialog, area: Rect) {
    match dialog {
        OverviewDialog::Definition(code) => definition(canvas, pane, shell, *code, area),
        OverviewDialog::Rule(code) => rule(canvas, pane, code, area),
        OverviewDialog::Activation(list) => activation(canvas, pane, shell, *list, area),
        OverviewDialog::Lost(list) => lost(canvas, pane, shell, *list, area),
        OverviewDialog::Csv(field) => {
            file(canvas, field, ("care.csv", t!(canvas.words, "care.csv"), t!(canvas.words, "care.csv_note")), area);
        }
        OverviewDialog::Report(field) => {
            file(
                canvas,
                field,
                ("report.html", t!(canvas.words, "report.save"), t!(canvas.words, "report.note")),
                area,
            );
        }
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

/// What the rule of an alert watches, when it fires, how it stands, and what fired by it lately.
fn rule(canvas: &mut Canvas, pane: &OverviewPane, code: &str, area: Rect) {
    let words = canvas.words;
    let Some(list) = pane.alerts.answer() else { return };
    let Some(standing) = list.rules.iter().find(|standing| standing.rule.code == code) else { return };
    let columns = usize::from(WIDTH.min(area.width).saturating_sub(4));
    let told = [words.alert_metric_about(standing.rule.metric), words.alert_rule_about(&standing.rule)];
    let mut lines: Vec<StyledLine> =
        told.iter().flat_map(|text| wrapped(text, columns)).map(|line| StyledLine::of(Tone::Text, line)).collect();
    let [state, _, metric, value, ..] = words.alert_row(standing);
    lines.push(StyledLine::default());
    lines.push(StyledLine::of(Tone::Strong, format!("{state} · {metric} {value}")));
    let fired = list.fired.iter().filter(|alert| alert.code == code);
    let fired = fired.flat_map(|alert| wrapped(&words.fired_alert(alert), columns));
    lines.extend(fired.map(|line| StyledLine::of(Tone::Dim, line)));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let inner = canvas.window(area, (WIDTH, height), &StyledLine::of(Tone::Strong, code), &StyledLine::default());
    canvas.lines(inner, &lines);
}

/// The weeks of joining, the newest first, with what the columns mean.
fn activation(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, list: ListState, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "activation.title"));
    let inner = canvas.window(area, (WIDTH, area.height.min(24)), &title, &StyledLine::default());
    let columns = usize::from(inner.width);
    let note = wrapped(&t!(words, "activation.note"), columns);
    let beneath = u16::try_from(note.len() + 1).unwrap_or(u16::MAX).min(inner.height / 2);
    let table = Rect { height: inner.height - beneath, ..inner };
    if !no_answer::draw(canvas, &pane.activation, pane.activation.is_late(shell.setup.now), table) {
        let heading = [
            t!(words, "activation.week"),
            t!(words, "activation.joined"),
            t!(words, "activation.by_30"),
            t!(words, "activation.by_60"),
        ];
        canvas.line(table, &columned(&heading, Tone::Dim));
        let rows = below(table, 1);
        canvas.fit(OverviewPart::Activation.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
        let weeks = pane.activation.answer().map_or(&[][..], |told| &told.weeks);
        let window = list.window(weeks.len(), rows.height.into());
        let lines: Vec<StyledLine> =
            weeks.iter().rev().map(|week| columned(&words.activation_row(week), Tone::Text)).collect();
        canvas.lines(rows, lines.get(window).unwrap_or_default());
    }
    let lines: Vec<StyledLine> = note.into_iter().map(|line| StyledLine::of(Tone::Dim, line)).collect();
    canvas.lines(below(inner, table.height + 1), &lines);
}

/// The churn reasons of each month, then who of the lost has bought again.
fn lost(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, list: ListState, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "churn.title"));
    let inner = canvas.window(area, (WIDTH, area.height.min(24)), &title, &StyledLine::default());
    if no_answer::draw(canvas, &pane.lost, pane.lost.is_late(shell.setup.now), inner) {
        return;
    }
    let Some(told) = pane.lost.answer() else { return };
    let columns = usize::from(inner.width);
    let rows = words.churn_rows(shell.program(), told);
    let mut lines: Vec<StyledLine> = rows.iter().map(reason_line).collect();
    if rows.is_empty() {
        lines.extend(wrapped(&t!(words, "churn.none"), columns).into_iter().map(|l| StyledLine::of(Tone::Dim, l)));
    }
    lines.push(StyledLine::default());
    lines.push(StyledLine::of(Tone::Strong, t!(words, "win_back.title")));
    for text in words.win_back(&told.win_back) {
        lines.extend(wrapped(&text, columns).into_iter().map(|l| StyledLine::of(Tone::Text, l)));
    }
    canvas.fit(OverviewPart::Lost.id(), PartFit { rows: inner.height.into(), len: lines.len(), ..PartFit::default() });
    let window = list.window(lines.len(), inner.height.into());
    canvas.lines(inner, lines.get(window).unwrap_or_default());
}

/// Month, reason, how many of how many, and their share.
fn reason_line([month, reason, n, share]: &[String; 4]) -> StyledLine {
    let named = StyledLine::default().left(Tone::Dim, month, 9).left(Tone::Text, reason, 24);
    named.right(Tone::Text, n, 14).right(Tone::Text, share, 20)
}

/// Week, joined, and two shares, each in its column.
fn columned([week, joined, by_30, by_60]: &[String; 4], tone: Tone) -> StyledLine {
    StyledLine::default().left(tone, week, 12).right(tone, joined, 8).right(tone, by_30, 20).right(tone, by_60, 20)
}

/// Where something shall be written, and what will be in it: an example of a name, a title, a note.
fn file(canvas: &mut Canvas, typed: &TextField, (example, title, note): (&str, String, String), area: Rect) {
    let inner = canvas.window(area, (WIDTH, 6), &StyledLine::of(Tone::Strong, title), &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    field::draw(canvas, prompt, typed, true, example);
    let lines = wrapped(&note, inner.width.into());
    canvas.lines(below(inner, 2), &lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect::<Vec<_>>());
}
