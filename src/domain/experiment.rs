//! What experiments tell: shares and means of arms against each other.

use super::enumeration::enumeration;
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

/// Several shares against one common share.
#[derive(Debug, Clone, PartialEq)]
pub struct SeveralShares {
    /// Each share with its Wilson interval, and that of all together.
    pub shares: Vec<Interval>,
    pub all: Interval,
    pub test: ChiSquaredTest,
}

/// Logistic regression: which traits go with a yes.
#[derive(Debug, Clone, PartialEq)]
pub struct Logit {
    pub n: u64,
    /// Of these, a yes.
    pub yes: u64,
    /// The intercept first.
    pub terms: Vec<LogitTerm>,
    /// Less twice the log-likelihood, and that of the intercept alone.
    pub deviance: f64,
    pub null_deviance: f64,
    /// The chance that a yes is told a higher chance than a no, in the data it was fitted on.
    pub auc: f64,
    /// Mean squared error of the chances, in the same data.
    pub brier: f64,
}

/// By how much a trait moves the log odds of a yes.
#[derive(Debug, Clone, PartialEq)]
pub struct LogitTerm {
    pub name: String,
    pub estimate: f64,
    /// Its standard error.
    pub error: f64,
    /// The chance of an estimate as far from 0 by chance alone.
    pub p: f64,
}

enumeration! {
    /// Why there is no logistic regression.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum NoLogit {
        /// Nobody, or everybody, is a yes.
        OneOutcome => "one_outcome",
        /// A trait is the same for everybody.
        Alike => "alike",
        /// A trait follows from others.
        Collinear => "collinear",
        /// The traits tell every yes from every no: estimates have no end.
        Separated => "separated",
    }
}
