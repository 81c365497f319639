//! `loyaltui verify`, `checkpoint` and `rebuild`.

use super::context::CliContext;
use super::fail::CliFailure;
use super::progress::ProgressLine;
use super::{out, show};
use crate::documents::verify::{CheckpointDoc, VerifiedDoc};
use crate::domain::question::{ReadCheckpoint, VerifyFile};
use crate::runtime::clock;
use crate::t;
use clap::Args;
use serde_json::json;

/// Verify the audit log, all records and all derived numbers
#[derive(Debug, Args)]
#[command(after_help = "Nothing is changed. The first discrepancy is shown, and the exit code is 1.")]
pub struct Verify {
    /// A digest noted earlier: checks that it is in this audit log, and counts the operations since
    #[arg(long, value_name = "DIGEST")]
    expect: Option<String>,
}

impl Verify {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open_to_mend()?;
        let mut bar = ProgressLine::new(&t!(context.words, "cli.verify.doing"));
        let verified = context.ask_watched(&mut desk, VerifyFile { expect: self.expect.clone() }, &mut bar)?;
        drop(bar);
        let programs = desk.programs()?;
        let tell = context.tell(&programs);
        let wrong = verified.wrong.as_ref().map(|wrong| show::verify::wrong(tell, wrong));
        context.print(&VerifiedDoc::new(&verified, wrong.as_deref()), || show::verify::verified(tell, &verified))?;
        match wrong {
            None => Ok(()),
            Some(message) => {
                out::message(&format!("loyaltui: {message}"));
                Err(CliFailure::Said)
            }
        }
    }
}

/// Prints the newest digest of the journal.
pub fn checkpoint(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open()?;
    let (programs, newest) = (desk.programs()?, context.ask(&mut desk, ReadCheckpoint)?);
    context.print(&CheckpointDoc::new(newest.as_ref()), || {
        show::verify::checkpoint(context.tell(&programs), newest.as_ref())
    })
}

/// Makes everything derived again.
pub fn rebuild(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open_to_mend()?;
    let bar = ProgressLine::new(&t!(context.words, "cli.rebuild.doing"));
    let members = desk.rebuild(clock::now(), &mut |done, total| bar.at(done, total))?;
    drop(bar);
    context.print(&json!({ "members": members }), || t!(context.words, "cli.rebuild.done", n = members) + "\n")
}
