//! `loyaltui verify` and `rebuild`.

use super::context::CliContext;
use super::fail::CliFailure;
use super::progress::ProgressLine;
use super::{notes, out, show};
use crate::desk::error::{DeskError, StoreError};
use crate::documents::verify::VerifiedDoc;
use crate::domain::question::VerifyFile;
use crate::runtime::clock;
use crate::t;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Verify the audit log, all records and all derived numbers
#[derive(Debug, Args)]
#[command(after_help = "Nothing is changed. The first discrepancy is shown, and the exit code is 1.")]
pub struct Verify {
    /// A digest noted earlier: checks that it is in this audit log, and counts the operations since
    #[arg(long, value_name = "DIGEST")]
    expect: Option<String>,
    /// Signed checkpoints and receipts: checks their signatures, and that they are of this audit log
    #[arg(long, value_name = "FILE", num_args = 1..)]
    note: Vec<PathBuf>,
    /// The key to check them by [default: that of this computer]
    #[arg(long, value_name = "KEY", requires = "note")]
    vkey: Option<String>,
}

impl Verify {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open_to_mend().map_err(unverified)?;
        let notes = notes::read(context, &mut desk, &self.note, self.vkey.as_deref())?;
        let heads = notes.iter().map(|note| note.head.clone()).collect();
        let mut bar = ProgressLine::new(&t!(context.words, "cli.verify.doing"));
        let verified = context.ask_watched(&mut desk, VerifyFile { expect: self.expect.clone(), heads }, &mut bar);
        let verified = verified.map_err(unverified)?;
        drop(bar);
        let programs = desk.programs()?;
        let tell = context.tell(&programs);
        let wrong = verified.wrong.as_ref().map(|wrong| show::verify::wrong(tell, wrong));
        let documents = notes.iter().map(|note| note.document(&verified)).collect();
        context.print(&VerifiedDoc::new(&verified, documents, wrong.as_deref()), || {
            let told: String = notes.iter().map(|note| note.told(tell, &verified)).collect();
            show::verify::verified(tell, &verified) + &told
        })?;
        match wrong {
            // What is there is sound, and there was more.
            None if desk.log_loss().is_some() => Err(CliFailure::DoneButLook),
            None => Ok(()),
            Some(message) => {
                out::message(&format!("loyaltui: {message}"));
                Err(CliFailure::Said)
            }
        }
    }
}

/// What is too damaged to be verified needs no verifying any more.
fn unverified(failure: CliFailure) -> CliFailure {
    match failure {
        CliFailure::Desk(DeskError::Store(StoreError::Damaged(_))) => CliFailure::TooDamaged,
        other => other,
    }
}

/// Makes everything derived again.
pub fn rebuild(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open_to_mend()?;
    let bar = ProgressLine::new(&t!(context.words, "cli.rebuild.doing"));
    let members = desk.rebuild(clock::now(), &mut |done, total| bar.at(done, total))?;
    drop(bar);
    context.print(&json!({ "members": members }), || t!(context.words, "cli.rebuild.done", n = members) + "\n")
}
