//! A plan while it is being made: the facts and events so far, and what they come to.

use super::context::{PlanContext, Subject};
use super::outcome::{
    Allowance, ApprovalTerms, Basis, LimitExceeded, MemberEffect, NewDeskEvent, NewEvent, PlanEffect, Refusal, Warning,
};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::{DeskEventKind, DeskKey};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, Status};
use crate::domain::fold::view::{EntryKind, LedgerEntry, Snapshot, Trace};
use crate::domain::fold::{Folded, fold};
use crate::domain::history_end::HistoryEnd;
use crate::domain::member::Profile;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};

/// Rows that are not written yet count from here: above every row there is, and the same for the same plan, so that what
/// others write meanwhile does not make its effect look different.
const FIRST_UNWRITTEN: i64 = 1 << 62;

/// The place among a plan's facts of one that has no row yet; `None` for a row.
pub(in crate::domain) fn place_of(id: FactId) -> Option<usize> {
    id.0.checked_sub(FIRST_UNWRITTEN).and_then(|place| usize::try_from(place).ok())
}

/// The place in the journal of an operation that is not written yet.
const UNWRITTEN_OP: OpSeq = OpSeq(i64::MAX);

/// In a basis: the plan depends on more of the file than its members' own rows, and is always planned again before it is
/// written. (No row has this id, so such a basis is never found unchanged.)
const ALWAYS_AGAIN: (MemberId, HistoryEnd) = (MemberId(0), HistoryEnd { newest: FactId(i64::MAX), joined: 0 });

/// Points that count against the limits, and what that comes to.
#[derive(Debug, Clone, Copy)]
pub struct LimitCheck {
    pub allowance: Allowance,
    pub approval: Option<LimitExceeded>,
}

/// Rows on file that a plan takes out of the folds of its members, or lets count again.
#[derive(Debug, Clone, Default)]
pub struct VoidedRows {
    /// What this operation wrote counts no more.
    pub out: Option<OpSeq>,
    /// These facts count again.
    pub again: Vec<Fact>,
}

/// A plan but for the intent, which its room has no need to know about.
#[derive(Debug)]
pub struct PlanBody {
    pub(super) at: Instant,
    pub(super) basis: Basis,
    pub(super) facts: Vec<Fact>,
    pub(super) events: Vec<NewEvent>,
    pub(super) desk_events: Vec<NewDeskEvent>,
    pub(super) profile: Option<(Option<MemberId>, Profile)>,
    pub(super) profile_before: Option<Profile>,
    pub(super) reverses: Option<OpSeq>,
    pub(super) voids: Option<OpSeq>,
    pub(super) program: Option<String>,
    pub(super) points_abs: Points,
    pub(super) effect: PlanEffect,
}

impl PlanBody {
    /// The signed points that it moves for its members by itself; `None` where it moves none.
    pub fn points_by_hand(&self) -> Option<Points> {
        let sum = self.facts.iter().map(|fact| fact.points.0).fold(0, i64::saturating_add);
        (!self.facts.is_empty()).then_some(Points(sum))
    }

    /// The same as something that is only asked for: it shows what it would do, and writes nothing but that it was asked for.
    pub fn proposed(mut self, key: DeskKey, kind: DeskEventKind, until: Day) -> Self {
        let why = self.effect.approval.take();
        self.effect.proposes = Some(ApprovalTerms { why, until });
        self.effect.reversible = false;
        self.effect.warnings.retain(|warning| *warning != Warning::Irreversible);
        self.facts.clear();
        self.events.clear();
        self.desk_events = vec![NewDeskEvent { key, at: self.at, kind, text: None }];
        (self.profile, self.profile_before, self.program) = (None, None, None);
        (self.reverses, self.voids) = (None, None);
        self.points_abs = Points::ZERO;
        self
    }

    /// It depends on more of the file than its members' own rows.
    pub(super) fn plan_always_again(&mut self) {
        self.basis.members.push(ALWAYS_AGAIN);
    }
}

#[derive(Debug)]
pub struct PlanDraft<'a> {
    context: &'a PlanContext<'a>,
    pub at: Instant,
    pub today: Day,
    facts: Vec<Fact>,
    events: Vec<NewEvent>,
    desk_events: Vec<NewDeskEvent>,
    pub profile: Option<(Option<MemberId>, Profile)>,
    pub profile_before: Option<Profile>,
    pub fields: Vec<(String, String, String)>,
    pub reverses: Option<OpSeq>,
    pub voids: Option<OpSeq>,
    /// What that makes of rows on file.
    pub voided: VoidedRows,
    /// The text of a programme to be put in force.
    pub program: Option<String>,
    pub counted: Option<LimitCheck>,
    pub warnings: Vec<Warning>,
    pub reversible: bool,
    /// Whether it depends on more of the file than its members' own rows.
    pub on_whole_file: bool,
}

/// One member around the change.
#[derive(Debug)]
pub struct MemberChange<'a> {
    pub subject: Option<&'a Subject>,
    pub before: Option<Folded>,
    pub after: Folded,
    /// The same seen from the last day of any fact, where facts are dated later than today.
    later: Option<(Folded, Folded)>,
}

impl<'a> PlanDraft<'a> {
    pub fn new(context: &'a PlanContext<'a>) -> Self {
        Self {
            context,
            at: context.at(),
            today: context.today(),
            facts: Vec::new(),
            events: Vec::new(),
            desk_events: Vec::new(),
            profile: None,
            profile_before: None,
            fields: Vec::new(),
            reverses: None,
            voids: None,
            voided: VoidedRows::default(),
            program: None,
            counted: None,
            warnings: Vec::new(),
            reversible: true,
            on_whole_file: false,
        }
    }

    /// Adds a ledger fact that takes effect with the plan.
    pub fn fact(&mut self, member: MemberId, kind: FactKind, points: Points) -> &mut Fact {
        self.add(Fact { points, ..Fact::new(FactId::default(), member, kind, self.at) });
        let last = self.facts.len() - 1;
        &mut self.facts[last]
    }

    /// Adds a fact that is made already, and answers what others of the plan link to.
    pub fn add(&mut self, fact: Fact) -> FactId {
        self.facts.push(fact);
        FactId(FIRST_UNWRITTEN.saturating_add(i64::try_from(self.facts.len()).unwrap_or(i64::MAX)) - 1)
    }

    /// Adds a member event that takes effect with the plan; `None` is the member to be enrolled.
    pub fn event(&mut self, member: Option<MemberId>, kind: EventKind) {
        self.events.push(NewEvent { member, at: self.at, kind, text: None, feedback: None });
    }

    /// Adds an event with a text that is kept apart.
    pub fn event_with_text(&mut self, member: MemberId, kind: EventKind, text: Option<String>) {
        self.events.push(NewEvent { member: Some(member), at: self.at, kind, text, feedback: None });
    }

    /// Adds an event about the desk.
    pub fn desk_event(&mut self, key: DeskKey, kind: DeskEventKind) {
        self.desk_event_with_text(key, kind, None);
    }

    /// Adds an event about the desk with a text that is kept apart.
    pub fn desk_event_with_text(&mut self, key: DeskKey, kind: DeskEventKind, text: Option<String>) {
        self.desk_events.push(NewDeskEvent { key, at: self.at, kind, text });
    }

    /// Takes an event about a feedback out of the fold, or lets it count again.
    pub fn counts(&mut self, member: MemberId, of: FactId, counts: bool, feedback: FactId) {
        let (kind, feedback) = (EventKind::Counts { of, counts }, Some(feedback));
        self.events.push(NewEvent { member: Some(member), at: self.at, kind, text: None, feedback });
    }

    /// Folds every member touched before and after what has been drafted.
    pub fn fold(&self) -> Result<Vec<MemberChange<'a>>, Refusal> {
        let context = self.context;
        let written: Vec<History> = context.members.iter().map(|s| self.with_new_rows(&s.history)).collect();
        let mut around = Vec::new();
        for (subject, history) in context.members.iter().zip(&written) {
            let history = with_joined(history.clone(), &written);
            let last = last_day(&history, context).max(self.today);
            let later = if last > self.today {
                Some((self.fold_of(&subject.history, last)?, self.fold_of(&history, last)?))
            } else {
                None
            };
            around.push(MemberChange {
                subject: Some(subject),
                before: Some(self.fold_of(&subject.history, self.today)?),
                after: self.fold_of(&history, self.today)?,
                later,
            });
        }
        if self.events.iter().any(|e| e.member.is_none()) {
            let after = self.fold_of(&self.with_new_rows(&History::default()), self.today)?;
            around.push(MemberChange { subject: None, before: None, after, later: None });
        }
        Ok(around)
    }

    /// Finishes a plan that moves points; a debit must find lots, and so must every later one.
    pub fn spend(self, delta: Points) -> Result<PlanBody, Refusal> {
        let around = self.fold()?;
        let missing = around.iter().map(|a| a.overdrawn().0).fold(0, i64::saturating_add);
        if delta.0 < 0 && missing > 0 {
            let asked = Points(delta.0.saturating_neg());
            return Err(not_enough(asked, Points(missing), &around));
        }
        Ok(self.finish(&around))
    }

    /// Folds, and finishes what the folds don't change any more.
    pub fn folded(self) -> Result<PlanBody, Refusal> {
        let around = self.fold()?;
        Ok(self.finish(&around))
    }

    /// The plan that the draft has become.
    pub fn finish(mut self, around: &[MemberChange<'_>]) -> PlanBody {
        let mut members = Vec::new();
        for one in around {
            let effect = self.member_effect(one);
            self.warn_of_lower_tier(&effect);
            members.push(effect);
        }
        let context = self.context;
        let ends = context.members.iter().flat_map(|s| s.history.ends());
        let again = self.on_whole_file.then_some(ALWAYS_AGAIN);
        let stages = context.programs.at(self.at).program.lifecycle;
        PlanBody {
            at: self.at,
            basis: Basis {
                members: ends.chain(again).collect(),
                undone: context.newest_undone,
                program: context.programs.at(self.at).number,
                day: self.today,
                used: context.used,
                lapsing_days: stages.lapsing_auto.then_some(stages.lapsing_days),
            },
            facts: self.facts,
            events: self.events,
            desk_events: self.desk_events,
            profile: self.profile,
            profile_before: self.profile_before,
            reverses: self.reverses,
            voids: self.voids,
            program: self.program,
            points_abs: self.counted.map_or(Points::ZERO, |c| c.allowance.points),
            effect: PlanEffect {
                members,
                warnings: self.warnings,
                approval: self.counted.and_then(|c| c.approval),
                allowance: self.counted.map(|c| c.allowance),
                reversible: self.reversible,
                proposes: None,
            },
        }
    }

    fn fold_of(&self, history: &History, day: Day) -> Result<Folded, Refusal> {
        fold(history, self.context.programs, day).map_err(|_| Refusal::TooLarge)
    }

    fn member_effect(&self, one: &MemberChange<'_>) -> MemberEffect {
        let programs = self.context.programs;
        let (member, profile) = match (one.subject, &self.profile) {
            (Some(subject), _) => (subject.history.member, Some(&subject.profile)),
            (None, profile) => (MemberId(0), profile.as_ref().map(|(_, p)| p)),
        };
        let whose = self.profile.as_ref().and_then(|(id, _)| *id).unwrap_or_default();
        MemberEffect {
            member,
            member_no: profile.map(|p| p.member_no.clone()).unwrap_or_default(),
            name: profile.map(|p| p.name.clone()).unwrap_or_default(),
            before: one.before.as_ref().map(|f| f.state.snapshot(programs)),
            after: one.after.state.snapshot(programs),
            fields: if whose == member { self.fields.clone() } else { Vec::new() },
        }
    }

    fn warn_of_lower_tier(&mut self, effect: &MemberEffect) {
        let program = &self.context.programs.at(self.at).program;
        let Some(before) = &effect.before else { return };
        let (from, to) = (&before.tier.code, &effect.after.tier.code);
        let goes_on = matches!(effect.after.status, Status::Active | Status::Frozen);
        if goes_on && program.tier_rank(to) < program.tier_rank(from) {
            self.warnings.push(Warning::TierDown { from: from.clone(), to: to.clone() });
        }
    }

    /// A history with the drafted rows on it, also on the files inside that joined it.
    fn with_new_rows(&self, history: &History) -> History {
        let mut history = history.clone();
        self.add_rows(&mut history);
        history
    }

    fn add_rows(&self, history: &mut History) {
        let mut next = FIRST_UNWRITTEN;
        if let Some(op) = self.voided.out {
            history.facts.retain(|fact| fact.op != op);
        }
        history.facts.extend(self.voided.again.iter().filter(|fact| fact.member == history.member).cloned());
        for new in &self.facts {
            if new.member == history.member {
                history.facts.push(Fact { id: FactId(next), op: UNWRITTEN_OP, ..new.clone() });
            }
            next += 1;
        }
        for new in &self.events {
            let member = new.member.unwrap_or_default();
            if member == history.member {
                let kind = new.kind.clone();
                history.events.push(Event { id: FactId(next), member, op: UNWRITTEN_OP, at: new.at, kind });
            }
            next += 1;
        }
        for (_, joined) in &mut history.absorbed {
            self.add_rows(joined);
        }
    }
}

/// Joins the files that drafted merges bring.
fn with_joined(mut history: History, written: &[History]) -> History {
    for event in history.events.iter().filter(|e| e.op == UNWRITTEN_OP) {
        if let EventKind::Absorb { from } = event.kind {
            let joined = written.iter().find(|h| h.member == from).cloned();
            history.absorbed.extend(joined.map(|h| (event.id, h)));
        }
    }
    history
}

impl MemberChange<'_> {
    pub fn snapshots(&self, context: &PlanContext<'_>) -> (Option<Snapshot>, Snapshot) {
        let before = self.before.as_ref().map(|f| f.state.snapshot(context.programs));
        (before, self.after.state.snapshot(context.programs))
    }

    /// Points that debits by hand found no lot for, beyond those that found none before the change: what the change would
    /// overdraw, now or at a debit dated later.
    pub fn overdrawn(&self) -> Points {
        let (before, after) = match (&self.later, &self.before) {
            (Some((before, after)), _) => (Some(&before.trace), &after.trace),
            (None, before) => (before.as_ref().map(|f| &f.trace), &self.after.trace),
        };
        newly_uncovered(before, after)
    }
}

/// See [`MemberChange::overdrawn`].
fn newly_uncovered(before: Option<&Trace>, after: &Trace) -> Points {
    let old = |fact: FactId| {
        let same = before.into_iter().flat_map(uncovered).find(|(entry, _)| entry.fact == fact);
        same.map_or(0, |(_, points)| points)
    };
    let new = uncovered(after).map(|(entry, points)| points.saturating_sub(old(entry.fact)).max(0));
    let new = new.fold(0, i64::saturating_add);
    Points(new)
}

/// Debits by hand and the points of each that no lot paid at its instant.
pub fn uncovered(trace: &Trace) -> impl Iterator<Item = (&LedgerEntry, i64)> {
    let by_hand = trace.entries.iter().filter(|e| {
        let kind = matches!(e.kind, EntryKind::Redeem | EntryKind::Adjust | EntryKind::RedeemReturn);
        kind && e.points.0 < 0
    });
    by_hand.filter_map(|e| {
        let drawn = e.lots.iter().map(|d| d.points.0).fold(0, i64::saturating_add);
        let open = e.points.0.saturating_neg().saturating_sub(drawn);
        (open > 0).then_some((e, open))
    })
}

/// Points that are not there. Who owes points has less than none, and what is owed is missing as well.
fn not_enough(asked: Points, missing: Points, around: &[MemberChange<'_>]) -> Refusal {
    let before = around.iter().filter_map(|one| one.before.as_ref());
    let owed = before.map(|folded| folded.state.balance().0.min(0)).fold(0, i64::saturating_add);
    let spendable = asked.0.saturating_sub(missing.0).max(0);
    if spendable == 0 && owed < 0 {
        let missing = Points(asked.0.saturating_sub(owed));
        return Refusal::NotEnough { asked, spendable: Points(owed), missing };
    }
    Refusal::NotEnough { asked, spendable: Points(spendable), missing }
}

fn last_day(history: &History, context: &PlanContext<'_>) -> Day {
    let zone = context.programs.zone();
    let own = history.facts.iter().map(|f| zone.day_of(f.at)).max();
    let joined = history.absorbed.iter().map(|(_, h)| last_day(h, context)).max();
    own.max(joined).unwrap_or(Day(i64::MIN))
}
