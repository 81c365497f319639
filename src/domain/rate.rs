//! A rate never stands alone: it comes with what it is a part of.

use serde::{Deserialize, Serialize};

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rate {
    pub part: u64,
    /// Of how many.
    pub n: u64,
}

impl Rate {
    /// Returns the part over the whole, 0 to 1; `None` of nobody.
    ///
    /// ```
    /// use loyaltui::domain::rate::Rate;
    ///
    /// assert_eq!(Rate { part: 46, n: 200 }.share(), Some(0.23));
    /// assert_eq!(Rate { part: 0, n: 0 }.share(), None);
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^52")]
    pub fn share(self) -> Option<f64> {
        (self.n > 0).then(|| self.part as f64 / self.n as f64)
    }
}

/// An estimate with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Answers it rests on.
    pub n: u64,
    pub value: f64,
    pub low: f64,
    pub high: f64,
}
