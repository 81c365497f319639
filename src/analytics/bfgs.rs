//! Minimising a smooth function of a few variables (Nocedal & Wright, Numerical Optimization, algorithm 6.1).

#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    pub at: Vec<f64>,
    pub value: f64,
    /// Size of the largest component of the gradient there.
    pub slope: f64,
    pub steps: usize,
    /// What the walk has learnt of the inverse of the second derivatives.
    pub inverse: Vec<Vec<f64>>,
}

/// Most steps of one search.
const MAX_STEPS: usize = 500;
/// A gradient this small is a minimum: in logarithms of parameters and means over members it leaves them right to seven
/// digits at least.
const FLAT: f64 = 1e-9;
/// Relative change of the value below which a step has changed nothing.
const SAME: f64 = 1e-15;

/// Walks downhill from `start`. `f` answers value and gradient; a value that is not finite is a wall.
///
/// ```
/// use loyaltui::analytics::bfgs::minimise;
///
/// let end = minimise(&[3.0, -2.0], |p| {
///     let (x, y) = (p[0] - 1.0, p[1]);
///     (x * x + x * y + y * y, vec![2.0 * x + y, x + 2.0 * y])
/// });
/// assert!((end.at[0] - 1.0).abs() < 1e-8 && end.at[1].abs() < 1e-8);
/// ```
pub fn minimise(start: &[f64], f: impl FnMut(&[f64]) -> (f64, Vec<f64>)) -> Minimum {
    walk(start, None, 0.0, f)
}

/// The same, but two steps that each go down by less than `enough` end the walk: to find out which valley is the deepest.
pub fn descend(start: &[f64], enough: f64, f: impl FnMut(&[f64]) -> (f64, Vec<f64>)) -> Minimum {
    walk(start, None, enough, f)
}

/// A function until it is to stop: a wall from then on, which ends every walk.
///
/// ```
/// use loyaltui::analytics::bfgs::unless;
///
/// let mut never = unless(&|| true, |p| (p[0], vec![1.0]));
/// assert_eq!(never(&[2.0]), (f64::INFINITY, vec![0.0]));
/// ```
pub fn unless(
    stop: &dyn Fn() -> bool,
    mut f: impl FnMut(&[f64]) -> (f64, Vec<f64>),
) -> impl FnMut(&[f64]) -> (f64, Vec<f64>) {
    move |at| if stop() { (f64::INFINITY, vec![0.0; at.len()]) } else { f(at) }
}

/// Walks on from the minimum of a function that is much like this one: from a sample's to that of all. Ends as [`descend`] does.
///
/// ```
/// use loyaltui::analytics::bfgs::{go_on, minimise};
///
/// let valley = |at: f64| move |p: &[f64]| ((p[0] - at).powi(2), vec![2.0 * (p[0] - at)]);
/// let sample = minimise(&[0.0], valley(1.0));
/// assert!((go_on(&sample, 0.0, valley(1.1)).at[0] - 1.1).abs() < 1e-9);
/// ```
pub fn go_on(from: &Minimum, enough: f64, f: impl FnMut(&[f64]) -> (f64, Vec<f64>)) -> Minimum {
    walk(&from.at, Some(&from.inverse), enough, f)
}

fn walk(
    start: &[f64],
    learnt: Option<&Vec<Vec<f64>>>,
    enough: f64,
    mut f: impl FnMut(&[f64]) -> (f64, Vec<f64>),
) -> Minimum {
    let n = start.len();
    let mut at = start.to_vec();
    let (mut value, mut slope) = f(&at);
    let mut inverse = learnt.cloned().unwrap_or_else(|| identity(n, 1.0));
    let mut idle = 0;
    let mut steps = 0;
    let most = if enough > 0.0 { MAX_STEPS / 5 } else { MAX_STEPS };
    while steps < most && largest(&slope) > FLAT && idle < (if enough > 0.0 { 2 } else { 3 }) && value.is_finite() {
        steps += 1;
        let mut direction: Vec<f64> = inverse.iter().map(|row| -dot(row, &slope)).collect();
        if dot(&direction, &slope) >= 0.0 {
            inverse = identity(n, 1.0);
            direction = slope.iter().map(|g| -g).collect();
        }
        let Some((next, next_value, next_slope)) = line_search(&at, value, &slope, &direction, &mut f) else {
            if is_identity(&inverse) {
                break;
            }
            inverse = identity(n, 1.0);
            idle += 1;
            continue;
        };
        update(&mut inverse, &difference(&next, &at), &difference(&next_slope, &slope), steps == 1 && learnt.is_none());
        let gain = value - next_value;
        idle = if gain <= (SAME * value.abs()).max(enough) { idle + 1 } else { 0 };
        (at, value, slope) = (next, next_value, next_slope);
    }
    Minimum { slope: largest(&slope), at, value, steps, inverse }
}

type SearchStep = (Vec<f64>, f64, Vec<f64>);

/// A step that goes down enough (Armijo) and, where one is found by lengthening it, not too short (weak Wolfe).
fn line_search(
    at: &[f64],
    value: f64,
    slope: &[f64],
    direction: &[f64],
    f: &mut impl FnMut(&[f64]) -> (f64, Vec<f64>),
) -> Option<SearchStep> {
    let down = dot(direction, slope);
    // A step of more than a few units in a logarithm is a leap out of the region that the gradient speaks of.
    let mut length = (4.0 / largest(direction)).min(1.0);
    let (mut short, mut long) = (0.0, f64::INFINITY);
    let mut best: Option<SearchStep> = None;
    for _ in 0..60 {
        let next: Vec<f64> = at.iter().zip(direction).map(|(x, d)| x + length * d).collect();
        let (next_value, next_slope) = f(&next);
        let enough = next_value.is_finite() && next_value <= value + 1e-4 * length * down;
        if enough {
            let flat_enough = dot(direction, &next_slope) >= 0.9 * down;
            best = Some((next, next_value, next_slope));
            if flat_enough {
                return best;
            }
            short = length;
        } else {
            long = length;
        }
        length = if long.is_finite() { f64::midpoint(short, long) } else { 2.0 * length };
        if long.is_finite() && long - short < 1e-12 * long {
            break;
        }
    }
    best
}

/// The BFGS update of the inverse Hessian by a step and the change of the gradient over it.
fn update(inverse: &mut Vec<Vec<f64>>, step: &[f64], change: &[f64], first: bool) {
    let curvature = dot(step, change);
    if curvature <= 1e-14 * dot(step, step).sqrt() * dot(change, change).sqrt() {
        return;
    }
    let n = step.len();
    if first {
        *inverse = identity(n, curvature / dot(change, change));
    }
    let through: Vec<f64> = inverse.iter().map(|row| dot(row, change)).collect();
    let scale = (1.0 + dot(change, &through) / curvature) / curvature;
    for (i, row) in inverse.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell += scale * step[i] * step[j] - (through[i] * step[j] + step[i] * through[j]) / curvature;
        }
    }
}

fn identity(n: usize, scale: f64) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..n).map(|j| if i == j { scale } else { 0.0 }).collect()).collect()
}

fn is_identity(matrix: &[Vec<f64>]) -> bool {
    *matrix == identity(matrix.len(), 1.0)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x - y).collect()
}

fn largest(v: &[f64]) -> f64 {
    v.iter().fold(0.0, |m: f64, x| m.max(x.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_valley_of_rosenbrock_ends_at_one_one() {
        let end = minimise(&[-1.2, 1.0], |p| {
            let (x, y) = (p[0], p[1]);
            let value = (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
            (value, vec![-2.0 * (1.0 - x) - 400.0 * x * (y - x * x), 200.0 * (y - x * x)])
        });
        assert!((end.at[0] - 1.0).abs() < 1e-9 && (end.at[1] - 1.0).abs() < 1e-9, "{end:?}");
    }
}
