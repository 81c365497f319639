//! `loyaltui purchase …`.

use super::change::{ChangeArgs, ReasonArgs};
use super::context::CliContext;
use super::fail::CliFailure;
use crate::domain::op;
use clap::{Args, Subcommand};

/// Correct purchases that came in
#[derive(Debug, Subcommand)]
pub enum PurchaseCommand {
    /// Void a purchase: it counts no more, and its row coming again changes nothing
    Void(VoidArgs),
    /// Move a purchase to another member's card, with its refunds
    Move(MoveArgs),
}

impl PurchaseCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Void(command) => command.run(context),
            Self::Move(command) => command.run(context),
        }
    }
}

/// Void a purchase: it counts no more, and its row coming again changes nothing
#[derive(Debug, Args)]
pub struct VoidArgs {
    /// Order number
    #[arg(value_name = "REF")]
    reference: String,
    #[command(flatten)]
    why: ReasonArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

impl VoidArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (reference, reason, note) = (self.reference.clone(), self.why.reason.clone(), self.why.note.clone());
        self.change.carry_out(context, &mut desk, op::VoidPurchase { reference, reason, note })
    }
}

/// Move a purchase to another member's card, with its refunds
#[derive(Debug, Args)]
#[command(
    after_help = "It earns by the tier that its new member held at the time of the purchase; points redeemed on it go back to the old one."
)]
pub struct MoveArgs {
    /// Order number
    #[arg(value_name = "REF")]
    reference: String,
    /// Member number of the right member
    #[arg(value_name = "TO")]
    to: String,
    #[command(flatten)]
    why: ReasonArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

impl MoveArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let to = context.member(&mut desk, &self.to)?;
        let (reference, reason, note) = (self.reference.clone(), self.why.reason.clone(), self.why.note.clone());
        self.change.carry_out(context, &mut desk, op::MovePurchase { reference, to, reason, note })
    }
}
