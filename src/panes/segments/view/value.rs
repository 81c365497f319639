//! Lifetime value: members by what the models say of them; the models, whom they rest on, and how well they told what they had
//! not seen.

mod list;

use super::count;
use crate::domain::value::{FitWarning, FittedModels, ForecastAccuracy, HoldoutReport, PurchaseFit};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::SegmentsPart;
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::chart;
use crate::ui::part::no_answer;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// From so many columns on the text of the models stands beside the list.
const BESIDE: u16 = 190;

/// Draws the view: members by what the models say of them, and the models; side by side, or the one that has the keys.
pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.fitted, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    if area.width >= BESIDE {
        let left = area.width - area.width * 2 / 5;
        list::draw(canvas, pane, shell, Rect { width: left - 1, ..area });
        models(canvas, pane, shell, Rect { x: area.x + left, width: area.width - left, ..area });
    } else if pane.reads_models {
        models(canvas, pane, shell, area);
    } else {
        list::draw(canvas, pane, shell, area);
    }
}

fn models(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let Some(fitted) = pane.fitted.answer() else { return };
    let mut lines = lines(words, shell, fitted, usize::from(area.width).saturating_sub(2));
    if pane.fitted.is_outdated(shell.setup.now) {
        lines = lines.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    let fit = PartFit { rows: area.height.into(), len: lines.len(), ..PartFit::default() };
    canvas.fit(SegmentsPart::Value.id(), fit);
    let window = pane.value.window(lines.len(), area.height.into());
    for (row, line) in rows(area).zip(&lines[window]) {
        canvas.line(row, line);
    }
}

/// What is said of the models: also in the legend.
pub fn lines(words: Words, shell: &Shell, fitted: &FittedModels, columns: usize) -> Vec<StyledLine> {
    let zone = shell.setup.programs.zone();
    let at = words.time(zone, fitted.fitted_at);
    let head = t!(
        words,
        "segments.fitted",
        day = fitted.as_of,
        n = count(fitted.n),
        repeaters = count(fitted.repeaters),
        at = at
    );
    let mut lines = text(&head, columns, Tone::Strong);
    lines.extend(text(&horizon(words, shell), columns, Tone::Dim));
    lines.push(StyledLine::default());
    let warned = |warnings: &[FitWarning], r: Option<f64>| -> Vec<StyledLine> {
        warnings.iter().flat_map(|warning| text(&words.fit_warning(*warning, r), columns, Tone::Warn)).collect()
    };
    lines.push(purchases("BG/NBD", t!(words, "segments.for_purchases"), &fitted.purchases));
    lines.extend(warned(&fitted.purchases.warnings, None));
    lines.push(purchases("MBG/NBD", t!(words, "segments.for_risk"), &fitted.risk));
    lines.extend(warned(&fitted.risk.warnings, None));
    match &fitted.pareto {
        Ok(fit) => {
            let told = format!(
                "r {:.4} α {:.4} s {:.4} β {:.4} LL {:.2}",
                fit.r, fit.alpha, fit.s, fit.beta, fit.log_likelihood
            );
            lines.push(model_line("Pareto/NBD", t!(words, "segments.for_purchases"), told));
            lines.extend(warned(&fit.warnings, None));
        }
        Err(why) => lines.extend(text(&words.no_pareto_nbd(*why, fitted.repeaters), columns, Tone::Dim)),
    }
    lines.extend(text(&words.chosen_model(fitted), columns, Tone::Dim));
    match &fitted.money {
        Ok(money) => {
            let told = format!(
                "p {:.4} q {:.4} γ {:.4} LL {:.2} n {}",
                money.p,
                money.q,
                money.gamma,
                money.log_likelihood,
                count(money.n)
            );
            lines.push(model_line("Gamma-Gamma", t!(words, "segments.for_money"), told));
            lines.extend(warned(&money.warnings, Some(money.correlation)));
        }
        Err(why) => lines.extend(text(&format!("Gamma-Gamma: {}", words.no_value(*why)), columns, Tone::Warn)),
    }
    lines.push(StyledLine::default());
    match &fitted.tested {
        Some(tested) => lines.extend(test(words, tested, columns)),
        None => lines.extend(text(&t!(words, "cli.clv.untested"), columns, Tone::Warn)),
    }
    // No number is cut: what does not fit goes on beneath itself.
    lines.into_iter().flat_map(|line| line.folded(columns, PARAMETERS)).collect()
}

/// Columns before the parameters of a model.
const PARAMETERS: usize = 13;

fn horizon(words: Words, shell: &Shell) -> String {
    let rules = shell.program().clv;
    let share = |n: i64, of: i64| format!("{}.{:02} %", n * 100 / of, n * 10_000 / of % 100);
    let (margin, discount) = (share(rules.margin_e4, 10_000), share(rules.discount_e6, 1_000_000));
    t!(words, "segments.horizon", months = rules.months, margin = margin, discount = discount)
}

fn text(text: &str, columns: usize, tone: Tone) -> Vec<StyledLine> {
    wrapped(text, columns).into_iter().map(|line| StyledLine::of(tone, format!(" {line}"))).collect()
}

fn model_line(name: &str, what: String, told: String) -> StyledLine {
    StyledLine::of(Tone::Text, " ").left(Tone::Strong, name, 12).left(Tone::Dim, what, 19).then(Tone::Text, told)
}

fn purchases(name: &str, what: String, fit: &PurchaseFit) -> StyledLine {
    let told = format!("r {:.4} α {:.4} a {:.4} b {:.4} LL {:.2}", fit.r, fit.alpha, fit.a, fit.b, fit.log_likelihood);
    model_line(name, what, told)
}

/// The hold-out test, always beside two ways to predict that know nothing of models.
fn test(words: Words, tested: &HoldoutReport, columns: usize) -> Vec<StyledLine> {
    let (from, days, n) = (tested.from, tested.days, count(tested.n));
    let head = t!(words, "cli.clv.tested", from = from, days = days, n = n, actual = count(tested.actual));
    let mut lines = text(&head, columns, Tone::Text);
    let row = |name: String, told: Option<&ForecastAccuracy>| {
        let cell = |text: String| (Tone::Text, text);
        let (total, mae, rmse) = told.map_or_else(
            || (t!(words, "cli.clv.told"), "MAE".to_owned(), "RMSE".to_owned()),
            |told| (format!("{:.1}", told.total), format!("{:.4}", told.mae), format!("{:.4}", told.rmse)),
        );
        // The names give way, not the numbers.
        let wide = if columns >= 31 + 3 * 14 { 14 } else { 10 };
        let mut line =
            StyledLine::of(Tone::Text, " ").left(Tone::Dim, name, columns.saturating_sub(1 + 3 * wide).min(30));
        for (tone, text) in [cell(total), cell(mae), cell(rmse)] {
            line = line.right(if told.is_none() { Tone::Dim } else { tone }, text, wide);
        }
        line
    };
    lines.push(row(String::new(), None));
    lines.push(row("BG/NBD".to_owned(), Some(&tested.model)));
    if let Some(pareto) = &tested.pareto {
        lines.push(row("Pareto/NBD".to_owned(), Some(pareto)));
    }
    lines.push(row(t!(words, "cli.clv.zero"), Some(&tested.zero)));
    lines.push(row(t!(words, "cli.clv.past_rate"), Some(&tested.past_rate)));
    lines.push(StyledLine::default());
    lines.extend(tracking(words, tested, columns));
    lines
}

/// Repeat purchases week by week: as they were and as told.
fn tracking(words: Words, tested: &HoldoutReport, columns: usize) -> Vec<StyledLine> {
    let room = columns.saturating_sub(32).max(10);
    let step = tested.weeks.len().div_ceil(room).max(1);
    let points: Vec<(u64, f64)> = tested.weeks.iter().skip(step - 1).step_by(step).copied().collect();
    let Some((actual, told)) = points.last().copied() else { return Vec::new() };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of purchases, for a bar")]
    let whole = |n: f64| n.max(0.0).round() as u64;
    let chart = |name: String, values: Vec<u64>, last: String| {
        #[expect(clippy::cast_precision_loss, reason = "a place in a chart")]
        let values: Vec<f64> = values.into_iter().map(|value| value as f64).collect();
        let most = values.iter().copied().fold(0.0, f64::max);
        let heading = StyledLine::of(Tone::Text, " ").left(Tone::Dim, name, 18).then(Tone::Strong, last);
        let drawn = chart::line(&values, (0.0, most), (room, CHART_ROWS));
        let row = |dots: String| StyledLine::of(Tone::Dim, " │").then(Tone::Accent, dots);
        std::iter::once(heading).chain(drawn.into_iter().map(row)).collect::<Vec<_>>()
    };
    let mut lines =
        vec![StyledLine::of(Tone::Dim, format!(" {}", t!(words, "segments.tracking", weeks = tested.weeks.len())))];
    lines.extend(chart(t!(words, "segments.as_it_was"), points.iter().map(|(n, _)| *n).collect(), count(actual)));
    let predicted = count(whole(told));
    lines.extend(chart(t!(words, "cli.clv.told"), points.iter().map(|(_, n)| whole(*n)).collect(), predicted));
    lines
}

/// Rows of a chart.
const CHART_ROWS: usize = 3;
