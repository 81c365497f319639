//! `loyaltui member merge FROM INTO` and `unmerge NO`.

use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op;
use clap::Args;

/// Let one member's file join another's
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The member whose file joins
    #[arg(value_name = "FROM")]
    from: String,
    /// The member who stays
    #[arg(value_name = "INTO")]
    into: String,
    /// Reason code of the programme
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// Free text for the journal
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl MergeArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let intent = op::Merge {
            from: context.member(&mut desk, &self.from)?,
            into: context.member(&mut desk, &self.into)?,
            reason: self.reason.clone(),
            note: self.note.clone(),
        };
        self.change.carry_out(context, &mut desk, intent)
    }
}

/// Take the newest merge away again
#[derive(Debug, Args)]
pub struct UnmergeArgs {
    #[command(flatten)]
    member: MemberNo,
    /// Reason code of the programme
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl UnmergeArgs {
    /// Takes the merge away.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        self.change.carry_out(context, &mut desk, op::Unmerge { member, reason: self.reason.clone() })
    }
}
