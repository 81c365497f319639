//! What the pane does.

mod dialog;
mod requests;
mod reviews;
mod sample;

use super::commands::{
    AuditCmd, COMMANDS, FILTER, JOURNAL, NO_FINDING, NO_MEMBER, NO_OPERATION, NO_REQUEST, NO_SAMPLE, PROOF, REQUESTS,
    REVIEWS, SAMPLE, VERIFYING,
};
use super::state::{AuditPane, AuditPart, AuditQuestion, AuditView, FIRST_LIMIT, member_of, member_of_request};
use crate::domain::day::Instant;
use crate::domain::permission::Permission;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{ReadCheckpoint, UndoTarget, VerifyFile};
use crate::shell::Shell;
use crate::shell::command::{CommandGroup, KeyChain, OPEN, PROMPT, TABS};
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::list::{ListMove, ListState};
use crate::shell::msg::Reply;
use crate::shell::pane::{BackStep, Badge, CursorMember, DialogKey, Pane, PaneCommands, Reload};
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

    fn slots_mut(&mut self) -> [&mut dyn AnySlot; 9] {
        [
            &mut self.page,
            &mut self.reviews,
            &mut self.samples,
            &mut self.sheet,
            &mut self.requests,
            &mut self.request_sheet,
            &mut self.draw,
            &mut self.checkpoint,
            &mut self.verified,
        ]
    }
}

impl Pane for AuditPane {
    fn keys(&self, _shell: &Shell) -> KeyChain {
        if self.dialog.is_some() {
            return KeyChain::alone(&[PROMPT]);
        }
        match (self.view, self.has_filter_keys) {
            (AuditView::Journal, true) => KeyChain::alone(&[FILTER]),
            (AuditView::Journal, false) => KeyChain::rows(&[JOURNAL, OPEN, TABS]),
            (AuditView::Reviews, _) => KeyChain::rows(&[REVIEWS, OPEN, TABS]),
            (AuditView::Sample, _) => KeyChain::rows(&[SAMPLE, OPEN, TABS]),
            (AuditView::Requests, _) => KeyChain::rows(&[REQUESTS, OPEN, TABS]),
            (AuditView::Proof, _) => KeyChain::rows(&[PROOF, TABS]),
        }
    }

    fn text_field(&self) -> Option<&TextField> {
        self.dialog.as_ref().map(|dialog| &dialog.field).or(self.has_filter_keys.then_some(&self.field))
    }

    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        self.dialog.as_mut().map(|dialog| &mut dialog.field).or(self.has_filter_keys.then_some(&mut self.field))
    }

    fn badge(&self) -> Option<Badge> {
        let n = self.open_requests() as u64;
        (n > 0).then_some(Badge { mark: '?', n })
    }

    fn begin(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.requests.stale = true;
        self.ask_requests(shell, out);
    }

    fn selection(&self, shell: &Shell) -> CursorMember {
        if let Some(row) = self.request_here() {
            return member_of_request(row).map_or(CursorMember::Nobody, CursorMember::Member);
        }
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
        if self.view == AuditView::Reviews {
            let finding = self.finding_here(shell).ok_or(NO_FINDING)?;
            return if finding.operations.is_empty() { Err(NO_OPERATION) } else { Ok(()) };
        }
        if self.view == AuditView::Requests {
            return self.request_here().map(|_| ()).ok_or(NO_REQUEST);
        }
        let row = self.row(shell).ok_or(NO_OPERATION)?;
        member_of(row).map(|_| ()).ok_or(NO_MEMBER)
    }

    fn waits(&self, _shell: &Shell) -> bool {
        match self.view {
            AuditView::Journal => self.page.pending.is_some(),
            AuditView::Reviews => self.reviews.pending.is_some(),
            AuditView::Sample => self.sheet.pending.is_some() || self.draw.pending.is_some(),
            AuditView::Requests => self.requests.pending.is_some(),
            AuditView::Proof => false,
        }
    }

    fn deadline(&self, now: Instant) -> Option<Instant> {
        let late = |pending: &slot::PendingQuestion| Some(pending.late_at()).filter(|at| *at > now);
        let pending = [
            self.page.pending.as_ref(),
            self.reviews.pending.as_ref(),
            self.samples.pending.as_ref(),
            self.sheet.pending.as_ref(),
            self.verified.pending.as_ref(),
        ];
        pending.into_iter().flatten().filter_map(late).min()
    }

    fn enter(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if self.view == AuditView::Reviews {
            self.show_operations(shell, out);
        } else if self.view == AuditView::Requests {
            self.show_request(shell, out);
        } else if let Some(who) = self.row(shell).and_then(member_of) {
            shell.take(who);
            shell.reload_current(out);
            shell.request(PaneRequest::Record);
        }
    }

    fn step(&mut self, step: ListMove, shell: &mut Shell, _out: &mut Vec<Effect>) {
        let fit = |part: AuditPart| shell.regions.fit(part.id()).rows;
        let moved = match self.view {
            AuditView::Journal => self.list.step(step, self.rows().len(), fit(AuditPart::List)),
            AuditView::Reviews => self.finding.step(step, self.findings().len(), fit(AuditPart::Findings)),
            AuditView::Sample => {
                let n = self.sheet().map_or(0, |sheet| sheet.operations.len());
                self.card.step(step, n, fit(AuditPart::Cards))
            }
            AuditView::Requests => self.request.step(step, self.request_rows().len(), fit(AuditPart::Requests)),
            AuditView::Proof => false,
        };
        if moved {
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
            DialogKey::Accept => self.accept(shell, out),
            DialogKey::Field { .. } | DialogKey::Choice { .. } | DialogKey::Pick(_) => {}
        }
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
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
            Some(AuditPart::Findings) => self.finding.put(spot.row),
            Some(AuditPart::Cards) => self.card.put(spot.row),
            Some(AuditPart::Requests) => self.request.put(spot.row),
            None => {}
        }
    }

    fn took(&mut self, reply: Reply, shell: &mut Shell, out: &mut Vec<Effect>) -> Option<Reply> {
        self.written(shell, &reply);
        let left = slot::offer(self.slots_mut(), reply);
        self.drawn_sample(shell, out);
        // A filter that can't be read goes back to whoever typed it.
        if left.is_none() && self.page.failure().is_some_and(is_bad_query) {
            self.has_filter_keys = self.view == AuditView::Journal && shell.front == PaneId::Audit;
        }
        left
    }

    fn reload(&mut self, why: Reload, _shell: &mut Shell, _out: &mut Vec<Effect>) {
        match why {
            Reload::Changed => {}
            Reload::Day => (self.list, self.finding) = (ListState::default(), ListState::default()),
        }
        (self.page.stale, self.checkpoint.stale, self.reviews.stale) = (true, true, true);
        (self.samples.stale, self.sheet.stale) = (true, true);
        (self.requests.stale, self.request_sheet.stale) = (true, true);
    }

    fn settle(&mut self, presence: Presence, shell: &mut Shell, out: &mut Vec<Effect>) {
        // The badge is on the screen whichever pane is.
        self.ask_requests(shell, out);
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
            AuditView::Reviews => self.ask_reviews(shell, out),
            AuditView::Sample => self.ask_samples(shell, out),
            AuditView::Requests => self.ask_request(shell, out),
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
        if let Some(fit) = shell.regions.drawn(AuditPart::Findings.id()) {
            self.finding.settle(self.findings().len(), fit.rows);
        }
        if let Some(fit) = shell.regions.drawn(AuditPart::Cards.id()) {
            self.card.settle(self.sheet().map_or(0, |sheet| sheet.operations.len()), fit.rows);
        }
        if let Some(fit) = shell.regions.drawn(AuditPart::Requests.id()) {
            self.request.settle(self.request_rows().len(), fit.rows);
        }
    }
}

impl PaneCommands for AuditPane {
    type Cmd = AuditCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::alone(&[PROMPT]),
        KeyChain::alone(&[FILTER]),
        KeyChain::rows(&[JOURNAL, OPEN, TABS]),
        KeyChain::rows(&[REVIEWS, OPEN, TABS]),
        KeyChain::rows(&[SAMPLE, OPEN, TABS]),
        KeyChain::rows(&[REQUESTS, OPEN, TABS]),
        KeyChain::rows(&[PROOF, TABS]),
    ];

    const COMMANDS: &'static [CommandGroup<AuditCmd>] = COMMANDS;

    fn permission(cmd: AuditCmd) -> Permission {
        match cmd {
            AuditCmd::Verify | AuditCmd::Sign => Permission::Verify,
            AuditCmd::SignFinding | AuditCmd::DrawSample | AuditCmd::JudgeRight | AuditCmd::JudgeWrong => {
                Permission::Audit
            }
            AuditCmd::CloseRequest | AuditCmd::Approve => Permission::Serve,
            AuditCmd::Filter
            | AuditCmd::Apply
            | AuditCmd::NextView
            | AuditCmd::PrevView
            | AuditCmd::Earlier
            | AuditCmd::Later => Permission::Look,
        }
    }

    fn allowed(&self, cmd: AuditCmd, shell: &Shell) -> Result<(), BlockedReason> {
        if shell.front != PaneId::Audit {
            return Err(BlockedReason::NotHere);
        }
        match cmd {
            AuditCmd::Verify if self.verified.pending.is_some() => Err(VERIFYING),
            AuditCmd::SignFinding if self.finding_here(shell).is_none() => Err(NO_FINDING),
            AuditCmd::JudgeRight | AuditCmd::JudgeWrong if self.card().is_none() => Err(NO_SAMPLE),
            AuditCmd::Approve | AuditCmd::CloseRequest if self.waiting_here().is_none() => Err(NO_REQUEST),
            AuditCmd::Approve | AuditCmd::CloseRequest => shell.may_write(),
            AuditCmd::Filter
            | AuditCmd::Apply
            | AuditCmd::NextView
            | AuditCmd::PrevView
            | AuditCmd::Earlier
            | AuditCmd::Later
            | AuditCmd::SignFinding
            | AuditCmd::DrawSample
            | AuditCmd::JudgeRight
            | AuditCmd::JudgeWrong
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
                self.checkpoint.stale = true;
                shell.ask(&mut self.verified, VerifyFile::default(), out);
            }
            AuditCmd::Earlier => self.turn_back(true),
            AuditCmd::Later => self.turn_back(false),
            AuditCmd::SignFinding => self.open(shell, AuditQuestion::FindingNote, ""),
            AuditCmd::DrawSample => {
                self.show(AuditView::Sample, shell);
                self.open(shell, AuditQuestion::SeedWords, "");
            }
            AuditCmd::JudgeRight => self.judge(shell, None, out),
            AuditCmd::JudgeWrong => self.ask_what_is_wrong(shell),
            AuditCmd::Approve => self.approve(shell, out),
            AuditCmd::CloseRequest => self.ask_why(shell),
            AuditCmd::Sign => {
                let name = format!("checkpoint-{}.note", shell.day());
                self.open(shell, AuditQuestion::NotePath, &name);
            }
        }
    }
}
