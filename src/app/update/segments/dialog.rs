//! The pane's dialogs: sorting, names, days, taking a list along.

use super::asking::ask;
use super::drill;
use crate::app::effect::Effect;
use crate::app::failure::Failure;
use crate::app::field::TextField;
use crate::app::list::ListState;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::pane::segments::ask::{SegmentsQuery, SegmentsRequest};
use crate::app::pane::segments::dialog::{COLUMNS, Dialog, read_days};
use crate::app::pane::segments::drill::DrillTarget;
use crate::app::pane::segments::export::{Export, ExportForm};
use crate::app::ticket::Ticket;
use crate::domain::segment_views::Sort;

fn open(model: &mut Model, dialog: Dialog) {
    model.lay(Overlay::Segments(dialog));
}

/// By which column the members are sorted.
pub(in crate::app::update) fn open_sort(model: &mut Model) {
    let Some(drill) = &model.segments.drill else { return };
    let mut list = ListState::default();
    list.put(COLUMNS.iter().position(|by| *by == drill.key.sort.by).unwrap_or(0));
    open(model, Dialog::Sort(list));
}

pub(in crate::app::update) fn reverse(model: &mut Model) {
    if let Some(drill) = &mut model.segments.drill {
        let sort = drill.key.sort;
        drill.sort_by(Sort { descending: !sort.descending, ..sort });
    }
}

/// Under which name the filter is saved.
pub(in crate::app::update) fn save(model: &mut Model) {
    let Some((_, query)) = wanted(model) else { return };
    open(model, Dialog::Name { query, field: TextField::default() });
}

/// Whether the saved filter shall be forgotten.
pub(in crate::app::update) fn forget(model: &mut Model) {
    if let Some(name) = model.saved_name().map(str::to_owned) {
        open(model, Dialog::Forget(name));
    }
}

/// Between which days members are followed.
pub(in crate::app::update) fn open_days(model: &mut Model) {
    let (from, to) = model.move_days();
    let mut field = TextField::with(&format!("{from} {to}"));
    field.select_all();
    open(model, Dialog::Days { field, wrong: false });
}

pub(in crate::app::update) fn open_export(model: &mut Model, out: &mut Vec<Effect>) {
    let Some((whom, query)) = wanted(model) else { return };
    let saved = model.segments.saved.shown.iter().flatten().find(|saved| saved.name == query);
    let query = saved.map_or(query, |saved| saved.query.clone());
    let sort = model.segments.drill.as_ref().map(|d| d.key.sort).unwrap_or_default();
    let path = format!("{}-{}.csv", slug(&whom), model.as_of.unwrap_or(model.today));
    let export = Export { path, query, as_of: model.as_of, sort, consent: None, whole: false };
    open(model, Dialog::Export(Box::new(ExportForm::new(export))));
    count(model, out);
}

/// How many members the export would have. What the dialog showed before stays, dimmed.
pub(in crate::app::update) fn count(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, now, as_of) = (model.ticket(), model.setup.now, model.as_of);
    if let Some(Overlay::Segments(Dialog::Export(form))) = model.overlays.last_mut() {
        form.count.begin(ticket, now);
        out.push(Effect::Segments(SegmentsRequest::Question(
            ticket,
            SegmentsQuery::Count { query: form.counted(), as_of },
        )));
    }
}

pub(in crate::app::update) fn counted(model: &mut Model, ticket: Ticket, result: Result<u64, Failure>) {
    let form = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Segments(Dialog::Export(form)) => Some(form),
        _ => None,
    });
    if let Some(form) = form {
        form.count.take(ticket, result);
    }
}

pub(in crate::app::update) fn legend(model: &mut Model) {
    open(model, Dialog::Legend(ListState::default()));
}

/// Whom a command about a list is about: the members on the screen, else those that `⏎` would show.
pub(super) fn wanted(model: &Model) -> Option<(DrillTarget, String)> {
    match &model.segments.drill {
        Some(drill) => Some((drill.whom.clone(), drill.key.query.clone())),
        None => drill::target(model),
    }
}

/// `⏎` in a dialog.
pub(in crate::app::update) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let day = model.as_of.unwrap_or(model.today);
    let Some(Overlay::Segments(dialog)) = model.overlays.last_mut() else { return };
    let question = match dialog {
        Dialog::Sort(list) => {
            let by = COLUMNS[list.cursor(COLUMNS.len())];
            model.overlays.pop();
            if let Some(drill) = &mut model.segments.drill {
                let descending = drill.key.sort.descending;
                drill.sort_by(Sort { by, descending });
            }
            return;
        }
        Dialog::Name { field, .. } if field.text().trim().is_empty() => return,
        Dialog::Name { query, field } => {
            SegmentsQuery::Save { name: field.text().trim().to_owned(), query: query.clone() }
        }
        Dialog::Forget(name) => SegmentsQuery::Forget(name.clone()),
        Dialog::Days { field, wrong } => {
            let days = read_days(field.text(), day);
            *wrong = days.is_none();
            if days.is_some() {
                model.overlays.pop();
                (model.segments.days, model.segments.moves.stale) = (days, true);
            }
            return;
        }
        Dialog::Export(form) => {
            let Some(export) = form.read() else {
                form.at = 0;
                return;
            };
            SegmentsQuery::Export(Box::new(export))
        }
        Dialog::Legend(_) => return,
    };
    model.overlays.pop();
    ask(model, question, out);
}

/// The next field of the export dialog, or the one before.
pub(in crate::app::update) fn next_field(model: &mut Model, forward: bool) {
    if let Some(Overlay::Segments(Dialog::Export(form))) = model.overlays.last_mut() {
        let n = ExportForm::FIELDS;
        form.at = (form.at + if forward { 1 } else { n - 1 }) % n;
    }
}

/// Masked or whole.
pub(in crate::app::update) fn turn_choice(model: &mut Model) {
    if let Some(Overlay::Segments(Dialog::Export(form))) = model.overlays.last_mut() {
        form.whole = !form.whole;
    }
}

/// A word for a file's name.
fn slug(whom: &DrillTarget) -> String {
    let text = match whom {
        DrillTarget::Cell(cell) => format!("r{}f{}", cell.r, cell.f),
        DrillTarget::Segment(segment) => segment.word().to_owned(),
        DrillTarget::Stage(stage) => stage.word().to_owned(),
        DrillTarget::Tier(name) | DrillTarget::Saved(name) => name.clone(),
        DrillTarget::Cohort(year, month) => format!("first-{year:04}-{month:02}"),
        DrillTarget::Moved(from, to) => format!("{}-{}", from.word(), to.word()),
        DrillTarget::Typed => "filter".to_owned(),
    };
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}
