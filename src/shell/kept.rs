//! Forms that were left before they were sent. Nothing typed is lost: such a form comes back when it is opened again for the same
//! member. They live in this console only.

use super::draft::FormDraft;
use super::form::{AlertTarget, Form, FormKind};
use crate::domain::day::Instant;
use crate::domain::num::{FactId, MemberId};

/// What a form is about: opened again for the same, it is the same form.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FormSubject {
    kind: FormKind,
    member: MemberId,
    case: Option<FactId>,
    alert: Option<AlertTarget>,
}

impl FormSubject {
    fn of(form: &Form) -> Self {
        let case = form.worked.as_ref().map(|worked| worked.case);
        Self { kind: form.act, member: form.who.id, case, alert: form.alert.clone() }
    }
}

/// The forms that were left unsent, the newest last, and the one that was discarded last.
#[derive(Debug, Clone, Default)]
pub struct KeptDrafts {
    drafts: Vec<FormDraft>,
    discarded: Option<FormDraft>,
}

impl KeptDrafts {
    /// The forms that wait to be sent.
    pub fn drafts(&self) -> &[FormDraft] {
        &self.drafts
    }

    /// Keeps a form that is left at an instant, where something was typed into it.
    pub fn keep(&mut self, mut draft: FormDraft, now: Instant) {
        if !draft.is_unsent(None) {
            return;
        }
        draft.asked = false;
        draft.left_at = Some(now);
        let subject = FormSubject::of(&draft.form);
        self.drafts.retain(|kept| FormSubject::of(&kept.form) != subject);
        self.drafts.push(draft);
    }

    /// The form as it was left, in the place of an empty one about the same; the empty one where none was.
    pub fn instead_of(&mut self, empty: FormDraft) -> FormDraft {
        let subject = FormSubject::of(&empty.form);
        let at = self.drafts.iter().position(|kept| FormSubject::of(&kept.form) == subject);
        let Some(at) = at else { return empty };
        let mut draft = self.drafts.remove(at);
        // Whoever opens it again goes on with what was typed.
        if draft.form.act == FormKind::Acknowledge {
            draft.form.go_to_text();
        }
        draft
    }

    /// Lets go of the filling of a key: it was written after all.
    pub fn written(&mut self, key: &str) {
        self.drafts.retain(|kept| !kept.is_filling(key));
    }

    /// Lets go of everything that was typed about a member.
    pub(super) fn forget(&mut self, member: MemberId) {
        let is_about = |draft: &FormDraft| draft.form.who.id == member;
        self.drafts.retain(|draft| !is_about(draft));
        self.discarded = self.discarded.take().filter(|draft| !is_about(draft));
    }

    /// Remembers a form that somebody has thrown away, so that this can be undone.
    pub fn discard(&mut self, draft: FormDraft) {
        self.discarded = Some(draft);
    }

    /// The form that was thrown away last, while it can come back.
    pub fn discarded(&self) -> Option<&FormDraft> {
        self.discarded.as_ref()
    }

    /// Whether a form was thrown away that could come back.
    pub fn has_discarded(&self) -> bool {
        self.discarded.is_some()
    }

    /// The form that was thrown away last.
    pub fn take_discarded(&mut self) -> Option<FormDraft> {
        self.discarded.take()
    }
}
