//! A desk in memory and a person at its keys, for the tests of app and screen: real folds and real plans, no file, no thread.

mod audited;
mod brought;
mod feedback;
mod lookup;
mod overview;
mod performed;
mod person;
mod proved;
mod requests;
mod seen;
mod segments;

pub(crate) use person::Person;
pub(crate) use seen::{deltas, hand, news, place};

use crate::domain::activation::Activation;
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::explain::explain;
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History};
use crate::domain::feedback::case::feedback_about;
use crate::domain::feedback::{FeedbackFilter, ScoreReport};
use crate::domain::fold::fold;
use crate::domain::fold::view::Snapshot;
use crate::domain::mask::{MaskedText, ShownProfile};
use crate::domain::member::Profile;
use crate::domain::month_points::MonthPoints;
use crate::domain::num::{FactId, MemberId, Money, OpSeq, Points};
use crate::domain::op::plannable::FieldValue;
use crate::domain::op::{self, Intent};
use crate::domain::operation::{OpKind, OperationRow};
use crate::domain::operator::{Limits, Operator, Role};
use crate::domain::plan::Plan;
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{PlanEffect, Refusal};
use crate::domain::plan::{look_up, plan};
use crate::domain::program::{Program, Programs};
use crate::domain::query::KnownPlaces;
use crate::domain::question::{
    AnyAnswer, AnyQuestion, ExplainMember, FindMembers, IsRecorded, OpenMember, PlanChange, PlanUndo, ReadProfile,
    UndoPlan, UndoTarget,
};
use crate::domain::read_models::{Committed, Found, MemberRecord, MemberRow};
use crate::domain::segment::RfmScore;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::msg::Reply;
use std::collections::BTreeMap;
use std::time::Duration;
use uuid::Uuid;

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Members, what happened to them, and what was done.
#[derive(Debug, Clone)]
pub(crate) struct FakeDesk {
    pub programs: Programs,
    pub operator: Operator,
    pub now: Instant,
    pub files: BTreeMap<MemberId, (History, Profile)>,
    /// Whether it is a generated store.
    pub demo: bool,
    /// Whether every search finds everybody.
    pub finds_all: bool,
    /// What was said and done about it, with the words kept apart.
    pub said: Vec<(Event, Option<String>)>,
    /// What happened at the desk and to no member.
    pub at_desk: Vec<DeskEvent>,
    /// The scores that it answers with.
    pub measures: ScoreReport,
    pub segments: segments::Shop,
    /// Whether it has operators, so that changes above the limit can be asked for.
    pub has_operators: bool,
    /// What was asked for.
    requested: BTreeMap<Uuid, (Intent, PlanEffect)>,
    audit: audited::AuditLedger,
    ops: Vec<(OperationRow, Vec<MemberId>)>,
    keys: BTreeMap<String, Committed>,
    rows: i64,
    ids: u128,
}

/// The PIN of whoever sits at this desk.
pub const PIN: &str = "270418";

impl FakeDesk {
    /// Three members and what they bought, at 14:39 on 2026-11-22.
    pub fn new() -> Self {
        let mut program = Program::default();
        let limit = |n| Some(Points(n));
        let limits = Limits { per_op: limit(500), per_day: limit(5_000), per_member_month: limit(2_000) };
        program.limits = vec![(Role::Agent, limits)];
        let programs = Programs::single(program);
        let now = Instant(programs.zone().start_of(day("2026-11-22")).0 + 52_740_000);
        let operator = Operator { name: "李雯".to_owned(), role: Role::Agent };
        let mut desk = Self {
            programs,
            operator,
            now,
            files: BTreeMap::new(),
            demo: false,
            finds_all: false,
            said: Vec::new(),
            at_desk: Vec::new(),
            measures: feedback::no_answers(),
            segments: segments::Shop::default(),
            has_operators: false,
            requested: BTreeMap::new(),
            audit: audited::AuditLedger::default(),
            ops: Vec::new(),
            keys: BTreeMap::new(),
            rows: 0,
            ids: 0,
        };
        desk.member(1, "M0012345", "张伟", "13812345678", "zhang.wei@example.com");
        desk.member(2, "M0012346", "赵薇", "13912345678", "zw@example.com");
        desk.member(3, "M0023457", "Zhou Wen", "13600005678", "");
        desk.sale(1, "2025-12-20", 4_000, "A-18001");
        desk.sale(1, "2026-03-31", 5_600, "A-19077");
        desk.sale(1, "2026-11-20", 299, "A-20391");
        desk.sale(2, "2026-05-02", 1_260, "B-00017");
        desk.refund(2, "2026-05-09", 60, "B-00018");
        desk.sale(2, "2026-06-11", 840, "B-00051");
        desk
    }

    pub fn member(&mut self, id: i64, no: &str, name: &str, phone: &str, email: &str) {
        let profile = Profile {
            member_no: no.to_owned(),
            name: name.to_owned(),
            phone: phone.to_owned(),
            email: email.to_owned(),
            joined_on: Some(day("2025-12-01")),
            store: "南京西路".to_owned(),
            ..Profile::default()
        };
        let history = History { member: MemberId(id), ..History::default() };
        self.files.insert(MemberId(id), (history, profile));
    }

    pub fn sale(&mut self, member: i64, on: &str, yuan: i64, reference: &str) {
        self.fact(member, on, reference, FactKind::Sale, yuan, yuan);
    }

    pub fn refund(&mut self, member: i64, on: &str, yuan: i64, reference: &str) {
        self.fact(member, on, reference, FactKind::Refund, yuan, 0);
        let history = &mut self.files.get_mut(&MemberId(member)).unwrap().0;
        let sale = history.facts.iter().find(|f| f.kind == FactKind::Sale).map(|f| f.id);
        history.facts.last_mut().unwrap().link = sale;
    }

    fn fact(&mut self, member: i64, on: &str, reference: &str, kind: FactKind, yuan: i64, points: i64) {
        let expiry = self.programs.newest().program.points.expiry;
        self.rows += 1;
        let at = Instant(self.programs.zone().start_of(day(on)).0 + 43_200_000);
        let fact = Fact {
            op: OpSeq(1),
            amount: Money(yuan * 100),
            points: Points(points),
            rating: 10_000_000_000,
            expires_on: expiry.last_day(day(on)).filter(|_| points > 0),
            reference: Some(reference.to_owned()),
            ..Fact::new(FactId(self.rows), MemberId(member), kind, at)
        };
        self.files.get_mut(&MemberId(member)).unwrap().0.facts.push(fact);
    }

    fn today(&self) -> Day {
        self.programs.zone().day_of(self.now)
    }

    fn history(&self, member: MemberId) -> History {
        let mut history = self.files[&member].0.clone();
        for event in history.events.clone() {
            if let EventKind::Absorb { from } = event.kind {
                history.absorbed.push((event.id, self.history(from)));
            }
        }
        history
    }

    fn snapshot(&self, member: MemberId, on: Day) -> Snapshot {
        fold(&self.history(member), &self.programs, on).unwrap().state.snapshot(&self.programs)
    }

    fn row(&self, id: MemberId, on: Day) -> MemberRow {
        let (profile, now) = (&self.files[&id].1, self.snapshot(id, on));
        MemberRow {
            id,
            member_no: profile.member_no.clone(),
            name: profile.name.clone(),
            phone: MaskedText::phone(&profile.phone),
            email: MaskedText::email(&profile.email),
            store: profile.store.clone(),
            birthday: MaskedText::birthday(profile.birthday),
            status: now.status,
            tier: now.tier.code,
            balance: now.points.balance,
            stage: now.lifecycle.stage,
            last_on: now.purchases.last_on,
            orders: now.purchases.count,
            net_spend: now.purchases.net_spend,
            rfm: scored(id),
            month: None,
        }
    }

    /// The points of the month of a member.
    fn month(&self, member: MemberId) -> MonthPoints {
        let folded = fold(&self.history(member), &self.programs, self.today()).unwrap();
        MonthPoints::of(&folded.trace.entries, &folded.state.snapshot(&self.programs).points.lots, self.today())
    }

    pub fn find(&self, query: &str, limit: usize) -> Found {
        self.find_on(query, limit, None)
    }

    fn find_on(&self, query: &str, limit: usize, as_of: Option<Day>) -> Found {
        let matches = |p: &Profile| {
            query.split_whitespace().all(|w| [&p.name, &p.phone, &p.member_no].iter().any(|f| f.contains(w)))
        };
        let hits: Vec<MemberId> =
            self.files.iter().filter(|(_, (_, p))| self.finds_all || matches(p)).map(|(id, _)| *id).collect();
        Found {
            rows: hits.iter().take(limit).map(|id| self.row(*id, as_of.unwrap_or(self.today()))).collect(),
            total: hits.len() as u64,
            exact: true,
            members: match (self.files.is_empty(), as_of) {
                (true, _) => 0,
                (false, Some(_)) => 9_999_990,
                (false, None) => 10_000_000,
            },
            took: Duration::from_micros(840),
        }
    }

    pub fn open(&self, id: MemberId, as_of: Option<Day>) -> MemberRecord {
        let on = as_of.unwrap_or(self.today());
        let folded = fold(&self.history(id), &self.programs, on).unwrap();
        let snapshot = folded.state.snapshot(&self.programs);
        let profile = ShownProfile::from(&self.files[&id].1);
        let survivor_no = snapshot.merged_into.map(|into| self.files[&into].1.member_no.clone());
        let on_it = self.ops.iter().rev().filter(|(_, members)| members.contains(&id));
        let journal = on_it.map(|(row, _)| row.clone()).collect();
        let (trace, past) = (folded.trace, as_of.is_some());
        let wanted = FeedbackFilter { member: Some(id), to: as_of, ..FeedbackFilter::default() };
        let feedback = self.feedback(&wanted, 200).0;
        let contacts = self.contacts(id, on);
        MemberRecord {
            id,
            profile,
            snapshot,
            trace,
            feedback,
            contacts,
            interactions: Vec::new(),
            churn: None,
            journal,
            past,
            survivor_no,
            rfm: scored(id),
            worth: segments::valued(id),
        }
    }

    pub fn plan(&mut self, intent: Intent) -> Result<Plan, Refusal> {
        self.ids += 1;
        let op_id = Uuid::from_u128(0x0192_0000 + self.ids);
        let mut context = PlanContext::new(&self.programs, &self.operator, self.now, op_id);
        look_up(self, &mut context, &intent)?;
        plan(&context, intent)
    }

    pub fn commit(&mut self, plan: &Plan, key: &str) -> Committed {
        if let Some(first) = self.keys.get(key) {
            return Committed { replayed: true, ..first.clone() };
        }
        let seq = OpSeq(100 + i64::try_from(self.ops.len()).unwrap());
        let mut members: Vec<MemberId> = plan.effect.members.iter().map(|m| m.member).collect();
        // The member that an operation is filed under stands first.
        members.sort_by_key(|member| plan.intent.main_member() != Some(*member));
        let member = members.first().copied();
        let mut rows = Vec::new();
        for new in &plan.facts {
            self.rows += 1;
            let fact = Plan::written(new, FactId(self.rows), seq, &rows);
            rows.push(fact.id);
            self.files.get_mut(&new.member).unwrap().0.facts.push(fact);
        }
        for new in &plan.events {
            self.rows += 1;
            let member = new.member.unwrap_or_else(|| self.enrolled(plan));
            let event = Event { id: FactId(self.rows), member, op: seq, at: new.at, kind: new.kind.clone() };
            let about = feedback_about(&event, |id| self.event(id));
            if about.is_ok_and(|feedback| feedback.is_some()) || new.text.is_some() {
                self.said.push((event.clone(), new.text.clone()));
            }
            if let Some((history, _)) = self.files.get_mut(&member) {
                history.events.push(event);
            }
        }
        self.note_at_desk(plan, seq);
        if let Intent::Propose(wish) = &plan.intent {
            self.requested.insert(plan.op_id, ((*wish.change).clone(), plan.effect.clone()));
        }
        if let Some((Some(member), profile)) = &plan.profile {
            self.files.get_mut(member).unwrap().1 = profile.clone();
        }
        for (row, _) in self.ops.iter_mut().filter(|(row, _)| Some(row.seq) == plan.reverses) {
            row.reversed_by = Some(plan.op_id);
        }
        self.ops.push((self.journal_row(plan, seq), members));
        let committed = Committed {
            op: plan.op_id,
            seq,
            kind: plan.kind(),
            at: plan.at,
            member,
            effect: plan.effect.clone(),
            replayed: false,
            waits_for_others: false,
        };
        self.keys.insert(key.to_owned(), committed.clone());
        committed
    }

    fn journal_row(&self, plan: &Plan, seq: OpSeq) -> OperationRow {
        let about = plan.effect.members.first();
        let said = |name: &str| {
            let field = plan.intent.fields().into_iter().find(|(of, _)| *of == name);
            let (_, FieldValue::Text(text)) = field? else { return None };
            text.map(str::to_owned)
        };
        OperationRow {
            seq,
            op: plan.op_id,
            kind: plan.kind(),
            at: plan.at,
            operator: self.operator.name.clone(),
            member: about.map(|m| m.member),
            member_no: about.map(|m| m.member_no.clone()),
            member_name: about.map(|m| m.name.clone()),
            reason: plan.intent.reason().map(str::to_owned),
            note: said("note"),
            reference: said("reference"),
            points: plan.facts.first().map(|f| f.points),
            reverses: None,
            reversed_by: None,
            facts: i64::try_from(plan.facts.len()).unwrap(),
            hash: String::new(),
            approval: requests::entry(plan),
            changes: plan.effect.members.iter().flat_map(|member| member.fields.clone()).collect(),
            staff: None,
        }
    }

    /// The member that a plan enrols, from here on known.
    fn enrolled(&mut self, plan: &Plan) -> MemberId {
        let Intent::Enrol(enrol) = &plan.intent else { panic!("an event of nobody: {:?}", plan.intent) };
        let id = MemberId(self.files.keys().last().map_or(1, |id| id.0 + 1));
        self.files.insert(id, (History { member: id, ..History::default() }, (*enrol.profile).clone()));
        id
    }

    fn plan_undo(&mut self, undoing: UndoTarget) -> Result<Option<Box<UndoPlan>>, Failure> {
        let about_case = |seq: OpSeq, case: FactId| {
            let is_about = |event: &Event| feedback_about(event, |id| self.event(id)).is_ok_and(|of| of == Some(case));
            self.said.iter().any(|(event, _)| event.op == seq && is_about(event))
        };
        let newest = self.ops.iter().rev().find(|(row, members)| match undoing {
            UndoTarget::Member(member) => {
                let is_change = !matches!(row.kind, OpKind::Erase | OpKind::Undo);
                members.contains(&member) && row.reversed_by.is_none() && is_change
            }
            UndoTarget::LastUndo(member) => {
                members.contains(&member) && row.reversed_by.is_none() && row.kind == OpKind::Undo
            }
            UndoTarget::Case(case) => row.reversed_by.is_none() && about_case(row.seq, case),
            UndoTarget::Operation(op) => row.op == op,
        });
        let Some((operation, _)) = newest.cloned() else { return Ok(None) };
        let plan = self.plan(Intent::Undo(op::Undo { op: operation.op, reason: None })).map_err(refused)?;
        Ok(Some(Box::new(UndoPlan { operation, plan })))
    }

    /// Answers an effect as the runtime would.
    pub fn answer(&mut self, effect: Effect) -> Option<Reply> {
        Some(match effect {
            Effect::Ask(ticket, question) => Reply::Answered(ticket, self.ask(question)),
            Effect::Commit { ticket, plan, key } => Reply::Committed(ticket, Ok(Box::new(self.commit(&plan, &key)))),
            Effect::Approve { ticket, wish, name, pin, key } => {
                Reply::Committed(ticket, self.approve_here(&wish, &name, &pin, &key).map(Box::new))
            }
            Effect::Perform(ticket, task) => Reply::Performed(ticket, self.perform(*task)),
            Effect::Stop(_)
            | Effect::StopTask(_)
            | Effect::WarmLists(_)
            | Effect::DropColumns
            | Effect::Copy(_)
            | Effect::Mouse(_)
            | Effect::Suspend
            | Effect::Quit => return None,
        })
    }

    fn ask(&mut self, question: AnyQuestion) -> Result<AnyAnswer, Failure> {
        Ok(match question {
            AnyQuestion::FindMembers(FindMembers { query, limit, as_of, with_month }) => {
                let mut found = self.find_on(&query, limit, as_of);
                if with_month {
                    found.rows.iter_mut().for_each(|row| row.month = Some(self.month(row.id)));
                }
                AnyAnswer::FindMembers(found)
            }
            AnyQuestion::OpenMember(OpenMember { member, as_of }) => {
                AnyAnswer::OpenMember(Box::new(self.open(member, as_of)))
            }
            AnyQuestion::ReadProfile(ReadProfile { member }) => {
                AnyAnswer::ReadProfile(Box::new(self.profile_of(member)?))
            }
            AnyQuestion::ExplainMember(ExplainMember { member, topic, as_of }) => {
                let history = self.history(member);
                let folded = fold(&history, &self.programs, as_of.unwrap_or(self.today())).unwrap();
                let member_no = self.files[&member].1.member_no.clone();
                AnyAnswer::ExplainMember(Box::new(explain(topic, member_no, &history, folded, &self.programs)))
            }
            AnyQuestion::PlanChange(PlanChange { intent, or_propose }) => {
                AnyAnswer::PlanChange(self.plan_or_propose(intent, or_propose).map(Box::new).map_err(refused)?)
            }
            AnyQuestion::PlanUndo(PlanUndo { target }) => AnyAnswer::PlanUndo(self.plan_undo(target)?),
            AnyQuestion::IsRecorded(IsRecorded { op }) => {
                AnyAnswer::IsRecorded(self.ops.iter().any(|(row, _)| row.op == op))
            }
            AnyQuestion::ListFeedback(_)
            | AnyQuestion::OpenCase(_)
            | AnyQuestion::CountCases(_)
            | AnyQuestion::ScoreFeedback(_)
            | AnyQuestion::ListResponses(_) => self.said_answer(question),
            AnyQuestion::ShowBoard(_)
            | AnyQuestion::ListSavedFilters(_)
            | AnyQuestion::ShowTrend(_)
            | AnyQuestion::ShowCohorts(_)
            | AnyQuestion::ShowTransitions(_)
            | AnyQuestion::ShowModels(_)
            | AnyQuestion::ListMembers(_)
            | AnyQuestion::ListMemberValues(_)
            | AnyQuestion::CountMembers(_) => self.segments.answer(question, self.today())?,
            AnyQuestion::ListStores(_) => {
                let stores = vec!["南京西路".to_owned(), "徐家汇".to_owned()];
                AnyAnswer::ListStores(KnownPlaces { stores, channels: vec!["wechat".to_owned()] })
            }
            AnyQuestion::ReadPrograms(_) => AnyAnswer::ReadPrograms(Box::new(self.programs.clone())),
            AnyQuestion::ShowOverview(_) => AnyAnswer::ShowOverview(Box::new(overview::figures(self.today()))),
            AnyQuestion::ShowPoints(asked) => AnyAnswer::ShowPoints(Box::new(self.points(asked.as_of))),
            AnyQuestion::ShowAlerts(_) => AnyAnswer::ShowAlerts(Box::new(self.alerts())),
            AnyQuestion::ShowLost(_) => AnyAnswer::ShowLost(Box::new(self.lost())),
            AnyQuestion::ShowActivation(_) => AnyAnswer::ShowActivation(Box::new(Activation::begin(self.today()))),
            AnyQuestion::ListCare(asked) => AnyAnswer::ListCare(Box::new(self.care(&asked))),
            AnyQuestion::ExamineFile(asked) => AnyAnswer::ExamineFile(Box::new(brought::explored(&asked))),
            AnyQuestion::TryImport(asked) => AnyAnswer::TryImport(Box::new(brought::tally(&asked.plan))),
            AnyQuestion::ListOperations(asked) => AnyAnswer::ListOperations(self.operations(&asked)?),
            AnyQuestion::ReadCheckpoint(_) => AnyAnswer::ReadCheckpoint(proved::checkpoint(self)),
            asked @ (AnyQuestion::ReviewJournal(_)
            | AnyQuestion::ListSamples(_)
            | AnyQuestion::OpenSample(_)
            | AnyQuestion::DrawSample(_)) => audited::answer(self, asked)?,
            asked @ (AnyQuestion::ListRequests(_) | AnyQuestion::OpenRequest(_) | AnyQuestion::PlanApproval(_)) => {
                self.request_answer(asked)?
            }
            AnyQuestion::VerifyFile(_) => AnyAnswer::VerifyFile(Box::new(proved::report(self))),
            other => panic!("the screen never asks {other:?}"),
        })
    }
}

/// The first member buys often and lately; the others are not scored.
fn scored(id: MemberId) -> Option<RfmScore> {
    (id == MemberId(1)).then_some(RfmScore { r: 5, f: 4, m: 5 })
}

fn refused(refusal: Refusal) -> Failure {
    Failure::Refused(Box::new(refusal))
}
