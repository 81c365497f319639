//! BG/NBD and MBG/NBD: how often a member will buy, and whether the member still does.
//!
//! Fader, Hardie & Lee (2005), "Counting your customers" the easy way, in the stable form of Hardie's note 027; the
//! modified model of Batislam, Denizel & Filiztekin (2007) and Hoppe & Wagner (2007) may lose a member after the first
//! purchase too. Time is in weeks: days / 7 exactly.

mod chance;
mod fit;

pub use chance::chance_of;
pub use fit::{fit, fit_unless};

use super::expectation;
use crate::domain::value::FitWarning;
use rayon::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseModel {
    /// BG/NBD: drop-out only after a repeat purchase.
    Bg,
    /// MBG/NBD: drop-out after the first purchase too.
    Mbg,
}

impl PurchaseModel {
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

/// The same in weeks, whole or not: what is typed, or stands in a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeeklyBuyer {
    pub x: u32,
    pub t_x: f64,
    pub age: f64,
}

impl From<Buyer> for WeeklyBuyer {
    fn from(buyer: Buyer) -> Self {
        Self { x: buyer.x, t_x: weeks(buyer.t_x), age: weeks(buyer.age) }
    }
}

/// Parameters: purchase rates ~ Gamma(r, α) a week, drop-out ~ Beta(a, b).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BgNbdParams {
    pub r: f64,
    pub alpha: f64,
    pub a: f64,
    pub b: f64,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BgNbdFit {
    /// Where the likelihood is highest.
    pub params: BgNbdParams,
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: usize,
    /// Of these, members with a repeat purchase.
    pub repeaters: usize,
    /// Standard errors of r, α, a and b; `None` where the data do not tell one of them.
    #[serde(default)]
    pub errors: Option<[f64; 4]>,
    /// What the data can't tell.
    #[serde(default)]
    pub warnings: Vec<FitWarning>,
}

/// Groups in a chunk: small enough to share work, fixed so that sums do not depend on the threads.
const CHUNK: usize = 8_192;

/// The place of each value of an ascending column, by the value.
fn places(column: &[u32]) -> Vec<u32> {
    let mut places = vec![0; column.last().map_or(0, |last| *last as usize + 1)];
    for (place, value) in (0..).zip(column) {
        places[*value as usize] = place;
    }
    places
}

/// Equal members counted once, with what one likelihood needs looked up by number.
struct BuyerGroups {
    rows: Vec<(BuyerIndex, f64)>,
    xs: Vec<u32>,
    days: Vec<u32>,
    n: f64,
}

/// Places in `xs` and `days`.
#[derive(Clone, Copy)]
struct BuyerIndex {
    x: u32,
    t_x: u32,
    age: u32,
}

impl BuyerGroups {
    fn new(buyers: &[Buyer]) -> Self {
        let mut sorted = buyers.to_vec();
        sorted.par_sort_unstable();
        let mut xs: Vec<u32> = sorted.iter().map(|b| b.x).collect();
        let mut days: Vec<u32> = sorted.iter().flat_map(|b| [b.t_x, b.age]).collect();
        for column in [&mut xs, &mut days] {
            column.par_sort_unstable();
            column.dedup();
        }
        let (place_of_x, place_of_day) = (places(&xs), places(&days));
        let place = |places: &[u32], value: u32| places[value as usize];
        let mut rows: Vec<(BuyerIndex, f64)> = Vec::new();
        let mut last = None;
        for buyer in &sorted {
            if last == Some(buyer) {
                if let Some((_, count)) = rows.last_mut() {
                    *count += 1.0;
                }
            } else {
                let row = BuyerIndex {
                    x: place(&place_of_x, buyer.x),
                    t_x: place(&place_of_day, buyer.t_x),
                    age: place(&place_of_day, buyer.age),
                };
                rows.push((row, 1.0));
                last = Some(buyer);
            }
        }
        Self { rows, xs, days, n: count(buyers.len()) }
    }

    /// Few enough groups to look for the right valley from several starts, chosen evenly: every so-manieth.
    fn sample(&self, most: usize) -> Self {
        let every = self.rows.len().div_ceil(most).max(1);
        let rows: Vec<(BuyerIndex, f64)> = self.rows.iter().step_by(every).copied().collect();
        let n = rows.iter().map(|(_, count)| count).sum();
        Self { rows, xs: self.xs.clone(), days: self.days.clone(), n }
    }

    /// Sum of the log-likelihood and of its gradient by r, α, a, b.
    fn log_likelihood(&self, model: PurchaseModel, p: &BgNbdParams) -> [f64; 5] {
        let by_x = PerX::table(model, p, &self.xs);
        let by_day: Vec<Moment> = self.days.iter().map(|d| Moment::new(p, weeks(*d))).collect();
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

/// What a likelihood needs once per distinct day: t in weeks, ln(1 + t/α) and 1/(α+t). Times lie as far from α as they may.
#[derive(Debug, Clone, Copy)]
struct Moment {
    weeks: f64,
    ln_grown: f64,
    inverse: f64,
}

impl Moment {
    fn new(p: &BgNbdParams, t: f64) -> Self {
        Self { weeks: t, ln_grown: (t / p.alpha).ln_1p(), inverse: 1.0 / (p.alpha + t) }
    }
}

/// What a likelihood needs once per distinct x. Differences of ln Γ and ψ at arguments x apart are sums of x terms of one
/// sign: the functions themselves would cancel where b or r is large.
#[derive(Debug, Clone, Copy)]
struct PerX {
    x: f64,
    /// r/α.
    rate: f64,
    rx: f64,
    constant: f64,
    dropped: f64,
    psi_r: f64,
    psi_a: f64,
    psi_b: f64,
    inverse_b: f64,
}

impl PerX {
    /// One for each of ascending xs.
    fn table(model: PurchaseModel, p: &BgNbdParams, xs: &[u32]) -> Vec<Self> {
        let (mut rising, mut falling) = (Sums::default(), Sums::default());
        let (mut bought, mut kept) = (0.0, 0.0);
        let mut table = Vec::with_capacity(xs.len());
        for x in xs {
            let x = f64::from(*x);
            while bought < x {
                let r = p.r + bought;
                rising.add([(r / p.alpha).ln(), 1.0 / r, 0.0]);
                bought += 1.0;
            }
            while kept < x + model.shift() {
                let (b, both) = (p.b + kept, p.a + p.b + kept);
                falling.add([-(p.a / b).ln_1p(), -1.0 / both, p.a / b / both]);
                kept += 1.0;
            }
            table.push(Self::new(model, p, x, rising.0, falling.0));
        }
        table
    }

    fn new(model: PurchaseModel, p: &BgNbdParams, x: f64, rising: [f64; 3], falling: [f64; 3]) -> Self {
        let can_drop = x > 0.0 || model == PurchaseModel::Mbg;
        // b + (x − 1), not (b + x) − 1: b may be tiny.
        let left = p.b + (x + model.shift() - 1.0);
        Self {
            x,
            rate: p.r / p.alpha,
            rx: p.r + x,
            constant: rising[0] + falling[0],
            dropped: if can_drop { p.a.ln() - left.ln() } else { f64::NEG_INFINITY },
            psi_r: rising[1],
            psi_a: falling[1],
            psi_b: falling[2],
            inverse_b: if can_drop { 1.0 / left } else { 0.0 },
        }
    }

    /// Log-likelihood and gradient of one member.
    fn terms(&self, p: &BgNbdParams, t_x: Moment, age: Moment) -> [f64; 5] {
        // The chance to have dropped out at the last purchase against that to live still, as log odds.
        let odds = self.dropped + self.rx * (age.ln_grown - t_x.ln_grown);
        let small = (-odds.abs()).exp();
        let (w, v) = if odds > 0.0 {
            (1.0 / (1.0 + small), small / (1.0 + small))
        } else {
            (small / (1.0 + small), 1.0 / (1.0 + small))
        };
        let either = odds.max(0.0) + small.ln_1p();
        // r/α − (r+x)/(α+t), without the difference of two numbers that are nearly equal where r and α are large.
        let by_alpha = |moment: Moment| (self.rate * moment.weeks - self.x) * moment.inverse;
        [
            self.constant - self.rx * age.ln_grown + either,
            self.psi_r - v * age.ln_grown - w * t_x.ln_grown,
            v * by_alpha(age) + w * by_alpha(t_x),
            self.psi_a + w / p.a,
            self.psi_b - w * self.inverse_b,
        ]
    }
}

/// Sums that grow with x.
#[derive(Debug, Clone, Copy, Default)]
struct Sums([f64; 3]);

impl Sums {
    fn add(&mut self, terms: [f64; 3]) {
        for (sum, term) in self.0.iter_mut().zip(terms) {
            *sum += term;
        }
    }
}

/// Log-likelihood of one member's purchases: of their number and of the time of the last one (note 027; with b + 1 for b where the
/// modified model says so).
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams, log_likelihood};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let buyer = Buyer { x: 2, t_x: 213, age: 272 };
/// assert!((log_likelihood(PurchaseModel::Bg, &p, buyer) - -9.458_473_557_487_5).abs() < 1e-12);
/// ```
pub fn log_likelihood(model: PurchaseModel, p: &BgNbdParams, buyer: impl Into<WeeklyBuyer>) -> f64 {
    let buyer = buyer.into();
    let (t_x, age) = (Moment::new(p, buyer.t_x), Moment::new(p, buyer.age));
    if model == PurchaseModel::Mbg && buyer.x == 0 {
        // A one-time buyer who is nearly sure to have dropped out at once is nearly sure to buy no more.
        let more = p.b / (p.a + p.b) * -(-p.r * age.ln_grown).exp_m1();
        if more < 0.5 {
            return (-more).ln_1p();
        }
    }
    PerX::table(model, p, &[buyer.x]).iter().map(|of_x| of_x.terms(p, t_x, age)[0]).sum()
}

/// Probability that the member still buys, as of the member's age (Fader, Hardie & Lee 2008, note 021; Batislam et al. 2007, equation
/// 18). By its assumption BG/NBD says 1 of every one-time buyer.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams, p_alive};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let buyer = Buyer { x: 2, t_x: 213, age: 272 };
/// assert!((p_alive(PurchaseModel::Bg, &p, buyer) - 0.726_589_721_835_495).abs() < 1e-14);
/// let once = Buyer { x: 0, t_x: 0, age: 272 };
/// assert!(p_alive(PurchaseModel::Bg, &p, once) > 0.999_999 && p_alive(PurchaseModel::Mbg, &p, once) < 0.9);
/// ```
pub fn p_alive(model: PurchaseModel, p: &BgNbdParams, buyer: impl Into<WeeklyBuyer>) -> f64 {
    let buyer = buyer.into();
    if buyer.x == 0 && model == PurchaseModel::Bg {
        return 1.0;
    }
    let (x, t_x, age) = (f64::from(buyer.x), buyer.t_x, buyer.age);
    let odds = p.a.ln() - (p.b + (x + model.shift() - 1.0)).ln() + (p.r + x) * ((age - t_x) / (p.alpha + t_x)).ln_1p();
    // With large odds against it the chance is small, not nothing.
    if odds > 0.0 { (-odds).exp() / (1.0 + (-odds).exp()) } else { 1.0 / (1.0 + odds.exp()) }
}

/// Expected purchases of a member in the next `t` weeks (Fader, Hardie & Lee 2005, equation 10, in a form that has no poles).
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams, expected};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// // The first customer of the sample: 2 repeat purchases, the last after 213 days, seen for 272; published as 1.226 in 39 weeks.
/// let expected = expected(PurchaseModel::Bg, &p, Buyer { x: 2, t_x: 213, age: 272 }, 39.0);
/// assert!((expected - 1.226_115_806_149_32).abs() < 1e-13);
/// ```
pub fn expected(model: PurchaseModel, p: &BgNbdParams, buyer: impl Into<WeeklyBuyer>, t: f64) -> f64 {
    let buyer = buyer.into();
    let x = f64::from(buyer.x);
    let tau = t / (p.alpha + buyer.age);
    p_alive(model, p, buyer) * expectation::while_alive(p.r + x, p.a, p.b + x + model.shift(), tau)
}

/// Expected repeat purchases of a new member in the first `t` weeks (Fader, Hardie & Lee 2005, equation 9).
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams, expected_of_new};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// assert!((expected_of_new(PurchaseModel::Bg, &p, 52.0) - 1.446_050_595_396_4).abs() < 1e-12);
/// ```
pub fn expected_of_new(model: PurchaseModel, p: &BgNbdParams, t: f64) -> f64 {
    match model {
        PurchaseModel::Bg => expected(model, p, Buyer { x: 0, t_x: 0, age: 0 }, t),
        // The first purchase may already have been the last: averaged over drop-out, not conditional on being alive.
        PurchaseModel::Mbg => p.b / (p.a + p.b) * expectation::while_alive(p.r, p.a, p.b + 1.0, t / p.alpha),
    }
}

/// Expected repeat purchases of a whole cohort, summed over members by their ages in days.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams, expected_of_cohort, expected_of_new};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let two = expected_of_cohort(PurchaseModel::Bg, &p, &[364, 364, 7]);
/// assert!((two - 2.0 * expected_of_new(PurchaseModel::Bg, &p, 52.0) - expected_of_new(PurchaseModel::Bg, &p, 1.0)).abs() < 1e-12);
/// ```
pub fn expected_of_cohort(model: PurchaseModel, p: &BgNbdParams, ages: &[u32]) -> f64 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for age in ages {
        *counts.entry(*age).or_default() += 1;
    }
    counts.into_iter().map(|(age, n)| count(n) * expected_of_new(model, p, weeks(age))).sum()
}

/// Days as weeks.
pub(in crate::analytics) fn weeks(days: u32) -> f64 {
    f64::from(days) / 7.0
}

#[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}
