//! Maximum likelihood of BG/NBD and MBG/NBD in coordinates that keep apart what the data tell apart.
//!
//! λ = r/α is the mean rate and p = a/(a+b) the mean chance to drop out; r and m = a + b say how alike members are in the one and
//! in the other. Where the data can't tell how alike they are, the likelihood is flat in ln r or ln m alone, far out, and a walk
//! in the logs of r, α, a, b would follow a ridge for ever.

use super::{BgNbdFit, BgNbdParams, Buyer, BuyerGroups, PurchaseModel, weeks};
use crate::analytics::curvature::{Matrix, inverse};
use crate::analytics::optimum::{Optimum, Plateau, Search};
use crate::domain::value::FitWarning;

/// ln λ, ln r, logit p, ln m.
type Coordinates = [f64; 4];

/// Places in the coordinates.
const RATE_ALIKE: usize = 1;
const DROP_OUT: usize = 2;
const DROP_OUT_ALIKE: usize = 3;

/// A coordinate beyond this is as good as infinite.
const FAR: f64 = 30.0;

/// Groups that starts are ranked by, and that the best of them walk on.
const GLANCE: usize = 300;
const SAMPLE: usize = 20_000;

/// Starts that walk down at least and at most: more where a walk is short, for of few members several valleys are as deep.
const WALKS: (usize, usize) = (4, 16);

/// Groups that all these walks look at in a step, in all.
const WALKED: usize = 24_000;

/// The plateaus that the likelihood has far out, and what it means that the maximum is no higher.
const PLATEAUS: [(Plateau, FitWarning); 5] = [
    (Plateau { coordinate: DROP_OUT, far: -20.0, loose: Some(DROP_OUT_ALIKE) }, FitWarning::NobodyDropsOut),
    (Plateau { coordinate: DROP_OUT, far: 20.0, loose: Some(DROP_OUT_ALIKE) }, FitWarning::EverybodyDropsOut),
    (Plateau { coordinate: DROP_OUT_ALIKE, far: 20.0, loose: None }, FitWarning::DropOutAlike),
    (Plateau { coordinate: DROP_OUT_ALIKE, far: -20.0, loose: None }, FitWarning::DropOutExtreme),
    (Plateau { coordinate: RATE_ALIKE, far: 20.0, loose: None }, FitWarning::RatesAlike),
];

/// A plateau that is lower by less than this in log-likelihood can't be told from the maximum.
const AS_GOOD: f64 = 0.5;

/// Fits by maximum likelihood (Fader, Hardie & Lee 2005, section 4): many starts by the data's moments on a sample, the best of
/// them and each plateau walked down, the best of these with everybody, Newton's method at the end. `None` without a repeat
/// purchase.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, fit};
///
/// // A hundred weeks of 600 members: most bought once, some a few times and then no more, some until the end.
/// let buyers: Vec<Buyer> = (0..600)
///     .map(|n| { let x = n % 13 / 5 * (n % 7); Buyer { x, t_x: (x * 97 + n * x % 31).min(690), age: 700 } })
///     .collect();
/// let fit = fit(PurchaseModel::Mbg, &buyers).unwrap();
/// assert_eq!((fit.n, fit.repeaters), (600, buyers.iter().filter(|b| b.x > 0).count()));
/// assert!(fit.params.r > 0.0 && fit.log_likelihood < 0.0);
/// ```
pub fn fit(model: PurchaseModel, buyers: &[Buyer]) -> Option<BgNbdFit> {
    fit_unless(&|| false, model, buyers)
}

/// The same, but `stop` is asked before every likelihood: from then on the answer is `None`.
pub fn fit_unless(stop: &dyn Fn() -> bool, model: PurchaseModel, buyers: &[Buyer]) -> Option<BgNbdFit> {
    let repeaters = buyers.iter().filter(|b| b.x > 0).count();
    if repeaters == 0 {
        return None;
    }
    let groups = BuyerGroups::new(buyers);
    let (few, sample) = (groups.sample(GLANCE), groups.sample(SAMPLE));
    let plateaus = PLATEAUS.map(|(plateau, _)| plateau);
    let walks = (WALKED / sample.rows.len()).clamp(WALKS.0, WALKS.1);
    let search = Search { starts: &starts(buyers), walks, plateaus: &plateaus, n: groups.n, stop };
    let end = search.find(
        &|at: &[f64]| downhill(&few, model, at).0,
        &|at: &[f64]| downhill(&sample, model, at),
        &|at: &[f64]| downhill(&groups, model, at),
    )?;
    let params = params_of(&end.at);
    Some(BgNbdFit {
        params,
        log_likelihood: -end.value * groups.n,
        n: buyers.len(),
        repeaters,
        errors: errors(&params, &end.curvature, groups.n),
        warnings: warnings(&groups, model, &end),
    })
}

/// Starts around what the data say at once: the rate of purchases lies between that of everybody's whole time and that of the
/// time up to the last purchase.
/// A family has one chance to drop out, and is alike in it by so much.
fn starts(buyers: &[Buyer]) -> Vec<Vec<Vec<f64>>> {
    let sum = |of: &dyn Fn(&Buyer) -> f64| buyers.iter().map(of).sum::<f64>();
    let bought = sum(&|b| f64::from(b.x));
    let slow = bought / sum(&|b| weeks(b.age)).max(1.0 / 7.0);
    let fast = (bought / sum(&|b| weeks(b.t_x)).max(1.0 / 7.0)).max(slow * 1.5);
    let mut starts = Vec::new();
    for drop_out in [-3.5, -1.5, 0.5] {
        for alike in [1e-3_f64, 1.0, 20.0, 1e4] {
            let rates = [slow, (slow * fast).sqrt(), fast];
            let family = rates
                .iter()
                .flat_map(|rate| [0.3_f64, 2.0, 30.0].map(|r| vec![rate.ln(), r.ln(), drop_out, alike.ln()]));
            starts.push(family.collect());
        }
    }
    starts
}

fn coordinates(at: &[f64]) -> Coordinates {
    [at[0], at[1], at[2], at[3]]
}

fn params_of(at: &[f64]) -> BgNbdParams {
    let [rate, r, drop_out, alike] = coordinates(at);
    let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    let m = alike.exp();
    BgNbdParams { r: r.exp(), alpha: (r - rate).exp(), a: m * share(drop_out), b: m * share(-drop_out) }
}

/// How r, α, a and b change with each coordinate.
fn slopes_of(p: &BgNbdParams) -> [[f64; 4]; 4] {
    let between = p.a * p.b / (p.a + p.b);
    [[0.0, p.r, 0.0, 0.0], [-p.alpha, p.alpha, 0.0, 0.0], [0.0, 0.0, between, p.a], [0.0, 0.0, -between, p.b]]
}

/// What is to be minimised: less the mean log-likelihood, and its gradient.
fn downhill(groups: &BuyerGroups, model: PurchaseModel, at: &[f64]) -> (f64, Vec<f64>) {
    let too_far = at[0].abs() > 2.0 * FAR || at[1..].iter().any(|u| u.abs() > FAR);
    if too_far {
        return (f64::INFINITY, vec![0.0; 4]);
    }
    let p = params_of(at);
    let [ll, by @ ..] = groups.log_likelihood(model, &p);
    let slopes = slopes_of(&p);
    let slope = (0..4).map(|u| -(0..4).map(|of| by[of] * slopes[of][u]).sum::<f64>() / groups.n).collect();
    (-ll / groups.n, slope)
}

/// Standard errors of r, α, a and b from the curvature at the maximum (the inverse of the observed information); `None` where a
/// direction is flat.
fn errors(p: &BgNbdParams, curvature: &Matrix, n: f64) -> Option<[f64; 4]> {
    let spread = inverse(curvature)?;
    let variance = |slopes: [f64; 4]| -> f64 {
        (0..4).flat_map(|i| (0..4).map(move |j| (i, j))).map(|(i, j)| slopes[i] * spread[i][j] * slopes[j]).sum()
    };
    let errors = slopes_of(p).map(|slopes| (variance(slopes) / n).sqrt());
    errors.iter().all(|e| e.is_finite()).then_some(errors)
}

/// What the data can't tell, and whether the walk ended at the top.
fn warnings(groups: &BuyerGroups, model: PurchaseModel, end: &Optimum) -> Vec<FitWarning> {
    let mut warnings = Vec::new();
    if groups.rows.len() == 1 {
        warnings.push(FitWarning::AllAlike);
    }
    for (plateau, warning) in PLATEAUS {
        let mut at = end.at.clone();
        at[plateau.coordinate] = plateau.far;
        if groups.n * (downhill(groups, model, &at).0 - end.value) < AS_GOOD {
            warnings.push(warning);
        }
    }
    if !end.is_reached() {
        warnings.push(FitWarning::NotReached);
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nobody_drops_out_the_fit_ends_at_numbers_and_says_so() {
        let buyers: Vec<Buyer> = (0..400).map(|n| Buyer { x: 5 + n % 7, t_x: 690 + n % 9, age: 700 }).collect();
        for model in [PurchaseModel::Bg, PurchaseModel::Mbg] {
            let fit = fit(model, &buyers).unwrap();
            let p = fit.params;
            assert!([p.r, p.alpha, p.a, p.b].iter().all(|v| v.is_finite() && *v > 0.0), "{p:?}");
            assert!(fit.log_likelihood.is_finite());
            assert!(fit.warnings.contains(&FitWarning::NobodyDropsOut), "{:?}", fit.warnings);
        }
    }

    #[test]
    fn where_all_are_alike_the_fit_says_so() {
        let buyers = vec![Buyer { x: 4, t_x: 300, age: 700 }; 500];
        for model in [PurchaseModel::Bg, PurchaseModel::Mbg] {
            let fit = fit(model, &buyers).unwrap();
            assert!(fit.warnings.contains(&FitWarning::AllAlike), "{:?}", fit.warnings);
            assert!(fit.log_likelihood.is_finite() && fit.errors.is_none());
        }
    }
}
