//! What the desk is narrowed to: one store, one tier, any filter.

use super::reload;
use crate::app::model::Model;
use crate::domain::query::parse;
use crate::domain::segment::Segment;
use crate::shell::effect::Effect;
use crate::shell::field::TextField;
use crate::shell::filter;
use crate::shell::overlay::Overlay;
use crate::shell::pane::Reload;

/// Asks for a scope, beginning with the one in force, else with the filter under the cursor.
pub(super) fn open(model: &mut Model) {
    let before = model.shell.scope.clone().or_else(|| model.front().filter_here()).unwrap_or_default();
    let mut field = TextField::with(&before);
    field.select_all();
    model.shell.lay(Overlay::Scope { field, wrong: None });
}

/// Tab: takes the first ending of what is typed.
pub(super) fn complete(model: &mut Model) {
    let vocabulary = model.shell.vocabulary();
    if let Some(Overlay::Scope { field, wrong }) = model.shell.overlays.last_mut()
        && filter::take_first(field, &vocabulary)
    {
        *wrong = None;
    }
}

/// `⏎`: narrows everything to the filter. Nothing typed, or `*`, is everybody again.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Scope { field, .. }) = model.shell.overlays.last() else { return };
    let typed = field.text().trim().to_owned();
    let named = model.panes.iter().find_map(|pane| pane.filter_named(&typed));
    let segment = Segment::from_word(&typed.to_lowercase()).map(|segment| format!("rfm:{}", segment.word()));
    let query = named.or(segment).unwrap_or(typed);
    if let Err(error) = parse(&query, &model.shell.vocabulary()) {
        if let Some(Overlay::Scope { wrong, .. }) = model.shell.overlays.last_mut() {
            *wrong = Some(Box::new(error));
        }
        return;
    }
    model.shell.overlays.pop();
    model.shell.scope = (!query.is_empty() && query != "*").then_some(query);
    reload::panes(model, Reload::Changed, out);
}
