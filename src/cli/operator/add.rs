//! `loyaltui operator add NAME`.

use super::change::RoleArg;
use crate::cli::change::print_done;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::pin::PinArgs;
use crate::cli::session::Sessions;
use crate::desk::IdleWatch;
use crate::domain::op::ChangeOperator;
use crate::domain::staff::change::OperatorChange;
use crate::runtime::clock;
use crate::t;
use clap::Args;

/// Add an operator, with a PIN
#[derive(Debug, Args)]
#[command(
    after_help = "The first operator must be an owner, and is logged in at once. From then on this data file is used only after logging in, for good."
)]
pub struct AddOperatorArgs {
    /// Name of the operator: letters, digits, hyphen, underscore, dot
    #[arg(value_name = "OPERATOR")]
    name: String,
    /// What the operator may do
    #[arg(long, value_name = "agent|supervisor|manager|auditor|owner", hide_possible_values = true)]
    role: RoleArg,
    /// The member that this person is
    #[arg(long, value_name = "NO")]
    member: Option<String>,
    #[command(flatten)]
    pin: PinArgs,
}

impl AddOperatorArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let is_first = !desk.has_operators()?;
        let member = self.member.as_deref().map(|no| context.member(&mut desk, no)).transpose()?;
        let (name, role) = (self.name.trim(), self.role.role());
        desk.may_add_operator(name, role, clock::now())?;
        let pin = self.pin.new_of(context, name)?;
        let done = desk.add_operator(name, role, member, &pin, clock::now())?;
        if is_first {
            let pass = desk.login(name, &pin, IdleWatch::File, clock::now())?;
            let id = desk.store_id();
            let mut sessions = Sessions::load(&id)?;
            sessions.enter(&pass);
            sessions.save(&id)?;
            crate::cli::out::message(&t!(context.words, "cli.operator.switched_on", name = name));
        }
        let intent = ChangeOperator { name: name.to_owned(), changes: vec![OperatorChange::Added { role, member }] };
        print_done(context, &mut desk, &intent.into(), &done)
    }
}
