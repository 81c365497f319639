//! Points adjusted manually, up or down.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::day::Day;
use crate::domain::fact::{FactKind, History};
use crate::domain::num::{LIMIT, MemberId, OpSeq, Points};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::words::ReasonCodes;
use crate::domain::plan::{limits, status, words};
use crate::domain::program::Programs;
use serde::{Deserialize, Serialize};

pub(super) use crate::domain::plan::counter::reverse;

pub(super) const WRITES: Writes = writes!(facts: [Adjust], events: []);

/// Points up or down; never "set to".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjust {
    /// The member whose points change.
    pub member: MemberId,
    /// The change, not zero.
    pub delta: Points,
    /// Reason code of the programme.
    pub reason: String,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
    /// Order reference.
    pub reference: Option<String>,
}

impl Plannable for Adjust {
    const REASONS: ReasonCodes = ReasonCodes::OfProgram;

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        tidy(&mut self.reference);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Adjust
    }

    fn reason(&self) -> Option<&str> {
        Some(&self.reason)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("delta", FieldValue::SignedPoints(self.delta)),
            ("reason", FieldValue::Reason(Some(&self.reason))),
            ("note", FieldValue::Text(self.note.as_deref())),
            ("reference", FieldValue::Text(self.reference.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.member)?);
        let (programs, today) = (context.programs, context.today());
        let histories = context.members.iter().map(|subject| &subject.history);
        let like = histories.filter_map(|history| earlier_like_it(history, self.delta, programs, today)).max();
        let repeat = like.map(|seq| file.operation_at(seq)).transpose()?.flatten();
        context.lookups.repeat = repeat.map(|op| (op.id, op.at));
        Ok(())
    }

    /// A credit can be spent at once and expires by the programme's policy, counted from today.
    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        status::is_active(context, context.subject(self.member)?)?;
        if self.delta == Points::ZERO || !(-LIMIT..=LIMIT).contains(&self.delta.0) {
            return Err(Refusal::BadAmount { points: self.delta });
        }
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        words::check_line("reference", self.reference.as_deref().unwrap_or_default())?;
        let mut draft = PlanDraft::new(context);
        let last_day = context.program().points.expiry.last_day(draft.today);
        let fact = draft.fact(self.member, FactKind::Adjust, self.delta);
        fact.reference.clone_from(&self.reference);
        fact.expires_on = if self.delta.0 > 0 { last_day } else { None };
        draft.counted = Some(limits::count(context, self.delta));
        draft.warnings.extend(context.lookups.repeat.map(|(op, at)| Warning::LooksLikeRepeat { op, at }));
        draft.spend(self.delta)
    }

    #[cfg(test)]
    fn example() -> Self {
        Self {
            member: MemberId(1),
            delta: Points(-120),
            reason: "goodwill".to_owned(),
            note: Some("late parcel".to_owned()),
            reference: Some("A-20391".to_owned()),
        }
    }
}

/// The newest operation today that adjusted this member by as much and stands: the adjustment looks like a repeat of it.
fn earlier_like_it(history: &History, delta: Points, programs: &Programs, today: Day) -> Option<OpSeq> {
    let zone = programs.zone();
    let like = history.facts.iter().filter(|f| {
        let same = f.kind == FactKind::Adjust && f.link.is_none() && f.points == delta;
        let stands = !history.facts.iter().any(|other| other.kind == FactKind::Adjust && other.link == Some(f.id));
        same && stands && zone.day_of(f.at) == today
    });
    like.max_by_key(|f| f.id).map(|f| f.op)
}
