//! What the pane knows: the search, its answer, and which part has the keys.

use crate::domain::num::MemberId;
use crate::domain::question::FindMembers;
use crate::domain::read_models::MemberRow;
use crate::parts;
use crate::shell::field::TextField;
use crate::shell::file::FileTab;
use crate::shell::fresh::FreshRows;
use crate::shell::list::ListState;
use crate::shell::slot::Slot;

/// Rows asked for at first.
pub const FIRST_LIMIT: usize = 50;
/// Rows asked for at most; who wants more types more.
pub const LAST_LIMIT: usize = 1_000;

parts! {
    /// What is drawn and can be clicked.
    pub enum MembersPart {
        Search,
        List,
        /// The tabs of the record.
        Tabs,
        /// The rows of the record's tab.
        Record,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    #[default]
    Search,
    List,
    /// The record of the member under the cursor, or of the current one.
    Record,
}

#[derive(Debug, Clone, Default)]
pub struct MembersPane {
    pub focus: Focus,
    /// The search and its answer.
    pub search: MemberSearch,
    /// The tab of the record.
    pub tab: FileTab,
    /// Whether another pane has filtered the list: a record that is opened from there leads back to it first.
    pub is_drilled: bool,
}

/// What was searched and what came back.
#[derive(Debug, Clone, Default)]
pub struct MemberSearch {
    pub field: TextField,
    pub found: Slot<FindMembers>,
    /// Whether `⏎` waits for the answer to what stands in the box.
    pub enter: bool,
    pub list: ListState,
    /// The members whose rows have just changed.
    pub fresh: FreshRows<MemberId>,
}

impl MemberSearch {
    pub fn query(&self) -> &str {
        self.field.text().trim()
    }

    /// The rows on the screen, current or dimmed.
    pub fn rows(&self) -> &[MemberRow] {
        self.found.answer().map_or(&[], |found| &found.rows)
    }

    /// Whether the rows answer what stands in the box. Nothing acts on them otherwise.
    pub fn is_current(&self) -> bool {
        let asked = self.found.asked.as_ref();
        let answers = |answered: &FindMembers| {
            answered.query == self.query() && asked.is_none_or(|asked| asked.as_of == answered.as_of)
        };
        self.found.failed.is_none() && self.found.answered().is_some_and(answers)
    }

    /// The row under the cursor, where it may be acted upon.
    pub fn row(&self) -> Option<&MemberRow> {
        let rows = self.rows();
        if self.is_current() { rows.get(self.list.cursor(rows.len())) } else { None }
    }

    /// Whether there are more rows than were asked for and the cursor comes near the last one.
    pub(super) fn wants_more(&self) -> Option<usize> {
        let (limit, found) = (self.found.answered()?.limit, self.found.answer()?);
        let shown = found.rows.len();
        let near = self.list.cursor(shown) + FIRST_LIMIT / 2 >= shown;
        let more = (shown as u64) < found.total && limit < LAST_LIMIT;
        let under_way = self.found.pending.is_some();
        (near && more && !under_way).then(|| (limit * 4).min(LAST_LIMIT))
    }
}
