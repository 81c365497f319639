//! `loyaltui proposals [show ID]`.

use super::RequestId;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::documents::requests::{RequestDoc, RequestsDoc};
use crate::domain::question::{ListRequests, OpenRequest};
use clap::{Args, Subcommand};

/// List changes that wait for a second person, and what became of others
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Those that are open stand first, then the newest.")]
pub struct ProposalsArgs {
    #[command(subcommand)]
    command: Option<ProposalsCommand>,
    /// Only those about this member
    #[arg(long, value_name = "NO")]
    member: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ProposalsCommand {
    /// Show what is asked for, and what it would do
    Show(RequestId),
}

impl ProposalsArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        if let Some(ProposalsCommand::Show(RequestId { id })) = &self.command {
            let sheet = context.ask(&mut desk, OpenRequest { id: id.clone() })?;
            let programs = desk.programs()?;
            let document = RequestDoc::of_sheet(&sheet, &programs, context.words);
            return context.print(&document, || show::requests::sheet(context.tell(&programs), &sheet));
        }
        let member = self.member.as_deref().map(|no| context.member(&mut desk, no)).transpose()?;
        let rows = context.ask(&mut desk, ListRequests { member })?;
        let programs = desk.programs()?;
        context.print(&RequestsDoc::new(&rows), || show::requests::list(context.tell(&programs), &rows))
    }
}
