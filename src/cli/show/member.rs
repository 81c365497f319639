//! A member's file.

use super::{Renderer, Sheet, maybe_day};
use crate::domain::day::Day;
use crate::domain::fold::view::{LotView, NextTier, PointsView, TierGap, TierSource, TierView};
use crate::domain::mask::ShownProfile;
use crate::domain::num::Points;
use crate::domain::program::ThresholdMode;
use crate::domain::read_models::MemberRecord;
use crate::domain::segment_views::SegmentState;
use crate::t;
use crate::text::Shown;

/// Last days of points that a record lists; the JSON has every lot.
const LOT_DAYS: usize = 24;

/// Everything on one member: who, then points, tier, stage and purchases on the day.
pub fn file(tell: Renderer<'_>, file: &MemberRecord) -> String {
    let (words, snapshot, profile) = (tell.words, &file.snapshot, &file.profile);
    let mut out = heading(profile, &words.status(snapshot.status));
    if let Some(survivor) = &file.survivor_no {
        out.push_str(&t!(words, "cli.member.survivor", no = survivor));
        out.push('\n');
    }
    if file.past {
        out.push_str(&t!(words, "cli.member.past", day = snapshot.as_of));
        out.push('\n');
    }
    let mut sheet = Sheet::new();
    contact(tell, profile, &mut sheet);
    points(tell, &snapshot.points, &mut sheet);
    tier(tell, &snapshot.tier, &mut sheet);
    let stage = words.stage(snapshot.lifecycle.stage);
    let since = snapshot.lifecycle.since.map(|day| t!(words, "cli.stage.since", stage = stage, day = day));
    sheet.line(&t!(words, "cli.label.lifecycle"), &since.unwrap_or(stage));
    if let Some(state) = SegmentState::of(file.rfm, snapshot.purchases.count) {
        let scores = file.rfm.map(|s| format!("  R{} F{} M{}", s.r, s.f, s.m)).unwrap_or_default();
        sheet.line(&t!(words, "cli.segments.segment"), &(words.place(state) + &scores));
    }
    let bought = &snapshot.purchases;
    sheet.line(
        &t!(words, "cli.label.purchases"),
        &match (bought.first_on, bought.last_on) {
            (Some(first), Some(last)) => {
                let net = tell.money(bought.net_spend);
                t!(words, "cli.purchases", n = bought.count, net = net, first = first, last = last)
            }
            _ => t!(words, "cli.purchases.none"),
        },
    );
    if let Some(worth) = file.worth {
        let value = worth.value.map_or_else(|why| words.no_value(why), |value| tell.money(value));
        sheet.line(&t!(words, "cli.clv.value"), &words.expectation(&worth, &value, tell.program().clv.months));
        sheet.line("", &words.fitted_on(&worth));
    }
    out + &sheet.fitted(tell.columns)
}

fn heading(profile: &ShownProfile, status: &str) -> String {
    let parts = [profile.name.as_str(), profile.member_no.as_str(), status];
    let shown: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).map(|p| Shown::new(p).into()).collect();
    shown.join("  ") + "\n"
}

fn contact(tell: Renderer<'_>, profile: &ShownProfile, sheet: &mut Sheet) {
    let words = tell.words;
    sheet.line(&words.field("phone"), &profile.phone);
    sheet.line(&words.field("email"), &profile.email);
    sheet.line(&words.field("birthday"), &profile.birthday);
    sheet.line(&words.field("joined_on"), &maybe_day(profile.joined_on));
    sheet.line(&words.field("store"), &profile.store);
    sheet.line(&words.field("channel"), &words.channel(&profile.channel));
    sheet.line(&words.field("tags"), &words.list(&profile.tags));
    let consents: Vec<String> = profile.consents.iter().map(|purpose| words.purpose(purpose)).collect();
    sheet.line(&words.field("consents"), &words.list(&consents));
    sheet.line(&words.field("referrer_no"), &profile.referrer_no);
}

fn points(tell: Renderer<'_>, points: &PointsView, sheet: &mut Sheet) {
    let words = tell.words;
    let unless_zero = |n: Points| if n == Points::ZERO { String::new() } else { words.number(n) };
    sheet.line(&t!(words, "cli.label.balance"), &words.number(points.balance));
    sheet.line(&t!(words, "cli.label.pending"), &unless_zero(points.pending));
    sheet.line(&t!(words, "cli.label.deficit"), &unless_zero(points.deficit));
    let days = by_last_day(&points.lots);
    for (i, (until, open)) in days.iter().take(LOT_DAYS).enumerate() {
        let label = if i == 0 { t!(words, "cli.label.lots") } else { String::new() };
        sheet.line(&label, &open_until(tell, *open, *until));
    }
    let more = days.len().saturating_sub(LOT_DAYS);
    if more > 0 {
        sheet.line("", &t!(words, "cli.lot.more", n = more));
    }
}

/// What lots hold together for each last day, in the order in which it is spent: who buys daily has a lot for each purchase.
fn by_last_day(lots: &[LotView]) -> Vec<(Option<Day>, Points)> {
    let mut days: Vec<(Option<Day>, Points)> = Vec::new();
    for lot in lots {
        match days.last_mut() {
            Some((until, open)) if *until == lot.expires_on => *open = Points(open.0.saturating_add(lot.open.0)),
            Some(_) | None => days.push((lot.expires_on, lot.open)),
        }
    }
    days
}

/// What a credit still holds, and until when.
pub fn lot_line(tell: Renderer<'_>, lot: &LotView) -> String {
    open_until(tell, lot.open, lot.expires_on)
}

fn open_until(tell: Renderer<'_>, open: Points, until: Option<Day>) -> String {
    let words = tell.words;
    let open = words.number(open);
    match until {
        Some(day) => t!(words, "cli.lot.until", points = open, day = day),
        None => t!(words, "cli.lot.ever", points = open),
    }
}

fn tier(tell: Renderer<'_>, tier: &TierView, sheet: &mut Sheet) {
    let words = tell.words;
    sheet.line(&t!(words, "cli.label.tier"), &tier_held(tell, tier.source, &tier_until(tell, &tier.code, tier.until)));
    if let Some(then) = &tier.then {
        sheet.line(&t!(words, "cli.label.then"), &tier_then(tell, then));
    }
    if tier.by_facts != tier.code {
        let beneath = tier_until(tell, &tier.by_facts, tier.by_facts_until);
        sheet.line(&t!(words, "cli.label.by_facts"), &beneath);
    }
    if let Some(next) = &tier.next {
        let missing = gap(tell, next);
        sheet.line(
            &t!(words, "cli.label.next"),
            &t!(words, "cli.tier.next", tier = tell.tier(&next.code), gap = missing),
        );
    }
    if let Some(review) = &tier.review {
        let (day, outcome) = (review.on, tell.tier(&review.outcome));
        sheet.line(
            &t!(words, "cli.label.review"),
            &if review.at_risk {
                t!(words, "cli.review.down", day = day, tier = outcome, gap = gap(tell, &review.to_stay))
            } else {
                t!(words, "cli.review.stays", day = day, tier = outcome)
            },
        );
    }
}

/// A tier, and what gives it where purchases do not.
fn tier_held(tell: Renderer<'_>, source: TierSource, tier: &str) -> String {
    match source {
        TierSource::Facts => tier.to_owned(),
        TierSource::Override | TierSource::Import => {
            t!(tell.words, "cli.tier.source", tier = tier, source = tell.words.tier_source(source))
        }
    }
}

/// From when, and which tier comes next.
pub fn tier_then(tell: Renderer<'_>, then: &NextTier) -> String {
    let tier = tier_held(tell, then.source, &tier_until(tell, &then.code, then.until));
    t!(tell.words, "cli.tier.then", day = then.on, tier = tier)
}

/// A tier and its last day.
pub fn tier_until(tell: Renderer<'_>, code: &str, until: Option<crate::domain::day::Day>) -> String {
    match until {
        Some(day) => t!(tell.words, "cli.tier.until", tier = tell.tier(code), day = day),
        None => tell.tier(code),
    }
}

/// What is missing: money or orders, or both where the programme asks for both.
pub fn gap(tell: Renderer<'_>, gap: &TierGap) -> String {
    let words = tell.words;
    let spend = gap.spend.map(|amount| tell.money(amount));
    let orders = gap.orders.map(|n| t!(words, "cli.orders", n = n));
    match (spend, orders, tell.program().tier.met) {
        (Some(spend), Some(orders), ThresholdMode::Any) => t!(words, "cli.either", a = spend, b = orders),
        (Some(spend), Some(orders), ThresholdMode::All) => t!(words, "cli.both", a = spend, b = orders),
        (Some(one), None, _) | (None, Some(one), _) => one,
        (None, None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Instant;
    use crate::domain::num::FactId;

    #[test]
    fn lots_of_one_last_day_are_one_line() {
        let lot = |open, until: &str| LotView {
            fact: FactId(1),
            at: Instant(0),
            points: Points(open),
            open: Points(open),
            spendable_on: Day(0),
            expires_on: Day::parse(until),
        };
        let lots = [lot(5, "2026-12-31"), lot(7, "2026-12-31"), lot(1, "2027-12-31"), lot(2, "never"), lot(3, "never")];
        let days = [(Day::parse("2026-12-31"), Points(12)), (Day::parse("2027-12-31"), Points(1)), (None, Points(5))];
        assert_eq!(by_last_day(&lots), days);
    }
}
