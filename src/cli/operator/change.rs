//! `loyaltui operator role|link|disable|enable NAME`.

use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op::ChangeOperator;
use crate::domain::operator::Role;
use crate::domain::staff::change::OperatorChange;
use clap::{Args, ValueEnum};

/// What an operator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    Agent,
    Supervisor,
    Manager,
    Auditor,
    Owner,
}

impl RoleArg {
    pub fn role(self) -> Role {
        match self {
            Self::Agent => Role::Agent,
            Self::Supervisor => Role::Supervisor,
            Self::Manager => Role::Manager,
            Self::Auditor => Role::Auditor,
            Self::Owner => Role::Owner,
        }
    }
}

/// Give an operator another role
#[derive(Debug, Args)]
pub struct RoleArgs {
    #[command(flatten)]
    operator: NameArgs,
    /// What the operator may do from now on
    #[arg(value_name = "agent|supervisor|manager|auditor|owner", hide_possible_values = true)]
    role: RoleArg,
}

impl RoleArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        self.operator.run(context, OperatorChange::Role { role: self.role.role() })
    }
}

/// Say which member an operator is, who then can't change that member
#[derive(Debug, Args)]
pub struct LinkArgs {
    #[command(flatten)]
    operator: NameArgs,
    /// Member number [default: none, which removes the link]
    #[arg(value_name = "NO")]
    member: Option<String>,
}

impl LinkArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let member = self.member.as_deref().map(|no| context.member(&mut desk, no)).transpose()?;
        self.operator.run(context, OperatorChange::Linked { member })
    }
}

/// Another state of an operator
#[derive(Debug, Args)]
pub struct NameArgs {
    /// Name of the operator
    #[arg(value_name = "OPERATOR")]
    name: String,
    #[command(flatten)]
    change: ChangeArgs,
}

impl NameArgs {
    pub fn run(&self, context: &CliContext, change: OperatorChange) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let intent = ChangeOperator { name: self.name.clone(), changes: vec![change] };
        self.change.carry_out(context, &mut desk, intent)
    }
}
