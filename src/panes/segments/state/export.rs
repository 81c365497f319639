//! Taking a list along: what the dialog asks, and what is written.

use crate::domain::export::{Export, MembersExport};
use crate::domain::question::{CountMembers, MemberListQuery};
use crate::shell::effect::Task;
use crate::shell::field::TextField;
use crate::shell::slot::Slot;

/// The purpose whose consent is asked for unless somebody changes it.
pub const PURPOSE: &str = "marketing";

#[derive(Debug, Clone)]
pub struct ExportForm {
    /// Of whom those are written whom the fields leave.
    pub members: MemberListQuery,
    pub file: TextField,
    /// The purpose; empty: everybody.
    pub consent: TextField,
    /// Contact fields whole instead of masked.
    pub whole: bool,
    /// The field that has the keys: 0 file, 1 consent, 2 contact.
    pub at: usize,
    pub count: Slot<CountMembers>,
}

impl ExportForm {
    pub const FIELDS: usize = 3;

    /// The dialog as it opens.
    pub fn new(members: MemberListQuery, path: &str) -> Self {
        let (file, consent) = (TextField::with(path), TextField::with(PURPOSE));
        Self { members, file, consent, whole: false, at: 0, count: Slot::default() }
    }

    /// What the fields say; `None` without a file name.
    pub fn read(&self) -> Option<Task> {
        let (path, purpose) = (self.file.text().trim(), self.consent.text().trim());
        let export = MembersExport {
            list: self.members.clone(),
            consent: (!purpose.is_empty()).then(|| purpose.to_owned()),
            unmasked: self.whole,
            ..MembersExport::default()
        };
        (!path.is_empty()).then(|| Task::Export { export: Export::Members(export), path: path.to_owned() })
    }

    /// The members that would be in it, as a filter.
    pub fn counted(&self) -> String {
        let purpose = self.consent.text().trim().replace('"', "");
        let query = if self.members.query == "*" { "" } else { &self.members.query };
        match purpose.as_str() {
            "" => self.members.query.clone(),
            purpose => format!("{query} consent:\"{purpose}\"").trim().to_owned(),
        }
    }

    /// The text field that has the keys.
    pub fn field(&self) -> Option<&TextField> {
        [&self.file, &self.consent].get(self.at).copied()
    }

    /// The same, to be filled.
    pub fn field_mut(&mut self) -> Option<&mut TextField> {
        match self.at {
            0 => Some(&mut self.file),
            1 => Some(&mut self.consent),
            _ => None,
        }
    }
}
