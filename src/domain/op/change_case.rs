//! Work on a case: its state, its assignee, its due time, a note.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::EventKind;
use crate::domain::feedback::{CLOSE_REASONS, CaseChange, CaseState};
use crate::domain::num::{FactId, MemberId};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{self, ReasonCodes};
use serde::{Deserialize, Serialize};

pub(super) use crate::domain::plan::withdraw::reverse;

pub(super) const WRITES: Writes = writes!(facts: [], events: [Case, Counts]);

/// A change of a case, or a note on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCase {
    /// Its number: the event of the feedback that opened it.
    pub case: FactId,
    /// State, assignee, due time and reason; what is `None` stays.
    pub change: CaseChange,
    /// Free text.
    pub note: Option<String>,
}

impl Plannable for ChangeCase {
    const REASONS: ReasonCodes = ReasonCodes::Own(&CLOSE_REASONS);

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Case
    }

    fn reason(&self) -> Option<&str> {
        self.change.reason.as_deref()
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        let change = &self.change;
        vec![
            ("case", FieldValue::Number(Some(self.case.0))),
            ("state", FieldValue::Text(change.state.map(CaseState::word))),
            ("owner", FieldValue::Text(change.owner.as_deref())),
            ("due", FieldValue::Instant(change.due)),
            ("reason", FieldValue::Text(change.reason.as_deref())),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.case = file.case_file(self.case)?;
        let member = context.case.as_ref().map(|file| file.opened.member);
        let member = member.filter(|m| *m != MemberId::NOBODY);
        context.members.extend(member.map(|member| file.subject(member)).transpose()?);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let (case, change, note) = (self.case, &self.change, self.note.as_deref());
        let file = context.case.as_ref().ok_or(Refusal::NoCase { case: case.0 })?;
        let Some(now) = file.row() else { return Err(Refusal::NoCase { case: case.0 }) };
        words::check_note(note)?;
        if let Some(next) = change.state.filter(|next| !now.state.may_become(*next)) {
            return Err(Refusal::CaseCannot { from: now.state, to: next });
        }
        Self::REASONS.check(context.program(), self.reason(), note)?;
        check_close_reason(change)?;
        words::check_line("owner", change.owner.as_deref().unwrap_or_default())?;
        if *change == CaseChange::default() && note.is_none() {
            return Err(Refusal::NoChange);
        }
        let mut draft = PlanDraft::new(context);
        let kind = EventKind::Case { of: case, change: change.clone(), text: None };
        draft.event_with_text(file.opened.member, kind, self.note.clone());
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        let change = CaseChange {
            state: Some(CaseState::Resolved),
            owner: Some("li".to_owned()),
            due: Some(crate::domain::day::Instant(1_700_000_000_000)),
            reason: Some("solved".to_owned()),
        };
        Self { case: FactId(3), change, note: Some("called".to_owned()) }
    }
}

/// Closing takes a reason, nothing else takes one.
fn check_close_reason(change: &CaseChange) -> Result<(), Refusal> {
    let resolves = change.state == Some(CaseState::Resolved);
    match change.reason.as_deref() {
        None if resolves => Err(words::unknown_reason("", &CLOSE_REASONS)),
        Some(reason) if !resolves => Err(words::bad("reason", reason, "-")),
        None | Some(_) => Ok(()),
    }
}
