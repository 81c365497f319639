//! Members: the search box, the list, the member's file.

use crate::app::effect::Ticket;
use crate::app::field::TextField;
use crate::app::form::Who;
use crate::app::list::ListState;
use crate::app::model::FileTab;
use crate::app::msg::Failure;
use crate::domain::answer::{Found, MemberFile, MemberRow, OperationRow};
use crate::domain::day::Day;
use crate::domain::fold::view::{Entry, PurchaseRow};

/// Rows asked for at first.
pub const FIRST_LIMIT: usize = 50;
/// Rows asked for at most; who wants more types more.
pub const LAST_LIMIT: usize = 1_000;

/// Which part has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The search box.
    #[default]
    Search,
    /// The list.
    List,
    /// The file.
    File,
}

/// The pane.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// Which part has the keys.
    pub focus: Focus,
    /// The search and its answer.
    pub search: Search,
    /// The file on the screen: the member under the cursor, or the one in hand.
    pub file: Option<FileView>,
    /// The tab of the file.
    pub tab: FileTab,
}

/// What was searched and what came back.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The box.
    pub field: TextField,
    /// The newest question.
    pub asked: Option<Asked>,
    /// The newest answer.
    pub answer: Option<Answer>,
    /// Why there is no answer to what stands in the box.
    pub failed: Option<Failure>,
    /// Whether `⏎` waits for the answer to what stands in the box.
    pub enter: bool,
    /// The cursor.
    pub list: ListState,
}

/// A question under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its ticket.
    pub ticket: Ticket,
    /// What was asked.
    pub query: String,
    /// Rows wanted.
    pub limit: usize,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// To which query.
    pub query: String,
    /// Rows that were wanted.
    pub limit: usize,
    /// The answer.
    pub found: Found,
}

impl Search {
    /// What the box asks for.
    pub fn query(&self) -> &str {
        self.field.text().trim()
    }

    /// The rows on the screen, current or dimmed.
    pub fn rows(&self) -> &[MemberRow] {
        self.answer.as_ref().map_or(&[], |a| &a.found.rows)
    }

    /// Whether the rows answer what stands in the box. Nothing acts on them otherwise.
    pub fn is_current(&self) -> bool {
        self.failed.is_none() && self.answer.as_ref().is_some_and(|a| a.query == self.query())
    }

    /// The row under the cursor, where it may be acted upon.
    pub fn row(&self) -> Option<&MemberRow> {
        let rows = self.rows();
        if self.is_current() { rows.get(self.list.cursor(rows.len())) } else { None }
    }

    /// Whether there are more rows than were asked for and the cursor comes near the last one.
    pub(in crate::app) fn wants_more(&self) -> Option<usize> {
        let answer = self.answer.as_ref()?;
        let shown = answer.found.rows.len();
        let near = self.list.cursor(shown) + FIRST_LIMIT / 2 >= shown;
        let more = (shown as u64) < answer.found.total && answer.limit < LAST_LIMIT;
        let under_way = self.asked.is_some();
        (near && more && !under_way).then(|| (answer.limit * 4).min(LAST_LIMIT))
    }
}

/// A member's file on the screen.
#[derive(Debug, Clone)]
pub struct FileView {
    /// Whose file is wanted.
    pub who: Who,
    /// For which day; `None`: today.
    pub as_of: Option<Day>,
    /// The question under way.
    pub asked: Option<Ticket>,
    /// The newest answer; dimmed where it is not what is wanted.
    pub shown: Option<Box<MemberFile>>,
    /// Why there is no answer.
    pub failed: Option<Failure>,
    /// The cursor in the tab's rows.
    pub list: ListState,
}

impl FileView {
    /// The file, where it is the one wanted.
    pub fn current(&self) -> Option<&MemberFile> {
        self.shown.as_deref().filter(|file| file.id == self.who.id && self.is_of_day(file))
    }

    fn is_of_day(&self, file: &MemberFile) -> bool {
        self.as_of.map_or(!file.past, |day| file.snapshot.as_of == day)
    }

    /// How many rows a tab has.
    pub fn len(&self, tab: FileTab) -> usize {
        self.shown.as_deref().map_or(0, |file| match tab {
            FileTab::Ledger => file.trace.entries.len(),
            FileTab::Purchases => file.trace.purchases.len(),
            FileTab::Journal => file.journal.len(),
        })
    }

    /// The row of a tab under the cursor.
    pub fn row(&self, tab: FileTab) -> Option<FileRow<'_>> {
        let file = self.current()?;
        let at = self.list.cursor(self.len(tab));
        match tab {
            FileTab::Ledger => file.trace.entries.iter().rev().nth(at).map(FileRow::Entry),
            FileTab::Purchases => file.trace.purchases.iter().rev().nth(at).map(FileRow::Purchase),
            FileTab::Journal => file.journal.get(at).map(FileRow::Operation),
        }
    }
}

/// One row of a member's file. Every tab shows the newest first.
#[derive(Debug, Clone, Copy)]
pub enum FileRow<'a> {
    /// Of the ledger.
    Entry(&'a Entry),
    /// Of the purchases.
    Purchase(&'a PurchaseRow),
    /// Of the journal.
    Operation(&'a OperationRow),
}

impl FileRow<'_> {
    /// What `c` copies of it: the order reference, or the operation's id.
    pub fn copied(self) -> Option<String> {
        match self {
            Self::Entry(entry) => entry.reference.clone(),
            Self::Purchase(purchase) => purchase.reference.clone(),
            Self::Operation(operation) => Some(operation.op.to_string()),
        }
    }
}
