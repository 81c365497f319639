//! What every command works with: its store, its operator, its words, and where its answer goes.

use super::args::Globals;
use super::fail::CliFailure;
use super::folders::state_folder;
use super::session::Sessions;
use super::show::Renderer;
use super::{out, setup};
use crate::desk::Desk;
use crate::desk::ask::{ScanWatch, Serve};
use crate::desk::error::{DeskError, StoreError};
use crate::domain::num::MemberId;
use crate::domain::op::{Intent, Propose};
use crate::domain::operator::Operator;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::question::{FindMemberByNo, Question};
use crate::domain::staff::session::SessionEnd;
use crate::domain::verification::LogLoss;
use crate::runtime::{clock, environment};
use crate::text::Words;
use serde::Serialize;
use std::cell::Cell;
use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Debug)]
pub struct CliContext {
    pub globals: Globals,
    /// The words of the language asked for.
    pub words: Words,
    /// Who asks and changes.
    pub operator: Operator,
    /// What is missing of the audit log, until it has been said.
    loss: Cell<Option<LogLoss>>,
    /// Whether changes are asked for instead of made.
    proposes: bool,
}

impl CliContext {
    /// The context of a command line.
    pub fn new(globals: Globals) -> Self {
        let words = Words::new(setup::lang(globals.lang));
        let operator = setup::operator(&globals);
        Self { globals, words, operator, loss: Cell::new(None), proposes: false }
    }

    /// The context of arguments that could not be parsed: enough to say so.
    pub fn of_wrong_arguments(args: &[OsString]) -> Self {
        let words = Words::new(setup::lang_of_arguments(args));
        let json = args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--json");
        let globals = Globals { db: None, operator: None, lang: None, json, accept_clock: false };
        let operator = setup::operator(&globals);
        Self { globals, words, operator, loss: Cell::new(None), proposes: false }
    }

    /// The same for a change that is asked for instead of made, with what holds for its own command.
    pub fn to_propose(&self, own: &Globals) -> Self {
        let Globals { db, operator, lang, json, accept_clock } = own.clone();
        let globals = Globals {
            db: db.or_else(|| self.globals.db.clone()),
            operator: operator.or_else(|| self.globals.operator.clone()),
            lang: lang.or(self.globals.lang),
            json: json || self.globals.json,
            accept_clock: accept_clock || self.globals.accept_clock,
        };
        Self { proposes: true, ..Self::new(globals) }
    }

    /// The change, or that it is asked for.
    pub fn wished(&self, intent: Intent) -> Intent {
        if self.proposes { Propose { change: Box::new(intent) }.into() } else { intent }
    }

    pub fn store_path(&self) -> Result<PathBuf, CliFailure> {
        setup::store_path(&self.globals)
    }

    /// The store, opened for the operator: where it has operators, for whoever is logged in.
    pub fn open(&self) -> Result<Desk, CliFailure> {
        let mut desk = self.open_unasked()?;
        self.sit_down(&mut desk)?;
        Ok(desk)
    }

    /// The store, with nobody logged in yet.
    pub fn open_unasked(&self) -> Result<Desk, CliFailure> {
        let path = self.store_path()?;
        Ok(self.trusted(Desk::open(&path, self.operator.clone())?))
    }

    /// The store as it is, to be verified or rebuilt.
    pub fn open_to_mend(&self) -> Result<Desk, CliFailure> {
        let path = self.store_path()?;
        let mut desk = self.trusted(Desk::open_to_mend(&path, self.operator.clone())?);
        match self.sit_down(&mut desk) {
            // What is damaged is for `verify` to say.
            Err(CliFailure::Desk(DeskError::Store(StoreError::Damaged(_)))) => {}
            other => other?,
        }
        Ok(desk)
    }

    /// Takes the session of `--as`, else of whoever logged in last. Without one the desk itself says what is to be done.
    fn sit_down(&self, desk: &mut Desk) -> Result<(), CliFailure> {
        if !desk.has_operators()? {
            return Ok(());
        }
        let (named, now) = (self.globals.operator.as_deref().map(str::trim), clock::now());
        match Sessions::load(&desk.store_id())?.pass(named) {
            Some(pass) => {
                desk.present(pass, now)?;
                Ok(desk.keep_session(now)?)
            }
            None => {
                Err(DeskError::from(Refusal::LoginNeeded { name: named.map(str::to_owned), why: SessionEnd::None })
                    .into())
            }
        }
    }

    fn trusted(&self, mut desk: Desk) -> Desk {
        if let Ok(folder) = state_folder() {
            // What can't be compared is for `verify` to say.
            self.loss.set(desk.keep_mark_in(&folder).ok().flatten());
            desk.keys_in(Some(folder));
        }
        if self.globals.accept_clock {
            desk.trust_clock();
        }
        desk
    }

    /// Nothing is to be said of the audit log any more.
    pub fn forget_loss(&self) {
        self.loss.set(None);
    }

    /// Says beside an answer what is missing of the audit log. A refusal says it by itself.
    fn tell_loss(&self) {
        if let (Some(loss), Ok(path)) = (self.loss.take(), self.store_path()) {
            out::message(&format!("loyaltui: {}", self.words.store_error(&StoreError::LogLost { path, loss })));
        }
    }

    /// Puts a question to the desk.
    pub fn ask<Q: Question>(&self, desk: &mut Desk, question: Q) -> Result<Q::Answer, CliFailure>
    where
        Desk: Serve<Q>,
    {
        Ok(desk.ask(&self.operator, question, clock::now())?)
    }

    /// Puts a question to the desk that may take long.
    pub fn ask_watched<Q: Question>(
        &self,
        desk: &mut Desk,
        question: Q,
        watch: &mut dyn ScanWatch,
    ) -> Result<Q::Answer, CliFailure>
    where
        Desk: Serve<Q>,
    {
        Ok(desk.ask_watched(&self.operator, question, clock::now(), watch)?)
    }

    /// The member of a number.
    pub fn member(&self, desk: &mut Desk, member_no: &str) -> Result<MemberId, CliFailure> {
        self.ask(desk, FindMemberByNo { member_no: member_no.to_owned() })
    }

    pub fn tell<'a>(&self, programs: &'a Programs) -> Renderer<'a> {
        Renderer { words: self.words, programs, columns: environment::columns() }
    }

    /// Prints the answer: the document for programs, or the text for people.
    pub fn print(&self, document: &impl Serialize, people: impl FnOnce() -> String) -> Result<(), CliFailure> {
        self.tell_loss();
        let written = if self.globals.json { out::json(document) } else { out::raw(&people()) };
        written.map_err(|error| CliFailure::stdout(&error))
    }
}
