//! What the pane does.

mod answer;
mod asking;
mod dialog;
mod drill;
mod filter;
mod request;
mod walk;

use super::commands::{COMMANDS, FILTER, GRID, NO_SAVED, NOT_MOVES, NOT_SEGMENTS, ROWS, SegmentsCmd};
use super::state::SegmentsPane;
use super::state::dialog::{COLUMNS, Dialog};
use super::state::positions::{SegmentsPart, SegmentsView};
use crate::domain::day::Instant;
use crate::domain::permission::Permission;
use crate::domain::read_models::ExplainTopic;
use crate::shell::Shell;
use crate::shell::columns::MemberList;
use crate::shell::command::{self, CHOICE, CommandGroup, FORM, KeyChain, MOVE, OPEN, PARTS, PICKER, PROMPT};
use crate::shell::effect::Effect;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::list::ListMove;
use crate::shell::msg::Reply;
use crate::shell::pane::{BackStep, CursorMember, DialogKey, Pane, PaneCommands, Reload};
use crate::shell::pane_id::PaneId;
use crate::shell::regions::Spot;
use crate::shell::routing::Presence;
use crate::shell::toast::BlockedReason;

fn dialog_keys(dialog: &Dialog) -> KeyChain {
    match dialog {
        Dialog::Sort(_) => KeyChain::popup(&[PICKER, MOVE]),
        Dialog::Name { .. } | Dialog::Forget(_) | Dialog::Days { .. } => KeyChain::alone(&[PROMPT]),
        Dialog::Export(form) if form.field().is_some() => KeyChain::alone(&[PROMPT, FORM]),
        Dialog::Export(_) => KeyChain::alone(&[CHOICE, PROMPT, FORM]),
        Dialog::Legend(_) => KeyChain::popup(&[MOVE]),
    }
}

/// Whether there is a list of members that could be saved as a filter or exported.
fn has_list(pane: &SegmentsPane, shell: &Shell) -> bool {
    shell.front == PaneId::Segments && dialog::wanted(pane, shell).is_some()
}

impl Pane for SegmentsPane {
    fn filter_here(&self) -> Option<String> {
        match &self.drill {
            Some(drill) => Some(drill.key.query.clone()),
            None => self.saved_name().and_then(|name| self.filter_named(name)),
        }
    }

    fn filter_named(&self, name: &str) -> Option<String> {
        self.saved_filters().iter().find(|saved| saved.name == name).map(|saved| saved.query.clone())
    }

    fn member_list(&self) -> Option<MemberList> {
        self.drill.as_ref().map(|_| MemberList::Segment)
    }

    fn keys(&self, _shell: &Shell) -> KeyChain {
        match self.dialogs.last() {
            Some(dialog) => dialog_keys(dialog),
            None if self.filter.has_keys => KeyChain::alone(&[FILTER, OPEN]),
            None if self.drill.is_some() || self.view == SegmentsView::Value => {
                KeyChain::rows(&[ROWS, GRID, OPEN, PARTS, command::COLUMNS])
            }
            None => KeyChain::rows(&[GRID, OPEN, PARTS, command::COLUMNS]),
        }
    }

    fn text_field(&self) -> Option<&TextField> {
        match self.dialogs.last() {
            Some(dialog) => dialog.field(),
            None => self.filter.has_keys.then_some(&self.filter.field),
        }
    }

    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        match self.dialogs.last_mut() {
            Some(dialog) => dialog.field_mut(),
            None => self.filter.has_keys.then_some(&mut self.filter.field),
        }
    }

    fn edited(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        match self.dialogs.last_mut() {
            Some(Dialog::Days { wrong, .. }) => *wrong = false,
            Some(Dialog::Export(_)) => dialog::count(self, shell, out),
            Some(Dialog::Sort(_) | Dialog::Name { .. } | Dialog::Forget(_) | Dialog::Legend(_)) => {}
            None => filter::edited(self, shell),
        }
    }

    fn subject<'a>(&'a self, shell: &'a Shell) -> Option<&'a MemberRef> {
        if self.drill.is_some() || self.view == SegmentsView::Value {
            self.here.as_ref()
        } else {
            shell.current_member.as_ref()
        }
    }

    fn selection(&self, _shell: &Shell) -> CursorMember {
        // Without a list it is nobody's cursor.
        self.here.clone().map_or(CursorMember::Keep, CursorMember::Member)
    }

    fn explain_topic(&self) -> ExplainTopic {
        ExplainTopic::Segment
    }

    fn waits(&self, _shell: &Shell) -> bool {
        self.is_waiting()
    }

    fn interrupt(&mut self, _shell: &mut Shell) -> bool {
        true
    }

    fn deadline(&self, now: Instant) -> Option<Instant> {
        self.late_at(now)
    }

    fn enter(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if self.filter.has_keys {
            filter::enter(self, shell);
        } else {
            drill::open(self, shell, out);
        }
    }

    fn step(&mut self, step: ListMove, shell: &mut Shell, _out: &mut Vec<Effect>) {
        let fit = shell.regions.overlay;
        match self.dialogs.last_mut() {
            Some(Dialog::Sort(list)) => {
                list.step(step, COLUMNS.len(), fit.rows);
            }
            Some(Dialog::Legend(list)) => list.scroll(step, fit.len, fit.rows),
            Some(Dialog::Name { .. } | Dialog::Forget(_) | Dialog::Days { .. } | Dialog::Export(_)) => {}
            None => walk::step(self, shell, step),
        }
    }

    fn sideways(&mut self, right: bool, shell: &mut Shell) {
        walk::sideways(self, shell, right);
    }

    fn turn_part(&mut self, forward: bool, shell: &mut Shell, out: &mut Vec<Effect>) {
        walk::turn_part(self, shell, forward, out);
    }

    fn back(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) -> BackStep {
        if filter::back(self, shell, out) { BackStep::Closed } else { BackStep::Leave }
    }

    fn dialog(&mut self, key: DialogKey, shell: &mut Shell, out: &mut Vec<Effect>) {
        match key {
            DialogKey::Accept => dialog::accept(self, shell, out),
            DialogKey::Field { forward } => dialog::next_field(self, forward),
            DialogKey::Choice { .. } | DialogKey::Pick(1 | 2) => dialog::turn_choice(self),
            DialogKey::Pick(_) => {}
        }
    }

    fn point(&mut self, row: usize) -> bool {
        match self.dialogs.last_mut() {
            Some(Dialog::Sort(list)) => {
                list.put(row);
                true
            }
            Some(
                Dialog::Name { .. } | Dialog::Forget(_) | Dialog::Days { .. } | Dialog::Export(_) | Dialog::Legend(_),
            )
            | None => false,
        }
    }

    fn close_dialog(&mut self) {
        self.dialogs.pop();
    }

    fn click(&mut self, spot: Spot, shell: &mut Shell, out: &mut Vec<Effect>) {
        walk::click(self, shell, spot, out);
    }

    fn took(&mut self, reply: Reply, shell: &mut Shell, out: &mut Vec<Effect>) -> Option<Reply> {
        answer::took(self, shell, reply, out)
    }

    fn reload(&mut self, why: Reload, shell: &mut Shell, _out: &mut Vec<Effect>) {
        match why {
            Reload::Changed | Reload::Day => asking::refresh(self, shell),
        }
    }

    fn settle(&mut self, presence: Presence, shell: &mut Shell, out: &mut Vec<Effect>) {
        request::request_missing(self, shell, presence, out);
    }

    fn drawn(&mut self, shell: &mut Shell) {
        let regions = &shell.regions;
        if let (Some(fit), Some(drill)) = (regions.drawn(SegmentsPart::Row.id()), &mut self.drill) {
            drill.list.settle(drill.total(), fit.rows);
        }
        if let (Some(fit), Some(page)) = (regions.drawn(SegmentsPart::Valued.id()), self.values.answer()) {
            self.valued.settle(page.rows.len(), fit.rows);
        }
        if let (Some(Dialog::Legend(list)), true) = (self.dialogs.last_mut(), shell.has_dialog(PaneId::Segments)) {
            list.settle(regions.overlay.len, regions.overlay.rows);
        }
    }
}

impl PaneCommands for SegmentsPane {
    type Cmd = SegmentsCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::popup(&[PICKER, MOVE]),
        KeyChain::alone(&[PROMPT]),
        KeyChain::alone(&[PROMPT, FORM]),
        KeyChain::alone(&[CHOICE, PROMPT, FORM]),
        KeyChain::popup(&[MOVE]),
        KeyChain::alone(&[FILTER, OPEN]),
        KeyChain::rows(&[ROWS, GRID, OPEN, PARTS, command::COLUMNS]),
        KeyChain::rows(&[GRID, OPEN, PARTS, command::COLUMNS]),
    ];

    const COMMANDS: &'static [CommandGroup<SegmentsCmd>] = COMMANDS;

    fn permission(cmd: SegmentsCmd) -> Permission {
        match cmd {
            SegmentsCmd::SaveFilter | SegmentsCmd::ForgetFilter => Permission::Serve,
            SegmentsCmd::Export => Permission::Manage,
            SegmentsCmd::Filter
            | SegmentsCmd::Complete
            | SegmentsCmd::NextEnding
            | SegmentsCmd::PrevEnding
            | SegmentsCmd::Sort
            | SegmentsCmd::Reverse
            | SegmentsCmd::NextView
            | SegmentsCmd::PrevView
            | SegmentsCmd::MoveDays
            | SegmentsCmd::Legend => Permission::Look,
        }
    }

    fn allowed(&self, cmd: SegmentsCmd, shell: &Shell) -> Result<(), BlockedReason> {
        let is_here = shell.front == PaneId::Segments;
        match cmd {
            SegmentsCmd::SaveFilter | SegmentsCmd::Export if !has_list(self, shell) => Err(BlockedReason::NoList),
            SegmentsCmd::Reverse if self.drill.is_none() => Err(BlockedReason::NoList),
            SegmentsCmd::ForgetFilter if self.saved_name().is_none() => Err(NO_SAVED),
            SegmentsCmd::MoveDays if !is_here || self.view != SegmentsView::Moves => Err(NOT_MOVES),
            SegmentsCmd::Filter | SegmentsCmd::Legend if !is_here => Err(NOT_SEGMENTS),
            SegmentsCmd::Filter
            | SegmentsCmd::Complete
            | SegmentsCmd::NextEnding
            | SegmentsCmd::PrevEnding
            | SegmentsCmd::Sort
            | SegmentsCmd::Reverse
            | SegmentsCmd::NextView
            | SegmentsCmd::PrevView
            | SegmentsCmd::SaveFilter
            | SegmentsCmd::ForgetFilter
            | SegmentsCmd::MoveDays
            | SegmentsCmd::Export
            | SegmentsCmd::Legend => Ok(()),
        }
    }

    fn run(&mut self, cmd: SegmentsCmd, shell: &mut Shell, out: &mut Vec<Effect>) {
        match cmd {
            SegmentsCmd::Filter => filter::to_box(self, shell),
            SegmentsCmd::Complete => filter::complete(self, shell),
            SegmentsCmd::NextEnding => filter::turn(self, shell, true),
            SegmentsCmd::PrevEnding => filter::turn(self, shell, false),
            SegmentsCmd::Sort => dialog::open_sort(self, shell),
            SegmentsCmd::Reverse => dialog::reverse(self),
            SegmentsCmd::NextView => walk::turn_view(self, shell, true, out),
            SegmentsCmd::PrevView => walk::turn_view(self, shell, false, out),
            SegmentsCmd::SaveFilter => dialog::save(self, shell),
            SegmentsCmd::ForgetFilter => dialog::forget(self, shell),
            SegmentsCmd::MoveDays => dialog::open_days(self, shell),
            SegmentsCmd::Export => dialog::open_export(self, shell, out),
            SegmentsCmd::Legend => dialog::legend(self, shell),
        }
    }
}
