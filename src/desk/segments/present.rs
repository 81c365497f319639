//! Models and values as screens show them.

use super::model::Models;
use crate::analytics::bgnbd::BgNbdFit;
use crate::analytics::gamma_gamma::GammaGammaFit;
use crate::analytics::holdout::{Bin, ForecastError};
use crate::analytics::pareto::ParetoFit;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::fold::fold;
use crate::domain::num::Money;
use crate::domain::question::{FitModels, ShowModels, ValueMember};
use crate::domain::read_models::MemberRecord;
use crate::domain::value::{
    ChosenModel, CustomerValue, FittedModels, ForecastAccuracy, HoldoutBin, HoldoutReport, MemberValue, MoneyFit,
    NoParetoNbd, PARETO_NBD_FROM, ParetoNbdFit, PurchaseFit, ValueForecast,
};
use crate::store::StoreError;

impl Desk {
    /// What the newest models kept by the file's day say of its member.
    pub(in crate::desk) fn valued(&self, file: &MemberRecord) -> Result<Option<ValueForecast>, DeskError> {
        let known = self.known_worth(file.snapshot.as_of, &file.trace.purchases)?;
        Ok(known.map(|(worth, models)| valued(worth, &models)))
    }
}

impl Serve<ShowModels> for Desk {
    fn serve(&mut self, question: ShowModels, asking: Asking<'_>) -> Result<Box<FittedModels>, DeskError> {
        let models = self.models(question.as_of, asking.now, asking.watch)?;
        Ok(Box::new(fitted(models)))
    }
}

impl Serve<FitModels> for Desk {
    fn serve(&mut self, question: FitModels, asking: Asking<'_>) -> Result<Box<FittedModels>, DeskError> {
        let models = self.fit_models(question.as_of, question.holdout_from, asking.now, asking.watch)?;
        Ok(Box::new(fitted(models)))
    }
}

impl Serve<ValueMember> for Desk {
    fn serve(&mut self, question: ValueMember, asking: Asking<'_>) -> Result<Option<Box<MemberValue>>, DeskError> {
        let asked = self.as_of_day(question.as_of, asking.now)?;
        let programs = self.programs_on(asked)?;
        let history = self.store.read(|store| store.history(question.member))?;
        let folded = fold(&history, &programs, asked.day)
            .map_err(|e| StoreError::Damaged(format!("member {}: {e}", question.member.0)))?;
        let known = self.known_worth(asked.day, &folded.trace.purchases)?;
        Ok(known.map(|(value, models)| Box::new(MemberValue { value, models: fitted(models) })))
    }
}

fn valued(worth: CustomerValue, models: &Models) -> ValueForecast {
    let errors = |tested: &super::model::HoldoutTest| {
        let result = &tested.result;
        let model = match (models.chosen, &tested.pareto) {
            (ChosenModel::ParetoNbd, Some((_, told))) => told.model,
            (ChosenModel::ParetoNbd, None) | (ChosenModel::BgNbd, _) => result.model,
        };
        [model, result.zero, result.past_rate].map(|error| small(error.mae * 1e2))
    };
    ValueForecast {
        alive_e3: small(worth.p_alive * 1e3),
        expected_e2: worth.expected.map(|n| small(n * 1e2)),
        value: worth.value.map(|minor| Money(large(minor))),
        fitted_on: models.as_of,
        n: models.bg.n as u64,
        chosen: models.chosen,
        errors_e2: models.tested.as_ref().map(errors),
    }
}

/// The models as every door shows them.
pub(super) fn fitted(models: Models) -> FittedModels {
    let no_money = models.no_money();
    FittedModels {
        as_of: models.as_of,
        fitted_at: models.fitted_at,
        n: models.bg.n as u64,
        repeaters: models.bg.repeaters as u64,
        repeat_purchases: models.repeat_purchases,
        purchases: purchases(&models.bg),
        risk: purchases(&models.mbg),
        pareto: models.pareto.as_ref().map(pareto).ok_or_else(|| no_pareto(&models.bg)),
        chosen: models.chosen,
        money: models.money.ok_or(no_money).map(money),
        tested: models.tested.map(|tested| HoldoutReport {
            from: tested.from,
            days: tested.result.days,
            n: tested.result.n,
            actual: tested.result.actual,
            model: forecast_accuracy(tested.result.model),
            zero: forecast_accuracy(tested.result.zero),
            past_rate: forecast_accuracy(tested.result.past_rate),
            pareto: tested.pareto.as_ref().map(|(_, told)| forecast_accuracy(told.model)),
            mbg: tested.mbg.as_ref().map(|(_, told)| forecast_accuracy(told.model)),
            mbg_bins: tested.mbg.iter().flat_map(|(_, told)| told.bins.iter().map(bin)).collect(),
            mbg_fit: tested.mbg.as_ref().map(|(fit, _)| purchases(fit)),
            pareto_fit: tested.pareto.as_ref().map(|(fit, _)| pareto(fit)),
            bins: tested.result.bins.iter().map(bin).collect(),
            pareto_bins: tested.pareto.iter().flat_map(|(_, told)| told.bins.iter().map(bin)).collect(),
            fit: purchases(&tested.fit),
            fit_n: tested.fit.n as u64,
            fit_repeaters: tested.fit.repeaters as u64,
            weeks: tested.weeks,
            mbg_weeks: tested.mbg_weeks,
            pareto_weeks: tested.pareto_weeks,
        }),
    }
}

pub(super) fn money(fit: GammaGammaFit) -> MoneyFit {
    MoneyFit {
        p: fit.params.p,
        q: fit.params.q,
        gamma: fit.params.gamma,
        log_likelihood: fit.log_likelihood,
        n: fit.n as u64,
        correlation: fit.correlation,
        errors: fit.errors,
        warnings: fit.warnings,
    }
}

pub(super) fn purchases(fit: &BgNbdFit) -> PurchaseFit {
    let p = &fit.params;
    PurchaseFit {
        r: p.r,
        alpha: p.alpha,
        a: p.a,
        b: p.b,
        log_likelihood: fit.log_likelihood,
        errors: fit.errors,
        warnings: fit.warnings.clone(),
    }
}

pub(super) fn no_pareto(beside: &BgNbdFit) -> NoParetoNbd {
    if (beside.repeaters as u64) < PARETO_NBD_FROM { NoParetoNbd::TooFewRepeaters } else { NoParetoNbd::NoMaximum }
}

pub(super) fn pareto(fit: &ParetoFit) -> ParetoNbdFit {
    let p = &fit.params;
    ParetoNbdFit {
        r: p.r,
        alpha: p.alpha,
        s: p.s,
        beta: p.beta,
        log_likelihood: fit.log_likelihood,
        errors: fit.errors,
        warnings: fit.warnings.clone(),
    }
}

fn forecast_accuracy(error: ForecastError) -> ForecastAccuracy {
    ForecastAccuracy { total: error.total, mae: error.mae, rmse: error.rmse }
}

fn bin(bin: &Bin) -> HoldoutBin {
    HoldoutBin { x: bin.x, n: bin.n, actual: bin.actual, expected: bin.expected }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chances and counts, far below 2^32")]
fn small(n: f64) -> u32 {
    n.round() as u32
}

#[expect(clippy::cast_possible_truncation, reason = "a member's value is far below 2^63 minor units")]
fn large(n: f64) -> i64 {
    n.round() as i64
}
