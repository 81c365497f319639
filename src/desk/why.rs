//! Why a number is what it is: the rows and dates behind it, so that a reader can do the sum.

use super::Desk;
use super::error::DeskError;
use super::plan::subject;
use crate::domain::answer::{
    OverrideInForce, Why, WhyBalance, WhySegment, WhyTier, WhyTierRow, WhyTopic, WhyWindow, WindowPurchase,
};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{Event, EventKind, History};
use crate::domain::fold::view::{EntryKind, PurchaseRow, Stage, Tally, Trace};
use crate::domain::fold::{Folded, State, fold};
use crate::domain::num::{FactId, MemberId, Money, Points};
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::{Programs, Tier};

impl Desk {
    /// Why a number of a member is what it is, today or on a past day.
    pub fn why(&self, member: MemberId, topic: WhyTopic, as_of: Option<Day>, now: Instant) -> Result<Why, DeskError> {
        let programs = self.programs()?;
        let subject = self.store.read(|store| subject(store, member))?;
        let as_of = as_of.unwrap_or_else(|| programs.zone().day_of(now));
        let folded = fold(&subject.history, &programs, as_of).map_err(|_| Refusal::TooLarge)?;
        let member_no = subject.profile.member_no;
        Ok(match topic {
            WhyTopic::Balance => Why::Balance(balance(member_no, folded, &programs)),
            WhyTopic::Tier => Why::Tier(tier(member_no, &subject.history, folded, &programs)),
            WhyTopic::Segment => Why::Segment(segment(member_no, &folded, &programs)),
        })
    }
}

fn balance(member_no: String, folded: Folded, programs: &Programs) -> WhyBalance {
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
    WhyBalance {
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
fn sides(tally: &Tally) -> (Points, Points) {
    let came = sum([tally.opening, tally.earned, tally.bonus, tally.adjusted_up, tally.returned]);
    let went = sum([tally.open, tally.pending, tally.spent, tally.adjusted_down, tally.expired, tally.clawed_back]);
    (came, Points(went.0 - tally.deficit.0))
}

fn sum(points: impl IntoIterator<Item = Points>) -> Points {
    Points(points.into_iter().map(|p| p.0).fold(0, i64::saturating_add))
}

fn tier(member_no: String, history: &History, folded: Folded, programs: &Programs) -> WhyTier {
    let snapshot = folded.state.snapshot(programs);
    let program = &programs.at(programs.zone().end_of(snapshot.as_of)).program;
    let purchases = counted(&folded.trace, snapshot.tier.window_from, snapshot.as_of);
    let spend = Money(purchases.iter().map(|p| p.net.0).fold(0, i64::saturating_add));
    let orders = i64::try_from(purchases.iter().filter(|p| p.order).count()).unwrap_or(i64::MAX);
    let row = |t: &Tier| WhyTierRow { code: t.code.clone(), enter: t.enter, keep: t.keep.unwrap_or(t.enter) };
    WhyTier {
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
    !is_refund(purchase) && (purchase.amount == Money(0) || purchase.refunded < purchase.amount)
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

fn segment(member_no: String, folded: &Folded, programs: &Programs) -> WhySegment {
    let snapshot = folded.state.snapshot(programs);
    let rules = programs.at(programs.zone().end_of(snapshot.as_of)).program.lifecycle;
    let mut days: Vec<Day> = folded.trace.purchases.iter().filter(|p| is_order(p)).map(|p| p.day).collect();
    days.sort_unstable();
    days.dedup();
    let (first_on, last_on) = (days.first().copied(), days.last().copied());
    let previous_on = days.iter().rev().nth(1).copied();
    let since = |day: Option<Day>| day.map(|d| snapshot.as_of.0 - d.0);
    WhySegment {
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
        next: next_stage(folded.state.clone(), snapshot.lifecycle.stage, programs),
    }
}

/// Lets days pass until the stage changes. Something changes on few days: a hundred reviews and lots are more than enough.
fn next_stage(mut state: State, now: Stage, programs: &Programs) -> Option<(Day, Stage)> {
    for _ in 0..1_000 {
        let day = state.stale_on(programs)?;
        state.advance_to(day, programs).ok()?;
        let stage = state.snapshot(programs).lifecycle.stage;
        if stage != now {
            return Some((day, stage));
        }
    }
    None
}
