//! `loyaltui points …`.

use super::args::{AsOf, MemberNo, whole_points};
use super::change::{ChangeArgs, ReasonArgs};
use super::context::CliContext;
use super::fail::CliFailure;
use super::show;
use crate::documents::ledger::LedgerDoc;
use crate::domain::num::Points;
use crate::domain::op;
use crate::domain::question::OpenMember;
use clap::{Args, Subcommand};

/// Adjust, redeem and list points
#[derive(Debug, Subcommand)]
pub enum PointsCommand {
    /// Add or deduct points manually
    Adjust(AdjustArgs),
    /// Redeem points for a reward
    Redeem(RedeemArgs),
    /// List the points ledger
    Ledger(Ledger),
}

impl PointsCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Adjust(command) => command.run(context),
            Self::Redeem(command) => command.run(context),
            Self::Ledger(command) => command.run(context),
        }
    }
}

/// Add or deduct points manually
#[derive(Debug, Args)]
#[command(after_help = "The change is relative, never \"set to\": 500 adds points, -120 deducts them.")]
pub struct AdjustArgs {
    #[command(flatten)]
    member: MemberNo,
    /// Points to add, or with a minus to deduct
    #[arg(value_name = "DELTA", allow_negative_numbers = true, value_parser = whole_points)]
    delta: Points,
    #[command(flatten)]
    why: ReasonArgs,
    /// Order number
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl AdjustArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let intent = op::Adjust {
            member: context.member(&mut desk, &self.member.member_no)?,
            delta: self.delta,
            reason: self.why.reason.clone(),
            note: self.why.note.clone(),
            reference: self.reference.clone(),
        };
        self.change.carry_out(context, &mut desk, intent)
    }
}

/// Redeem points for a reward
#[derive(Debug, Args)]
pub struct RedeemArgs {
    #[command(flatten)]
    member: MemberNo,
    /// Points to redeem
    #[arg(value_name = "POINTS", allow_negative_numbers = true, value_parser = whole_points)]
    points: Points,
    /// The reward
    #[arg(long = "for", value_name = "REWARD")]
    reward: String,
    /// Order number
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl RedeemArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let intent = op::Redeem {
            member: context.member(&mut desk, &self.member.member_no)?,
            points: self.points,
            reward: self.reward.clone(),
            reference: self.reference.clone(),
        };
        self.change.carry_out(context, &mut desk, intent)
    }
}

/// List the points ledger
#[derive(Debug, Args)]
pub struct Ledger {
    #[command(flatten)]
    member: MemberNo,
    #[command(flatten)]
    as_of: AsOf,
}

impl Ledger {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = context.member(&mut desk, &self.member.member_no)?;
        let file = context.ask(&mut desk, OpenMember { member, as_of: self.as_of.as_of })?;
        let programs = desk.programs()?;
        context.print(&LedgerDoc::new(&file), || show::ledger::ledger(context.tell(&programs), &file))
    }
}
