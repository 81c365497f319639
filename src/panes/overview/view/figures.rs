//! The figures: name, value, what it rests on, and the last twelve months.

use crate::domain::overview::{Figure, FigureValue};
use crate::panes::overview::state::{OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::chart;
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Name, value, interval, n, trend.
const COLUMNS: [ColumnRule; 5] = [
    ColumnRule::words(10, 0),
    ColumnRule::number(0),
    ColumnRule::whole(2),
    ColumnRule::number(1),
    ColumnRule::whole(3),
];
/// The name takes what is left, up to so many columns.
const NAME: (usize, usize) = (0, 30);
/// Columns of a trend: two months to a column of braille.
const TREND: usize = 6;

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let figures = pane.figures();
    let heading = [
        t!(words, "overview.figure"),
        t!(words, "overview.value"),
        t!(words, "overview.interval"),
        t!(words, "overview.n"),
        t!(words, "overview.months"),
    ];
    let texts: Vec<_> = figures.iter().map(|figure| texts(words, shell, figure)).collect();
    let room = usize::from(area.width.saturating_sub(1));
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, NAME, room);
    let list = below(area, 1);
    canvas.split(
        Rect { height: area.height.min(1), ..area },
        &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)),
        &in_sight(pane, figures.len(), list.height.into()),
    );
    canvas.fit(OverviewPart::Figures.id(), PartFit { rows: list.height.into(), ..PartFit::default() });
    let row = |at: usize, _| {
        let Some(texts) = texts.get(at) else { return StyledLine::default() };
        let [name, value, interval, n, trend] = texts.each_ref().map(String::as_str);
        columns.line([
            (Tone::Text, name),
            (Tone::Strong, value),
            (Tone::Dim, interval),
            (Tone::Dim, n),
            (Tone::Accent, trend),
        ])
    };
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: pane.overview.is_outdated(shell.setup.now) };
    table::draw(canvas, list, (pane.figure, figures.len()), look, row, |at| OverviewPart::Figures.at(at));
}

/// Which figures are in sight, where that is not all of them.
fn in_sight(pane: &OverviewPane, len: usize, rows: usize) -> StyledLine {
    let window = pane.figure.window(len, rows);
    if window.len() >= len {
        return StyledLine::default();
    }
    let mark = if window.end < len { "↓" } else { "↑" };
    StyledLine::of(Tone::Warn, format!("{}–{} / {len} {mark} ", window.start + 1, window.end))
}

fn texts(words: Words, shell: &Shell, figure: &Figure) -> [String; 5] {
    let currency = shell.setup.programs.currency();
    [
        words.figure(figure.code),
        figure.value.map_or_else(|| "–".to_owned(), |value| words.figure_value(value, currency)),
        words.figure_interval(figure),
        figure.n.map(super::count).unwrap_or_default(),
        trend(&figure.months),
    ]
}

/// The months as a line of dots; nothing where fewer than two are known.
fn trend(months: &[Option<FigureValue>]) -> String {
    let values: Vec<f64> = months.iter().flatten().map(|value| value.number()).collect();
    if values.len() < 2 {
        return String::new();
    }
    let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
    chart::line(&values, (least, most), (TREND, 1)).concat()
}
