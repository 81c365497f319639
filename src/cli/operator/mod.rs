//! `loyaltui operator …`: who works with a data file.

mod add;
mod change;
mod list;
mod pin;

use super::context::CliContext;
use super::fail::CliFailure;
use clap::Subcommand;

/// Show and change operators
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Without operators the data file has one owner. The first operator must be an owner; from then on everyone logs in (`loyaltui login`). \
    Agents serve members within limits, supervisors also change tiers and status and undo what others did, managers import and export, auditors look and verify, owners do everything."
)]
pub enum OperatorCommand {
    /// Add an operator, with a PIN
    Add(add::AddOperatorArgs),
    /// List the operators
    List,
    /// Give an operator another role
    Role(change::RoleArgs),
    /// Say which member an operator is, who then can't change that member
    Link(change::LinkArgs),
    /// Change a PIN: your own, or as an owner that of any operator
    Pin(pin::SetPinArgs),
    /// Keep an operator from logging in
    Disable(change::NameArgs),
    /// Let an operator log in again
    Enable(change::NameArgs),
}

impl OperatorCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        use crate::domain::staff::change::OperatorChange;
        match self {
            Self::Add(command) => command.run(context),
            Self::List => list::run(context),
            Self::Role(command) => command.run(context),
            Self::Link(command) => command.run(context),
            Self::Pin(command) => command.run(context),
            Self::Disable(command) => command.run(context, OperatorChange::Disabled),
            Self::Enable(command) => command.run(context, OperatorChange::Enabled),
        }
    }
}
