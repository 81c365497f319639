//! What the pane knows: a form for each kind of change.

use crate::parts;
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::form::{Form, FormKind, MemberRef, Preset};

parts! {
    /// What can be clicked.
    pub enum AdjustPart {
        /// The forms' names.
        Forms,
    }
}

/// The pane. The forms belong to one member; with another one in hand they are put away.
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

    /// Forms for a member, as they were left; those of the member before are kept.
    pub fn start(&mut self, who: &MemberRef, shell: &mut Shell, preset: Preset<'_>) {
        self.put_away(shell);
        let empty = |kind: &FormKind| {
            let form = Form::new(*kind, who.clone(), shell.program(), shell.today, preset);
            shell.kept.instead_of(FormDraft::new(form))
        };
        self.drafts = FormKind::FORMS.iter().map(empty).collect();
    }

    /// The forms go, and what was typed into them is kept.
    pub fn put_away(&mut self, shell: &mut Shell) {
        let now = shell.setup.now;
        for draft in std::mem::take(&mut self.drafts) {
            shell.kept.keep(draft, now);
        }
    }

    /// Empties a form, and gives back what stood in it.
    pub fn restart(&mut self, at: usize, shell: &Shell, preset: Preset<'_>) -> Option<FormDraft> {
        let draft = self.drafts.get_mut(at)?;
        let (kind, who) = (draft.form.act, draft.form.who.clone());
        let empty = FormDraft::new(Form::new(kind, who, shell.program(), shell.today, preset));
        Some(std::mem::replace(draft, empty))
    }
}
