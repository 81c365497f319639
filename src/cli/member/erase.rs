//! `loyaltui member erase NO`.

use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op;
use clap::Args;

/// Permanently erase personal data; member number and totals stay
#[derive(Debug, Args)]
#[command(after_help = "This can't be undone; --plan shows a preview.")]
pub struct EraseMemberArgs {
    #[command(flatten)]
    member: MemberNo,
    #[command(flatten)]
    change: ChangeArgs,
}

impl EraseMemberArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        self.change.carry_out(context, &mut desk, op::Erase { member })
    }
}
