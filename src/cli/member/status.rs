//! `loyaltui member freeze|unfreeze NO`, and what `close` shares with them.

use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::fact::Status;
use crate::domain::op;
use clap::Args;

/// Another status
#[derive(Debug, Args)]
pub struct SetStatusArgs {
    #[command(flatten)]
    member: MemberNo,
    /// Reason code of the programme
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
    /// Note for the audit log
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl SetStatusArgs {
    pub fn run(&self, context: &CliContext, to: Status) -> Result<(), CliFailure> {
        self.set(context, to, None)
    }

    pub(super) fn set(&self, context: &CliContext, to: Status, churn: Option<String>) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let intent = op::SetStatus { member, to, reason: self.reason.clone(), note: self.note.clone(), churn };
        self.change.carry_out(context, &mut desk, intent)
    }
}
