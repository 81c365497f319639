//! A purchase that should never have counted: all that is left of it goes back, under the refund policy, and its reference stays
//! known, so that its row coming again says nothing new.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::{FactKind, Status};
use crate::domain::num::{Money, Points};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::{Lookup, held, holder_of};
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::purchase::{kept_tier, left_of, refunds_of};
use crate::domain::plan::status;
use crate::domain::plan::words::ReasonCodes;
use serde::{Deserialize, Serialize};

pub(super) use crate::domain::plan::purchase::reverse;

pub(super) const WRITES: Writes = writes!(facts: [Refund], events: []);

/// A purchase is taken back whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidPurchase {
    /// Its order reference.
    pub reference: String,
    /// Reason code of the programme.
    pub reason: String,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
}

impl Plannable for VoidPurchase {
    const REASONS: ReasonCodes = ReasonCodes::OfProgram;

    fn tidied(mut self) -> Self {
        self.reference = self.reference.trim().to_owned();
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Void
    }

    fn reason(&self) -> Option<&str> {
        Some(&self.reason)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("reference", FieldValue::Text(Some(&self.reference))),
            ("reason", FieldValue::Reason(Some(&self.reason))),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    /// Loads whoever holds the purchase: its member, or the one into whose file that has joined.
    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        let order = file.fact_of_reference(&self.reference)?.filter(|fact| fact.kind == FactKind::Sale);
        let order = order.map(|order| held(file, order)).transpose()?;
        if let Some(order) = order {
            context.members.push(holder_of(file, order.member)?);
            context.lookups.order = Some((order, None));
        }
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let unknown = || Refusal::UnknownOrder { reference: self.reference.clone() };
        let subject = context.members.first().ok_or_else(unknown)?;
        let (order, _) = context.lookups.order.as_ref().ok_or_else(unknown)?;
        status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        let left = left_of(order, &refunds_of(&subject.history, order.id)).ok_or(Refusal::NoChange)?;
        let mut draft = PlanDraft::new(context);
        let at = draft.at.max(order.at);
        let refund = draft.fact(order.member, FactKind::Refund, Points::ZERO);
        (refund.at, refund.amount, refund.link) = (at, Money(left), Some(order.id));
        let around = draft.fold()?;
        draft.warnings.extend(kept_tier(context, &around, order)?);
        Ok(draft.finish(&around))
    }

    #[cfg(test)]
    fn example() -> Self {
        Self {
            reference: "A-20391".to_owned(),
            reason: "correction".to_owned(),
            note: Some("cancelled at the till".to_owned()),
        }
    }
}
