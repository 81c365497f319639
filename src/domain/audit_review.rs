//! Reviews of the audit log: what each looks at, and what was found. A finding is unusual and worth a look; it says nothing of why.

use super::day::{Day, Instant};
use super::enumeration::enumeration;
use super::num::{MemberId, OpSeq, Points};
use super::op::kind::OpKind;
use serde::{Deserialize, Serialize};

enumeration! {
    /// What a review looks for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum AuditReview {
        /// More adjustments just below the limit of one operation than in the band beneath.
        BelowLimit => "below_limit",
        /// Adjustments of one member within 24 hours, each within the limit, above it together.
        Splitting => "splitting",
        /// One member gets more of an operator's credits than chance gives.
        OneMember => "one_member",
        /// More operations in quiet hours than others have.
        AfterHours => "after_hours",
        /// More adjustments by whole hundreds than others have.
        RoundHundreds => "round_hundreds",
        /// Other reasons than others give.
        Reasons => "reasons",
        /// First digits of adjustments that are far from Benford's law.
        FirstDigits => "first_digits",
        /// Operations on the operator's own card, or one merged with it.
        OwnCard => "own_card",
        /// Credits without a purchase, feedback or campaign behind them.
        Unbacked => "unbacked",
        /// Points drained from a member who was quiet for 180 days.
        DormantDrained => "dormant_drained",
        /// A tier set, a merge or an unfreezing up to 48 hours before the member redeems.
        BeforeRedemption => "before_redemption",
        /// An operation undone by whoever made it.
        OwnReversal => "own_reversal",
        /// A change approved by whoever asked for it.
        OwnApproval => "own_approval",
        /// A change approved within ten seconds of being asked for, and not at the console where it was.
        QuickApproval => "quick_approval",
        /// A change that needed a second person where there was none.
        SingleControl => "single_control",
    }
}

impl AuditReview {
    /// Whether it is a list that should be empty. The others compare an operator with a chance or with all others.
    pub fn is_list(self) -> bool {
        match self {
            Self::Splitting
            | Self::OwnCard
            | Self::Unbacked
            | Self::DormantDrained
            | Self::BeforeRedemption
            | Self::OwnReversal
            | Self::OwnApproval
            | Self::QuickApproval
            | Self::SingleControl => true,
            Self::BelowLimit
            | Self::OneMember
            | Self::AfterHours
            | Self::RoundHundreds
            | Self::Reasons
            | Self::FirstDigits => false,
        }
    }
}

/// The business days that a review looks at, both among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPeriod {
    pub from: Day,
    pub to: Day,
}

impl ReviewPeriod {
    /// The month before the one of a day.
    ///
    /// ```
    /// use loyaltui::domain::audit_review::ReviewPeriod;
    /// use loyaltui::domain::day::Day;
    ///
    /// let before = ReviewPeriod::month_before(Day::parse("2026-03-15").unwrap());
    /// assert_eq!(before.word(), "2026-02-01..2026-02-28");
    /// ```
    pub fn month_before(day: Day) -> Self {
        let to = day.start_of_month().plus_days(-1);
        Self { from: to.start_of_month(), to }
    }

    /// Whether a day is one of them.
    pub fn holds(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Its two days in a key: `2026-11-01..2026-11-30`.
    pub fn word(self) -> String {
        format!("{}..{}", self.from, self.to)
    }
}

/// An operation by hand, and what it was said to be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOperation {
    pub seq: OpSeq,
    pub at: Instant,
    pub day: Day,
    pub kind: OpKind,
    pub operator: String,
    pub member: Option<MemberId>,
    pub reason: Option<String>,
    pub points: Option<Points>,
    /// The order that it names.
    pub reference: Option<String>,
    /// Whether it was undone.
    pub is_reversed: bool,
    /// Who made the operation that it reverses.
    pub reverses_of: Option<String>,
}

/// An operation by hand, as reviews look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedOperation {
    pub row: HandOperation,
    /// The points that its operator might move by one operation then; `None` without a limit.
    pub limit: Option<Points>,
    /// Whether it was done in quiet hours.
    pub is_after_hours: bool,
    /// The reviews by list that the file itself answers and that it belongs to.
    pub marks: Vec<AuditReview>,
}

impl ReviewedOperation {
    /// The size of an adjustment in force, without its sign.
    pub fn adjusted(&self) -> Option<i64> {
        let counts = self.row.kind == OpKind::Adjust && !self.row.is_reversed;
        self.row.points.filter(|_| counts).map(|points| points.0.saturating_abs()).filter(|size| *size > 0)
    }

    /// Whether it gave points by hand, and that holds.
    pub fn is_credit(&self) -> bool {
        self.adjusted().is_some() && self.row.points.is_some_and(|points| points.0 > 0)
    }
}

enumeration! {
    /// What comes of a finding.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FindingVerdict {
        /// Unusual: to be looked at.
        Look => "look",
        /// Nothing unusual.
        Usual => "usual",
        /// Too few operations to tell.
        TooFew => "too_few",
    }
}

/// What a review found of one operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub review: AuditReview,
    pub operator: String,
    /// Operations looked at.
    pub n: u64,
    /// Those among them that are meant.
    pub x: u64,
    /// χ² of reasons, the mean absolute deviation of first digits.
    pub statistic: Option<f64>,
    /// How likely so much or more is by chance, one-sided; `None` of a list, and where there are too few.
    pub p: Option<f64>,
    pub verdict: FindingVerdict,
    /// The operations that are meant, the oldest first.
    pub operations: Vec<OpSeq>,
    /// Who has looked at it, newest last.
    pub signatures: Vec<ReviewSignature>,
}

/// Somebody has looked at a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewSignature {
    pub by: String,
    pub at: Instant,
    /// How many operations were meant then.
    pub x: u64,
    /// What was noted; `None` also once it is erased.
    pub note: Option<String>,
}

/// What all reviews of a period found.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewReport {
    pub period: ReviewPeriod,
    /// Operations by hand in it.
    pub operations: u64,
    /// Those to be looked at first, in the order of the reviews and by name. A review without a finding found nobody.
    pub findings: Vec<Finding>,
}

impl ReviewReport {
    /// Findings to be looked at that nobody has signed as they stand.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    /// What a review found of an operator.
    pub fn finding(&self, review: AuditReview, operator: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.review == review && finding.operator == operator)
    }
}

impl Finding {
    /// Whether it is to be looked at and nobody has signed it as it stands: what has grown since is looked at again.
    pub fn is_open(&self) -> bool {
        let is_signed = self.signatures.last().is_some_and(|signature| signature.x == self.x);
        self.verdict == FindingVerdict::Look && !is_signed
    }
}
