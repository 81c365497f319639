//! An audit log that is shorter than it was, or another: accepted by an owner.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words;
use crate::domain::verification::LogLoss;
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// The audit log goes on as it is, though somebody has seen more of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptLog {
    /// What is missing of it.
    pub loss: LogLoss,
    /// Why.
    pub note: Option<String>,
}

impl Plannable for AcceptLog {
    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::AcceptLog
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        let (n, since) = match self.loss {
            LogLoss::Missing { n, since } => (i64::try_from(n).ok(), since),
            LogLoss::Changed { since, .. } => (None, since),
        };
        vec![
            ("n", FieldValue::Number(n)),
            ("since", FieldValue::Instant(Some(since))),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, _: &L, _: &mut PlanContext<'_>) -> Result<(), L::Error> {
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        words::check_note(self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        draft.reversible = false;
        draft.on_whole_file = true;
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        let since = crate::domain::day::Instant(1_795_325_966_000);
        Self { loss: LogLoss::Missing { n: 12, since }, note: Some("the disk was changed".to_owned()) }
    }
}

/// What was accepted is what everything since is built on.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
