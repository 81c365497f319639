//! The lowest point of a likelihood (times −1) that may have several valleys and plateaus without end.
//!
//! Many starts are looked at, the best few walk downhill on a sample, and so does each plateau, a coordinate far out, that the
//! model names. The best of them goes on with everybody, and Newton's method ends the walk: it stops only where what is left to
//! gain is nothing and the curvature is that of a valley.

use super::bfgs::{self, Minimum};
use super::curvature::{Matrix, eigen, second_derivatives};

/// A function to be minimised: its value, a mean over members, and its gradient.
pub trait Downhill: Fn(&[f64]) -> (f64, Vec<f64>) {}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> Downhill for F {}

/// Where to look.
pub struct Search<'a> {
    /// Points to begin at.
    pub starts: &'a [Vec<f64>],
    /// How many of them walk down, the best first.
    pub walks: usize,
    /// Plateaus: a coordinate and the place far out at which it makes no difference any more.
    pub plateaus: &'a [(usize, f64)],
    /// Members that the value is a mean over.
    pub n: f64,
    /// Asked before each value: from then on the search ends.
    pub stop: &'a dyn Fn() -> bool,
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
    /// let search = Search { starts: &[vec![-1.5], vec![0.5]], walks: 2, plateaus: &[], n: 1.0, stop: &|| false };
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
        let mut ranked: Vec<(f64, &Vec<f64>)> = waiting.map(|start| (glance(start), start)).collect();
        ranked.retain(|(value, _)| value.is_finite());
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let walk = |from: &[f64]| bfgs::descend(from, COARSE / self.n, bfgs::unless(self.stop, sample));
        let ends = ranked.iter().take(self.walks).map(|(_, start)| walk(start));
        let mut best = lower(ends)?;
        for (coordinate, far) in self.plateaus {
            let mut from = best.at.clone();
            from[*coordinate] = *far;
            best = lower([best, walk(&from)])?;
        }
        for from in self.returns(&best.at) {
            best = lower([best, bfgs::minimise(&from, bfgs::unless(self.stop, sample))])?;
        }
        let best = bfgs::go_on(&best, COARSE / self.n, bfgs::unless(self.stop, all));
        let unless_stopped = |at: &[f64]| if (self.stop)() { (f64::INFINITY, vec![0.0; at.len()]) } else { all(at) };
        let end = self.settle(best, &unless_stopped);
        (!(self.stop)()).then_some(end)
    }

    /// Where a walk ended on plateaus: places on the way back, for what lies between may be higher by a little.
    fn returns(&self, end: &[f64]) -> Vec<Vec<f64>> {
        let on: Vec<(usize, f64)> =
            self.plateaus.iter().copied().filter(|(c, far)| end[*c] * far.signum() > far.abs() / 2.0).collect();
        let back = |(coordinate, far): (usize, f64), by: f64| {
            let mut from = end.to_vec();
            for (other, _) in &on {
                from[*other] = 0.0;
            }
            from[coordinate] = far * by;
            from
        };
        on.iter().flat_map(|plateau| [0.2, 0.45].map(|by| back(*plateau, by))).collect()
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
            let least = 1e-9 * top.max(1e-9);
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
