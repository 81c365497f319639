//! Commands of the shell, one line each; the work is done in the rooms beside, and by the panes.

use super::{
    approver, back, columns, data_export, explain, form, import, kept, leave, lookup, profile, recent, reload, route,
    scope, walk, write,
};
use crate::app::command::named;
use crate::app::model::{KeyFocus, Model};
use crate::app::registry::Cmd;
use crate::domain::lang::Lang;
use crate::shell::columns::ColumnChooser;
use crate::shell::commands::ShellCmd;
use crate::shell::editor::Editor;
use crate::shell::effect::Effect;
use crate::shell::field::TextField;
use crate::shell::form::{DateDirection, FormKind, read_day};
use crate::shell::list::{ListMove, ListState};
use crate::shell::overlay::{Overlay, PaletteView};
use crate::shell::pane::DialogKey;
use crate::shell::routing::PaneRequest;
use crate::shell::setup::Palette;
use crate::shell::toast::Notice;

/// Does what was asked for, or says why not.
pub(super) fn run(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    if let Err(why) = model.allowed(cmd) {
        model.shell.say(Notice::Blocked(why));
        return;
    }
    if let Some(cmd) = model.panes.run(cmd, &mut model.shell, out) {
        of_shell(model, cmd, out);
    }
    route::route(model, out);
}

#[expect(clippy::too_many_lines, reason = "one arm a command")]
fn of_shell(model: &mut Model, cmd: ShellCmd, out: &mut Vec<Effect>) {
    match cmd {
        ShellCmd::Open => {
            let (pane, shell) = model.front_mut();
            pane.enter(shell, out);
        }
        ShellCmd::Search => route::serve(model, &PaneRequest::Search, out),
        ShellCmd::Points => form::open(model, FormKind::Points, out),
        ShellCmd::Redeem => form::open(model, FormKind::Redeem, out),
        ShellCmd::Tier => form::open(model, FormKind::Tier, out),
        ShellCmd::Log => form::log(model, out),
        ShellCmd::Contact => form::contact(model, out),
        ShellCmd::Undo => form::undo(model, out),
        ShellCmd::Redo => form::redo(model, out),
        ShellCmd::Why => explain::open(model, out),
        ShellCmd::AsOf => {
            model.shell.lay(Overlay::Day { field: TextField::default(), wrong: false });
        }
        ShellCmd::Today => reload::show_day(model, None, out),
        ShellCmd::Copy => copy(model, out),
        ShellCmd::Freeze => form::dialog(model, FormKind::Freeze, out),
        ShellCmd::Unfreeze => form::dialog(model, FormKind::Unfreeze, out),
        ShellCmd::Close => form::dialog(model, FormKind::Close, out),
        ShellCmd::Enrol => profile::enrol(model, out),
        ShellCmd::Edit => profile::edit(model, out),
        ShellCmd::Reveal => profile::reveal(model, out),
        ShellCmd::ExportData => data_export::open(model),
        ShellCmd::ImportFile => import::open(model),
        ShellCmd::Merge => form::dialog(model, FormKind::Merge, out),
        ShellCmd::Unmerge => form::dialog(model, FormKind::Unmerge, out),
        ShellCmd::Erase => form::dialog(model, FormKind::Erase, out),
        ShellCmd::Discard => kept::discard(model, out),
        ShellCmd::Restore => kept::restore(model, out),
        ShellCmd::Confirm if matches!(model.shell.overlays.last(), Some(Overlay::Import(_))) => {
            import::confirm(model, out);
        }
        ShellCmd::Confirm => write::confirm(model, out),
        ShellCmd::ApproveHere => approver::open(model),
        ShellCmd::ConfirmAnywhere => {
            if !in_dialog(model, DialogKey::Accept, out) {
                write::confirm(model, out);
            }
        }
        ShellCmd::Walk => form::walk(model),
        ShellCmd::Swap => lookup::swap(model, out),
        ShellCmd::NextField => next_field(model, true, out),
        ShellCmd::PrevField => next_field(model, false, out),
        ShellCmd::NextChoice => turn_choice(model, true, out),
        ShellCmd::PrevChoice => turn_choice(model, false, out),
        ShellCmd::Pick(n) => {
            if !in_dialog(model, DialogKey::Pick(n), out) {
                form::pick(model, n.into(), out);
            }
        }
        ShellCmd::Score(n) => form::score(model, n, out),
        ShellCmd::Newline => form::in_editor(model, Editor::newline, out),
        ShellCmd::EditorUndo => form::in_editor(model, Editor::undo, out),
        ShellCmd::EditorRedo => form::in_editor(model, Editor::redo, out),
        ShellCmd::Accept => accept(model, out),
        ShellCmd::NextTab => turn_tab(model, true, out),
        ShellCmd::PrevTab => turn_tab(model, false, out),
        ShellCmd::NextFocus => turn_part(model, true, out),
        ShellCmd::PrevFocus => turn_part(model, false, out),
        ShellCmd::Up => walk::step(model, ListMove::Up, out),
        ShellCmd::Down => walk::step(model, ListMove::Down, out),
        ShellCmd::Left => sideways(model, false),
        ShellCmd::Right => sideways(model, true),
        ShellCmd::Top => walk::step(model, ListMove::Top, out),
        ShellCmd::Bottom => walk::step(model, ListMove::Bottom, out),
        ShellCmd::PageUp => walk::step(model, ListMove::PageUp, out),
        ShellCmd::PageDown => walk::step(model, ListMove::PageDown, out),
        ShellCmd::HalfUp => walk::step(model, ListMove::HalfUp, out),
        ShellCmd::HalfDown => walk::step(model, ListMove::HalfDown, out),
        ShellCmd::Pane(pane) => route::show(model, pane, out),
        ShellCmd::Refresh => {
            reload::refresh(model, out);
            write::look_up(&mut model.shell, out);
        }
        ShellCmd::Palette => {
            let palette = PaletteView::new(model.keys(), model.offers());
            model.shell.lay(Overlay::Palette(palette));
        }
        ShellCmd::Help => {
            let chain = model.keys();
            model.shell.lay(Overlay::Help { chain, list: ListState::default() });
        }
        ShellCmd::Language => {
            let mut list = ListState::default();
            list.put(Lang::ALL.iter().position(|l| *l == model.shell.setup.lang).unwrap_or(0));
            model.shell.lay(Overlay::Language(list));
        }
        ShellCmd::Theme => {
            model.shell.setup.palette = match model.shell.setup.palette {
                Palette::Dark => Palette::Light,
                Palette::Light => Palette::Plain,
                Palette::Plain => Palette::Dark,
            };
        }
        ShellCmd::Mouse => {
            let mouse = !model.shell.setup.mouse;
            model.shell.setup.mouse = mouse;
            out.push(Effect::Mouse(mouse));
            model.shell.say(Notice::Mouse(mouse));
        }
        ShellCmd::Lock => {
            if let Some(session) = &mut model.shell.session {
                session.lock();
            }
        }
        ShellCmd::Recent => {
            model.shell.lay(Overlay::Recent(ListState::default()));
        }
        ShellCmd::Scope => scope::open(model),
        ShellCmd::Columns => columns::open(model),
        ShellCmd::Toggle => columns::change(model, ColumnChooser::toggle),
        ShellCmd::Back => back::back(model, out),
        ShellCmd::Quit | ShellCmd::QuitNow => leave::quit(model, out),
        ShellCmd::Suspend => leave::suspend(&mut model.shell, out),
    }
}

/// Gives a key to the topmost dialog of a pane, if one has the keys. Says whether one has.
fn in_dialog(model: &mut Model, key: DialogKey, out: &mut Vec<Effect>) -> bool {
    let Some(Overlay::Dialog(pane)) = model.shell.overlays.last() else { return false };
    model.panes.get_mut(*pane).dialog(key, &mut model.shell, out);
    true
}

fn next_field(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    if !in_dialog(model, DialogKey::Field { forward }, out) {
        form::go_by(model, forward);
    }
}

fn turn_choice(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    if let Some(Overlay::Import(_)) = model.shell.overlays.last() {
        return import::turn(model, forward, out);
    }
    if !in_dialog(model, DialogKey::Choice { forward }, out) {
        form::choose(model, |c| c.turn(forward), out);
    }
}

fn turn_tab(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    match model.has_keys() {
        KeyFocus::Overlay => explain::turn(model, forward, out),
        KeyFocus::Pane(pane) => model.panes.get_mut(pane).turn_tab(forward, &mut model.shell, out),
    }
}

fn turn_part(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    if let Some(Overlay::Scope { .. }) = model.shell.overlays.last() {
        return scope::complete(model);
    }
    let (pane, shell) = model.front_mut();
    pane.turn_part(forward, shell, out);
}

fn sideways(model: &mut Model, right: bool) {
    if let Some(Overlay::Columns(_)) = model.shell.overlays.last() {
        return columns::change(model, |chooser| chooser.shift(right));
    }
    let (pane, shell) = model.front_mut();
    pane.sideways(right, shell);
}

fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(text) = model.front().copied(&model.shell) {
        out.push(Effect::Copy(text.clone()));
        model.shell.say(Notice::Copied(text));
    }
}

/// `⏎` in the palette, in a list to choose from, in a prompt.
fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let today = model.shell.today;
    match model.shell.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            if let Some(row) = palette.chosen().and_then(named) {
                model.shell.overlays.pop();
                run(model, row.id, out);
            }
        }
        Some(Overlay::Language(list)) => {
            let lang = Lang::ALL[list.cursor(Lang::ALL.len())];
            model.shell.setup.lang = lang;
            model.shell.overlays.pop();
            model.shell.say(Notice::Language(lang));
        }
        Some(Overlay::Recent(list)) => {
            let at = list.cursor(model.shell.recent.iter().count());
            let who = model.shell.recent.iter().nth(at).cloned();
            model.shell.overlays.pop();
            if let Some(who) = who {
                recent::open(model, who, out);
            }
        }
        // Nothing typed is today.
        Some(Overlay::Day { field, .. }) if field.text().trim().is_empty() => {
            model.shell.overlays.pop();
            back::to_today(model, out);
        }
        Some(Overlay::Day { field, wrong }) => match read_day(field.text(), today, DateDirection::Past) {
            Some(day) if day <= today => {
                model.shell.overlays.pop();
                reload::show_day(model, (day < today).then_some(day), out);
            }
            _ => *wrong = true,
        },
        Some(Overlay::Scope { .. }) => scope::accept(model, out),
        Some(Overlay::Export(_)) => data_export::accept(model, out),
        Some(Overlay::Reveal(_)) => profile::accept(model, out),
        Some(Overlay::Import(_)) => import::accept(model, out),
        Some(Overlay::Dialog(_)) => {
            in_dialog(model, DialogKey::Accept, out);
        }
        Some(
            Overlay::Help { .. } | Overlay::Explain(_) | Overlay::Detail(_) | Overlay::Columns(_) | Overlay::Change(_),
        )
        | None => {}
    }
}
