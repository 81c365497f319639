//! A purchase that came on the wrong card: at its own instant it is taken back where it is, and stands on the other member, rated by
//! the tier of that one at that instant. Its refunds go along, and its reference leads to where it is now.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::{Fact, FactKind, History, Status};
use crate::domain::import::earn::earn_alone;
use crate::domain::journal::Extensions;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::{Lookup, held};
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::purchase::{kept_tier, left_of, refunds_of};
use crate::domain::plan::status;
use crate::domain::plan::words::ReasonCodes;
use serde::{Deserialize, Serialize};

pub(super) use crate::domain::plan::purchase::reverse;

pub(super) const WRITES: Writes = writes!(facts: [Refund, Sale], events: []);

/// A purchase goes to another member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePurchase {
    /// Its order reference.
    pub reference: String,
    /// Whose it is.
    pub to: MemberId,
    /// Reason code of the programme.
    pub reason: String,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
}

impl Plannable for MovePurchase {
    const REASONS: ReasonCodes = ReasonCodes::OfProgram;

    fn tidied(mut self) -> Self {
        self.reference = self.reference.trim().to_owned();
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Move
    }

    fn main_member(&self) -> Option<MemberId> {
        Some(self.to)
    }

    fn reason(&self) -> Option<&str> {
        Some(&self.reason)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("reference", FieldValue::Text(Some(&self.reference))),
            ("to", FieldValue::Member(Some(self.to))),
            ("reason", FieldValue::Reason(Some(&self.reason))),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    /// Loads whom it is to go to, and the member on whom it is recorded.
    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        let order = file.fact_of_reference(&self.reference)?.filter(|fact| fact.kind == FactKind::Sale);
        let order = order.map(|order| held(file, order)).transpose()?;
        let to = file.subject(self.to)?;
        if let Some(order) = order {
            if order.member != self.to {
                context.members.push(file.subject(order.member)?);
            }
            context.lookups.order = Some((order, None));
        }
        context.members.push(to);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let unknown = || Refusal::UnknownOrder { reference: self.reference.clone() };
        let (order, _) = context.lookups.order.as_ref().ok_or_else(unknown)?;
        let (from, to) = (context.subject(order.member)?, context.subject(self.to)?);
        for subject in [from, to] {
            status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
        }
        if order.member == self.to {
            return Err(Refusal::NoChange);
        }
        // What it once brought a card, a tier say, is not brought a second time.
        if had(&to.history, &self.reference) {
            return Err(Refusal::PurchaseWasHere { reference: self.reference.clone() });
        }
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        let refunds = refunds_of(&from.history, order.id);
        left_of(order, &refunds).ok_or_else(|| Refusal::PurchaseVoid { reference: self.reference.clone() })?;
        let mut draft = PlanDraft::new(context);
        let leaves = Fact {
            amount: order.amount,
            points_paid: order.points_paid,
            link: Some(order.id),
            ..Fact::new(FactId::default(), order.member, FactKind::Refund, order.at)
        };
        draft.add(leaves.moving_away(draft.at));
        let mut sale = copy_for(self.to, order);
        // What earned nothing because its points had come otherwise earns nothing here either.
        if order.rating != 0 {
            earn_alone(&to.history, &mut sale, context.programs).map_err(|_| Refusal::TooLarge)?;
        }
        let sale = draft.add(sale);
        for refund in refunds {
            draft.add(Fact { link: Some(sale), ..copy_for(self.to, refund) });
        }
        let around = draft.fold()?;
        draft.warnings.extend(kept_tier(context, &around, order)?);
        Ok(draft.finish(&around))
    }

    #[cfg(test)]
    fn example() -> Self {
        let (reference, reason, note) = ("A-20391".to_owned(), "correction".to_owned(), Some("wrong card".to_owned()));
        Self { reference, to: MemberId(2), reason, note }
    }
}

/// Whether a card, or one that has joined it, has or had the purchase of a reference.
fn had(history: &History, reference: &str) -> bool {
    let is_it = |f: &Fact| f.kind == FactKind::Sale && f.reference.as_deref() == Some(reference);
    history.facts.iter().any(is_it) || history.absorbed.iter().any(|(_, joined)| had(joined, reference))
}

/// A sale or refund as it stands on another member: what it earns there is not said yet.
fn copy_for(member: MemberId, fact: &Fact) -> Fact {
    let copy = Fact {
        id: FactId::default(),
        op: OpSeq::default(),
        member,
        points: Points::ZERO,
        rating: 0,
        spendable_on: None,
        expires_on: None,
        extensions: Extensions::default(),
        ..fact.clone()
    };
    copy.standing_for(fact.id)
}
