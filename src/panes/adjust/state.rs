//! What the pane knows: a form for each kind of change.

use crate::domain::day::Day;
use crate::domain::program::Program;
use crate::parts;
use crate::shell::draft::FormDraft;
use crate::shell::form::{Form, FormKind, MemberRef, Preset};

parts! {
    /// What can be clicked.
    pub enum AdjustPart {
        /// The forms' names.
        Forms,
    }
}

/// The pane. The forms belong to one member; another current member begins them anew.
#[derive(Debug, Clone, Default)]
pub struct AdjustPane {
    /// The forms, in the order of [`FormKind::FORMS`]; empty while there is no current member.
    pub drafts: Vec<FormDraft>,
    pub front: usize,
}

impl AdjustPane {
    pub fn in_front(&self) -> Option<&FormDraft> {
        self.drafts.get(self.front)
    }

    /// The form in front, to be filled.
    pub fn in_front_mut(&mut self) -> Option<&mut FormDraft> {
        self.drafts.get_mut(self.front)
    }

    pub fn who(&self) -> Option<&MemberRef> {
        self.drafts.first().map(|d| &d.form.who)
    }

    /// Empty forms for a member.
    pub fn start(&mut self, who: &MemberRef, program: &Program, today: Day, preset: Preset<'_>) {
        let empty = |kind: &FormKind| FormDraft::new(Form::new(*kind, who.clone(), program, today, preset));
        self.drafts = FormKind::FORMS.iter().map(empty).collect();
    }

    /// Empties a form; what was typed is gone, and so is its key.
    pub fn restart(&mut self, at: usize, program: &Program, today: Day, preset: Preset<'_>) {
        if let Some(draft) = self.drafts.get_mut(at) {
            let (kind, who) = (draft.form.act, draft.form.who.clone());
            *draft = FormDraft::new(Form::new(kind, who, program, today, preset));
        }
    }
}
