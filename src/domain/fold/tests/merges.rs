//! Rules §8: two files become one, and two again.

use super::{Till, assert_ties_out};
use crate::domain::fact::{EventKind, FactKind, Status};
use crate::domain::num::{FactId, MemberId, Money, Points};
use crate::domain::parted::Belongings;

/// Two members whose ids never meet.
pub(super) fn two() -> (Till, Till) {
    let (mut into, mut from) = (Till::new(), Till::new());
    into.next = 1_000;
    from.history.member = MemberId(2);
    from.next = 2_000;
    (into, from)
}

/// Merges `from` into `into`; answers the survivor's event.
pub(super) fn merge(when: &str, into: &mut Till, from: &mut Till) -> FactId {
    from.event(when, EventKind::MergedInto { into: MemberId(1) });
    let absorb = into.event(when, EventKind::Absorb { from: MemberId(2) });
    into.history.absorbed.push((absorb, from.history.clone()));
    absorb
}

#[test]
fn points_join_whatever_was_spent_or_expired_before() {
    let (mut into, mut from) = two();
    into.credit("2026-01-01", 300, Some("2026-12-31"));
    into.debit("2026-01-02", 200);
    from.credit("2026-01-01", 200, Some("2027-12-31"));
    from.credit("2025-01-01", 70, Some("2025-12-31"));
    merge("2026-06-01", &mut into, &mut from);
    assert_eq!(into.balance("2026-05-31"), 100);
    let now = into.on("2026-06-01");
    assert_eq!(now.points.balance, Points(300));
    assert_eq!(into.lots("2026-06-01"), "100/200");
    assert_ties_out(&now);
    let other = from.on("2026-06-01");
    assert_eq!((other.status, other.points.balance, other.merged_into), (Status::Merged, Points(0), Some(MemberId(1))));
    assert_eq!(from.on("2026-05-31").points.balance, Points(200));
}

#[test]
fn the_joint_window_lifts_from_the_merges_day() {
    let (mut into, mut from) = two();
    into.sale("2026-01-01", 600);
    from.sale("2026-02-01", 600);
    merge("2026-06-01", &mut into, &mut from);
    assert_eq!(into.tier("2026-05-31"), "base");
    assert_eq!(into.tier("2026-06-01"), "silver until 2027-06-01");
    assert_eq!(into.on("2026-06-01").purchases.count, 2);
}

#[test]
fn the_higher_tier_holds_until_its_own_end() {
    let (mut into, mut from) = two();
    into.sale("2026-01-01", 1_000);
    from.sale("2025-09-01", 5_000);
    merge("2026-06-01", &mut into, &mut from);
    assert_eq!(into.tier("2026-06-01"), "gold until 2026-09-01");
}

#[test]
fn a_deficit_is_paid_by_the_others_points() {
    let (mut into, mut from) = two();
    into.credit("2026-01-01", 100, None);
    let sale = from.sale("2026-01-01", 60);
    from.debit("2026-01-02", 60);
    from.refund("2026-01-03", 6_000, sale);
    merge("2026-06-01", &mut into, &mut from);
    let now = into.on("2026-06-01");
    assert_eq!((now.points.balance, now.points.deficit), (Points(40), Points(0)));
    assert_ties_out(&now);
}

#[test]
fn facts_of_the_other_after_the_merge_are_folded_here() {
    let (mut into, mut from) = two();
    let sale = from.sale("2026-01-01", 100);
    merge("2026-06-01", &mut into, &mut from);
    into.refund("2026-06-02", 10_000, sale);
    assert_eq!(into.on("2026-06-02").purchases.count, 0);
    assert_eq!(into.balance("2026-06-02"), 0);
}

#[test]
fn unmerging_gives_each_its_own_and_leaves_what_happened_since() {
    let (mut into, mut from) = two();
    into.credit("2026-01-01", 100, None);
    from.credit("2026-01-01", 200, None);
    let absorb = merge("2026-06-01", &mut into, &mut from);
    into.credit("2026-06-02", 5, None);
    into.event("2026-06-03", EventKind::Unmerge { of: absorb, other: MemberId(2) });
    let left = from.history.events.last().unwrap().id;
    from.event("2026-06-03", EventKind::Unmerge { of: left, other: MemberId(1) });
    assert_eq!(into.balance("2026-06-02"), 305);
    assert_eq!(into.balance("2026-06-03"), 105);
    assert_eq!((from.balance("2026-06-03"), from.on("2026-06-03").status), (200, Status::Active));
}

/// Takes a merge away on both sides, and gives the one that joined what the survivor's file holds of its purchases.
fn part(when: &str, into: &mut Till, from: &mut Till, absorb: FactId) {
    into.event(when, EventKind::Unmerge { of: absorb, other: from.history.member });
    let left = from.history.events.iter().rfind(|e| matches!(e.kind, EventKind::MergedInto { .. })).unwrap().id;
    from.event(when, EventKind::Unmerge { of: left, other: into.history.member });
    let refunds = from.history.facts_at(&into.history, &Belongings::default());
    from.history.at_survivor.push((left, refunds));
}

#[test]
fn a_refund_goes_with_its_purchase_when_the_merge_is_taken_away() {
    let (mut into, mut from) = two();
    into.sale("2026-01-01", 40);
    let sale = from.sale("2026-01-01", 200);
    let absorb = merge("2026-06-01", &mut into, &mut from);
    into.refund("2026-06-02", 20_000, sale);
    assert_eq!((into.balance("2026-06-02"), into.on("2026-06-02").purchases.count), (40, 1));
    part("2026-06-03", &mut into, &mut from, absorb);
    let (kept, back) = (into.on("2026-06-03"), from.on("2026-06-03"));
    assert_eq!((kept.points.balance, kept.purchases.net_spend, kept.purchases.count), (Points(40), Money(4_000), 1));
    assert_eq!((back.points.balance, back.purchases.net_spend, back.purchases.count), (Points(0), Money(0), 0));
    assert_ties_out(&kept);
    assert_ties_out(&back);
    assert_eq!(into.balance("2026-06-02"), 40, "on the days before nothing is different");
}

#[test]
fn a_refund_comes_back_once_where_the_two_are_merged_again() {
    let (mut into, mut from) = two();
    let sale = from.sale("2026-01-01", 200);
    let absorb = merge("2026-06-01", &mut into, &mut from);
    into.refund("2026-06-02", 5_000, sale);
    part("2026-06-03", &mut into, &mut from, absorb);
    assert_eq!((into.balance("2026-06-03"), from.balance("2026-06-03")), (0, 150));
    merge("2026-06-04", &mut into, &mut from);
    assert_eq!((into.balance("2026-06-04"), from.balance("2026-06-04")), (150, 0));
    into.refund("2026-06-05", 15_000, sale);
    let again = from.history.at_survivor.len() - 1;
    from.history.at_survivor[again].1 = from.history.facts_at(&into.history, &Belongings::default());
    assert_eq!((into.balance("2026-06-05"), from.balance("2026-06-05")), (0, 0));
    assert_eq!(from.on("2026-06-05").status, Status::Merged);
}

#[test]
fn a_refund_dated_before_the_merge_stands_where_its_purchase_stood() {
    let (mut into, mut from) = two();
    let sale = from.sale("2026-01-01", 200);
    merge("2026-06-01", &mut into, &mut from);
    into.refund("2026-05-01", 20_000, sale);
    let left = from.history.went_on()[0].0;
    from.history.at_survivor.push((left, from.history.facts_at(&into.history, &Belongings::default())));
    into.history.absorbed[0].1 = from.history.clone();
    assert_eq!((from.balance("2026-04-30"), from.balance("2026-05-01"), into.balance("2026-05-01")), (200, 0, 0));
    let now = into.on("2026-06-01");
    assert_eq!((now.points.balance, now.purchases.net_spend, now.purchases.count), (Points(0), Money(0), 0));
    assert_ties_out(&now);
}

/// A void of a purchase that has joined with its file is recorded on the number that it came under.
#[test]
fn a_number_that_has_gone_on_elsewhere_shows_nothing_of_what_comes_to_it() {
    let (mut into, mut from) = two();
    let sale = from.sale("2026-01-01", 100);
    from.event("2026-06-01", EventKind::MergedInto { into: MemberId(1) });
    from.refund("2026-06-02", 10_000, sale);
    from.credit("2026-06-02", 7, None);
    let absorb = into.event("2026-06-01", EventKind::Absorb { from: MemberId(2) });
    into.history.absorbed.push((absorb, from.history.clone()));
    let (gone, kept) = (from.on("2026-06-02"), into.on("2026-06-02"));
    assert_eq!((gone.status, gone.points.balance, gone.purchases.net_spend), (Status::Merged, Points(0), Money(0)));
    assert_eq!((kept.points.balance, kept.purchases.net_spend, kept.purchases.count), (Points(7), Money(0), 0));
}

#[test]
fn of_two_merges_at_one_instant_the_one_recorded_first_comes_first() {
    let (mut middle, mut first) = two();
    first.credit("2026-01-01", 70, None);
    middle.credit("2026-01-01", 30, None);
    merge("2026-06-01", &mut middle, &mut first);
    let mut last = Till::new();
    (last.history.member, last.next) = (MemberId(3), 5_000);
    let absorb = last.event("2026-06-01", EventKind::Absorb { from: MemberId(1) });
    middle.next = 6_000;
    middle.event("2026-06-01", EventKind::MergedInto { into: MemberId(3) });
    last.history.absorbed.push((absorb, middle.history.clone()));
    assert_eq!((last.balance("2026-06-01"), last.balance("2026-05-31")), (100, 0));
    assert_eq!((middle.balance("2026-06-01"), middle.balance("2026-05-31")), (0, 30));
}

/// A redemption on an order.
fn redeem(till: &mut Till, when: &str, points: i64, order: &str) -> FactId {
    let spent = till.debit(when, points);
    till.history.facts.last_mut().unwrap().reference = Some(order.to_owned());
    spent
}

#[test]
fn points_spent_on_an_order_go_with_it_when_the_merge_is_taken_away() {
    let (mut into, mut from) = two();
    into.sale_paid("2026-01-01", 10_000, 0, Some("o1"));
    from.sale_paid("2026-01-01", 10_000, 0, Some("o2"));
    // Before the merge the order is another member's: what is spent with its reference is the spender's own.
    redeem(&mut into, "2026-05-01", 5, "o2");
    let absorb = merge("2026-06-01", &mut into, &mut from);
    into.next = 3_000;
    redeem(&mut into, "2026-06-02", 20, "o2");
    redeem(&mut into, "2026-06-02", 10, "o1");
    let returned = redeem(&mut into, "2026-06-02", 40, "o2");
    into.answer(FactKind::RedeemReturn, "2026-06-03", 40, returned);
    assert_eq!(into.balance("2026-06-03"), 165);
    part("2026-06-04", &mut into, &mut from, absorb);
    let (kept, back) = (into.on("2026-06-04"), from.on("2026-06-04"));
    assert_eq!((kept.points.balance, back.points.balance), (Points(85), Points(80)));
    assert_eq!(into.balance("2026-06-03"), 165, "on the days before nothing is different");
    assert_ties_out(&kept);
    assert_ties_out(&back);
    into.next = 7_000;
    redeem(&mut into, "2026-06-05", 1, "o2");
    assert_eq!((into.balance("2026-06-05"), from.balance("2026-06-05")), (84, 80), "by then it is no order of theirs");
    merge("2026-06-06", &mut into, &mut from);
    assert_eq!((into.balance("2026-06-06"), from.balance("2026-06-06")), (164, 0));
}
