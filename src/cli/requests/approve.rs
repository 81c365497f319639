//! `loyaltui approve ID`.

use super::RequestId;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::question::OpenRequest;
use clap::Args;

/// Approve a change that another operator has asked for
#[derive(Debug, Args)]
#[command(
    after_help = "The change is worked out again as of now, within the limits of the approver, and made at once; --plan shows it first. Where the \
    result is different from when it was asked for, it takes --changed."
)]
pub struct ApproveArgs {
    #[command(flatten)]
    request: RequestId,
    /// Approve it although the result is different by now
    #[arg(long)]
    changed: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

impl ApproveArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let sheet = context.ask(&mut desk, OpenRequest { id: self.request.id.clone() })?;
        self.change.approve(context, &mut desk, &sheet, self.changed)
    }
}
