//! Proving the file, and making its derived tables again.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::journal::from_hex;
use crate::domain::permission::DeskTask;
use crate::domain::plan::outcome::Refusal;
use crate::domain::proof::TreeHead;
use crate::domain::question::VerifyFile;
use crate::domain::verification::VerifyReport;

impl Serve<VerifyFile> for Desk {
    fn serve(&mut self, question: VerifyFile, asking: Asking<'_>) -> Result<Box<VerifyReport>, DeskError> {
        let watch = asking.watch;
        let verified = self.verify(question.expect.as_deref(), &question.heads, &mut |done, total| {
            watch.progress(done as u64, total as u64);
        })?;
        Ok(Box::new(verified))
    }
}

impl Desk {
    /// Answers [`VerifyFile`]: recomputes chain, digests, secrets, profiles, folds, caches and what is kept of everybody, and names the first thing that is wrong. `progress` hears how many of how many parts are done.
    pub(super) fn verify(
        &self,
        expect: Option<&str>,
        heads: &[TreeHead],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<VerifyReport, DeskError> {
        let expect = expect.map(digest).transpose()?;
        let verified = self.store.verify(expect, heads, progress)?;
        let wrong = if verified.wrong.is_none() { self.wrong_kept()? } else { verified.wrong };
        Ok(VerifyReport { wrong, ..verified })
    }

    /// Makes every derived table again from what was written once. Nobody else can write meanwhile. `progress` hears how
    /// many of how many members are done.
    pub fn rebuild(&mut self, now: Instant, progress: &mut dyn FnMut(u64, u64)) -> Result<u64, DeskError> {
        self.admit_task(DeskTask::Rebuild, now)?;
        self.store.write(|tx| {
            let programs = tx.programs()?;
            Ok(tx.rebuild(programs.zone().day_of(now), &programs, progress)?)
        })
    }
}

fn digest(text: &str) -> Result<[u8; 32], DeskError> {
    let bad = || Refusal::BadField {
        field: "expect".to_owned(),
        value: text.to_owned(),
        expected: "64 × 0-9|a-f".to_owned(),
    };
    Ok(from_hex(&text.trim().to_ascii_lowercase()).ok_or_else(bad)?)
}
