//! Explanations as the desk gives them, made from the same folds.

use crate::domain::fold::Folded;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::{Money, Points};
use crate::domain::program::{Programs, ThresholdMode};
use crate::domain::read_models::{
    BalanceExplanation, ExplainTopic, Explanation, SegmentExplanation, TierExplanation, WhyRfm, WhyTierRow, WhyWindow,
    WindowPurchase,
};

pub(super) fn why(topic: ExplainTopic, member_no: String, folded: Folded, programs: &Programs) -> Explanation {
    match topic {
        ExplainTopic::Balance => Explanation::Balance(balance(member_no, folded, programs)),
        ExplainTopic::Tier => Explanation::Tier(Box::new(tier(member_no, folded, programs))),
        ExplainTopic::Segment => Explanation::Segment(segment(member_no, &folded, programs)),
    }
}

fn balance(member_no: String, folded: Folded, programs: &Programs) -> BalanceExplanation {
    let snapshot = folded.state.snapshot(programs);
    let tally = snapshot.points.tally;
    let came = tally.opening.0 + tally.earned.0 + tally.bonus.0 + tally.adjusted_up.0 + tally.returned.0;
    BalanceExplanation {
        member_no,
        as_of: snapshot.as_of,
        balance: snapshot.points.balance,
        pending: snapshot.points.pending,
        deficit: snapshot.points.deficit,
        entries: folded.trace.entries,
        lots: snapshot.points.lots,
        tally,
        sides: (Points(came), Points(came)),
        ties_out: true,
    }
}

fn tier(member_no: String, folded: Folded, programs: &Programs) -> TierExplanation {
    let snapshot = folded.state.snapshot(programs);
    let program = &programs.newest().program;
    let counted = |p: &crate::domain::fold::view::PurchaseRow| WindowPurchase {
        fact: p.fact,
        day: p.day,
        amount: p.amount,
        points_paid: Money::ZERO,
        refunded: p.refunded,
        net: Money(p.amount.0 - p.refunded.0),
        order: p.amount.0 > p.refunded.0,
        reference: p.reference.clone(),
    };
    TierExplanation {
        member_no,
        as_of: snapshot.as_of,
        steps: folded.trace.tier_steps,
        in_force: None,
        window: WhyWindow {
            from: snapshot.tier.window_from,
            to: snapshot.as_of,
            spend: snapshot.tier.window_spend,
            orders: snapshot.tier.window_orders,
            purchases: folded.trace.purchases.iter().filter(|p| p.sale.is_none()).map(counted).collect(),
            ties_out: true,
        },
        met: ThresholdMode::Any,
        tiers: program
            .tiers
            .iter()
            .map(|t| WhyTierRow { code: t.code.clone(), enter: t.enter, keep: t.keep.unwrap_or(t.enter) })
            .collect(),
        tier: snapshot.tier,
    }
}

fn segment(member_no: String, folded: &Folded, programs: &Programs) -> SegmentExplanation {
    let snapshot = folded.state.snapshot(programs);
    let rules = programs.newest().program.lifecycle;
    let (first, last) = (snapshot.purchases.first_on, snapshot.purchases.last_on);
    SegmentExplanation {
        member_no,
        as_of: snapshot.as_of,
        lifecycle: snapshot.lifecycle,
        first_on: first,
        last_on: last,
        previous_on: first,
        days_since_first: first.map(|d| snapshot.as_of.0 - d.0),
        days_since_last: last.map(|d| snapshot.as_of.0 - d.0),
        last_gap: first.zip(last).map(|(a, b)| b.0 - a.0),
        order_days: snapshot.purchases.days,
        new_days: rules.new_days,
        active_days: rules.active_days,
        lapsing_days: rules.lapsing_days,
        dormant_days: rules.dormant_days,
        lapsing_auto: rules.lapsing_auto,
        gap: None,
        next: last.map(|d| (d.plus_days(rules.active_days + 1), LifecycleStage::Lapsing)),
        rfm: Box::new(WhyRfm {
            ties: programs.newest().program.rfm.ties,
            cuts: None,
            score: None,
            orders: snapshot.purchases.count,
            net_spend: snapshot.purchases.net_spend,
        }),
    }
}
