//! Why the lifecycle stage: the days it is judged by, and what each stage asks for.

use super::heading;
use crate::domain::day::Day;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::{Money, grouped};
use crate::domain::read_models::SegmentExplanation;
use crate::domain::segment::CutPoints;
use crate::shell::Shell;
use crate::shell::file::FileView;
use crate::t;
use crate::text::Words;
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;

/// Columns of a sentence at most.
const SENTENCE: usize = 74;

pub(super) fn lines(words: Words, shell: &Shell, why: &SegmentExplanation, columns: usize) -> Vec<StyledLine> {
    // Sentences are easier to read in lines that are not too long.
    let columns = columns.min(SENTENCE);
    let mut lines = ranks(words, shell, why, columns);
    if !lines.is_empty() {
        lines.push(StyledLine::default());
    }
    let since = why.lifecycle.since.map(|d| format!(" {}", t!(words, "explain.since", day = d))).unwrap_or_default();
    lines.push(StyledLine::of(Tone::Strong, words.stage(why.lifecycle.stage)).then(Tone::Text, since));
    if let Some((day, stage)) = why.next {
        lines.push(StyledLine::of(Tone::Text, t!(words, "explain.next_stage", day = day, stage = words.stage(stage))));
    }
    lines.extend(heading(t!(words, "explain.dates")));
    let row = |name: String, day: Option<Day>, days: Option<i64>| {
        let day = day.map_or_else(|| "–".to_owned(), |d| d.to_string());
        let days = days.map(|n| t!(words, "explain.days_before", n = n)).unwrap_or_default();
        StyledLine::default()
            .padded(Tone::Dim, format!("{name} "), 26)
            .padded(Tone::Text, format!("{day} "), 12)
            .then(Tone::Dim, days)
    };
    lines.push(row(t!(words, "explain.first_on"), why.first_on, why.days_since_first));
    lines.push(row(t!(words, "explain.previous_on"), why.previous_on, None));
    lines.push(row(t!(words, "explain.last_on"), why.last_on, why.days_since_last));
    if let Some(gap) = why.last_gap {
        lines.push(
            StyledLine::default()
                .padded(Tone::Dim, format!("{} ", t!(words, "explain.gap")), 26)
                .then(Tone::Text, t!(words, "explain.days", n = gap)),
        );
    }
    lines.push(
        StyledLine::default()
            .padded(Tone::Dim, format!("{} ", t!(words, "explain.order_days")), 26)
            .then(Tone::Text, why.order_days.to_string()),
    );
    lines.extend(heading(t!(words, "explain.stages")));
    lines.extend(rules(words, why));
    if why.lapsing_auto {
        let text = words.lapsing_auto(why.gap.as_ref(), why.lapsing_days);
        lines.extend(wrapped(&text, columns).into_iter().map(|line| StyledLine::of(Tone::Dim, line)));
    }
    lines.extend(worth(words, shell, why, columns));
    lines
}

/// What the models say of the member, on what they rest, and how far off they were.
fn worth(words: Words, shell: &Shell, why: &SegmentExplanation, columns: usize) -> Vec<StyledLine> {
    let file = shell.record.as_ref().and_then(FileView::current);
    let file = file.filter(|file| file.profile.member_no == why.member_no && file.snapshot.as_of == why.as_of);
    let Some(worth) = file.and_then(|file| file.worth) else { return Vec::new() };
    let currency = shell.setup.programs.currency();
    let value = worth.value.map_or_else(|why| words.no_value(why), |value| words.money_short(currency, value));
    let told = words.expectation(&worth, &value, shell.program().clv.months);
    let rests = words.fitted_on(&worth);
    let mut lines = heading(t!(words, "explain.worth")).to_vec();
    for (tone, text) in [(Tone::Text, told), (Tone::Dim, rests)] {
        lines.extend(wrapped(&text, columns).into_iter().map(|line| StyledLine::of(tone, line)));
    }
    lines
}

/// The three scores with what is ranked and the smallest value of each score, or why there are none.
fn ranks(words: Words, shell: &Shell, why: &SegmentExplanation, columns: usize) -> Vec<StyledLine> {
    let warn = |text: String| vec![StyledLine::of(Tone::Warn, text)];
    let cuts = match why.rfm.cuts {
        None => return Vec::new(),
        Some(Err(withheld)) => return warn(t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min)),
        Some(Ok(cuts)) => cuts,
    };
    let window = words.score_window(&cuts);
    let window = || window.iter().flat_map(|text| wrapped(text, columns)).map(|line| StyledLine::of(Tone::Dim, line));
    let Some(score) = why.rfm.score else {
        return warn(t!(words, "cli.why.not_scored")).into_iter().chain(window()).collect();
    };
    let n = grouped(i64::try_from(cuts.n).unwrap_or(i64::MAX));
    let (segment, ties) = (words.segment(score.segment()), words.ties(why.rfm.ties));
    let text = t!(words, "cli.why.ranks", segment = segment, n = n, day = cuts.as_of, ties = ties);
    let mut lines: Vec<StyledLine> =
        wrapped(&text, columns).into_iter().map(|line| StyledLine::of(Tone::Strong, line)).collect();
    lines.extend(window());
    let head = [t!(words, "cli.why.score"), t!(words, "cli.why.its_value")];
    lines.push(rank("", head.map(|text| (Tone::Dim, text)), ["≥2", "≥3", "≥4", "≥5"].map(str::to_owned)));
    let day = |n: i64| Day(n).to_string();
    let money = |n: i64| words.money_short(shell.setup.programs.currency(), Money(n));
    let last = why.last_on.map(|day| day.to_string()).unwrap_or_default();
    let edges = |cuts: CutPoints, tell: &dyn Fn(i64) -> String| cuts.0.map(|cut| cut.map(tell).unwrap_or_default());
    let value = |score: u8, value: String| [(Tone::Strong, score.to_string()), (Tone::Text, value)];
    lines.push(rank("R", value(score.r, last), edges(cuts.r, &day)));
    lines.push(rank("F", value(score.f, grouped(why.rfm.orders)), edges(cuts.f, &|n| grouped(n))));
    lines.push(rank("M", value(score.m, money(why.rfm.net_spend.0)), edges(cuts.m, &money)));
    lines
}

/// A score's row: its letter, the score and what is ranked, and where each score begins.
fn rank(letter: &str, [(tone, score), (value_tone, value)]: [(Tone, String); 2], edges: [String; 4]) -> StyledLine {
    let line = StyledLine::default().left(Tone::Dim, letter, 2).right(tone, score, 6).right(value_tone, value, 14);
    edges.into_iter().fold(line, |line, edge| line.right(Tone::Dim, edge, 13))
}

/// The stages in the order in which they are tried; the first that fits counts.
fn rules(words: Words, why: &SegmentExplanation) -> Vec<StyledLine> {
    let rule = |stage: LifecycleStage, text: String| {
        let here = why.lifecycle.stage == stage;
        let tone = if here { Tone::Strong } else { Tone::Dim };
        StyledLine::of(Tone::Accent, if here { "▸" } else { " " }).left(tone, words.stage(stage), 14).then(tone, text)
    };
    vec![
        rule(LifecycleStage::Prospect, t!(words, "explain.rule_prospect")),
        rule(LifecycleStage::New, t!(words, "explain.rule_new", n = why.new_days)),
        rule(LifecycleStage::WonBack, t!(words, "explain.rule_won_back", n = why.active_days, gap = why.lapsing_days)),
        rule(LifecycleStage::Active, t!(words, "explain.rule_last", n = why.active_days)),
        rule(LifecycleStage::Lapsing, t!(words, "explain.rule_last", n = why.lapsing_days)),
        rule(LifecycleStage::Dormant, t!(words, "explain.rule_last", n = why.dormant_days)),
        rule(LifecycleStage::Lost, t!(words, "explain.rule_lost")),
    ]
}
