//! Figures and the care list as text.

use super::{Renderer, left, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::activation::Activation;
use crate::domain::alert_list::AlertList;
use crate::domain::care::CareList;
use crate::domain::num::grouped;
use crate::domain::overview::{Figure, Overview, PointsOverview};
use crate::domain::target_rows::TargetRow;
use crate::runtime::environment;
use crate::t;
use crate::text::Words;

/// Every figure, then points by the month in which they expire.
pub fn figures(tell: Renderer<'_>, overview: &Overview, points: &PointsOverview) -> String {
    let words = tell.words;
    let currency = tell.programs.currency();
    let mut table = Table::headed([
        left(t!(words, "overview.figure")),
        right(t!(words, "overview.value")),
        left(t!(words, "overview.interval")),
        right(t!(words, "overview.n")),
    ]);
    let of_points = points.figures();
    for figure in overview.figures.iter().chain(&of_points) {
        let Figure { code, value, n, .. } = figure;
        table.row([
            &words.figure(*code),
            &value.map_or_else(|| "–".to_owned(), |value| words.figure_value(value, currency)),
            &words.figure_interval(figure),
            &n.map(|n| grouped(i64::try_from(n).unwrap_or(i64::MAX))).unwrap_or_default(),
        ]);
    }
    let title = t!(words, "overview.through", day = overview.day, seq = overview.through.0);
    let note = t!(words, "overview.months_note") + "\n";
    title + "\n" + &table.fitted(tell.columns) + &note + &expiry(tell, points)
}

/// What was planned, month by month, and what it came to; nothing where nothing was planned.
pub fn targets(tell: Renderer<'_>, rows: &[TargetRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "targets.month")),
        left(t!(words, "overview.figure")),
        right(t!(words, "targets.plan")),
        right(t!(words, "targets.actual")),
        right(t!(words, "targets.share")),
    ]);
    for row in rows {
        let texts = words.target_row(row, tell.programs.currency());
        table.row(texts.each_ref().map(String::as_str));
    }
    table.fitted(tell.columns)
}

fn expiry(tell: Renderer<'_>, points: &PointsOverview) -> String {
    let words = tell.words;
    let mut table = Table::headed([left(t!(words, "overview.by_expiry")), right(t!(words, "col.points"))]);
    for (first, n) in &points.by_expiry {
        let month = first.map(|first| first.to_string().get(..7).unwrap_or_default().to_owned());
        table.row([&month.unwrap_or_else(|| t!(words, "overview.never")), &grouped(*n)]);
    }
    table.fitted(tell.columns)
}

/// The care list of a day, and how many were left out.
pub fn care(tell: Renderer<'_>, list: &CareList) -> String {
    let words = tell.words;
    let summary = words.care_summary(list) + "\n";
    if list.rows.is_empty() {
        return summary;
    }
    let mut table = Table::headed([
        left(words.field("member_no")),
        left(words.field("name")),
        left(words.field("phone")),
        left(t!(words, "care.why")),
        right(t!(words, "care.spend")),
        left(t!(words, "care.last_contact")),
    ])
    .giving_way(RoomRules { cut: &[3], leave: &[5, 2, 4], names: &[1], folds: None });
    for row in &list.rows {
        let causes: Vec<String> =
            row.causes.iter().map(|cause| words.care_cause(cause, tell.program(), list.day)).collect();
        let contact = row.last_contact.map(|(day, outcome)| format!("{day} {}", words.outcome_word(outcome.word())));
        table.row([
            &row.member.member_no,
            &row.member.name,
            &row.member.phone,
            &causes.join(" · "),
            &tell.money(row.spend),
            contact.as_deref().unwrap_or_default(),
        ]);
    }
    table.fitted(tell.columns)
        + &t!(words, "cli.list.count", shown = list.rows.len(), total = list.total)
        + "\n"
        + &summary
}

/// The weeks of joining, the oldest first.
pub fn activation(words: Words, activation: &Activation) -> String {
    let mut table = Table::headed([
        left(t!(words, "activation.week")),
        right(t!(words, "activation.joined")),
        right(t!(words, "activation.by_30")),
        right(t!(words, "activation.by_60")),
    ]);
    for week in &activation.weeks {
        let texts = words.activation_row(week);
        table.row(texts.each_ref().map(String::as_str));
    }
    let title = t!(words, "activation.title") + "\n";
    title + &table.fitted(environment::columns()) + &t!(words, "activation.note") + "\n"
}

/// The rules as they stand, then what fired lately.
pub fn alerts(words: Words, list: &AlertList) -> String {
    if list.rules.is_empty() {
        return t!(words, "alerts.no_rules") + "\n";
    }
    let mut table = Table::headed([
        left(t!(words, "alerts.state")),
        left(t!(words, "alerts.alert")),
        left(t!(words, "alerts.metric")),
        right(t!(words, "overview.value")),
        left(t!(words, "alerts.threshold")),
        left(t!(words, "alerts.since")),
    ]);
    for standing in &list.rules {
        let texts = words.alert_row(standing);
        table.row(texts.each_ref().map(String::as_str));
    }
    let fired: String = list.fired.iter().map(|alert| words.fired_alert(alert) + "\n").collect();
    table.fitted(environment::columns()) + &fired
}
