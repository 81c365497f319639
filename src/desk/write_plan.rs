//! The one way in which a plan becomes rows: profile, facts, events, the operation, and the caches beside them.

use super::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{EventKind, FactKind};
use crate::domain::fold::view::Snapshot;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use crate::domain::plan::outcome::{MemberEffect, PlanEffect};
use crate::domain::plan::{Plan, Secret};
use crate::domain::read_models::Committed;
use crate::store::StoreError;
use crate::store::journal::{OperationHeader, OperationWriter};
use crate::store::refresh::StateChange;
use crate::store::write::Tx;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The body of an operation's secret. The effect is kept where a key was given: the key's second answer is the first's.
#[derive(Serialize, Deserialize)]
pub(super) struct SecretBody {
    #[serde(flatten)]
    pub secret: Secret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<PlanEffect>,
    /// By member number, the points of each member, where an operation moves those of several.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub points: BTreeMap<String, i64>,
}

/// Everything that a plan changes, in one transaction. `at` is the instant of the operation.
pub(super) fn write_plan(tx: &Tx<'_>, plan: &Plan, key: Option<&str>, at: Instant) -> Result<Committed, DeskError> {
    let mut work = PlanWriter::begin(tx, plan, at)?;
    work.erase()?;
    let commitment = work.profile()?;
    work.facts()?;
    work.events(commitment.as_deref())?;
    work.desk_events()?;
    work.program()?;
    work.finish(key)
}

struct PlanWriter<'t, 's> {
    tx: &'t Tx<'s>,
    plan: &'t Plan,
    at: Instant,
    day: Day,
    program: i64,
    entry: OperationWriter<'t, 's>,
    enrolled: Option<MemberId>,
    changes: HashMap<MemberId, StateChange>,
}

impl<'t, 's> PlanWriter<'t, 's> {
    fn begin(tx: &'t Tx<'s>, plan: &'t Plan, at: Instant) -> Result<Self, DeskError> {
        let programs = tx.programs()?;
        let (day, program) = (programs.zone().day_of(at), programs.at(at).number);
        let entry = tx.entry(plan.op_id)?;
        Ok(Self { tx, plan, at, day, program, entry, enrolled: None, changes: HashMap::new() })
    }

    /// Empties whoever has an `Erase` event. What this operation itself keeps comes later and holds no personal field.
    fn erase(&self) -> Result<(), DeskError> {
        for event in &self.plan.events {
            if let (EventKind::Erase, Some(member)) = (&event.kind, event.member) {
                self.tx.erase_member(member)?;
            }
        }
        Ok(())
    }

    /// Writes the profile, and answers the commitment to it.
    fn profile(&mut self) -> Result<Option<String>, DeskError> {
        match &self.plan.profile {
            Some((None, profile)) => {
                let (member, commitment) = self.entry.new_member(profile)?;
                self.enrolled = Some(member);
                Ok(Some(commitment))
            }
            Some((Some(member), profile)) if !erases(self.plan) => {
                Ok(Some(self.entry.change_member(*member, profile)?))
            }
            _ => Ok(None),
        }
    }

    fn facts(&mut self) -> Result<(), DeskError> {
        let mut rows = Vec::new();
        for new in &self.plan.facts {
            let mut fact = Plan::written(new, FactId::default(), OpSeq::default(), &rows);
            let prev = match self.changes.get(&fact.member).and_then(|c| c.facts.last()) {
                Some(before) => before.id,
                None => self.tx.state(fact.member)?.map(|row| row.head).unwrap_or_default(),
            };
            self.entry.fact(&mut fact, prev)?;
            rows.push(fact.id);
            self.changes.entry(fact.member).or_default().facts.push(fact);
        }
        Ok(())
    }

    fn events(&mut self, commitment: Option<&str>) -> Result<(), DeskError> {
        for new in &self.plan.events {
            let Some(member) = new.member.or(self.enrolled) else { continue };
            let text = self.text(member, new.text.as_deref())?;
            let kind = new.kind.clone().committed_to(commitment.unwrap_or_default(), text);
            let event = self.entry.event(member, new.at, kind)?;
            self.tx.note_feedback(&event, &*self.tx.programs()?)?;
            if member == MemberId::NOBODY {
                continue;
            }
            self.changes.entry(member).or_default().events.push(event);
        }
        Ok(())
    }

    fn desk_events(&mut self) -> Result<(), DeskError> {
        for new in &self.plan.desk_events {
            self.entry.desk_event(&new.key, new.at, new.kind.clone(), new.text.as_deref())?;
        }
        Ok(())
    }

    /// Keeps the text of the event that comes next, and answers the commitment to it.
    fn text(&self, member: MemberId, text: Option<&str>) -> Result<Option<String>, DeskError> {
        let Some(text) = text else { return Ok(None) };
        Ok(Some(self.tx.keep_text(self.tx.upcoming_id()?, member, text)?))
    }

    fn program(&mut self) -> Result<(), DeskError> {
        if let Some(toml) = &self.plan.program {
            let number = self.tx.programs()?.newest().number + 1;
            self.entry.program(number, self.at, self.day, toml)?;
        }
        Ok(())
    }

    /// Writes the operation, its counterpart in the caches, and answers.
    fn finish(self, key: Option<&str>) -> Result<Committed, DeskError> {
        let Self { tx, plan, at, day, program, entry, enrolled, changes } = self;
        let (member, others) = filed_members(plan, enrolled, &changes);
        let secret = secret_body(plan, key.is_some())?;
        let recorded = entry.finish(&OperationHeader {
            member,
            others: &others,
            reason: plan.intent.reason(),
            points: moved(plan, member),
            points_abs: plan.points_abs,
            reverses: plan.reverses,
            idem_key: key,
            secret: Some(&secret),
            ..OperationHeader::new(plan.kind(), at, day, &plan.operator.name, program)
        })?;
        if plan.voids.is_some() {
            tx.void_as_undone()?;
        }
        if plan.kind() == OpKind::Move {
            tx.file_moved_orders(recorded.seq)?;
        }
        if plan.kind() == OpKind::AcceptClock {
            tx.outdate_states_after(day)?;
        }
        let programs = tx.programs()?;
        tx.refresh(&changes, day, &programs)?;
        Ok(Committed {
            op: plan.op_id,
            seq: recorded.seq,
            kind: plan.kind(),
            at,
            member,
            effect: plan.effect.clone(),
            replayed: false,
            waits_for_others: false,
        })
    }
}

/// The member that an operation is filed under, and the others that it wrote something on. An import's undo is filed under
/// nobody.
fn filed_members(
    plan: &Plan,
    enrolled: Option<MemberId>,
    changes: &HashMap<MemberId, StateChange>,
) -> (Option<MemberId>, Vec<MemberId>) {
    let touched = || enrolled.or_else(|| plan.effect.members.first().map(|m| m.member));
    let first = if plan.voids.is_some() && plan.effect.members.is_empty() {
        None
    } else {
        plan.intent.main_member().or_else(touched)
    };
    let mut others: Vec<MemberId> = changes.keys().copied().filter(|member| Some(*member) != first).collect();
    others.sort_unstable();
    (first, others)
}

fn erases(plan: &Plan) -> bool {
    plan.events.iter().any(|e| e.kind == EventKind::Erase)
}

fn secret_body(plan: &Plan, has_key: bool) -> Result<String, DeskError> {
    // Whoever approves a request sees what it was to do.
    let mut effect = (has_key || plan.kind() == OpKind::Propose).then(|| plan.effect.clone());
    if erases(plan) {
        // What is kept of an erasure must not hold what it erased.
        for member in effect.iter_mut().flat_map(|e| &mut e.members) {
            member.name.clear();
            member.fields.clear();
        }
    }
    let several = plan.effect.members.get(1).filter(|_| is_by_purchase(plan));
    let points = several.iter().flat_map(|_| &plan.effect.members).map(|one| (one.member_no.clone(), difference(one)));
    let kept = SecretBody { secret: plan.secret(), effect, points: points.collect() };
    Ok(serde_json::to_string(&kept).map_err(|e| StoreError::Sql(e.to_string()))?)
}

/// Whether an operation takes purchases back or moves them, or takes that back: its points follow from the purchases.
fn is_by_purchase(plan: &Plan) -> bool {
    matches!(plan.kind(), OpKind::Void | OpKind::Move) || plan.voids.is_some()
}

/// The points that a member has more after a change, below zero those it has less, pending ones among them.
fn difference(effect: &MemberEffect) -> i64 {
    let all = |snapshot: &Snapshot| snapshot.points.balance.0.saturating_add(snapshot.points.pending.0);
    all(&effect.after).saturating_sub(effect.before.as_ref().map_or(0, all))
}

/// The signed points that an operation moves by itself, where it moves any: of one that moves purchases those of the member under whom
/// it is filed. What a purchase earns is else the purchase's.
fn moved(plan: &Plan, filed: Option<MemberId>) -> Option<Points> {
    if is_by_purchase(plan) {
        let effect = plan.effect.members.iter().find(|one| Some(one.member) == filed);
        return effect.map(|one| Points(difference(one)));
    }
    let by_itself = plan.facts.iter().filter(|f| f.kind != FactKind::Sale);
    let sum = by_itself.map(|f| f.points.0).fold(0, i64::saturating_add);
    (!plan.facts.is_empty()).then_some(Points(sum))
}
