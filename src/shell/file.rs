//! A member's file as it is on the screen.

use super::form::MemberRef;
use super::list::ListState;
use super::slot::Slot;
use crate::domain::contact_log::ContactRow;
use crate::domain::day::Day;
use crate::domain::enumeration::enumeration;
use crate::domain::feedback::{FeedbackRow, case_reference};
use crate::domain::fold::view::{LedgerEntry, PurchaseRow};
use crate::domain::interaction::InteractionRow;
use crate::domain::operation::OperationRow;
use crate::domain::question::OpenMember;
use crate::domain::read_models::MemberRecord;

enumeration! {
    /// A tab of the member's file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum FileTab {
        #[default]
        Ledger,
        Purchases,
        /// What the member said, and its cases.
        Feedback,
        Contacts,
        Journal,
    }
}

/// A member's file on the screen.
#[derive(Debug, Clone)]
pub struct FileView {
    pub who: MemberRef,
    /// For which day; `None`: today.
    pub as_of: Option<Day>,
    /// Its answer is dimmed where it is not the record wanted.
    pub slot: Slot<OpenMember>,
    /// The cursor in the tab's rows.
    pub list: ListState,
}

impl FileView {
    /// The newest record that came, wanted or not.
    pub fn shown(&self) -> Option<&MemberRecord> {
        self.slot.answer().map(AsRef::as_ref)
    }

    /// The file, where it is the one wanted.
    pub fn current(&self) -> Option<&MemberRecord> {
        self.shown().filter(|file| file.id == self.who.id && self.is_of_day(file))
    }

    fn is_of_day(&self, file: &MemberRecord) -> bool {
        self.as_of.map_or(!file.past, |day| file.snapshot.as_of == day)
    }

    pub fn len(&self, tab: FileTab) -> usize {
        self.shown().map_or(0, |file| match tab {
            FileTab::Ledger => file.trace.entries.len(),
            FileTab::Purchases => file.trace.purchases.len(),
            FileTab::Feedback => file.feedback.len(),
            FileTab::Contacts => file.contacts.len() + file.interactions.len(),
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
            FileTab::Feedback => file.feedback.get(at).map(FileRow::Feedback),
            FileTab::Contacts => touches(file).into_iter().nth(at),
            FileTab::Journal => file.journal.get(at).map(FileRow::Operation),
        }
    }
}

/// One row of a member's file. Every tab shows the newest first.
#[derive(Debug, Clone, Copy)]
pub enum FileRow<'a> {
    Entry(&'a LedgerEntry),
    Purchase(&'a PurchaseRow),
    Feedback(&'a FeedbackRow),
    Contact(&'a ContactRow),
    Interaction(&'a InteractionRow),
    Operation(&'a OperationRow),
}

/// Contacts with a member and its interactions together, the newest day first; of one day the contacts come first.
pub fn touches(file: &MemberRecord) -> Vec<FileRow<'_>> {
    let contacts = file.contacts.iter().map(|row| (row.contact.day, FileRow::Contact(row)));
    let interactions = file.interactions.iter().map(|row| (row.day, FileRow::Interaction(row)));
    let mut rows: Vec<_> = contacts.chain(interactions).collect();
    rows.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    rows.into_iter().map(|(_, row)| row).collect()
}

impl FileRow<'_> {
    /// What `c` copies of it: the order reference, the one of its case, or the operation's id.
    pub fn copied(self) -> Option<String> {
        match self {
            Self::Entry(entry) => entry.reference.clone(),
            Self::Purchase(purchase) => purchase.reference.clone(),
            Self::Feedback(feedback) => Some(case_reference(feedback.id)),
            Self::Contact(contact) => Some(contact.op.to_string()),
            Self::Interaction(interaction) => Some(interaction.op.to_string()),
            Self::Operation(operation) => Some(operation.op.to_string()),
        }
    }
}
