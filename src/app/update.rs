//! One message in, the model changed, effects out.

mod back;
mod cases;
mod change;
mod explain;
pub(super) mod feedback;
mod find;
mod input;
mod leave;
mod mouse;
mod open;
mod reload;
mod reply;
mod run;
mod scores;
pub(super) mod segments;
mod walk;
mod write;

use super::effect::Effect;
use super::model::Model;
use super::msg::Msg;
use super::overlay::{ExplainView, Overlay};
use super::pane::members::FIRST_LIMIT;
use super::pane::segments::dialog::Dialog;
use super::panes::FileTab;
use super::regions::Regions;
use super::setup::Setup;
use crate::domain::day::Instant;

/// The console as it opens, and what it asks for first.
pub fn begin(setup: Setup) -> (Model, Vec<Effect>) {
    let (mut model, mut out) = (Model::new(setup), Vec::new());
    find::ask(&mut model, FIRST_LIMIT, &mut out);
    cases::count(&mut model, &mut out);
    (model, out)
}

/// Takes one message. What shall be done outside comes back, in this order.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    match msg {
        Msg::Clock(now) => clock(model, now, &mut out),
        Msg::Key(_) | Msg::Paste(_) => input::take(model, msg, &mut out),
        Msg::Mouse(mouse) => mouse::take(model, mouse, &mut out),
        Msg::Drawn(regions) => drawn(model, regions),
        Msg::Reply(reply) => reply::take(model, reply, &mut out),
        Msg::FileChanged => reload::refresh(model, &mut out),
        Msg::Resize => {}
    }
    segments::request_missing(model, &mut out);
    out
}

/// Time passes: toasts go, and at midnight everything on the screen is asked for again.
fn clock(model: &mut Model, now: Instant, out: &mut Vec<Effect>) {
    model.setup.now = now;
    if model.toast.as_ref().and_then(|t| t.until).is_some_and(|end| end <= now) {
        model.toast = None;
    }
    let today = model.setup.programs.zone().day_of(now);
    if today != model.today {
        model.today = today;
        reload::refresh(model, out);
    }
}

/// Remembers what the frame showed, and which rows are in sight.
fn drawn(model: &mut Model, regions: Regions) {
    let rows = model.members.search.rows().len();
    model.members.search.list.settle(rows, regions.list_rows);
    let tab: FileTab = model.members.tab;
    if let Some(file) = &mut model.members.file {
        file.list.settle(file.len(tab), regions.file_rows);
    }
    let feedback = &mut model.feedback;
    let (rows, sizes) = (feedback.listing.rows().len(), regions.feedback);
    feedback.listing.list.settle(rows, sizes.rows);
    feedback.scores.list.settle(feedback.scores.rows(), sizes.rows);
    if let Some(detail) = &mut feedback.detail {
        detail.list.settle(sizes.case_len, sizes.case_rows);
    }
    if let Some(drill) = &mut model.segments.drill {
        drill.list.settle(drill.total(), regions.list_rows);
    }
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.list.settle(palette.hits.len(), regions.overlay_rows),
        Some(Overlay::Narrow { options, list }) => list.settle(options.len(), regions.overlay_rows),
        Some(Overlay::Counted(view)) => view.list.settle(regions.overlay_len, regions.overlay_rows),
        Some(
            Overlay::Help { list, .. }
            | Overlay::Why(ExplainView { list, .. })
            | Overlay::Segments(Dialog::Legend(list)),
        ) => {
            list.settle(regions.overlay_len, regions.overlay_rows);
        }
        _ => {}
    }
    model.regions = regions;
}
