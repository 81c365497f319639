//! Messages in, state and effects out: the console from its keys, without a terminal.

mod cases;
mod feedback;
mod forms;
mod layers;
mod rows;
mod search;
mod segments;
mod speed;
mod writes;

use super::draft::PlanStatus;
use super::effect::Effect;
use super::failure::Failure;
use super::key::Key;
use super::model::Model;
use super::msg::{Msg, Reply};
use super::pane::members::Focus;
use super::panes::Pane;
use super::sample::{Desk, Person, day};
use super::toast::{BlockedReason, Notice};
use crate::domain::plan::intent::Intent;

fn place(model: &Model) -> (Pane, Focus, usize) {
    (model.pane, model.members.focus, model.overlays.len())
}

fn news(model: &Model) -> Option<&Notice> {
    model.toast.as_ref().map(|t| &t.news)
}

fn deltas(person: &Person) -> Vec<i64> {
    let delta = |(intent, _): &(Intent, String)| match intent {
        Intent::Adjust { delta, .. } => delta.0,
        other => panic!("not an adjustment: {other:?}"),
    };
    person.written().iter().map(delta).collect()
}

fn hand(model: &Model) -> Option<&str> {
    model.hand.as_ref().map(|who| who.no.as_str())
}
