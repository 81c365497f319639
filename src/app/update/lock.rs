//! A locked session: keys go to the card alone, and the PIN brings back what is behind it.

use super::leave;
use crate::app::model::Model;
use crate::shell::effect::{Effect, Task};
use crate::shell::key::{Code, Key};
use crate::shell::msg::{Msg, Reply};

/// Takes a message that is for the card. Gives back any other: also while the session is locked answers come, and days pass.
pub(super) fn take(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) -> Option<Msg> {
    let now = model.shell.setup.now;
    let Some(session) = &mut model.shell.session else { return Some(msg) };
    let Some(card) = &mut session.card else {
        if matches!(msg, Msg::Key(_) | Msg::Paste(_) | Msg::Mouse(_)) {
            session.touch(now);
        }
        return Some(msg);
    };
    match msg {
        Msg::Key(key) if key == Key::ctrl('c') => leave::quit(model, out),
        Msg::Key(key) if key == Key::ctrl('z') => leave::suspend(&mut model.shell, out),
        Msg::Key(key) => press(model, key, out),
        Msg::Paste(_) | Msg::Mouse(_) => {}
        Msg::Reply(Reply::Performed(ticket, result)) if card.asked == Some(ticket) => {
            card.asked = None;
            match result {
                Ok(_) => session.unlock(now),
                Err(failure) => card.failure = Some(failure),
            }
        }
        other @ (Msg::Clock(_)
        | Msg::Stop
        | Msg::Resize
        | Msg::Ground { .. }
        | Msg::Drawn(_)
        | Msg::Reply(_)
        | Msg::FileChanged
        | Msg::FileLost(_)
        | Msg::FileFound) => return Some(other),
    }
    None
}

fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let ticket = model.shell.ticket();
    let Some(card) = model.shell.session.as_mut().and_then(|session| session.card.as_mut()) else { return };
    if card.asked.is_some() {
        return;
    }
    if let Some(c) = key.printable() {
        card.insert(c);
    } else if key.code == Code::Backspace {
        card.erase();
    } else if key.code == Code::Esc || key == Key::ctrl('u') {
        card.clear();
    } else if key.code == Code::Enter && !card.is_empty() {
        card.asked = Some(ticket);
        card.failure = None;
        out.push(Effect::Perform(ticket, Box::new(Task::Unlock(card.take()))));
    }
}
