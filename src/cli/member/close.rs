//! `loyaltui member close NO`.

use super::status::SetStatusArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::fact::Status;
use clap::Args;

/// Close a membership
#[derive(Debug, Args)]
pub struct CloseMemberArgs {
    #[command(flatten)]
    status: SetStatusArgs,
    /// Why the member leaves, a code of [[churn_reasons]] of the programme; needed where the member is lost
    #[arg(long, value_name = "CODE")]
    churn_reason: Option<String>,
}

impl CloseMemberArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        self.status.set(context, Status::Closed, self.churn_reason.clone())
    }
}
