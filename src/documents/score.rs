//! The scores of a member, as every document shows them.

use crate::domain::segment::RfmScore;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ScoreDoc {
    r: u8,
    f: u8,
    m: u8,
    segment: &'static str,
}

impl ScoreDoc {
    pub fn new(score: RfmScore) -> Self {
        Self { r: score.r, f: score.f, m: score.m, segment: score.segment().word() }
    }
}
