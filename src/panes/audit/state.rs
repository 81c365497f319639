//! What the pane knows: the filter, the operations that match, and how the file was proved last.

use crate::domain::enumeration::enumeration;
use crate::domain::num::MemberId;
use crate::domain::operation::OperationRow;
use crate::domain::question::{ListOperations, ReadCheckpoint, VerifyFile};
use crate::parts;
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::list::ListState;
use crate::shell::slot::Slot;
use crate::shell::ticket::Ticket;

/// Rows asked for at first.
pub const FIRST_LIMIT: usize = 200;
/// Rows asked for at most; who wants older ones narrows the journal.
pub const LAST_LIMIT: usize = 12_800;

enumeration! {
    /// What the pane shows.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum AuditView {
        /// Every operation, the newest first.
        #[default]
        Journal,
        /// The newest checkpoint, and whether the file is what was once written.
        Proof,
    }
}

parts! {
    /// What is drawn and can be clicked.
    pub enum AuditPart {
        /// The views' names.
        Views,
        Filter,
        List,
    }
}

/// The pane.
#[derive(Debug, Clone, Default)]
pub struct AuditPane {
    pub view: AuditView,
    /// The text of the filter, and whether it has the keys.
    pub field: TextField,
    pub has_filter_keys: bool,
    /// The filter that holds: what stood in the box when it was applied.
    pub query: String,
    pub page: Slot<ListOperations>,
    pub list: ListState,
    pub checkpoint: Slot<ReadCheckpoint>,
    pub verified: Slot<VerifyFile>,
    /// Where the signed checkpoint shall be written, while that is asked.
    pub naming: Option<TextField>,
    /// The note that is being written, and under which name, to be offered again under the next one where there is such a file.
    pub(in crate::panes::audit) signing: Option<(Ticket, String)>,
    /// How many rows are wanted.
    pub(in crate::panes::audit) limit: usize,
}

impl AuditPane {
    /// The operations that it lists: of a past day, those up to its end.
    pub fn question(&self, shell: &Shell) -> ListOperations {
        let until = shell.as_of.map(|day| format!(" until:{day}")).unwrap_or_default();
        ListOperations { query: format!("{}{until}", self.query), limit: self.limit.max(FIRST_LIMIT) }
    }

    /// The rows on the screen, current or dimmed.
    pub fn rows(&self) -> &[OperationRow] {
        self.page.answer().map_or(&[], |page| &page.rows)
    }

    /// Whether the rows answer what is asked. Nothing acts on them otherwise.
    pub fn is_current(&self, shell: &Shell) -> bool {
        let asked = self.question(shell);
        let answers = |answered: &ListOperations| answered.query == asked.query;
        self.page.failed.is_none() && self.page.answered().is_some_and(answers)
    }

    /// The row under the cursor, where it may be acted upon.
    pub fn row(&self, shell: &Shell) -> Option<&OperationRow> {
        let rows = self.rows();
        let acts = self.view == AuditView::Journal && self.is_current(shell);
        if acts { rows.get(self.list.cursor(rows.len())) } else { None }
    }

    /// How many more rows are to be asked for, where the cursor comes near the last one and there are more.
    pub(in crate::panes::audit) fn wants_more(&self) -> Option<usize> {
        let (limit, page) = (self.page.answered()?.limit, self.page.answer()?);
        let shown = page.rows.len();
        let is_near = self.list.cursor(shown) + FIRST_LIMIT / 4 >= shown;
        let has_more = (shown as u64) < page.total && limit < LAST_LIMIT;
        (is_near && has_more && self.page.pending.is_none()).then(|| (limit * 4).min(LAST_LIMIT))
    }
}

/// The member that an operation is about, where it is about one.
pub(in crate::panes::audit) fn member_of(row: &OperationRow) -> Option<MemberRef> {
    let id = row.member.filter(|id| *id != MemberId::NOBODY)?;
    let (no, name) = (row.member_no.clone().unwrap_or_default(), row.member_name.clone().unwrap_or_default());
    Some(MemberRef { id, no, name })
}
