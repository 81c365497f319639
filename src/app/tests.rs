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

use super::model::Model;
use super::sample::{Desk, Person, day};
use crate::domain::op::{self, Intent};
use crate::panes::members::state::Focus;
use crate::shell::draft::PlanStatus;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::key::Key;
use crate::shell::msg::{Msg, Reply};
use crate::shell::pane_id::PaneId;
use crate::shell::toast::{BlockedReason, Notice};

fn place(model: &Model) -> (PaneId, Focus, usize) {
    (model.shell.front, model.panes.members.focus, model.shell.overlays.len())
}

fn news(model: &Model) -> Option<&Notice> {
    model.shell.toast.as_ref().map(|t| &t.news)
}

fn deltas(person: &Person) -> Vec<i64> {
    let delta = |(intent, _): &(Intent, String)| match intent {
        Intent::Adjust(op::Adjust { delta, .. }) => delta.0,
        other => panic!("not an adjustment: {other:?}"),
    };
    person.written().iter().map(delta).collect()
}

fn hand(model: &Model) -> Option<&str> {
    model.shell.current_member.as_ref().map(|who| who.no.as_str())
}
