//! Who opens the console on a data file with operators: whoever has a session, else whoever gives name and PIN on the terminal as
//! it is, before the screen is up. The console has a session of its own, which ends with it.

use super::context::CliContext;
use super::fail::CliFailure;
use super::out;
use super::pin::PinArgs;
use super::session::Sessions;
use crate::desk::error::DeskError;
use crate::desk::{Desk, IdleWatch, SessionPass};
use crate::domain::operator::Operator;
use crate::domain::plan::outcome::Refusal;
use crate::runtime::start::prompted_line;
use crate::runtime::{clock, environment};
use crate::t;
use std::io;
use std::path::Path;

/// Who sits at a console, and the pass of its session; none where the file has no operators.
pub fn seat(context: &CliContext, path: &Path) -> Result<(Operator, Option<SessionPass>), CliFailure> {
    let mut desk = Desk::open(path, context.operator.clone())?;
    if !desk.has_operators()? {
        return Ok((context.operator.clone(), None));
    }
    let named = context.globals.operator.as_deref().map(str::trim);
    let sessions = Sessions::load(&desk.store_id())?;
    let held = sessions.pass(named).and_then(|pass| desk.hold(&pass, clock::now()).ok());
    let pass = match held {
        Some(pass) => pass,
        None => ask(context, &mut desk, named.or(sessions.current()))?,
    };
    Ok((desk.operator().clone(), Some(pass)))
}

/// Ends the session of a console. One that can't be ended now ends by itself.
pub fn leave(path: &Path, operator: &Operator, pass: Option<&SessionPass>) {
    if let Some(pass) = pass {
        let _ = Desk::open(path, operator.clone()).and_then(|mut desk| desk.end_session(pass));
    }
}

fn ask(context: &CliContext, desk: &mut Desk, known: Option<&str>) -> Result<SessionPass, CliFailure> {
    let name = match known {
        Some(name) => name.to_owned(),
        None => asked_name(context)?,
    };
    loop {
        let pin = PinArgs::on_terminal().of(context, &name)?;
        match desk.login(&name, &pin, IdleWatch::Holder, clock::now()) {
            Err(DeskError::Refused(refusal)) if matches!(*refusal, Refusal::WrongPin { .. }) => {
                out::message(&context.words.refusal(&refusal));
            }
            other => return Ok(other?),
        }
    }
}

fn asked_name(context: &CliContext) -> Result<String, CliFailure> {
    let failed = |error: io::Error| CliFailure::file(Path::new("terminal"), &error);
    let (mut input, mut out) = (environment::stdin().lock(), io::stdout().lock());
    let name = prompted_line(&t!(context.words, "cli.login.name"), &mut input, &mut out).map_err(failed)?;
    name.filter(|name| !name.is_empty()).ok_or_else(|| CliFailure::Usage(t!(context.words, "cli.pin.cancelled")))
}
