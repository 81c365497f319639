//! Models and values as screens show them.

use super::ScanWatch;
use super::model::{CustomerValue, Models};
use crate::analytics::bgnbd::Fit;
use crate::analytics::holdout::ForecastError;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::num::Money;
use crate::domain::read_models::MemberRecord;
use crate::domain::value::{FittedModels, ForecastAccuracy, HoldoutReport, MoneyFit, PurchaseFit, ValueForecast};

impl Desk {
    /// The models of a day, fitted where they are not kept or something was recorded since.
    pub fn fitted_models(
        &mut self,
        as_of: Option<Day>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<FittedModels, DeskError> {
        Ok(fitted(self.models(as_of, now, watch)?))
    }

    /// What the newest models kept by the file's day say of its member.
    pub(in crate::desk) fn valued(&self, file: &MemberRecord) -> Result<Option<ValueForecast>, DeskError> {
        Ok(self.known_worth(file)?.map(|(worth, models)| valued(worth, &models)))
    }
}

fn valued(worth: CustomerValue, models: &Models) -> ValueForecast {
    let errors = |tested: &super::model::HoldoutTest| {
        let result = &tested.result;
        [result.model, result.zero, result.past_rate].map(|error| small(error.mae * 1e2))
    };
    ValueForecast {
        alive_e3: small(worth.p_alive * 1e3),
        expected_e2: worth.expected.map(|n| small(n * 1e2)),
        value: worth.value.map(|minor| Money(large(minor))),
        fitted_on: models.as_of,
        n: models.bg.n as u64,
        errors_e2: models.tested.as_ref().map(errors),
    }
}

fn fitted(models: Models) -> FittedModels {
    FittedModels {
        as_of: models.as_of,
        fitted_at: models.fitted_at,
        n: models.bg.n as u64,
        repeaters: models.bg.repeaters as u64,
        purchases: purchases(&models.bg),
        risk: purchases(&models.mbg),
        money: models.money.map(|fit| MoneyFit {
            p: fit.params.p,
            q: fit.params.q,
            gamma: fit.params.gamma,
            log_likelihood: fit.log_likelihood,
            n: fit.n as u64,
            correlation: fit.correlation,
        }),
        tested: models.tested.map(|tested| HoldoutReport {
            from: tested.from,
            days: tested.result.days,
            n: tested.result.n,
            actual: tested.result.actual,
            model: forecast_accuracy(tested.result.model),
            zero: forecast_accuracy(tested.result.zero),
            past_rate: forecast_accuracy(tested.result.past_rate),
            weeks: tested.weeks,
        }),
    }
}

fn purchases(fit: &Fit) -> PurchaseFit {
    let p = &fit.params;
    PurchaseFit { r: p.r, alpha: p.alpha, a: p.a, b: p.b, log_likelihood: fit.log_likelihood }
}

fn forecast_accuracy(error: ForecastError) -> ForecastAccuracy {
    ForecastAccuracy { total: error.total, mae: error.mae, rmse: error.rmse }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chances and counts, far below 2^32")]
fn small(n: f64) -> u32 {
    n.round() as u32
}

#[expect(clippy::cast_possible_truncation, reason = "a member's value is far below 2^63 minor units")]
fn large(n: f64) -> i64 {
    n.round() as i64
}
