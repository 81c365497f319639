//! `loyaltui member merge FROM INTO` and `unmerge NO`.

use crate::cli::args::MemberNo;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op;
use clap::Args;

/// Merge one member into another
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The duplicate, which is merged
    #[arg(value_name = "FROM")]
    from: String,
    /// The member to keep
    #[arg(value_name = "INTO")]
    into: String,
    /// Reason code of the programme
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// Note for the audit log
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

/// Undo the latest merge
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
