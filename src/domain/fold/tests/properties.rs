//! What is true of every history, on every day.

use super::{Till, assert_ties_out, day};
use crate::domain::day::{DAY_MS, Day};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, OverrideMode};
use crate::domain::fold::{ResumeError, State, each_day, fold};
use crate::domain::num::{FactId, Money, Points};
use crate::domain::program::{DowngradeRule, Expiry, QualifyingPeriod, RefundPolicy, RefundTierRule, ThresholdMode};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// One thing that may happen, `after` days after the one before.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Sale { yuan: i64, paid: i64 },
    Refund { which: usize, per_mille: i64 },
    Credit { points: i64, ends_after: Option<i64> },
    Debit { points: i64 },
    Undo { which: usize },
    Floor { tier: usize, days: i64 },
    Turn { which: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..6_000_i64, 0..200_i64).prop_map(|(yuan, paid)| Deed::Sale { yuan, paid: paid.min(yuan) }),
        2 => (any::<usize>(), 1..=1_000_i64).prop_map(|(which, per_mille)| Deed::Refund { which, per_mille }),
        2 => (1..3_000_i64, proptest::option::of(-20..400_i64)).prop_map(|(points, ends_after)| Deed::Credit { points, ends_after }),
        2 => (1..3_000_i64).prop_map(|points| Deed::Debit { points }),
        1 => any::<usize>().prop_map(|which| Deed::Undo { which }),
        1 => (0..4_usize, 1..300_i64).prop_map(|(tier, days)| Deed::Floor { tier, days }),
        1 => any::<usize>().prop_map(|which| Deed::Turn { which }),
    ]
}

pub(super) fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    proptest::collection::vec((0..90_i64, deed()), 1..25)
}

/// Choices of the programme: pending days, refund policy, expiry, window, met, down, on refund.
pub(super) fn choices() -> impl Strategy<Value = (u32, u8, u8, bool, bool, bool, bool)> {
    (0..15_u32, 0..3_u8, 0..3_u8, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>())
}

pub(super) fn till(choices: (u32, u8, u8, bool, bool, bool, bool)) -> Till {
    let mut till = Till::new();
    let (pending, refund, expiry, calendar, all, earned, drop) = choices;
    till.program.points.pending_days = pending;
    till.program.refund =
        [RefundPolicy::Deficit, RefundPolicy::WithinBalance, RefundPolicy::PendingOnly][usize::from(refund)];
    till.program.points.expiry = [Expiry::Never, Expiry::Months(3), Expiry::EndOfYear(1)][usize::from(expiry)];
    if calendar {
        till.program.tier.window = QualifyingPeriod::CalendarYear;
    }
    till.program.tier.met = if all { ThresholdMode::All } else { ThresholdMode::Any };
    till.program.tier.down = if earned { DowngradeRule::ToEarned } else { DowngradeRule::OneDown };
    till.program.tier.on_refund = if drop { RefundTierRule::Drop } else { RefundTierRule::Keep };
    till
}

/// Records deeds as the desk would: a debit never beyond what is there, a refund never beyond its sale.
pub(super) fn play(till: &mut Till, deeds: &[(i64, Deed)]) -> Day {
    let mut today = day("2025-01-01");
    let mut undone: Vec<FactId> = Vec::new();
    for (after, deed) in deeds {
        today = today.plus_days(*after);
        let minute = till.history.facts.len() + till.history.events.len();
        let when = format!("{today} {:02}:{:02}", minute / 60, minute % 60);
        match deed {
            Deed::Sale { yuan, paid } => {
                let reference = format!("A{minute}");
                till.sale_paid(&when, yuan * 100, paid * 100, Some(&reference));
            }
            Deed::Refund { which, per_mille } => refund(till, &when, *which, *per_mille),
            Deed::Credit { points, ends_after } => {
                let last = ends_after.map(|n| today.plus_days(n).to_string());
                till.credit(&when, *points, last.as_deref());
            }
            Deed::Debit { points } => {
                let most = till.on(&today.to_string()).points.tally.open.0;
                if most > 0 {
                    till.debit(&when, (*points).min(most));
                }
            }
            Deed::Undo { which } => undo(till, &when, *which, &mut undone),
            Deed::Floor { tier, days } => {
                let code = till.program.tiers[*tier].code.clone();
                till.set_tier_at(&when, &today.plus_days(*days).to_string(), &code, OverrideMode::Floor);
            }
            Deed::Turn { which } => turn(till, &when, *which),
        }
    }
    today
}

fn pick(facts: &[Fact], kind: FactKind, which: usize) -> Option<&Fact> {
    let all: Vec<&Fact> = facts.iter().filter(|f| f.kind == kind).collect();
    if all.is_empty() { None } else { Some(all[which % all.len()]) }
}

fn refund(till: &mut Till, when: &str, which: usize, per_mille: i64) {
    let Some(sale) = pick(&till.history.facts, FactKind::Sale, which).cloned() else { return };
    let gone: i64 = till.history.facts.iter().filter(|f| f.link == Some(sale.id)).map(|f| f.amount.0).sum();
    let amount = ((sale.amount.0 - gone) * per_mille + 999) / 1_000;
    if amount > 0 {
        till.refund(when, amount, sale.id);
    }
}

fn undo(till: &mut Till, when: &str, which: usize, undone: &mut Vec<FactId>) {
    let Some(debit) = pick(&till.history.facts, FactKind::Redeem, which).cloned() else { return };
    if debit.link.is_none() && !undone.contains(&debit.id) {
        undone.push(debit.id);
        till.answer(FactKind::RedeemReturn, when, -debit.points.0, debit.id);
    }
}

/// Ends a tier by hand, or takes it up again where it was ended last.
fn turn(till: &mut Till, when: &str, which: usize) {
    let of_override = |e: &Event| matches!(e.kind, EventKind::Override { .. });
    let all: Vec<FactId> = till.history.events.iter().filter(|e| of_override(e)).map(|e| e.id).collect();
    let Some(&of) = all.get(which % all.len().max(1)) else { return };
    let newest = till.history.events.iter().rev().find_map(|e| match e.kind {
        EventKind::OverrideEnd { of: ended } if ended == of => Some(true),
        EventKind::OverrideAgain { of: taken_up } if taken_up == of => Some(false),
        _ => None,
    });
    let is_ended = newest.unwrap_or(false);
    till.event(when, if is_ended { EventKind::OverrideAgain { of } } else { EventKind::OverrideEnd { of } });
}

impl Till {
    fn set_tier_at(&mut self, when: &str, until: &str, tier: &str, mode: OverrideMode) {
        let from = day(&when[..10]);
        let kind = EventKind::Override { tier: tier.to_owned(), from, until: day(until), mode };
        self.event(when, kind);
    }
}

/// Runs a machine over an ordered history, restarting it from its written, compacted form wherever `cuts` says.
fn resumed(till: &Till, cuts: u64, until: Day) -> Result<State, TestCaseError> {
    let programs = till.programs();
    let mut facts = till.history.facts.clone();
    facts.sort_by(|a, b| a.order_key(programs.file()).cmp(&b.order_key(programs.file())));
    let mut events = till.history.events.clone();
    events.sort_by_key(|e| (e.at, e.id));
    let (mut facts, mut events) = (facts.into_iter().peekable(), events.into_iter().peekable());
    let mut state = State::default();
    let mut done = History { member: till.history.member, ..History::default() };
    for n in 0_u32.. {
        if cuts >> (n % 64) & 1 == 1 {
            let bytes = postcard::to_stdvec(&state.compact(&programs)).unwrap();
            state = postcard::from_bytes(&bytes).unwrap();
        }
        let event_first = match (events.peek(), facts.peek()) {
            (Some(event), Some(fact)) => event.at <= fact.at,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        let (gone_on, at) = if event_first {
            let event = events.next().unwrap();
            let gone_on = (state.apply_event(&event, &programs), event.at);
            done.events.push(event);
            gone_on
        } else {
            let fact = facts.next().unwrap();
            let gone_on = (state.apply(&fact, &programs), fact.at);
            done.facts.push(fact);
            gone_on
        };
        match gone_on {
            Ok(()) => {}
            Err(ResumeError::NeedsHistory) => {
                state = fold(&done, &programs, programs.zone().day_of(at)).unwrap().resume;
            }
            Err(ResumeError::Overflow(e)) => return Err(TestCaseError::fail(e.to_string())),
        }
    }
    state.advance_to(until, &programs).unwrap();
    Ok(state)
}

/// A history is many folds; `PROPTEST_CASES` asks for more than a run of every day has time for.
pub(super) fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").is_ok();
    if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(48) }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn lots_tie_out_on_every_day(choices in choices(), deeds in deeds()) {
        let mut till = till(choices);
        let last = play(&mut till, &deeds);
        for ahead in [0, 1, 40, 200, 800] {
            for on in [last.plus_days(ahead), last.plus_days(-ahead)] {
                assert_ties_out(&till.on(&on.to_string()));
            }
        }
    }

    #[test]
    fn a_resumed_machine_is_where_a_full_fold_is(choices in choices(), deeds in deeds(), cuts in any::<u64>(), ahead in 0..500_i64) {
        let mut till = till(choices);
        let until = play(&mut till, &deeds).plus_days(ahead);
        let programs = till.programs();
        let full = till.folded(&until.to_string()).state;
        let resumed = resumed(&till, cuts, until)?;
        prop_assert_eq!(resumed.compact(&programs), full.compact(&programs));
    }

    #[test]
    fn each_day_is_what_a_fold_up_to_it_gives(choices in choices(), deeds in deeds(), before in 0..40_i64) {
        let mut till = till(choices);
        let last = play(&mut till, &deeds);
        let (from, to, programs) = (day("2025-01-10").plus_days(-before), last.plus_days(30), till.programs());
        let (mut next, mut told) = (from, Vec::new());
        each_day(&till.history, &programs, from..=to, |days, state| {
            assert_eq!(*days.start(), next, "no day is left out, none comes twice");
            next = days.end().plus_days(1);
            let shown = state.snapshot(&programs);
            told.push((days, shown.points, shown.tier.code, shown.status));
        }).unwrap();
        prop_assert_eq!(next, to.plus_days(1));
        for (days, points, tier, status) in told {
            for on in [*days.start(), *days.end()] {
                let full = fold(&till.history, &programs, on).unwrap().state.snapshot(&programs);
                prop_assert_eq!((&full.points, &full.tier.code, full.status), (&points, &tier, status), "{}", on);
            }
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(choices in choices(), deeds in deeds(), seed in any::<u64>()) {
        let mut till = till(choices);
        let until = play(&mut till, &deeds);
        let before = till.folded(&until.to_string());
        let mut x = seed | 1;
        till.history.facts.sort_by_cached_key(|f| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x ^ u64::try_from(f.id.0).unwrap()
        });
        prop_assert_eq!(till.folded(&until.to_string()), before);
    }

    #[test]
    fn a_past_day_never_sees_later_facts(choices in choices(), deeds in deeds(), cut in 0..25_usize) {
        let mut whole = till(choices);
        play(&mut whole, &deeds);
        let mut part = till(choices);
        let last = play(&mut part, &deeds[..cut.min(deeds.len() - 1).max(1)]);
        let on = deeds[cut.min(deeds.len() - 1).max(1)..].first().map_or(last, |(after, _)| last.plus_days(after - 1));
        prop_assume!(on >= last);
        prop_assert_eq!(whole.on(&on.to_string()), part.on(&on.to_string()));
    }

    #[test]
    fn undoing_a_deed_at_once_is_the_identity(choices in choices(), deeds in deeds(), points in -4_000..4_000_i64) {
        let mut till = till(choices);
        let today = play(&mut till, &deeds).plus_days(1);
        let on = today.to_string();
        let before = till.on(&on);
        prop_assume!(points != 0 && -points <= before.points.tally.open.0);
        let noon = format!("{today} 12:00");
        let deed = if points > 0 { till.credit(&noon, points, Some("2031-12-31")) } else { till.debit(&noon, -points) };
        let kind = if points > 0 { FactKind::Adjust } else { FactKind::RedeemReturn };
        till.answer(kind, &format!("{today} 13:00"), -points, deed);
        let after = till.on(&on);
        prop_assert_eq!(&after.points.lots, &before.points.lots);
        prop_assert_eq!(after.points.balance, before.points.balance);
        prop_assert_eq!(after.points.deficit, before.points.deficit);
        for later in [1, 100, 700] {
            let day = today.plus_days(later).to_string();
            let mut without = till.history.clone();
            without.facts.truncate(without.facts.len() - 2);
            let then = fold(&without, &till.programs(), Day::parse(&day).unwrap()).unwrap().state.snapshot(&till.programs());
            prop_assert_eq!(till.on(&day).points.lots, then.points.lots);
        }
    }

    #[test]
    fn integers_never_wrap(points in any::<i64>(), amount in 0..=i64::MAX, days in 0..40_000_i64) {
        let mut till = Till::new();
        let mut sale = till.blank(FactKind::Sale, super::at("2026-01-01"));
        sale.amount = Money(amount);
        sale.points = Points(points.saturating_abs());
        sale.rating = i64::MAX;
        let id = till.push(sale);
        let mut credit = till.blank(FactKind::Adjust, super::at("2026-01-02"));
        credit.points = Points(points);
        till.push(credit);
        let mut refund = till.blank(FactKind::Refund, crate::domain::day::Instant(days * DAY_MS));
        refund.amount = Money(amount);
        refund.link = Some(id);
        till.push(refund);
        if let Ok(folded) = fold(&till.history, &till.programs(), day("2027-01-01")) {
            assert_ties_out(&folded.state.snapshot(&till.programs()));
        }
    }
}
