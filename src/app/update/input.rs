//! Keys and pastes. What is typed ahead of an answer waits for it, so that the same keys do the same at any speed.

use super::{back, change, find, leave, run, segments};
use crate::app::command::{self, Cmd};
use crate::app::effect::Effect;
use crate::app::key::{Code, Key};
use crate::app::model::Model;
use crate::app::msg::Msg;
use crate::app::overlay::Overlay;
use crate::app::pane::segments::dialog::Dialog;
use crate::app::panes::Pane;

/// The most that is kept of what was typed ahead.
const AHEAD_MAX: usize = 256;

/// Takes a key or a paste, now or when what it is about is here.
pub(super) fn take(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Key(key) if key == Key::ctrl('c') => leave::quit(model, out),
        Msg::Key(key) if key == Key::ctrl('z') => leave::suspend(model, out),
        Msg::Key(Key { code: Code::Esc, .. }) if model.is_waiting() => escape(model, msg, out),
        _ if model.is_waiting() => {
            if model.ahead.len() < AHEAD_MAX {
                model.ahead.push_back(msg);
            }
        }
        _ => now(model, msg, out),
    }
}

/// Takes what was typed ahead, as far as it goes.
pub(super) fn go_on(model: &mut Model, out: &mut Vec<Effect>) {
    while !model.is_waiting() {
        let Some(msg) = model.ahead.pop_front() else { return };
        now(model, msg, out);
    }
}

/// Esc while something is waited for. A search is given up at once. A plan that `y` waits for is given up by a second esc, for
/// the first may be meant for after it; a write can't be given up.
fn escape(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    let changes = model.write.is_some() || model.draft().is_some_and(|d| d.asked);
    let pressed_before = model.ahead.contains(&msg);
    if changes && !pressed_before {
        model.ahead.push_back(msg);
        return;
    }
    model.ahead.clear();
    model.members.search.enter = false;
    if let Some(draft) = model.draft_mut() {
        draft.asked = false;
    }
    match model.pane {
        _ if changes => {}
        Pane::Segments => back::back(model, out),
        _ => back::to_search(model),
    }
}

fn now(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Key(key) => press(model, key, out),
        Msg::Paste(text) => paste(model, &text, out),
        _ => {}
    }
    // The next key may be about the row that this one has led to.
    segments::request_missing(model, out);
}

/// A key: a text field takes what is printable, then the table decides, then the field edits.
fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    if let Some(c) = key.printable()
        && let Some(field) = model.text_field_mut()
    {
        if field.insert(c) {
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
    if let Some(cmd) = command::find(model.contexts(), key) {
        run::run(model, cmd, out);
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

/// A paste is text wherever it comes: outside a field it is something to search.
fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    if let Some(editor) = model.editor_mut() {
        if editor.paste(text) {
            edited(model, out);
        }
        return;
    }
    if model.text_field().is_none() && model.overlays.is_empty() && model.pane == Pane::Members {
        run::run(model, Cmd::Search, out);
    }
    if model.text_field_mut().is_some_and(|field| field.paste(text)) {
        edited(model, out);
    }
}

/// The text of the field that has the keys has changed.
fn edited(model: &mut Model, out: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.search(&model.setup.labels),
        Some(Overlay::Day { wrong, .. } | Overlay::Segments(Dialog::Days { wrong, .. })) => *wrong = false,
        Some(Overlay::Segments(Dialog::Export(_))) => segments::count(model, out),
        Some(Overlay::Change(_)) => change::edited(model, out),
        Some(_) => {}
        None if model.pane == Pane::Members => find::edited(model, out),
        None if model.pane == Pane::Segments => segments::edited(model),
        None => change::edited(model, out),
    }
}
