//! Points redeemed for a reward.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::FactKind;
use crate::domain::num::{LIMIT, MemberId, Points};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::{status, words};
use serde::{Deserialize, Serialize};

pub(super) use crate::domain::plan::counter::reverse;

pub(super) const WRITES: Writes = writes!(facts: [Redeem, RedeemReturn], events: []);

/// Points spent on a reward. They are the member's own and count against no limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeem {
    /// The member who spends.
    pub member: MemberId,
    /// The points, above zero.
    pub points: Points,
    /// The reward, not blank.
    pub reward: String,
    /// Order reference.
    pub reference: Option<String>,
}

impl Plannable for Redeem {
    fn tidied(mut self) -> Self {
        self.reward = self.reward.trim().to_owned();
        tidy(&mut self.reference);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Redeem
    }

    fn member_mut(&mut self) -> Option<&mut MemberId> {
        Some(&mut self.member)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("points", FieldValue::Points(self.points)),
            ("reward", FieldValue::Text(Some(&self.reward))),
            ("reference", FieldValue::Text(self.reference.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.member)?);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        status::is_active(context, context.subject(self.member)?)?;
        if !(1..=LIMIT).contains(&self.points.0) {
            return Err(Refusal::BadAmount { points: self.points });
        }
        words::check_line("reward", &self.reward)?;
        if self.reward.is_empty() {
            return Err(words::bad("reward", "", &format!("1…{}", words::TEXT_MAX)));
        }
        words::check_line("reference", self.reference.as_deref().unwrap_or_default())?;
        let mut draft = PlanDraft::new(context);
        let debit = Points(-self.points.0);
        draft.fact(self.member, FactKind::Redeem, debit).reference.clone_from(&self.reference);
        draft.spend(debit)
    }

    #[cfg(test)]
    fn example() -> Self {
        Self {
            member: MemberId(1),
            points: Points(500),
            reward: "mug".to_owned(),
            reference: Some("A-20391".to_owned()),
        }
    }
}
