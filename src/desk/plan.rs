//! Planning: loads what a plan is made from, inside or outside a write transaction.

use super::Desk;
use super::error::DeskError;
use super::subject::subject;
use super::undo;
use crate::domain::day::Instant;
use crate::domain::fact::Status;
use crate::domain::member::Profile;
use crate::domain::num::{MemberId, Points};
use crate::domain::operator::{LimitUsage, Operator};
use crate::domain::plan::context::{Lookups, PlanContext};
use crate::domain::plan::intent::Intent;
use crate::domain::plan::outcome::Plan;
use crate::domain::plan::{fields, merge, plan, points};
use crate::domain::terms::word::SearchQuery;
use crate::store::Store;
use std::sync::Arc;
use uuid::{NoContext, Timestamp, Uuid};

impl Desk {
    /// What an intent would do, or why it can't be done.
    pub fn plan(&self, intent: Intent, now: Instant) -> Result<Plan, DeskError> {
        let op_id = operation_id(now);
        let gap = self.gap_on(now)?;
        self.store.read(|store| make_plan(store, &self.operator, intent, op_id, now, gap))
    }
}

/// So many members are looked at for the same phone or e-mail.
const MOST_SHARING: usize = 8;

/// A new operation's id: UUIDv7 of its instant.
pub(super) fn operation_id(now: Instant) -> Uuid {
    let ms = u64::try_from(now.0).unwrap_or(0);
    let nanos = u32::try_from(ms % 1_000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1_000, nanos))
}

/// The id of an operation of which many are made at one instant: UUIDv7, each after the one before.
#[expect(clippy::disallowed_methods, reason = "nothing is read from the time in it; it only sorts the ids of a batch")]
pub(super) fn next_operation_id() -> Uuid {
    Uuid::now_v7()
}

/// What an intent would do on the file as it stands. Reads only; a commit calls it again inside its transaction. `gap`: the
/// lapsing window that stages are told by, where the programme leaves it to everybody's gaps.
pub fn make_plan(
    store: &Store,
    operator: &Operator,
    intent: Intent,
    op_id: Uuid,
    now: Instant,
    gap: Option<i64>,
) -> Result<Plan, DeskError> {
    let programs = store.programs()?;
    let programs = gap.map_or(programs.clone(), |days| Arc::new(programs.with_gap(days)));
    let mut context = PlanContext {
        programs: &programs,
        operator,
        used: LimitUsage::default(),
        now,
        op_id,
        members: Vec::new(),
        lookups: Lookups::default(),
        reversal: None,
        case: None,
    };
    load(store, &mut context, &intent)?;
    let member = context.members.first().map(|s| s.history.member);
    context.used = store.used(&operator.name, context.today(), member)?;
    Ok(plan(&context, intent)?)
}

fn load(store: &Store, context: &mut PlanContext<'_>, intent: &Intent) -> Result<(), DeskError> {
    match intent {
        Intent::Enrol { profile } => {
            context.lookups = of_profile(store, profile, &Profile::default(), None)?;
            context.lookups.member_no_taken = store.member_id(profile.member_no.trim())?.is_some();
        }
        Intent::Edit { member, profile, .. } => {
            let subject = subject(store, *member)?;
            context.lookups = of_profile(store, profile, &subject.profile, Some(*member))?;
            context.members.push(subject);
        }
        Intent::Adjust { member, delta, .. } => {
            context.members.push(subject(store, *member)?);
            context.lookups.repeat = repeat(store, context, *delta)?;
        }
        Intent::Redeem { member, .. } | Intent::Override { member, .. } | Intent::SetStatus { member, .. } => {
            context.members.push(subject(store, *member)?);
        }
        Intent::Merge { from, into, .. } => {
            context.members.push(subject(store, *from)?);
            if from != into {
                context.members.push(subject(store, *into)?);
            }
        }
        Intent::Unmerge { member, .. } => {
            let one = subject(store, *member)?;
            let other = merge::partner(&one.history);
            context.members.push(one);
            context.members.extend(other.map(|other| subject(store, other)).transpose()?);
        }
        Intent::Erase { member } => {
            let one = subject(store, *member)?;
            let joined = merge::joined(&one.history);
            context.members.push(one);
            for other in joined {
                context.members.push(subject(store, other)?);
            }
        }
        Intent::LogFeedback { member, said } => {
            context.members.extend(member.map(|member| subject(store, member)).transpose()?);
            let reference = said.reference.as_deref().map(str::trim).filter(|r| !r.is_empty());
            let known = reference.map(|r| store.feedback_of_reference(r)).transpose()?.flatten();
            context.lookups.reference_known = known.map(|(_, op)| op);
        }
        Intent::ChangeCase { case, .. } => {
            context.case = store.case_file(*case)?;
            let member = context.case.as_ref().map(|file| file.opened.member);
            let member = member.filter(|m| *m != MemberId::NOBODY);
            context.members.extend(member.map(|member| subject(store, member)).transpose()?);
        }
        Intent::Undo { op, .. } => undo::load(store, context, *op)?,
        Intent::ApplyProgram { .. } => {}
    }
    Ok(())
}

/// What the file tells about the fields wished for.
fn of_profile(store: &Store, wished: &Profile, old: &Profile, member: Option<MemberId>) -> Result<Lookups, DeskError> {
    let referrer = wished.referrer_no.trim();
    let referrer_unknown = !referrer.is_empty() && referrer != old.referrer_no && store.member_id(referrer)?.is_none();
    let mut shared = Vec::new();
    for field in ["phone", "email"] {
        // What can't be read is refused by the plan itself.
        let mut normal = Profile::default();
        let readable = fields::set(&mut normal, field, &fields::get(wished, field)).is_ok();
        let value = fields::get(&normal, field);
        if readable && !value.is_empty() && value != fields::get(old, field) {
            let others = sharing(store, field, &value, member)?;
            shared.extend(others.into_iter().map(|no| (field.to_owned(), no)));
        }
    }
    Ok(Lookups { referrer_unknown, shared, ..Lookups::default() })
}

/// Numbers of other members in use with the same phone or e-mail.
fn sharing(store: &Store, field: &str, value: &str, member: Option<MemberId>) -> Result<Vec<String>, DeskError> {
    let mut found = Vec::new();
    for (other, _) in store.search(&SearchQuery::parse(value), MOST_SHARING)?.members {
        let in_use = store.state(other)?.is_some_and(|s| matches!(s.status, Status::Active | Status::Frozen));
        let profile = store.profile(other)?.filter(|p| fields::get(p, field) == value);
        found.extend(profile.filter(|_| in_use && Some(other) != member).map(|p| p.member_no));
    }
    Ok(found)
}

fn repeat(store: &Store, context: &PlanContext<'_>, delta: Points) -> Result<Option<(Uuid, Instant)>, DeskError> {
    let histories = context.members.iter().map(|s| &s.history);
    let like = histories.filter_map(|h| points::earlier_like_it(h, delta, context.programs, context.today())).max();
    let Some(seq) = like else { return Ok(None) };
    Ok(store.operation_at(seq)?.map(|(op, _)| (op.id, op.at)))
}
