//! The alerts: each rule as it stands, and below it what fired lately.

use crate::domain::alert::AlertState;
use crate::domain::alert_list::FiredAlert;
use crate::panes::overview::state::{OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// State, code, metric, value, threshold, since.
const COLUMNS: [ColumnRule; 6] = [
    ColumnRule::words(6, 0),
    ColumnRule::words(6, 0),
    ColumnRule::words(10, 1),
    ColumnRule::number(0),
    ColumnRule::whole(3),
    ColumnRule::whole(2),
];
const METRIC: (usize, usize) = (2, 40);

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.alerts, pane.alerts.is_late(shell.setup.now), area) {
        return;
    }
    let words = canvas.words;
    let Some(list) = pane.alerts.answer() else { return };
    if list.rules.is_empty() {
        let inner = inset(below(area, area.height.min(1)), 1);
        let lines = wrapped(&t!(words, "alerts.no_rules"), inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect::<Vec<_>>());
        return;
    }
    let heading = [
        t!(words, "alerts.state"),
        t!(words, "alerts.alert"),
        t!(words, "alerts.metric"),
        t!(words, "overview.value"),
        t!(words, "alerts.threshold"),
        t!(words, "alerts.since"),
    ];
    let texts: Vec<[String; 6]> = list.rules.iter().map(|standing| words.alert_row(standing)).collect();
    let room = usize::from(area.width.saturating_sub(1));
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, METRIC, room);
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let height = u16::try_from(texts.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(1));
    let rows = Rect { height, ..below(area, 1) };
    canvas.fit(OverviewPart::Alerts.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let line = |at: usize, _| {
        let (Some(standing), Some(texts)) = (list.rules.get(at), texts.get(at)) else { return StyledLine::default() };
        let tone = match standing.state {
            AlertState::Ok => Tone::Good,
            AlertState::Pending => Tone::Warn,
            AlertState::Firing => Tone::Bad,
        };
        let [state, code, metric, value, threshold, since] = texts.each_ref().map(String::as_str);
        columns.line([
            (tone, state),
            (Tone::Strong, code),
            (Tone::Text, metric),
            (Tone::Text, value),
            (Tone::Dim, threshold),
            (Tone::Dim, since),
        ])
    };
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: !pane.alerts.is_current() };
    table::draw(canvas, rows, (pane.rule, texts.len()), look, line, |at| OverviewPart::Alerts.at(at));
    let rest = below(area, height + 2);
    if rest.height > 1 {
        canvas.line(rest, &StyledLine::of(Tone::Strong, format!(" {}", t!(words, "alerts.fired"))));
        let columns = usize::from(rest.width.saturating_sub(1));
        let lines: Vec<StyledLine> = list.fired.iter().flat_map(|alert| fired(words, alert, columns)).collect();
        canvas.lines(below(rest, 1), &lines);
    }
}

/// One alert that fired: when, what, at which value, when it resolved, and who looks after it.
fn fired(words: Words, alert: &FiredAlert, columns: usize) -> Vec<StyledLine> {
    let tone = match (alert.is_lit(), &alert.ack) {
        (true, None) => Tone::Bad,
        (true, Some(_)) => Tone::Warn,
        (false, _) => Tone::Dim,
    };
    wrapped(&words.fired_alert(alert), columns)
        .into_iter()
        .map(|line| StyledLine::of(tone, format!(" {line}")))
        .collect()
}
