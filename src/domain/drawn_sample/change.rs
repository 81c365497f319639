//! What events say of a sample: how it was drawn, and what was found of an operation.

use crate::domain::audit_sample::{SampledOperation, by_points, in_order, seed};
use crate::domain::day::Day;
use crate::domain::enumeration::enumeration;
use crate::domain::journal::{Digest, hex};
use crate::domain::num::{OpSeq, Points};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The most operations that a sample takes.
pub const SAMPLE_MAX: u64 = 2_000;

enumeration! {
    /// By what operations are drawn.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SampleKind {
        /// Each operation alike: right or wrong.
        Attribute => "attribute",
        /// Points given, each point alike.
        Credits => "credits",
        /// Points taken, each point alike.
        Debits => "debits",
    }
}

impl SampleKind {
    /// Whether it asks how many points would have been right.
    pub fn is_by_points(self) -> bool {
        match self {
            Self::Attribute => false,
            Self::Credits | Self::Debits => true,
        }
    }

    /// Whether an operation is of what it draws from.
    fn holds(self, operation: &SampledOperation) -> bool {
        match self {
            Self::Attribute => true,
            Self::Credits => operation.points.is_some_and(|points| points.0 > 0),
            Self::Debits => operation.points.is_some_and(|points| points.0 < 0),
        }
    }
}

/// What a sample is drawn from, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleDesign {
    pub kind: SampleKind,
    /// Filter of the audit log; empty for every operation.
    pub query: String,
    /// The period, both days in it.
    pub from: Day,
    pub to: Day,
    /// What the auditor chose.
    pub words: String,
    /// Operations that are wanted.
    pub n: u64,
    /// The share that may be wrong, in ten thousandths, and how many wrong ones are expected, where `n` comes of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerable: Option<(u32, u64)>,
}

/// A sample as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleDraw {
    pub design: SampleDesign,
    /// Operations of the audit log up to the end of the period, and the root of the tree over them, hex.
    pub size: u64,
    pub root: String,
    /// Operations that it is drawn from.
    pub population: u64,
    /// The points of all of them, without their sign.
    pub points: i64,
    /// One operation is taken of so many points; 0 where each operation counts alike.
    pub interval: i64,
    /// Those that moved as many points or more: each is taken.
    pub large: Vec<OpSeq>,
    /// The others that were taken, in the order in which they came.
    pub taken: Vec<OpSeq>,
}

impl SampleDraw {
    /// Draws from operations by a seed. What does not belong to the design's kind is left out. `None` where nothing is left.
    pub fn of(design: SampleDesign, size: u64, root: &Digest, operations: Vec<SampledOperation>) -> Option<Self> {
        let seed = seed(root, &design.words);
        let all: Vec<_> = operations.into_iter().filter(|operation| design.kind.holds(operation)).collect();
        let population = all.len() as u64;
        let ordered = in_order(&seed, all);
        let places = |operations: &[SampledOperation]| operations.iter().map(|operation| operation.seq).collect();
        let root = hex(root);
        let drawn = if design.kind.is_by_points() {
            let sample = by_points(&seed, design.n, &ordered);
            let (large, taken) = (places(&sample.large), places(&sample.taken));
            Self { design, size, root, population, points: sample.points, interval: sample.interval, large, taken }
        } else {
            let taken =
                ordered.iter().take(usize::try_from(design.n).unwrap_or(usize::MAX)).copied().collect::<Vec<_>>();
            Self { design, size, root, population, points: 0, interval: 0, large: Vec::new(), taken: places(&taken) }
        };
        (!drawn.is_empty()).then_some(drawn)
    }

    /// The id of the sample: the same draw has the same one.
    pub fn id(&self) -> String {
        // Plain data that serde can always write.
        let text = serde_json::to_string(self).unwrap_or_default();
        hex(&Sha256::digest(text)[..4])
    }

    /// Every operation to be looked at, the large ones first.
    pub fn operations(&self) -> impl Iterator<Item = OpSeq> {
        self.large.iter().chain(&self.taken).copied()
    }

    /// How many operations are to be looked at.
    pub fn len(&self) -> usize {
        self.large.len() + self.taken.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What was found of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub seq: OpSeq,
    /// Whether it is right as it stands.
    pub is_right: bool,
    /// The points that it moved; `None` where it moved none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Points>,
    /// The points that would have been right, of a sample by points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Points>,
    pub by: String,
}

impl Judgement {
    /// The points that it has too many, without their sign: nothing of what is right or moved too few.
    pub fn excess(&self) -> i64 {
        let (Some(recorded), false) = (self.recorded, self.is_right) else { return 0 };
        let right = self.right.unwrap_or_default();
        let excess =
            if recorded.0 >= 0 { recorded.0.saturating_sub(right.0) } else { right.0.saturating_sub(recorded.0) };
        excess.max(0)
    }
}

/// What an event says of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum SampleChange {
    /// It was drawn.
    Drawn { draw: Box<SampleDraw>, by: String },
    /// One of its operations was looked at; the newest judgement of an operation counts.
    Judged(Judgement),
}
