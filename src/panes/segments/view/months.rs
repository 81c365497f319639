//! The last 12 months: a line of bars each, the numbers below, and the rates of the day.

use super::shade::sparkline;
use super::{count, has_keys, nothing};
use crate::domain::rate::{Interval, Rate};
use crate::domain::segment_views::{MonthTrend, Trend};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

const LABEL: usize = 22;

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if nothing(canvas, &pane.trend, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    let Some(trend) = pane.trend.answer() else { return };
    let outdated = pane.trend.is_outdated(shell.setup.now);
    let mut lines = rates(words, trend);
    lines.extend(sparks(words, shell, trend));
    if outdated {
        lines = lines.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    // The table keeps half of a low screen.
    let above = u16::try_from(lines.len()).unwrap_or(0).min(area.height / 2);
    canvas.lines(Rect { height: above, ..area }, &lines);
    let grid = below(area, above);
    canvas.line(Rect { height: grid.height.min(1), ..grid }, &heading(words, usize::from(area.width)));
    let rows = below(grid, 1);
    canvas.fit(SegmentsPart::Month.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let row = |at: usize, columns: usize| {
        trend.months.get(at).map(|month| month_row(words, shell, month, columns)).unwrap_or_default()
    };
    let look = RowStyle { has_keys: has_keys(pane, shell), dimmed: outdated };
    let list = (pane.month, trend.months.len());
    table::draw(canvas, rows, list, look, row, |at| SegmentsTarget::Month(at).click());
}

/// Repeat purchase rate and churn, each with its n and its interval.
fn rates(words: Words, trend: &Trend) -> Vec<StyledLine> {
    let line = |name: String, rate: Rate, interval: Option<Interval>| {
        let of = t!(words, "segments.rate_of", part = count(rate.part), n = count(rate.n));
        let between = interval.map(|i| {
            let (low, high) = (format!("{:.1}", i.low * 100.0), format!("{:.1}", i.high * 100.0));
            format!(" · {}", t!(words, "segments.interval", low = low, high = high))
        });
        StyledLine::of(Tone::Text, " ")
            .left(Tone::Dim, name, LABEL)
            .then(Tone::Strong, words.percent(rate))
            .then(Tone::Text, format!("  {of}"))
            .then(Tone::Dim, between.unwrap_or_default())
    };
    vec![
        line(t!(words, "cli.segments.repeat"), trend.repeat, trend.repeat_interval),
        line(t!(words, "cli.segments.churn"), trend.churn, trend.churn_interval),
    ]
}

/// The months as bars, oldest first, with the smallest and the largest.
fn sparks(words: Words, shell: &Shell, trend: &Trend) -> Vec<StyledLine> {
    let currency = shell.setup.programs.currency();
    let line = |name: String, values: Vec<u64>, tell: &dyn Fn(u64) -> String| {
        let (least, most) = (values.iter().min().copied(), values.iter().max().copied());
        let range = match (least, most) {
            (Some(least), Some(most)) => format!("  {} … {}", tell(least), tell(most)),
            _ => String::new(),
        };
        StyledLine::of(Tone::Text, " ")
            .left(Tone::Dim, name, LABEL)
            .then(Tone::Accent, sparkline(&values))
            .then(Tone::Text, range)
    };
    let of = |value: fn(&MonthTrend) -> u64| trend.months.iter().map(value).collect::<Vec<u64>>();
    // A month that nobody bought before has no such rate.
    let rate = |m: &MonthTrend| (m.churned.part * 1_000).checked_div(m.churned.n);
    let churned = trend.months.iter().filter_map(rate).collect();
    let money = |n: u64| words.money_short(currency, crate::domain::num::Money(i64::try_from(n).unwrap_or(i64::MAX)));
    let share = |n: u64| words.percent(Rate { part: n, n: 1_000 });
    vec![
        line(t!(words, "segments.active"), of(|m| m.active), &count),
        line(t!(words, "segments.first"), of(|m| m.first), &count),
        line(t!(words, "segments.spent"), of(|m| u64::try_from(m.net_spend.0).unwrap_or(0)), &money),
        line(t!(words, "segments.churned"), churned, &share),
    ]
}

fn heading(words: Words, columns: usize) -> StyledLine {
    let wide = columns >= 100;
    StyledLine::of(Tone::Text, " ")
        .left(Tone::Dim, t!(words, "cli.segments.month"), 9)
        .right(Tone::Dim, t!(words, "segments.active"), if wide { 18 } else { 14 })
        .right(Tone::Dim, t!(words, "segments.first"), if wide { 18 } else { 14 })
        .right(Tone::Dim, t!(words, "segments.churned"), if wide { 34 } else { 26 })
        .right(Tone::Dim, t!(words, "segments.spent"), if wide { 20 } else { 14 })
}

fn month_row(words: Words, shell: &Shell, month: &MonthTrend, columns: usize) -> StyledLine {
    let wide = columns >= 99;
    let churned = if month.churned.n == 0 {
        "–".to_owned()
    } else {
        let of = t!(words, "segments.rate_of", part = count(month.churned.part), n = count(month.churned.n));
        format!("{} · {of}", words.percent(month.churned))
    };
    let spent = words.money_short(shell.setup.programs.currency(), month.net_spend);
    StyledLine::default()
        .left(Tone::Text, format!("{:04}-{:02}", month.year, month.month), 9)
        .right(Tone::Text, count(month.active), if wide { 18 } else { 14 })
        .right(Tone::Text, count(month.first), if wide { 18 } else { 14 })
        .right(Tone::Text, churned, if wide { 34 } else { 26 })
        .right(Tone::Text, spent, if wide { 20 } else { 14 })
}
