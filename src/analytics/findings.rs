//! What the reviews of the audit log find: operators compared with a chance or with all others, and lists that should be empty.
//!
//! Every test is exact and one-sided but for the reasons (χ²); across operators a false discovery rate of 5 % decides. What was
//! undone is not looked at but by the list of own reversals, which the file itself answers.

use super::review::{benford, binomial_at_least, discoveries, fisher_higher, reasons};
use crate::domain::audit_review::{AuditReview, Finding, FindingVerdict, ReviewPeriod, ReviewedOperation};
use crate::domain::day::DAY_MS;
use crate::domain::num::OpSeq;
use crate::domain::op::kind::OpKind;
use crate::domain::rate::Rate;
use std::collections::{BTreeMap, BTreeSet};

/// The share of false ones among those to be looked at.
const DISCOVERY_RATE: f64 = 0.05;
/// Operations in the two bands beneath the limit from which on they are compared.
const BANDS_FROM: u64 = 10;
/// Credits to one member from which on they are compared.
const CREDITS_FROM: u64 = 5;
/// How much reasons must differ: Cramér's V.
const V_FROM: f64 = 0.2;
/// From a tier, a merge or an unfreezing to a redemption.
const REDEEMED_WITHIN_MS: i64 = 2 * DAY_MS;

/// Operations by operator, in the order of the journal.
type ByOperator<'o> = BTreeMap<&'o str, Vec<&'o ReviewedOperation>>;

/// What was found in a period. Operations around it may be given too: they tell what led to what, and are not looked at themselves.
/// They stand in the order of the journal.
pub fn findings(operations: &[ReviewedOperation], period: ReviewPeriod) -> Vec<Finding> {
    let inside: Vec<&ReviewedOperation> = operations.iter().filter(|op| period.holds(op.row.day)).collect();
    let mut by_operator = ByOperator::new();
    for op in &inside {
        by_operator.entry(&op.row.operator).or_default().push(op);
    }
    let mut all = Vec::new();
    for review in AuditReview::ALL {
        let mut found = match review {
            AuditReview::BelowLimit => below_limit(&by_operator),
            AuditReview::Splitting => listed(review, &by_operator, &split(&by_operator)),
            AuditReview::OneMember => one_member(&by_operator, &inside),
            AuditReview::AfterHours => {
                shares(review, &by_operator, |op| (!op.row.is_reversed).then_some(op.is_after_hours))
            }
            AuditReview::RoundHundreds => shares(review, &by_operator, |op| op.adjusted().map(|size| size % 100 == 0)),
            AuditReview::Reasons => other_reasons(&by_operator),
            AuditReview::FirstDigits => first_digits(&by_operator),
            AuditReview::BeforeRedemption => listed(review, &by_operator, &before_redemption(operations)),
            AuditReview::OwnCard
            | AuditReview::Unbacked
            | AuditReview::DormantDrained
            | AuditReview::OwnReversal
            | AuditReview::OwnApproval
            | AuditReview::QuickApproval
            | AuditReview::SingleControl => listed(review, &by_operator, &marked(&inside, review)),
        };
        if !review.is_list() {
            decide(review, &mut found);
        }
        all.append(&mut found);
    }
    all.sort_by_key(|finding| match finding.verdict {
        FindingVerdict::Look => 0,
        FindingVerdict::Usual => 1,
        FindingVerdict::TooFew => 2,
    });
    all
}

/// Which of an exact test's findings are to be looked at. Reasons must differ much besides; first digits are judged by their
/// deviation alone.
fn decide(review: AuditReview, found: &mut [Finding]) {
    if review == AuditReview::FirstDigits {
        return;
    }
    let p: Vec<f64> = found.iter().filter_map(|finding| finding.p).collect();
    let mut discovered = discoveries(&p, DISCOVERY_RATE).into_iter();
    for finding in found.iter_mut().filter(|finding| finding.p.is_some()) {
        let is_discovered = discovered.next() == Some(true);
        if !is_discovered {
            finding.verdict = FindingVerdict::Usual;
        }
    }
}

/// A finding that is to be looked at unless its review decides otherwise.
fn finding(review: AuditReview, operator: &str, n: u64, meant: &[&ReviewedOperation]) -> Finding {
    Finding {
        review,
        operator: operator.to_owned(),
        n,
        x: meant.len() as u64,
        statistic: None,
        p: None,
        verdict: FindingVerdict::Look,
        operations: meant.iter().map(|op| op.row.seq).collect(),
        signatures: Vec::new(),
    }
}

fn too_few(finding: Finding) -> Finding {
    Finding { verdict: FindingVerdict::TooFew, ..finding }
}

/// Adjustments in [0.9 L, L] against those in [0.8 L, 0.9 L), a half each.
fn below_limit(by_operator: &ByOperator<'_>) -> Vec<Finding> {
    let tenths = |op: &ReviewedOperation| Some((op.adjusted()?.saturating_mul(10), op.limit?.0));
    let is_just_below = |op: &ReviewedOperation| {
        tenths(op).is_some_and(|(size, limit)| size >= limit.saturating_mul(9) && size <= limit.saturating_mul(10))
    };
    let is_beneath = |op: &ReviewedOperation| {
        tenths(op).is_some_and(|(size, limit)| size >= limit.saturating_mul(8) && size < limit.saturating_mul(9))
    };
    let of = |(operator, ops): (&&str, &Vec<&ReviewedOperation>)| {
        let meant: Vec<_> = ops.iter().copied().filter(|op| is_just_below(op)).collect();
        let n = meant.len() as u64 + ops.iter().filter(|op| is_beneath(op)).count() as u64;
        let found = finding(AuditReview::BelowLimit, operator, n, &meant);
        if n < BANDS_FROM {
            return (n > 0).then(|| too_few(found));
        }
        let p = binomial_at_least(found.x, n, 0.5);
        Some(Finding { p: Some(p), ..found })
    };
    by_operator.iter().filter_map(of).collect()
}

/// Adjustments of one operator and member within 24 hours, each within the limit and above it together.
fn split(by_operator: &ByOperator<'_>) -> BTreeSet<OpSeq> {
    let mut meant = BTreeSet::new();
    for ops in by_operator.values() {
        let mut by_member: BTreeMap<_, Vec<(&ReviewedOperation, i64, i64)>> = BTreeMap::new();
        for op in ops {
            if let (Some(member), Some(size), Some(limit)) = (op.row.member, op.adjusted(), op.limit)
                && size <= limit.0
            {
                let is_credit = op.is_credit();
                by_member.entry((member, is_credit)).or_default().push((op, size, limit.0));
            }
        }
        for adjusted in by_member.values_mut() {
            adjusted.sort_by_key(|(op, ..)| (op.row.at, op.row.seq));
            let (mut first, mut sum) = (0, 0_i64);
            for (last, (op, size, limit)) in adjusted.iter().enumerate() {
                sum = sum.saturating_add(*size);
                while let Some((before, size, _)) =
                    adjusted.get(first).filter(|(b, ..)| op.row.at.0 - b.row.at.0 >= DAY_MS)
                {
                    debug_assert!(before.row.at <= op.row.at, "they are in the order of time");
                    (first, sum) = (first + 1, sum - size);
                }
                if last > first && sum > *limit {
                    meant.extend(adjusted.iter().take(last + 1).skip(first).map(|(op, ..)| op.row.seq));
                }
            }
        }
    }
    meant
}

/// The member who gets most of an operator's credits, against one of all members that were served.
fn one_member(by_operator: &ByOperator<'_>, inside: &[&ReviewedOperation]) -> Vec<Finding> {
    let served = inside.iter().filter_map(|op| op.row.member).collect::<BTreeSet<_>>().len();
    let of = |(operator, ops): (&&str, &Vec<&ReviewedOperation>)| {
        let credits: Vec<_> = ops.iter().copied().filter(|op| op.is_credit()).collect();
        let mut by_member: BTreeMap<_, Vec<&ReviewedOperation>> = BTreeMap::new();
        for op in &credits {
            by_member.entry(op.row.member?).or_default().push(op);
        }
        let meant = by_member
            .into_values()
            .max_by_key(|ops| (ops.len(), std::cmp::Reverse(ops.first().map(|op| op.row.seq))))?;
        let (x, n) = (meant.len() as u64, credits.len() as u64);
        let found = finding(AuditReview::OneMember, operator, n, &meant);
        if x < CREDITS_FROM {
            return Some(too_few(found));
        }
        if x * 10 <= n {
            return Some(Finding { verdict: FindingVerdict::Usual, ..found });
        }
        let p = binomial_at_least(x, n, 1.0 / super::special::number(served as u64));
        Some(Finding { p: Some(p), ..found })
    };
    by_operator.iter().filter_map(of).collect()
}

/// A share of each operator's operations against that of all others. `is_meant` says `None` of what the share is not of.
fn shares(
    review: AuditReview,
    by_operator: &ByOperator<'_>,
    is_meant: impl Fn(&ReviewedOperation) -> Option<bool>,
) -> Vec<Finding> {
    let counted = |ops: &[&ReviewedOperation]| {
        let meant: Vec<bool> = ops.iter().filter_map(|op| is_meant(op)).collect();
        Rate { part: meant.iter().filter(|meant| **meant).count() as u64, n: meant.len() as u64 }
    };
    let rates: BTreeMap<&str, Rate> = by_operator.iter().map(|(name, ops)| (*name, counted(ops))).collect();
    let all = rates.values().fold((0, 0), |(part, n), rate| (part + rate.part, n + rate.n));
    let of = |(operator, ops): (&&str, &Vec<&ReviewedOperation>)| {
        let own = *rates.get(operator).filter(|rate| rate.n > 0)?;
        let meant: Vec<_> = ops.iter().copied().filter(|op| is_meant(op) == Some(true)).collect();
        let found = finding(review, operator, own.n, &meant);
        let others = Rate { part: all.0 - own.part, n: all.1 - own.n };
        if others.n == 0 {
            return Some(too_few(found));
        }
        Some(Finding { p: Some(fisher_higher(own, others)), ..found })
    };
    by_operator.iter().filter_map(of).collect()
}

/// The reasons of an operator's adjustments against those of all others. The operations that are meant are those of the reason that is furthest above its share.
fn other_reasons(by_operator: &ByOperator<'_>) -> Vec<Finding> {
    let reason = |op: &ReviewedOperation| op.adjusted().and_then(|_| op.row.reason.clone());
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    for code in by_operator.values().flatten().filter_map(|op| reason(op)) {
        *codes.entry(code).or_default() += 1;
    }
    let of = |(operator, ops): (&&str, &Vec<&ReviewedOperation>)| {
        let own: BTreeMap<&String, u64> =
            codes.keys().map(|code| (code, count(ops, |op| reason(op).as_ref() == Some(code)))).collect();
        let n: u64 = own.values().sum();
        if n == 0 {
            return None;
        }
        let others: Vec<u64> = codes.iter().map(|(code, all)| all - own[code]).collect();
        let excess = |code: &String| super::special::number(own[code]) / super::special::number(codes[code]);
        let most = codes.keys().max_by(|a, b| excess(a).total_cmp(&excess(b)))?;
        let meant: Vec<_> = ops.iter().copied().filter(|op| reason(op).as_ref() == Some(most)).collect();
        let found = finding(AuditReview::Reasons, operator, n, &meant);
        let Some(test) = reasons(&own.values().copied().collect::<Vec<_>>(), &others) else {
            return Some(too_few(found));
        };
        let found = Finding { statistic: Some(test.test.statistic), p: Some(test.test.p), ..found };
        // What hardly differs is told and not looked at, whatever p says.
        Some(if test.v < V_FROM { Finding { verdict: FindingVerdict::Usual, ..found } } else { found })
    };
    by_operator.iter().filter_map(of).collect()
}

fn count(ops: &[&ReviewedOperation], is: impl Fn(&ReviewedOperation) -> bool) -> u64 {
    ops.iter().filter(|op| is(op)).count() as u64
}

/// First digits of an operator's adjustments.
fn first_digits(by_operator: &ByOperator<'_>) -> Vec<Finding> {
    let of = |(operator, ops): (&&str, &Vec<&ReviewedOperation>)| {
        let meant: Vec<_> = ops.iter().copied().filter(|op| op.adjusted().is_some()).collect();
        let mut digits = [0; 9];
        for size in meant.iter().filter_map(|op| op.adjusted()) {
            let digit = usize::try_from(size / 10_i64.pow(size.ilog10())).unwrap_or(1);
            digits[digit.clamp(1, 9) - 1] += 1;
        }
        let found = finding(AuditReview::FirstDigits, operator, meant.len() as u64, &meant);
        if meant.is_empty() {
            return None;
        }
        let Some(test) = benford(&digits) else { return Some(too_few(found)) };
        let verdict = if test.is_flagged() { FindingVerdict::Look } else { FindingVerdict::Usual };
        Some(Finding { statistic: Some(test.mad), p: Some(test.test.p), verdict, ..found })
    };
    by_operator.iter().filter_map(of).collect()
}

/// Tiers set, merges and unfreezings after which the same member redeemed soon.
fn before_redemption(operations: &[ReviewedOperation]) -> BTreeSet<OpSeq> {
    let redeemed = |op: &&ReviewedOperation| op.row.kind == OpKind::Redeem && !op.row.is_reversed;
    let mut times: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for op in operations.iter().filter(redeemed) {
        times.entry(op.row.member).or_default().push(op.row.at.0);
    }
    let leads = |op: &&ReviewedOperation| {
        let is_step = matches!(op.row.kind, OpKind::Override | OpKind::Merge | OpKind::Unfreeze) && !op.row.is_reversed;
        let soon = |at: &i64| (op.row.at.0..=op.row.at.0.saturating_add(REDEEMED_WITHIN_MS)).contains(at);
        is_step && op.row.member.is_some() && times.get(&op.row.member).is_some_and(|times| times.iter().any(soon))
    };
    operations.iter().filter(leads).map(|op| op.row.seq).collect()
}

fn marked(inside: &[&ReviewedOperation], review: AuditReview) -> BTreeSet<OpSeq> {
    inside.iter().filter(|op| op.marks.contains(&review)).map(|op| op.row.seq).collect()
}

/// A list by operator; of whom nothing is on it there is nothing to say.
fn listed(review: AuditReview, by_operator: &ByOperator<'_>, meant: &BTreeSet<OpSeq>) -> Vec<Finding> {
    let of = |(operator, ops): (&&str, &Vec<&ReviewedOperation>)| {
        let on: Vec<_> = ops.iter().copied().filter(|op| meant.contains(&op.row.seq)).collect();
        let looked_at = count(ops, |op| !op.row.is_reversed || meant.contains(&op.row.seq));
        (!on.is_empty()).then(|| finding(review, operator, looked_at, &on))
    };
    by_operator.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests;
