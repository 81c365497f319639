//! Members' files: the preview under the cursor, and the member in hand.

use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::file::FileView;
use crate::app::form::{MemberRef, Preset};
use crate::app::model::Model;
use crate::app::pane::members::Focus;
use crate::domain::read_models::MemberRecord;

/// Shows the member under the cursor; takes nobody in hand.
pub(super) fn preview(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.members.search.is_current() {
        return;
    }
    match model.members.search.row().map(MemberRef::of) {
        Some(who) => show(model, who, out),
        None => model.members.file = None,
    }
}

/// Shows a member's file, asking for it unless it is there or on its way.
pub(super) fn show(model: &mut Model, who: MemberRef, out: &mut Vec<Effect>) {
    let there = model.members.file.as_ref().is_some_and(|f| f.who.id == who.id && f.as_of == model.as_of);
    if !there {
        ask(model, who, out);
    }
}

/// Asks for a member's file. What was shown stays, dimmed.
fn ask(model: &mut Model, who: MemberRef, out: &mut Vec<Effect>) {
    let (ticket, as_of) = (model.ticket(), model.as_of);
    let before = model.members.file.take();
    let list = before.as_ref().filter(|f| f.who.id == who.id).map(|f| f.list).unwrap_or_default();
    out.push(Effect::Open { ticket, member: who.id, as_of });
    let shown = before.and_then(|f| f.shown);
    model.members.file = Some(FileView { who, as_of, asked: Some(ticket), shown, failed: None, list });
}

/// `⏎` on a row: its member is in hand, and its file has the keys.
pub(super) fn row(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(who) = model.members.search.row().map(MemberRef::of) {
        take(model, who.clone());
        show(model, who, out);
        model.members.focus = Focus::File;
    }
}

/// Takes a member in hand. Forms that belong to another begin anew.
pub(super) fn take(model: &mut Model, who: MemberRef) {
    if model.adjust.who() != Some(&who) {
        let program = &model.setup.programs.at(model.setup.now).program;
        let tier = tier_of(model, &who);
        let preset = Preset { reason: model.last_reason.as_deref(), tier: tier.as_deref(), ..Preset::default() };
        model.adjust.begin(&who, program, model.today, preset);
    }
    if model.hand.as_ref() != Some(&who) {
        model.undo_first = None;
    }
    model.hand = Some(who);
}

/// The tier that a member is known to have.
pub(super) fn tier_of(model: &Model, who: &MemberRef) -> Option<String> {
    let file = model.file_of(who.id);
    let row = model.members.search.rows().iter().find(|r| r.id == who.id);
    file.map(|f| f.snapshot.tier.code.clone()).or_else(|| row.map(|r| r.tier.clone()))
}

/// A file. All but the newest question's are dropped.
pub(super) fn opened(model: &mut Model, ticket: Ticket, result: Result<Box<MemberRecord>, Failure>) {
    let Some(view) = model.members.file.as_mut().filter(|f| f.asked == Some(ticket)) else { return };
    view.asked = None;
    match result {
        Ok(file) => {
            // The number and the name may be new: an edit, an erasure.
            view.who.no.clone_from(&file.profile.member_no);
            view.who.name.clone_from(&file.profile.name);
            if let Some(hand) = model.hand.as_mut().filter(|h| h.id == file.id) {
                *hand = view.who.clone();
            }
            view.failed = None;
            view.shown = Some(file);
        }
        Err(failure) => view.failed = Some(failure),
    }
}

/// Asks for the file on the screen again.
pub(super) fn reload(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(who) = model.members.file.as_ref().map(|f| f.who.clone()) {
        ask(model, who, out);
    }
}

/// Puts the member in hand on the screen, asked for again.
pub(super) fn hand_again(model: &mut Model, out: &mut Vec<Effect>) {
    match model.hand.clone() {
        Some(who) => ask(model, who, out),
        None => reload(model, out),
    }
}
