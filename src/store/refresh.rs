//! Keeping the cached states right: after a change, and where days have passed.

use super::Store;
use super::error::StoreError;
use super::state::{Heads, StateRow};
use super::write::Tx;
use crate::domain::day::Day;
use crate::domain::fact::{Event, EventKind, Fact, History};
use crate::domain::fold::{ResumeError, State, fold_untraced};
use crate::domain::num::{FactId, MemberId, Overflow};
use crate::domain::program::Programs;
use rusqlite::OptionalExtension;
use std::collections::HashMap;

/// What an operation has written about one member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateChange {
    pub facts: Vec<Fact>,
    pub events: Vec<Event>,
}

impl StateChange {
    /// Whether nothing in it is looked at by the fold.
    fn is_only_said(&self) -> bool {
        self.facts.is_empty() && self.events.iter().all(|event| event.kind.is_said())
    }

    /// The newest rows of the member with the change on top.
    fn heads_after(&self, before: Heads) -> Heads {
        let head = self.facts.iter().map(|f| f.id).fold(before.head, FactId::max);
        let newest = self.events.iter().map(|e| e.id).fold(before.newest.max(head), FactId::max);
        Heads { head, newest, ..before }
    }
}

impl Store {
    /// A member's state at the end of a day that is not past: the cached row where it is fresh, else what it has become.
    /// `None` where there is no such member.
    pub fn state_on(&self, member: MemberId, today: Day, programs: &Programs) -> Result<Option<StateRow>, StoreError> {
        let Some(row) = self.state(member)? else { return Ok(None) };
        if row.is_fresh(today, programs) {
            return Ok(Some(row));
        }
        self.brought_to(&row, today, programs).map(Some)
    }

    /// Lets days pass over a cached row, or folds the member anew where that is not enough.
    pub(super) fn brought_to(&self, row: &StateRow, today: Day, programs: &Programs) -> Result<StateRow, StoreError> {
        let same_rules = row.program == programs.newest().number;
        match row.resume() {
            Some(resume) if same_rules && resume.day() <= today => {
                let mut shown = resume.clone();
                shown.advance_to(today, programs).map_err(|e| too_large(row.member, e))?;
                StateRow::of(row.member, row.heads(), &shown, &resume, programs)
            }
            _ => self.refolded(row.member, row.heads(), &HashMap::new(), today, programs),
        }
    }

    /// The row of a member from all of its history. `heads` are newest facts that are not in the cached rows yet.
    pub(super) fn refolded(
        &self,
        member: MemberId,
        of: Heads,
        heads: &HashMap<MemberId, Heads>,
        today: Day,
        programs: &Programs,
    ) -> Result<StateRow, StoreError> {
        let history = self.history_with(member, heads)?;
        row_of_history(&history, of, today, programs)
    }
}

/// The row of a member whose whole history is at hand.
pub(super) fn row_of_history(
    history: &History,
    heads: Heads,
    today: Day,
    programs: &Programs,
) -> Result<StateRow, StoreError> {
    let (shown, resume) = fold_untraced(history, programs, today).map_err(|e| too_large(history.member, e))?;
    let row = StateRow::of(history.member, heads, &shown, &resume, programs)?;
    Ok(match history.first_after(programs.zone().end_of(today)) {
        Some(at) => row.until(programs.zone().day_of(at)),
        None => row,
    })
}

fn too_large(member: MemberId, error: Overflow) -> StoreError {
    StoreError::Damaged(format!("member {}: {error}", member.0))
}

impl Tx<'_> {
    /// Brings the cached states of changed members up to date, in the transaction that changes them.
    pub fn refresh(
        &self,
        changes: &HashMap<MemberId, StateChange>,
        today: Day,
        programs: &Programs,
    ) -> Result<(), StoreError> {
        let mut heads = HashMap::new();
        let mut rows = Vec::new();
        for (member, change) in changes {
            let row = self.state(*member)?;
            heads.insert(*member, change.heads_after(row.as_ref().map(StateRow::heads).unwrap_or_default()));
            rows.push((*member, change, row));
        }
        for (member, change, row) in rows {
            let of = heads.get(&member).copied().unwrap_or_default();
            let is_within = self.is_said_within(member, change)?;
            let fresh = match row.and_then(|row| gone_on(&row, change, (of, is_within), today, programs).transpose()) {
                Some(fresh) => fresh?,
                None => self.refolded(member, of, &heads, today, programs)?,
            };
            self.save_state(&fresh)?;
            if !is_within {
                self.refresh_survivor(&fresh, changes, &heads, today, programs)?;
            }
        }
        Ok(())
    }

    /// Whether a change says nothing that the fold looks at, and something stood in the history before it: where a history begins the fold does
    /// look at. Asked of what was recorded first, and of the first answer: a survey comes in the order of time.
    fn is_said_within(&self, member: MemberId, change: &StateChange) -> Result<bool, StoreError> {
        let events = || change.events.iter();
        let (Some(at), Some(first)) = (events().map(|e| e.at.0).min(), events().map(|e| e.id.0).min()) else {
            return Ok(false);
        };
        if !change.is_only_said() {
            return Ok(false);
        }
        let counts = "COALESCE(o.batch, o.seq) NOT IN (SELECT batch FROM voided_batch)";
        let recorded = format!(
            "SELECT e.at <= ?2 AND {counts} FROM member_event e JOIN operation o ON o.seq = e.op
             WHERE e.member = ?1 AND e.id < ?3 ORDER BY e.id LIMIT 1"
        );
        let said = format!(
            "SELECT f.at <= ?2 AND f.retracted = 0 AND {counts} FROM feedback f JOIN operation o ON o.seq = f.op
             WHERE f.member = ?1 AND f.id < ?3 ORDER BY f.id LIMIT 1"
        );
        for sql in [recorded, said] {
            let mut statement = self.db.prepare_cached(&sql)?;
            if statement.query_row([member.0, at, first], |row| row.get(0)).optional()? == Some(true) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is written on a member whose file has joined another's goes on there.
    fn refresh_survivor(
        &self,
        row: &StateRow,
        changes: &HashMap<MemberId, StateChange>,
        heads: &HashMap<MemberId, Heads>,
        today: Day,
        programs: &Programs,
    ) -> Result<(), StoreError> {
        let mut next = row.merged_into;
        while let Some(survivor) = next.filter(|member| !changes.contains_key(member)) {
            let Some(row) = self.state(survivor)? else { break };
            let fresh = self.refolded(survivor, row.heads(), heads, today, programs)?;
            self.save_state(&fresh)?;
            next = fresh.merged_into;
        }
        Ok(())
    }

    /// Brings some cached rows that days (or a new programme) have passed over up to date: a slice for an idle moment.
    /// Answers how many there were; fewer than `limit` means that none is left.
    pub fn refresh_stale(&self, limit: usize, today: Day, programs: &Programs) -> Result<usize, StoreError> {
        let stale: Vec<MemberId> = {
            // Two ranges of one index, instead of an OR over all of it.
            let sql = "SELECT member FROM state WHERE program < ?1
                       UNION ALL SELECT member FROM state WHERE program = ?1 AND stale_on <= ?2 LIMIT ?3";
            let mut statement = self.db.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let bound = [programs.newest().number, today.0, limit];
            let rows = statement.query_map(bound, |row| row.get(0).map(MemberId))?;
            rows.collect::<Result<_, _>>()?
        };
        for member in &stale {
            if let Some(fresh) = self.state_on(*member, today, programs)? {
                self.save_state(&fresh)?;
            }
        }
        Ok(stale.len())
    }
}

/// The row with a change on top of its resume point; `None` where only the whole history will do. `is_within`: it is of what was said, and
/// the history begins before it.
fn gone_on(
    row: &StateRow,
    change: &StateChange,
    (heads, is_within): (Heads, bool),
    today: Day,
    programs: &Programs,
) -> Result<Option<StateRow>, StoreError> {
    let cutoff = programs.zone().end_of(today);
    let joins = |e: &Event| matches!(e.kind, EventKind::Absorb { .. } | EventKind::Unmerge { .. });
    let is_later = change.facts.iter().any(|f| f.at > cutoff) || change.events.iter().any(|e| e.at > cutoff);
    if is_later {
        return Ok(None);
    }
    // What was said, or done about it, changes no number, wherever it stands: a survey that brings a member's old answers in many steps
    // would read the whole history once a step.
    let only_said = (is_within && row.program == programs.newest().number).then(|| StateRow {
        head: heads.head,
        newest: heads.newest,
        joined: heads.joined,
        ..row.clone()
    });
    let Some(mut state) = row.resume().filter(|_| !change.events.iter().any(joins)) else {
        return Ok(only_said);
    };
    match apply(&mut state, change, programs) {
        Ok(()) => {}
        Err(ResumeError::NeedsHistory) => return Ok(only_said),
        Err(ResumeError::Overflow(e)) => return Err(too_large(row.member, e)),
    }
    let resume = state.compact(programs);
    if resume.day() > today {
        return Ok(None);
    }
    state.advance_to(today, programs).map_err(|e| too_large(row.member, e))?;
    StateRow::of(row.member, heads, &state, &resume, programs).map(Some)
}

fn apply(state: &mut State, change: &StateChange, programs: &Programs) -> Result<(), ResumeError> {
    enum TimelineItem<'a> {
        Fact(&'a Fact),
        Event(&'a Event),
    }
    let facts = change.facts.iter().map(|f| (f.order_key(programs.file()), TimelineItem::Fact(f)));
    let events = change.events.iter().map(|e| (e.order_key(programs.file()), TimelineItem::Event(e)));
    let mut rows: Vec<_> = facts.chain(events).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, row) in rows {
        match row {
            TimelineItem::Fact(fact) => state.apply(fact, programs)?,
            TimelineItem::Event(event) => state.apply_event(event, programs)?,
        }
    }
    Ok(())
}
