//! Search: asking, and what comes back.

use crate::domain::num::MemberId;
use crate::domain::question::{AnyAnswer, FindMembers};
use crate::domain::read_models::MemberRow;
use crate::panes::members::state::{FIRST_LIMIT, Focus, MembersPane};
use crate::shell::Shell;
use crate::shell::columns::MemberList;
use crate::shell::detail::RowDetail;
use crate::shell::effect::{Effect, Ticket};
use crate::shell::failure::Failure;
use crate::shell::filter;
use crate::shell::form::MemberRef;
use crate::shell::list::ListState;
use crate::shell::overlay::Overlay;
use std::collections::HashMap;

impl MembersPane {
    /// Asks for what stands in the box.
    pub(in crate::panes::members) fn ask(&mut self, limit: usize, shell: &mut Shell, out: &mut Vec<Effect>) {
        let query = self.search.query().to_owned();
        let question =
            FindMembers { query, limit, as_of: shell.as_of, with_month: shell.columns.show_month(MemberList::Search) };
        shell.ask(&mut self.search.found, question, out);
    }

    /// The text in the box has changed.
    pub(in crate::panes::members) fn query_changed(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let search = &mut self.search;
        let is_typed = |question: &FindMembers| question.query == search.query() && question.as_of == shell.as_of;
        let answered = search.found.answered().is_some_and(is_typed);
        let under_way = search.found.pending.is_some() && search.found.asked.as_ref().is_some_and(is_typed);
        if answered {
            // Typed back to what the rows answer: an answer under way is to something else.
            search.found.forget_pending();
            search.list = ListState::default();
            self.preview(shell, out);
        } else if !under_way {
            self.ask(FIRST_LIMIT, shell, out);
        }
    }

    /// Asks for more rows where the cursor comes near the last one.
    pub(in crate::panes::members) fn more(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if let Some(limit) = self.search.wants_more() {
            self.ask(limit, shell, out);
        }
    }

    /// The columns have changed: asks again where they show what the rows have not brought.
    pub(in crate::panes::members) fn columns_changed(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let is_wanted = shell.columns.show_month(MemberList::Search);
        if is_wanted && self.search.found.asked.as_ref().is_some_and(|asked| !asked.with_month) {
            self.search_again(shell, out);
        }
    }

    /// Asks the same again, because the store may hold something else by now.
    pub(in crate::panes::members) fn search_again(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let limit = self.search.found.answered().map_or(FIRST_LIMIT, |a| a.limit);
        self.ask(limit, shell, out);
    }

    /// An answer. All but the newest question's are dropped.
    pub(in crate::panes::members) fn found(
        &mut self,
        ticket: Ticket,
        result: Result<AnyAnswer, Failure>,
        shell: &mut Shell,
        out: &mut Vec<Effect>,
    ) {
        let search = &mut self.search;
        let came = result.is_ok();
        let key = |question: &FindMembers| (question.query.clone(), question.as_of);
        let is_same = search.found.asked.as_ref().map(key) == search.found.answered().map(key);
        let before = if is_same { search.rows().to_vec() } else { Vec::new() };
        let under_cursor = search.rows().get(search.list.cursor(search.rows().len())).map(|row| row.id);
        if !search.found.take(ticket, result) {
            return;
        }
        if came {
            let was_empty = shell.members == Some(0);
            shell.members = search.found.answer().map(|found| found.members);
            // Where there is nobody to be found, keys act instead of going into the box, until somebody is.
            let is_untouched = search.found.answered().is_some_and(|question| question.query.is_empty());
            if is_untouched && search.field.text().is_empty() {
                match (was_empty, shell.members == Some(0)) {
                    (_, true) => self.focus = Focus::List,
                    (true, false) => self.focus = Focus::Search,
                    (false, false) => {}
                }
            }
            let changed = changed(&before, search.rows());
            search.fresh.mark(changed, shell.setup.now);
            let at = search.rows().iter().position(|row| Some(row.id) == under_cursor);
            match at {
                _ if !is_same => search.list = ListState::default(),
                Some(at) => search.list.put(at),
                None => {}
            }
        }
        self.follow(shell, out);
        if std::mem::take(&mut self.search.enter) {
            self.enter_search(shell, out);
        }
    }

    /// The preview follows the cursor, but a record that was opened on purpose stays until the cursor or the query moves.
    fn follow(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let opened = self.focus == Focus::Record && shell.record.is_some();
        if !opened {
            self.preview(shell, out);
        }
    }

    /// Shows the member under the cursor.
    pub(in crate::panes::members) fn preview(&self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if !self.search.is_current() {
            return;
        }
        match self.search.row().map(MemberRef::of) {
            Some(who) => shell.show_record(who, out),
            None => shell.record = None,
        }
    }

    /// `⏎` on a row: its member is the current one, and the record has the keys.
    pub(in crate::panes::members) fn open_row(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if let Some(who) = self.search.row().map(MemberRef::of) {
            shell.take(who.clone());
            shell.recent.put_first(who.clone());
            shell.show_record(who, out);
            self.focus = Focus::Record;
        }
    }

    /// `⏎` in the box: one hit opens, several move to the list, and what is not here yet is waited for.
    pub(in crate::panes::members) fn enter_search(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let search = &mut self.search;
        if search.found.failed.is_some() {
            shell.forget_ahead();
            return;
        }
        if !search.is_current() {
            search.enter = true;
            return;
        }
        match search.rows().len() {
            0 => shell.forget_ahead(),
            1 => self.open_row(shell, out),
            _ => self.focus = Focus::List,
        }
    }

    /// `⏎` in a record: a merged member leads to the survivor, any other shows the row under the cursor whole.
    pub(in crate::panes::members) fn open_record_row(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(no) = shell.survivor_no().map(str::to_owned) else {
            let detail = shell.record.as_ref().and_then(|record| RowDetail::under_cursor(record, self.tab));
            if let Some(detail) = detail {
                shell.lay(Overlay::Detail(Box::new(detail)));
            }
            return;
        };
        self.search.field.clear();
        self.search.field.paste(&no);
        self.query_changed(shell, out);
        self.enter_search(shell, out);
    }

    /// Takes the first ending of the term in the search box, if there is one.
    pub(in crate::panes::members) fn take_ending(&mut self, shell: &Shell) -> bool {
        filter::take_first(&mut self.search.field, &shell.vocabulary())
    }
}

/// The members of rows that are not as they were, among those that were there before.
fn changed(before: &[MemberRow], after: &[MemberRow]) -> Vec<MemberId> {
    let known: HashMap<MemberId, &MemberRow> = before.iter().map(|row| (row.id, row)).collect();
    let differs = |row: &&MemberRow| known.get(&row.id).is_some_and(|was| was != row);
    after.iter().filter(differs).map(|row| row.id).collect()
}
