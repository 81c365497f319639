//! What models with given parameters say: of one customer, of a new one, and of what many did.

use super::bgnbd::{self, BgNbdParams, PurchaseModel, WeeklyBuyer};
use super::clv::{self, Horizon};
use super::gamma_gamma::{GammaGammaParams, Spender, expected_money, log_likelihood_of};
use super::pareto::{self, ParetoParams};
use crate::domain::given_model::{
    GivenCustomer, GivenModels, GivenParams, GivenValue, Likelihood, ModelKind, ValueGroup, ValueThirds,
};
use crate::domain::real::Real;
use crate::domain::value::NoValue;

/// Days of the year that a yearly discount is of, in weeks.
const WEEKS_A_YEAR: f64 = 52.0;

/// Log-likelihood of one customer's purchases.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, WeeklyBuyer};
/// use loyaltui::analytics::given::log_likelihood;
/// use loyaltui::domain::given_model::{GivenParams, ModelKind};
/// use loyaltui::domain::real::Real;
///
/// let numbers = [0.553, 10.578, 0.606, 11.669].map(|number| Real::new(number).unwrap());
/// let given = GivenParams { kind: ModelKind::ParetoNbd, numbers };
/// let buyer = WeeklyBuyer::from(Buyer { x: 2, t_x: 213, age: 272 });
/// assert!((log_likelihood(&given, buyer) - -9.554_122_824_149_03).abs() < 1e-11);
/// ```
pub fn log_likelihood(given: &GivenParams, buyer: WeeklyBuyer) -> f64 {
    match given.kind {
        ModelKind::BgNbd => bgnbd::log_likelihood(PurchaseModel::Bg, &bg(given), buyer),
        ModelKind::MbgNbd => bgnbd::log_likelihood(PurchaseModel::Mbg, &bg(given), buyer),
        ModelKind::ParetoNbd => pareto::log_likelihood(&pareto_params(given), buyer),
    }
}

/// Repeat purchases expected of a new customer in so many weeks.
///
/// ```
/// use loyaltui::analytics::given::{chance_of_new, expected_of_new};
/// use loyaltui::domain::given_model::{GivenParams, ModelKind};
/// use loyaltui::domain::real::Real;
///
/// let numbers = [0.243, 4.414, 0.793, 2.426].map(|number| Real::new(number).unwrap());
/// let given = GivenParams { kind: ModelKind::BgNbd, numbers };
/// assert!((expected_of_new(&given, 52.0) - 1.446_050_595_396_4).abs() < 1e-12);
/// assert!((chance_of_new(&given, 0, 39.0).unwrap() - 0.573_786_352_096_009).abs() < 1e-12);
/// ```
pub fn expected_of_new(given: &GivenParams, weeks: f64) -> f64 {
    match given.kind {
        ModelKind::BgNbd => bgnbd::expected_of_new(PurchaseModel::Bg, &bg(given), weeks),
        ModelKind::MbgNbd => bgnbd::expected_of_new(PurchaseModel::Mbg, &bg(given), weeks),
        ModelKind::ParetoNbd => pareto::expected_of_new(&pareto_params(given), weeks),
    }
}

/// The chance that a new customer makes exactly `x` repeat purchases in so many weeks; `None` by Pareto/NBD.
///
/// ```
/// use loyaltui::analytics::given::chance_of_new;
/// use loyaltui::domain::given_model::{GivenParams, ModelKind};
/// use loyaltui::domain::real::Real;
///
/// let numbers = [0.553, 10.578, 0.606, 11.669].map(|number| Real::new(number).unwrap());
/// assert_eq!(chance_of_new(&GivenParams { kind: ModelKind::ParetoNbd, numbers }, 0, 39.0), None);
/// ```
pub fn chance_of_new(given: &GivenParams, x: u32, weeks: f64) -> Option<f64> {
    match given.kind {
        ModelKind::BgNbd => Some(bgnbd::chance_of(PurchaseModel::Bg, &bg(given), x, weeks)),
        ModelKind::MbgNbd => Some(bgnbd::chance_of(PurchaseModel::Mbg, &bg(given), x, weeks)),
        ModelKind::ParetoNbd => None,
    }
}

/// What the models say of one customer.
pub fn value_of(models: &GivenModels, of: GivenCustomer) -> GivenValue {
    let given = &models.purchases;
    let buyer = WeeklyBuyer { x: of.x, t_x: of.t_x, age: of.age };
    let expected = |weeks: f64| match given.kind {
        ModelKind::BgNbd => bgnbd::expected(PurchaseModel::Bg, &bg(given), buyer, weeks),
        ModelKind::MbgNbd => bgnbd::expected(PurchaseModel::Mbg, &bg(given), buyer, weeks),
        ModelKind::ParetoNbd => pareto::expected(&pareto_params(given), buyer, weeks),
    };
    let p_alive = match given.kind {
        ModelKind::BgNbd => bgnbd::p_alive(PurchaseModel::Bg, &bg(given), buyer),
        ModelKind::MbgNbd => bgnbd::p_alive(PurchaseModel::Mbg, &bg(given), buyer),
        ModelKind::ParetoNbd => pareto::p_alive(&pareto_params(given), buyer),
    };
    let forever = models
        .forever
        .filter(|_| given.kind == ModelKind::ParetoNbd)
        .map(|yearly| pareto::discounted_forever(&pareto_params(given), buyer, yearly.get().ln_1p() / WEEKS_A_YEAR));
    let horizon = Horizon { months: models.months, discount: models.discount.get(), margin: 1.0 };
    let x = if of.mean > 0.0 { of.x } else { 0 };
    let money = |spend: [Real; 3]| expected_money(&gamma_gamma(spend), x, of.mean.max(0.0)).ok_or(NoValue::NoMean);
    GivenValue {
        of,
        log_likelihood: log_likelihood(given, buyer),
        p_alive,
        expected: models.weeks.iter().map(|weeks| expected(weeks.get())).collect(),
        discounted: clv::value_by(expected, 1.0, &horizon),
        forever,
        spend: models.spend.map(money),
    }
}

/// How likely the models make what customers did.
///
/// ```
/// use loyaltui::analytics::given::likelihood;
/// use loyaltui::domain::given_model::{GivenCustomer, GivenParams, ModelKind};
/// use loyaltui::domain::real::Real;
///
/// let numbers = [0.243, 4.414, 0.793, 2.426].map(|number| Real::new(number).unwrap());
/// let given = GivenParams { kind: ModelKind::BgNbd, numbers };
/// let first = GivenCustomer { x: 2, t_x: 213.0 / 7.0, age: 272.0 / 7.0, mean: 22.345 };
/// let found = likelihood(&given, None, &[first]);
/// assert_eq!((found.n, found.repeaters, found.purchases), (1, 1, 2));
/// assert!((found.log_likelihood - -9.458_473_557_487_5).abs() < 1e-12);
/// assert!((found.by_days() - found.log_likelihood + 2.0 * 7.0_f64.ln()).abs() < 1e-12);
/// ```
pub fn likelihood(given: &GivenParams, spend: Option<[Real; 3]>, customers: &[GivenCustomer]) -> Likelihood {
    let mut out = Likelihood::default();
    let mut money = (0, 0.0);
    for of in customers {
        out.n += 1;
        out.repeaters += u64::from(of.x > 0);
        out.purchases += u64::from(of.x);
        out.log_likelihood += log_likelihood(given, WeeklyBuyer { x: of.x, t_x: of.t_x, age: of.age });
        if let Some(spend) = spend.filter(|_| of.x > 0 && of.mean > 0.0) {
            money.0 += 1;
            money.1 += log_likelihood_of(Spender { x: of.x, mean: of.mean }, &gamma_gamma(spend));
        }
    }
    out.money = spend.map(|_| money);
    out
}

/// Value by thirds of recency, frequency and spend, without end where the models say so; `None` where none is asked for, or there is no value.
pub fn thirds(models: &GivenModels, values: &[GivenValue]) -> Option<ValueThirds> {
    if !models.thirds {
        return None;
    }
    let is_forever = models.forever.is_some() && models.purchases.kind == ModelKind::ParetoNbd;
    let value = |of: &GivenValue| {
        let (over_months, forever) = of.values(models.margin.get());
        if is_forever { forever } else { over_months }
    };
    let told: Option<Vec<f64>> = values.iter().map(value).collect();
    let told = told?;
    let again: Vec<&GivenValue> = values.iter().filter(|value| value.of.x > 0).collect();
    let column = |of: &dyn Fn(&GivenCustomer) -> f64| third_cuts(again.iter().map(|value| of(&value.of)).collect());
    let columns: [&dyn Fn(&GivenCustomer) -> f64; 3] = [&|of| of.t_x - of.age, &|of| f64::from(of.x), &|of| of.mean];
    let cuts = columns.map(column);
    let mut out = ValueThirds {
        is_forever,
        all: ValueGroup::default(),
        once: ValueGroup::default(),
        recency: Default::default(),
        frequency: Default::default(),
        spend: Default::default(),
        cells: Default::default(),
    };
    for (of, value) in values.iter().map(|value| value.of).zip(told) {
        add(&mut out.all, value);
        if of.x == 0 {
            add(&mut out.once, value);
            continue;
        }
        let at: [usize; 3] = std::array::from_fn(|i| cuts[i].iter().filter(|cut| columns[i](&of) >= **cut).count());
        add(&mut out.recency[at[0]], value);
        add(&mut out.frequency[at[1]], value);
        add(&mut out.spend[at[2]], value);
        add(&mut out.cells[at[0]][at[1]][at[2]], value);
    }
    Some(out)
}

fn add(group: &mut ValueGroup, value: f64) {
    group.n += 1;
    group.value += value;
}

/// The smallest values of the second third and of the third, by rank, equal values together: 1 + floor(3 × (rank − 1) / n).
fn third_cuts(mut column: Vec<f64>) -> [f64; 2] {
    column.sort_by(f64::total_cmp);
    let n = column.len();
    let cut = |third: usize| {
        let place = (n * third).div_ceil(3);
        // Equal values have the rank of the first of them.
        let mut starts = (0..n).filter(|at| *at == 0 || column[*at] > column[at - 1]);
        starts.find(|at| *at >= place).map_or(f64::INFINITY, |at| column[at])
    };
    [cut(1), cut(2)]
}

fn bg(given: &GivenParams) -> BgNbdParams {
    let [r, alpha, a, b] = given.numbers.map(Real::get);
    BgNbdParams { r, alpha, a, b }
}

fn pareto_params(given: &GivenParams) -> ParetoParams {
    let [r, alpha, s, beta] = given.numbers.map(Real::get);
    ParetoParams { r, alpha, s, beta }
}

fn gamma_gamma(spend: [Real; 3]) -> GammaGammaParams {
    let [p, q, gamma] = spend.map(Real::get);
    GammaGammaParams { p, q, gamma }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_are_cut_by_rank_and_equal_values_stay_together() {
        let third =
            |column: &[f64], value: f64| third_cuts(column.to_vec()).iter().filter(|cut| value >= **cut).count();
        let six = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(six.map(|value| third(&six, value)), [0, 0, 1, 1, 2, 2]);
        let tied = [1.0, 1.0, 1.0, 1.0, 2.0, 9.0];
        assert_eq!([1.0, 2.0, 9.0].map(|value| third(&tied, value)), [0, 2, 2]);
    }

    #[test]
    fn every_customer_stands_in_one_cell_or_has_never_come_again() {
        let real = |number| Real::new(number).unwrap();
        let models = GivenModels {
            purchases: GivenParams { kind: ModelKind::ParetoNbd, numbers: [0.553, 10.578, 0.606, 11.669].map(real) },
            spend: Some([6.25, 3.74, 15.44].map(real)),
            weeks: Vec::new(),
            months: 12,
            discount: real(0.01),
            margin: real(0.3),
            forever: Some(real(0.15)),
            thirds: true,
        };
        let customer = |i: u32| {
            let (x, age) = (i % 4, 30.0 + f64::from(i % 9));
            GivenCustomer { x, t_x: if x > 0 { f64::from(i % 29) } else { 0.0 }, age, mean: f64::from(i % 50) }
        };
        let values: Vec<GivenValue> = (0..100).map(|i| value_of(&models, customer(i))).collect();
        let thirds = thirds(&models, &values).unwrap();
        let cells = || thirds.cells.iter().flatten().flatten();
        assert!(thirds.is_forever);
        assert_eq!((thirds.all.n, thirds.once.n, cells().map(|cell| cell.n).sum::<u64>()), (100, 25, 75));
        let sum = thirds.once.value + cells().map(|cell| cell.value).sum::<f64>();
        assert!((sum - thirds.all.value).abs() < 1e-9 * sum);
        assert!(thirds.frequency[2].mean() > thirds.frequency[0].mean());
    }
}
