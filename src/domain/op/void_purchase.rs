//! A purchase that should never have counted: all that is left of it goes back, under the refund policy, and its reference stays
//! known, so that its row coming again says nothing new.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::{Fact, FactKind, History, Status};
use crate::domain::num::{FactId, Money, Points};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::status;
use crate::domain::plan::words::{ReasonCodes, bad};
use serde::{Deserialize, Serialize};

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
        let Some(order) = file.fact_of_reference(&self.reference)? else { return Ok(()) };
        let mut holder = file.subject(order.member)?;
        while let Some(member) = holder.survivor_no.as_deref().map(|no| file.member_of(no)).transpose()?.flatten() {
            holder = file.subject(member)?;
        }
        context.members.push(holder);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let unknown = || bad("reference", &self.reference, "A-20391");
        let subject = context.members.first().ok_or_else(unknown)?;
        let order = purchase(&subject.history, &self.reference).ok_or_else(unknown)?;
        status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        let left = order.amount.0 - refunded(&subject.history, order.id);
        if left <= 0 {
            return Err(Refusal::NoChange);
        }
        let mut draft = PlanDraft::new(context);
        let at = draft.at.max(order.at);
        let refund = draft.fact(order.member, FactKind::Refund, Points::ZERO);
        (refund.at, refund.amount, refund.link) = (at, Money(left), Some(order.id));
        draft.folded()
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

/// The purchase of a reference in a history or in those that joined it.
fn purchase<'h>(history: &'h History, reference: &str) -> Option<&'h Fact> {
    let is_it = |f: &&Fact| f.kind == FactKind::Sale && f.reference.as_deref() == Some(reference);
    let joined = || history.absorbed.iter().find_map(|(_, joined)| purchase(joined, reference));
    history.facts.iter().rfind(is_it).or_else(joined)
}

/// What has gone back of a purchase, in minor units.
fn refunded(history: &History, order: FactId) -> i64 {
    let own = history.facts.iter().filter(|f| f.kind == FactKind::Refund && f.link == Some(order));
    let own = own.map(|f| f.amount.0).fold(0, i64::saturating_add);
    history.absorbed.iter().map(|(_, joined)| refunded(joined, order)).fold(own, i64::saturating_add)
}

/// The purchase counts again, as if it had never been taken back. Whoever wants it back once more voids it anew.
pub(super) fn reverse(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    if reversal.kind == OpKind::Undo {
        return Err(reversal.irreversible());
    }
    let Some(fact) = reversal.facts.first() else { return Err(reversal.irreversible()) };
    status::allowed(context, context.subject(fact.member)?, &[Status::Active, Status::Frozen])?;
    draft.voids = Some(reversal.seq);
    draft.reversible = false;
    draft.warnings.push(Warning::Irreversible);
    let around = draft.fold()?;
    let missing = around.iter().map(|one| one.overdrawn().0).fold(0, i64::saturating_add);
    if missing > 0 {
        return Err(Refusal::SpentSince { missing: Points(missing) });
    }
    Ok(draft.finish(&around))
}
