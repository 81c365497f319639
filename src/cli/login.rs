//! `loyaltui login NAME` and `loyaltui logout`.

use super::context::CliContext;
use super::fail::CliFailure;
use super::pin::PinArgs;
use super::session::Sessions;
use crate::desk::IdleWatch;
use crate::domain::plan::outcome::Refusal;
use crate::runtime::clock;
use crate::t;
use clap::Args;
use serde_json::json;

/// Log in as an operator of the data file
#[derive(Debug, Args)]
#[command(
    after_help = "The PIN is asked on the terminal. Five wrong ones in a row lock the operator. The session ends after the hours that the programme says, and locks when no command has come for a while (session.hours, session.lock_minutes)."
)]
pub struct LoginArgs {
    /// Name of the operator
    #[arg(value_name = "OPERATOR")]
    name: String,
    #[command(flatten)]
    pin: PinArgs,
}

impl LoginArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open_unasked()?;
        if !desk.has_operators()? {
            return Err(CliFailure::Desk(Refusal::NoOperators.into()));
        }
        let name = self.name.trim();
        let pin = self.pin.of(context, name)?;
        let pass = desk.login(name, &pin, IdleWatch::File, clock::now())?;
        let id = desk.store_id();
        let mut sessions = Sessions::load(&id)?;
        if let Some(before) = sessions.pass(Some(name)) {
            desk.end_session(&before)?;
        }
        sessions.enter(&pass);
        sessions.save(&id)?;
        let role = desk.operator().role;
        let document = json!({ "operator": name, "role": role.word() });
        context.print(&document, || {
            t!(context.words, "cli.login.done", name = name, role = context.words.role(role)) + "\n"
        })
    }
}

/// Ends the session of whoever logged in last, or of `--as`.
pub fn logout(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open_unasked()?;
    let id = desk.store_id();
    let mut sessions = Sessions::load(&id)?;
    let pass = sessions.pass(context.globals.operator.as_deref());
    let name = pass.as_ref().map(|pass| pass.name.clone());
    if let Some(pass) = pass {
        desk.end_session(&pass)?;
        sessions.leave(&pass.name);
        sessions.save(&id)?;
    }
    let document = json!({ "operator": name });
    context.print(&document, || match &name {
        Some(name) => t!(context.words, "cli.login.left", name = name) + "\n",
        None => t!(context.words, "cli.login.nobody") + "\n",
    })
}
