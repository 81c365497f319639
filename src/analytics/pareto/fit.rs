//! Maximum likelihood of Pareto/NBD, as of BG/NBD: over the mean rates λ = r/α and μ = s/β, and over r and s, which say how alike
//! members are in each.

use super::{ParetoFit, ParetoParams, terms};
use crate::analytics::bgnbd::{Buyer, weeks};
use crate::analytics::curvature::{Matrix, inverse};
use crate::analytics::optimum::{Optimum, Plateau, Search};
use crate::domain::value::FitWarning;
use rayon::prelude::*;

/// Groups in a chunk, fixed so that sums do not depend on the threads.
const CHUNK: usize = 2_048;

/// Groups that starts are ranked by, and that the best of them walk on.
const GLANCE: usize = 200;
const SAMPLE: usize = 5_000;

/// A coordinate beyond this is as good as infinite.
const FAR: f64 = 30.0;

/// The plateaus that the likelihood has far out, and what it means that the maximum is no higher. The coordinates are ln λ, ln r,
/// ln μ and ln s.
const PLATEAUS: [(Plateau, FitWarning); 3] = [
    (Plateau { coordinate: 2, far: -20.0, loose: Some(3) }, FitWarning::NobodyDropsOut),
    (Plateau { coordinate: 3, far: 20.0, loose: None }, FitWarning::DropOutAlike),
    (Plateau { coordinate: 1, far: 20.0, loose: None }, FitWarning::RatesAlike),
];

/// A plateau that is lower by less than this in log-likelihood can't be told from the maximum.
const AS_GOOD: f64 = 0.5;

/// Equal members counted once.
struct Groups {
    rows: Vec<(Buyer, f64)>,
    n: f64,
}

impl Groups {
    fn new(buyers: &[Buyer]) -> Self {
        let mut sorted = buyers.to_vec();
        sorted.par_sort_unstable();
        let count = |equal: &[Buyer]| (equal[0], equal.iter().map(|_| 1.0).sum::<f64>());
        let rows: Vec<(Buyer, f64)> = sorted.chunk_by(|a, b| a == b).map(count).collect();
        let n = rows.iter().map(|(_, count)| count).sum();
        Self { rows, n }
    }

    fn sample(&self, most: usize) -> Self {
        let every = self.rows.len().div_ceil(most).max(1);
        let rows: Vec<(Buyer, f64)> = self.rows.iter().step_by(every).copied().collect();
        let n = rows.iter().map(|(_, count)| count).sum();
        Self { rows, n }
    }

    /// What is to be minimised: less the mean log-likelihood, and its gradient.
    fn downhill(&self, at: &[f64]) -> (f64, Vec<f64>) {
        if at.iter().any(|u| u.abs() > FAR) {
            return (f64::INFINITY, vec![0.0; 4]);
        }
        let p = params_of(at);
        let chunk = |rows: &[(Buyer, f64)]| {
            rows.iter().fold([0.0; 5], |mut sum, (buyer, count)| {
                for (s, term) in sum.iter_mut().zip(terms(&p, (*buyer).into())) {
                    *s += count * term;
                }
                sum
            })
        };
        let chunks: Vec<[f64; 5]> = self.rows.par_chunks(CHUNK).map(chunk).collect();
        let [ll, by @ ..]: [f64; 5] = std::array::from_fn(|i| chunks.iter().map(|sum| sum[i]).sum());
        let slopes = slopes_of(&p);
        let slope = (0..4).map(|u| -(0..4).map(|of| by[of] * slopes[of][u]).sum::<f64>() / self.n).collect();
        (-ll / self.n, slope)
    }
}

/// Fits by maximum likelihood: many starts by the data's moments on a sample, the best of them and each plateau walked down, the
/// best of these with everybody, Newton's method at the end. `None` without a repeat purchase.
///
/// ```
/// use loyaltui::analytics::{bgnbd::Buyer, pareto::fit};
///
/// let buyers: Vec<Buyer> = (0..300)
///     .map(|n| { let x = n % 13 / 5 * (n % 7); Buyer { x, t_x: (x * 97 + n * x % 31).min(690), age: 700 } })
///     .collect();
/// let fit = fit(&buyers).unwrap();
/// assert!(fit.n == 300 && fit.params.r > 0.0 && fit.log_likelihood < 0.0);
/// ```
pub fn fit(buyers: &[Buyer]) -> Option<ParetoFit> {
    fit_unless(&|| false, buyers)
}

/// The same, but `stop` is asked before every likelihood: from then on the answer is `None`.
pub fn fit_unless(stop: &dyn Fn() -> bool, buyers: &[Buyer]) -> Option<ParetoFit> {
    let repeaters = buyers.iter().filter(|b| b.x > 0).count();
    if repeaters == 0 {
        return None;
    }
    let all = Groups::new(buyers);
    let (few, sample) = (all.sample(GLANCE), all.sample(SAMPLE));
    let plateaus = PLATEAUS.map(|(plateau, _)| plateau);
    let search = Search { starts: &[starts(buyers)], walks: 1, plateaus: &plateaus, n: all.n, stop };
    let end = search
        .find(&|at: &[f64]| few.downhill(at).0, &|at: &[f64]| sample.downhill(at), &|at: &[f64]| all.downhill(at))?;
    let params = params_of(&end.at);
    Some(ParetoFit {
        params,
        log_likelihood: -end.value * all.n,
        n: buyers.len(),
        repeaters,
        errors: errors(&params, &end.curvature, all.n),
        warnings: warnings(&all, &end),
    })
}

fn starts(buyers: &[Buyer]) -> Vec<Vec<f64>> {
    let sum = |of: &dyn Fn(&Buyer) -> f64| buyers.iter().map(of).sum::<f64>();
    let (bought, time) = (sum(&|b| f64::from(b.x)), sum(&|b| weeks(b.age)).max(1.0 / 7.0));
    let slow = bought / time;
    let fast = (bought / sum(&|b| weeks(b.t_x)).max(1.0 / 7.0)).max(slow * 1.5);
    let once = sum(&|_| 1.0) / time;
    let mut starts = Vec::new();
    for rate in [slow, (slow * fast).sqrt()] {
        for r in [0.5_f64, 5.0] {
            for stop in [0.2, 1.0, 5.0] {
                for s in [0.5_f64, 5.0] {
                    starts.push(vec![rate.ln(), r.ln(), (once * stop).ln(), s.ln()]);
                }
            }
        }
    }
    starts
}

fn params_of(at: &[f64]) -> ParetoParams {
    ParetoParams { r: at[1].exp(), alpha: (at[1] - at[0]).exp(), s: at[3].exp(), beta: (at[3] - at[2]).exp() }
}

/// How r, α, s and β change with each coordinate.
fn slopes_of(p: &ParetoParams) -> [[f64; 4]; 4] {
    [[0.0, p.r, 0.0, 0.0], [-p.alpha, p.alpha, 0.0, 0.0], [0.0, 0.0, 0.0, p.s], [0.0, 0.0, -p.beta, p.beta]]
}

/// Standard errors of r, α, s and β from the curvature at the maximum; `None` where a direction is flat.
fn errors(p: &ParetoParams, curvature: &Matrix, n: f64) -> Option<[f64; 4]> {
    let spread = inverse(curvature)?;
    let variance = |slopes: [f64; 4]| -> f64 {
        (0..4).flat_map(|i| (0..4).map(move |j| (i, j))).map(|(i, j)| slopes[i] * spread[i][j] * slopes[j]).sum()
    };
    let errors = slopes_of(p).map(|slopes| (variance(slopes) / n).sqrt());
    errors.iter().all(|e| e.is_finite()).then_some(errors)
}

/// What the data can't tell, and whether the walk ended at the top.
fn warnings(all: &Groups, end: &Optimum) -> Vec<FitWarning> {
    let mut warnings = Vec::new();
    if all.rows.len() == 1 {
        warnings.push(FitWarning::AllAlike);
    }
    for (plateau, warning) in PLATEAUS {
        let mut at = end.at.clone();
        at[plateau.coordinate] = plateau.far;
        if all.n * (all.downhill(&at).0 - end.value) < AS_GOOD {
            warnings.push(warning);
        }
    }
    if !end.is_reached() {
        warnings.push(FitWarning::NotReached);
    }
    warnings
}
