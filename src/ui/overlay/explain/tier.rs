//! Why the tier: its steps, the window, and what each tier takes.

use super::{heading, ties_out};
use crate::domain::fold::view::TierStep;
use crate::domain::num::{Money, grouped};
use crate::domain::program::Threshold;
use crate::domain::read_models::{TierExplanation, WhyTierRow, WindowPurchase};
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;

pub(super) fn lines(words: Words, shell: &Shell, why: &TierExplanation) -> Vec<StyledLine> {
    let program = shell.program();
    let until = why.tier.until.map(|d| format!(" {}", t!(words, "plan.until", day = d))).unwrap_or_default();
    let mut lines = vec![
        StyledLine::of(Tone::Strong, words.tier(program, &why.tier.code))
            .then(Tone::Text, until)
            .then(Tone::Dim, format!(" · {}", words.tier_source(why.tier.source))),
    ];
    if let Some(by_hand) = &why.in_force {
        let tier = words.tier(program, &by_hand.tier);
        let mode = words.override_mode(by_hand.mode);
        let text = t!(words, "explain.by_hand", mode = mode, tier = tier, from = by_hand.from, until = by_hand.until);
        lines.push(StyledLine::of(Tone::Warn, text));
        let by_facts = words.tier(program, &why.tier.by_facts);
        lines.push(StyledLine::of(Tone::Dim, t!(words, "explain.by_facts", tier = by_facts)));
    }
    if let Some(then) = &why.tier.then {
        let text = t!(words, "file.then", day = then.on, tier = words.tier(program, &then.code));
        lines.push(StyledLine::of(Tone::Warn, text));
    }
    if let Some(review) = &why.tier.review {
        let tier = words.tier(program, &review.outcome);
        let tone = if review.at_risk { Tone::Warn } else { Tone::Text };
        lines.push(StyledLine::of(tone, t!(words, "explain.review", day = review.on, tier = tier)));
    }
    lines.extend(heading(t!(words, "explain.steps")));
    if why.steps.is_empty() {
        lines.push(StyledLine::of(Tone::Dim, t!(words, "explain.no_steps")));
    }
    lines.extend(why.steps.iter().rev().flat_map(|s| step(words, shell, s)));
    lines.extend(heading(t!(words, "explain.tiers", met = words.met(why.met))));
    lines.extend(why.tiers.iter().map(|row| takes(words, shell, row)));
    lines.extend(heading(t!(words, "explain.window", from = why.window.from, to = why.window.to)));
    let spend = money(words, shell, why.window.spend);
    lines
        .push(StyledLine::of(Tone::Strong, spend).then(Tone::Text, format!(" · {}", orders(words, why.window.orders))));
    lines.push(ties_out(words, why.window.ties_out));
    lines.extend(why.window.purchases.iter().rev().map(|p| purchase(words, shell, p)));
    lines
}

fn money(words: Words, shell: &Shell, money: Money) -> String {
    words.money_short(shell.setup.programs.currency(), money)
}

fn orders(words: Words, n: i64) -> String {
    t!(words, "file.orders", n = grouped(n))
}

fn step(words: Words, shell: &Shell, step: &TierStep) -> [StyledLine; 2] {
    let program = shell.program();
    let until = step.until.map(|d| format!(" {}", t!(words, "plan.until", day = d))).unwrap_or_default();
    let change = if step.from == step.to {
        words.tier(program, &step.to)
    } else {
        format!("{} → {}", words.tier(program, &step.from), words.tier(program, &step.to))
    };
    let first = StyledLine::default()
        .left(Tone::Text, step.day.to_string(), 12)
        .then(Tone::Strong, change)
        .then(Tone::Text, until)
        .then(Tone::Dim, format!(" · {}", words.tier_cause(step.cause)));
    let counted = match step.window_from {
        Some(from) => {
            let spend = money(words, shell, step.spend);
            t!(words, "explain.counted", from = from, spend = spend, orders = orders(words, step.orders))
        }
        None => String::new(),
    };
    [first, StyledLine::of(Tone::Dim, format!("{}{counted}", " ".repeat(12)))]
}

fn takes(words: Words, shell: &Shell, row: &WhyTierRow) -> StyledLine {
    let threshold = |t: &Threshold| {
        let parts: Vec<String> = [t.spend.map(|m| money(words, shell, m)), t.orders.map(|n| orders(words, n))]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() { "–".to_owned() } else { parts.join(" / ") }
    };
    StyledLine::default()
        .padded(Tone::Text, format!("{} ", words.tier(shell.program(), &row.code)), 12)
        .padded(Tone::Text, format!("{} ", t!(words, "explain.enter", what = threshold(&row.enter))), 36)
        .then(Tone::Dim, t!(words, "explain.keep", what = threshold(&row.keep)))
}

fn purchase(words: Words, shell: &Shell, row: &WindowPurchase) -> StyledLine {
    let back = if row.refunded.0 == 0 {
        String::new()
    } else {
        t!(words, "explain.back", money = money(words, shell, row.refunded))
    };
    let line = StyledLine::default()
        .left(Tone::Text, row.day.to_string(), 10)
        .right(Tone::Text, money(words, shell, row.net), 14)
        .padded(Tone::Dim, format!("  {} ", row.reference.clone().unwrap_or_default()), 20)
        .then(Tone::Dim, back);
    if row.order { line } else { line.all(Tone::Dim).then(Tone::Dim, format!(" · {}", t!(words, "explain.no_order"))) }
}
