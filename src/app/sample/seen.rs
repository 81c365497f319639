//! What tests look at.

use super::Person;
use crate::app::model::Model;
use crate::domain::op::{self, Intent};
use crate::panes::members::state::Focus;
use crate::shell::pane_id::PaneId;
use crate::shell::toast::Notice;

pub(crate) fn place(model: &Model) -> (PaneId, Focus, usize) {
    (model.shell.front, model.panes.members.focus, model.shell.overlays.len())
}

pub(crate) fn news(model: &Model) -> Option<&Notice> {
    model.shell.toast.as_ref().map(|t| &t.news)
}

pub(crate) fn deltas(person: &Person) -> Vec<i64> {
    let delta = |(intent, _): &(Intent, String)| match intent {
        Intent::Adjust(op::Adjust { delta, .. }) => delta.0,
        other => panic!("not an adjustment: {other:?}"),
    };
    person.written().iter().map(delta).collect()
}

pub(crate) fn hand(model: &Model) -> Option<&str> {
    model.shell.current_member.as_ref().map(|who| who.no.as_str())
}
