//! Personal fields of a member looked at whole, for a reason.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::enumeration::enumeration;
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{self, bad};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

enumeration! {
    /// What is looked at whole.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum RevealedField {
        Phone => "phone",
        Email => "email",
        Birthday => "birthday",
        /// Phone and e-mail.
        Contact => "contact",
    }
}

/// Somebody looks at personal fields whole. Nothing of the member changes; that it was looked at stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    pub member: MemberId,
    pub field: RevealedField,
    /// Why.
    pub note: Option<String>,
    /// Whether it counts to what an operator may look at in a day. The desk says so: who has an open case, or a call-back that is due,
    /// has to be reached.
    #[serde(default = "counts")]
    pub counts: bool,
}

fn counts() -> bool {
    true
}

impl Plannable for Reveal {
    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Reveal
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("field", FieldValue::Text(Some(self.field.word()))),
            ("note", FieldValue::Text(self.note.as_deref())),
            ("counts", FieldValue::Flag(self.counts)),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.member)?);
        context.revealed = file.revealed(&context.operator.name, context.today())?;
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        words::check_note(self.note.as_deref())?;
        if self.note.is_none() {
            return Err(bad("note", "", "1…500"));
        }
        let limit = context.program().reveals_of(context.operator.role);
        if context.is_guarded && self.counts && context.revealed >= u64::from(limit) {
            return Err(Refusal::RevealQuota { limit });
        }
        let mut draft = PlanDraft::new(context);
        draft.reversible = false;
        draft.on_whole_file = true;
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        let note = Some("calls back about the parcel".to_owned());
        Self { member: MemberId(1), field: RevealedField::Phone, note, counts: true }
    }
}

/// What was seen was seen.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
