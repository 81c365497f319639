//! Why the lifecycle stage: the days it is judged by, and what each stage asks for.

use super::heading;
use crate::app::Model;
use crate::domain::answer::WhySegment;
use crate::domain::day::Day;
use crate::domain::fold::view::Stage;
use crate::t;
use crate::text::Words;
use crate::ui::line::Line;
use crate::ui::theme::Tone;

pub(super) fn lines(words: Words, _model: &Model, why: &WhySegment) -> Vec<Line> {
    let since = why.lifecycle.since.map(|d| format!(" {}", t!(words, "explain.since", day = d))).unwrap_or_default();
    let mut lines = vec![Line::of(Tone::Strong, words.stage(why.lifecycle.stage)).then(Tone::Text, since)];
    if let Some((day, stage)) = why.next {
        lines.push(Line::of(Tone::Text, t!(words, "explain.next_stage", day = day, stage = words.stage(stage))));
    }
    lines.extend(heading(t!(words, "explain.dates")));
    let row = |name: String, day: Option<Day>, days: Option<i64>| {
        let day = day.map_or_else(|| "–".to_owned(), |d| d.to_string());
        let days = days.map(|n| t!(words, "explain.days_before", n = n)).unwrap_or_default();
        Line::default().left(Tone::Dim, name, 26).left(Tone::Text, day, 12).then(Tone::Dim, days)
    };
    lines.push(row(t!(words, "explain.first_on"), why.first_on, why.days_since_first));
    lines.push(row(t!(words, "explain.previous_on"), why.previous_on, None));
    lines.push(row(t!(words, "explain.last_on"), why.last_on, why.days_since_last));
    if let Some(gap) = why.last_gap {
        lines.push(
            Line::default()
                .left(Tone::Dim, t!(words, "explain.gap"), 26)
                .then(Tone::Text, t!(words, "explain.days", n = gap)),
        );
    }
    lines.push(
        Line::default()
            .left(Tone::Dim, t!(words, "explain.order_days"), 26)
            .then(Tone::Text, why.order_days.to_string()),
    );
    lines.extend(heading(t!(words, "explain.stages")));
    lines.extend(rules(words, why));
    lines
}

/// The stages in the order in which they are tried; the first that fits counts.
fn rules(words: Words, why: &WhySegment) -> Vec<Line> {
    let rule = |stage: Stage, text: String| {
        let here = why.lifecycle.stage == stage;
        let tone = if here { Tone::Strong } else { Tone::Dim };
        Line::of(Tone::Accent, if here { "▸" } else { " " }).left(tone, words.stage(stage), 14).then(tone, text)
    };
    vec![
        rule(Stage::Prospect, t!(words, "explain.rule_prospect")),
        rule(Stage::New, t!(words, "explain.rule_new", n = why.new_days)),
        rule(Stage::WonBack, t!(words, "explain.rule_won_back", n = why.active_days, gap = why.lapsing_days)),
        rule(Stage::Active, t!(words, "explain.rule_last", n = why.active_days)),
        rule(Stage::Lapsing, t!(words, "explain.rule_last", n = why.lapsing_days)),
        rule(Stage::Dormant, t!(words, "explain.rule_last", n = why.dormant_days)),
        rule(Stage::Lost, t!(words, "explain.rule_lost")),
    ]
}
