//! The state of the programme in figures. Each has one definition, its n, and an interval where it is a rate; their rows sum to
//! them.

use super::day::Day;
use super::figure::FigureCode;
use super::fold::view::{EntryKind, LedgerEntry, Snapshot};
use super::num::{Money, OpSeq, Points};
use super::rate::{Interval, Rate};
use std::collections::BTreeMap;

/// Months that a trend shows; the last is that of the day, up to it.
pub const MONTHS: usize = 12;

/// A value with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FigureValue {
    Count(i64),
    Money(Money),
    Points(Points),
    /// From 0 to 1; of points redeemed against points earned it may be more.
    Share(f64),
    Score(f64),
    Hours(f64),
}

impl FigureValue {
    /// Where it stands in a chart, and in JSON: money in minor units.
    #[expect(clippy::cast_precision_loss, reason = "sums stay below 10^12, far below 2^52")]
    pub fn number(self) -> f64 {
        match self {
            Self::Count(n) | Self::Money(Money(n)) | Self::Points(Points(n)) => n as f64,
            Self::Share(value) | Self::Score(value) | Self::Hours(value) => value,
        }
    }
}

/// A figure of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub code: FigureCode,
    /// `None` where there is nothing to tell it from.
    pub value: Option<FigureValue>,
    /// What it rests on: members, answers, cases.
    pub n: Option<u64>,
    /// From and to at 95 %, where it is an estimate.
    pub interval: Option<(f64, f64)>,
    /// Its value in each month of the trend, the oldest first; empty where it has none.
    pub months: Vec<Option<FigureValue>>,
    /// The filter that lists its members, where it counts members.
    pub filter: Option<String>,
}

impl Figure {
    pub fn of(code: FigureCode, value: FigureValue) -> Self {
        Self { code, value: Some(value), n: None, interval: None, months: Vec::new(), filter: None }
    }

    /// A figure that there is nothing to tell from.
    pub fn unknown(code: FigureCode) -> Self {
        Self { code, value: None, n: None, interval: None, months: Vec::new(), filter: None }
    }

    /// A rate with its interval.
    pub fn rate(code: FigureCode, rate: Rate, interval: Option<Interval>) -> Self {
        Self {
            value: rate.share().map(FigureValue::Share),
            n: Some(rate.n),
            interval: interval.map(|interval| (interval.low, interval.high)),
            ..Self::unknown(code)
        }
    }

    #[must_use]
    pub fn with_n(self, n: u64) -> Self {
        Self { n: Some(n), ..self }
    }

    #[must_use]
    pub fn with_months(self, months: Vec<Option<FigureValue>>) -> Self {
        Self { months, ..self }
    }

    #[must_use]
    pub fn with_filter(self, filter: impl Into<String>) -> Self {
        Self { filter: Some(filter.into()), ..self }
    }
}

/// What is told at once: members, purchases, what members say.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The end of this day is meant.
    pub day: Day,
    /// The newest operation that is in it.
    pub through: OpSeq,
    pub figures: Vec<Figure>,
}

/// Points of a month by where they came from and went, each with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PointFlows {
    /// Brought from elsewhere.
    pub opening: i64,
    pub earned: i64,
    pub bonus: i64,
    /// Adjustments by hand, up and down.
    pub adjusted: i64,
    /// Redeemed less what was given back.
    pub redeemed: i64,
    pub clawed_back: i64,
    pub expired: i64,
}

impl PointFlows {
    fn add(&mut self, entry: &LedgerEntry) {
        let sum = match entry.kind {
            EntryKind::Opening => &mut self.opening,
            EntryKind::Earn => &mut self.earned,
            EntryKind::Bonus => &mut self.bonus,
            EntryKind::Adjust => &mut self.adjusted,
            EntryKind::Redeem | EntryKind::RedeemReturn => &mut self.redeemed,
            EntryKind::Clawback => &mut self.clawed_back,
            EntryKind::Expire => &mut self.expired,
            // It is shown and changes nothing.
            EntryKind::Waive => return,
        };
        *sum = sum.saturating_add(entry.points.0);
    }

    /// What all of them come to.
    pub fn net(&self) -> i64 {
        let all = [self.opening, self.earned, self.bonus, self.adjusted, self.redeemed, self.clawed_back, self.expired];
        all.into_iter().fold(0, i64::saturating_add)
    }
}

/// The points of the members that count on a day: where they came from, and when they end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PointsOverview {
    /// The end of this day is meant.
    pub day: Day,
    pub through: OpSeq,
    /// Members that count.
    pub members: u64,
    /// Points that can be spent or are pending.
    pub outstanding: i64,
    /// Points owed, and how many members owe them.
    pub owed: i64,
    pub owing: u64,
    /// Points that expire within 30 days.
    pub expiring: i64,
    /// Outstanding points by the first day of the month in which they expire; `None`: never.
    pub by_expiry: BTreeMap<Option<Day>, i64>,
    /// What was outstanding, less what was owed, before the first month of `flows`.
    pub before: i64,
    /// The flows of the last twelve months, the oldest first, each with its first day.
    pub flows: Vec<(Day, PointFlows)>,
    /// Members by tier.
    pub tiers: BTreeMap<String, u64>,
}

/// Days ahead in which points are said to expire.
pub const EXPIRING_DAYS: i64 = 30;

impl PointsOverview {
    /// An overview of nobody yet.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    /// use loyaltui::domain::num::OpSeq;
    /// use loyaltui::domain::overview::PointsOverview;
    ///
    /// let none = PointsOverview::begin(Day::parse("2026-11-22").unwrap(), OpSeq(7));
    /// let firsts: Vec<String> = none.flows.iter().map(|(first, _)| first.to_string()).collect();
    /// assert_eq!((firsts[0].as_str(), firsts[11].as_str(), none.ties()), ("2025-12-01", "2026-11-01", true));
    /// ```
    pub fn begin(day: Day, through: OpSeq) -> Self {
        let flows = months_to(day).into_iter().map(|(first, _)| (first, PointFlows::default())).collect();
        Self { day, through, flows, ..Self::default() }
    }

    /// Adds a member that counts, with its ledger up to the day.
    pub fn add(&mut self, entries: &[LedgerEntry], snapshot: &Snapshot) {
        self.members += 1;
        *self.tiers.entry(snapshot.tier.code.clone()).or_default() += 1;
        let points = &snapshot.points;
        self.owed = self.owed.saturating_add(points.deficit.0);
        self.owing += u64::from(points.deficit.0 > 0);
        for lot in &points.lots {
            let month = lot.expires_on.map(Day::start_of_month);
            let sum = self.by_expiry.entry(month).or_default();
            *sum = sum.saturating_add(lot.open.0);
            self.outstanding = self.outstanding.saturating_add(lot.open.0);
            let is_soon = |last: Day| (0..=EXPIRING_DAYS).contains(&(last.0 - self.day.0));
            if lot.expires_on.is_some_and(is_soon) {
                self.expiring = self.expiring.saturating_add(lot.open.0);
            }
        }
        for entry in entries {
            let month = self.flows.partition_point(|(first, _)| *first <= entry.day);
            if let Some(at) = month.checked_sub(1) {
                self.flows[at].1.add(entry);
            } else {
                let mut flows = PointFlows::default();
                flows.add(entry);
                self.before = self.before.saturating_add(flows.net());
            }
        }
    }

    /// Whether what was there and what came and went is what is there.
    pub fn ties(&self) -> bool {
        let flows = self.flows.iter().map(|(_, flows)| flows.net()).fold(self.before, i64::saturating_add);
        flows == self.outstanding.saturating_sub(self.owed)
    }

    /// The flows of the month of the day.
    pub fn this_month(&self) -> PointFlows {
        self.flows.last().map(|(_, flows)| *flows).unwrap_or_default()
    }

    /// What was there, less what was owed, when the month of the day began.
    pub fn month_began_with(&self) -> i64 {
        self.outstanding.saturating_sub(self.owed).saturating_sub(self.this_month().net())
    }

    /// The figures of points.
    pub fn figures(&self) -> Vec<Figure> {
        let month = self.this_month();
        let points = |n: i64| FigureValue::Points(Points(n));
        let each = |of: fn(&PointFlows) -> i64| self.flows.iter().map(|(_, flows)| Some(points(of(flows)))).collect();
        let mut left = self.before;
        let outstanding = self.flows.iter().map(|(_, flows)| {
            left = left.saturating_add(flows.net());
            Some(points(left))
        });
        let share = |flows: &PointFlows| {
            (flows.earned > 0).then(|| points(-flows.redeemed).number() / points(flows.earned).number())
        };
        let shares = self.flows.iter().map(|(_, flows)| share(flows).map(FigureValue::Share)).collect();
        let rate = share(&month).map_or_else(
            || Figure::unknown(FigureCode::RedemptionRate),
            |share| Figure::of(FigureCode::RedemptionRate, FigureValue::Share(share)),
        );
        vec![
            Figure::of(FigureCode::Outstanding, points(self.outstanding))
                .with_n(self.members)
                .with_months(outstanding.collect()),
            Figure::of(FigureCode::Expiring, points(self.expiring)),
            Figure::of(FigureCode::Earned, points(month.earned)).with_months(each(|flows| flows.earned)),
            Figure::of(FigureCode::Redeemed, points(-month.redeemed)).with_months(each(|flows| -flows.redeemed)),
            rate.with_months(shares),
            Figure::of(FigureCode::Owing, FigureValue::Count(i64::try_from(self.owing).unwrap_or(i64::MAX)))
                .with_n(self.members)
                .with_filter("points<0"),
        ]
    }
}

/// The months of a trend, the oldest first: the first and the last day of each, the day itself for that of the day.
pub fn months_to(day: Day) -> Vec<(Day, Day)> {
    let mut months = Vec::with_capacity(MONTHS);
    let mut last = day;
    for _ in 0..MONTHS {
        let first = last.start_of_month();
        months.push((first, last));
        last = first.plus_days(-1);
    }
    months.reverse();
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fold::fold;
    use crate::domain::num::MemberId;
    use crate::domain::plan::tests::{Histories, adjust, day, redeem};
    use proptest::prelude::*;

    /// A year of one member's points, as somebody and the days make them: purchases, refunds, adjustments, redemptions, expiry.
    fn lived(acts: &[(u8, u16, i64)]) -> Histories {
        let mut world = Histories::on("2025-01-01");
        world.opening(1, "2024-12-31", 700, Some("2025-06-30"));
        let (mut on, mut sales) = (day("2025-01-01"), Vec::new());
        for (act, gap, size) in acts {
            on = on.plus_days(i64::from(*gap % 40));
            world = world.at(&on.to_string());
            // What is refused leaves everything as it was.
            match act % 4 {
                0 => sales.push(world.sale(1, &on.to_string(), *size)),
                1 => drop(world.done(adjust(1, size - 400))),
                2 => drop(world.done(redeem(1, *size))),
                _ => {
                    if let Some(sale) = sales.pop() {
                        world.refund(1, &on.to_string(), sale, 1);
                    }
                }
            }
        }
        world
    }

    proptest! {
        #[test]
        fn the_waterfall_ties_on_every_day(acts in prop::collection::vec((0_u8..4, 0_u16..40, 1_i64..900), 0..30)) {
            let world = lived(&acts);
            let history = world.history(MemberId(1));
            for ahead in (0..900).step_by(13) {
                let on = day("2025-01-01").plus_days(ahead);
                let folded = fold(&history, &world.programs, on).unwrap();
                let mut points = PointsOverview::begin(on, OpSeq(1));
                points.add(&folded.trace.entries, &folded.state.snapshot(&world.programs));
                prop_assert!(points.ties(), "{on}: {points:?}");
                prop_assert_eq!(points.by_expiry.values().sum::<i64>(), points.outstanding);
                prop_assert_eq!(points.month_began_with() + points.this_month().net(), points.outstanding - points.owed);
            }
        }
    }

    #[test]
    fn the_months_of_a_trend_end_with_the_day() {
        let months = months_to(day("2026-03-31"));
        assert_eq!(months.len(), MONTHS);
        assert_eq!(months[0], (day("2025-04-01"), day("2025-04-30")));
        assert_eq!(months[10], (day("2026-02-01"), day("2026-02-28")));
        assert_eq!(months[11], (day("2026-03-01"), day("2026-03-31")));
    }
}
