//! Search: asking, and what comes back.

use super::open;
use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::list::ListState;
use crate::app::model::Model;
use crate::app::pane::members::{FIRST_LIMIT, Focus, PendingSearch, SearchResult};
use crate::domain::read_models::Found;

/// Asks for what stands in the box.
pub(in crate::app) fn ask(model: &mut Model, limit: usize, out: &mut Vec<Effect>) {
    let ticket = model.ticket();
    let search = &mut model.members.search;
    let query = search.query().to_owned();
    search.asked = Some(PendingSearch { ticket, query: query.clone(), limit });
    search.failed = None;
    out.push(Effect::Find { ticket, query, limit });
}

/// The text in the box has changed.
pub(super) fn edited(model: &mut Model, out: &mut Vec<Effect>) {
    let search = &mut model.members.search;
    let answered = search.answer.as_ref().is_some_and(|a| a.query == search.query());
    let under_way = search.asked.as_ref().is_some_and(|a| a.query == search.query());
    if answered {
        // Typed back to what the rows answer: an answer under way is to something else.
        search.asked = None;
        search.list = ListState::default();
        search.failed = None;
        open::preview(model, out);
    } else if !under_way {
        ask(model, FIRST_LIMIT, out);
    }
}

/// Asks for more rows where the cursor comes near the last one.
pub(super) fn more(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(limit) = model.members.search.wants_more() {
        ask(model, limit, out);
    }
}

/// Asks the same again, because the store may hold something else by now.
pub(super) fn reload(model: &mut Model, out: &mut Vec<Effect>) {
    let limit = model.members.search.answer.as_ref().map_or(FIRST_LIMIT, |a| a.limit);
    ask(model, limit, out);
}

/// An answer. All but the newest question's are dropped.
pub(super) fn found(model: &mut Model, ticket: Ticket, result: Result<Found, Failure>, out: &mut Vec<Effect>) {
    let search = &mut model.members.search;
    let Some(asked) = search.asked.take_if(|a| a.ticket == ticket) else { return };
    match result {
        Ok(found) => {
            let before = search.answer.take().filter(|a| a.query == asked.query);
            search.list = before.map_or_else(ListState::default, |before| {
                let id = before.found.rows.get(search.list.cursor(before.found.rows.len())).map(|r| r.id);
                let mut list = search.list;
                if let Some(at) = found.rows.iter().position(|r| Some(r.id) == id) {
                    list.put(at);
                }
                list
            });
            search.answer = Some(SearchResult { query: asked.query, limit: asked.limit, found });
        }
        Err(failure) => search.failed = Some(failure),
    }
    follow(model, out);
    if std::mem::take(&mut model.members.search.enter) {
        enter(model, out);
    }
}

/// The preview follows the cursor, but a file that was opened on purpose stays until the cursor or the query moves.
fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let opened = model.members.focus == Focus::File && model.members.file.is_some();
    if !opened {
        open::preview(model, out);
    }
}

/// `⏎` in the box: one hit opens, several move to the list, and what is not here yet is waited for.
pub(super) fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let search = &mut model.members.search;
    if search.failed.is_some() {
        model.forget_ahead();
        return;
    }
    if !search.is_current() {
        search.enter = true;
        return;
    }
    match search.rows().len() {
        0 => model.forget_ahead(),
        1 => open::row(model, out),
        _ => model.members.focus = Focus::List,
    }
}

/// `⏎` in a file: a merged member leads to the survivor.
pub(super) fn survivor(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(no) = model.survivor_no().map(str::to_owned) else { return };
    model.members.search.field.clear();
    model.members.search.field.paste(&no);
    edited(model, out);
    enter(model, out);
}
