//! Taking a list along: what the dialog asks, and what is written.

use crate::shell::asking::segments::Export;
use crate::shell::field::TextField;
use crate::shell::slot::Slot;

/// The purpose whose consent is asked for unless somebody changes it.
pub const PURPOSE: &str = "marketing";

#[derive(Debug, Clone)]
pub struct ExportForm {
    /// What to write, but for what the fields say.
    pub export: Export,
    pub file: TextField,
    /// The purpose; empty: everybody.
    pub consent: TextField,
    /// Contact fields whole instead of masked.
    pub whole: bool,
    /// The field that has the keys: 0 file, 1 consent, 2 contact.
    pub at: usize,
    pub count: Slot<u64>,
}

impl ExportForm {
    pub const FIELDS: usize = 3;

    /// The dialog as it opens.
    pub fn new(export: Export) -> Self {
        let (file, consent) = (TextField::with(&export.path), TextField::with(PURPOSE));
        Self { export, file, consent, whole: false, at: 0, count: Slot::default() }
    }

    /// What the fields say; `None` without a file name.
    pub fn read(&self) -> Option<Export> {
        let (path, purpose) = (self.file.text().trim(), self.consent.text().trim());
        (!path.is_empty()).then(|| Export {
            path: path.to_owned(),
            consent: (!purpose.is_empty()).then(|| purpose.to_owned()),
            whole: self.whole,
            ..self.export.clone()
        })
    }

    /// The members that would be in it, as a filter.
    pub fn counted(&self) -> String {
        let purpose = self.consent.text().trim().replace('"', "");
        let query = if self.export.query == "*" { "" } else { &self.export.query };
        match purpose.as_str() {
            "" => self.export.query.clone(),
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
