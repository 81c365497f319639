//! What the members buy and bring back.

use super::people::{CHANNELS, DemoMember, ONLINE, STORES};
use super::rng::Rng;
use crate::domain::day::Day;

/// One row of the purchases file.
#[derive(Debug, Clone)]
pub(super) struct DemoPurchase {
    /// Whose: the place among the people.
    pub who: usize,
    pub day: Day,
    /// Counts minutes from midnight.
    pub minute: i64,
    /// The order's number; a refund's own.
    pub number: usize,
    /// Amounts are in fen.
    pub amount: i64,
    /// Fen of it that were paid with points.
    pub points_paid: i64,
    /// For a refund, the number of its order.
    pub refund_of: Option<usize>,
    store: &'static str,
    channel: &'static str,
}

impl DemoPurchase {
    pub fn reference(&self) -> String {
        reference(self.number)
    }

    /// A refund of all of it, some days later.
    pub fn refunded(&self, number: usize, day: Day, minute: i64) -> Self {
        Self { day, minute, number, points_paid: 0, refund_of: Some(self.number), ..self.clone() }
    }

    fn is_before(&self, day: Day) -> bool {
        self.day < day
    }
}

fn reference(number: usize) -> String {
    format!("A-{number:05}")
}

/// Everything bought from `start` to the day before `today`, in the order of time, numbered from 1.
pub(super) fn shopping(seed: u64, people: &[DemoMember], start: Day, today: Day) -> Vec<DemoPurchase> {
    let mut rows = Vec::new();
    for (who, person) in people.iter().enumerate() {
        // A sequence a member: one member's habits move nobody else's purchases.
        let mut rng = Rng::new(seed, &person.no);
        visits(&mut rng, who, person, start, today, &mut rows);
    }
    rows.sort_by_key(|row| (row.day, row.minute, row.who));
    for (i, row) in rows.iter_mut().enumerate() {
        row.number = i + 1;
    }
    bring_back(seed, &mut rows, today);
    rows
}

fn visits(rng: &mut Rng, who: usize, person: &DemoMember, start: Day, today: Day, rows: &mut Vec<DemoPurchase>) {
    let habit = person.habit;
    let first = person.joined.max(start);
    let last = if rng.chance(habit.leaves) { Day(rng.between(first.0, today.0 - 1)) } else { today.plus_days(-1) };
    // Whoever joined before the two years begin is somewhere between two purchases then.
    let mut day = first.plus_days(rng.below(habit.gap_days.max(1)));
    for _ in 0..habit.at_most {
        if day > last {
            break;
        }
        rows.push(visit(rng, who, person, day));
        if rng.chance(3) {
            rows.push(visit(rng, who, person, day));
        }
        day = day.plus_days(rng.mostly_low(1, habit.gap_days * 4).max(1));
    }
}

fn visit(rng: &mut Rng, who: usize, person: &DemoMember, day: Day) -> DemoPurchase {
    let store = if rng.chance(75) { person.store } else { rng.weighted(&STORES, |s| s.1).0 };
    let channel = if store == ONLINE { rng.pick(&CHANNELS[1..]).0 } else { CHANNELS[0].0 };
    let cents = *rng.pick(&[0, 0, 0, 50, 80, 90, 90]);
    let amount = rng.mostly_low(person.habit.low, person.habit.high) / 100 * 100 + cents;
    DemoPurchase {
        who,
        day,
        minute: rng.between(10 * 60, 21 * 60 + 40),
        number: 0,
        amount,
        points_paid: 0,
        refund_of: None,
        store,
        channel,
    }
}

/// One purchase in twenty comes back, whole or in part, within three weeks.
fn bring_back(seed: u64, rows: &mut Vec<DemoPurchase>, today: Day) {
    let mut rng = Rng::new(seed, "refunds");
    let mut number = rows.len();
    let mut refunds = Vec::new();
    for row in rows.iter() {
        if !rng.chance(5) {
            continue;
        }
        let day = row.day.plus_days(rng.mostly_low(1, 21));
        let part = if rng.chance(60) { 100 } else { rng.between(10, 90) };
        let minute = rng.between(10 * 60, 21 * 60);
        let amount = (row.amount * part / 100).max(1);
        number += 1;
        let refund = DemoPurchase { amount, ..row.refunded(number, day, minute) };
        refunds.extend(Some(refund).filter(|r| r.is_before(today)));
    }
    rows.extend(refunds);
    rows.sort_by_key(|row| (row.day, row.minute, row.number));
}

/// The rows as the file that `import purchases` takes.
pub(super) fn csv(people: &[DemoMember], rows: &[DemoPurchase]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "order_ref",
        "member_no",
        "purchased_at",
        "amount",
        "kind",
        "refund_of",
        "store",
        "channel",
        "points_paid",
    ])?;
    for row in rows {
        let paid = if row.points_paid > 0 { major(row.points_paid) } else { String::new() };
        out.write_record([
            row.reference().as_str(),
            &people[row.who].no,
            &format!("{} {:02}:{:02}", row.day, row.minute / 60, row.minute % 60),
            &major(row.amount),
            if row.refund_of.is_some() { "refund" } else { "sale" },
            &row.refund_of.map(reference).unwrap_or_default(),
            row.store,
            row.channel,
            &paid,
        ])?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// Fen as yuan: `299.90`.
fn major(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

#[cfg(test)]
mod tests {
    use super::super::people::people;
    use super::*;
    use std::collections::HashSet;

    fn two_years() -> (Day, Day) {
        let today = Day::from_ymd(2026, 11, 22).unwrap();
        (today.plus_days(-730), today)
    }

    #[test]
    fn rows_are_in_time_with_a_number_each_and_refunds_after_their_sale() {
        let (start, today) = two_years();
        let people = people(1, 400, start, today);
        let rows = shopping(1, &people, start, today);
        assert!(rows.is_sorted_by_key(|r| (r.day, r.minute)));
        assert!(rows.iter().all(|r| r.day >= start && r.day < today && r.amount > 0));
        assert_eq!(rows.iter().map(|r| r.number).collect::<HashSet<_>>().len(), rows.len());
        let refunds: Vec<&DemoPurchase> = rows.iter().filter(|r| r.refund_of.is_some()).collect();
        assert!(refunds.len() * 40 > rows.len(), "{} of {}", refunds.len(), rows.len());
        for refund in refunds {
            let sale = rows.iter().find(|r| Some(r.number) == refund.refund_of).unwrap();
            assert!(sale.day < refund.day && sale.amount >= refund.amount && sale.who == refund.who);
        }
    }

    #[test]
    fn all_kinds_of_shoppers_are_there() {
        let (start, today) = two_years();
        let people = people(1, 1_000, start, today);
        let rows = shopping(1, &people, start, today);
        let of = |who: usize| rows.iter().filter(move |r| r.who == who && r.day > today.plus_days(-365));
        let spend: Vec<i64> = (0..people.len()).map(|who| of(who).map(|r| r.amount).sum()).collect();
        let between = |low: i64, high: i64| spend.iter().filter(|s| (low..high).contains(*s)).count();
        assert!(between(0, 1) > 50, "some buy nothing");
        assert!(between(100_000, 500_000) > 100, "silver");
        assert!(between(500_000, 2_000_000) > 30, "gold");
        assert!(between(2_000_000, i64::MAX) > 5, "platinum");
        assert!((6_000..30_000).contains(&rows.len()), "{}", rows.len());
    }
}
