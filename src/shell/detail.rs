//! One row of a member's file, whole.

use super::file::FileTab;
use super::file::{FileRow, FileView};
use super::form::MemberRef;
use super::list::ListState;
use crate::domain::contact_log::ContactRow;
use crate::domain::feedback::FeedbackRow;
use crate::domain::fold::view::{LedgerEntry, PurchaseRow};
use crate::domain::interaction::InteractionRow;
use crate::domain::num::{OpSeq, Points};
use crate::domain::operation::OperationRow;

/// What a row of the file is.
#[derive(Debug, Clone)]
pub enum DetailRow {
    /// A line of the ledger, with the day of each lot it drew from or gave back to.
    Entry(LedgerEntry),
    Purchase(PurchaseRow),
    Feedback(Box<FeedbackRow>),
    Contact(Box<ContactRow>),
    Interaction(Box<InteractionRow>),
    /// The operation that stands beside.
    Operation,
}

/// A row of a member's file with the operation that recorded it, to be read.
#[derive(Debug, Clone)]
pub struct RowDetail {
    pub who: MemberRef,
    pub row: DetailRow,
    /// The operation that recorded it, where it is among those that came with the file.
    pub operation: Option<Box<OperationRow>>,
    /// The member's balance before the operation and after it, where it moved points.
    pub balance: Option<(Points, Points)>,
    /// Where the text is scrolled to.
    pub list: ListState,
}

impl RowDetail {
    /// The row under the cursor of a member's file; `None` where there is none.
    pub fn under_cursor(view: &FileView, tab: FileTab) -> Option<Self> {
        let file = view.current()?;
        let by_number = |seq| file.journal.iter().find(|operation| operation.seq == seq);
        let (row, operation) = match view.row(tab)? {
            FileRow::Entry(entry) => (DetailRow::Entry(entry.clone()), by_number(entry.op)),
            FileRow::Purchase(purchase) => (DetailRow::Purchase(purchase.clone()), by_number(purchase.op)),
            FileRow::Feedback(row) => {
                let operation = file.journal.iter().find(|operation| operation.op == row.op);
                (DetailRow::Feedback(Box::new(row.clone())), operation)
            }
            FileRow::Contact(row) => {
                let operation = file.journal.iter().find(|operation| operation.op == row.op);
                (DetailRow::Contact(Box::new(row.clone())), operation)
            }
            FileRow::Interaction(row) => (DetailRow::Interaction(Box::new(row.clone())), by_number(row.seq)),
            FileRow::Operation(operation) => (DetailRow::Operation, Some(operation)),
        };
        let balance = operation.and_then(|operation| balance_around(&file.trace.entries, operation.seq));
        let operation = operation.cloned().map(Box::new);
        Some(Self { who: view.who.clone(), row, operation, balance, list: ListState::default() })
    }
}

/// The balance before the first entry of an operation and after its last one.
fn balance_around(entries: &[LedgerEntry], operation: OpSeq) -> Option<(Points, Points)> {
    let mut of = entries.iter().filter(|entry| entry.op == operation);
    let first = of.next()?;
    let last = of.next_back().unwrap_or(first);
    Some((Points(first.balance_after.0 - first.points.0), last.balance_after))
}
