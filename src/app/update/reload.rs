//! Everything on the screen again: because the store may hold something else by now, or for another day.

use super::{explain, form, profile};
use crate::app::model::Model;
use crate::domain::day::Day;
use crate::shell::effect::Effect;
use crate::shell::pane::Reload;
use crate::shell::pane_id::PaneId;

/// Asks for everything on the screen again.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    panes(model, Reload::Changed, out);
    model.shell.ask_stores(out);
    model.shell.ask_programs(out);
    model.shell.reload_record(out);
    form::replan(model, out);
    profile::read(model, out);
    explain::ask(model, out);
}

/// Shows another day, or today, everywhere.
pub(super) fn show_day(model: &mut Model, as_of: Option<Day>, out: &mut Vec<Effect>) {
    model.shell.as_of = as_of;
    model.shell.reload_record(out);
    panes(model, Reload::Day, out);
    form::replan(model, out);
}

/// Has every pane ask again for what it shows.
pub(super) fn panes(model: &mut Model, why: Reload, out: &mut Vec<Effect>) {
    for pane in PaneId::ALL {
        model.panes.get_mut(*pane).reload(why, &mut model.shell, out);
    }
}
