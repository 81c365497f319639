//! Taking a list along: what the dialog asks, and what is written.

use crate::domain::export::{Export, ExportWords, MembersExport};
use crate::domain::question::{CountMembers, MemberListQuery};
use crate::shell::effect::Task;
use crate::shell::field::TextField;
use crate::shell::file_name::next_name;
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
    /// Value and churn risk beside each.
    pub with_value: bool,
    /// The field that has the keys: 0 file, 1 consent, 2 contact.
    pub at: usize,
    pub count: Slot<CountMembers>,
}

/// What a person chose of one export and most likely wants of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportChoices {
    /// The purpose; empty: everybody.
    pub purpose: String,
    pub whole: bool,
}

impl ExportForm {
    pub const FIELDS: usize = 3;

    /// The dialog as it opens.
    pub fn new(members: MemberListQuery, path: &str, choices: Option<&ExportChoices>) -> Self {
        let purpose = choices.map_or(PURPOSE, |choices| choices.purpose.as_str());
        let (file, consent) = (TextField::with(path), TextField::with(purpose));
        let whole = choices.is_some_and(|choices| choices.whole);
        Self { members, file, consent, whole, with_value: false, at: 0, count: Slot::default() }
    }

    /// What the next dialog begins with.
    pub fn choices(&self) -> ExportChoices {
        ExportChoices { purpose: self.consent.text().trim().to_owned(), whole: self.whole }
    }

    /// The same under the next name, because there is a file of this one.
    #[must_use]
    pub fn renamed(&self) -> Self {
        Self { file: TextField::with(&next_name(self.file.text())), at: 0, ..self.clone() }
    }

    /// What the fields say; `None` without a file name. `words`: what stands for codes.
    pub fn read(&self, words: ExportWords) -> Option<Task> {
        let (path, purpose) = (self.file.text().trim(), self.consent.text().trim());
        let export = MembersExport {
            list: self.members.clone(),
            consent: (!purpose.is_empty()).then(|| purpose.to_owned()),
            unmasked: self.whole,
            with_value: self.with_value,
            words: Some(Box::new(words)),
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
