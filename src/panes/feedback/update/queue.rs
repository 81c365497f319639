//! The feedback pane: its lists, the case under the cursor, and work on it.

use super::{lay, scores};
use crate::domain::export::Export;
use crate::domain::feedback::TOPICS;
use crate::domain::question::{AnyAnswer, CountCases, OpenCase, UndoTarget};
use crate::panes::feedback::state::{
    Detail, FeedbackDialog, FeedbackFocus, FeedbackPane, FeedbackPart, FeedbackView, QueueFilter, member_of_row,
};
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::effect::{Effect, Task, Ticket};
use crate::shell::failure::Failure;
use crate::shell::field::TextField;
use crate::shell::file_name::next_name;
use crate::shell::form::{CaseAct, CaseTarget, Form, FormKind, MemberRef, Preset};
use crate::shell::list::{ListMove, ListState};
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::routing::PaneRequest;
use crate::shell::slot::Slot;

/// The pane comes to the front: always with the whole queue, the most overdue case under the cursor.
pub(super) fn arrive(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    (pane.view, pane.narrow) = (FeedbackView::Open, QueueFilter::All);
    pane.begin_list();
    if pane.is_current(shell) {
        load_case(pane, shell, out);
    } else {
        ask(pane, shell, out);
    }
}

/// Asks for what the pane shows.
fn ask(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    if pane.view == FeedbackView::Scores {
        scores::ask(pane, shell, out);
        return;
    }
    let question = pane.question(shell);
    shell.ask(&mut pane.listing.slot, question, out);
}

/// Asks how many cases wait: the pane's name says so wherever one is.
pub(in crate::panes::feedback) fn count(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let owner = shell.setup.operator.name.clone();
    let (as_of, base) = (shell.as_of, shell.base());
    shell.ask(&mut pane.counted, CountCases { owner, as_of, base }, out);
}

/// Asks for everything again, because the store may hold something else by now. What was never looked at is not asked for.
pub(super) fn reload(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    count(pane, shell, out);
    if pane.listing.slot.shown.is_some() || pane.listing.slot.pending.is_some() || pane.view == FeedbackView::Scores {
        ask(pane, shell, out);
        look_again(pane, shell, out);
    }
}

/// Asks for the case under the cursor, unless it is there or on its way.
fn load_case(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let row = pane.row(shell).map(|row| (row.id, member_of_row(row)));
    let Some((id, who)) = row else {
        pane.detail = None;
        pane.part = FeedbackFocus::List;
        return;
    };
    let before = pane.detail.take();
    if let Some(same) = before.as_ref().filter(|d| d.id == id) {
        pane.detail = Some(Detail { who, ..same.clone() });
        return;
    }
    let slot = before.map_or_else(Slot::default, |d| d.slot);
    pane.detail = Some(Detail { id, who, slot, list: ListState::default() });
    look_again(pane, shell, out);
}

fn look_again(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    if let Some(detail) = &mut pane.detail {
        let question = OpenCase { case: detail.id, as_of: shell.as_of };
        shell.ask(&mut detail.slot, question, out);
    }
}

/// The list that was waited for.
pub(super) fn rows(
    pane: &mut FeedbackPane,
    shell: &mut Shell,
    ticket: Ticket,
    result: Result<AnyAnswer, Failure>,
    out: &mut Vec<Effect>,
) {
    let listing = &mut pane.listing;
    let came = result.is_ok();
    let is_same = listing.slot.answered() == listing.slot.asked.as_ref();
    // The cursor stays on its feedback where the same list comes again.
    let under_cursor = listing.rows().get(listing.list.cursor(listing.rows().len())).filter(|_| is_same).map(|r| r.id);
    if !listing.slot.take(ticket, result) {
        return;
    }
    if came {
        let at = listing.rows().iter().position(|row| Some(row.id) == under_cursor);
        match at {
            Some(at) => listing.list.put(at),
            None if under_cursor.is_none() => listing.list = ListState::default(),
            // Closed, or otherwise gone from this list: the next one takes its place.
            None => {}
        }
    }
    load_case(pane, shell, out);
}

/// The next view, or the one before.
pub(super) fn turn(pane: &mut FeedbackPane, shell: &mut Shell, forward: bool, out: &mut Vec<Effect>) {
    show(pane, shell, pane.view.turned(forward), out);
}

/// A view, from its first row.
pub(super) fn show(pane: &mut FeedbackPane, shell: &mut Shell, view: FeedbackView, out: &mut Vec<Effect>) {
    pane.view = view;
    pane.part = FeedbackFocus::List;
    shell.undo_first = None;
    ask(pane, shell, out);
}

/// The list has the keys, or the case.
pub(super) fn turn_part(pane: &mut FeedbackPane) {
    let next = if pane.part == FeedbackFocus::List { FeedbackFocus::Case } else { FeedbackFocus::List };
    pane.part = if pane.detail.is_some() { next } else { FeedbackFocus::List };
}

pub(super) fn step(pane: &mut FeedbackPane, shell: &mut Shell, step: ListMove, out: &mut Vec<Effect>) {
    let fit = |part: FeedbackPart| shell.regions.fit(part.id());
    let (rows, case) = (fit(FeedbackPart::List).rows, fit(FeedbackPart::Case));
    if pane.view == FeedbackView::Scores {
        pane.scores.list.step(step, pane.scores.rows(), rows);
    } else if pane.part == FeedbackFocus::Case {
        if let Some(detail) = &mut pane.detail {
            detail.list.scroll(step, case.len, case.rows);
        }
    } else if pane.is_current(shell) {
        let len = pane.listing.rows().len();
        if pane.listing.list.step(step, len, rows) {
            shell.undo_first = None;
            load_case(pane, shell, out);
        }
    }
}

/// Puts the cursor on a row; where it was there already, opens it.
pub(super) fn press(pane: &mut FeedbackPane, shell: &mut Shell, at: usize, out: &mut Vec<Effect>) {
    if pane.view == FeedbackView::Scores {
        pane.scores.list.put(at);
        return;
    }
    let rows = pane.listing.rows().len();
    let again = pane.part == FeedbackFocus::List && pane.listing.list.cursor(rows) == at;
    pane.listing.list.put(at);
    pane.part = FeedbackFocus::List;
    shell.undo_first = None;
    load_case(pane, shell, out);
    if again {
        enter(pane, shell, out);
    }
}

/// `⏎`: from the list to the case, its member in hand; from the case to the member's file.
pub(super) fn enter(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    if pane.view == FeedbackView::Scores {
        scores::open(pane, shell, out);
        return;
    }
    let Some(whose) = pane.row(shell).map(member_of_row) else { return };
    if let Some(whose) = &whose {
        shell.take(whose.clone());
    }
    match (pane.part, whose) {
        (FeedbackFocus::List, _) => pane.part = FeedbackFocus::Case,
        (FeedbackFocus::Case, Some(_)) => {
            shell.reload_current(out);
            shell.request(PaneRequest::Record);
        }
        (FeedbackFocus::Case, None) => {}
    }
}

/// Opens the form of some work on the case under the cursor.
pub(super) fn work(pane: &FeedbackPane, shell: &mut Shell, act: CaseAct, out: &mut Vec<Effect>) {
    let Some((case, row)) = pane.case_here(shell).map(|(id, row)| (id, row.clone())) else { return };
    let whose = pane.row(shell).and_then(member_of_row).unwrap_or_else(MemberRef::nobody);
    if whose.is_known() {
        shell.take(whose.clone());
    }
    let owner = shell.setup.operator.name.clone();
    let preset = Preset { owner: Some(&owner), ..Preset::default() };
    let mut form = Form::new(FormKind::Case(act), whose, shell.program(), shell.today, preset);
    form.worked = Some(CaseTarget { case, row, now: shell.setup.now, zone: shell.setup.programs.zone() });
    shell.lay_form(FormDraft::new(form), out);
}

/// What `u` reverses on this pane: the newest change of the case under the cursor.
pub(super) fn undoing(pane: &FeedbackPane, shell: &Shell) -> Option<(UndoTarget, MemberRef)> {
    let row = pane.row(shell)?;
    Some((UndoTarget::Case(row.id), member_of_row(row).unwrap_or_else(MemberRef::nobody)))
}

/// Everything that a list can be narrowed to: all, each topic, each owner on the screen.
fn narrows(pane: &FeedbackPane) -> Vec<QueueFilter> {
    let topics = TOPICS.into_iter().map(|t| QueueFilter::Topic(t.to_owned()));
    let cases = pane.listing.rows().iter().filter_map(|row| row.case.as_ref());
    let mut owners: Vec<String> = cases.filter_map(|c| c.owner.clone()).collect();
    owners.sort();
    owners.dedup();
    if let QueueFilter::Owner(owner) = &pane.narrow {
        owners.retain(|o| o != owner);
        owners.insert(0, owner.clone());
    }
    std::iter::once(QueueFilter::All).chain(topics).chain(owners.into_iter().map(QueueFilter::Owner)).collect()
}

/// Opens the list of what the list can be narrowed to.
pub(super) fn narrow(pane: &mut FeedbackPane, shell: &mut Shell) {
    let options = narrows(pane);
    let mut list = ListState::default();
    list.put(options.iter().position(|n| *n == pane.narrow).unwrap_or(0));
    lay(pane, shell, FeedbackDialog::Narrow { options, list });
}

pub(super) fn narrowed(pane: &mut FeedbackPane, shell: &mut Shell, to: QueueFilter, out: &mut Vec<Effect>) {
    pane.narrow = to;
    if pane.view == FeedbackView::Scores {
        pane.view = FeedbackView::Open;
    }
    pane.begin_list();
    ask(pane, shell, out);
}

/// Asks where the list shall be written.
pub(super) fn open_csv(pane: &mut FeedbackPane, shell: &mut Shell) {
    let name = format!("feedback-{}.csv", shell.day());
    lay(pane, shell, FeedbackDialog::Csv(TextField::with(&name)));
}

/// Writes the list that the pane shows, all of its rows.
pub(super) fn write_csv(pane: &mut FeedbackPane, shell: &mut Shell, path: String, out: &mut Vec<Effect>) {
    let (export, ticket) = (Export::Feedback(pane.question(shell).list), shell.ticket());
    pane.exporting = Some((ticket, path.clone()));
    out.push(Effect::Perform(ticket, Box::new(Task::Export { export, path })));
}

/// Where there is such a file the dialog comes back with the next name. What was written is left for the shell to tell.
pub(super) fn written(pane: &mut FeedbackPane, shell: &mut Shell, reply: &Reply) {
    let Reply::Performed(ticket, result) = reply else { return };
    let Some((_, path)) = pane.exporting.take_if(|(of, _)| of == ticket) else { return };
    if matches!(result, Ok(TaskResult::FileExists(_))) {
        lay(pane, shell, FeedbackDialog::Csv(TextField::with(&next_name(&path))));
    }
}
