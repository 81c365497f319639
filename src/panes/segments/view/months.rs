//! The last 12 months: a line of bars each, the numbers below, and the rates of the day.

use super::shade::sparkline;
use super::{count, has_keys};
use crate::domain::num::Money;
use crate::domain::rate::{Interval, Rate};
use crate::domain::segment_views::{MonthTrend, Trend};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::{Shown, Words};
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::chart;
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

const LABEL: usize = 22;

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if no_answer::draw(canvas, &pane.trend, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    let Some(trend) = pane.trend.answer() else { return };
    let outdated = pane.trend.is_outdated(shell.setup.now);
    let rates = rates(words, trend).into_iter();
    let mut lines: Vec<StyledLine> = rates.flat_map(|line| line.folded(area.width.into(), LABEL + 1)).collect();
    // Charts where the table has room below them, else lines of bars.
    let charted = usize::from(area.height) >= lines.len() + 2 * (1 + CHART_ROWS) + 2 + trend.months.len();
    if charted {
        lines.extend(charts(words, shell, trend, usize::from(area.width)));
    } else {
        lines.extend(sparks(words, shell, trend));
    }
    if outdated {
        lines = lines.into_iter().map(|l| l.all(Tone::Dim)).collect();
    }
    // The table keeps half of a low screen.
    let above = u16::try_from(lines.len()).unwrap_or(0).min(if charted { area.height } else { area.height / 2 });
    canvas.lines(Rect { height: above, ..area }, &lines);
    let grid = below(area, above);
    let columns = MonthColumns::of(words, shell, trend, usize::from(area.width).saturating_sub(2));
    let month = Shown::new(&t!(words, "cli.segments.month"));
    let head = columns.line(Tone::Dim, month.as_str(), headings(words));
    canvas.line(Rect { height: grid.height.min(1), ..grid }, &StyledLine::of(Tone::Text, " ").and(head));
    let rows = below(grid, 1);
    canvas.fit(SegmentsPart::Month.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let row = |at: usize, _| match trend.months.get(at) {
        None => StyledLine::default(),
        Some(month) => {
            let texts = texts(words, shell, month, columns.with_numbers);
            columns.line(Tone::Text, &format!("{:04}-{:02}", month.year, month.month), texts)
        }
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

/// One number of every month, oldest first, and how it is told.
struct Series<'a> {
    name: String,
    values: Vec<u64>,
    tell: Box<dyn Fn(u64) -> String + 'a>,
}

fn series<'a>(words: Words, shell: &'a Shell, trend: &Trend) -> [Series<'a>; 4] {
    let currency = shell.setup.programs.currency();
    let of = |value: fn(&MonthTrend) -> u64| trend.months.iter().map(value).collect::<Vec<u64>>();
    // A month that nobody bought before has no such rate.
    let rate = |m: &MonthTrend| (m.churned.part * 1_000).checked_div(m.churned.n);
    let money = move |n: u64| words.money_short(currency, Money(i64::try_from(n).unwrap_or(i64::MAX)));
    let share = move |n: u64| words.percent(Rate { part: n, n: 1_000 });
    [
        Series { name: t!(words, "segments.active"), values: of(|m| m.active), tell: Box::new(count) },
        Series { name: t!(words, "segments.first"), values: of(|m| m.first), tell: Box::new(count) },
        Series {
            name: t!(words, "segments.spent"),
            values: of(|m| u64::try_from(m.net_spend.0).unwrap_or(0)),
            tell: Box::new(money),
        },
        Series {
            name: t!(words, "segments.churned"),
            values: trend.months.iter().filter_map(rate).collect(),
            tell: Box::new(share),
        },
    ]
}

/// The months as bars, oldest first, with the smallest and the largest.
fn sparks(words: Words, shell: &Shell, trend: &Trend) -> Vec<StyledLine> {
    let line = |series: Series<'_>| {
        let (least, most) = (series.values.iter().min().copied(), series.values.iter().max().copied());
        let range = match (least, most) {
            (Some(least), Some(most)) => format!("  {} … {}", (series.tell)(least), (series.tell)(most)),
            _ => String::new(),
        };
        StyledLine::of(Tone::Text, " ")
            .left(Tone::Dim, series.name, LABEL)
            .then(Tone::Accent, sparkline(&series.values))
            .then(Tone::Text, range)
    };
    series(words, shell, trend).into_iter().map(line).collect()
}

/// Rows of a chart, without its heading.
const CHART_ROWS: usize = 4;

/// The same as lines, two beside each other: the last value in the heading, the largest and the smallest at the axis.
fn charts(words: Words, shell: &Shell, trend: &Trend, columns: usize) -> Vec<StyledLine> {
    let half = columns / 2;
    let drawn = series(words, shell, trend).map(|series| chart_of(&series, half));
    let [first, second, third, fourth] = drawn;
    let beside = |left: Vec<StyledLine>, right: Vec<StyledLine>| {
        left.into_iter().zip(right).map(|(left, right)| left.and(right)).collect::<Vec<_>>()
    };
    let mut lines = beside(first, second);
    lines.extend(beside(third, fourth));
    lines
}

/// One chart: a heading and so many rows, all exactly so many columns wide.
fn chart_of(series: &Series<'_>, columns: usize) -> Vec<StyledLine> {
    const AXIS: usize = 14;
    let (least, most) = (series.values.iter().min().copied(), series.values.iter().max().copied());
    let newest = series.values.last().map(|value| (series.tell)(*value)).unwrap_or_default();
    let heading = StyledLine::of(Tone::Text, " ").left(Tone::Dim, &series.name, AXIS + 1).left(
        Tone::Strong,
        newest,
        columns.saturating_sub(AXIS + 2),
    );
    #[expect(clippy::cast_precision_loss, reason = "a place in a chart")]
    let values: Vec<f64> = series.values.iter().map(|value| *value as f64).collect();
    let range = values.iter().fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(*value), most.max(*value)));
    let room = columns.saturating_sub(AXIS + 4);
    let rows = chart::line(&values, range, (room, CHART_ROWS));
    let row = |(at, dots): (usize, String)| {
        let label = match at {
            0 => most,
            at if at + 1 == CHART_ROWS => least,
            _ => None,
        };
        let label = label.map(|value| (series.tell)(value)).unwrap_or_default();
        StyledLine::default()
            .right(Tone::Dim, label, AXIS)
            .then(Tone::Dim, if at == 0 || at + 1 == CHART_ROWS { " ┤" } else { " │" })
            .then(Tone::Accent, dots)
            .then(Tone::Text, "  ")
    };
    std::iter::once(heading).chain(rows.into_iter().enumerate().map(row)).collect()
}

/// How wide the columns of the table are, and whether the churn rate is told with its numbers.
#[derive(Clone, Copy)]
struct MonthColumns {
    widths: [usize; 4],
    with_numbers: bool,
}

impl MonthColumns {
    /// As wide as what stands in them; where that does not fit, the rate is told without its numbers. What is left is shared.
    fn of(words: Words, shell: &Shell, trend: &Trend, room: usize) -> Self {
        let widths = |with_numbers: bool| {
            let heads = headings(words).map(|head| Shown::new(&head).width());
            trend.months.iter().fold(heads, |widths, month| {
                let texts = texts(words, shell, month, with_numbers).map(|text| Shown::new(&text).width());
                std::array::from_fn(|at| widths[at].max(texts[at]))
            })
        };
        let used = |widths: &[usize; 4]| MONTH + widths.iter().map(|width| width + 2).sum::<usize>();
        let with_numbers = used(&widths(true)) <= room;
        let widths = widths(with_numbers);
        let gap = 2 + (room.saturating_sub(used(&widths)) / 4).min(8);
        Self { widths: widths.map(|width| width + gap), with_numbers }
    }

    fn line(self, tone: Tone, month: &str, texts: [String; 4]) -> StyledLine {
        let first = StyledLine::default().left(tone, month, MONTH);
        texts.into_iter().zip(self.widths).fold(first, |line, (text, width)| line.right(tone, text, width))
    }
}

/// Columns of a month: `2026-11`.
const MONTH: usize = 7;

fn headings(words: Words) -> [String; 4] {
    [
        t!(words, "segments.active"),
        t!(words, "segments.first"),
        t!(words, "segments.churned"),
        t!(words, "segments.spent"),
    ]
}

fn texts(words: Words, shell: &Shell, month: &MonthTrend, with_numbers: bool) -> [String; 4] {
    let rate = words.percent(month.churned);
    let churned = if month.churned.n == 0 {
        "–".to_owned()
    } else if with_numbers {
        let of = t!(words, "segments.rate_of", part = count(month.churned.part), n = count(month.churned.n));
        format!("{rate} · {of}")
    } else {
        rate
    };
    let spent = words.money_short(shell.setup.programs.currency(), month.net_spend);
    [count(month.active), count(month.first), churned, spent]
}
