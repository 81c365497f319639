//! What the pane does.

mod queue;
mod scores;

use super::commands::{CASE_CLOSED, CASE_OPEN, COMMANDS, FeedbackCmd, NO_CASE, QUEUE, SCORES};
use super::state::{FeedbackDialog, FeedbackFocus, FeedbackPane, FeedbackPart, FeedbackView};
use crate::domain::day::Instant;
use crate::domain::feedback::{FeedbackRow, case_reference};
use crate::domain::num::FactId;
use crate::domain::permission::Permission;
use crate::domain::question::UndoTarget;
use crate::shell::Shell;
use crate::shell::command::{CommandGroup, KeyChain, MOVE, OPEN, PARTS, PICKER, PROMPT, TABS};
use crate::shell::effect::Effect;
use crate::shell::field::TextField;
use crate::shell::form::{CaseAct, MemberRef};
use crate::shell::list::ListMove;
use crate::shell::msg::Reply;
use crate::shell::overlay::Overlay;
use crate::shell::pane::{BackStep, Badge, CursorMember, DialogKey, Pane, PaneCommands, Reload};
use crate::shell::pane_id::PaneId;
use crate::shell::regions::Spot;
use crate::shell::slot::{self, AnySlot, Slot};
use crate::shell::toast::BlockedReason;

/// Lays a dialog over what is there.
fn lay(pane: &mut FeedbackPane, shell: &mut Shell, dialog: FeedbackDialog) {
    if shell.lay(Overlay::Dialog(PaneId::Feedback)) {
        pane.dialogs.push(dialog);
    }
}

/// Takes the topmost dialog away, which has the keys.
fn close(pane: &mut FeedbackPane, shell: &mut Shell) {
    shell.overlays.pop();
    pane.dialogs.pop();
}

/// The feedback under the cursor, where the pane is in front.
fn row_in_front<'a>(pane: &'a FeedbackPane, shell: &Shell) -> Option<&'a FeedbackRow> {
    pane.row(shell).filter(|_| shell.front == PaneId::Feedback)
}

/// Of a case what its state allows: what is closed is opened again, what is open is closed.
fn may_work(pane: &FeedbackPane, shell: &Shell, cmd: FeedbackCmd) -> Result<(), BlockedReason> {
    shell.may_write()?;
    let case = row_in_front(pane, shell).and_then(|row| row.case.as_ref()).ok_or(NO_CASE)?;
    let is_open = case.state.is_open();
    match cmd {
        FeedbackCmd::CaseReopen if is_open => Err(CASE_OPEN),
        FeedbackCmd::CaseTake | FeedbackCmd::CaseResolve | FeedbackCmd::CaseDue if !is_open => Err(CASE_CLOSED),
        FeedbackCmd::CaseTake
        | FeedbackCmd::CaseNote
        | FeedbackCmd::CaseDue
        | FeedbackCmd::CaseResolve
        | FeedbackCmd::CaseReopen
        | FeedbackCmd::Narrow
        | FeedbackCmd::Csv
        | FeedbackCmd::BreakDown
        | FeedbackCmd::Period
        | FeedbackCmd::Measure
        | FeedbackCmd::Counted => Ok(()),
    }
}

impl FeedbackPane {
    /// What is only shown once it comes.
    fn slots_mut(&mut self) -> impl Iterator<Item = &mut dyn AnySlot> {
        let case = self.detail.as_mut().map(|detail| &mut detail.slot as &mut dyn AnySlot);
        let responses = self.dialogs.iter_mut().filter_map(|dialog| match dialog {
            FeedbackDialog::Responses(view) => Some(&mut view.slot as &mut dyn AnySlot),
            FeedbackDialog::Narrow { .. } | FeedbackDialog::Csv(_) => None,
        });
        let others: [&mut dyn AnySlot; 2] = [&mut self.counted, &mut self.scores.slot];
        case.into_iter().chain(responses).chain(others)
    }
}

impl Pane for FeedbackPane {
    fn keys(&self, _shell: &Shell) -> KeyChain {
        match self.dialogs.last() {
            Some(FeedbackDialog::Narrow { .. }) => KeyChain::popup(&[PICKER, MOVE]),
            Some(FeedbackDialog::Csv(_)) => KeyChain::alone(&[PROMPT]),
            Some(FeedbackDialog::Responses(_)) => KeyChain::popup(&[MOVE]),
            None if self.view == FeedbackView::Scores => KeyChain::rows(&[SCORES, TABS]),
            None => KeyChain::rows(&[QUEUE, OPEN, TABS, PARTS]),
        }
    }

    fn text_field(&self) -> Option<&TextField> {
        match self.dialogs.last() {
            Some(FeedbackDialog::Csv(field)) => Some(field),
            Some(FeedbackDialog::Narrow { .. } | FeedbackDialog::Responses(_)) | None => None,
        }
    }

    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        match self.dialogs.last_mut() {
            Some(FeedbackDialog::Csv(field)) => Some(field),
            Some(FeedbackDialog::Narrow { .. } | FeedbackDialog::Responses(_)) | None => None,
        }
    }

    fn subject<'a>(&'a self, shell: &'a Shell) -> Option<&'a MemberRef> {
        match self.row(shell) {
            Some(_) => self.detail.as_ref().and_then(|detail| detail.who.as_ref()),
            None => shell.current_member.as_ref(),
        }
    }

    fn selection(&self, shell: &Shell) -> CursorMember {
        let who = self.row(shell).and(self.detail.as_ref()).map(|detail| detail.who.as_ref());
        match who {
            None => CursorMember::Keep,
            Some(None) => CursorMember::Nobody,
            Some(Some(who)) => CursorMember::Member(who.clone()),
        }
    }

    fn copied(&self, shell: &Shell) -> Option<String> {
        self.row(shell).map(|row| case_reference(row.id))
    }

    fn undo_target(&self, shell: &Shell) -> Option<(UndoTarget, MemberRef)> {
        queue::undoing(self, shell)
    }

    fn case(&self, shell: &Shell) -> Option<FactId> {
        self.case_here(shell).map(|(id, _)| id)
    }

    /// Cases past their due time light an alert wherever one is.
    fn badge(&self) -> Option<Badge> {
        Some(self.counts().overdue).filter(|n| *n > 0).map(|n| Badge { mark: '!', n })
    }

    fn may_enter(&self, shell: &Shell) -> Result<(), BlockedReason> {
        self.row(shell).map(|_| ()).ok_or(NO_CASE)
    }

    fn waits(&self, shell: &Shell) -> bool {
        let rows = self.listing.slot.pending.is_some() && !self.is_current(shell);
        let case = self.part == FeedbackFocus::Case && self.detail.as_ref().is_some_and(|d| d.slot.pending.is_some());
        self.view != FeedbackView::Scores && (rows || case)
    }

    fn deadline(&self, now: Instant) -> Option<Instant> {
        self.next_due(now)
    }

    fn begin(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        queue::count(self, shell, out);
    }

    fn arrive(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        queue::arrive(self, shell, out);
    }

    fn enter(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        queue::enter(self, shell, out);
    }

    fn step(&mut self, step: ListMove, shell: &mut Shell, out: &mut Vec<Effect>) {
        let fit = shell.regions.overlay;
        match self.dialogs.last_mut() {
            Some(FeedbackDialog::Narrow { options, list }) => {
                list.step(step, options.len(), fit.rows);
            }
            Some(FeedbackDialog::Responses(view)) => view.list.scroll(step, fit.len, fit.rows),
            Some(FeedbackDialog::Csv(_)) => {}
            None => queue::step(self, shell, step, out),
        }
    }

    fn turn_tab(&mut self, forward: bool, shell: &mut Shell, out: &mut Vec<Effect>) {
        queue::turn(self, shell, forward, out);
    }

    fn turn_part(&mut self, _forward: bool, _shell: &mut Shell, _out: &mut Vec<Effect>) {
        queue::turn_part(self);
    }

    fn back(&mut self, _shell: &mut Shell, _out: &mut Vec<Effect>) -> BackStep {
        if self.part == FeedbackFocus::Case {
            self.part = FeedbackFocus::List;
            return BackStep::Closed;
        }
        BackStep::Leave
    }

    fn dialog(&mut self, key: DialogKey, shell: &mut Shell, out: &mut Vec<Effect>) {
        match (key, self.dialogs.last()) {
            (DialogKey::Accept, Some(FeedbackDialog::Narrow { options, list })) => {
                if let Some(to) = options.get(list.cursor(options.len())).cloned() {
                    close(self, shell);
                    queue::narrowed(self, shell, to, out);
                }
            }
            (DialogKey::Accept, Some(FeedbackDialog::Csv(field))) => {
                let path = field.text().trim().to_owned();
                if !path.is_empty() {
                    close(self, shell);
                    queue::write_csv(self, shell, path, out);
                }
            }
            (DialogKey::Accept, Some(FeedbackDialog::Responses(_)) | None)
            | (DialogKey::Field { .. } | DialogKey::Choice { .. } | DialogKey::Pick(_), _) => {}
        }
    }

    fn point(&mut self, row: usize) -> bool {
        match self.dialogs.last_mut() {
            Some(FeedbackDialog::Narrow { list, .. }) => {
                list.put(row);
                true
            }
            Some(FeedbackDialog::Csv(_) | FeedbackDialog::Responses(_)) | None => false,
        }
    }

    fn close_dialog(&mut self) {
        self.dialogs.pop();
    }

    fn click(&mut self, spot: Spot, shell: &mut Shell, out: &mut Vec<Effect>) {
        match FeedbackPart::of(spot.part) {
            Some(FeedbackPart::Views) => {
                if let Some(view) = FeedbackView::ALL.get(spot.row) {
                    queue::show(self, shell, *view, out);
                }
            }
            Some(FeedbackPart::List) => queue::press(self, shell, spot.row, out),
            Some(FeedbackPart::Case) => self.part = FeedbackFocus::Case,
            None => {}
        }
    }

    fn wheel(&mut self, spot: Spot, step: ListMove, shell: &mut Shell, out: &mut Vec<Effect>) {
        match FeedbackPart::of(spot.part) {
            Some(FeedbackPart::List | FeedbackPart::Case) => queue::step(self, shell, step, out),
            Some(FeedbackPart::Views) | None => {}
        }
    }

    fn took(&mut self, reply: Reply, shell: &mut Shell, out: &mut Vec<Effect>) -> Option<Reply> {
        queue::written(self, shell, &reply);
        match reply {
            Reply::Answered(ticket, result) if self.listing.slot.waits_for(ticket) => {
                queue::rows(self, shell, ticket, result, out);
                None
            }
            other => slot::offer(self.slots_mut(), other),
        }
    }

    fn reload(&mut self, why: Reload, shell: &mut Shell, out: &mut Vec<Effect>) {
        match why {
            Reload::Changed => {}
            // Another day's numbers would mislead until its own are here.
            Reload::Day => self.counted = Slot::default(),
        }
        queue::reload(self, shell, out);
    }

    fn drawn(&mut self, shell: &mut Shell) {
        let regions = &shell.regions;
        if let Some(fit) = regions.drawn(FeedbackPart::List.id()) {
            self.listing.list.settle(self.listing.rows().len(), fit.rows);
            self.scores.list.settle(self.scores.rows(), fit.rows);
        }
        if let (Some(fit), Some(detail)) = (regions.drawn(FeedbackPart::Case.id()), &mut self.detail) {
            detail.list.settle(fit.len, fit.rows);
        }
        if !shell.has_dialog(PaneId::Feedback) {
            return;
        }
        match self.dialogs.last_mut() {
            Some(FeedbackDialog::Narrow { options, list }) => list.settle(options.len(), regions.overlay.rows),
            Some(FeedbackDialog::Responses(view)) => view.list.settle(regions.overlay.len, regions.overlay.rows),
            Some(FeedbackDialog::Csv(_)) | None => {}
        }
    }
}

impl PaneCommands for FeedbackPane {
    type Cmd = FeedbackCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::popup(&[PICKER, MOVE]),
        KeyChain::alone(&[PROMPT]),
        KeyChain::popup(&[MOVE]),
        KeyChain::rows(&[SCORES, TABS]),
        KeyChain::rows(&[QUEUE, OPEN, TABS, PARTS]),
    ];

    const COMMANDS: &'static [CommandGroup<FeedbackCmd>] = COMMANDS;

    fn permission(cmd: FeedbackCmd) -> Permission {
        match cmd {
            FeedbackCmd::CaseTake
            | FeedbackCmd::CaseNote
            | FeedbackCmd::CaseDue
            | FeedbackCmd::CaseResolve
            | FeedbackCmd::CaseReopen => Permission::Serve,
            FeedbackCmd::Csv => Permission::Manage,
            FeedbackCmd::Narrow
            | FeedbackCmd::BreakDown
            | FeedbackCmd::Period
            | FeedbackCmd::Measure
            | FeedbackCmd::Counted => Permission::Look,
        }
    }

    fn allowed(&self, cmd: FeedbackCmd, shell: &Shell) -> Result<(), BlockedReason> {
        let is_here = shell.front == PaneId::Feedback;
        match cmd {
            FeedbackCmd::CaseTake
            | FeedbackCmd::CaseNote
            | FeedbackCmd::CaseDue
            | FeedbackCmd::CaseResolve
            | FeedbackCmd::CaseReopen => may_work(self, shell, cmd),
            FeedbackCmd::Csv if row_in_front(self, shell).is_none() => Err(BlockedReason::NoList),
            FeedbackCmd::Narrow if !is_here => Err(BlockedReason::NotHere),
            FeedbackCmd::BreakDown | FeedbackCmd::Period | FeedbackCmd::Measure
                if !is_here || self.view != FeedbackView::Scores =>
            {
                Err(BlockedReason::NotHere)
            }
            FeedbackCmd::Csv
            | FeedbackCmd::Narrow
            | FeedbackCmd::BreakDown
            | FeedbackCmd::Period
            | FeedbackCmd::Measure
            | FeedbackCmd::Counted => Ok(()),
        }
    }

    fn run(&mut self, cmd: FeedbackCmd, shell: &mut Shell, out: &mut Vec<Effect>) {
        match cmd {
            FeedbackCmd::CaseTake => queue::work(self, shell, CaseAct::Take, out),
            FeedbackCmd::CaseNote => queue::work(self, shell, CaseAct::Note, out),
            FeedbackCmd::CaseDue => queue::work(self, shell, CaseAct::Due, out),
            FeedbackCmd::CaseResolve => queue::work(self, shell, CaseAct::Resolve, out),
            FeedbackCmd::CaseReopen => queue::work(self, shell, CaseAct::Reopen, out),
            FeedbackCmd::Narrow => queue::narrow(self, shell),
            FeedbackCmd::Csv => queue::open_csv(self, shell),
            FeedbackCmd::BreakDown => scores::break_down(self, shell, out),
            FeedbackCmd::Period => scores::another_period(self, shell, out),
            FeedbackCmd::Measure => scores::another_measure(self),
            FeedbackCmd::Counted => scores::open(self, shell, out),
        }
    }
}
