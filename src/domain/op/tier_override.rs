//! A manual tier until a day.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::day::Day;
use crate::domain::fact::{EventKind, OverrideMode};
use crate::domain::fold::view::{Snapshot, TierSource};
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::words::ReasonCodes;
use crate::domain::plan::{status, words};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Override, OverrideEnd, OverrideAgain]);

/// The longest override, in days: a hundred years.
const LONGEST: i64 = 36_525;

/// A manual tier from today on, both days inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The member whose tier is set.
    pub member: MemberId,
    /// Tier code.
    pub tier: String,
    /// Last day in force.
    pub until: Day,
    /// Whether the tier is a floor or exactly this one.
    pub mode: OverrideMode,
    /// Reason code of the programme.
    pub reason: String,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
}

impl Plannable for Override {
    const REASONS: ReasonCodes = ReasonCodes::OfProgram;

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Override
    }

    fn member_mut(&mut self) -> Option<&mut MemberId> {
        Some(&mut self.member)
    }

    fn reason(&self) -> Option<&str> {
        Some(&self.reason)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("tier", FieldValue::Tier(&self.tier)),
            ("until", FieldValue::Day(self.until)),
            ("mode", FieldValue::Mode(self.mode)),
            ("reason", FieldValue::Reason(Some(&self.reason))),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.member)?);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        status::is_active(context, context.subject(self.member)?)?;
        let program = context.program();
        if program.tier(&self.tier).is_none() {
            let known = program.tiers.iter().map(|t| t.code.clone()).collect();
            return Err(Refusal::UnknownTier { tier: self.tier.clone(), known });
        }
        Self::REASONS.check(program, self.reason(), self.note.as_deref())?;
        let (from, until) = (context.today(), self.until);
        if until < from {
            return Err(Refusal::DayPassed { day: until });
        }
        let longest = from.plus_days(LONGEST);
        if until > longest {
            return Err(words::bad("until", &until.to_string(), &format!("{from}…{longest}")));
        }
        let mut draft = PlanDraft::new(context);
        let kind = EventKind::Override { tier: self.tier.clone(), from, until, mode: self.mode };
        draft.event(Some(self.member), kind);
        let around = draft.fold()?;
        for one in &around {
            let (before, after) = one.snapshots(context);
            let is_given = |b: &Snapshot| b.tier.source == TierSource::Facts && b.tier.code == after.tier.code;
            if before.as_ref().is_some_and(is_given) {
                draft.warnings.push(Warning::OverrideWithoutEffect);
            }
        }
        Ok(draft.finish(&around))
    }

    #[cfg(test)]
    fn example() -> Self {
        Self {
            member: MemberId(1),
            tier: "gold".to_owned(),
            until: Day(20_000),
            mode: OverrideMode::Exact,
            reason: "goodwill".to_owned(),
            note: Some("opening".to_owned()),
        }
    }
}

/// Ends an override, or lets one that was ended be in force again.
pub(super) fn reverse(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    let Some(event) = reversal.events.first() else { return Err(reversal.irreversible()) };
    let (of, had_ended) = if let EventKind::Override { .. } = event.kind {
        (event.id, false)
    } else if let EventKind::OverrideAgain { of } = event.kind {
        (of, false)
    } else if let EventKind::OverrideEnd { of } = event.kind {
        (of, true)
    } else {
        return Err(reversal.irreversible());
    };
    let subject = context.subject(event.member)?;
    status::is_active(context, subject)?;
    let set = subject.history.events.iter().find(|e| e.id == of);
    if let Some(EventKind::Override { until, .. }) = set.map(|e| &e.kind)
        && *until < draft.today
    {
        return Err(Refusal::NoChange);
    }
    let kind = if had_ended { EventKind::OverrideAgain { of } } else { EventKind::OverrideEnd { of } };
    draft.event(Some(event.member), kind);
    draft.folded()
}
