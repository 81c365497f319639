//! Sums of whole numbers without any error, and what is made of them with one rounding at the end.
//!
//! Money and points are whole numbers, so are their squares and products. A variance that takes the square of a float sum from a
//! float sum of squares keeps four of its digits where the numbers are large and alike; this one keeps all.

use super::distribution::t_point;
use crate::domain::experiment::Anova;
use crate::domain::rate::Interval;

/// Number, sum and sum of squares of whole numbers of at most 10^15 in size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExactSums {
    pub n: u64,
    pub sum: i128,
    pub squares: i128,
}

impl ExactSums {
    /// Takes one more number in.
    pub fn add(&mut self, value: i64) {
        self.n += 1;
        self.sum += i128::from(value);
        self.squares += i128::from(value) * i128::from(value);
    }

    /// The mean; `None` of nothing.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactSums;
    ///
    /// let sums: ExactSums = [1_000_000_000_001, 1_000_000_000_002].into_iter().collect();
    /// assert_eq!(sums.mean(), Some(1_000_000_000_001.5));
    /// ```
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| float(self.sum) / float(self.n.into()))
    }

    /// The variance of the numbers as a sample (n − 1); `None` of fewer than two.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactSums;
    ///
    /// // Two numbers of 10^15 that differ by 1: in floats the squares alone would lose them.
    /// let sums: ExactSums = [1_000_000_000_000_000, 999_999_999_999_999].into_iter().collect();
    /// assert_eq!(sums.variance(), Some(0.5));
    /// ```
    pub fn variance(self) -> Option<f64> {
        (self.n > 1).then(|| self.deviations() / float(self.n.into()) / float(i128::from(self.n) - 1))
    }

    /// The mean with its 95 % interval by Student's t; `None` of nothing. One number alone has an interval without width.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactSums;
    ///
    /// let scores: ExactSums = [3, 4, 5, 6, 7].into_iter().collect();
    /// let mean = scores.mean_interval().unwrap();
    /// assert!((mean.value - 5.0).abs() < 1e-12 && (mean.high - 6.963_243_161_477_5).abs() < 1e-9);
    /// ```
    pub fn mean_interval(self) -> Option<Interval> {
        let value = self.mean()?;
        let error = (self.variance().unwrap_or(0.0) / float(self.n.into())).sqrt();
        let half = if self.n > 1 { t_point(0.975, float(i128::from(self.n) - 1)) * error } else { 0.0 };
        Some(Interval { n: self.n, value, low: value - half, high: value + half })
    }

    /// The mean of scores between a lowest and a highest one with its 95 % interval: Student's t of the answers and one more at either
    /// end, so that an interval has its width also where all answers are the same. `None` of nothing.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactSums;
    ///
    /// let two: ExactSums = [7, 7].into_iter().collect();
    /// let mean = two.score_interval(1, 7).unwrap();
    /// assert_eq!((mean.n, mean.value, mean.high), (2, 7.0, 7.0));
    /// assert!((mean.low - 1.0).abs() < 1e-12);
    /// ```
    pub fn score_interval(self, lowest: i64, highest: i64) -> Option<Interval> {
        let (least, most) = (i128::from(lowest), i128::from(highest));
        let added =
            Self { n: self.n + 2, sum: self.sum + least + most, squares: self.squares + least * least + most * most };
        let (value, around) = (self.mean()?, added.mean_interval()?);
        let low = around.low.max(float(least)).min(value);
        Some(Interval { n: self.n, value, low, high: around.high.min(float(most)).max(value) })
    }

    /// n Σx² − (Σx)²: n times the sum of squared deviations from the mean.
    fn deviations(self) -> f64 {
        scaled(self.n, (self.sum, self.sum), self.squares)
    }
}

impl FromIterator<i64> for ExactSums {
    fn from_iter<T: IntoIterator<Item = i64>>(values: T) -> Self {
        let mut sums = Self::default();
        values.into_iter().for_each(|value| sums.add(value));
        sums
    }
}

/// n Σxy − Σx Σy with one rounding; where it exceeds what fits, from the deviations from whole means.
fn scaled(n: u64, (x, y): (i128, i128), products: i128) -> f64 {
    let n = i128::from(n);
    if let (Some(whole), Some(taken)) = (products.checked_mul(n), x.checked_mul(y)) {
        return float(whole - taken);
    }
    let (mean_x, mean_y) = (x.div_euclid(n.max(1)), y.div_euclid(n.max(1)));
    let (rest_x, rest_y) = (x - mean_x * n, y - mean_y * n);
    // Σ(x−mx)(y−my), whole; what the rests add is below its last digit where this did not fit.
    let deviations = products - mean_x * y - mean_y * rest_x;
    deviations.checked_mul(n).map_or_else(|| float(deviations) * float(n), |whole| float(whole - rest_x * rest_y))
}

/// A straight line through pairs of whole numbers by least squares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExactPairs {
    x: ExactSums,
    y: ExactSums,
    products: i128,
}

/// y = intercept + slope × x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegressionLine {
    pub slope: f64,
    pub intercept: f64,
    /// The share of y's variance that it explains.
    pub r_squared: f64,
    /// Standard deviation of what it does not, n − 2 degrees of freedom; 0 of fewer than three pairs.
    pub residual: f64,
    /// Standard error of the slope.
    pub slope_error: f64,
}

impl ExactPairs {
    /// Takes one more pair in.
    pub fn add(&mut self, x: i64, y: i64) {
        self.x.add(x);
        self.y.add(y);
        self.products += i128::from(x) * i128::from(y);
    }

    /// The covariance as of a sample (n − 1); `None` of fewer than two pairs.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactPairs;
    ///
    /// let mut pairs = ExactPairs::default();
    /// [(1, 10), (2, 8), (3, 6)].into_iter().for_each(|(x, y)| pairs.add(x, y));
    /// assert_eq!(pairs.covariance(), Some(-2.0));
    /// ```
    pub fn covariance(self) -> Option<f64> {
        (self.x.n > 1).then(|| self.joint() / float(self.x.n.into()) / float(i128::from(self.x.n) - 1))
    }

    /// The correlation, −1 to 1; `None` where either does not vary.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactPairs;
    ///
    /// let mut pairs = ExactPairs::default();
    /// [(1, 10), (2, 8), (3, 6)].into_iter().for_each(|(x, y)| pairs.add(x, y));
    /// assert_eq!(pairs.correlation(), Some(-1.0));
    /// ```
    pub fn correlation(self) -> Option<f64> {
        let (xx, yy) = (self.x.deviations(), self.y.deviations());
        (xx > 0.0 && yy > 0.0).then(|| (self.joint() / (xx * yy).sqrt()).clamp(-1.0, 1.0))
    }

    /// The line of least squares; `None` where x does not vary.
    ///
    /// ```
    /// use loyaltui::analytics::exact::ExactPairs;
    ///
    /// let mut pairs = ExactPairs::default();
    /// [(0, 1), (1, 3), (2, 5)].into_iter().for_each(|(x, y)| pairs.add(x, y));
    /// let line = pairs.line().unwrap();
    /// assert_eq!((line.slope, line.intercept, line.r_squared), (2.0, 1.0, 1.0));
    /// ```
    pub fn line(self) -> Option<RegressionLine> {
        let n = float(self.x.n.into());
        let (xx, yy, xy) = (self.x.deviations(), self.y.deviations(), self.joint());
        if xx <= 0.0 {
            return None;
        }
        let slope = xy / xx;
        let intercept = self.intercept().unwrap_or_else(|| (float(self.y.sum) - slope * float(self.x.sum)) / n);
        // What is left of yy after xy²/xx, in whole numbers where they fit: nearly all of it may go.
        let left = self.unexplained().unwrap_or_else(|| (yy - xy * slope).max(0.0) * xx);
        let squares = left / xx / n;
        let residual = if self.x.n > 2 { (squares / (n - 2.0)).sqrt() } else { 0.0 };
        let r_squared = if yy > 0.0 { 1.0 - left / xx / yy } else { 1.0 };
        Some(RegressionLine { slope, intercept, r_squared, residual, slope_error: residual / (xx / n).sqrt() })
    }

    fn joint(self) -> f64 {
        scaled(self.x.n, (self.x.sum, self.y.sum), self.products)
    }

    /// n Σx² − (Σx)², the same of y, and of x and y, whole; `None` where they do not fit.
    fn whole(self) -> Option<[i128; 3]> {
        let n = i128::from(self.x.n);
        let of = |products: i128, a: i128, b: i128| products.checked_mul(n)?.checked_sub(a.checked_mul(b)?);
        Some([
            of(self.x.squares, self.x.sum, self.x.sum)?,
            of(self.y.squares, self.y.sum, self.y.sum)?,
            of(self.products, self.x.sum, self.y.sum)?,
        ])
    }

    fn intercept(self) -> Option<f64> {
        let above = self.x.squares.checked_mul(self.y.sum)?.checked_sub(self.x.sum.checked_mul(self.products)?)?;
        Some(float(above) / float(self.whole()?[0]))
    }

    fn unexplained(self) -> Option<f64> {
        let [xx, yy, xy] = self.whole()?;
        Some(float(xx.checked_mul(yy)?.checked_sub(xy.checked_mul(xy)?)?))
    }
}

/// Analysis of variance of groups of whole numbers; `None` of fewer than two groups, with an empty one, or with no more numbers than
/// groups.
///
/// ```
/// use loyaltui::analytics::exact::{ExactSums, anova};
///
/// let groups: [ExactSums; 3] = [[1, 2, 3], [2, 3, 4], [6, 7, 8]].map(|group| group.into_iter().collect());
/// let found = anova(&groups).unwrap();
/// assert_eq!((found.between, found.within, found.f), ((42.0, 2.0), (6.0, 6.0), 21.0));
/// ```
pub fn anova(groups: &[ExactSums]) -> Option<Anova> {
    let all = groups.iter().fold(ExactSums::default(), |all, group| ExactSums {
        n: all.n + group.n,
        sum: all.sum + group.sum,
        squares: all.squares + group.squares,
    });
    let k = u64::try_from(groups.len()).ok()?;
    if k < 2 || groups.iter().any(|group| group.n == 0) || all.n <= k {
        return None;
    }
    let n = i128::from(all.n);
    // The distance of a group's mean from that of all, times both numbers: whole.
    let apart = |group: &ExactSums| float(group.sum * n - all.sum * i128::from(group.n));
    let between = groups.iter().map(|g| apart(g).powi(2) / float(g.n.into())).sum::<f64>() / float(n) / float(n);
    let within = groups.iter().map(|g| g.deviations() / float(g.n.into())).sum::<f64>();
    let freedom = (float(i128::from(k) - 1), float(n - i128::from(k)));
    let f = (between / freedom.0) / (within / freedom.1);
    Some(Anova { between: (between, freedom.0), within: (within, freedom.1), f })
}

#[expect(clippy::cast_precision_loss, reason = "the one rounding at the end")]
fn float(whole: i128) -> f64 {
    whole as f64
}
