//! The feedback pane: its lists, the case under the cursor, and work on it.

use super::{change, open, scores};
use crate::app::draft::FormDraft;
use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::field::TextField;
use crate::app::form::{CaseAct, CaseTarget, Form, FormKind, MemberRef, Preset, UndoTarget};
use crate::app::list::{ListMove, ListState};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::pane::feedback::ask::{CaseCounts, FeedbackQuery, FeedbackReply, FeedbackRows};
use crate::app::pane::feedback::{Detail, FIRST_LIMIT, FeedbackFocus, FeedbackView, QueueFilter, member_of_row};
use crate::app::pane::members::Focus;
use crate::app::panes::Pane;
use crate::app::toast::Notice;
use crate::domain::feedback::{Case, TOPICS};

/// The pane comes to the front: always with the whole queue, the most overdue case under the cursor.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    model.pane = Pane::Feedback;
    model.came_from.clear();
    (model.feedback.view, model.feedback.narrow) = (FeedbackView::Open, QueueFilter::All);
    model.feedback.begin_list();
    if model.feedback.is_current(model.as_of) {
        load_case(model, out);
    } else {
        ask(model, out);
    }
}

/// Asks for what the pane shows.
fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    if model.feedback.view == FeedbackView::Scores {
        scores::ask(model, out);
        return;
    }
    let (ticket, as_of) = (model.ticket(), model.as_of);
    let question = model.feedback.question(as_of);
    let wanted = question.wanted(&model.setup.operator.name, model.clock());
    let listing = &mut model.feedback.listing;
    listing.asked = Some((ticket, question));
    listing.failed = None;
    out.push(Effect::Feedback(FeedbackQuery::Rows { ticket, wanted, as_of, limit: FIRST_LIMIT }));
}

/// Asks how many cases wait: the pane's name says so wherever one is.
pub(in crate::app) fn count(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.ticket();
    model.feedback.counting = Some(ticket);
    out.push(Effect::Feedback(FeedbackQuery::Count { ticket, owner: model.setup.operator.name.clone() }));
}

/// Asks for everything again, because the store may hold something else by now. What was never looked at is not asked for.
pub(super) fn reload(model: &mut Model, out: &mut Vec<Effect>) {
    count(model, out);
    let feedback = &model.feedback;
    if feedback.listing.shown.is_some() || feedback.listing.asked.is_some() || feedback.view == FeedbackView::Scores {
        ask(model, out);
        look_again(model, out);
    }
}

/// Asks for the case under the cursor, unless it is there or on its way.
fn load_case(model: &mut Model, out: &mut Vec<Effect>) {
    let row = model.feedback.row(model.as_of).map(|row| (row.id, member_of_row(row)));
    let Some((id, who)) = row else {
        model.feedback.detail = None;
        model.feedback.part = FeedbackFocus::List;
        return;
    };
    let before = model.feedback.detail.take();
    if let Some(same) = before.as_ref().filter(|d| d.id == id) {
        model.feedback.detail = Some(Detail { who, ..same.clone() });
        return;
    }
    let shown = before.and_then(|d| d.shown);
    model.feedback.detail = Some(Detail { id, who, asked: None, shown, failed: None, list: ListState::default() });
    look_again(model, out);
}

fn look_again(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, as_of) = (model.ticket(), model.as_of);
    if let Some(detail) = &mut model.feedback.detail {
        detail.asked = Some(ticket);
        out.push(Effect::Feedback(FeedbackQuery::Case { ticket, case: detail.id, as_of }));
    }
}

/// An answer. All but the newest question's are dropped.
pub(super) fn on_reply(model: &mut Model, told: FeedbackReply, out: &mut Vec<Effect>) {
    match told {
        FeedbackReply::Rows(ticket, result) => rows(model, ticket, result, out),
        FeedbackReply::Case(ticket, result) => case(model, ticket, result),
        FeedbackReply::Count(ticket, result) => {
            if model.feedback.counting.take_if(|asked| *asked == ticket).is_some() {
                model.feedback.counts = result.unwrap_or(CaseCounts::default());
            }
        }
        FeedbackReply::Exported(_, Ok((path, rows))) => model.say(Notice::CsvWritten { path, rows }),
        FeedbackReply::Exported(_, Err(failure)) => model.say(Notice::Failed(failure)),
        FeedbackReply::Scores(ticket, result) => scores::scores(model, ticket, result),
        FeedbackReply::Counted(ticket, result) => scores::answers(model, ticket, result),
    }
}

fn rows(model: &mut Model, ticket: Ticket, result: Result<FeedbackRows, Failure>, out: &mut Vec<Effect>) {
    let listing = &mut model.feedback.listing;
    let Some((_, question)) = listing.asked.take_if(|(asked, _)| *asked == ticket) else { return };
    match result {
        Ok(rows) => {
            // The cursor stays on its feedback where the same list comes again.
            let before = listing.shown.take().filter(|(shown, _)| *shown == question);
            let id = before.and_then(|(_, old)| old.rows.get(listing.list.cursor(old.rows.len())).map(|r| r.id));
            let at = rows.rows.iter().position(|row| Some(row.id) == id);
            match at {
                Some(at) => listing.list.put(at),
                None if id.is_none() => listing.list = ListState::default(),
                // Closed, or otherwise gone from this list: the next one takes its place.
                None => {}
            }
            listing.shown = Some((question, rows));
        }
        Err(failure) => listing.failed = Some(failure),
    }
    load_case(model, out);
}

fn case(model: &mut Model, ticket: Ticket, result: Result<Option<Box<Case>>, Failure>) {
    let Some(detail) = model.feedback.detail.as_mut().filter(|d| d.asked == Some(ticket)) else { return };
    detail.asked = None;
    match result {
        Ok(case) => (detail.shown, detail.failed) = (case, None),
        Err(failure) => detail.failed = Some(failure),
    }
}

/// The next view, or the one before.
pub(super) fn turn(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    show(model, model.feedback.view.turned(forward), out);
}

/// A view, from its first row.
pub(super) fn show(model: &mut Model, view: FeedbackView, out: &mut Vec<Effect>) {
    model.feedback.view = view;
    model.feedback.part = FeedbackFocus::List;
    model.undo_first = None;
    ask(model, out);
}

/// The list has the keys, or the case.
pub(super) fn turn_part(model: &mut Model) {
    let feedback = &mut model.feedback;
    let next = if feedback.part == FeedbackFocus::List { FeedbackFocus::Case } else { FeedbackFocus::List };
    feedback.part = if feedback.detail.is_some() { next } else { FeedbackFocus::List };
}

pub(super) fn step(model: &mut Model, step: ListMove, out: &mut Vec<Effect>) {
    let sizes = model.regions.feedback;
    let feedback = &mut model.feedback;
    if feedback.view == FeedbackView::Scores {
        feedback.scores.list.step(step, feedback.scores.rows(), sizes.rows);
    } else if feedback.part == FeedbackFocus::Case {
        if let Some(detail) = &mut feedback.detail {
            detail.list.scroll(step, sizes.case_len, sizes.case_rows);
        }
    } else if feedback.is_current(model.as_of) {
        let len = feedback.listing.rows().len();
        if feedback.listing.list.step(step, len, sizes.rows) {
            model.undo_first = None;
            load_case(model, out);
        }
    }
}

/// Puts the cursor on a row; where it was there already, opens it.
pub(super) fn press(model: &mut Model, at: usize, out: &mut Vec<Effect>) {
    if model.feedback.view == FeedbackView::Scores {
        model.feedback.scores.list.put(at);
        return;
    }
    let rows = model.feedback.listing.rows().len();
    let again = model.feedback.part == FeedbackFocus::List && model.feedback.listing.list.cursor(rows) == at;
    model.feedback.listing.list.put(at);
    model.feedback.part = FeedbackFocus::List;
    model.undo_first = None;
    load_case(model, out);
    if again {
        enter(model, out);
    }
}

/// `⏎`: from the list to the case, its member in hand; from the case to the member's file.
pub(super) fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    if model.feedback.view == FeedbackView::Scores {
        scores::open(model, out);
        return;
    }
    let Some(whose) = model.feedback.row(model.as_of).map(member_of_row) else { return };
    if let Some(whose) = &whose {
        open::take(model, whose.clone());
    }
    match (model.feedback.part, whose) {
        (FeedbackFocus::List, _) => model.feedback.part = FeedbackFocus::Case,
        (FeedbackFocus::Case, Some(_)) => {
            open::hand_again(model, out);
            model.came_from.push(Pane::Feedback);
            model.pane = Pane::Members;
            model.members.focus = Focus::File;
        }
        (FeedbackFocus::Case, None) => {}
    }
}

/// Opens the form of some work on the case under the cursor.
pub(super) fn work(model: &mut Model, act: CaseAct, out: &mut Vec<Effect>) {
    let Some((case, row)) = model.feedback.case(model.as_of).map(|(id, row)| (id, row.clone())) else { return };
    let whose = model.feedback.row(model.as_of).and_then(member_of_row).unwrap_or_else(MemberRef::nobody);
    if whose.is_known() {
        open::take(model, whose.clone());
    }
    let owner = model.setup.operator.name.clone();
    let preset = Preset { owner: Some(&owner), ..Preset::default() };
    let mut form = Form::new(FormKind::Case(act), whose, model.program(), model.today, preset);
    form.worked = Some(CaseTarget { case, row, now: model.setup.now, zone: model.setup.programs.zone() });
    model.lay(Overlay::Change(Box::new(FormDraft::new(form))));
    change::replan(model, out);
}

/// What `u` reverses on this pane: the newest change of the case under the cursor.
pub(super) fn undoing(model: &Model) -> Option<(UndoTarget, MemberRef)> {
    let row = model.feedback.row(model.as_of).filter(|_| model.pane == Pane::Feedback)?;
    Some((UndoTarget::Case(row.id), member_of_row(row).unwrap_or_else(MemberRef::nobody)))
}

/// Everything that a list can be narrowed to: all, each topic, each owner on the screen.
pub(in crate::app) fn narrows(model: &Model) -> Vec<QueueFilter> {
    let topics = TOPICS.into_iter().map(|t| QueueFilter::Topic(t.to_owned()));
    let cases = model.feedback.listing.rows().iter().filter_map(|row| row.case.as_ref());
    let mut owners: Vec<String> = cases.filter_map(|c| c.owner.clone()).collect();
    owners.sort();
    owners.dedup();
    if let QueueFilter::Owner(owner) = &model.feedback.narrow {
        owners.retain(|o| o != owner);
        owners.insert(0, owner.clone());
    }
    std::iter::once(QueueFilter::All).chain(topics).chain(owners.into_iter().map(QueueFilter::Owner)).collect()
}

/// Opens the list of what the list can be narrowed to.
pub(super) fn narrow(model: &mut Model) {
    let options = narrows(model);
    let mut list = ListState::default();
    list.put(options.iter().position(|n| *n == model.feedback.narrow).unwrap_or(0));
    model.lay(Overlay::Narrow { options, list });
}

pub(super) fn narrowed(model: &mut Model, to: QueueFilter, out: &mut Vec<Effect>) {
    model.feedback.narrow = to;
    if model.feedback.view == FeedbackView::Scores {
        model.feedback.view = FeedbackView::Open;
    }
    model.feedback.begin_list();
    ask(model, out);
}

/// Asks where the list shall be written.
pub(super) fn open_csv(model: &mut Model) {
    let name = format!("feedback-{}.csv", model.as_of.unwrap_or(model.today));
    model.lay(Overlay::Csv(TextField::with(&name)));
}

/// Writes the list that the pane shows, all of its rows.
pub(super) fn write_csv(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Csv(field)) = model.overlays.last() else { return };
    let path = field.text().trim().to_owned();
    if path.is_empty() {
        return;
    }
    model.overlays.pop();
    let (ticket, as_of) = (model.ticket(), model.as_of);
    let wanted = model.feedback.question(as_of).wanted(&model.setup.operator.name, model.clock());
    out.push(Effect::Feedback(FeedbackQuery::Export { ticket, wanted, as_of, path }));
}
