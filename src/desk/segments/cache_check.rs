//! Whether what is kept of everybody is what everybody's facts make it.

use super::as_of::AsOfDay;
use super::cached_cuts::CachedDay;
use super::model::{METHOD, Models};
use super::view::ScoredMembers;
use crate::analytics::pareto::ParetoFit;
use crate::analytics::{bgnbd, gamma_gamma};
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::verification::Discrepancy;
use crate::store::cuts::{CacheStamp, CachedStat};

/// Numbers are kept as decimal text, and searched for to about this accuracy.
const SAME: f64 = 1e-6;

impl Desk {
    /// The first kept cut points or models that are not what they should be. Those that something was recorded after are told
    /// apart by their stamp and are nobody's claim about now; a stamp ahead of the journal is nobody's at all.
    pub(in crate::desk) fn wrong_kept(&self) -> Result<Option<Discrepancy>, DeskError> {
        let wrong = |table: &str, stamp: CacheStamp| {
            Ok(Some(Discrepancy::Table { table: table.to_owned(), row: stamp.day.to_string() }))
        };
        let (newest, programs) = (self.store.newest_seq()?, self.programs()?);
        let is_now = |stamp: &CacheStamp| stamp.through == newest && stamp.program == programs.newest().number;
        for (stamp, kept) in self.store.all_kept::<CachedDay>(CachedStat::Cuts)? {
            if stamp.through > newest {
                return wrong("rfm_cut", stamp);
            }
            if is_now(&stamp) {
                let bought = self.store.read(|store| store.bought(stamp.day, &programs, &mut ()))?;
                let view = ScoredMembers::of_bought(&bought, stamp.day, stamp.through, &programs);
                if kept != Some(CachedDay::of(&view)) {
                    return wrong("rfm_cut", stamp);
                }
            }
        }
        for (stamp, models) in self.store.all_kept::<Models>(CachedStat::Fit)? {
            if stamp.through > newest {
                return wrong("model_fit", stamp);
            }
            if is_now(&stamp) && !self.fits(stamp, models)? {
                return wrong("model_fit", stamp);
            }
        }
        Ok(None)
    }

    /// Whether models are what a fit of their day gives.
    fn fits(&self, stamp: CacheStamp, models: Option<Models>) -> Result<bool, DeskError> {
        let Some(models) = models else { return Ok(false) };
        if models.method < METHOD {
            return Ok(true);
        }
        let asked = AsOfDay { day: stamp.day, today: stamp.day };
        let from = models.tested.as_ref().map(|tested| tested.from);
        let again = match self.fitted(asked, from, models.fitted_at, &mut ()) {
            Ok(again) => again,
            Err(DeskError::Refused(_)) => return Ok(false),
            Err(error) => return Err(error),
        };
        let tested = |models: &Models| models.tested.clone().map(|tested| (tested.from, tested.fit));
        let money = |models: &Models| models.money.as_ref().map(numbers_of_money);
        let same_test = match (tested(&models), tested(&again)) {
            (Some((day, fit)), Some((other_day, other))) => day == other_day && same(&numbers(&fit), &numbers(&other)),
            (None, None) => true,
            _ => false,
        };
        let same_money = match (money(&models), money(&again)) {
            (Some(kept), Some(again)) => same(&kept, &again),
            (None, None) => true,
            _ => false,
        };
        let pareto = |models: &Models| models.pareto.as_ref().map(numbers_of_pareto);
        let same_pareto = match (pareto(&models), pareto(&again)) {
            (Some(kept), Some(again)) => same(&kept, &again),
            (None, None) => true,
            _ => false,
        };
        Ok(models.as_of == stamp.day
            && models.chosen == again.chosen
            && same_pareto
            && same(&numbers(&models.bg), &numbers(&again.bg))
            && same(&numbers(&models.mbg), &numbers(&again.mbg))
            && same_money
            && same_test)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
fn numbers(fit: &bgnbd::BgNbdFit) -> [f64; 7] {
    let of = fit.params;
    [of.r, of.alpha, of.a, of.b, fit.log_likelihood, fit.n as f64, fit.repeaters as f64]
}

#[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
fn numbers_of_pareto(fit: &ParetoFit) -> [f64; 7] {
    let of = fit.params;
    [of.r, of.alpha, of.s, of.beta, fit.log_likelihood, fit.n as f64, fit.repeaters as f64]
}

#[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
fn numbers_of_money(fit: &gamma_gamma::GammaGammaFit) -> [f64; 6] {
    let of = fit.params;
    [of.p, of.q, of.gamma, fit.log_likelihood, fit.n as f64, fit.correlation]
}

fn same(kept: &[f64], again: &[f64]) -> bool {
    kept.iter().zip(again).all(|(a, b)| (a - b).abs() <= SAME * a.abs().max(b.abs()))
}
