//! Adjust: forms that change the member in hand.

use crate::app::draft::FormDraft;
use crate::app::form::{Form, FormKind, MemberRef, Preset};
use crate::domain::day::Day;
use crate::domain::program::Program;

/// The pane. The forms belong to one member; another member in hand begins them anew.
#[derive(Debug, Clone, Default)]
pub struct AdjustPane {
    /// The forms, in the order of [`FormKind::FORMS`]; empty while no member is in hand.
    pub drafts: Vec<FormDraft>,
    pub front: usize,
}

impl AdjustPane {
    pub fn draft(&self) -> Option<&FormDraft> {
        self.drafts.get(self.front)
    }

    /// The form in front, to be filled.
    pub fn draft_mut(&mut self) -> Option<&mut FormDraft> {
        self.drafts.get_mut(self.front)
    }

    pub fn who(&self) -> Option<&MemberRef> {
        self.drafts.first().map(|d| &d.form.who)
    }

    /// Brings a form to the front.
    pub fn bring(&mut self, act: FormKind) {
        self.front = FormKind::FORMS.iter().position(|a| *a == act).unwrap_or(0);
    }

    /// Empty forms for a member.
    pub fn begin(&mut self, who: &MemberRef, program: &Program, today: Day, preset: Preset<'_>) {
        self.drafts = FormKind::FORMS
            .iter()
            .map(|&act| FormDraft::new(Form::new(act, who.clone(), program, today, preset)))
            .collect();
    }

    /// Empties the form in front; what was typed is gone, and so is its key.
    pub fn restart(&mut self, program: &Program, today: Day, preset: Preset<'_>) {
        if let Some(draft) = self.draft_mut() {
            let (act, who) = (draft.form.act, draft.form.who.clone());
            *draft = FormDraft::new(Form::new(act, who, program, today, preset));
        }
    }
}
