//! A member's own fields: a new member, changes, and what is masked, whole for a while.

use super::form;
use crate::app::model::Model;
use crate::domain::member::ProfileField;
use crate::domain::question::{Question, ReadProfile};
use crate::shell::draft::FormDraft;
use crate::shell::effect::Effect;
use crate::shell::form::{FieldId, Form, FormKind, MemberRef, Preset};
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::overlay::Overlay;
use crate::shell::reveal::RevealForm;
use crate::shell::routing::PaneRequest;
use crate::shell::toast::Notice;

/// Opens the form of a new member.
pub(super) fn enrol(model: &mut Model, out: &mut Vec<Effect>) {
    let shell = &mut model.shell;
    let form = Form::new(FormKind::Enrol, MemberRef::nobody(), shell.program(), shell.today, Preset::default());
    shell.lay_form(FormDraft::new(form), out);
}

/// Opens the form of a member's fields, and asks what stands in them.
pub(super) fn edit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    let shell = &mut model.shell;
    shell.take(who.clone());
    let form = Form::new(FormKind::Edit, who, shell.program(), shell.today, Preset::default());
    shell.lay_form(FormDraft::new(form), out);
    read(model, out);
}

/// Asks what the member of the form that has the keys has now: somebody else may have changed it since. What was typed stays.
pub(super) fn read(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, now) = (model.shell.ticket(), model.shell.setup.now);
    if let Some(draft) = model.draft_mut().filter(|draft| draft.form.act == FormKind::Edit) {
        let question = ReadProfile { member: draft.form.who.id };
        out.push(draft.reading.ask(question, ticket, now));
    }
}

/// Asks for phone and e-mail of the member that the command is about, to be shown whole.
pub(super) fn reveal(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    // Once there are operators, why is asked and recorded before anything is seen.
    if model.shell.session.is_some() {
        model.shell.lay(Overlay::Reveal(Box::new(RevealForm::new(who))));
        return;
    }
    let member = who.id;
    let (ticket, now) = (model.shell.ticket(), model.shell.setup.now);
    out.push(model.shell.reveal.slot.ask(ReadProfile { member }, ticket, now));
}

/// `⏎`: records why, where a reason is given.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let shell = &mut model.shell;
    let Some(Overlay::Reveal(form)) = shell.overlays.last() else { return };
    let (member, Some(task)) = (form.who.id, form.task()) else { return };
    shell.overlays.pop();
    let ticket = shell.ticket();
    shell.reveal.ask(ticket, member);
    out.push(Effect::Perform(ticket, Box::new(task)));
}

/// Shows what was recorded to be looked at; a refusal is left for the shell to tell.
pub(super) fn revealed(model: &mut Model, reply: Reply) -> Option<Reply> {
    let Reply::Performed(ticket, result) = reply else { return Some(reply) };
    let shell = &mut model.shell;
    match (shell.reveal.take_asked(ticket), result) {
        (Some(member), Ok(TaskResult::Revealed(profile))) => {
            shell.reveal.show(member, profile, shell.setup.now);
            None
        }
        (_, result) => Some(Reply::Performed(ticket, result)),
    }
}

/// Takes a profile, where a form or the record waits for it; gives back what is something else.
pub(super) fn took(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) -> Option<Reply> {
    let Reply::Answered(ticket, result) = reply else { return Some(reply) };
    let shell = &mut model.shell;
    if shell.reveal.slot.waits_for(ticket) {
        let failure = result.as_ref().err().cloned();
        shell.reveal.slot.take(ticket, result);
        match failure {
            Some(failure) => shell.say(Notice::Failed(failure)),
            None => shell.reveal.begin(shell.setup.now),
        }
        return None;
    }
    let drafts = shell.overlays.iter_mut().filter_map(Overlay::draft_mut);
    let Some(draft) = drafts.into_iter().find(|draft| draft.reading.waits_for(ticket)) else {
        return Some(Reply::Answered(ticket, result));
    };
    draft.reading.forget_pending();
    match result.map(ReadProfile::answer_from) {
        Ok(Some(profile)) => {
            draft.form.fill_in(profile);
            form::replan(model, out);
        }
        Ok(None) => {}
        Err(failure) => shell.say(Notice::Failed(failure)),
    }
    None
}

/// A member was enrolled by the form that has the keys: it is searched for, so that it is the one in hand.
pub(super) fn enrolled(model: &mut Model) {
    let form = model.draft().map(|draft| &draft.form).filter(|form| form.act == FormKind::Enrol);
    let number = form
        .and_then(|form| form.field(FieldId::Profile(ProfileField::MemberNo)))
        .map(|field| field.text().trim().to_owned());
    if let Some(number) = number {
        model.shell.request(PaneRequest::Find(number));
    }
}
