//! `loyaltui tier set`.

use super::args::{MemberNo, day};
use super::change::ChangeArgs;
use super::context::CliContext;
use super::fail::CliFailure;
use crate::domain::day::Day;
use crate::domain::fact::OverrideMode;
use crate::domain::op;
use clap::{Args, Subcommand, ValueEnum};

/// Set a tier manually
#[derive(Debug, Subcommand)]
pub enum TierCommand {
    /// Set a tier until a date
    Set(Set),
}

impl TierCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let Self::Set(command) = self;
        command.run(context)
    }
}

/// How an override acts.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    Floor,
    Pin,
}

/// Set a tier until a date
#[derive(Debug, Args)]
#[command(after_help = "The tier by purchases is still calculated and counts again after that date.")]
pub struct Set {
    #[command(flatten)]
    member: MemberNo,
    /// Tier code
    #[arg(value_name = "TIER")]
    tier: String,
    /// Last day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Day,
    /// Reason code of the programme (see `loyaltui program show`)
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// floor: at least this tier; pin: exactly this tier
    #[arg(long, value_name = "floor|pin", default_value = "floor", hide_possible_values = true)]
    mode: Mode,
    /// Note for the audit log
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl Set {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let intent = op::Override {
            member: context.member(&mut desk, &self.member.member_no)?,
            tier: self.tier.clone(),
            until: self.until,
            mode: match self.mode {
                Mode::Floor => OverrideMode::Floor,
                Mode::Pin => OverrideMode::Exact,
            },
            reason: self.reason.clone(),
            note: self.note.clone(),
        };
        self.change.carry_out(context, &mut desk, intent)
    }
}
