//! A clock that was ahead when something was written, and is right now.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::words::ReasonCodes;
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// The clock of this computer is accepted although operations bear later times: from here on the data file goes by it again.
/// What was written ahead stays as it was said, and is named, so that it can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptClock {
    /// Reason code of the programme.
    pub reason: String,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
}

impl Plannable for AcceptClock {
    const REASONS: ReasonCodes = ReasonCodes::OfProgram;

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::AcceptClock
    }

    fn reason(&self) -> Option<&str> {
        Some(&self.reason)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![("reason", FieldValue::Reason(Some(&self.reason))), ("note", FieldValue::Text(self.note.as_deref()))]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.lookups.written_ahead = file.written_ahead(context.now)?;
        Ok(())
    }

    /// Refused where nothing bears a later time: then the clock needs no acceptance.
    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let ahead = context.lookups.written_ahead.ok_or(Refusal::NothingAhead)?;
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        draft.reversible = false;
        draft.on_whole_file = true;
        draft.warnings.push(Warning::WrittenAhead { ahead });
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        Self { reason: "correction".to_owned(), note: Some("battery of the till replaced".to_owned()) }
    }
}

/// What was written since goes by the clock that was accepted.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
