//! Somebody else approves a change at this console: keys go to the card alone while it is open, and what it shows stays beneath.

use super::leave;
use crate::app::model::Model;
use crate::shell::approver::ApproverCard;
use crate::shell::draft::FormDraft;
use crate::shell::effect::{ApprovalWish, Effect};
use crate::shell::failure::Failure;
use crate::shell::key::{Code, Key};
use crate::shell::msg::{Msg, Reply};
use crate::shell::state::PendingWrite;
use crate::shell::toast::{BlockedReason, Notice};

/// Opens the card for what the form shows.
pub(super) fn open(model: &mut Model) {
    if let Some(wish) = model.draft().and_then(FormDraft::approvable) {
        model.shell.approver = Some(ApproverCard::new(wish));
    }
}

/// Takes a message that is for the card, gives back any other.
pub(super) fn take(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) -> Option<Msg> {
    let Some(card) = &mut model.shell.approver else { return Some(msg) };
    match msg {
        Msg::Key(key) if key == Key::ctrl('c') => leave::quit(model, out),
        Msg::Key(key) => press(model, key, out),
        Msg::Paste(_) | Msg::Mouse(_) => {}
        Msg::Reply(Reply::Committed(ticket, result)) if card.asked == Some(ticket) => {
            card.asked = None;
            match result {
                // The PIN, the role, the limits: the card stays, and nothing was written.
                Err(failure @ Failure::Refused(_)) => card.failure = Some(failure),
                Err(Failure::Stale { old, new }) => {
                    if let ApprovalWish::Request(_, seen) = &mut card.wish {
                        (card.failure, card.changed) = (None, Some(new.clone()));
                        *seen = Some(new);
                        model.shell.write = None;
                        return None;
                    }
                    // The preview beneath is made again.
                    model.shell.approver = None;
                    return Some(Msg::Reply(Reply::Committed(ticket, Err(Failure::Stale { old, new }))));
                }
                other => {
                    model.shell.approver = None;
                    return Some(Msg::Reply(Reply::Committed(ticket, other)));
                }
            }
            model.shell.write = None;
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
    let Some(card) = &mut model.shell.approver else { return };
    if card.asked.is_some() {
        return;
    }
    let turns = matches!(key.code, Code::Tab | Code::BackTab | Code::Up | Code::Down);
    if key.code == Code::Esc {
        model.shell.approver = None;
    } else if key.code == Code::Enter && card.is_filled() {
        send(model, out);
    } else if key.code == Code::Enter || turns {
        // Without a name there is nothing to give a PIN to.
        card.is_at_pin = !card.is_at_pin && (turns || !card.name.trim().is_empty());
    } else if key.code == Code::Backspace {
        card.erase();
    } else if key == Key::ctrl('u') {
        card.clear();
    } else if let Some(c) = key.printable() {
        card.insert(c);
    }
}

/// Sends the approval off. One write at a time, and none while the outcome of another is unknown.
fn send(model: &mut Model, out: &mut Vec<Effect>) {
    if model.shell.unknown.is_some() {
        model.shell.say(Notice::Blocked(BlockedReason::Unknown));
        return;
    }
    let ticket = model.shell.ticket();
    let Some(wish) = model.shell.approver.as_ref().map(|card| card.wish.clone()) else { return };
    let key = match &wish {
        ApprovalWish::Plan(plan) => model.draft_mut().map(|draft| draft.key_for(plan)).unwrap_or_default(),
        // The request itself may have been made under its own id.
        ApprovalWish::Request(request, _) => format!("{request}:approval"),
    };
    let Some(card) = &mut model.shell.approver else { return };
    (card.asked, card.failure) = (Some(ticket), None);
    let (name, pin) = (card.name.trim().to_owned(), card.take_pin());
    model.shell.write = Some(PendingWrite { ticket, key: key.clone(), then: None });
    model.shell.toast = None;
    out.push(Effect::Approve { ticket, wish: Box::new(wish), name, pin, key });
}
