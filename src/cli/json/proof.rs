//! `checkpoint` and `verify`.

use crate::domain::proof::Checkpoint;
use serde::Serialize;

/// `checkpoint`: the newest place of the journal and its digest; nulls in a file without any operation.
#[derive(Debug, Serialize)]
pub struct CheckpointDoc<'a> {
    seq: Option<i64>,
    digest: Option<&'a str>,
    at: Option<String>,
}

impl<'a> CheckpointDoc<'a> {
    /// The document of a checkpoint.
    pub fn new(checkpoint: Option<&'a Checkpoint>) -> Self {
        Self {
            seq: checkpoint.map(|c| c.seq.0),
            digest: checkpoint.map(|c| c.hash.as_str()),
            at: checkpoint.map(|c| c.at.rfc3339()),
        }
    }
}
