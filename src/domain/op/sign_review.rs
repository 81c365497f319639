//! A finding of a review of the audit log that somebody has looked at.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::audit_review::{AuditReview, ReviewPeriod};
use crate::domain::desk_event::{DeskEventKind, DeskKey};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{self, bad};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// A finding has been looked at, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignReview {
    pub review: AuditReview,
    /// The operator whom the finding is about.
    pub subject: String,
    pub period: ReviewPeriod,
    /// Operations that are meant by the finding.
    pub x: u64,
    /// What was seen.
    pub note: Option<String>,
}

impl SignReview {
    /// The key of the signatures of a finding; `None` for what can't be one.
    pub fn key_of(review: AuditReview, subject: &str, period: ReviewPeriod) -> Option<DeskKey> {
        DeskKey::parse(&format!("review:{}:{subject}:{}", review.word(), period.word()))
    }
}

impl Plannable for SignReview {
    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Review
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("review", FieldValue::Text(Some(self.review.word()))),
            ("name", FieldValue::Text(Some(&self.subject))),
            ("from", FieldValue::Day(self.period.from)),
            ("to", FieldValue::Day(self.period.to)),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, _: &L, _: &mut PlanContext<'_>) -> Result<(), L::Error> {
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        words::check_note(self.note.as_deref())?;
        let unknown = || bad("operator", &self.subject, "A-z|0-9|-|_|.");
        let key = Self::key_of(self.review, &self.subject, self.period).ok_or_else(unknown)?;
        let mut draft = PlanDraft::new(context);
        let by = context.operator.name.clone();
        draft.desk_event(key, DeskEventKind::Reviewed { x: self.x, by });
        draft.reversible = false;
        draft.on_whole_file = true;
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        use crate::domain::day::Day;
        let period = ReviewPeriod { from: Day(20_700), to: Day(20_730) };
        let (review, subject) = (AuditReview::BelowLimit, "li".to_owned());
        Self { review, subject, period, x: 18, note: Some("asked, see the case of the late parcels".to_owned()) }
    }
}

/// Whoever has looked has looked; what is seen next is signed next.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
