//! Rows that were not taken, kept until all are known and can be told in the order of their lines.

use super::{DeskError, ERRORS_IN_SUMMARY, ImportWatch, Summary, trouble};
use crate::domain::import::reject::RowError;
use crate::store::StoreError;
use crate::store::import::spill::Spill;
use std::collections::HashSet;
use std::path::Path;

/// Lines in a partition, as a power of two.
const LINES_LOG2: u32 = 16;

pub(super) struct Rejects {
    spill: Spill,
    /// Rows.
    pub(super) count: u64,
    /// Cells of rows that are taken.
    cells: u64,
}

impl Rejects {
    pub(super) fn beside(store: Option<&Path>) -> Self {
        Self { spill: Spill::beside(store), count: 0, cells: 0 }
    }

    pub(super) fn push(&mut self, error: &RowError) -> Result<(), DeskError> {
        let record = postcard::to_stdvec(error).map_err(damaged)?;
        if error.only_cell {
            self.cells += 1;
        } else {
            self.count += 1;
        }
        let part = usize::try_from(error.line >> LINES_LOG2).unwrap_or(usize::MAX);
        self.spill.push(part, &record).map_err(trouble)
    }

    /// Tells all of them, and puts the first into the summary.
    pub(super) fn tell(mut self, summary: &mut Summary, watch: &mut dyn ImportWatch) -> Result<(), DeskError> {
        summary.rejected = self.count;
        for part in 0..self.spill.partitions() {
            let bytes = self.spill.take(part).map_err(trouble)?;
            let mut errors: Vec<RowError> = Vec::new();
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let (error, behind) = postcard::take_from_bytes(rest).map_err(damaged)?;
                errors.push(error);
                rest = behind;
            }
            errors.sort_by_key(|e| e.line);
            // Of a row that was rejected nothing was taken.
            let rows: HashSet<u64> = errors.iter().filter(|e| !e.only_cell).map(|e| e.line).collect();
            self.cells -= errors.iter().filter(|e| e.only_cell && rows.contains(&e.line)).map(|_| 1).sum::<u64>();
            for error in errors {
                watch.rejected(&error);
                if summary.errors.len() < ERRORS_IN_SUMMARY {
                    summary.errors.push(error);
                }
            }
        }
        summary.cells_rejected = self.cells;
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn damaged(error: postcard::Error) -> DeskError {
    StoreError::Damaged(error.to_string()).into()
}
