//! One message in, the model changed, effects out.
//!
//! The arrows go down: what comes in (`input`, `mouse`, `reply`) → one command (`run`, `back`) → what is done (`write`, `reload`) →
//! forms (`form`) → the panes by their trait, and what they want of each other (`route`).

mod approver;
mod back;
mod columns;
mod data_export;
mod explain;
mod form;
mod import;
mod input;
mod kept;
mod leave;
mod lock;
mod lookup;
mod mouse;
mod profile;
mod recent;
mod reload;
mod reply;
mod route;
mod run;
mod scope;
mod walk;
mod write;

use super::model::Model;
use crate::domain::day::Instant;
use crate::domain::query::parse;
use crate::shell::effect::Effect;
use crate::shell::msg::Msg;
use crate::shell::overlay::Overlay;
use crate::shell::pane_id::PaneId;
use crate::shell::regions::Regions;
use crate::shell::setup::{Palette, Setup};
use crate::shell::toast::Notice;

/// The console as it opens, and what it asks for first.
pub fn begin(setup: Setup) -> (Model, Vec<Effect>) {
    let (mut model, mut out) = (Model::new(setup), Vec::new());
    // A scope that is kept may name a tier that there is no more.
    let scope = model.shell.setup.scope.take();
    model.shell.scope = scope.filter(|scope| parse(scope, &model.shell.vocabulary()).is_ok());
    model.shell.ask_stores(&mut out);
    for pane in PaneId::ALL {
        model.panes.get_mut(*pane).begin(&mut model.shell, &mut out);
    }
    if let Some(problem) = model.shell.setup.keymap_problem.take() {
        model.shell.say(Notice::DefaultKeys(problem));
    }
    if let Some(problem) = model.shell.setup.log_problem.take() {
        model.shell.say(Notice::LogLost(problem));
    }
    if let Some(problem) = model.shell.setup.settings_problem.take() {
        model.shell.say(Notice::SettingsIgnored(problem));
    }
    if model.shell.setup.is_first_import {
        model.shell.lay(Overlay::Import(Box::default()));
    }
    (model, out)
}

/// Takes one message. What shall be done outside comes back, in this order.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    let Some(msg) = lock::take(model, msg, &mut out) else { return out };
    let Some(msg) = approver::take(model, msg, &mut out) else { return out };
    match msg {
        Msg::Clock(now) => clock(model, now, &mut out),
        Msg::Key(_) | Msg::Paste(_) => input::take(model, msg, &mut out),
        Msg::Mouse(mouse) => mouse::take(model, mouse, &mut out),
        Msg::Drawn(regions) => drawn(model, regions),
        Msg::Reply(reply) => reply::take(model, reply, &mut out),
        Msg::FileChanged => reload::refresh(model, &mut out),
        Msg::FileLost(failure) => {
            model.shell.toast = None;
            model.shell.lost = Some(failure);
        }
        Msg::FileFound => model.shell.lost = None,
        Msg::Ground { is_light } => ground(model, is_light),
        Msg::Stop => leave::suspend(&mut model.shell, &mut out),
        Msg::Resize => {}
    }
    route::settle(model, &mut out);
    model.shell.forget_erased();
    if let (Some(session), true) = (&mut model.shell.session, out.contains(&Effect::Suspend)) {
        session.stop(model.shell.setup.now);
    }
    out
}

/// Time passes: toasts go, and at midnight everything on the screen is asked for again.
fn clock(model: &mut Model, now: Instant, out: &mut Vec<Effect>) {
    let shell = &mut model.shell;
    shell.setup.now = now;
    if shell.toast.as_ref().and_then(|t| t.until).is_some_and(|end| end <= now) {
        shell.toast = None;
    }
    shell.reveal.expire(now);
    if let Some(session) = &mut shell.session {
        session.clock(now);
    }
    let today = shell.setup.programs.zone().day_of(now);
    if today != shell.today {
        shell.today = today;
        reload::refresh(model, out);
    }
}

/// The terminal has told its ground: colours suit it, unless there are none.
fn ground(model: &mut Model, is_light: bool) {
    let palette = &mut model.shell.setup.palette;
    *palette = match (*palette, is_light) {
        (Palette::Plain, _) => Palette::Plain,
        (Palette::Dark | Palette::Light, true) => Palette::Light,
        (Palette::Dark | Palette::Light, false) => Palette::Dark,
    };
}

/// Remembers what the frame showed, and which rows are in sight.
fn drawn(model: &mut Model, regions: Regions) {
    let shell = &mut model.shell;
    shell.regions = regions;
    let fit = shell.regions.overlay;
    match shell.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.list.settle(palette.hits.len(), fit.rows),
        Some(Overlay::Help { list, .. }) => list.settle(fit.len, fit.rows),
        Some(Overlay::Explain(view)) => view.list.settle(fit.len, fit.rows),
        Some(Overlay::Detail(detail)) => detail.list.settle(fit.len, fit.rows),
        Some(Overlay::Recent(list)) => list.settle(shell.recent.iter().count(), fit.rows),
        Some(Overlay::Import(dialog)) => dialog.list.settle(fit.len, fit.rows),
        Some(Overlay::Columns(chooser)) => chooser.cursor.settle(chooser.rows.len(), fit.rows),
        Some(
            Overlay::Day { .. }
            | Overlay::Scope { .. }
            | Overlay::Export(_)
            | Overlay::Reveal(_)
            | Overlay::Language(_)
            | Overlay::Change(_)
            | Overlay::Dialog(_),
        )
        | None => {}
    }
    for pane in PaneId::ALL {
        model.panes.get_mut(*pane).drawn(&mut model.shell);
    }
}
