//! The alerts: each rule as it stands, and below it what fired lately.

use super::rows::{self, TabTable};
use crate::domain::alert::AlertState;
use crate::domain::alert_list::FiredAlert;
use crate::panes::overview::state::{OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::ColumnRule;
use crate::ui::part::no_answer;
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
        // What was known says nothing of what is being calculated.
        let key = match pane.alerts.pending {
            Some(_) => t!(words, "no_answer.working"),
            None => t!(words, "alerts.no_rules"),
        };
        rows::say(canvas, &key, area);
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
    let table = TabTable {
        rules: COLUMNS,
        grows: METRIC,
        heading,
        texts,
        cursor: (pane.rule, OverviewPart::Alerts),
        dimmed: !pane.alerts.is_current(),
    };
    let height = rows::draw(canvas, shell, &table, area, |at| {
        let tone = match list.rules.get(at).map(|standing| standing.state) {
            Some(AlertState::Firing) => Tone::Bad,
            Some(AlertState::Pending) => Tone::Warn,
            Some(AlertState::Ok) | None => Tone::Good,
        };
        [tone, Tone::Strong, Tone::Text, Tone::Text, Tone::Dim, Tone::Dim]
    });
    let rest = below(area, height + 1);
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
