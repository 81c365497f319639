//! What the pane does.

mod alerts;
mod care;
mod export;

use super::commands::{ALERTS, CARE, COMMANDS, FIGURES, NO_MEMBERS, NOT_FIRED, OverviewCmd, TARGETS};
use super::state::{OverviewDialog, OverviewPane, OverviewPart, OverviewTab};
use crate::domain::activation::WEEKS;
use crate::domain::care::CareCause;
use crate::domain::contact::CareReason;
use crate::domain::permission::Permission;
use crate::domain::question::{ShowActivation, ShowLost, ShowOverview, ShowPoints, UndoTarget};
use crate::shell::Shell;
use crate::shell::command::{CommandGroup, KeyChain, MOVE, OPEN, PROMPT, TABS};
use crate::shell::commands::ShellCmd;
use crate::shell::effect::Effect;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::list::{ListMove, ListState};
use crate::shell::msg::Reply;
use crate::shell::overlay::Overlay;
use crate::shell::pane::{BackStep, Badge, CursorMember, DialogKey, Pane, PaneCommands, Reload};
use crate::shell::pane_id::PaneId;
use crate::shell::regions::Spot;
use crate::shell::routing::{PaneRequest, Presence};
use crate::shell::slot::{self, AnySlot};
use crate::shell::toast::BlockedReason;

/// Lays a dialog over what is there.
fn lay(pane: &mut OverviewPane, shell: &mut Shell, dialog: OverviewDialog) {
    if shell.lay(Overlay::Dialog(PaneId::Overview)) {
        pane.dialogs.push(dialog);
    }
}

/// Takes the topmost dialog away, which has the keys.
fn close(pane: &mut OverviewPane, shell: &mut Shell) {
    shell.overlays.pop();
    pane.dialogs.pop();
}

impl OverviewPane {
    fn slots_mut(&mut self) -> [&mut dyn AnySlot; 6] {
        [&mut self.overview, &mut self.points, &mut self.care, &mut self.alerts, &mut self.activation, &mut self.lost]
    }

    /// What the tab in front waits for.
    fn slots_in_front(&mut self) -> Vec<&mut dyn AnySlot> {
        match self.tab {
            OverviewTab::Figures | OverviewTab::Targets => vec![&mut self.overview, &mut self.points],
            OverviewTab::Alerts => vec![&mut self.alerts],
            OverviewTab::Care => vec![&mut self.care],
        }
    }

    /// Asks for what the tab in front shows.
    fn ensure(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let (base, as_of) = (shell.base(), shell.as_of);
        match self.tab {
            OverviewTab::Figures | OverviewTab::Targets => {
                if self.overview.stale {
                    shell.ask(&mut self.overview, ShowOverview { base: base.clone(), as_of }, out);
                }
                if self.points.stale {
                    shell.ask(&mut self.points, ShowPoints { base, as_of }, out);
                }
            }
            OverviewTab::Alerts => {
                if self.alerts.stale {
                    alerts::ask(self, shell, out);
                }
            }
            OverviewTab::Care => {
                if self.care.stale {
                    shell.ask(&mut self.care, Self::care_question(shell), out);
                }
            }
        }
    }

    fn show(&mut self, tab: OverviewTab, shell: &mut Shell) {
        self.tab = tab;
        care::follow(self, shell);
    }

    fn len(&self, shell: &Shell) -> usize {
        match self.tab {
            OverviewTab::Figures => self.figures().len(),
            OverviewTab::Alerts => self.alerts.answer().map_or(0, |list| list.rules.len()),
            OverviewTab::Care => self.care_rows().len(),
            OverviewTab::Targets => self.targets(shell).map_or(0, |rows| rows.len()),
        }
    }

    /// The cursor of the tab in front, and the part that it walks in.
    fn cursor_mut(&mut self) -> (&mut ListState, OverviewPart) {
        match self.tab {
            OverviewTab::Figures => (&mut self.figure, OverviewPart::Figures),
            OverviewTab::Alerts => (&mut self.rule, OverviewPart::Alerts),
            OverviewTab::Care => (&mut self.list, OverviewPart::Care),
            OverviewTab::Targets => (&mut self.target, OverviewPart::Targets),
        }
    }
}

impl Pane for OverviewPane {
    fn keys(&self, _shell: &Shell) -> KeyChain {
        match (self.dialogs.last(), self.tab) {
            (
                Some(
                    OverviewDialog::Definition(_)
                    | OverviewDialog::Rule(_)
                    | OverviewDialog::Lost(_)
                    | OverviewDialog::Activation(_),
                ),
                _,
            ) => KeyChain::popup(&[MOVE]),
            (Some(OverviewDialog::Csv(_) | OverviewDialog::Report(_)), _) => KeyChain::alone(&[PROMPT]),
            (None, OverviewTab::Figures) => KeyChain::rows(&[FIGURES, OPEN, TABS]),
            (None, OverviewTab::Alerts) => KeyChain::rows(&[ALERTS, OPEN, TABS]),
            (None, OverviewTab::Care) => KeyChain::rows(&[CARE, OPEN, TABS]),
            (None, OverviewTab::Targets) => KeyChain::rows(&[TARGETS, TABS]),
        }
    }

    fn text_field(&self) -> Option<&TextField> {
        match self.dialogs.last() {
            Some(OverviewDialog::Csv(field) | OverviewDialog::Report(field)) => Some(field),
            Some(
                OverviewDialog::Definition(_)
                | OverviewDialog::Rule(_)
                | OverviewDialog::Lost(_)
                | OverviewDialog::Activation(_),
            )
            | None => None,
        }
    }

    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        match self.dialogs.last_mut() {
            Some(OverviewDialog::Csv(field) | OverviewDialog::Report(field)) => Some(field),
            Some(
                OverviewDialog::Definition(_)
                | OverviewDialog::Rule(_)
                | OverviewDialog::Lost(_)
                | OverviewDialog::Activation(_),
            )
            | None => None,
        }
    }

    fn subject<'a>(&'a self, shell: &'a Shell) -> Option<&'a MemberRef> {
        match self.tab {
            OverviewTab::Figures | OverviewTab::Alerts | OverviewTab::Targets => shell.current_member.as_ref(),
            OverviewTab::Care => self.care_here(shell).and(self.here.as_ref()),
        }
    }

    fn selection(&self, shell: &Shell) -> CursorMember {
        match (self.tab, &self.here) {
            (OverviewTab::Figures | OverviewTab::Alerts | OverviewTab::Targets, _) => CursorMember::Keep,
            (OverviewTab::Care, _) if !self.is_current(shell) => CursorMember::Keep,
            (OverviewTab::Care, Some(who)) => CursorMember::Member(who.clone()),
            (OverviewTab::Care, None) => CursorMember::Nobody,
        }
    }

    fn care(&self, shell: &Shell) -> Option<CareReason> {
        self.care_here(shell).and_then(|row| row.causes.first()).map(CareCause::reason)
    }

    fn filter_here(&self) -> Option<String> {
        match self.tab {
            OverviewTab::Figures => self.figure_here().and_then(|figure| figure.filter),
            OverviewTab::Alerts => self.rule_here().and_then(|rule| rule.rule.metric.filter()).map(str::to_owned),
            OverviewTab::Care | OverviewTab::Targets => None,
        }
    }

    fn may_enter(&self, shell: &Shell) -> Result<(), BlockedReason> {
        match self.tab {
            OverviewTab::Figures | OverviewTab::Alerts | OverviewTab::Targets => {
                self.filter_here().map(|_| ()).ok_or(NO_MEMBERS)
            }
            OverviewTab::Care => self.care_here(shell).map(|_| ()).ok_or(BlockedReason::NoMember),
        }
    }

    /// Alerts that are lit are seen wherever one is.
    fn badge(&self) -> Option<Badge> {
        let lit = self.alerts.answer().map_or(0, |list| list.lit());
        (lit > 0).then_some(Badge { mark: '▲', n: lit })
    }

    fn begin(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        alerts::ask(self, shell, out);
    }

    /// An acknowledgement belongs to no member: `u` takes back the one of the rule under the cursor.
    fn undo_target(&self, shell: &Shell) -> Option<(UndoTarget, MemberRef)> {
        let ack = self.rule_here().filter(|_| shell.front == PaneId::Overview && self.tab == OverviewTab::Alerts)?;
        let alert = self.alerts.answer()?.open_alert(&ack.rule.code)?;
        Some((UndoTarget::Operation(alert.ack.as_ref()?.op), MemberRef::nobody()))
    }

    fn waits(&self, shell: &Shell) -> bool {
        self.tab == OverviewTab::Care && self.care.pending.is_some() && !self.is_current(shell)
    }

    fn serve(&mut self, request: &PaneRequest, shell: &mut Shell, _out: &mut Vec<Effect>) -> bool {
        let tab = match request {
            PaneRequest::Alerts => OverviewTab::Alerts,
            PaneRequest::Care => OverviewTab::Care,
            PaneRequest::Record | PaneRequest::Search | PaneRequest::Find(_) => return false,
        };
        self.show(tab, shell);
        true
    }

    fn foremost(&self) -> &'static [ShellCmd] {
        match self.tab {
            OverviewTab::Care => &[ShellCmd::Contact],
            OverviewTab::Figures | OverviewTab::Alerts | OverviewTab::Targets => &[],
        }
    }

    fn enter(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        match self.tab {
            OverviewTab::Figures => {
                if let Some(filter) = self.filter_here() {
                    let filter = shell.scoped(&filter);
                    shell.request(PaneRequest::Find(filter));
                }
            }
            OverviewTab::Targets => {}
            // Alerts are those of the whole programme.
            OverviewTab::Alerts => self.filter_here().into_iter().for_each(|f| shell.request(PaneRequest::Find(f))),
            OverviewTab::Care => {
                if let Some(who) = self.here.clone() {
                    shell.take(who);
                    shell.reload_current(out);
                    shell.request(PaneRequest::Record);
                }
            }
        }
    }

    fn step(&mut self, step: ListMove, shell: &mut Shell, _out: &mut Vec<Effect>) {
        if let Some(OverviewDialog::Activation(list)) = self.dialogs.last_mut() {
            let rows = shell.regions.fit(OverviewPart::Activation.id()).rows;
            list.scroll(step, WEEKS, rows);
        }
        if let Some(OverviewDialog::Lost(list)) = self.dialogs.last_mut() {
            let fit = shell.regions.fit(OverviewPart::Lost.id());
            list.scroll(step, fit.len, fit.rows);
        }
        if !self.dialogs.is_empty() {
            return;
        }
        let len = self.len(shell);
        let (list, part) = self.cursor_mut();
        list.step(step, len, shell.regions.fit(part.id()).rows);
        care::follow(self, shell);
    }

    fn turn_tab(&mut self, forward: bool, shell: &mut Shell, _out: &mut Vec<Effect>) {
        let all = OverviewTab::ALL;
        let at = all.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        let next = if forward { at + 1 } else { at + all.len() - 1 };
        self.show(all[next % all.len()], shell);
    }

    /// What takes long is stopped first.
    fn back(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) -> BackStep {
        let mut is_stopped = false;
        for slot in self.slots_in_front() {
            if slot.pending().is_some_and(|pending| pending.is_late(shell.setup.now)) {
                slot.stop();
                out.push(Effect::Stop(slot.lane()));
                is_stopped = true;
            }
        }
        if is_stopped { BackStep::Closed } else { BackStep::Leave }
    }

    fn dialog(&mut self, key: DialogKey, shell: &mut Shell, out: &mut Vec<Effect>) {
        let accepted = key == DialogKey::Accept;
        let path = match self.dialogs.last() {
            Some(OverviewDialog::Csv(field) | OverviewDialog::Report(field)) => field.text().trim().to_owned(),
            Some(
                OverviewDialog::Definition(_)
                | OverviewDialog::Rule(_)
                | OverviewDialog::Lost(_)
                | OverviewDialog::Activation(_),
            )
            | None => String::new(),
        };
        if !accepted || path.is_empty() {
            return;
        }
        let is_report = matches!(self.dialogs.last(), Some(OverviewDialog::Report(_)));
        close(self, shell);
        if is_report {
            export::write_report(self, shell, path, out);
        } else {
            export::write_csv(self, shell, path, out);
        }
    }

    fn close_dialog(&mut self) {
        self.dialogs.pop();
    }

    fn click(&mut self, spot: Spot, shell: &mut Shell, out: &mut Vec<Effect>) {
        match OverviewPart::of(spot.part) {
            Some(OverviewPart::Tabs) => {
                if let Some(tab) = OverviewTab::ALL.get(spot.row) {
                    self.show(*tab, shell);
                }
            }
            Some(OverviewPart::Figures | OverviewPart::Alerts | OverviewPart::Care | OverviewPart::Targets) => {
                let len = self.len(shell);
                let (list, _) = self.cursor_mut();
                let again = list.cursor(len) == spot.row;
                list.put(spot.row);
                care::follow(self, shell);
                if again && self.may_enter(shell).is_ok() {
                    self.enter(shell, out);
                }
            }
            Some(OverviewPart::Activation | OverviewPart::Lost) | None => {}
        }
    }

    fn took(&mut self, reply: Reply, shell: &mut Shell, _out: &mut Vec<Effect>) -> Option<Reply> {
        export::written(self, shell, &reply);
        match reply {
            Reply::Answered(ticket, result) if self.care.waits_for(ticket) => {
                self.care.take(ticket, result);
                care::came(self, shell);
                None
            }
            Reply::Answered(ticket, result) if self.alerts.waits_for(ticket) => {
                self.alerts.take(ticket, result);
                alerts::came(self, shell);
                None
            }
            other => slot::offer(self.slots_mut(), other),
        }
    }

    fn reload(&mut self, why: Reload, _shell: &mut Shell, _out: &mut Vec<Effect>) {
        match why {
            Reload::Changed => care::remember(self),
            Reload::Day => (self.before, self.list) = (None, ListState::default()),
        }
        self.slots_mut().into_iter().for_each(AnySlot::outdate);
    }

    fn settle(&mut self, presence: Presence, shell: &mut Shell, out: &mut Vec<Effect>) {
        match presence {
            Presence::Front => {
                self.is_warm = true;
                self.ensure(shell, out);
            }
            Presence::Away if self.is_warm => {
                self.is_warm = false;
                out.push(Effect::DropColumns);
            }
            Presence::Behind | Presence::Away => {}
        }
        // The badge is seen wherever one is, and is as new as the programme.
        if alerts::is_due(self, shell) {
            alerts::ask(self, shell, out);
        }
    }

    fn drawn(&mut self, shell: &mut Shell) {
        let len = self.len(shell);
        let (list, part) = self.cursor_mut();
        if let Some(fit) = shell.regions.drawn(part.id()) {
            list.settle(len, fit.rows);
        }
    }
}

impl PaneCommands for OverviewPane {
    type Cmd = OverviewCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::popup(&[MOVE]),
        KeyChain::alone(&[PROMPT]),
        KeyChain::rows(&[FIGURES, OPEN, TABS]),
        KeyChain::rows(&[ALERTS, OPEN, TABS]),
        KeyChain::rows(&[CARE, OPEN, TABS]),
        KeyChain::rows(&[TARGETS, TABS]),
    ];

    const COMMANDS: &'static [CommandGroup<OverviewCmd>] = COMMANDS;

    fn permission(cmd: OverviewCmd) -> Permission {
        match cmd {
            OverviewCmd::Define
            | OverviewCmd::Activation
            | OverviewCmd::Lost
            | OverviewCmd::Report
            | OverviewCmd::ShowAlerts
            | OverviewCmd::ShowCare => Permission::Look,
            OverviewCmd::Acknowledge | OverviewCmd::PutOff => Permission::Serve,
            OverviewCmd::CareCsv => Permission::Manage,
        }
    }

    fn allowed(&self, cmd: OverviewCmd, shell: &Shell) -> Result<(), BlockedReason> {
        let is_here = shell.front == PaneId::Overview;
        let is_possible = match cmd {
            OverviewCmd::Define => self.definition_here(shell).is_some(),
            OverviewCmd::Acknowledge if is_here && self.tab == OverviewTab::Alerts => {
                shell.may_write()?;
                return self.alert_here().map(|_| ()).ok_or(NOT_FIRED);
            }
            OverviewCmd::PutOff if is_here && self.care_here(shell).is_some() => return shell.may_write(),
            OverviewCmd::Acknowledge | OverviewCmd::PutOff => false,
            OverviewCmd::Activation | OverviewCmd::Lost => self.tab == OverviewTab::Care,
            OverviewCmd::CareCsv => self.care_here(shell).is_some(),
            OverviewCmd::Report | OverviewCmd::ShowAlerts | OverviewCmd::ShowCare => return Ok(()),
        };
        if is_here && is_possible { Ok(()) } else { Err(BlockedReason::NotHere) }
    }

    fn run(&mut self, cmd: OverviewCmd, shell: &mut Shell, out: &mut Vec<Effect>) {
        match cmd {
            OverviewCmd::Define => {
                if let Some(dialog) = self.definition_here(shell) {
                    lay(self, shell, dialog);
                }
            }
            OverviewCmd::Acknowledge => alerts::acknowledge(self, shell, out),
            OverviewCmd::PutOff => care::put_off(self, shell, out),
            OverviewCmd::Activation => {
                let question = ShowActivation { base: shell.base(), as_of: shell.as_of };
                shell.ask(&mut self.activation, question, out);
                lay(self, shell, OverviewDialog::Activation(ListState::default()));
            }
            OverviewCmd::Lost => {
                let question = ShowLost { base: shell.base(), as_of: shell.as_of };
                shell.ask(&mut self.lost, question, out);
                lay(self, shell, OverviewDialog::Lost(ListState::default()));
            }
            OverviewCmd::CareCsv => export::open_csv(self, shell),
            OverviewCmd::Report => export::open_report(self, shell),
            OverviewCmd::ShowAlerts => shell.request(PaneRequest::Alerts),
            OverviewCmd::ShowCare => shell.request(PaneRequest::Care),
        }
    }
}
