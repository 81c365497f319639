//! Explanations.

use super::member::{gap, lot_line, tier_then, tier_until};
use super::{Renderer, Sheet, ledger, left, maybe_day, right};
use crate::cli::table::Table;
use crate::domain::fold::view::{LifecycleStage, TierStep};
use crate::domain::num::Points;
use crate::domain::program::{Threshold, ThresholdMode};
use crate::domain::read_models::{BalanceExplanation, Explanation, SegmentExplanation, TierExplanation};
use crate::t;

/// Why a number is what it is.
pub fn why(tell: Renderer<'_>, why: &Explanation) -> String {
    match why {
        Explanation::Balance(why) => balance(tell, why),
        Explanation::Tier(why) => tier(tell, why),
        Explanation::Segment(why) => segment(tell, why),
    }
}

fn balance(tell: Renderer<'_>, why: &BalanceExplanation) -> String {
    let words = tell.words;
    let mut out = t!(words, "cli.why.balance", no = why.member_no, points = words.points(why.balance), day = why.as_of);
    out.push('\n');
    out.push_str(&ledger::entries(tell, &why.entries));
    let mut sheet = Sheet::new();
    for (i, lot) in why.lots.iter().enumerate() {
        let label = if i == 0 { t!(words, "cli.label.lots") } else { String::new() };
        sheet.line(&label, &t!(words, "cli.why.lot", lot = lot_line(tell, lot), fact = lot.fact.0));
    }
    out.push_str(&sheet.fitted(tell.columns));
    out.push_str(&equation(tell, why));
    out
}

/// Both sides of the equation that always holds; sums of zero are left out.
fn equation(tell: Renderer<'_>, why: &BalanceExplanation) -> String {
    let (words, tally) = (tell.words, &why.tally);
    let came = [
        (t!(words, "cli.tally.opening"), tally.opening),
        (t!(words, "cli.tally.earned"), tally.earned),
        (t!(words, "cli.tally.bonus"), tally.bonus),
        (t!(words, "cli.tally.adjusted_up"), tally.adjusted_up),
        (t!(words, "cli.tally.returned"), tally.returned),
    ];
    let went = [
        (t!(words, "cli.tally.open"), tally.open),
        (t!(words, "cli.tally.pending"), tally.pending),
        (t!(words, "cli.tally.spent"), tally.spent),
        (t!(words, "cli.tally.adjusted_down"), tally.adjusted_down),
        (t!(words, "cli.tally.expired"), tally.expired),
        (t!(words, "cli.tally.clawed_back"), tally.clawed_back),
        (t!(words, "cli.tally.deficit"), Points(-tally.deficit.0)),
    ];
    let side = |parts: &[(String, Points)]| {
        let named = parts.iter().filter(|(_, n)| *n != Points::ZERO);
        let texts: Vec<String> = named.map(|(name, n)| format!("{name} {}", words.number(*n))).collect();
        if texts.is_empty() { "0".to_owned() } else { texts.join(" + ").replace("+ -", "− ") }
    };
    let (left, right) = (words.number(why.sides.0), words.number(why.sides.1));
    let verdict = if why.ties_out { t!(words, "cli.why.ties") } else { t!(words, "cli.why.ties_not") };
    let mut out = format!("{} = {left}\n{} = {right}\n{verdict}\n", side(&came), side(&went));
    if tally.waived != Points::ZERO {
        out.push_str(&t!(words, "cli.why.waived", points = words.points(tally.waived)));
        out.push('\n');
    }
    out
}

fn tier(tell: Renderer<'_>, why: &TierExplanation) -> String {
    let words = tell.words;
    let held = tier_until(tell, &why.tier.code, why.tier.until);
    let source = words.tier_source(why.tier.source);
    let mut out = t!(words, "cli.why.tier", no = why.member_no, tier = held, source = source, day = why.as_of) + "\n";
    if let Some(of) = &why.in_force {
        let mode = words.override_mode(of.mode);
        out +=
            &t!(words, "cli.why.override", tier = tell.tier(&of.tier), mode = mode, from = of.from, until = of.until);
        out.push('\n');
    }
    if let Some(then) = &why.tier.then {
        out += &t!(words, "cli.why.tier_then", tier = tier_then(tell, then));
        out.push('\n');
    }
    out += &steps(tell, &why.steps);
    out += &window(tell, why);
    out += &thresholds(tell, why);
    if let Some(review) = &why.tier.review {
        let missing = gap(tell, &review.to_stay);
        out += &if review.at_risk {
            t!(words, "cli.why.review_down", day = review.on, tier = tell.tier(&review.outcome), gap = missing)
        } else {
            t!(words, "cli.why.review_stays", day = review.on, tier = tell.tier(&review.outcome))
        };
        out.push('\n');
    }
    if let Some(next) = &why.tier.next {
        out += &t!(words, "cli.why.next", tier = tell.tier(&next.code), gap = gap(tell, next));
        out.push('\n');
    }
    out
}

fn steps(tell: Renderer<'_>, steps: &[TierStep]) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.label.day")),
        left(t!(words, "cli.label.cause")),
        left(t!(words, "cli.label.before")),
        left(t!(words, "cli.label.after")),
        left(t!(words, "cli.label.until")),
        left(t!(words, "cli.label.window_from")),
        right(t!(words, "cli.label.net_spend")),
        right(t!(words, "cli.label.orders")),
    ]);
    for step in steps {
        table.row([
            &step.day.to_string(),
            &words.tier_cause(step.cause),
            &tell.tier(&step.from),
            &tell.tier(&step.to),
            &maybe_day(step.until),
            &maybe_day(step.window_from),
            &tell.money(step.spend),
            &step.orders.to_string(),
        ]);
    }
    table.fitted(tell.columns)
}

fn window(tell: Renderer<'_>, why: &TierExplanation) -> String {
    let (words, window) = (tell.words, &why.window);
    let spend = tell.money(window.spend);
    let mut out =
        t!(words, "cli.why.window", from = window.from, to = window.to, spend = spend, n = window.orders) + "\n";
    let mut table = Table::headed([
        left(t!(words, "cli.label.day")),
        left(t!(words, "cli.label.reference")),
        right(t!(words, "cli.label.amount")),
        right(t!(words, "cli.label.refunded")),
        right(t!(words, "cli.label.net_spend")),
        right(t!(words, "cli.label.orders")),
    ]);
    for row in &window.purchases {
        table.row([
            &row.day.to_string(),
            row.reference.as_deref().unwrap_or_default(),
            &tell.money(row.amount),
            &if row.refunded.0 == 0 { String::new() } else { tell.money(row.refunded) },
            &tell.money(row.net),
            if row.order { "1" } else { "0" },
        ]);
    }
    out += &table.fitted(tell.columns);
    if !window.ties_out {
        out += &t!(words, "cli.why.ties_not");
        out.push('\n');
    }
    out
}

fn thresholds(tell: Renderer<'_>, why: &TierExplanation) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.label.tier")),
        left(t!(words, "cli.label.enter")),
        left(t!(words, "cli.label.keep")),
    ]);
    for row in &why.tiers {
        let name = tell.tier(&row.code);
        table.row([&name, &threshold(tell, &row.enter, why.met), &threshold(tell, &row.keep, why.met)]);
    }
    table.fitted(tell.columns)
}

/// Money or orders, or both.
pub fn threshold(tell: Renderer<'_>, threshold: &Threshold, met: ThresholdMode) -> String {
    let words = tell.words;
    let spend = threshold.spend.map(|amount| tell.money(amount));
    let orders = threshold.orders.map(|n| t!(words, "cli.orders", n = n));
    match (spend, orders, met) {
        (Some(spend), Some(orders), ThresholdMode::Any) => t!(words, "cli.either", a = spend, b = orders),
        (Some(spend), Some(orders), ThresholdMode::All) => t!(words, "cli.both", a = spend, b = orders),
        (Some(one), None, _) | (None, Some(one), _) => one,
        (None, None, _) => String::new(),
    }
}

fn segment(tell: Renderer<'_>, why: &SegmentExplanation) -> String {
    let words = tell.words;
    let stage = words.stage(why.lifecycle.stage);
    let mut out = t!(words, "cli.why.segment", no = why.member_no, stage = stage, day = why.as_of) + "\n";
    let days = |n: Option<i64>| n.map(|n| t!(words, "cli.days", n = n)).unwrap_or_default();
    let dated = |day: Option<crate::domain::day::Day>, n: Option<i64>| match day {
        Some(day) => t!(words, "cli.why.days_ago", day = day, days = days(n)),
        None => String::new(),
    };
    let mut sheet = Sheet::new();
    sheet.line(&t!(words, "cli.why.since"), &maybe_day(why.lifecycle.since));
    sheet.line(&t!(words, "cli.why.first"), &dated(why.first_on, why.days_since_first));
    sheet.line(&t!(words, "cli.why.last"), &dated(why.last_on, why.days_since_last));
    sheet.line(&t!(words, "cli.why.previous"), &maybe_day(why.previous_on));
    sheet.line(&t!(words, "cli.why.gap"), &days(why.last_gap));
    sheet.line(&t!(words, "cli.why.order_days"), &why.order_days.to_string());
    let windows = [
        (LifecycleStage::New, why.new_days),
        (LifecycleStage::Active, why.active_days),
        (LifecycleStage::Lapsing, why.lapsing_days),
        (LifecycleStage::Dormant, why.dormant_days),
    ];
    let rules = windows.map(|(stage, n)| format!("{} {}", words.stage(stage), t!(words, "cli.days", n = n)));
    sheet.line(&t!(words, "cli.why.windows"), &words.list(&rules));
    if why.lapsing_auto {
        sheet.line("", &words.lapsing_auto(why.gap.as_ref(), why.lapsing_days));
    }
    if let Some((day, stage)) = why.next {
        sheet.line(&t!(words, "cli.why.then"), &t!(words, "cli.why.next_stage", day = day, stage = words.stage(stage)));
    }
    out += &sheet.fitted(tell.columns);
    out + &ranks(tell, why)
}

/// The three scores with what is ranked and the smallest value of each score.
fn ranks(tell: Renderer<'_>, why: &SegmentExplanation) -> String {
    let words = tell.words;
    let cuts = match why.rfm.cuts {
        None => return String::new(),
        Some(Err(withheld)) => {
            return t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min) + "\n";
        }
        Some(Ok(cuts)) => cuts,
    };
    let window = words.score_window(&cuts).map(|text| text + "\n").unwrap_or_default();
    let Some(score) = why.rfm.score else { return t!(words, "cli.why.not_scored") + "\n" + &window };
    let segment = words.segment(score.segment());
    let n = words.number(crate::domain::num::Points(i64::try_from(cuts.n).unwrap_or(i64::MAX)));
    let mut out =
        t!(words, "cli.why.ranks", segment = segment, n = n, day = cuts.as_of, ties = words.ties(why.rfm.ties));
    out.push('\n');
    out += &window;
    let mut table = Table::headed([
        left(String::new()),
        right(t!(words, "cli.why.score")),
        right(t!(words, "cli.why.its_value")),
        right("≥ 2".to_owned()),
        right("≥ 3".to_owned()),
        right("≥ 4".to_owned()),
        right("≥ 5".to_owned()),
    ]);
    let day = |n: i64| crate::domain::day::Day(n).to_string();
    let money = |n: i64| tell.money(crate::domain::num::Money(n));
    let last = maybe_day(why.last_on);
    let rows: [(&str, u8, String, [String; 4]); 3] = [
        ("R", score.r, last, cuts.r.0.map(|cut| cut.map(day).unwrap_or_default())),
        ("F", score.f, why.rfm.orders.to_string(), cuts.f.0.map(|cut| cut.map(|n| n.to_string()).unwrap_or_default())),
        ("M", score.m, tell.money(why.rfm.net_spend), cuts.m.0.map(|cut| cut.map(money).unwrap_or_default())),
    ];
    for (name, score, value, [two, three, four, five]) in rows {
        table.row([name, &score.to_string(), &value, &two, &three, &four, &five]);
    }
    out + &table.fitted(tell.columns)
}
