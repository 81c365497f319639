//! `loyaltui undo OP`.

use super::change::ChangeArgs;
use super::context::CliContext;
use super::fail::CliFailure;
use crate::domain::op;
use crate::domain::question::FindOperation;
use clap::Args;

/// Undo an operation
#[derive(Debug, Args)]
#[command(after_help = "The operation stays in the audit log; its reversal is linked to it and can itself be undone.")]
pub struct UndoArgs {
    /// Id of the operation, the beginning of it, or its number in the audit log
    #[arg(value_name = "OP")]
    op: String,
    /// Reason code of the programme
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl UndoArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let op = context.ask(&mut desk, FindOperation { id: self.op.clone() })?.op;
        self.change.carry_out(context, &mut desk, op::Undo { op, reason: self.reason.clone() })
    }
}
