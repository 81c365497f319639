//! What experiments tell: shares and means of arms against each other.

use super::rate::Interval;

/// From and to, both at 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub low: f64,
    pub high: f64,
}

impl Span {
    /// So far on either side of a value.
    pub fn around(value: f64, half: f64) -> Self {
        Self { low: value - half, high: value + half }
    }
}

/// A test's statistic, its degrees of freedom, and the chance of one as large by chance alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquaredTest {
    pub statistic: f64,
    pub freedom: f64,
    pub p: f64,
}

/// Two shares against each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoProportions {
    /// Each share with its Wilson interval.
    pub shares: [Interval; 2],
    /// Second less first.
    pub difference: f64,
    /// The difference over the first share; `None` where that is nothing.
    pub relative: Option<f64>,
    /// The difference over its standard error under one common share.
    pub z: f64,
    /// The chance of a difference as large by chance alone, from z.
    pub p: f64,
    /// With the correction of Yates.
    pub yates: ChiSquaredTest,
    /// The exact test of Fisher: p of both tails.
    pub fisher: f64,
    /// Wald's interval of the difference.
    pub wald: Span,
    /// Newcombe's interval of the difference, from the Wilson intervals.
    pub newcombe: Span,
    /// The chance that the second share is higher, where nothing was known of either before.
    pub second_is_higher: f64,
}

/// Whether the sizes of the arms are what the design says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SrmCheck(pub ChiSquaredTest);

impl SrmCheck {
    /// Below this p the arms are not what the design says.
    pub const HIDES_BELOW: f64 = 0.001;

    /// Whether results are hidden, because the arms are not what the design says.
    pub fn hides(&self) -> bool {
        self.0.p < Self::HIDES_BELOW
    }
}

/// Two means against each other, variances not taken for equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    pub n: [u64; 2],
    pub means: [f64; 2],
    /// First less second.
    pub difference: f64,
    pub t: f64,
    /// Degrees of freedom.
    pub freedom: f64,
    pub p: f64,
    /// The interval of the difference.
    pub interval: Span,
}

/// One-way analysis of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anova {
    /// Sum of squares between the groups' means, and its degrees of freedom.
    pub between: (f64, f64),
    /// Sum of squares within the groups, and its degrees of freedom.
    pub within: (f64, f64),
    /// Ratio of the mean squares; infinite where nothing varies within.
    pub f: f64,
}

/// What a campaign brings beyond its cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Roi {
    /// Margin on the increment, less the cost, over the cost.
    pub roi: f64,
    /// Its 95 % interval; `None` where the error of the difference is not known.
    pub interval: Option<Span>,
}
