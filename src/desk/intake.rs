//! Bringing a file in from the console: a look at it, a trial, and the import itself.

use super::Desk;
use super::ask::{Asking, ScanWatch, Serve};
use super::error::{DeskError, StoreError};
use super::import::decode::LOOK;
use super::import::{ImportOptions, ImportProgress, ImportSource, ImportWatch, Summary};
use crate::domain::day::Instant;
use crate::domain::import::intake::{ExploredFile, FileProblem, ImportPlan, ImportTally, explore};
use crate::domain::import::reader::CellRules;
use crate::domain::import::target::ImportKind;
use crate::domain::import::workbook::is_workbook;
use crate::domain::question::{ExamineFile, FindOperationAt, TryImport};
use crate::store::new_file::is_place_of;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Rejected rows that are shown of an import.
const SHOWN: usize = 50;

impl Serve<ExamineFile> for Desk {
    fn serve(
        &mut self,
        question: ExamineFile,
        _: Asking<'_>,
    ) -> Result<Box<Result<ExploredFile, FileProblem>>, DeskError> {
        self.must_not_be_own(&question.path)?;
        Ok(Box::new(explored(&question)))
    }
}

impl Serve<TryImport> for Desk {
    fn serve(&mut self, question: TryImport, asking: Asking<'_>) -> Result<Box<ImportTally>, DeskError> {
        self.run_import(&question.plan, true, asking.watch, asking.now).map(Box::new)
    }
}

impl Desk {
    /// Imports a file as planned.
    pub fn import_file(
        &mut self,
        plan: &ImportPlan,
        watch: &mut dyn ScanWatch,
        now: Instant,
    ) -> Result<ImportTally, DeskError> {
        self.run_import(plan, false, watch, now)
    }

    fn run_import(
        &mut self,
        plan: &ImportPlan,
        dry_run: bool,
        watch: &mut dyn ScanWatch,
        now: Instant,
    ) -> Result<ImportTally, DeskError> {
        self.must_not_be_own(&plan.path)?;
        let options = ImportOptions {
            form: plan.form.clone(),
            decimal: plan.decimal,
            cells: CellRules { blank_erases: plan.blank_erases, ..CellRules::default() },
            enrol: plan.enrol,
            update: plan.update,
            dry_run,
            ..ImportOptions::default()
        };
        let file = File::open(&plan.path).map_err(|error| DeskError::Unreadable(error.to_string()))?;
        let bytes = file.metadata().ok().map(|meta| meta.len());
        let source = ImportSource { reader: Box::new(file), bytes };
        let mut watch = RowsWatch(watch);
        let summary = match plan.kind {
            ImportKind::Members => self.import_members(source, &options, &mut watch, now)?,
            ImportKind::Purchases => self.import_purchases(source, &options, &mut watch, now)?,
            ImportKind::Feedback => self.import_feedback(source, &options, &mut watch, now)?,
            ImportKind::Events => self.import_events(source, &options, &mut watch, now)?,
        };
        if summary.stopped {
            return Err(DeskError::Interrupted);
        }
        self.tally(summary, now)
    }

    /// The data file itself is no list, and must not be opened beside SQLite: closing it would take SQLite's locks off it.
    fn must_not_be_own(&self, path: &str) -> Result<(), DeskError> {
        match self.store.path() {
            Some(own) if is_place_of(Path::new(path), own) => Err(StoreError::InUse(PathBuf::from(path)).into()),
            Some(_) | None => Ok(()),
        }
    }

    fn tally(&mut self, summary: Summary, now: Instant) -> Result<ImportTally, DeskError> {
        let operator = self.operator.clone();
        let operation = match summary.operation {
            Some(seq) => self.ask(&operator, FindOperationAt { seq }, now)?,
            None => None,
        };
        let Summary { new, updated, unchanged, rejected, cells_rejected, mut errors, .. } = summary;
        errors.truncate(SHOWN);
        Ok(ImportTally { new, updated, unchanged, rejected, cells_rejected, errors, operation })
    }
}

/// Tells a scan's watch how far an import is.
struct RowsWatch<'a>(&'a mut dyn ScanWatch);

impl ImportWatch for RowsWatch<'_> {
    fn progress(&mut self, progress: ImportProgress) {
        if let Some(total) = progress.total {
            self.0.progress(progress.done, total);
        }
    }

    fn stop(&self) -> bool {
        self.0.stop()
    }
}

fn explored(question: &ExamineFile) -> Result<ExploredFile, FileProblem> {
    let unreadable = |error: io::Error| FileProblem::Unreadable(error.to_string());
    let mut file = File::open(&question.path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileProblem::NotFound,
        _ => unreadable(error),
    })?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(FileProblem::NotFound);
    }
    let mut bytes = Vec::new();
    let look = u64::try_from(LOOK).unwrap_or(u64::MAX);
    file.by_ref().take(look).read_to_end(&mut bytes).map_err(unreadable)?;
    let whole = bytes.len() < LOOK || is_workbook(&bytes);
    if is_workbook(&bytes) {
        file.read_to_end(&mut bytes).map_err(unreadable)?;
    }
    explore(&question.form, question.kind, &bytes, whole).map_err(|error| FileProblem::Form(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::import::form::FileForm;

    #[test]
    fn what_is_no_ordinary_file_is_not_found() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: String| explored(&ExamineFile { path, form: FileForm::default(), kind: None });
        assert_eq!(at(folder.path().display().to_string()), Err(FileProblem::NotFound));
        assert_eq!(at(folder.path().join("no").display().to_string()), Err(FileProblem::NotFound));
    }
}
