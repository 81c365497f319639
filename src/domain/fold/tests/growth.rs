//! A house card has hundreds of thousands of purchases: what the machine looks at grows as the history does.

use super::*;
use crate::domain::fold::work::counted;
use rstest::rstest;

/// So many visits, one a minute: a purchase, all of its points spent on it, a part of it brought back, so that points are owed until
/// the next visit.
fn visits(n: i64) -> Till {
    let mut till = Till::new();
    let begin = at("2026-01-05 09:00");
    for visit in 0..n {
        let when = |second: i64| Instant(begin.0 + visit * 60_000 + second * 1_000);
        let order = format!("R{visit}");
        let mut sale = till.blank(FactKind::Sale, when(0));
        (sale.amount, sale.points, sale.rating) = (Money(10_000), Points(100), till.program.rating("base"));
        sale.expires_on = Some(day("2026-12-31"));
        sale.reference = Some(order.clone());
        let sale = till.push(sale);
        let mut spent = till.blank(FactKind::Redeem, when(1));
        (spent.points, spent.reference) = (Points(-100), Some(order));
        till.push(spent);
        let mut refund = till.blank(FactKind::Refund, when(2));
        (refund.amount, refund.link) = (Money(3_000), Some(sale));
        till.push(refund);
    }
    till
}

#[rstest]
#[case::while_it_goes_on("2026-06-01")]
#[case::after_all_has_expired("2027-06-01")]
fn a_history_twice_as_long_is_twice_as_much_to_look_at(#[case] on: &str) {
    let looked_at = |n: i64| {
        let till = visits(n);
        counted(|| drop(till.folded(on)))
    };
    let (half, whole) = (looked_at(500), looked_at(1_000));
    assert!(half >= 500, "{half}: every refund looks for what was spent on its order");
    assert!(whole <= 2 * half + 100, "{half} of 500 visits, {whole} of 1,000");
}
