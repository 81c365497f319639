//! The machine: facts, events and days in order, each making the next state.

mod refunds;

use super::book::Book;
use super::ladder::{Ladder, TierOverride};
use super::purse::{Lot, Purse};
use super::scribe::{LedgerLine, Scribe};
use super::stage::{self, Lifecycle};
use super::view::{
    EntryKind, LifecycleStage, LotDraw, LotView, PointsEquation, PointsView, PurchasesView, Snapshot, StageView,
    TierCause, Trace,
};
use crate::domain::day::Day;
use crate::domain::fact::{Event, EventKind, Fact, FactKind, FactPosition, Status};
use crate::domain::num::{FactId, MemberId, Overflow, Points};
use crate::domain::program::{Program, Programs};
use serde::{Deserialize, Serialize};

/// Why a state cannot go on from where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// The fact is earlier than the newest one applied, or answers one that a resume point no longer holds: fold again.
    #[error("the fact needs the member's whole history")]
    NeedsHistory,
    /// A sum exceeds 10^12.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// The machine: a member's state that can go on with the next fact or the next day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// The end of this day, or within it.
    day: Day,
    /// Whether anything has been applied: before, `day` says nothing.
    started: bool,
    last: Option<FactPosition<String>>,
    status: Status,
    merged_into: Option<MemberId>,
    purse: Purse,
    sums: PointsEquation,
    book: Book,
    ladder: Ladder,
    /// A resume point: holds no sales and no draws. With the programme version it was made under.
    compacted: Option<i64>,
    lifecycle: Lifecycle,
    #[serde(skip)]
    scribe: Scribe,
}

impl State {
    /// A state that writes down why it is what it is.
    pub fn traced() -> Self {
        Self { scribe: Scribe::awake(), ..Self::default() }
    }

    /// A state of nothing, traced where this one is.
    pub(super) fn empty_like_this(&self) -> Self {
        if self.scribe.is_awake() { Self::traced() } else { Self::default() }
    }

    pub fn take_trace(&mut self) -> Trace {
        self.scribe.take()
    }

    /// The day it stands at.
    pub fn day(&self) -> Day {
        self.day
    }

    /// What the member may do.
    pub fn status(&self) -> Status {
        self.status
    }

    pub fn merged_into(&self) -> Option<MemberId> {
        self.merged_into
    }

    /// Equals the open points less the deficit.
    pub fn balance(&self) -> Points {
        Points(self.purse.balance())
    }

    pub fn stage(&self) -> LifecycleStage {
        self.lifecycle.stage()
    }

    /// Orders, and the money kept of them.
    pub fn purchases(&self) -> PurchasesView {
        self.book.view()
    }

    /// The event of the override in force on the day it stands at.
    pub fn override_in_force(&self) -> Option<FactId> {
        self.ladder.in_force(self.day).map(|o| o.id)
    }

    /// Becomes the state of somebody of whom the same is recorded, the newest fact or event of whom has another id.
    pub fn set_newest(&mut self, id: FactId, programs: &Programs) {
        if let Some(last) = &mut self.last {
            last.3 = id.joined(programs.file());
        }
    }

    /// The tier shown at this point: what a sale that comes next is rated with.
    pub fn tier_code<'a>(&'a self, program: &'a Program) -> &'a str {
        if self.started { self.ladder.shown(self.day, program).0 } else { &program.tiers[0].code }
    }

    /// The next day on which something changes without a fact (a lot dies or wakes, a review, an override's edge, a
    /// lifecycle stage, the programme). A cached snapshot is right before that day.
    pub fn stale_on(&self, programs: &Programs) -> Option<Day> {
        let program = programs.at_end_of(self.day);
        let stage = stage::next_day(self.day, &self.book, &program.lifecycle);
        let rules = programs.changes_after(self.day);
        [self.purse.next_day(), self.ladder.next_day(self.day), stage, rules].into_iter().flatten().min()
    }

    /// Lets days pass: expiry, pending points, tier reviews, overrides. Never goes back.
    pub fn advance_to(&mut self, day: Day, programs: &Programs) -> Result<(), Overflow> {
        self.purse.own = programs.file();
        if !self.started {
            self.started = true;
            self.day = day;
            self.purse.today = day;
            self.ladder.begin(programs.at_start_of(day));
            self.set_stage(programs);
        }
        while self.day < day {
            let next = self.stale_on(programs).map_or(day, |d| d.clamp(self.day.plus_days(1), day));
            self.begin_day(next, programs);
        }
        Ok(())
    }

    fn begin_day(&mut self, day: Day, programs: &Programs) {
        let program = programs.at_start_of(day);
        let yesterday = self.day;
        self.day = day;
        for (lot, points) in self.purse.begin_day(day) {
            self.scribe.expiry(lot, points, programs.zone().start_of(day), day, self.purse.balance());
        }
        self.review(program);
        for o in &self.ladder.overrides {
            if !o.ended && o.until.plus_days(1) == day {
                let from = self.ladder.shown(yesterday, program).0;
                let (to, until, _) = self.ladder.shown(day, program);
                self.scribe.by_hand(day, None, from, (to, until), TierCause::OverrideEnded);
            }
        }
        self.set_stage(programs);
    }

    fn review(&mut self, program: &Program) {
        while let Some(step) = self.ladder.review(self.day, &self.book, program) {
            self.scribe.step(step, None);
        }
    }

    /// By the windows in force at the end of the day, so that a day has one stage whenever it is asked about.
    fn set_stage(&mut self, programs: &Programs) {
        let now = stage::stage_on(self.day, &self.book, &programs.at_end_of(self.day).lifecycle);
        self.lifecycle.set(now, self.day);
    }

    /// Moves on to the place of a fact or event, or halts where that is not ahead.
    fn go_to(&mut self, place: FactPosition<&str>, programs: &Programs) -> Result<Day, ResumeError> {
        let day = programs.zone().day_of(place.0);
        let is_behind =
            |(at, rank, reference, id): &FactPosition<String>| (*at, *rank, reference.as_str(), *id) > place;
        let behind = self.last.as_ref().is_some_and(is_behind) || (self.started && day < self.day);
        let other_rules = self.compacted.is_some_and(|version| version != programs.newest().number);
        if behind || other_rules {
            return Err(ResumeError::NeedsHistory);
        }
        self.advance_to(day, programs)?;
        // The text of the last place is written over, not made anew: this runs once a fact.
        let mut reference = self.last.take().map(|(.., reference, _)| reference).unwrap_or_default();
        place.2.clone_into(&mut reference);
        self.last = Some((place.0, place.1, reference, place.3));
        Ok(day)
    }

    /// Applies one fact. Facts must come in the order of [`Fact::order_key`].
    pub fn apply(&mut self, fact: &Fact, programs: &Programs) -> Result<(), ResumeError> {
        self.apply_behind(fact, fact, programs)
    }

    /// Applies a fact at the place of another one, which has been applied.
    pub(super) fn apply_behind(&mut self, fact: &Fact, place: &Fact, programs: &Programs) -> Result<(), ResumeError> {
        // What is redeemed on an order may go back at once: only the history knows its refunds. What comes to a file that has gone on
        // elsewhere is counted there.
        let on_order = fact.kind == FactKind::Redeem && fact.reference.is_some();
        if self.compacted.is_some() && (fact.link.is_some() || on_order || self.merged_into.is_some()) {
            return Err(ResumeError::NeedsHistory);
        }
        let day = self.go_to(place.order_key(programs.file()), programs)?;
        let program = &programs.at(fact.at).program;
        match fact.kind {
            FactKind::Sale => self.sale(fact, day, program)?,
            FactKind::Refund => self.refund(fact, (day, programs.zone().start_of(day)), program)?,
            FactKind::Opening => self.credit(fact, day, EntryKind::Opening)?,
            FactKind::Bonus => self.credit(fact, day, EntryKind::Bonus)?,
            FactKind::Adjust => self.adjust(fact, day)?,
            FactKind::Redeem => self.redeem(fact, (day, programs.zone().start_of(day)))?,
            FactKind::RedeemReturn => {
                let back = self.give_back(fact, day, EntryKind::RedeemReturn);
                add(&mut self.sums.returned, back)?;
            }
        }
        self.set_stage(programs);
        Ok(())
    }

    /// Applies one member event (all but merges, which need the other member's history).
    pub fn apply_event(&mut self, event: &Event, programs: &Programs) -> Result<(), ResumeError> {
        let day = self.go_to(event.order_key(programs.file()), programs)?;
        let program = &programs.at(event.at).program;
        let shown = self.ladder.shown(day, program).0.to_owned();
        match &event.kind {
            EventKind::Enrol { .. }
            | EventKind::Profile { .. }
            | EventKind::Absorb { .. }
            | EventKind::Unmerge { .. }
            | EventKind::Feedback { .. }
            | EventKind::FeedbackCounts { .. }
            | EventKind::Case { .. }
            | EventKind::CaseCounts { .. }
            | EventKind::Contact { .. }
            | EventKind::Interactions { .. }
            | EventKind::ChurnReason { .. } => {}
            // Which event it is about only the history can tell.
            EventKind::Counts { .. } => return Err(ResumeError::NeedsHistory),
            EventKind::Status { to } => self.status = *to,
            EventKind::Erase => self.erase(),
            EventKind::TierImport { tier, until } => {
                let step = self.ladder.import(tier, *until, day, self.book.turns);
                self.scribe.step(step, Some(event.id));
                self.review(program);
            }
            EventKind::Override { tier, from, until, mode } => {
                let (tier, from, until, mode) = (tier.clone(), *from, *until, *mode);
                self.ladder.overrides.push(TierOverride {
                    id: event.id,
                    at: event.at,
                    tier,
                    from,
                    until,
                    mode,
                    ended: false,
                });
                self.set_by_hand(event.id, &shown, TierCause::Override(mode), program);
            }
            EventKind::OverrideEnd { of } => {
                self.end_override(*of, true)?;
                self.set_by_hand(event.id, &shown, TierCause::OverrideEnded, program);
            }
            EventKind::OverrideAgain { of } => {
                self.end_override(*of, false)?;
                let mode = self.ladder.overrides.iter().find(|o| o.id == *of).map(|o| o.mode);
                let cause = mode.map_or(TierCause::OverrideEnded, TierCause::Override);
                self.set_by_hand(event.id, &shown, cause, program);
            }
            EventKind::MergedInto { into } => self.leave(*into, program),
        }
        Ok(())
    }

    /// Personal data are gone.
    pub(super) fn erase(&mut self) {
        self.status = Status::Erased;
    }

    /// The file goes on elsewhere: what it held is there now.
    fn leave(&mut self, into: MemberId, program: &Program) {
        let (last, scribe) = (self.last.take(), std::mem::take(&mut self.scribe));
        *self = Self { day: self.day, started: true, last, scribe, compacted: self.compacted, ..Self::default() };
        self.purse.today = self.day;
        self.ladder.begin(program);
        self.status = Status::Merged;
        self.merged_into = Some(into);
    }

    /// Ends an override or takes it up again. A resume point has forgotten those that were over.
    fn end_override(&mut self, of: FactId, ended: bool) -> Result<(), ResumeError> {
        match self.ladder.overrides.iter_mut().find(|o| o.id == of) {
            Some(o) => o.ended = ended,
            None if self.compacted.is_some() => return Err(ResumeError::NeedsHistory),
            None => {}
        }
        Ok(())
    }

    /// Another member's file joins here, at the place of the `Absorb` event. `other` stands at the same instant.
    pub fn join(&mut self, event: &Event, mut other: Self, programs: &Programs) -> Result<(), ResumeError> {
        let day = self.go_to(event.order_key(programs.file()), programs)?;
        other.advance_to(day, programs)?;
        let program = &programs.at(event.at).program;
        for (book, ladder) in [(&mut self.book, &self.ladder), (&mut other.book, &other.ladder)] {
            book.note_bought(ladder.marker());
        }
        self.book.join(other.book, programs.file())?;
        let step = self.ladder.join(other.ladder, day, self.book.turns, program, programs.file());
        self.purse.join(other.purse)?;
        self.sums = self.sums.joined(&other.sums)?;
        self.scribe.join(other.scribe);
        self.scribe.step(step, Some(event.id));
        self.review(program);
        self.set_stage(programs);
        Ok(())
    }

    fn sale(&mut self, fact: &Fact, day: Day, program: &Program) -> Result<(), ResumeError> {
        let (net, turn) = self.book.sale(fact, day)?;
        if let Some(step) = self.ladder.sale(day, net, turn, program) {
            self.scribe.step(step, Some(fact.id));
        }
        self.scribe.sale(fact, day);
        if fact.points.0 > 0 {
            self.credit(fact, day, EntryKind::Earn)?;
        }
        Ok(())
    }

    fn credit(&mut self, fact: &Fact, day: Day, kind: EntryKind) -> Result<(), ResumeError> {
        let total = match kind {
            EntryKind::Opening => &mut self.sums.opening,
            EntryKind::Earn => &mut self.sums.earned,
            EntryKind::Bonus => &mut self.sums.bonus,
            EntryKind::Adjust
            | EntryKind::Redeem
            | EntryKind::RedeemReturn
            | EntryKind::Clawback
            | EntryKind::Waive
            | EntryKind::Expire => &mut self.sums.adjusted_up,
        };
        add(total, fact.points.0)?;
        let lot = Lot::new(fact.id, fact.at, fact.points.0, fact.spendable_on.unwrap_or(day), fact.expires_on);
        let died = self.purse.credit(lot)?;
        self.line(fact, day, kind, fact.points.0, Vec::new(), None);
        if died > 0 {
            self.scribe.expiry(fact.id, died, fact.at, day, self.purse.balance());
        }
        Ok(())
    }

    fn adjust(&mut self, fact: &Fact, day: Day) -> Result<(), ResumeError> {
        if fact.points.0 < 0 {
            add(&mut self.sums.adjusted_down, -fact.points.0)?;
            return self.take(fact, day, EntryKind::Adjust);
        }
        if fact.link.is_none() {
            return self.credit(fact, day, EntryKind::Adjust);
        }
        let back = self.give_back(fact, day, EntryKind::Adjust);
        add(&mut self.sums.adjusted_up, back)?;
        Ok(())
    }

    fn take(&mut self, fact: &Fact, day: Day, kind: EntryKind) -> Result<(), ResumeError> {
        let points = -fact.points.0;
        let expired = self.purse.expired;
        let draws = match fact.link {
            Some(of) => self.purse.take_back(fact.id, of, points)?,
            None => self.purse.spend(fact.id, points)?,
        };
        if let (FactKind::Redeem, None, Some(order)) = (fact.kind, fact.link, &fact.reference) {
            self.book.redeemed(order, fact.id, points);
        }
        self.line(fact, day, kind, fact.points.0, draws.clone(), fact.link);
        self.died_again(fact, day, &draws, expired);
        Ok(())
    }

    /// What went back to dead lots is expired at once, and what a reversal took from them no longer is.
    fn died_again(&mut self, fact: &Fact, day: Day, draws: &[LotDraw], expired: i64) {
        let mut left = self.purse.expired - expired;
        for draw in draws.iter().filter(|d| self.purse.is_expired(d.lot)) {
            let points = draw.points.0.min(left.abs()) * left.signum();
            if points != 0 {
                self.scribe.expiry(draw.lot, points, fact.at, day, self.purse.balance());
            }
            left -= points;
        }
    }

    /// Gives back what a reversed debit still holds, and answers how much: a refund of a day before may have come first.
    fn give_back(&mut self, fact: &Fact, day: Day, kind: EntryKind) -> i64 {
        let Some(of) = fact.link else { return 0 };
        let expired = self.purse.expired;
        let back = fact.points.0.min(self.purse.still_taken(of));
        let to = self.purse.give_back(fact.id, of, back);
        self.book.redemption_undone(of, back);
        self.line(fact, day, kind, back, to.clone(), fact.link);
        self.died_again(fact, day, &to, expired);
        back
    }

    /// The state as people read it, on the day it stands at.
    pub fn snapshot(&self, programs: &Programs) -> Snapshot {
        let program = programs.at_end_of(self.day);
        Snapshot {
            as_of: self.day,
            status: self.status,
            merged_into: self.merged_into,
            points: self.points_view(),
            tier: self.ladder.view(self.day, &self.book, program),
            lifecycle: StageView { stage: self.stage(), since: self.lifecycle.since() },
            purchases: self.purchases(),
        }
    }

    fn points_view(&self) -> PointsView {
        let lots = self.purse.holding().into_iter().map(|l| LotView {
            fact: l.fact,
            at: l.at,
            points: Points(l.points),
            open: Points(l.open),
            spendable_on: l.spendable_on,
            expires_on: l.expires_on,
        });
        PointsView {
            balance: self.balance(),
            pending: Points(self.purse.pending),
            deficit: Points(self.purse.deficit),
            lots: lots.collect(),
            tally: PointsEquation {
                open: Points(self.purse.open),
                pending: Points(self.purse.pending),
                expired: Points(self.purse.expired),
                deficit: Points(self.purse.deficit),
                ..self.sums
            },
        }
    }

    /// The smallest state that can still go on with later sales, credits, debits and days: the resume point that is cached.
    #[must_use]
    pub fn compact(&self, programs: &Programs) -> Self {
        let program = programs.at_end_of(self.day);
        Self {
            last: self.last.clone(),
            purse: self.purse.compact(),
            book: self.book.compact(),
            ladder: self.ladder.compact(self.day, program),
            compacted: Some(programs.newest().number),
            lifecycle: self.lifecycle.compact(self.day),
            scribe: Scribe::default(),
            ..*self
        }
    }

    fn set_by_hand(&mut self, event: FactId, from: &str, cause: TierCause, program: &Program) {
        let (to, until, _) = self.ladder.shown(self.day, program);
        self.scribe.by_hand(self.day, Some(event), from, (to, until), cause);
    }

    fn line(&mut self, fact: &Fact, day: Day, kind: EntryKind, points: i64, lots: Vec<LotDraw>, of: Option<FactId>) {
        let balance = self.purse.balance();
        self.scribe.line(LedgerLine { fact, day, kind, points, lots, balance, of });
    }
}

fn add(total: &mut Points, points: i64) -> Result<(), Overflow> {
    *total = total.plus(Points(points))?;
    Ok(())
}
