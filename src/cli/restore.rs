//! `loyaltui restore FILE`.

use super::context::CliContext;
use super::fail::CliFailure;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::runtime::clock;
use crate::t;
use crate::text::path_text;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

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
    fn may_replace(context: &CliContext) -> Result<(), CliFailure> {
        if !context.store_path()?.exists() {
            return Ok(());
        }
        match context.open() {
            Ok(desk) => Ok(desk.may_be_replaced(clock::now())?),
            Err(CliFailure::Desk(DeskError::Store(_))) => Ok(()),
            Err(other) => Err(other),
        }
    }

    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let path = context.store_path()?;
        Self::may_replace(context)?;
        let kept = Desk::restore(&self.file, &path, clock::now())?;
        // Whoever was logged in to the file that was replaced need not be in this one.
        let desk = context.open_unasked()?;
        let (programs, newest) = (desk.programs()?, desk.checkpoint()?);
        let kept = kept.map(|kept| path_text(&kept));
        let seq = newest.as_ref().map(|newest| newest.seq.0);
        let document = json!({ "restored": path_text(&path), "kept": kept, "seq": seq });
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
            out
        })
    }
}
