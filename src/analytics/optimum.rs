//! The lowest point of a likelihood (times −1) that may have several valleys and plateaus without end.
//!
//! Many starts are looked at, the best few walk downhill on a sample, and so does each plateau, a coordinate far out, that the
//! model names. The best of them goes on with everybody, and Newton's method ends the walk: it stops only where what is left to
//! gain is nothing and the curvature is that of a valley.

use super::bfgs::{self, Minimum};
use super::curvature::{FLAT, Matrix, eigen, second_derivatives};

/// A function to be minimised: its value, a mean over members, and its gradient.
pub trait Downhill: Fn(&[f64]) -> (f64, Vec<f64>) {}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> Downhill for F {}

/// A coordinate that makes no difference any more far out, where the function may be lower than everywhere near.
#[derive(Debug, Clone, Copy)]
pub struct Plateau {
    pub coordinate: usize,
    /// A place far out.
    pub far: f64,
    /// The coordinate that makes no difference there either, and so stands anywhere when a walk ends there.
    pub loose: Option<usize>,
}

/// Where to look.
pub struct Search<'a> {
    /// Points to begin at, in families: those that look towards the same valley.
    pub starts: &'a [Vec<Vec<f64>>],
    /// How many families send their best down, the best first.
    pub walks: usize,
    pub plateaus: &'a [Plateau],
    /// Members that the value is a mean over.
    pub n: f64,
    /// Asked before each family and each value of a walk: from then on the search ends.
    pub stop: &'a dyn Fn() -> bool,
}

/// How far out a walk back from a plateau begins, as shares of the way.
const BACK: [f64; 2] = [0.2, 0.45];

/// Where a loose coordinate is tried on the way back, and how many of the lowest of these places are walked from.
const LOOSE: [f64; 6] = [-3.0, -1.0, 1.0, 3.0, 5.0, 7.0];
const LOWEST: usize = 2;

impl Plateau {
    /// Places on the way back: what is loose out there stands as it stood, and where the function is lowest by it.
    fn beside(&self, near: &[f64], f: &impl Downhill) -> Vec<Vec<f64>> {
        let with = |coordinate: usize, value: f64| {
            let mut at = near.to_vec();
            at[coordinate] = value;
            at
        };
        let mut beside = vec![near.to_vec()];
        if let Some(loose) = self.loose {
            let value = |at: &[f64]| {
                let mut at = at.to_vec();
                at[self.coordinate] = self.far * BACK[1];
                f(&at).0
            };
            let mut tried: Vec<(f64, Vec<f64>)> =
                LOOSE.map(|place| with(loose, place)).map(|at| (value(&at), at)).into();
            tried.sort_by(|a, b| a.0.total_cmp(&b.0));
            beside.extend(tried.into_iter().take(LOWEST).map(|(_, at)| at));
        }
        let out = |mut at: Vec<f64>, by: f64| {
            at[self.coordinate] = self.far * by;
            at
        };
        beside.iter().flat_map(|at| BACK.map(|by| out(at.clone(), by))).collect()
    }
}

/// The lowest point that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    pub at: Vec<f64>,
    /// The function's value there.
    pub value: f64,
    /// The second derivatives there, of the value.
    pub curvature: Matrix,
    /// What a step by the curvature would still gain in all, in units of the log-likelihood.
    pub left: f64,
}

impl Optimum {
    /// Whether nothing is left to gain and the curvature is that of a valley, up to flat directions.
    pub fn is_reached(&self) -> bool {
        let steepest = self.curvature.iter().enumerate().map(|(i, row)| row[i].abs()).fold(0.0, f64::max);
        self.left < GAIN
            && eigen(&self.curvature).first().is_some_and(|(least, _)| *least > -1e-6 * steepest.max(1e-12))
    }
}

/// A walk that looks for the deepest valley ends where a step gains less than this in log-likelihood.
const COARSE: f64 = 1e-4;

/// What is left to gain where the walk ends, in units of the log-likelihood.
const GAIN: f64 = 1e-6;

impl Search<'_> {
    /// Searches: ranks the starts with `glance`, a value by a few members, walks coarsely with `sample`, then with `all`. `None`
    /// where no start has a value, or where it was stopped.
    ///
    /// ```
    /// use loyaltui::analytics::optimum::Search;
    ///
    /// // Valleys at −1 and at 2, of which the second is the deeper.
    /// let f = |p: &[f64]| {
    ///     let x = p[0];
    ///     (x.powi(4) / 4.0 - x.powi(3) / 3.0 - x * x, vec![x * (x - 2.0) * (x + 1.0)])
    /// };
    /// let starts = [vec![vec![-1.5], vec![-0.5]], vec![vec![0.5]]];
    /// let search = Search { starts: &starts, walks: 2, plateaus: &[], n: 1.0, stop: &|| false };
    /// let end = search.find(&|p: &[f64]| f(p).0, &f, &f).unwrap();
    /// assert!((end.at[0] - 2.0).abs() < 1e-6 && end.is_reached());
    /// ```
    pub fn find(
        &self,
        glance: &impl Fn(&[f64]) -> f64,
        sample: &impl Downhill,
        all: &impl Downhill,
    ) -> Option<Optimum> {
        let waiting = self.starts.iter().take_while(|_| !(self.stop)());
        let looked = |family: &Vec<Vec<f64>>| {
            let values = family.iter().map(|start| (glance(start), start.clone()));
            values.filter(|(value, _)| value.is_finite()).min_by(|a, b| a.0.total_cmp(&b.0))
        };
        let mut ranked: Vec<(f64, Vec<f64>)> = waiting.filter_map(looked).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let walk = |from: &[f64]| bfgs::descend(from, COARSE / self.n, bfgs::unless(self.stop, sample));
        let ends = ranked.iter().take(self.walks).map(|(_, start)| walk(start));
        let mut best = lower(ends)?;
        for plateau in self.plateaus {
            let mut froms = vec![best.at.clone(), self.near(&best.at)];
            for from in &mut froms {
                from[plateau.coordinate] = plateau.far;
            }
            froms.dedup();
            best = lower(froms.iter().map(|from| walk(from)).chain([best]))?;
        }
        for from in self.returns(&best.at, sample) {
            best = lower([best, bfgs::minimise(&from, bfgs::unless(self.stop, sample))])?;
        }
        let best = bfgs::go_on(&best, COARSE / self.n, bfgs::unless(self.stop, all));
        let unless_stopped = |at: &[f64]| if (self.stop)() { (f64::INFINITY, vec![0.0; at.len()]) } else { all(at) };
        let end = self.settle(best, &unless_stopped);
        (!(self.stop)()).then_some(end)
    }

    /// The plateaus that a walk ended on.
    fn plateaus_of(&self, end: &[f64]) -> impl Iterator<Item = &Plateau> {
        let is_on = |plateau: &&Plateau| end[plateau.coordinate] * plateau.far.signum() > plateau.far.abs() / 2.0;
        self.plateaus.iter().filter(is_on)
    }

    /// Where a walk ended, but in the middle by each coordinate in which it ended far out.
    fn near(&self, end: &[f64]) -> Vec<f64> {
        let mut near = end.to_vec();
        for plateau in self.plateaus_of(end) {
            near[plateau.coordinate] = 0.0;
        }
        near
    }

    /// Where a walk ended on plateaus: places on the way back, for what lies between may be lower by a little.
    fn returns(&self, end: &[f64], f: &impl Downhill) -> Vec<Vec<f64>> {
        let near = self.near(end);
        self.plateaus_of(end).flat_map(|plateau| plateau.beside(&near, f)).collect()
    }

    /// Ends a walk by Newton's method, and leaves a ridge on the side that goes down.
    fn settle(&self, from: Minimum, f: &impl Downhill) -> Optimum {
        let mut here = from;
        let mut curvature = Matrix::new();
        let mut left = f64::INFINITY;
        for _ in 0..NEWTON {
            let slope = f(&here.at).1;
            curvature = second_derivatives(&here.at, f);
            let axes = eigen(&curvature);
            let Some(top) = axes.last().map(|(value, _)| value.abs()) else { break };
            // Along each axis the gradient, the curvature (never less than next to nothing), and the way down.
            let along = |axis: &[f64]| slope.iter().zip(axis).map(|(g, a)| g * a).sum::<f64>();
            let least = FLAT * top.max(1e-9);
            // Where an axis is flat, a leap along it gains no more than the gradient says.
            let gain = |(value, axis): &(f64, Vec<f64>)| {
                let g = along(axis).abs();
                (g * g / (2.0 * value.abs().max(least))).min(LEAP * g)
            };
            left = self.n * axes.iter().map(gain).sum::<f64>();
            let ridge = axes.first().filter(|(value, _)| *value < -1e-6 * top);
            if left < GAIN && ridge.is_none() || (self.stop)() {
                break;
            }
            let mut step = vec![0.0; slope.len()];
            for (value, axis) in &axes {
                let length = -along(axis) / value.abs().max(least);
                for (s, a) in step.iter_mut().zip(axis) {
                    *s += length * a;
                }
            }
            let gained = downhill(&here, &step, f).or_else(|| {
                let (_, over) = ridge?;
                let sides = [0.5, -0.5].map(|by| over.iter().map(|a| a * by).collect::<Vec<f64>>());
                sides.iter().find_map(|side| downhill(&here, side, f))
            });
            let Some(next) = gained else { break };
            let gain = self.n * (here.value - next.value);
            here = if ridge.is_some() { bfgs::minimise(&next.at, bfgs::unless(self.stop, f)) } else { next };
            if gain < GAIN * 1e-2 && ridge.is_none() {
                break;
            }
        }
        Optimum { at: here.at, value: here.value, curvature, left }
    }
}

/// Steps of Newton's method at most.
const NEWTON: usize = 15;

/// The longest step of a coordinate.
const LEAP: f64 = 3.0;

/// The first point along a step, halved as often as it takes, that lies lower.
fn downhill(here: &Minimum, step: &[f64], f: &impl Downhill) -> Option<Minimum> {
    let longest = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
    let mut length = (LEAP / longest).min(1.0);
    for _ in 0..30 {
        let at: Vec<f64> = here.at.iter().zip(step).map(|(x, s)| x + length * s).collect();
        let (value, _) = f(&at);
        if value < here.value {
            return Some(Minimum { at, value, ..here.clone() });
        }
        length /= 2.0;
    }
    None
}

fn lower(ends: impl IntoIterator<Item = Minimum>) -> Option<Minimum> {
    ends.into_iter().filter(|end| end.value.is_finite()).min_by(|a, b| a.value.total_cmp(&b.value))
}
