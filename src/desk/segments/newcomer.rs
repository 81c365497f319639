//! What the models tell of a new member.

use crate::analytics::given::{chance_of_new, expected_of_new};
use crate::domain::given_model::{GivenParams, ModelKind};
use crate::domain::real::Real;
use crate::domain::value::{FittedModels, NewcomerForecast};

/// Repeat purchases that each model expects of a new member in so many weeks, and the chance of each number up to `most`.
pub fn forecast_newcomer(models: &FittedModels, weeks: f64, most: u32) -> Vec<NewcomerForecast> {
    let (bg, mbg) = (&models.purchases, &models.risk);
    let pareto = models.pareto.as_ref().ok().map(|fit| (ModelKind::ParetoNbd, [fit.r, fit.alpha, fit.s, fit.beta]));
    let fits =
        [(ModelKind::BgNbd, [bg.r, bg.alpha, bg.a, bg.b]), (ModelKind::MbgNbd, [mbg.r, mbg.alpha, mbg.a, mbg.b])];
    let given = fits.into_iter().chain(pareto).filter_map(|(kind, numbers)| {
        let numbers: Vec<Real> = numbers.into_iter().filter_map(Real::new).collect();
        Some(GivenParams { kind, numbers: numbers.try_into().ok()? })
    });
    given.map(|given| forecast_by(&given, weeks, most)).collect()
}

/// The same by one model whose parameters somebody gives.
pub fn forecast_by(given: &GivenParams, weeks: f64, most: u32) -> NewcomerForecast {
    let chances = (0..=most).map_while(|x| chance_of_new(given, x, weeks)).collect();
    NewcomerForecast { name: given.kind.word(), expected: expected_of_new(given, weeks), chances }
}
