//! Every change is `Intent → Plan | Refusal → commit`.
//!
//! [`plan`] is pure: the same context and intent give the same plan. What it shows as "after" is the fold over the member's
//! history with the new facts appended, so the preview is the result by construction. What is special to an operation stands in
//! its room (`domain::op`); here is what plans of several operations are made with.

pub(in crate::domain) mod churn;
pub mod context;
pub(in crate::domain) mod counter;
pub(in crate::domain) mod draft;
pub mod fields;
pub(in crate::domain) mod limits;
pub mod lookup;
pub mod outcome;
pub(in crate::domain) mod pair;
pub(in crate::domain) mod profile;
pub(in crate::domain) mod purchase;
pub(in crate::domain) mod status;

pub(in crate::domain) mod withdraw;
pub(in crate::domain) mod words;

#[cfg(test)]
pub(crate) mod tests;

use super::approval_request::ApprovalRequest;
use super::approval_request::change::RequestChange;
use super::day::Instant;
use super::desk_event::DeskEventKind;
use super::fact::Fact;
use super::member::Profile;
use super::num::{FactId, MemberId, OpSeq, Points};
use super::op::Intent;
use super::op::kind::OpKind;
use super::operator::{Operator, Role};
use context::{PlanContext, SecondPerson};
use draft::PlanBody;
use lookup::Lookup;
use outcome::{Basis, LimitExceeded, NewDeskEvent, NewEvent, PlanEffect, Refusal, Warning};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an intent would do, or why it can't be done.
///
/// ```
/// use loyaltui::domain::day::Instant;
/// use loyaltui::domain::fact::History;
/// use loyaltui::domain::num::{MemberId, Points};
/// use loyaltui::domain::op::Adjust;
/// use loyaltui::domain::operator::{LimitUsage, Operator, Role};
/// use loyaltui::domain::plan::context::{PlanContext, Subject};
/// use loyaltui::domain::plan::plan;
/// use loyaltui::domain::program::{Program, Programs};
///
/// let (programs, operator) = (Programs::single(Program::default()), Operator { name: "li".into(), role: Role::Agent });
/// let history = History { member: MemberId(1), ..History::default() };
/// let mut context = PlanContext::new(&programs, &operator, Instant(0), uuid::Uuid::nil());
/// context.members.push(Subject { history, profile: Default::default(), survivor_no: None });
/// // An agent moves 5,000 points a day. With 4,920 used, 80 can be given, 81 need a second person.
/// context.used = LimitUsage { day: Points(4_920), ..LimitUsage::default() };
/// let give = |points| {
///     let (reason, note, reference) = ("goodwill".into(), None, None);
///     plan(&context, Adjust { member: MemberId(1), delta: Points(points), reason, note, reference }.into()).unwrap()
/// };
/// assert!(give(80).effect.approval.is_none() && give(81).effect.approval.is_some());
/// ```
pub fn plan(context: &PlanContext<'_>, intent: Intent) -> Result<Plan, Refusal> {
    let intent = intent.tidied();
    let mut body = intent.plan(context)?;
    second_person(context, &intent, &mut body)?;
    body.effect.warnings.extend(context.clock_warning());
    let root = context.reversal.as_ref().filter(|_| intent.kind() == OpKind::Undo).map(|reversal| reversal.root);
    let writes = root.unwrap_or(intent.kind()).writes();
    debug_assert!(writes.cover(&body.facts, &body.events), "{:?} writes what its room does not declare", intent.kind());
    Ok(Plan::new(context, intent, body))
}

/// What a second person has to do with a plan: one who approves it, one who would have to, or that there is none.
fn second_person(context: &PlanContext<'_>, intent: &Intent, body: &mut PlanBody) -> Result<(), Refusal> {
    let by = context.operator.name.clone();
    let said = |op: Uuid, at: Instant, change: RequestChange| {
        let key = ApprovalRequest::key_of(op).ok_or_else(|| Refusal::UnknownRequest { id: op.to_string() })?;
        Ok(NewDeskEvent { key, at, kind: DeskEventKind::Proposal(change), text: None })
    };
    if let Some(approval) = &context.approval {
        approval.check(context.today())?;
        body.desk_events.push(said(approval.request.op, body.at, RequestChange::Approved { by })?);
        body.plan_always_again();
        return Ok(());
    }
    if !intent.kind().can_be_proposed() || context.second == SecondPerson::NotAsked {
        return Ok(());
    }
    if context.program().approval.always.contains(&intent.kind()) {
        body.effect.approval = body.effect.approval.or(Some(LimitExceeded::Always));
    }
    // Limits hold for whoever has some; what always needs two is done by one where there is no other.
    let may_alone = body.effect.approval == Some(LimitExceeded::Always) || context.operator.role == Role::Owner;
    if context.second == SecondPerson::Nobody && may_alone && body.effect.approval.take().is_some() {
        body.effect.warnings.push(Warning::SingleControl);
        body.desk_events.push(said(context.op_id, body.at, RequestChange::SingleControl { by })?);
        body.plan_always_again();
    }
    Ok(())
}

/// Loads into a context what an intent needs to know of a data file.
pub fn look_up<L: Lookup>(file: &L, context: &mut PlanContext<'_>, intent: &Intent) -> Result<(), L::Error> {
    intent.look_up(file, context)?;
    let member = context.members.first().map(|s| s.history.member);
    context.used = file.used(&context.operator.name, context.today(), member)?;
    context.known_time = Some(file.known_time()?);
    context.newest_undone = file.newest_undone()?;
    Ok(())
}

/// A change that can be committed, and everything it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The id of the operation it becomes; made before anything is written, so that an outcome can be looked up.
    pub op_id: Uuid,
    /// What was wished.
    pub intent: Intent,
    /// Who wishes it.
    pub operator: Operator,
    /// When it was planned; the facts take effect then.
    pub at: Instant,
    /// What it was made from.
    pub basis: Basis,
    /// Ledger facts to add, as yet without rows; one may link to another of them (see [`Plan::written`]).
    pub facts: Vec<Fact>,
    /// Member events to add.
    pub events: Vec<NewEvent>,
    /// Desk events to add.
    pub desk_events: Vec<NewDeskEvent>,
    /// The profile to write, with the member it belongs to (`None`: the new member of an enrolment).
    pub profile: Option<(Option<MemberId>, Profile)>,
    /// The profile that is there now, where it is changed; goes into the secret, so that an undo finds it.
    pub profile_before: Option<Profile>,
    /// The operation it reverses.
    pub reverses: Option<OpSeq>,
    /// The operation that it takes out of every fold with all it wrote: an import by the first of its steps, a void, a move, or
    /// an undo of these.
    pub voids: Option<OpSeq>,
    /// The text of a programme that it puts in force.
    pub program: Option<String>,
    /// Absolute points it counts for against the limits.
    pub points_abs: Points,
    /// The approval request that it approves.
    pub approves: Option<Uuid>,
    /// What it does.
    pub effect: PlanEffect,
}

impl Plan {
    /// The plan of an intent, made by its room.
    fn new(context: &PlanContext<'_>, intent: Intent, body: PlanBody) -> Self {
        Self {
            op_id: context.op_id,
            intent,
            operator: context.operator.clone(),
            at: body.at,
            basis: body.basis,
            facts: body.facts,
            events: body.events,
            desk_events: body.desk_events,
            profile: body.profile,
            profile_before: body.profile_before,
            reverses: body.reverses,
            voids: body.voids,
            program: body.program,
            points_abs: body.points_abs,
            approves: context.approval.as_ref().map(|approval| approval.request.op),
            effect: body.effect,
        }
    }

    /// What the operation says that an erasure may have to remove: the body of `op_secret`, as JSON.
    pub fn secret(&self) -> Secret {
        Secret {
            intent: self.intent.clone(),
            before: self.profile_before.clone(),
            after: self.profile.as_ref().map(|(_, profile)| profile.clone()),
            approves: self.approves,
        }
    }

    /// A fact of the plan with its row and its operation. `before`: the rows of the plan's facts up to it, in their order.
    pub fn written(fact: &Fact, id: FactId, op: OpSeq, before: &[FactId]) -> Fact {
        let link = fact.link.map(|link| draft::place_of(link).and_then(|n| before.get(n).copied()).unwrap_or(link));
        Fact { id, op, link, ..fact.clone() }
    }

    /// What the operation does, as the journal files it.
    pub fn kind(&self) -> OpKind {
        self.intent.kind()
    }
}

/// The body of `op_secret`: what was said, and the profile around it where it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// What was wished, with its note.
    pub intent: Intent,
    /// The profile before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Profile>,
    /// The profile after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Profile>,
    /// The approval request that the operation approves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approves: Option<Uuid>,
}
