//! What the pane does.

use super::commands::{AuditCmd, COMMANDS, FILTER, JOURNAL, NO_MEMBER, NO_OPERATION, PROOF, VERIFYING};
use super::state::{AuditPane, AuditPart, AuditView, FIRST_LIMIT, member_of};
use crate::domain::day::Instant;
use crate::domain::permission::Permission;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{ReadCheckpoint, UndoTarget, VerifyFile};
use crate::shell::Shell;
use crate::shell::command::{CommandGroup, KeyChain, OPEN, PROMPT, TABS};
use crate::shell::effect::{Effect, Task};
use crate::shell::failure::Failure;
use crate::shell::field::TextField;
use crate::shell::file_name::next_name;
use crate::shell::form::MemberRef;
use crate::shell::list::{ListMove, ListState};
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::overlay::Overlay;
use crate::shell::pane::{BackStep, CursorMember, DialogKey, Pane, PaneCommands, Reload};
use crate::shell::pane_id::PaneId;
use crate::shell::regions::Spot;
use crate::shell::routing::{PaneRequest, Presence};
use crate::shell::slot::{self, AnySlot};
use crate::shell::toast::BlockedReason;

/// Whether a filter could not be read.
fn is_bad_query(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(refusal) if matches!(**refusal, Refusal::BadQuery { .. }))
}

impl AuditPane {
    /// Asks for the operations that the filter lets through.
    fn ask(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let question = self.question(shell);
        shell.ask(&mut self.page, question, out);
    }

    /// Another view.
    fn show(&mut self, view: AuditView, shell: &mut Shell) {
        self.view = view;
        self.has_filter_keys = false;
        shell.undo_first = None;
    }

    fn turn(&mut self, forward: bool, shell: &mut Shell) {
        let (n, at) = (AuditView::ALL.len(), AuditView::ALL.iter().position(|v| *v == self.view).unwrap_or(0));
        self.show(AuditView::ALL[if forward { (at + 1) % n } else { (at + n - 1) % n }], shell);
    }

    /// What stands in the box holds, from the first row on. What can't be read is pointed at, and the box keeps the keys.
    fn apply(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.field.text().trim().clone_into(&mut self.query);
        (self.list, self.limit, self.has_filter_keys) = (ListState::default(), FIRST_LIMIT, false);
        self.ask(shell, out);
    }

    /// Puts the cursor on a row; where it was there already, opens it.
    fn press(&mut self, at: usize, shell: &mut Shell, out: &mut Vec<Effect>) {
        if !self.is_current(shell) {
            return;
        }
        let again = !self.has_filter_keys && self.list.cursor(self.rows().len()) == at;
        self.has_filter_keys = false;
        self.list.put(at);
        shell.undo_first = None;
        if again && self.may_enter(shell).is_ok() {
            self.enter(shell, out);
        }
    }

    /// Asks where the signed checkpoint shall be written.
    fn name_note(&mut self, shell: &mut Shell, name: &str) {
        if shell.lay(Overlay::Dialog(PaneId::Audit)) {
            self.naming = Some(TextField::with(name));
        }
    }

    /// Where there is such a file the dialog comes back with the next name. What was written is left for the shell to tell.
    fn written(&mut self, shell: &mut Shell, reply: &Reply) {
        let Reply::Performed(ticket, result) = reply else { return };
        let Some((_, path)) = self.signing.take_if(|(of, _)| of == ticket) else { return };
        if matches!(result, Ok(TaskResult::FileExists(_))) {
            self.name_note(shell, &next_name(&path));
        }
    }

    fn slots_mut(&mut self) -> [&mut dyn AnySlot; 3] {
        [&mut self.page, &mut self.checkpoint, &mut self.verified]
    }
}

impl Pane for AuditPane {
    fn keys(&self, _shell: &Shell) -> KeyChain {
        if self.naming.is_some() {
            return KeyChain::alone(&[PROMPT]);
        }
        match (self.view, self.has_filter_keys) {
            (AuditView::Journal, true) => KeyChain::alone(&[FILTER]),
            (AuditView::Journal, false) => KeyChain::rows(&[JOURNAL, OPEN, TABS]),
            (AuditView::Proof, _) => KeyChain::rows(&[PROOF, TABS]),
        }
    }

    fn text_field(&self) -> Option<&TextField> {
        self.naming.as_ref().or(self.has_filter_keys.then_some(&self.field))
    }

    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        self.naming.as_mut().or(self.has_filter_keys.then_some(&mut self.field))
    }

    fn selection(&self, shell: &Shell) -> CursorMember {
        match self.row(shell) {
            None => CursorMember::Keep,
            Some(row) => member_of(row).map_or(CursorMember::Nobody, CursorMember::Member),
        }
    }

    fn copied(&self, shell: &Shell) -> Option<String> {
        self.row(shell).map(|row| row.op.to_string())
    }

    fn undo_target(&self, shell: &Shell) -> Option<(UndoTarget, MemberRef)> {
        let row = self.row(shell)?;
        Some((UndoTarget::Operation(row.op), member_of(row).unwrap_or_else(MemberRef::nobody)))
    }

    fn may_enter(&self, shell: &Shell) -> Result<(), BlockedReason> {
        let row = self.row(shell).ok_or(NO_OPERATION)?;
        member_of(row).map(|_| ()).ok_or(NO_MEMBER)
    }

    fn waits(&self, _shell: &Shell) -> bool {
        self.view == AuditView::Journal && self.page.pending.is_some()
    }

    fn deadline(&self, now: Instant) -> Option<Instant> {
        let late = |pending: &slot::PendingQuestion| Some(pending.late_at()).filter(|at| *at > now);
        let pending = [self.page.pending.as_ref(), self.verified.pending.as_ref()];
        pending.into_iter().flatten().filter_map(late).min()
    }

    fn enter(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if let Some(who) = self.row(shell).and_then(member_of) {
            shell.take(who);
            shell.reload_current(out);
            shell.request(PaneRequest::Record);
        }
    }

    fn step(&mut self, step: ListMove, shell: &mut Shell, _out: &mut Vec<Effect>) {
        let (len, rows) = (self.rows().len(), shell.regions.fit(AuditPart::List.id()).rows);
        if self.view == AuditView::Journal && self.list.step(step, len, rows) {
            shell.undo_first = None;
        }
    }

    fn turn_tab(&mut self, forward: bool, shell: &mut Shell, _out: &mut Vec<Effect>) {
        self.turn(forward, shell);
    }

    fn back(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) -> BackStep {
        if self.has_filter_keys {
            // What was typed and not applied is gone.
            (self.field, self.has_filter_keys) = (TextField::with(&self.query), false);
            return BackStep::Closed;
        }
        if self.view == AuditView::Journal && !self.query.is_empty() {
            self.field = TextField::default();
            self.apply(shell, out);
            return BackStep::Closed;
        }
        BackStep::Leave
    }

    fn dialog(&mut self, key: DialogKey, shell: &mut Shell, out: &mut Vec<Effect>) {
        match key {
            DialogKey::Accept => {
                let path = self.naming.as_ref().map(|field| field.text().trim().to_owned()).unwrap_or_default();
                if !path.is_empty() {
                    shell.overlays.pop();
                    self.naming = None;
                    let ticket = shell.ticket();
                    self.signing = Some((ticket, path.clone()));
                    out.push(Effect::Perform(ticket, Box::new(Task::SignCheckpoint { path })));
                }
            }
            DialogKey::Field { .. } | DialogKey::Choice { .. } | DialogKey::Pick(_) => {}
        }
    }

    fn close_dialog(&mut self) {
        self.naming = None;
    }

    fn click(&mut self, spot: Spot, shell: &mut Shell, out: &mut Vec<Effect>) {
        match AuditPart::of(spot.part) {
            Some(AuditPart::Views) => {
                if let Some(view) = AuditView::ALL.get(spot.row) {
                    self.show(*view, shell);
                }
            }
            Some(AuditPart::Filter) => self.has_filter_keys = true,
            Some(AuditPart::List) => self.press(spot.row, shell, out),
            None => {}
        }
    }

    fn took(&mut self, reply: Reply, shell: &mut Shell, _out: &mut Vec<Effect>) -> Option<Reply> {
        self.written(shell, &reply);
        let left = slot::offer(self.slots_mut(), reply);
        // A filter that can't be read goes back to whoever typed it.
        if left.is_none() && self.page.failure().is_some_and(is_bad_query) {
            self.has_filter_keys = self.view == AuditView::Journal && shell.front == PaneId::Audit;
        }
        left
    }

    fn reload(&mut self, why: Reload, _shell: &mut Shell, _out: &mut Vec<Effect>) {
        match why {
            Reload::Changed => {}
            Reload::Day => self.list = ListState::default(),
        }
        (self.page.stale, self.checkpoint.stale) = (true, true);
    }

    fn settle(&mut self, presence: Presence, shell: &mut Shell, out: &mut Vec<Effect>) {
        if presence != Presence::Front {
            return;
        }
        match self.view {
            AuditView::Journal => {
                if let Some(more) = self.wants_more() {
                    self.limit = more;
                    self.ask(shell, out);
                } else if self.page.stale || self.page.asked.as_ref() != Some(&self.question(shell)) {
                    self.ask(shell, out);
                }
            }
            AuditView::Proof => {
                if self.checkpoint.stale {
                    shell.ask(&mut self.checkpoint, ReadCheckpoint, out);
                }
            }
        }
    }

    fn drawn(&mut self, shell: &mut Shell) {
        if let Some(fit) = shell.regions.drawn(AuditPart::List.id()) {
            self.list.settle(self.rows().len(), fit.rows);
        }
    }
}

impl PaneCommands for AuditPane {
    type Cmd = AuditCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::alone(&[PROMPT]),
        KeyChain::alone(&[FILTER]),
        KeyChain::rows(&[JOURNAL, OPEN, TABS]),
        KeyChain::rows(&[PROOF, TABS]),
    ];

    const COMMANDS: &'static [CommandGroup<AuditCmd>] = COMMANDS;

    fn permission(cmd: AuditCmd) -> Permission {
        match cmd {
            AuditCmd::Verify | AuditCmd::Sign => Permission::Verify,
            AuditCmd::Filter | AuditCmd::Apply | AuditCmd::NextView | AuditCmd::PrevView => Permission::Look,
        }
    }

    fn allowed(&self, cmd: AuditCmd, shell: &Shell) -> Result<(), BlockedReason> {
        if shell.front != PaneId::Audit {
            return Err(BlockedReason::NotHere);
        }
        match cmd {
            AuditCmd::Verify if self.verified.pending.is_some() => Err(VERIFYING),
            AuditCmd::Filter
            | AuditCmd::Apply
            | AuditCmd::NextView
            | AuditCmd::PrevView
            | AuditCmd::Verify
            | AuditCmd::Sign => Ok(()),
        }
    }

    fn run(&mut self, cmd: AuditCmd, shell: &mut Shell, out: &mut Vec<Effect>) {
        match cmd {
            AuditCmd::Filter => {
                self.show(AuditView::Journal, shell);
                self.has_filter_keys = true;
            }
            AuditCmd::Apply => self.apply(shell, out),
            AuditCmd::NextView => self.turn(true, shell),
            AuditCmd::PrevView => self.turn(false, shell),
            AuditCmd::Verify => {
                self.view = AuditView::Proof;
                shell.ask(&mut self.verified, VerifyFile::default(), out);
            }
            AuditCmd::Sign => {
                let name = format!("checkpoint-{}.note", shell.day());
                self.name_note(shell, &name);
            }
        }
    }
}
