//! Keys and pastes. What is typed ahead of an answer waits for it, so that the same keys do the same at any speed.

use super::{back, form, leave, lookup, route, run};
use crate::app::command::find;
use crate::app::model::Model;
use crate::app::registry::Cmd;
use crate::shell::commands::ShellCmd;
use crate::shell::draft::{FormDraft, FormPosition};
use crate::shell::effect::Effect;
use crate::shell::filter;
use crate::shell::key::{Code, Key};
use crate::shell::msg::Msg;
use crate::shell::overlay::Overlay;
use crate::shell::toast::Notice;

/// The most that is kept of what was typed ahead.
const AHEAD_MAX: usize = 16_384;

/// Takes a key or a paste, now or when what it is about is here.
pub(super) fn take(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Key(key) if key == Key::ctrl('c') => leave::quit(model, out),
        Msg::Key(key) if key == Key::ctrl('z') => leave::suspend(&mut model.shell, out),
        // Nobody sees what they would do.
        Msg::Key(_) | Msg::Paste(_) if model.shell.regions.is_too_small => {}
        Msg::Key(Key { code: Code::Esc, .. }) if model.is_waiting() => escape(model, msg, out),
        Msg::Key(_) | Msg::Paste(_) if model.is_waiting() => {
            if model.shell.ahead.len() < AHEAD_MAX {
                model.shell.ahead.push_back(msg);
            } else {
                model.shell.say(Notice::AheadFull);
            }
        }
        Msg::Key(_)
        | Msg::Paste(_)
        | Msg::Clock(_)
        | Msg::Mouse(_)
        | Msg::Resize
        | Msg::Stop
        | Msg::Ground { .. }
        | Msg::Drawn(_)
        | Msg::Reply(_)
        | Msg::FileChanged
        | Msg::FileLost(_)
        | Msg::FileFound => now(model, msg, out),
    }
}

/// Takes what was typed ahead, as far as it goes.
pub(super) fn go_on(model: &mut Model, out: &mut Vec<Effect>) {
    while !model.is_waiting() {
        let Some(msg) = model.shell.ahead.pop_front() else { return };
        now(model, msg, out);
    }
}

/// Esc while something is waited for. What the pane waits for is given up at once, unless something was typed since: then esc is
/// meant for after that, as it is while a plan or a write is waited for. A second esc right behind it gives up what can be: a
/// write can't.
fn escape(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    let changes = model.shell.write.is_some() || model.draft().is_some_and(|d| d.asked);
    let ahead = &model.shell.ahead;
    if (changes || !ahead.is_empty()) && ahead.back() != Some(&msg) {
        model.shell.ahead.push_back(msg);
        return;
    }
    model.shell.ahead.clear();
    if let Some(draft) = model.draft_mut() {
        draft.asked = false;
        draft.lookup.then = None;
    }
    if matches!(model.shell.overlays.last(), Some(Overlay::Import(_))) {
        back::back(model, out);
        return;
    }
    if !changes {
        let (pane, shell) = model.front_mut();
        if pane.interrupt(shell) {
            back::back(model, out);
        }
        route::route(model, out);
    }
}

fn now(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Key(key) => press(model, key, out),
        Msg::Paste(text) => paste(model, &text, out),
        Msg::Clock(_)
        | Msg::Mouse(_)
        | Msg::Resize
        | Msg::Stop
        | Msg::Ground { .. }
        | Msg::Drawn(_)
        | Msg::Reply(_)
        | Msg::FileChanged
        | Msg::FileLost(_)
        | Msg::FileFound => {}
    }
    // The next key may be about the row that this one has led to.
    route::settle(model, out);
}

/// A key: a text field takes what is printable, then the table decides, then the field edits.
fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    // Leaving that was asked for and not confirmed is forgotten by any other key.
    let was_leaving = std::mem::take(&mut model.shell.is_leaving);
    let is_in_box = model.shell.overlays.is_empty() && model.draft().is_none();
    if let Some(c) = key.printable()
        && let Some(field) = model.text_field_mut()
    {
        // The key that leads to the box does so in the box too: what stands there is marked, so that typing replaces it.
        if is_in_box && matches!(c, '/' | '／') && !filter::takes_slash(field) {
            field.select_all();
        } else if field.insert(c) {
            edited(model, out);
        }
        return;
    }
    if let Some(c) = key.printable()
        && let Some(editor) = model.editor_mut()
    {
        if editor.insert(c) {
            edited(model, out);
        }
        return;
    }
    let position = model.draft().map(FormDraft::position);
    if let Some(letter) = key.printable().filter(|c| c.is_alphabetic() && position == Some(FormPosition::Choice)) {
        form::choose_by_letter(model, letter, out);
        return;
    }
    let (keymap, place) = (&model.shell.setup.keymap, model.keys());
    debug_assert!(Model::places().any(|known| known == place), "{place:?} is in no list of places");
    if let Some(cmd) = find(keymap, place, key).or_else(|| find(keymap, place, key.half_width())) {
        model.shell.is_leaving = was_leaving && cmd == Cmd::Shell(ShellCmd::Quit);
        run::run(model, cmd, out);
        return;
    }
    if let Some(letter) = key.printable().filter(|c| c.is_alphanumeric() && position == Some(FormPosition::Score)) {
        model.shell.say(Notice::NoOption(letter));
        return;
    }
    let edit = match model.editor_mut() {
        Some(editor) => editor.edit(key),
        None => model.text_field_mut().and_then(|field| field.edit(key)),
    };
    if edit == Some(true) {
        edited(model, out);
    }
}

/// A paste is text wherever it comes.
fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    if let Some(editor) = model.editor_mut() {
        if editor.paste(text) {
            edited(model, out);
        }
        return;
    }
    if model.text_field().is_none() && model.shell.overlays.is_empty() {
        let (pane, shell) = model.front_mut();
        pane.before_paste(shell);
        route::route(model, out);
    }
    if model.text_field_mut().is_some_and(|field| field.paste(text)) {
        edited(model, out);
    }
}

/// The text of the field that has the keys has changed.
fn edited(model: &mut Model, out: &mut Vec<Effect>) {
    let in_form = model.draft().is_some();
    match model.shell.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.search(&model.shell.setup.labels),
        Some(Overlay::Day { wrong, .. }) => *wrong = false,
        Some(Overlay::Scope { wrong, .. }) => *wrong = None,
        Some(
            Overlay::Help { .. }
            | Overlay::Explain(_)
            | Overlay::Language(_)
            | Overlay::Recent(_)
            | Overlay::Columns(_)
            | Overlay::Export(_)
            | Overlay::Reveal(_)
            | Overlay::Import(_)
            | Overlay::Detail(_),
        ) => {}
        Some(Overlay::Dialog(pane)) => {
            let pane = *pane;
            model.panes.get_mut(pane).edited(&mut model.shell, out);
        }
        Some(Overlay::Change(_)) => {
            lookup::ask(model, out);
            form::edited(model, out);
        }
        None if in_form => form::edited(model, out),
        None => {
            let (pane, shell) = model.front_mut();
            pane.edited(shell, out);
        }
    }
}
