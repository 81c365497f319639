//! What panes want of each other, and what all of them hear of.

use crate::app::model::Model;
use crate::shell::effect::Effect;
use crate::shell::form::Preset;
use crate::shell::pane::CursorMember;
use crate::shell::pane_id::PaneId;
use crate::shell::routing::PaneRequest;
use crate::shell::toast::ToastTone;

/// Sees to what the panes have said of each other since it was done last.
pub(super) fn route(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(member) = model.shell.newly_taken() {
        let tier = model.tier_of(member.id);
        let reasons = model.shell.last_reasons.clone();
        let preset = Preset { reasons: Some(&reasons), tier: tier.as_deref(), ..Preset::default() };
        for pane in PaneId::ALL {
            model.panes.get_mut(*pane).member_taken(&member, &mut model.shell, preset);
        }
    }
    if model.shell.newly_dropped() {
        for pane in PaneId::ALL {
            model.panes.get_mut(*pane).member_dropped(&mut model.shell);
        }
    }
    for request in model.shell.requests() {
        serve(model, &request, out);
    }
}

/// Has the pane that can do it do what another one wants; it comes to the front.
pub(super) fn serve(model: &mut Model, request: &PaneRequest, out: &mut Vec<Effect>) {
    let shell = &mut model.shell;
    let can = PaneId::ALL.iter().copied().find(|pane| model.panes.get_mut(*pane).serve(request, shell, out));
    let Some(pane) = can else { return };
    match request {
        PaneRequest::Record => shell.came_from.push(shell.front),
        // A list that another pane has filtered leads back to it.
        PaneRequest::Find(_) if shell.front != pane => shell.came_from.push(shell.front),
        PaneRequest::Search | PaneRequest::Find(_) | PaneRequest::Alerts | PaneRequest::Care => shell.came_from.clear(),
    }
    shell.front = pane;
}

/// A pane, by its digit: nothing leads back from it.
pub(super) fn show(model: &mut Model, pane: PaneId, out: &mut Vec<Effect>) {
    // What was not possible in the pane before says nothing of this one.
    model.shell.toast.take_if(|toast| toast.tone == ToastTone::Info);
    model.shell.front = pane;
    model.shell.came_from.clear();
    let (pane, shell) = model.front_mut();
    pane.arrive(shell, out);
}

/// The member under the cursor is the one in hand. An open form keeps its own, whatever the list does meanwhile.
fn follow_cursor(model: &mut Model) {
    if !model.shell.overlays.is_empty() || model.draft().is_some() || model.shell.write.is_some() {
        return;
    }
    match model.front().selection(&model.shell) {
        CursorMember::Keep => {}
        CursorMember::Nobody => model.shell.let_go(),
        CursorMember::Member(who) => {
            if model.shell.current_member.as_ref() != Some(&who) {
                model.shell.take(who);
            }
        }
    }
}

/// After every message: each pane asks for what it needs, and lets go of what nobody looks at any more.
pub(super) fn settle(model: &mut Model, out: &mut Vec<Effect>) {
    route(model, out);
    follow_cursor(model);
    route(model, out);
    for pane in PaneId::ALL {
        let presence = model.shell.presence(*pane);
        model.panes.get_mut(*pane).settle(presence, &mut model.shell, out);
    }
}
