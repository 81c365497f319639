//! Messages in, state and effects out: the console from its keys, without a terminal.

mod calls;
mod contact;
mod feedback;
mod forms;
mod keys;
mod layers;
mod lock;
mod profile;
mod rows;
mod speed;
mod writes;

use super::sample::{FakeDesk, Person, day, deltas, hand, news, place};
use crate::domain::op::{self, Intent};
use crate::panes::members::state::Focus;
use crate::shell::draft::PlanStatus;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::key::Key;
use crate::shell::msg::{Msg, Reply};
use crate::shell::pane_id::PaneId;
use crate::shell::toast::{BlockedReason, Notice};
