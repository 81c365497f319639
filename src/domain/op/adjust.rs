//! Points adjusted manually, up or down.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::day::Day;
use crate::domain::fact::{Fact, FactKind, History};
use crate::domain::fold::fold;
use crate::domain::num::{FactId, LIMIT, MemberId, OpSeq, Points};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::words::ReasonCodes;
use crate::domain::plan::{limits, status, words};
use crate::domain::plausible::are_unlikely_points;
use crate::domain::program::Programs;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

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

    fn member_mut(&mut self) -> Option<&mut MemberId> {
        Some(&mut self.member)
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
        if let Some(reference) = self.reference.as_deref().filter(|_| self.delta > Points::ZERO) {
            context.lookups.order = order(file, context, reference)?;
        }
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
        draft.warnings.extend(context.lookups.order.as_ref().and_then(|order| has_earned(order, context)));
        draft.warnings.extend(self.unlikely(context)?);
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

impl Adjust {
    /// The warning that so many points at once are unlikely.
    fn unlikely(&self, context: &PlanContext<'_>) -> Result<Option<Warning>, Refusal> {
        let history = &context.subject(self.member)?.history;
        let folded = fold(history, context.programs, context.today()).map_err(|_| Refusal::TooLarge)?;
        let tally = folded.state.snapshot(context.programs).points.tally;
        let given = [tally.opening, tally.earned, tally.bonus, tally.adjusted_up];
        let known = Points(given.iter().map(|points| points.0).fold(0, i64::saturating_add));
        Ok(are_unlikely_points(self.delta, known).then_some(Warning::UnlikelyPoints { points: self.delta, known }))
    }
}

/// Whether a fact is recorded on the member or on one whose file joined it.
fn holds(history: &History, fact: FactId) -> bool {
    let joined = || history.absorbed.iter().any(|(_, joined)| holds(joined, fact));
    history.facts.iter().any(|f| f.id == fact) || joined()
}

/// The purchase of a reference, and whose it is.
fn order<L: Lookup>(
    file: &L,
    context: &PlanContext<'_>,
    reference: &str,
) -> Result<Option<(Fact, Option<String>)>, L::Error> {
    let Some(fact) = file.fact_of_reference(reference)?.filter(|fact| fact.kind == FactKind::Sale) else {
        return Ok(None);
    };
    let own = context.members.iter().any(|s| s.history.member == fact.member || holds(&s.history, fact.id));
    let owner = if own { None } else { Some(file.subject(fact.member)?.profile.member_no) };
    Ok(Some((fact, owner)))
}

fn has_earned((order, member_no): &(Fact, Option<String>), context: &PlanContext<'_>) -> Option<Warning> {
    let on = context.programs.zone().day_of(order.at);
    let (reference, member_no) = (order.reference.clone()?, member_no.clone());
    (order.points > Points::ZERO).then_some(Warning::OrderHasEarned { reference, member_no, points: order.points, on })
}

/// The newest operation today that adjusted this member by as much and stands: the adjustment looks like a repeat of it.
fn earlier_like_it(history: &History, delta: Points, programs: &Programs, today: Day) -> Option<OpSeq> {
    let zone = programs.zone();
    let adjustments = || history.facts.iter().filter(|f| f.kind == FactKind::Adjust);
    let reversed: HashSet<FactId> = adjustments().filter_map(|f| f.link).collect();
    let like = adjustments().filter(|f| {
        let same = f.link.is_none() && f.points == delta;
        same && !reversed.contains(&f.id) && zone.day_of(f.at) == today
    });
    like.max_by_key(|f| f.id).map(|f| f.op)
}
