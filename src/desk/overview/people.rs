//! Figures of members and of what they buy, by one pass over everybody's purchase days.

use crate::analytics::proportion::wilson;
use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::error::DeskError;
use crate::desk::segments::AsOfDay;
use crate::domain::day::{Day, Instant};
use crate::domain::figure::FigureCode;
use crate::domain::fold::stage_by_days;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::{MemberId, Money};
use crate::domain::overview::{Figure, FigureValue, MONTHS, months_to};
use crate::domain::program::LifecycleRules;
use crate::domain::question::ShowOverview;
use crate::domain::rate::Rate;
use crate::domain::segment_views::CHURN_DAYS;
use crate::store::columns::BoughtDay;

/// What one month counts, as things stood at its end.
#[derive(Debug, Clone, Copy, Default)]
struct MonthCounts {
    members: u64,
    joined: u64,
    active: u64,
    /// Members with an order by then, and those of them with orders on several days.
    bought: u64,
    repeated: u64,
    /// Members with an order in it, their orders, and the money kept.
    buyers: u64,
    orders: i64,
    net: i64,
}

/// The months, and the windows of the lifecycle stages.
struct MonthlyScan {
    months: Vec<(Day, Day)>,
    rules: LifecycleRules,
    counts: [MonthCounts; MONTHS],
}

impl MonthlyScan {
    /// Adds a member that counts. `joined`: the day on which the membership began, where that is known.
    fn add(&mut self, joined: Option<Day>, days: &[BoughtDay]) {
        let first = days.iter().find(|day| day.orders > 0).map(|day| Day(i64::from(day.day)));
        let there = [joined, first].into_iter().flatten().min();
        let (mut next, mut before, mut last, mut bought) = (0, None, None, 0_u32);
        for (at, (start, end)) in self.months.iter().enumerate() {
            let counts = &mut self.counts[at];
            let mut is_buyer = false;
            while let Some(day) = days.get(next).filter(|day| i64::from(day.day) <= end.0) {
                let on = Day(i64::from(day.day));
                if on >= *start {
                    counts.net = counts.net.saturating_add(day.net);
                    counts.orders += i64::from(day.orders);
                    is_buyer |= day.orders > 0;
                }
                if day.orders > 0 {
                    (before, last) = (last, Some(on));
                    bought += 1;
                }
                next += 1;
            }
            // Of whom no beginning is known has been there all the time.
            counts.members += u64::from(there.is_none_or(|there| there <= *end));
            counts.joined += u64::from(joined.is_some_and(|joined| (*start..=*end).contains(&joined)));
            counts.buyers += u64::from(is_buyer);
            counts.bought += u64::from(bought > 0);
            counts.repeated += u64::from(bought > 1);
            if let (Some(first), Some(last)) = (first, last) {
                counts.active += u64::from(is_active(stage_by_days(*end, first, last, before, &self.rules)));
            }
        }
    }
}

fn is_active(stage: LifecycleStage) -> bool {
    match stage {
        LifecycleStage::New | LifecycleStage::WonBack | LifecycleStage::Active => true,
        LifecycleStage::Prospect | LifecycleStage::Lapsing | LifecycleStage::Dormant | LifecycleStage::Lost => false,
    }
}

impl Desk {
    pub(super) fn figures_of_people(
        &self,
        question: &ShowOverview,
        asked: AsOfDay,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Vec<Figure>, DeskError> {
        let base = self.base_members(&question.base, asked, now, watch)?;
        let (view, profiles) = (self.view(asked, false, watch)?, self.profiles()?);
        let bought = self.bought(asked.day, watch)?;
        let rules = self.windows_of(&bought, asked.day)?;
        let mut scan = MonthlyScan { months: months_to(asked.day), rules, counts: [MonthCounts::default(); MONTHS] };
        let columns = &view.columns;
        for at in (0..columns.len()).filter(|at| columns.counts(*at) && base.holds(columns.members[*at])) {
            let place = bought.place(MemberId(columns.members[at]));
            let days = place.map(|place| bought.of(place)).unwrap_or_default();
            let joined = profiles.joined_on.get(at).and(profiles.joined(at)).map(Day);
            scan.add(joined, days);
        }
        let churns = scan.months.iter().map(|(_, end)| self.churn_of(&bought, &base, end.plus_days(-CHURN_DAYS), *end));
        let churns = churns.collect::<Result<Vec<Rate>, _>>()?;
        Ok(figures(&scan, &churns))
    }
}

fn figures(scan: &MonthlyScan, churns: &[Rate]) -> Vec<Figure> {
    let this = scan.counts.last().copied().unwrap_or_default();
    let start = scan.months.last().map(|(start, _)| *start).unwrap_or_default();
    let count = |n: u64| FigureValue::Count(i64::try_from(n).unwrap_or(i64::MAX));
    let each = |of: &dyn Fn(&MonthCounts) -> Option<FigureValue>| scan.counts.iter().map(of).collect::<Vec<_>>();
    let rate = |code, of: &dyn Fn(&MonthCounts) -> Rate| {
        let rate = of(&this);
        let months = each(&|counts| of(counts).share().map(FigureValue::Share));
        Figure::rate(code, rate, wilson(rate.part, rate.n)).with_months(months)
    };
    let churn = churns.last().copied().unwrap_or_default();
    // To the nearest of the smallest units.
    let value = |counts: &MonthCounts| {
        let twice = counts.net.saturating_mul(2).saturating_add(counts.orders);
        Some(FigureValue::Money(Money(twice.checked_div_euclid(counts.orders.saturating_mul(2))?)))
    };
    vec![
        Figure::of(FigureCode::Members, count(this.members))
            .with_months(each(&|counts| Some(count(counts.members))))
            .with_filter("status:active,frozen"),
        Figure::of(FigureCode::Joined, count(this.joined))
            .with_months(each(&|counts| Some(count(counts.joined))))
            .with_filter(format!("joined>={start}")),
        rate(FigureCode::ActiveRate, &|counts| Rate { part: counts.active, n: counts.members })
            .with_filter("stage:new,won_back,active"),
        rate(FigureCode::RepeatRate, &|counts| Rate { part: counts.repeated, n: counts.bought }),
        Figure::rate(FigureCode::Churn, churn, wilson(churn.part, churn.n))
            .with_months(churns.iter().map(|rate| rate.share().map(FigureValue::Share)).collect()),
        Figure::of(FigureCode::Buyers, count(this.buyers))
            .with_months(each(&|counts| Some(count(counts.buyers))))
            .with_filter(format!("last>={start}")),
        Figure::of(FigureCode::Orders, FigureValue::Count(this.orders))
            .with_months(each(&|counts| Some(FigureValue::Count(counts.orders)))),
        Figure::of(FigureCode::NetSpend, FigureValue::Money(Money(this.net)))
            .with_months(each(&|counts| Some(FigureValue::Money(Money(counts.net))))),
        Figure { value: value(&this), ..Figure::unknown(FigureCode::OrderValue) }
            .with_n(u64::try_from(this.orders).unwrap_or(0))
            .with_months(each(&value)),
    ]
}
