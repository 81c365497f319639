//! Everything on the screen again: because the store may hold something else by now, or for another day.

use super::{cases, change, explain, find, open, segments};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::domain::day::Day;

/// Asks for everything on the screen again.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    find::reload(model, out);
    open::reload(model, out);
    change::replan(model, out);
    cases::reload(model, out);
    explain::ask(model, out);
    segments::refresh(model);
}

/// Shows another day, or today, everywhere.
pub(super) fn show_day(model: &mut Model, as_of: Option<Day>, out: &mut Vec<Effect>) {
    model.as_of = as_of;
    open::reload(model, out);
    cases::reload(model, out);
    change::replan(model, out);
    segments::refresh(model);
}
