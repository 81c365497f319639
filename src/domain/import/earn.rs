//! What new purchases earn: each is rated with the tier held just before it, and the member's state goes on with it.

use super::settle::{NewRow, RefundedSale};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, FactPosition, History};
use crate::domain::fold::{ResumeError, State, counting_events, fold};
use crate::domain::num::{FactId, FileNumber, LabelId, MemberId, Money, Overflow, Points};
use crate::domain::parted::Belongings;
use crate::domain::program::Programs;

/// A fact to be: its row, before it has points, an id and an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDraft {
    /// The line it comes from.
    pub line: u64,
    /// The fact; `store` and `channel` count the labels of the import, not of the file.
    pub fact: Fact,
    /// The sale of a refund; `New` counts the drafts of the member.
    pub sale: RefundedSale,
}

impl FactDraft {
    pub fn of(new: &NewRow<'_>, member: MemberId) -> Self {
        let row = &new.row;
        let kind = if row.refund { FactKind::Refund } else { FactKind::Sale };
        let fact = Fact {
            amount: row.amount,
            points_paid: row.points_paid,
            store: LabelId(i64::from(row.store)),
            channel: LabelId(i64::from(row.channel)),
            reference: (!row.reference.is_empty()).then(|| row.reference.to_owned()),
            ..Fact::new(FactId(0), member, kind, row.at)
        };
        Self { line: row.line, fact, sale: new.sale }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct RatingInput<'a> {
    pub programs: &'a Programs,
    /// The business day of the import.
    pub today: Day,
    /// Sales earn nothing.
    pub no_earn: bool,
}

/// The member's state with the drafts in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedState {
    /// At the end of today.
    pub shown: State,
    /// At the newest fact or event up to today, compacted.
    pub resume: State,
    /// The day of the first fact or event after today: until then `shown` may go on without it.
    pub until: Option<Day>,
}

/// With this draft a sum of the member's would exceed 10^12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// Its place among the drafts.
    pub draft: usize,
}

/// Gives the drafts of one member (in the order of facts) their ids, from `first` on, their links and their points, and
/// folds them into what is recorded. Nothing recorded is rated again.
pub fn rate(
    history: &History,
    drafts: &mut [FactDraft],
    first: FactId,
    rating: &RatingInput<'_>,
) -> Result<RatedState, TooLarge> {
    let id = |n: usize| FactId(first.0 + i64::try_from(n).unwrap_or(i64::MAX));
    for (place, draft) in drafts.iter_mut().enumerate() {
        draft.fact.link = match draft.sale {
            RefundedSale::None => None,
            RefundedSale::Stored(sale) => Some(sale),
            RefundedSale::New(sale) => Some(id(sale)),
        };
        draft.fact.id = id(place);
    }
    if has_joins(history) { with_joins(history, drafts, rating) } else { alone(history, drafts, rating) }
}

/// Whether other members' files have a part in this one, or something that the fold looks at counted no more for a time: then
/// only the whole fold knows the order of things.
fn has_joins(history: &History) -> bool {
    let is_folded = |id: FactId| history.events.iter().any(|e| e.id == id && e.kind.is_folded());
    let joins = |e: &Event| match e.kind {
        EventKind::Absorb { .. } | EventKind::MergedInto { .. } | EventKind::Unmerge { .. } => true,
        EventKind::Counts { of, .. } => is_folded(of),
        EventKind::Enrol { .. }
        | EventKind::Profile { .. }
        | EventKind::Status { .. }
        | EventKind::Override { .. }
        | EventKind::OverrideEnd { .. }
        | EventKind::OverrideAgain { .. }
        | EventKind::TierImport { .. }
        | EventKind::Erase
        | EventKind::Feedback { .. }
        | EventKind::FeedbackCounts { .. }
        | EventKind::Case { .. }
        | EventKind::CaseCounts { .. }
        | EventKind::Contact { .. }
        | EventKind::Interactions { .. }
        | EventKind::ChurnReason { .. } => false,
    };
    !history.absorbed.is_empty() || history.events.iter().any(joins)
}

/// Gives one sale that is to be recorded on a member its points: by the tier that the member held just before it.
pub fn earn_alone(history: &History, sale: &mut Fact, programs: &Programs) -> Result<(), Overflow> {
    let tier = tier_before(history, sale, programs)?;
    earn(sale, &tier, programs, false)
}

/// The tier held just before a fact, in the file that held its number.
fn tier_before(history: &History, fact: &Fact, programs: &Programs) -> Result<String, Overflow> {
    let alone = fact.before_merge().and_then(|merge| history.joined_by(merge).map(|joined| (merge, joined)));
    let alone = alone.map(|(merge, joined)| {
        let recorded: Vec<&Fact> = history.facts.iter().collect();
        let merges = [vec![merge], history.joins_of(joined.member)].concat();
        let own = Belongings::of_file(joined, merges, history.member, &recorded);
        let mut alone = joined.clone();
        alone.facts.extend(recorded.into_iter().filter(|f| own.hold(f)).cloned());
        alone
    });
    let mut before = before(alone.as_ref().unwrap_or(history), fact.order_key(programs.file()), programs.file());
    if alone.is_none() {
        // Before the merge they stand in the file that held their number.
        let merges = before.merges(before.member);
        before.facts.retain(|f| f.before_merge().is_none_or(|merge| merges.contains(&merge)));
    }
    let folded = fold(&before, programs, programs.zone().day_of(fact.at))?;
    Ok(folded.state.tier_code(&programs.at(fact.at).program).to_owned())
}

/// Gives a sale its points: the rate of its own instant, the multiplier of the tier before it.
fn earn(fact: &mut Fact, tier: &str, programs: &Programs, no_earn: bool) -> Result<(), Overflow> {
    if no_earn {
        return Ok(());
    }
    let (day, program) = (programs.zone().day_of(fact.at), &programs.at(fact.at).program);
    let basis = Money(fact.amount.0 - fact.points_paid.unwrap_or_default().0);
    fact.rating = program.rating(tier);
    fact.points = program.points_for(basis, fact.rating)?;
    if fact.points > Points::ZERO {
        let pending = program.points.pending_days;
        fact.spendable_on = (pending > 0).then(|| day.plus_days(i64::from(pending)));
        fact.expires_on = program.points.expiry.last_day(day);
    }
    Ok(())
}

/// One walk over what is recorded and what is new, in order.
struct RatingPass<'r> {
    state: State,
    /// The state as of today and its resume point, once something later than today comes.
    today: Option<(State, State)>,
    until: Option<Day>,
    cutoff: Instant,
    rating: &'r RatingInput<'r>,
}

impl RatingPass<'_> {
    /// Before anything that takes effect after today: keeps today's state.
    fn reach(&mut self, at: Instant) -> Result<(), Overflow> {
        if at > self.cutoff && self.until.is_none() {
            self.until = Some(self.rating.programs.zone().day_of(at));
            self.today = Some(self.as_of_today()?);
        }
        Ok(())
    }

    fn as_of_today(&self) -> Result<(State, State), Overflow> {
        let programs = self.rating.programs;
        let resume = self.state.compact(programs);
        let mut shown = self.state.clone();
        shown.advance_to(self.rating.today, programs)?;
        Ok((shown, resume))
    }

    fn add(&mut self, draft: &mut Fact) -> Result<(), ResumeError> {
        let programs = self.rating.programs;
        self.reach(draft.at)?;
        if draft.kind == FactKind::Sale {
            let day = programs.zone().day_of(draft.at);
            self.state.advance_to(day, programs)?;
            let tier = self.state.tier_code(&programs.at(draft.at).program);
            earn(draft, tier, programs, self.rating.no_earn)?;
        }
        self.state.apply(draft, programs)
    }
}

fn alone(history: &History, drafts: &mut [FactDraft], rating: &RatingInput<'_>) -> Result<RatedState, TooLarge> {
    enum TimelineItem<'a> {
        Fact(&'a Fact),
        Event(&'a Event),
    }
    let own = rating.programs.file();
    let facts = history.facts.iter().map(|f| (f.order_key(own), TimelineItem::Fact(f)));
    // What takes effect after today is told apart below, so it is walked over as well.
    let events = counting_events(history, Instant(i64::MAX), own);
    let events = events.map(|e| (e.order_key(own), TimelineItem::Event(e)));
    let mut recorded: Vec<(FactPosition<&str>, TimelineItem<'_>)> = facts.chain(events).collect();
    recorded.sort_by(|a, b| a.0.cmp(&b.0));
    let cutoff = rating.programs.zone().end_of(rating.today);
    let mut walk = RatingPass { state: State::default(), today: None, until: None, cutoff, rating };
    let mut recorded = recorded.into_iter().peekable();
    let count = drafts.len();
    for next in 0..=count {
        while let Some((place, row)) =
            recorded.next_if(|(place, _)| drafts.get(next).is_none_or(|d| *place < d.fact.order_key(own)))
        {
            let step = walk.reach(place.0).map_err(ResumeError::from).and_then(|()| match row {
                TimelineItem::Fact(fact) => walk.state.apply(fact, rating.programs),
                TimelineItem::Event(event) => walk.state.apply_event(event, rating.programs),
            });
            step.map_err(|_| TooLarge { draft: next.saturating_sub(1) })?;
        }
        if let Some(draft) = drafts.get_mut(next) {
            walk.add(&mut draft.fact).map_err(|_| TooLarge { draft: next })?;
        }
    }
    let (shown, resume) = match walk.today.take() {
        Some(today) => today,
        None => walk.as_of_today().map_err(|_| TooLarge { draft: count.saturating_sub(1) })?,
    };
    Ok(RatedState { shown, resume, until: walk.until })
}

/// The slow way, for the few whose file holds other files: each sale is rated at the end of a fold of all before it.
fn with_joins(history: &History, drafts: &mut [FactDraft], rating: &RatingInput<'_>) -> Result<RatedState, TooLarge> {
    let programs = rating.programs;
    let mut whole = history.clone();
    for (place, draft) in drafts.iter_mut().enumerate() {
        let fact = &mut draft.fact;
        if fact.kind == FactKind::Sale {
            let tier = tier_before(&whole, fact, programs).map_err(|_| TooLarge { draft: place.saturating_sub(1) })?;
            earn(fact, &tier, programs, rating.no_earn).map_err(|_| TooLarge { draft: place })?;
        }
        whole.facts.push(fact.clone());
    }
    let last = TooLarge { draft: drafts.len().saturating_sub(1) };
    let folded = fold(&whole, programs, rating.today).map_err(|_| last)?;
    let cutoff = programs.zone().end_of(rating.today);
    let until = whole.first_after(cutoff).map(|at| programs.zone().day_of(at));
    Ok(RatedState { shown: folded.state, resume: folded.resume, until })
}

/// What is recorded before a place in the order of facts.
fn before(history: &History, place: FactPosition<&str>, own: FileNumber) -> History {
    History {
        member: history.member,
        facts: history.facts.iter().filter(|f| f.order_key(own) < place).cloned().collect(),
        events: history.events.iter().filter(|e| e.order_key(own) < place).cloned().collect(),
        absorbed: history.absorbed.iter().map(|(event, other)| (*event, before(other, place, own))).collect(),
        at_survivor: history.at_survivor_where(|f| f.order_key(own) < place),
    }
}
