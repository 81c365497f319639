//! BG/NBD and MBG/NBD: how often a member will buy, and whether the member still does.
//!
//! Fader, Hardie & Lee (2005), "Counting your customers" the easy way, in the stable form of Hardie's note 027; the
//! modified model of Batislam, Denizel & Filiztekin (2007) and Hoppe & Wagner (2007) may lose a member after the first
//! purchase too. Time is in weeks: days / 7 exactly.

use super::bfgs::{self, Minimum};
use super::expectation;
use super::special::{digamma, ln_gamma, log_add_exp};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Which of the two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// BG/NBD: drop-out only after a repeat purchase.
    Bg,
    /// MBG/NBD: drop-out after the first purchase too.
    Mbg,
}

impl Model {
    /// What MBG adds to b where the formulas differ.
    fn shift(self) -> f64 {
        match self {
            Self::Bg => 0.0,
            Self::Mbg => 1.0,
        }
    }
}

/// A member's purchases in days: repeat purchase days, last one after the first, age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Buyer {
    /// Purchase days after the first.
    pub x: u32,
    /// Days from the first purchase to the last.
    pub t_x: u32,
    /// Days from the first purchase to today.
    pub age: u32,
}

/// Parameters: purchase rates ~ Gamma(r, α) a week, drop-out ~ Beta(a, b).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "named as in the paper")]
pub struct Params {
    pub r: f64,
    pub alpha: f64,
    pub a: f64,
    pub b: f64,
}

/// A maximum-likelihood fit.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Fit {
    /// Where the likelihood is highest.
    pub params: Params,
    /// Log-likelihood there.
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: usize,
    /// Of these, members with a repeat purchase.
    pub repeaters: usize,
}

/// Groups in a chunk: small enough to share work, fixed so that sums do not depend on the threads.
const CHUNK: usize = 8_192;

/// Equal members counted once, with what one likelihood needs looked up by number.
struct Groups {
    rows: Vec<(Row, f64)>,
    xs: Vec<u32>,
    days: Vec<u32>,
    n: f64,
}

/// Places in `xs` and `days`.
#[derive(Clone, Copy)]
struct Row {
    x: u32,
    t_x: u32,
    age: u32,
}

impl Groups {
    fn new(buyers: &[Buyer]) -> Self {
        let mut sorted = buyers.to_vec();
        sorted.par_sort_unstable();
        let mut xs: Vec<u32> = sorted.iter().map(|b| b.x).collect();
        let mut days: Vec<u32> = sorted.iter().flat_map(|b| [b.t_x, b.age]).collect();
        for column in [&mut xs, &mut days] {
            column.par_sort_unstable();
            column.dedup();
        }
        let place =
            |column: &[u32], value: u32| u32::try_from(column.partition_point(|v| *v < value)).unwrap_or(u32::MAX);
        let mut rows: Vec<(Row, f64)> = Vec::new();
        let mut last = None;
        for buyer in &sorted {
            if last == Some(buyer) {
                if let Some((_, count)) = rows.last_mut() {
                    *count += 1.0;
                }
            } else {
                let row = Row { x: place(&xs, buyer.x), t_x: place(&days, buyer.t_x), age: place(&days, buyer.age) };
                rows.push((row, 1.0));
                last = Some(buyer);
            }
        }
        Self { rows, xs, days, n: count(buyers.len()) }
    }

    /// Sum of the log-likelihood and of its gradient by r, α, a, b.
    fn log_likelihood(&self, model: Model, p: &Params) -> [f64; 5] {
        let by_x: Vec<PerX> = self.xs.iter().map(|x| PerX::new(model, p, f64::from(*x))).collect();
        let by_day: Vec<(f64, f64)> = self
            .days
            .iter()
            .map(|d| {
                let t = p.alpha + weeks(*d);
                (t.ln(), 1.0 / t)
            })
            .collect();
        let chunks: Vec<[f64; 5]> = self
            .rows
            .par_chunks(CHUNK)
            .map(|rows| {
                let mut sum = [0.0; 5];
                for (row, count) in rows {
                    let terms = by_x[row.x as usize].terms(p, by_day[row.t_x as usize], by_day[row.age as usize]);
                    for (s, term) in sum.iter_mut().zip(terms) {
                        *s += count * term;
                    }
                }
                sum
            })
            .collect();
        chunks.iter().fold([0.0; 5], |mut sum, chunk| {
            for (s, c) in sum.iter_mut().zip(chunk) {
                *s += c;
            }
            sum
        })
    }
}

/// What a likelihood needs once per distinct x.
struct PerX {
    rx: f64,
    constant: f64,
    dropped: f64,
    psi_r: f64,
    psi_a: f64,
    psi_b: f64,
    inverse_b: f64,
}

impl PerX {
    fn new(model: Model, p: &Params, x: f64) -> Self {
        let s = model.shift();
        let bx = p.b + x + s;
        let can_drop = x > 0.0 || model == Model::Mbg;
        let constant = ln_gamma(p.r + x) - ln_gamma(p.r) + p.r * p.alpha.ln() + ln_gamma(p.a + p.b) + ln_gamma(bx)
            - ln_gamma(p.b)
            - ln_gamma(p.a + bx);
        Self {
            rx: p.r + x,
            constant,
            dropped: if can_drop { p.a.ln() - (bx - 1.0).ln() } else { f64::NEG_INFINITY },
            psi_r: digamma(p.r + x) - digamma(p.r) + p.alpha.ln(),
            psi_a: digamma(p.a + p.b) - digamma(p.a + bx),
            psi_b: digamma(p.a + p.b) + digamma(bx) - digamma(p.b) - digamma(p.a + bx),
            inverse_b: if can_drop { 1.0 / (bx - 1.0) } else { 0.0 },
        }
    }

    /// Log-likelihood and gradient of one member; each day comes as (ln(α+t), 1/(α+t)).
    fn terms(&self, p: &Params, (ln_tx, inv_tx): (f64, f64), (ln_age, inv_age): (f64, f64)) -> [f64; 5] {
        let alive = -self.rx * ln_age;
        let dropped = self.dropped - self.rx * ln_tx;
        let both = log_add_exp(alive, dropped);
        let w = (dropped - both).exp();
        let v = 1.0 - w;
        [
            self.constant + both,
            self.psi_r - v * ln_age - w * ln_tx,
            p.r / p.alpha - (self.rx) * (v * inv_age + w * inv_tx),
            self.psi_a + w / p.a,
            self.psi_b - w * self.inverse_b,
        ]
    }
}

/// Log-likelihood of one member.
pub fn log_likelihood(model: Model, p: &Params, buyer: Buyer) -> f64 {
    let day = |d: u32| {
        let t = p.alpha + weeks(d);
        (t.ln(), 1.0 / t)
    };
    PerX::new(model, p, f64::from(buyer.x)).terms(p, day(buyer.t_x), day(buyer.age))[0]
}

/// Fits by maximum likelihood: BFGS over the logs of the parameters from three starts. `None` without a repeat purchase.
pub fn fit(model: Model, buyers: &[Buyer]) -> Option<Fit> {
    let repeaters = buyers.iter().filter(|b| b.x > 0).count();
    if repeaters == 0 {
        return None;
    }
    let groups = Groups::new(buyers);
    let n = groups.n;
    let typical = buyers.iter().map(|b| weeks(b.age)).sum::<f64>() / n;
    let starts = [
        [0.25, typical.max(1.0) / 8.0, 0.8, 2.5],
        [1.0, typical.max(1.0) / 2.0, 1.0, 1.0],
        [0.5, typical.max(1.0), 0.2, 4.0],
    ];
    let best = starts
        .iter()
        .map(|start| search(model, &groups, start))
        .filter(|m| m.value.is_finite())
        .min_by(|a, b| a.value.total_cmp(&b.value))?;
    let params = params_of(&best.at);
    Some(Fit { params, log_likelihood: -best.value * n, n: buyers.len(), repeaters })
}

fn search(model: Model, groups: &Groups, start: &[f64; 4]) -> Minimum {
    let logs: Vec<f64> = start.iter().map(|p| p.ln()).collect();
    bfgs::minimise(&logs, |at| {
        let p = params_of(at);
        let [ll, dr, dalpha, da, db] = groups.log_likelihood(model, &p);
        let slope = [dr * p.r, dalpha * p.alpha, da * p.a, db * p.b].map(|g| -g / groups.n);
        (-ll / groups.n, slope.to_vec())
    })
}

fn params_of(logs: &[f64]) -> Params {
    Params { r: logs[0].exp(), alpha: logs[1].exp(), a: logs[2].exp(), b: logs[3].exp() }
}

/// Probability that the member still buys, as of the member's age. BG/NBD: 1 for every one-time buyer, by its assumption.
pub fn p_alive(model: Model, p: &Params, buyer: Buyer) -> f64 {
    if buyer.x == 0 && model == Model::Bg {
        return 1.0;
    }
    let x = f64::from(buyer.x);
    let (t_x, age) = (weeks(buyer.t_x), weeks(buyer.age));
    let odds = p.a.ln() - (p.b + x - 1.0 + model.shift()).ln() + (p.r + x) * ((age - t_x) / (p.alpha + t_x)).ln_1p();
    1.0 / (1.0 + odds.exp())
}

/// Expected purchases in the next `t` weeks.
pub fn expected(model: Model, p: &Params, buyer: Buyer, t: f64) -> f64 {
    let x = f64::from(buyer.x);
    let tau = t / (p.alpha + weeks(buyer.age));
    p_alive(model, p, buyer) * expectation::while_alive(p.r + x, p.a, p.b + x + model.shift(), tau)
}

/// Expected repeat purchases of a new member in the first `t` weeks.
pub fn expected_of_new(model: Model, p: &Params, t: f64) -> f64 {
    match model {
        Model::Bg => expected(model, p, Buyer { x: 0, t_x: 0, age: 0 }, t),
        // The first purchase may already have been the last: averaged over drop-out, not conditional on being alive.
        Model::Mbg => p.b / (p.a + p.b) * expectation::while_alive(p.r, p.a, p.b + 1.0, t / p.alpha),
    }
}

/// Expected repeat purchases of a whole cohort, summed over members by the age at which they are looked at.
pub fn expected_of_cohort(model: Model, p: &Params, ages: &[u32]) -> f64 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for age in ages {
        *counts.entry(*age).or_default() += 1;
    }
    counts.into_iter().map(|(age, n)| count(n) * expected_of_new(model, p, weeks(age))).sum()
}

fn weeks(days: u32) -> f64 {
    f64::from(days) / 7.0
}

#[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}
