//! Forms that were left: thrown away, and brought back.

use super::{form, route};
use crate::app::model::Model;
use crate::shell::effect::Effect;
use crate::shell::form::{FormKind, Preset};
use crate::shell::overlay::Overlay;
use crate::shell::toast::Notice;

/// Throws away what was typed into the form that has the keys; it begins anew.
pub(super) fn discard(model: &mut Model, out: &mut Vec<Effect>) {
    let shell = &mut model.shell;
    let reasons = shell.last_reasons.clone();
    let preset = Preset { reasons: Some(&reasons), ..Preset::default() };
    let over = shell.overlays.pop_if(|overlay| overlay.draft().is_some()).and_then(Overlay::into_draft);
    let discarded = over.or_else(|| model.panes.get_mut(shell.front).discard(shell, preset));
    if let Some(draft) = discarded {
        model.shell.kept.discard(draft);
        model.shell.say(Notice::Discarded);
    }
    form::replan(model, out);
}

/// Brings the form back that was thrown away last: it is kept as one that was left, and opened.
pub(super) fn restore(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(draft) = model.shell.kept.take_discarded() else { return };
    let (kind, who) = (draft.form.act, draft.form.who.clone());
    let now = model.shell.setup.now;
    if FormKind::FORMS.contains(&kind) {
        model.shell.kept.keep(draft, now);
        if who.is_known() {
            model.shell.take(who);
        }
        route::route(model, out);
        form::open(model, kind, out);
    } else {
        model.shell.lay_form(draft, out);
    }
}
