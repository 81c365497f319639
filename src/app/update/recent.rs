//! Back to a member looked at before.

use super::route;
use crate::app::model::Model;
use crate::shell::effect::Effect;
use crate::shell::form::MemberRef;
use crate::shell::routing::PaneRequest;

/// Makes a member the one in hand and shows its record, whatever pane is in front and whatever stands in the search box.
pub(super) fn open(model: &mut Model, who: MemberRef, out: &mut Vec<Effect>) {
    route::serve(model, &PaneRequest::Find(who.no.clone()), out);
    model.shell.take(who.clone());
    model.shell.recent.put_first(who.clone());
    model.shell.show_record(who, out);
}
