//! `loyaltui restore FILE`.

use super::context::CliContext;
use super::fail::CliFailure;
use super::folders::state_folder;
use super::show;
use crate::desk::error::DeskError;
use crate::desk::{Desk, forget_mark};
use crate::documents::operation::JournalDoc;
use crate::domain::question::OperationPage;
use crate::runtime::clock;
use crate::t;
use crate::text::path_text;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// So many of the operations that a backup lacks are listed, the newest.
const NAMED_MAX: usize = 20;

/// Put a backup in the place of the data file
#[derive(Debug, Args)]
#[command(
    after_help = "The backup is verified first. The file that was there is kept beside it. Refused while a console has that file open."
)]
pub struct Restore {
    /// A backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Restore {
    /// A backup brings back who could log in, with which PIN: only an owner puts one in the place of a file with operators. What can't
    /// be opened says nothing of whom it belongs to, and is what backups are for.
    /// Answers what only the file that is replaced has.
    fn may_replace(&self, context: &CliContext) -> Result<OperationPage, CliFailure> {
        let nothing = || OperationPage { rows: Vec::new(), total: 0 };
        if !context.store_path()?.exists() {
            return Ok(nothing());
        }
        match context.open() {
            Ok(desk) => {
                desk.may_be_replaced(clock::now())?;
                // What is wrong with the backup is said by putting it there.
                Ok(desk.missing_in(&self.file, NAMED_MAX).unwrap_or_else(|_| nothing()))
            }
            Err(CliFailure::Desk(DeskError::Store(_))) => Ok(nothing()),
            Err(other) => Err(other),
        }
    }

    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let path = context.store_path()?;
        let missing = self.may_replace(context)?;
        let kept = Desk::restore(&self.file, &path, clock::now())?;
        if let Ok(folder) = state_folder() {
            forget_mark(&folder, &path);
        }
        // Whoever was logged in to the file that was replaced need not be in this one.
        let desk = context.open_unasked()?;
        let (programs, newest) = (desk.programs()?, desk.checkpoint()?);
        let kept = kept.map(|kept| path_text(&kept));
        let seq = newest.as_ref().map(|newest| newest.seq.0);
        let operations = JournalDoc::new(&missing);
        let document = json!({ "restored": path_text(&path), "kept": kept, "seq": seq, "missing": operations });
        context.print(&document, || {
            let mut out =
                t!(context.words, "cli.restore.done", path = path_text(&path), from = path_text(&self.file)) + "\n";
            if let Some(newest) = &newest {
                let at = context.words.time(programs.zone(), newest.at);
                out += &(t!(context.words, "cli.restore.newest", seq = newest.seq.0, at = at) + "\n");
            }
            if let Some(kept) = &kept {
                out += &(t!(context.words, "cli.restore.kept", path = kept) + "\n");
            }
            if missing.total > 0 {
                out += &(t!(context.words, "cli.restore.missing", n = missing.total) + "\n");
                out += &show::list::operations(context.tell(&programs), &missing.rows, missing.total);
            }
            out
        })
    }
}
