//! Tests of experiments from numbers that whoever asks brings along: no data file is needed.

pub use crate::analytics::distribution::f_above;
pub use crate::analytics::exact::{ExactSums, anova};
pub use crate::analytics::experiment::{
    incremental_roi, power, power_of_means, proportions, sample_ratio, sample_size, two_proportions, welch,
};
pub use crate::analytics::proportion::{ScoreChange, nps, nps_change};
