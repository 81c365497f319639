//! `loyaltui member export NO`.

use crate::cli::args::MemberNo;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::out;
use crate::documents::export::ExportDoc;
use crate::runtime::clock;
use clap::Args;

/// Print all data of a member, unmasked; recorded in the audit log
#[derive(Debug, Args)]
#[command(after_help = "One JSON document on standard output, with or without --json.")]
pub struct ExportMemberArgs {
    #[command(flatten)]
    member: MemberNo,
}

impl ExportMemberArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let export = desk.export_member(member, clock::now())?;
        out::json(&ExportDoc::new(&export)).map_err(|error| CliFailure::stdout(&error))
    }
}
