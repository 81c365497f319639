//! Fitted models of purchases and money, and what they say of one member: whether the member still buys, how often, and what
//! that is worth. BG/NBD or Pareto/NBD tells
//! purchases and value, whichever was nearer to what happened on held-out days; MBG/NBD tells churn risk (BG/NBD calls every
//! one-time buyer alive for certain).

use super::ScanWatch;
use super::as_of::AsOfDay;
use super::tracking::Tracking;
use crate::analytics::bgnbd::{self, Buyer, PurchaseModel};
use crate::analytics::clv;
use crate::analytics::gamma_gamma::{self, Spender};
use crate::analytics::holdout::{self, Holdout};
use crate::analytics::pareto::{self, ParetoFit};
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::fold::view::PurchaseRow;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::ClvRules;
use crate::domain::value::{ChosenModel, CustomerValue, FORECAST_WEEKS, NoValue, PARETO_NBD_FROM};
use crate::store::columns::{BoughtDay, PurchaseDays, bought_days};
use crate::store::cuts::{CacheStamp, CachedStat};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Grows where a fit may end at other numbers than before.
pub(super) const METHOD: u32 = 4;

/// The models of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Models {
    /// The way in which they were fitted, [`METHOD`]: what another version kept is fitted anew, and is nobody's claim.
    #[serde(default)]
    pub method: u32,
    /// The end of this day is meant.
    pub as_of: Day,
    pub fitted_at: Instant,
    pub bg: bgnbd::BgNbdFit,
    /// This fit gives the churn risk.
    pub mbg: bgnbd::BgNbdFit,
    /// Pareto/NBD, beside BG/NBD.
    #[serde(default)]
    pub pareto: Option<ParetoFit>,
    /// The one that tells purchases and value.
    #[serde(default)]
    pub chosen: ChosenModel,
    /// Money; `None` where it could not be fitted.
    pub money: Option<gamma_gamma::GammaGammaFit>,
    /// Purchase days after the first, of all.
    #[serde(default)]
    pub repeat_purchases: u64,
    /// Members who have spent money on a second day.
    #[serde(default)]
    pub spenders: usize,
    /// How well the purchase model told the last part from the first.
    pub tested: Option<HoldoutTest>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HoldoutTest {
    /// The first day of the part that was held out.
    pub from: Day,
    /// The purchase model of the part before.
    pub fit: bgnbd::BgNbdFit,
    pub result: Holdout,
    /// Pareto/NBD of the part before, and how well it told.
    #[serde(default)]
    pub pareto: Option<(ParetoFit, Holdout)>,
    /// MBG/NBD of the part before, and how well it told.
    #[serde(default)]
    pub mbg: Option<(bgnbd::BgNbdFit, Holdout)>,
    /// Repeat purchases up to the end of each week since the first purchase of all: as they were, and as told.
    pub weeks: Vec<(u64, f64)>,
    /// As told by MBG/NBD and by Pareto/NBD.
    #[serde(default)]
    pub mbg_weeks: Vec<f64>,
    #[serde(default)]
    pub pareto_weeks: Vec<f64>,
}

/// A member's days as the models take them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behaviour {
    pub buyer: Buyer,
    pub mean: f64,
}

impl Behaviour {
    /// `None` without a purchase by the day. Money in major units, the first day left out.
    pub(super) fn of(days: &[BoughtDay], today: Day, minor_per_major: i64) -> Option<Self> {
        let mut days = days.iter().filter(|d| d.orders > 0 && i64::from(d.day) <= today.0);
        let first = days.next()?.day;
        let (mut x, mut last, mut net) = (0_u32, first, 0_i64);
        for day in days {
            x += 1;
            last = day.day;
            net = net.saturating_add(day.net);
        }
        let age = u32::try_from(today.0 - i64::from(first)).ok()?;
        let mean = if x > 0 { float(net) / float(minor_per_major) / f64::from(x) } else { 0.0 };
        Some(Self { buyer: Buyer { x, t_x: last.abs_diff(first), age }, mean })
    }
}

#[expect(clippy::cast_precision_loss, reason = "money of one member is far below 2^52")]
fn float(n: i64) -> f64 {
    n as f64
}

impl Desk {
    /// Fits the models as of a day and keeps them. `holdout_from`: the first day held out for the test (the last third of the
    /// history by default). Refused (`ValueWithheld`) with too few repeat buyers.
    pub(in crate::desk) fn fit_models(
        &mut self,
        as_of: Option<Day>,
        holdout_from: Option<Day>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Models, DeskError> {
        let asked = self.as_of_day(as_of, now)?;
        let models = self.fitted(asked, holdout_from, now, watch)?;
        let programs = self.programs()?;
        let stamp = CacheStamp { day: asked.day, through: self.store.newest_seq()?, program: programs.newest().number };
        if !self.store.is_read_only() {
            self.store.write(|tx| Ok::<_, DeskError>(tx.keep(CachedStat::Fit, stamp, &models)?))?;
        }
        Ok(models)
    }

    /// The models of a day as of now: those that are kept, or fitted anew where something was recorded since.
    pub(in crate::desk) fn models(
        &mut self,
        as_of: Option<Day>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Models, DeskError> {
        let asked = self.as_of_day(as_of, now)?;
        let (newest, number) = (self.store.newest_seq()?, self.programs()?.newest().number);
        let kept = self.store.cached::<Models>(CachedStat::Fit, asked.day)?;
        match kept
            .filter(|(stamp, models)| stamp.through == newest && stamp.program == number && models.method == METHOD)
        {
            Some((_, models)) => Ok(models),
            None => self.fit_models(as_of, None, now, watch),
        }
    }

    /// What the newest models kept by a day say of a member, from the member's purchases up to the day, and the models; `None`
    /// where nothing has been fitted yet, or for who never bought.
    pub(super) fn known_worth(
        &self,
        day: Day,
        purchases: &[PurchaseRow],
    ) -> Result<Option<(CustomerValue, Models)>, DeskError> {
        let kept = self.store.newest_kept::<Models>(CachedStat::Fit, day)?;
        let Some((_, models)) = kept.filter(|(_, models)| models.method == METHOD) else { return Ok(None) };
        let worth = self.worth_by(&models, &bought_days(purchases), day)?;
        Ok(worth.map(|worth| (worth, models)))
    }

    /// What models say of the member at a place, as of the models' own day.
    pub(super) fn worth_of(
        &self,
        models: &Models,
        bought: &PurchaseDays,
        at: usize,
    ) -> Result<Option<CustomerValue>, DeskError> {
        self.worth_by(models, bought.of(at), models.as_of)
    }

    fn worth_by(&self, models: &Models, days: &[BoughtDay], today: Day) -> Result<Option<CustomerValue>, DeskError> {
        let programs = self.programs()?;
        let program = &programs.newest().program;
        let minor = program.minor_per_major();
        Ok(Behaviour::of(days, today, minor).map(|of| customer_value(models, of, program.clv, minor)))
    }

    pub(super) fn fitted(
        &self,
        asked: AsOfDay,
        holdout_from: Option<Day>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Models, DeskError> {
        let bought = self.bought(asked.day, watch)?;
        let programs = self.programs()?;
        let (rules, minor) = (programs.newest().program.clv, programs.newest().program.minor_per_major());
        let places = (0..bought.members.len()).into_par_iter().filter(|at| bought.counts(*at));
        let all: Vec<Behaviour> = places.filter_map(|at| Behaviour::of(bought.of(at), asked.day, minor)).collect();
        let repeaters = all.iter().filter(|of| of.buyer.x > 0).count() as u64;
        if repeaters < rules.min_repeaters {
            return Err(Refusal::ValueWithheld { n: repeaters, min: rules.min_repeaters }.into());
        }
        let buyers: Vec<Buyer> = all.iter().map(|of| of.buyer).collect();
        let spends = all.iter().filter(|of| of.buyer.x > 0 && of.mean > 0.0);
        let spenders: Vec<Spender> = spends.map(|of| Spender { x: of.buyer.x, mean: of.mean }).collect();
        let stop = || watch.stop();
        let unless_stopped = || if stop() { Err(DeskError::Interrupted) } else { Ok(()) };
        let fit = |model| {
            let fit = bgnbd::fit_unless(&stop, model, &buyers);
            unless_stopped().and_then(|()| fit.ok_or(Refusal::NoFit.into()))
        };
        let (bg, mbg) = (fit(PurchaseModel::Bg)?, fit(PurchaseModel::Mbg)?);
        let pareto = second_opinion(&stop, &buyers);
        let money = gamma_gamma::fit_unless(&stop, &spenders);
        unless_stopped()?;
        let tested = tested(&stop, &bought, asked.day, holdout_from);
        unless_stopped()?;
        let chosen = chosen(pareto.is_some(), tested.as_ref());
        Ok(Models {
            method: METHOD,
            as_of: asked.day,
            fitted_at: now,
            bg,
            mbg,
            pareto,
            chosen,
            money,
            repeat_purchases: buyers.iter().map(|buyer| u64::from(buyer.x)).sum(),
            spenders: spenders.len(),
            tested,
        })
    }
}

impl Models {
    /// Why there is no model of money, where there is none.
    pub(super) fn no_money(&self) -> NoValue {
        match self.spenders {
            0 => NoValue::NoMoney,
            1 => NoValue::OneSpender,
            _ => NoValue::NoFit,
        }
    }

    /// Purchases expected of a member over a horizon of so many weeks.
    pub(super) fn expected_in(&self, worth: &CustomerValue, weeks: f64) -> f64 {
        self.expected(Buyer { x: worth.x, t_x: worth.t_x, age: worth.age }, weeks)
    }

    /// The same, by the model that was chosen.
    fn expected(&self, buyer: Buyer, weeks: f64) -> f64 {
        match (self.chosen, &self.pareto) {
            (ChosenModel::ParetoNbd, Some(fit)) => pareto::expected(&fit.params, buyer, weeks),
            (ChosenModel::ParetoNbd, None) | (ChosenModel::BgNbd, _) => {
                bgnbd::expected(PurchaseModel::Bg, &self.bg.params, buyer, weeks)
            }
        }
    }
}

fn customer_value(models: &Models, of: Behaviour, rules: ClvRules, minor_per_major: i64) -> CustomerValue {
    let Behaviour { buyer, mean } = of;
    let horizon = clv::Horizon {
        months: rules.months,
        discount: float(rules.discount_e6) / 1e6,
        margin: float(rules.margin_e4) / 1e4,
    };
    let params = &models.bg.params;
    let value = models.money.as_ref().ok_or(models.no_money()).and_then(|money| {
        let x = if mean > 0.0 { buyer.x } else { 0 };
        let spend = gamma_gamma::expected_money(&money.params, x, mean.max(0.0)).ok_or(NoValue::NoMean)?;
        Ok(clv::value_by(|weeks| models.expected(buyer, weeks), spend, &horizon) * float(minor_per_major))
    });
    CustomerValue {
        p_alive: bgnbd::p_alive(PurchaseModel::Mbg, &models.mbg.params, buyer),
        p_alive_bg: bgnbd::p_alive(PurchaseModel::Bg, params, buyer),
        ahead: None,
        p_alive_pareto: models.pareto.as_ref().map(|fit| pareto::p_alive(&fit.params, buyer)),
        expected: FORECAST_WEEKS.map(|weeks| models.expected(buyer, f64::from(weeks))),
        value,
        x: buyer.x,
        t_x: buyer.t_x,
        age: buyer.age,
        mean: mean * float(minor_per_major),
    }
}

/// Pareto/NBD, where there are enough repeat buyers to choose between it and BG/NBD.
pub(super) fn second_opinion(stop: &dyn Fn() -> bool, buyers: &[Buyer]) -> Option<ParetoFit> {
    let repeaters = buyers.iter().filter(|buyer| buyer.x > 0).count() as u64;
    if repeaters < PARETO_NBD_FROM { None } else { pareto::fit_unless(stop, buyers) }
}

/// The model that was nearer to what happened on held-out days.
fn chosen(is_fitted: bool, tested: Option<&HoldoutTest>) -> ChosenModel {
    let errors = tested.and_then(|test| Some((test.result.model.rmse, test.pareto.as_ref()?.1.model.rmse)));
    match errors {
        Some((bg, pareto)) if is_fitted && pareto < bg => ChosenModel::ParetoNbd,
        _ => ChosenModel::BgNbd,
    }
}

/// Fits on what was bought before a day and compares with what was bought from it on.
fn tested(stop: &dyn Fn() -> bool, bought: &PurchaseDays, until: Day, from: Option<Day>) -> Option<HoldoutTest> {
    let members = || (0..bought.members.len()).into_par_iter().filter(|at| bought.counts(*at)).map(|at| bought.of(at));
    let begin = members().filter_map(|days| order_days(days).next()).min()?;
    let from = from.unwrap_or(Day(begin + (until.0 - begin) * 2 / 3 + 1));
    if from.0 <= begin || from > until {
        return None;
    }
    let known = from.plus_days(-1);
    let split = |days: &[BoughtDay]| {
        let before = Behaviour::of(days, known, 1)?;
        let after = order_days(days).filter(|day| *day > known.0).count();
        Some((before.buyer, u32::try_from(after).ok()?))
    };
    let both: Vec<(Buyer, u32)> = members().filter_map(split).collect();
    let buyers: Vec<Buyer> = both.iter().map(|(buyer, _)| *buyer).collect();
    let fit = bgnbd::fit_unless(stop, PurchaseModel::Bg, &buyers)?;
    let days = u32::try_from(until.0 - known.0).ok()?;
    let result = holdout::compare(PurchaseModel::Bg, &fit.params, &both, days);
    let weeks = f64::from(days) / 7.0;
    let pareto = second_opinion(stop, &buyers).map(|fit| {
        let told = holdout::compare_by(&|buyer| pareto::expected(&fit.params, buyer, weeks), &both, days);
        (fit, told)
    });
    let mbg = bgnbd::fit_unless(stop, PurchaseModel::Mbg, &buyers).map(|fit| {
        let told = holdout::compare(PurchaseModel::Mbg, &fit.params, &both, days);
        (fit, told)
    });
    let people = || members().filter(|days| order_days(days).next().is_some_and(|first| first <= known.0));
    let mut firsts: Vec<i64> = people().filter_map(|days| order_days(days).next()).collect();
    let mut repeats: Vec<i64> = people().flat_map_iter(|days| order_days(days).skip(1)).collect();
    firsts.par_sort_unstable();
    repeats.par_sort_unstable();
    let track = Tracking::of(&firsts, begin, until.0);
    let by = |model, fit: &bgnbd::BgNbdFit| track.told(&|age| bgnbd::expected_of_new(model, &fit.params, age));
    let by_pareto = |fit: &ParetoFit| track.told(&|age| pareto::expected_of_new(&fit.params, age));
    let weeks = track.actual(&repeats).into_iter().zip(by(PurchaseModel::Bg, &fit)).collect();
    let mbg_weeks = mbg.as_ref().map_or_else(Vec::new, |(fit, _)| by(PurchaseModel::Mbg, fit));
    let pareto_weeks = pareto.as_ref().map_or_else(Vec::new, |(fit, _)| by_pareto(fit));
    Some(HoldoutTest { from, fit, result, pareto, mbg, weeks, mbg_weeks, pareto_weeks })
}

/// Counts the business days that have an order.
fn order_days(days: &[BoughtDay]) -> impl Iterator<Item = i64> {
    days.iter().filter(|d| d.orders > 0).map(|d| i64::from(d.day))
}
