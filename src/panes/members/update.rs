//! What the pane does.

mod search;

use super::commands::{COMMANDS, MembersCmd};
use super::state::{FIRST_LIMIT, Focus, MembersPane, MembersPart};
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::permission::Permission;
use crate::domain::question::UndoTarget;
use crate::domain::read_models::MemberRow;
use crate::shell::Shell;
use crate::shell::columns::MemberList;
use crate::shell::command::{CommandGroup, KeyChain, OPEN, PARTS, SEARCH, TABS};
use crate::shell::effect::Effect;
use crate::shell::field::TextField;
use crate::shell::file::{FileRow, FileTab};
use crate::shell::form::MemberRef;
use crate::shell::list::{ListMove, ListState};
use crate::shell::msg::Reply;
use crate::shell::pane::{BackStep, CursorMember, Pane, PaneCommands, Reload};
use crate::shell::regions::Spot;
use crate::shell::routing::{PaneRequest, Presence};
use crate::shell::toast::BlockedReason;

impl MembersPane {
    /// The search box has the keys, its text selected, so that typing replaces it.
    fn focus_search(&mut self) {
        self.focus = Focus::Search;
        self.search.field.select_all();
    }

    /// Moves the cursor of the list; the preview follows, and more rows are asked for towards the end.
    fn step_list(&mut self, step: ListMove, shell: &mut Shell, out: &mut Vec<Effect>) {
        if !self.search.is_current() {
            return;
        }
        let len = self.search.rows().len();
        let rows = shell.regions.fit(MembersPart::List.id()).rows;
        if self.search.list.step(step, len, rows) {
            self.preview(shell, out);
        }
        self.more(shell, out);
    }

    /// Moves in the rows of the record's tab.
    fn step_record(&self, step: ListMove, shell: &mut Shell) {
        let rows = shell.regions.fit(MembersPart::Record.id()).rows;
        if let Some(record) = &mut shell.record {
            record.list.step(step, record.len(self.tab), rows);
        }
    }

    /// A tab of the record, from its first row.
    fn show_tab(&mut self, tab: FileTab, shell: &mut Shell) {
        self.tab = tab;
        if let Some(record) = &mut shell.record {
            record.list = ListState::default();
        }
    }

    /// The first click puts the cursor on a row, a second one opens it.
    fn click_row(&mut self, row: usize, shell: &mut Shell, out: &mut Vec<Effect>) {
        let search = &mut self.search;
        if !search.is_current() {
            return;
        }
        let again = self.focus == Focus::List && search.list.cursor(search.rows().len()) == row;
        search.list.put(row);
        self.focus = Focus::List;
        if again {
            self.open_row(shell, out);
        } else {
            self.preview(shell, out);
        }
    }
}

impl Pane for MembersPane {
    fn keys(&self, _shell: &Shell) -> KeyChain {
        match self.focus {
            Focus::Search => KeyChain::alone(&[SEARCH, OPEN, PARTS]),
            Focus::List => KeyChain::rows(&[OPEN, PARTS]),
            Focus::Record => KeyChain::rows(&[OPEN, TABS, PARTS]),
        }
    }

    fn text_field(&self) -> Option<&TextField> {
        (self.focus == Focus::Search).then_some(&self.search.field)
    }

    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        (self.focus == Focus::Search).then_some(&mut self.search.field)
    }

    fn edited(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.query_changed(shell, out);
    }

    fn subject<'a>(&'a self, shell: &'a Shell) -> Option<&'a MemberRef> {
        shell.record.as_ref().filter(|_| self.search.is_current()).map(|record| &record.who)
    }

    fn selection(&self, shell: &Shell) -> CursorMember {
        match &shell.record {
            _ if !self.search.is_current() => CursorMember::Keep,
            Some(record) => CursorMember::Member(record.who.clone()),
            None => CursorMember::Nobody,
        }
    }

    fn undo_target(&self, shell: &Shell) -> Option<(UndoTarget, MemberRef)> {
        let record = shell.record.as_ref().filter(|_| self.focus == Focus::Record)?;
        match record.row(self.tab)? {
            FileRow::Operation(operation) => Some((UndoTarget::Operation(operation.op), record.who.clone())),
            FileRow::Contact(contact) => Some((UndoTarget::Operation(contact.op), record.who.clone())),
            // An import brought it together with much else.
            FileRow::Entry(_) | FileRow::Purchase(_) | FileRow::Feedback(_) | FileRow::Interaction(_) => None,
        }
    }

    fn row_of(&self, member: MemberId) -> Option<&MemberRow> {
        self.search.rows().iter().find(|row| row.id == member)
    }

    fn copied(&self, shell: &Shell) -> Option<String> {
        let record = shell.record.as_ref().filter(|_| self.focus == Focus::Record);
        let of_row = record.and_then(|record| record.row(self.tab)).and_then(FileRow::copied);
        of_row.or_else(|| self.subject(shell).map(|who| who.no.clone()))
    }

    fn member_list(&self) -> Option<MemberList> {
        Some(MemberList::Search)
    }

    fn may_enter(&self, _shell: &Shell) -> Result<(), BlockedReason> {
        let is_empty = self.focus == Focus::List && self.search.rows().is_empty();
        if is_empty { Err(BlockedReason::NoMember) } else { Ok(()) }
    }

    fn waits(&self, shell: &Shell) -> bool {
        let search = &self.search;
        let outdated_rows = self.focus != Focus::Search && search.found.pending.is_some() && !search.is_current();
        let record_under_way =
            self.focus == Focus::Record && shell.record.as_ref().is_some_and(|r| r.slot.pending.is_some());
        search.enter || outdated_rows || record_under_way
    }

    fn interrupt(&mut self, shell: &mut Shell) -> bool {
        self.search.enter = false;
        shell.request(PaneRequest::Search);
        false
    }

    /// It is something to search.
    fn before_paste(&mut self, shell: &mut Shell) {
        shell.request(PaneRequest::Search);
    }

    fn deadline(&self, now: Instant) -> Option<Instant> {
        self.search.fresh.until(now)
    }

    fn begin(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.ask(FIRST_LIMIT, shell, out);
    }

    fn come_back(&mut self, _shell: &mut Shell) {
        self.focus = Focus::Record;
    }

    fn serve(&mut self, request: &PaneRequest, shell: &mut Shell, out: &mut Vec<Effect>) -> bool {
        match request {
            PaneRequest::Find(text) => {
                (self.focus, self.is_drilled) = (Focus::List, true);
                self.search.field = TextField::with(text);
                self.query_changed(shell, out);
            }
            PaneRequest::Record => (self.focus, self.is_drilled) = (Focus::Record, false),
            PaneRequest::Search => self.focus_search(),
            PaneRequest::Alerts | PaneRequest::Care => return false,
        }
        true
    }

    fn enter(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        match self.focus {
            Focus::Search => self.enter_search(shell, out),
            Focus::List => self.open_row(shell, out),
            Focus::Record => self.open_record_row(shell, out),
        }
    }

    fn step(&mut self, step: ListMove, shell: &mut Shell, out: &mut Vec<Effect>) {
        match self.focus {
            Focus::List | Focus::Search => self.step_list(step, shell, out),
            Focus::Record => self.step_record(step, shell),
        }
    }

    fn turn_tab(&mut self, forward: bool, shell: &mut Shell, _out: &mut Vec<Effect>) {
        let n = FileTab::ALL.len();
        let at = FileTab::ALL.iter().position(|t| *t == self.tab).unwrap_or(0);
        self.show_tab(FileTab::ALL[if forward { (at + 1) % n } else { (at + n - 1) % n }], shell);
    }

    /// In the search box Tab takes an ending first.
    fn turn_part(&mut self, forward: bool, shell: &mut Shell, out: &mut Vec<Effect>) {
        if forward && self.focus == Focus::Search && self.take_ending(shell) {
            return self.query_changed(shell, out);
        }
        match (self.focus, forward) {
            (Focus::Search, true) | (Focus::Record, false) => self.focus = Focus::List,
            (Focus::List, true) | (Focus::Search, false) => self.focus = Focus::Record,
            (Focus::Record, true) | (Focus::List, false) => self.focus_search(),
        }
    }

    fn back(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) -> BackStep {
        let is_empty_store = shell.members == Some(0);
        if self.focus != Focus::Search {
            if shell.came_from.is_empty() {
                // There is nobody to be searched for.
                if is_empty_store {
                    return BackStep::Stay;
                }
                self.focus_search();
                return BackStep::Closed;
            }
            if self.focus == Focus::Record && self.is_drilled {
                self.focus = Focus::List;
                return BackStep::Closed;
            }
            return BackStep::Leave;
        }
        if self.search.field.clear() {
            self.query_changed(shell, out);
            return BackStep::Closed;
        }
        if self.search.rows().is_empty() && !is_empty_store {
            return BackStep::Stay;
        }
        self.focus = Focus::List;
        BackStep::Closed
    }

    fn click(&mut self, spot: Spot, shell: &mut Shell, out: &mut Vec<Effect>) {
        match MembersPart::of(spot.part) {
            Some(MembersPart::Search) => shell.request(PaneRequest::Search),
            Some(MembersPart::List) => self.click_row(spot.row, shell, out),
            Some(MembersPart::Tabs) => {
                if let Some(tab) = FileTab::ALL.get(spot.row) {
                    self.show_tab(*tab, shell);
                }
                self.focus = Focus::Record;
            }
            Some(MembersPart::Record) => self.focus = Focus::Record,
            None => {}
        }
    }

    fn wheel(&mut self, spot: Spot, step: ListMove, shell: &mut Shell, out: &mut Vec<Effect>) {
        match MembersPart::of(spot.part) {
            Some(MembersPart::List) => self.step_list(step, shell, out),
            Some(MembersPart::Record) => self.step_record(step, shell),
            Some(MembersPart::Search | MembersPart::Tabs) | None => {}
        }
    }

    fn took(&mut self, reply: Reply, shell: &mut Shell, out: &mut Vec<Effect>) -> Option<Reply> {
        match reply {
            Reply::Answered(ticket, result) if self.search.found.waits_for(ticket) => {
                self.found(ticket, result, shell, out);
            }
            other => return Some(other),
        }
        None
    }

    fn reload(&mut self, why: Reload, shell: &mut Shell, out: &mut Vec<Effect>) {
        match why {
            Reload::Changed | Reload::Day => self.search_again(shell, out),
        }
    }

    fn settle(&mut self, _presence: Presence, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.columns_changed(shell, out);
    }

    fn drawn(&mut self, shell: &mut Shell) {
        if let Some(fit) = shell.regions.drawn(MembersPart::List.id()) {
            self.search.list.settle(self.search.rows().len(), fit.rows);
        }
        if let (Some(fit), Some(record)) = (shell.regions.drawn(MembersPart::Record.id()), &mut shell.record) {
            record.list.settle(record.len(self.tab), fit.rows);
        }
    }
}

impl PaneCommands for MembersPane {
    type Cmd = MembersCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::alone(&[SEARCH, OPEN, PARTS]),
        KeyChain::rows(&[OPEN, PARTS]),
        KeyChain::rows(&[OPEN, TABS, PARTS]),
    ];

    const COMMANDS: &'static [CommandGroup<MembersCmd>] = COMMANDS;

    fn permission(cmd: MembersCmd) -> Permission {
        match cmd {
            MembersCmd::ToList => Permission::Look,
        }
    }

    fn allowed(&self, cmd: MembersCmd, _shell: &Shell) -> Result<(), BlockedReason> {
        match cmd {
            MembersCmd::ToList => Ok(()),
        }
    }

    fn run(&mut self, cmd: MembersCmd, _shell: &mut Shell, _out: &mut Vec<Effect>) {
        match cmd {
            // The list takes keys once its rows answer what stands in the box.
            MembersCmd::ToList => self.focus = Focus::List,
        }
    }
}
