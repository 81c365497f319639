//! `loyaltui member erase NO`.

use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op;
use clap::Args;

/// Erase all personal fields for good; the number and the sums stay
#[derive(Debug, Args)]
#[command(after_help = "This can't be undone; --plan shows what would go.")]
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
