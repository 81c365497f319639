//! An approval request rejected, or withdrawn by whoever made it.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::approval_request::ApprovalRequest;
use crate::domain::approval_request::change::RequestChange;
use crate::domain::desk_event::DeskEventKind;
use crate::domain::enumeration::enumeration;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{self, bad};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

enumeration! {
    /// An answer to an approval request by which nothing happens.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum RequestAnswer {
        /// Somebody who could approve it does not.
        Reject => "reject",
        /// Who asked does not ask any more.
        Withdraw => "withdraw",
    }
}

/// An approval request is answered without anything happening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRequest {
    /// The operation that asked.
    pub request: Uuid,
    pub answer: RequestAnswer,
    /// Why; a rejection says so.
    pub note: Option<String>,
}

impl Plannable for AnswerRequest {
    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        match self.answer {
            RequestAnswer::Reject => OpKind::Reject,
            RequestAnswer::Withdraw => OpKind::Withdraw,
        }
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![("op", FieldValue::Operation(self.request)), ("note", FieldValue::Text(self.note.as_deref()))]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.request = file.approval_request(self.request)?;
        // What is noted is about everybody whom the change would touch.
        let seq = context.request.as_ref().map(|request| request.seq);
        for member in seq.map(|seq| file.members_of_request(seq)).transpose()?.unwrap_or_default() {
            context.members.push(file.subject(member)?);
        }
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        words::check_note(self.note.as_deref())?;
        let unknown = || Refusal::UnknownRequest { id: self.request.to_string() };
        let request = context.request.as_ref().ok_or_else(unknown)?;
        request.must_be_open(context.today())?;
        let by = context.operator.name.clone();
        let answer = match self.answer {
            RequestAnswer::Reject if self.note.is_none() => {
                return Err(bad("note", "", "1…500"));
            }
            RequestAnswer::Reject if by == request.by => return Err(Refusal::SamePerson { by }),
            RequestAnswer::Reject => RequestChange::Rejected { by },
            RequestAnswer::Withdraw if by != request.by => {
                return Err(Refusal::NotYourRequest { by: request.by.clone() });
            }
            RequestAnswer::Withdraw => RequestChange::Withdrawn { by },
        };
        let key =
            ApprovalRequest::key_of(request.op).ok_or_else(|| bad("proposal", &request.op.to_string(), "UUID"))?;
        let mut draft = PlanDraft::new(context);
        draft.desk_event(key, DeskEventKind::Proposal(answer));
        draft.reversible = false;
        draft.on_whole_file = true;
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        let note = Some("the parcel was on time".to_owned());
        Self { request: Uuid::from_u128(7), answer: RequestAnswer::Reject, note }
    }
}

/// What was answered stays answered; the change can be asked for again.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
