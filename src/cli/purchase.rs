//! `loyaltui purchase …`.

use super::change::ChangeArgs;
use super::context::CliContext;
use super::fail::CliFailure;
use crate::domain::op;
use clap::{Args, Subcommand};

/// Correct purchases that came in
#[derive(Debug, Subcommand)]
pub enum PurchaseCommand {
    /// Void a purchase: it counts no more, and its row coming again changes nothing
    Void(VoidArgs),
}

impl PurchaseCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Void(command) => command.run(context),
        }
    }
}

/// Void a purchase: it counts no more, and its row coming again changes nothing
#[derive(Debug, Args)]
pub struct VoidArgs {
    /// Order number
    #[arg(value_name = "REF")]
    reference: String,
    /// Reason code of the programme (see `loyaltui program show`)
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// Note for the audit log
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl VoidArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (reference, reason, note) = (self.reference.clone(), self.reason.clone(), self.note.clone());
        self.change.carry_out(context, &mut desk, op::VoidPurchase { reference, reason, note })
    }
}
