//! Samples of the audit log as they are kept: how one was drawn, and what was found of each operation.

pub mod change;

use super::day::Instant;
use super::desk_event::{DeskEvent, DeskEventKind, DeskKey};
use super::num::OpSeq;
use super::operation::OperationRow;
pub use change::{Judgement, SAMPLE_MAX, SampleChange, SampleDesign, SampleDraw, SampleKind};
use std::collections::BTreeMap;

/// The kind of the keys of samples.
pub const SAMPLE: &str = "sample";

/// A sample with what was found so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSample {
    /// Eight hexadecimal digits.
    pub id: String,
    pub draw: SampleDraw,
    pub by: String,
    pub at: Instant,
    pub judged: BTreeMap<OpSeq, Judgement>,
}

impl AuditSample {
    /// The key of a sample's events; `None` for what can't be an id.
    pub fn key_of(id: &str) -> Option<DeskKey> {
        DeskKey::parse(&format!("{SAMPLE}:{id}"))
    }

    /// The sample of a key; `None` where no event draws it.
    pub fn of(key: &DeskKey, events: &[DeskEvent]) -> Option<Self> {
        let mut sample: Option<Self> = None;
        for event in events {
            let DeskEventKind::Sample(change) = &event.kind else { continue };
            match (change, &mut sample) {
                (SampleChange::Drawn { draw, by }, None) => {
                    let (id, by, judged) = (key.name().to_owned(), by.clone(), BTreeMap::new());
                    sample = Some(Self { id, draw: draw.as_ref().clone(), by, at: event.at, judged });
                }
                (SampleChange::Judged(found), Some(sample)) => {
                    sample.judged.insert(found.seq, found.clone());
                }
                (SampleChange::Drawn { .. }, Some(_)) | (SampleChange::Judged(_), None) => {}
            }
        }
        sample
    }

    /// Operations that were found wrong.
    pub fn wrong(&self) -> u64 {
        self.judged.values().filter(|found| !found.is_right).count() as u64
    }

    /// The first operation that nobody has looked at yet.
    pub fn next(&self) -> Option<OpSeq> {
        self.draw.operations().find(|seq| !self.judged.contains_key(seq))
    }
}

/// What a sample says of all that it was drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleResult {
    /// Operations looked at, and those found wrong among them.
    pub done: u64,
    pub wrong: u64,
    /// What is most likely wrong of all: a share of the operations, or points.
    pub most_likely: f64,
    /// With 95 % confidence no more than this is; `None` before the first operation, and of points before the last.
    pub upper: Option<f64>,
    /// The same as a number of operations, where the sample is not small beside them.
    pub upper_count: Option<u64>,
}

/// A sample with what it says, and with its operations as the audit log lists them, in the order in which they are looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleSheet {
    pub sample: AuditSample,
    pub result: SampleResult,
    pub operations: Vec<OperationRow>,
}
