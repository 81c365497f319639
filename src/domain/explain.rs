//! Explanations: the rows and dates that make a member's numbers, so that a reader can do the sum.

use super::day::Day;
use super::fact::{Event, EventKind, History};
use super::fold::view::{EntryKind, LifecycleStage, PointsEquation, PurchaseRow, Trace};
use super::fold::{Folded, State};
use super::num::{FactId, Money, Points};
use super::program::{Programs, Tier};
use super::read_models::{
    BalanceExplanation, ExplainTopic, Explanation, OverrideInForce, SegmentExplanation, TierExplanation, WhyRfm,
    WhyTierRow, WhyWindow, WindowPurchase,
};

/// Explains a number of a member by its history and what that folds to.
pub fn explain(
    topic: ExplainTopic,
    member_no: String,
    history: &History,
    folded: Folded,
    programs: &Programs,
) -> Explanation {
    match topic {
        ExplainTopic::Balance => Explanation::Balance(balance(member_no, folded, programs)),
        ExplainTopic::Tier => Explanation::Tier(Box::new(tier(member_no, history, folded, programs))),
        ExplainTopic::Segment => Explanation::Segment(segment(member_no, &folded, programs)),
    }
}

/// Explains a balance by its ledger, its lots and its equation.
pub fn balance(member_no: String, folded: Folded, programs: &Programs) -> BalanceExplanation {
    let snapshot = folded.state.snapshot(programs);
    let points = snapshot.points;
    let entries = folded.trace.entries;
    let sides = sides(&points.tally);
    // A waived entry shows what was not taken; it changes nothing.
    let moved = sum(entries.iter().filter(|e| e.kind != EntryKind::Waive).map(|e| e.points));
    let held = sum(points.lots.iter().map(|l| l.open));
    let ties_out = sides.0 == sides.1
        && moved == sum([points.balance, points.pending])
        && held == sum([points.tally.open, points.tally.pending])
        && points.balance.0 == points.tally.open.0 - points.deficit.0;
    BalanceExplanation {
        member_no,
        as_of: snapshot.as_of,
        balance: points.balance,
        pending: points.pending,
        deficit: points.deficit,
        entries,
        lots: points.lots,
        tally: points.tally,
        sides,
        ties_out,
    }
}

/// The two sides of the equation that always holds.
fn sides(tally: &PointsEquation) -> (Points, Points) {
    let came = sum([tally.opening, tally.earned, tally.bonus, tally.adjusted_up, tally.returned]);
    let went = sum([tally.open, tally.pending, tally.spent, tally.adjusted_down, tally.expired, tally.clawed_back]);
    (came, Points(went.0 - tally.deficit.0))
}

fn sum(points: impl IntoIterator<Item = Points>) -> Points {
    Points(points.into_iter().map(|p| p.0).fold(0, i64::saturating_add))
}

/// Explains a tier by its changes and by the purchases of the period that ends on the day.
pub fn tier(member_no: String, history: &History, folded: Folded, programs: &Programs) -> TierExplanation {
    let snapshot = folded.state.snapshot(programs);
    let program = &programs.at(programs.zone().end_of(snapshot.as_of)).program;
    let purchases = counted(&folded.trace, snapshot.tier.window_from, snapshot.as_of);
    let spend = Money(purchases.iter().map(|p| p.net.0).fold(0, i64::saturating_add));
    let orders = i64::try_from(purchases.iter().filter(|p| p.order).count()).unwrap_or(i64::MAX);
    let row = |t: &Tier| WhyTierRow { code: t.code.clone(), enter: t.enter, keep: t.keep.unwrap_or(t.enter) };
    TierExplanation {
        member_no,
        as_of: snapshot.as_of,
        steps: folded.trace.tier_steps,
        in_force: folded.state.override_in_force().and_then(|id| in_force(history, id)),
        window: WhyWindow {
            from: snapshot.tier.window_from,
            to: snapshot.as_of,
            ties_out: spend == snapshot.tier.window_spend && orders == snapshot.tier.window_orders,
            spend,
            orders,
            purchases,
        },
        met: program.tier.met,
        tiers: program.tiers.iter().map(row).collect(),
        tier: snapshot.tier,
    }
}

/// What a window counts: sales on their own day, lowered by what has gone back of each; and refunds that name no sale.
fn counted(trace: &Trace, from: Day, to: Day) -> Vec<WindowPurchase> {
    let inside = trace.purchases.iter().filter(|p| from <= p.day && p.day <= to);
    let counts = inside.filter(|p| !is_refund(p) || p.sale.is_none());
    let one = |p: &PurchaseRow| {
        let back = trace.purchases.iter().filter(|r| r.sale == Some(p.fact));
        let points_back = back.map(|r| r.points_paid.0.saturating_neg()).fold(0, i64::saturating_add);
        let kept = (p.amount.0 - p.points_paid.0) - (p.refunded.0 - points_back);
        WindowPurchase {
            fact: p.fact,
            day: p.day,
            amount: p.amount,
            points_paid: p.points_paid,
            refunded: p.refunded,
            net: Money(kept),
            order: is_order(p),
            reference: p.reference.clone(),
        }
    };
    counts.map(one).collect()
}

/// A sale of which not all has gone back; one of 0.00 counts.
fn is_order(purchase: &PurchaseRow) -> bool {
    !is_refund(purchase) && !purchase.taken_back
}

/// Refunds are below zero, or carry the sale they answer; a refund of 0.00 earns nothing either way.
fn is_refund(purchase: &PurchaseRow) -> bool {
    purchase.amount < Money(0) || purchase.sale.is_some()
}

fn in_force(history: &History, id: FactId) -> Option<OverrideInForce> {
    let event = find_event(history, id)?;
    let EventKind::Override { tier, from, until, mode } = &event.kind else { return None };
    Some(OverrideInForce { event: id, op: event.op, tier: tier.clone(), from: *from, until: *until, mode: *mode })
}

fn find_event(history: &History, id: FactId) -> Option<&Event> {
    let own = history.events.iter().find(|e| e.id == id);
    own.or_else(|| history.absorbed.iter().find_map(|(_, joined)| find_event(joined, id)))
}

/// Explains a lifecycle stage by its dates. Cut points, score and everybody's gap are not one member's to know.
pub fn segment(member_no: String, folded: &Folded, programs: &Programs) -> SegmentExplanation {
    let snapshot = folded.state.snapshot(programs);
    let rules = programs.at(programs.zone().end_of(snapshot.as_of)).program.lifecycle;
    let mut days: Vec<Day> = folded.trace.purchases.iter().filter(|p| is_order(p)).map(|p| p.day).collect();
    days.sort_unstable();
    days.dedup();
    let (first_on, last_on) = (days.first().copied(), days.last().copied());
    let previous_on = days.iter().rev().nth(1).copied();
    let since = |day: Option<Day>| day.map(|d| snapshot.as_of.0 - d.0);
    SegmentExplanation {
        member_no,
        as_of: snapshot.as_of,
        lifecycle: snapshot.lifecycle,
        first_on,
        last_on,
        previous_on,
        days_since_first: since(first_on),
        days_since_last: since(last_on),
        last_gap: last_on.zip(previous_on).map(|(last, previous)| last.0 - previous.0),
        order_days: i64::try_from(days.len()).unwrap_or(i64::MAX),
        new_days: rules.new_days,
        active_days: rules.active_days,
        lapsing_days: rules.lapsing_days,
        dormant_days: rules.dormant_days,
        lapsing_auto: rules.lapsing_auto,
        gap: None,
        rfm: Box::new(WhyRfm {
            ties: programs.newest().program.rfm.ties,
            cuts: None,
            score: None,
            orders: snapshot.purchases.count,
            net_spend: snapshot.purchases.net_spend,
        }),
        next: next_stage(folded.state.clone(), snapshot.lifecycle.stage, programs),
    }
}

/// Lets days pass until the stage changes. Something changes on few days: a hundred reviews and lots are more than enough.
fn next_stage(mut state: State, now: LifecycleStage, programs: &Programs) -> Option<(Day, LifecycleStage)> {
    for _ in 0..1_000 {
        let day = state.stale_on(programs)?;
        state.advance_to(day, programs).ok()?;
        let then = state.snapshot(programs).lifecycle.stage;
        if then != now {
            return Some((day, then));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::{FactKind, Status};
    use crate::domain::fold::fold;
    use crate::domain::num::MemberId;
    use crate::domain::plan::tests::{Histories, adjust, day, merge_into, redeem, set_status, set_tier};
    use crate::domain::program::ThresholdMode;
    use proptest::prelude::*;
    use rstest::rstest;

    fn folded(world: &Histories) -> Folded {
        fold(&world.history(MemberId(1)), &world.programs, world.today()).unwrap()
    }

    fn why_balance(world: &Histories) -> BalanceExplanation {
        balance("A".to_owned(), folded(world), &world.programs)
    }

    fn why_tier(world: &Histories) -> TierExplanation {
        tier("A".to_owned(), &world.history(MemberId(1)), folded(world), &world.programs)
    }

    fn why_segment(world: &Histories) -> SegmentExplanation {
        segment("A".to_owned(), &folded(world), &world.programs)
    }

    #[test]
    fn a_balance_is_its_entries_its_lots_and_its_equation() {
        let mut world = Histories::on("2026-04-01");
        world.opening(1, "2026-01-01", 100, Some("2027-01-10"));
        world.opening(1, "2026-01-02", 50, None);
        world.opening(1, "2026-01-03", 80, Some("2026-09-30"));
        world.done(redeem(1, 120)).unwrap();
        let why = why_balance(&world);
        let moved: Vec<i64> = why.entries.iter().map(|e| e.points.0).collect();
        assert_eq!(moved, [100, 50, 80, -120]);
        let drawn: Vec<i64> = why.entries[3].lots.iter().map(|d| d.points.0).collect();
        assert_eq!(drawn, [80, 40]);
        assert_eq!(why.lots.iter().map(|l| l.open.0).collect::<Vec<_>>(), [60, 50]);
        assert_eq!((why.balance, why.sides, why.ties_out), (Points(110), (Points(230), Points(230)), true));
    }

    #[test]
    fn what_goes_back_to_a_dead_lot_ties_out_too() {
        let mut world = Histories::on("2026-04-01");
        world.opening(1, "2026-01-02", 50, None);
        world.opening(1, "2026-01-03", 80, Some("2026-09-30"));
        let spent = world.done(redeem(1, 120)).unwrap();
        let mut world = world.at("2026-10-01");
        let returned = world.undone(spent).unwrap();
        let why = why_balance(&world);
        assert_eq!((why.balance, why.tally.expired), (Points(50), Points(80)));
        assert!(why.ties_out, "{why:#?}");
        world.undone(returned).unwrap();
        let why = why_balance(&world);
        assert_eq!((why.balance, why.tally.expired), (Points(10), Points(0)));
        assert!(why.ties_out, "{why:#?}");
    }

    #[test]
    fn a_deficit_ties_out_too() {
        let mut world = Histories::on("2026-11-22");
        let sale = world.sale(1, "2026-05-01", 70);
        world.recorded(1, "2026-05-02", FactKind::Redeem, -60, |_| {});
        world.refund(1, "2026-06-01", sale, 70);
        let why = why_balance(&world);
        assert_eq!((why.balance, why.deficit, why.sides), (Points(-60), Points(60), (Points(70), Points(70))));
        assert!(why.ties_out);
    }

    #[test]
    fn a_tier_shows_the_window_that_made_it() {
        let mut world = Histories::on("2026-06-01");
        world.sale(1, "2025-06-01", 600);
        let sale = world.sale(1, "2026-03-01", 700);
        world.refund(1, "2026-04-01", sale, 200);
        world.refund(1, "2026-05-01", FactId(0), 30);
        let why = why_tier(&world);
        assert_eq!((why.window.from, why.window.to), (day("2025-06-02"), day("2026-06-01")));
        let counted: Vec<_> = why.window.purchases.iter().map(|p| (p.day, p.net.0, p.order)).collect();
        assert_eq!(counted, [(day("2026-03-01"), 50_000, true), (day("2026-05-01"), -3_000, false)]);
        assert_eq!((why.window.spend, why.window.orders, why.window.ties_out), (Money(47_000), 1, true));
        assert_eq!((why.met, why.tiers.len(), why.in_force.is_none()), (ThresholdMode::Any, 4, true));
        assert_eq!(why.tiers[2].keep.spend, Some(Money(300_000)));
    }

    #[test]
    fn a_tier_by_hand_names_its_override_also_after_a_merge() {
        let mut world = Histories::on("2026-06-01");
        world.done(set_tier(2, "gold", "2026-12-31")).unwrap();
        world.done(merge_into(2, 1)).unwrap();
        let why = why_tier(&world);
        let by_hand = why.in_force.unwrap();
        assert_eq!(
            (by_hand.tier.as_str(), by_hand.from, by_hand.until),
            ("gold", day("2026-06-01"), day("2026-12-31"))
        );
        assert_eq!((why.tier.code.as_str(), why.tier.by_facts.as_str()), ("gold", "base"));
    }

    #[rstest]
    #[case::prospect(&[], "2026-06-01", LifecycleStage::Prospect, None)]
    #[case::new(&["2026-05-01"], "2026-06-01", LifecycleStage::New, Some(("2026-07-31", LifecycleStage::Lapsing)))]
    #[case::active(&["2025-05-01", "2025-09-01", "2026-01-01", "2026-05-01"], "2026-06-01", LifecycleStage::Active, Some(("2026-07-31", LifecycleStage::Lapsing)))]
    #[case::won_back(&["2025-05-01", "2026-05-01"], "2026-06-01", LifecycleStage::WonBack, Some(("2026-07-31", LifecycleStage::Lapsing)))]
    #[case::lapsing(&["2026-01-01"], "2026-06-01", LifecycleStage::Lapsing, Some(("2026-07-01", LifecycleStage::Dormant)))]
    #[case::dormant(&["2025-06-01"], "2026-06-01", LifecycleStage::Dormant, Some(("2026-06-02", LifecycleStage::Lost)))]
    #[case::lost(&["2024-06-01"], "2026-06-01", LifecycleStage::Lost, None)]
    fn a_stage_shows_its_dates_and_what_comes_next(
        #[case] bought: &[&str],
        #[case] today: &str,
        #[case] stage: LifecycleStage,
        #[case] next: Option<(&str, LifecycleStage)>,
    ) {
        let mut world = Histories::on(today);
        for on in bought {
            world.sale(1, on, 100);
        }
        let why = why_segment(&world);
        assert_eq!((why.lifecycle.stage, why.next), (stage, next.map(|(on, then)| (day(on), then))));
        assert_eq!(why.first_on, bought.first().map(|on| day(on)));
        assert_eq!(why.last_on, bought.last().map(|on| day(on)));
        assert_eq!(why.previous_on, bought.iter().rev().nth(1).map(|on| day(on)));
        assert_eq!(why.days_since_last, bought.last().map(|on| day(today).0 - day(on).0));
    }

    proptest! {
        /// Whatever happened, the rows shown sum up to the numbers shown.
        #[test]
        fn every_answer_ties_out(steps in proptest::collection::vec((0_u8..8, 1_i64..900, 0_i64..90), 1..25)) {
            let mut world = Histories::on("2025-01-10");
            let mut sales = Vec::new();
            for (what, n, days) in steps {
                world.now.0 += days * 86_400_000;
                let today = world.today().to_string();
                match what {
                    0 | 1 => sales.push(world.sale(1, &today, n)),
                    2 if !sales.is_empty() => {
                        let sale = sales.swap_remove(usize::try_from(n).unwrap() % sales.len());
                        world.refund(1, &today, sale, 1);
                    }
                    3 => drop(world.done(redeem(1, n))),
                    4 => drop(world.done(adjust(1, n - 450))),
                    5 => drop(world.done(set_status(1, Status::Frozen)).and_then(|op| world.undone(op))),
                    6 => drop(world.done(set_tier(1, "gold", "2031-01-01"))),
                    _ => drop(world.done(redeem(1, n)).and_then(|op| world.undone(op))),
                }
            }
            let (balance, tier) = (why_balance(&world), why_tier(&world));
            prop_assert!(balance.ties_out, "{balance:#?}");
            prop_assert!(tier.window.ties_out, "{tier:#?}");
        }
    }
}
