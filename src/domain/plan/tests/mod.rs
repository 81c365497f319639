//! Histories in memory without a file: plans are made and written as a store would, and what was shown must be what is then there.

mod alerts;
mod changes;
mod contacts;
mod hostile;
mod lookup;
mod members;
mod reversals;

use super::context::{Lookups, PlanContext};
use super::outcome::Refusal;
use super::{Plan, Secret};
use super::{look_up, plan};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, Status};
use crate::domain::fold::fold;
use crate::domain::fold::view::{PointsEquation, Snapshot, Trace};
use crate::domain::member::Profile;
use crate::domain::num::{FactId, MemberId, Money, OpSeq, Points};
use crate::domain::op::kind::OpKind;
use crate::domain::op::voided::{UndoLink, voided};
use crate::domain::op::{self, Intent};
use crate::domain::operator::{Operator, Role};
use crate::domain::parted::Belongings;
use crate::domain::program::{Program, Programs};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An operation as it was written.
#[derive(Debug, Clone)]
pub(crate) struct Op {
    pub id: Uuid,
    kind: OpKind,
    at: Instant,
    operator: String,
    member: Option<MemberId>,
    reverses: Option<OpSeq>,
    secret: Secret,
    points_abs: Points,
}

#[derive(Debug, Clone)]
pub(crate) struct Histories {
    pub programs: Programs,
    pub operator: Operator,
    pub now: Instant,
    pub files: BTreeMap<MemberId, (History, Profile)>,
    pub ops: Vec<Op>,
    /// What happened at the desk and to no member.
    pub at_desk: Vec<DeskEvent>,
    next_row: i64,
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

impl Histories {
    /// Two members, A and B (1 and 2), at noon of a day.
    pub fn on(today: &str) -> Self {
        let programs = Programs::single(Program::default());
        let now = Instant(programs.zone().start_of(day(today)).0 + 43_200_000);
        let operator = Operator { name: "li".to_owned(), role: Role::Owner };
        let mut world =
            Self { programs, operator, now, files: BTreeMap::new(), ops: Vec::new(), at_desk: Vec::new(), next_row: 1 };
        for (id, no, name) in [(1, "A", "张伟"), (2, "B", "Zhang Wei")] {
            let history = History { member: MemberId(id), ..History::default() };
            let profile = Profile { member_no: no.to_owned(), name: name.to_owned(), ..Profile::default() };
            world.files.insert(MemberId(id), (history, profile));
        }
        world
    }

    pub fn at(mut self, today: &str) -> Self {
        self.now = Instant(self.programs.zone().start_of(day(today)).0 + 43_200_000);
        self
    }

    fn row(&mut self) -> FactId {
        self.next_row += 1;
        FactId(self.next_row - 1)
    }

    /// A purchase at noon of a day, as an import would record it; earns a point a yuan.
    pub fn sale(&mut self, member: i64, on: &str, yuan: i64) -> FactId {
        self.recorded(member, on, FactKind::Sale, yuan, |fact| {
            fact.amount = Money(yuan * 100);
            fact.rating = 10_000_000_000;
        })
    }

    /// A credit brought from elsewhere, with its last day.
    pub fn opening(&mut self, member: i64, on: &str, points: i64, last: Option<&str>) -> FactId {
        let last = last.map(day);
        self.recorded(member, on, FactKind::Opening, points, |fact| fact.expires_on = last)
    }

    /// Gives a sale an order reference: `R` and its row.
    pub fn refer(&mut self, sale: FactId) {
        let mut facts = self.files.values_mut().flat_map(|(history, _)| &mut history.facts);
        facts.find(|fact| fact.id == sale).unwrap().reference = Some(format!("R{}", sale.0));
    }

    pub fn refund(&mut self, member: i64, on: &str, sale: FactId, yuan: i64) -> FactId {
        self.recorded(member, on, FactKind::Refund, 0, |fact| {
            fact.amount = Money(yuan * 100);
            fact.link = Some(sale);
        })
    }

    /// A row written by an operation of its own.
    pub fn recorded(
        &mut self,
        member: i64,
        on: &str,
        kind: FactKind,
        points: i64,
        more: impl FnOnce(&mut Fact),
    ) -> FactId {
        let zone = self.programs.zone();
        let last = self.programs.newest().program.points.expiry.last_day(day(on));
        let at = Instant(zone.start_of(day(on)).0 + 43_200_000);
        let mut fact = Fact {
            op: self.seq_of_next(),
            points: Points(points),
            expires_on: last.filter(|_| points > 0),
            ..Fact::new(self.row(), MemberId(member), kind, at)
        };
        more(&mut fact);
        let id = fact.id;
        self.files.get_mut(&MemberId(member)).unwrap().0.facts.push(fact);
        let secret = Secret {
            intent: Intent::Erase(op::Erase { member: MemberId(member) }),
            before: None,
            after: None,
            approves: None,
        };
        let kind = if kind == FactKind::Redeem { OpKind::Redeem } else { OpKind::Import };
        self.write_op(kind, None, secret, Some(MemberId(member)), Points::ZERO);
        id
    }

    fn seq_of_next(&self) -> OpSeq {
        OpSeq(i64::try_from(self.ops.len()).unwrap() + 1)
    }

    fn write_op(
        &mut self,
        kind: OpKind,
        reverses: Option<OpSeq>,
        secret: Secret,
        member: Option<MemberId>,
        points_abs: Points,
    ) -> Uuid {
        let id = Uuid::from_u128(u128::try_from(self.seq_of_next().0).unwrap());
        let (at, operator) = (self.now, self.operator.name.clone());
        self.ops.push(Op { id, kind, at, operator, member, reverses, secret, points_abs });
        id
    }

    /// The operations that an undo took out of every fold.
    fn voided(&self) -> BTreeSet<OpSeq> {
        let mut undos = Vec::new();
        for (n, op) in (1..).zip(&self.ops).filter(|(_, op)| op.kind == OpKind::Undo) {
            let of = op.reverses.unwrap();
            let kind = self.ops[usize::try_from(of.0 - 1).unwrap()].kind;
            undos.push(UndoLink { by: OpSeq(n), at: op.at, of, kind });
        }
        voided(&undos).into_keys().collect()
    }

    /// A member's history with the files that joined it.
    pub fn history(&self, member: MemberId) -> History {
        self.history_but(member, &[], &Belongings::default())
    }

    /// `path`: members that were merged one way, parted and merged the other way would else contain each other for ever.
    fn history_but(&self, member: MemberId, path: &[MemberId], upstream: &Belongings) -> History {
        let path = [path, &[member]].concat();
        let mut history = self.files.get(&member).map(|(h, _)| h.clone()).unwrap_or_default();
        history.member = member;
        let out = self.voided();
        history.facts.retain(|fact| !out.contains(&fact.op));
        for event in history.events.clone() {
            if let EventKind::Absorb { from } = event.kind
                && !path.contains(&from)
            {
                history.absorbed.push((event.id, self.history_but(from, &path, &Belongings::default())));
            }
        }
        for (event, into) in history.went_on() {
            if !path.contains(&into) {
                let joins = self.files.get(&into).map(|(h, _)| h.joins_of(member)).unwrap_or_default();
                let survivor = self.history_but(into, &path, &upstream.with(&history.own_belongings(), joins));
                history.at_survivor.push((event, history.facts_at(&survivor, upstream)));
            }
        }
        history
    }

    pub fn today(&self) -> Day {
        self.programs.zone().day_of(self.now)
    }

    /// A member as of today.
    pub fn shows(&self, member: i64) -> Snapshot {
        fold(&self.history(MemberId(member)), &self.programs, self.today()).unwrap().state.snapshot(&self.programs)
    }

    pub fn trace(&self, member: i64) -> Trace {
        fold(&self.history(MemberId(member)), &self.programs, self.today()).unwrap().trace
    }

    pub fn balance(&self, member: i64) -> i64 {
        self.shows(member).points.balance.0
    }

    pub fn status(&self, member: i64) -> Status {
        self.shows(member).status
    }

    /// What an intent would do now.
    pub fn plan(&self, intent: Intent) -> Result<Plan, Refusal> {
        self.plan_with(intent, Lookups::default())
    }

    /// The same where the file tells this as well.
    pub fn plan_with(&self, intent: Intent, more: Lookups) -> Result<Plan, Refusal> {
        let mut context = PlanContext::new(&self.programs, &self.operator, self.now, Uuid::nil());
        look_up(self, &mut context, &intent)?;
        context.lookups.member_no_taken |= more.member_no_taken;
        context.lookups.referrer_unknown |= more.referrer_unknown;
        context.lookups.shared.extend(more.shared);
        plan(&context, intent)
    }

    /// Plans and writes. What is then there must be what the plan showed.
    pub fn done(&mut self, intent: Intent) -> Result<Uuid, Refusal> {
        self.now.0 += 1_000;
        let plan = self.plan(intent)?;
        assert_eq!(plan.effect.approval, None);
        Ok(self.write(&plan))
    }

    pub fn undone(&mut self, op: Uuid) -> Result<Uuid, Refusal> {
        self.done(Intent::Undo(op::Undo { op, reason: None }))
    }

    fn write(&mut self, plan: &Plan) -> Uuid {
        let op = self.seq_of_next();
        let newcomer = MemberId(i64::try_from(self.files.len()).unwrap() + 1);
        let mut rows = Vec::new();
        let mut members: Vec<MemberId> = plan.effect.members.iter().map(|m| m.member).collect();
        for new in &plan.facts {
            let (id, member) = (self.row(), new.member);
            rows.push(id);
            let fact = Plan::written(new, id, op, &rows[..rows.len() - 1]);
            self.files.get_mut(&member).unwrap().0.facts.push(fact);
        }
        for new in &plan.events {
            let (id, member) = (self.row(), new.member.unwrap_or(newcomer));
            rows.push(id);
            let event = Event { id, member, op, at: new.at, kind: new.kind.clone() };
            self.files.entry(member).or_default().0.events.push(event);
        }
        for new in &plan.desk_events {
            let (id, key, kind) = (self.row(), new.key.clone(), new.kind.clone());
            self.at_desk.push(DeskEvent { id, op, at: new.at, key, kind, text: None });
        }
        if let Some((member, profile)) = &plan.profile {
            self.files.get_mut(&member.unwrap_or(newcomer)).unwrap().1.clone_from(profile);
        }
        for member in &mut members {
            *member = if *member == MemberId(0) { newcomer } else { *member };
        }
        let member = plan.intent.main_member().or(members.first().copied());
        let id = self.write_op(plan.kind(), plan.reverses, plan.secret(), member, plan.points_abs);
        for (member, effect) in members.iter().zip(&plan.effect.members) {
            let mut shown = effect.after.clone();
            for lot in shown.points.lots.iter_mut().filter(|lot| lot.fact.0 >= 1 << 62) {
                lot.fact = rows[usize::try_from(lot.fact.0 - (1 << 62)).unwrap()];
            }
            assert_eq!(shown, self.shows(member.0), "the preview of {:?}", plan.intent);
        }
        id
    }

    /// Everything a reader sees of both members, but the sums that count every movement there was.
    pub fn state(&self) -> Vec<(Snapshot, Profile)> {
        let file = |(member, (_, profile)): (&MemberId, &(History, Profile))| {
            let mut snapshot = self.shows(member.0);
            snapshot.points.tally = PointsEquation::default();
            (snapshot, profile.clone())
        };
        self.files.iter().map(file).collect()
    }
}

pub(crate) fn adjust(member: i64, delta: i64) -> Intent {
    Intent::Adjust(op::Adjust {
        member: MemberId(member),
        delta: Points(delta),
        reason: "goodwill".to_owned(),
        note: None,
        reference: None,
    })
}

pub(crate) fn redeem(member: i64, points: i64) -> Intent {
    Intent::Redeem(op::Redeem {
        member: MemberId(member),
        points: Points(points),
        reward: "mug".to_owned(),
        reference: None,
    })
}

pub(crate) fn set_status(member: i64, to: Status) -> Intent {
    Intent::SetStatus(op::SetStatus { member: MemberId(member), to, reason: None, note: None, churn: None })
}

pub(crate) fn set_tier(member: i64, tier: &str, until: &str) -> Intent {
    Intent::Override(op::Override {
        member: MemberId(member),
        tier: tier.to_owned(),
        until: day(until),
        mode: crate::domain::fact::OverrideMode::Floor,
        reason: "goodwill".to_owned(),
        note: None,
    })
}

pub(crate) fn merge_into(from: i64, into: i64) -> Intent {
    Intent::Merge(op::Merge { from: MemberId(from), into: MemberId(into), reason: "correction".to_owned(), note: None })
}

pub(crate) fn unmerge(member: i64) -> Intent {
    Intent::Unmerge(op::Unmerge { member: MemberId(member), reason: None })
}
