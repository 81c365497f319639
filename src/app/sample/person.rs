//! Somebody at the keys.

use super::FakeDesk;
use crate::app::model::Model;
use crate::app::{begin, keymap, update};
use crate::domain::export::ExportWords;
use crate::domain::lang::Lang;
use crate::domain::op::Intent;
use crate::domain::question::AnyQuestion;
use crate::shell::columns::ListColumns;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::msg::{Msg, Reply};
use crate::shell::regions::Regions;
use crate::shell::setup::{ColourDepth, Palette, Setup};
use crate::world::keys::keys;
use std::collections::VecDeque;

/// A person at the console: types keys, and lets answers come when it suits the test.
pub(crate) struct Person {
    pub model: Model,
    pub desk: FakeDesk,
    /// What was asked for and is not answered yet.
    pub pending: VecDeque<Effect>,
    /// Everything that was asked for.
    pub asked: Vec<Effect>,
    /// Whether answers come only when called.
    pub slow: bool,
    /// Draws a frame after each message, as the runtime does.
    pub draw: Option<fn(&Model) -> Regions>,
}

impl Person {
    pub fn at(desk: FakeDesk) -> Self {
        Self::with_keys(desk, "")
    }

    /// Somebody with a file of keys.
    pub fn with_keys(desk: FakeDesk, file: &str) -> Self {
        let read = keymap::read(file);
        let setup = Setup {
            file_name: "南京西路店.db".to_owned(),
            demo: desk.demo,
            operator: desk.operator.clone(),
            session: None,
            programs: desk.programs.clone(),
            now: desk.now,
            lang: Lang::En,
            palette: Palette::Dark,
            depth: ColourDepth::True,
            mouse: true,
            is_first_import: false,
            scope: None,
            columns: ListColumns::default(),
            keymap: read.clone().unwrap_or_default(),
            keymap_problem: read.err(),
            settings_problem: None,
            log_problem: None,
            labels: Vec::new(),
            option_words: |_, _, _, code| code.to_owned(),
            file_words: |_, _| ExportWords::default(),
        };
        let (model, first) = begin(setup);
        let mut person = Self { model, desk, pending: first.into(), asked: Vec::new(), slow: false, draw: None };
        person.asked.extend(person.pending.iter().cloned());
        person.settle();
        person
    }

    pub fn new() -> Self {
        Self::at(FakeDesk::new())
    }

    /// Gives the model a message and the desk what comes of it.
    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.asked.extend(effects.iter().cloned());
        self.pending.extend(effects);
        if let Some(draw) = self.draw {
            let regions = draw(&self.model);
            update(&mut self.model, Msg::Drawn(regions));
        }
        if !self.slow {
            self.settle();
        }
    }

    /// Lets all answers come, in the order of the questions.
    pub fn settle(&mut self) {
        let slow = std::mem::replace(&mut self.slow, true);
        while self.answer_next() {}
        self.slow = slow;
    }

    /// Lets one answer come. Says whether there was a question.
    pub fn answer_next(&mut self) -> bool {
        let Some(effect) = self.pending.pop_front() else { return false };
        if let Some(reply) = self.desk.answer(effect) {
            self.send(Msg::Reply(reply));
        }
        true
    }

    /// Presses keys, written as `tests/world/keys.rs` reads them.
    pub fn press(&mut self, written: &str) {
        for key in keys(written) {
            self.send(Msg::Key(key));
        }
    }

    /// What has been asked of the desk so far, in order.
    pub fn questions(&self) -> impl DoubleEndedIterator<Item = &AnyQuestion> {
        self.asked.iter().filter_map(|effect| if let Effect::Ask(_, question) = effect { Some(question) } else { None })
    }

    /// The intents written so far, with their keys.
    pub fn written(&self) -> Vec<(Intent, String)> {
        let written = |e: &Effect| match e {
            Effect::Commit { plan, key, .. } => Some((plan.intent.clone(), key.clone())),
            _ => None,
        };
        self.asked.iter().filter_map(written).collect()
    }

    /// Answers the commit in flight with a failure.
    pub fn fail_commit(&mut self, failure: Failure) {
        let at = self.pending.iter().position(|e| matches!(e, Effect::Commit { .. })).unwrap();
        let Some(Effect::Commit { ticket, .. }) = self.pending.remove(at) else { return };
        self.send(Msg::Reply(Reply::Committed(ticket, Err(failure))));
    }
}
