//! Golden results, each computed by at least two independent programs: see `tests/golden/`.

#![expect(clippy::unwrap_used, reason = "a golden file that can't be read fails the test")]

#[path = "golden/hard.rs"]
mod hard;
#[path = "golden/measures.rs"]
mod measures;
#[path = "golden/models.rs"]
mod models;
#[path = "golden/segments.rs"]
mod segments;
