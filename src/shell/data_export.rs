//! Taking one member's data along: the file it is written to.

use super::effect::{Task, Ticket};
use super::field::TextField;
use super::file_name::{next_name, slug};
use super::form::MemberRef;
use crate::domain::day::Day;

/// The dialog that asks for the file of one member's data.
#[derive(Debug, Clone)]
pub struct DataExportForm {
    pub who: MemberRef,
    pub file: TextField,
    /// The write that it was sent off by, so that it comes back where the file exists.
    pub sent: Option<Ticket>,
}

impl DataExportForm {
    /// The dialog as it opens: a name is offered.
    pub fn new(who: MemberRef, today: Day) -> Self {
        let path = format!("member-{}-{today}.json", slug(&who.no));
        Self { who, file: TextField::with(&path), sent: None }
    }

    /// The same with the next name, because there is a file of this one.
    #[must_use]
    pub fn renamed(&self) -> Self {
        Self { who: self.who.clone(), file: TextField::with(&next_name(self.file.text())), sent: None }
    }

    /// What is to be done; `None` without a file name.
    pub fn task(&self) -> Option<Task> {
        let path = self.file.text().trim();
        (!path.is_empty()).then(|| Task::ExportMember { member: self.who.id, path: path.to_owned() })
    }
}
