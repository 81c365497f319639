//! Questions of whoever audits the file: what reviews find, which samples there are, what a new one would be.

use crate::domain::audit_review::ReviewPeriod;
use crate::domain::drawn_sample::SampleDesign;

/// What every review finds in the operations of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewJournal {
    pub period: ReviewPeriod,
}

/// Every sample that was drawn, the newest first, with what it says; without its operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSamples;

/// A sample with its operations. Refused (`UnknownSample`) where none or several ids begin so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSample {
    /// Its id, or the beginning of it.
    pub id: String,
}

/// What a sample of this design would take. Refused where there is nothing to draw from, or the period is not over in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawSample {
    pub design: SampleDesign,
}
