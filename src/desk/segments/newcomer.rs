//! What the models tell of a new member.

use crate::analytics::bgnbd::{BgNbdParams, PurchaseModel, chance_of, expected_of_new};
use crate::analytics::pareto::{self, ParetoParams};
use crate::domain::value::{FittedModels, NewcomerForecast, PurchaseFit};

/// Repeat purchases that each model expects of a new member in so many weeks, and the chance of each number up to `most`.
pub fn forecast_newcomer(models: &FittedModels, weeks: u32, most: u32) -> Vec<NewcomerForecast> {
    let t = f64::from(weeks);
    let of = |name, model, fit: &PurchaseFit| {
        let p = BgNbdParams { r: fit.r, alpha: fit.alpha, a: fit.a, b: fit.b };
        let chances = (0..=most).map(|x| chance_of(model, &p, x, t)).collect();
        NewcomerForecast { name, expected: expected_of_new(model, &p, t), chances }
    };
    let mut told =
        vec![of("bgnbd", PurchaseModel::Bg, &models.purchases), of("mbgnbd", PurchaseModel::Mbg, &models.risk)];
    told.extend(models.pareto.as_ref().map(|fit| {
        let p = ParetoParams { r: fit.r, alpha: fit.alpha, s: fit.s, beta: fit.beta };
        NewcomerForecast { name: "pareto_nbd", expected: pareto::expected_of_new(&p, t), chances: Vec::new() }
    }));
    told
}
