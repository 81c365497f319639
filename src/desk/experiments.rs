//! Tests of experiments from numbers that whoever asks brings along: no data file is needed.

use crate::domain::experiment::SeveralShares;
use crate::domain::rate::Rate;

pub use crate::analytics::distribution::f_above;
pub use crate::analytics::exact::{ExactSums, anova};
pub use crate::analytics::experiment::{
    incremental_roi, power, power_of_means, proportions, sample_ratio, sample_size, two_proportions, welch,
};
pub use crate::analytics::logit::fit as logit;
pub use crate::analytics::proportion::{ScoreChange, nps, nps_change, nps_errors, wilson};

/// Several shares, each and all together with their intervals, and the test of their being one.
pub fn several_shares(arms: &[Rate]) -> Option<SeveralShares> {
    let test = proportions(arms)?;
    let all = arms.iter().fold(Rate::default(), |sum, arm| Rate { part: sum.part + arm.part, n: sum.n + arm.n });
    let shares = arms.iter().filter_map(|arm| wilson(arm.part, arm.n)).collect();
    Some(SeveralShares { shares, all: wilson(all.part, all.n)?, test })
}
