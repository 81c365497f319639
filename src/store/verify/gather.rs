//! Folding members from rows that are being read anyway.
//!
//! Rows are read once to be digested. What an import brought lies member by member, so most histories begin and end within
//! one task's rows; those are folded on the spot. The tasks that come later look up what is left: members without facts,
//! histories that are spread over the file, and files that joined.

use super::TaskResult;
use super::states::MemberCheck;
use crate::domain::fact::Fact;
use crate::domain::num::{FIRST_JOINED, FactId, MemberId};
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::state::StateRow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Members that have been looked at, by row number; shared by all tasks.
pub(super) struct CheckedMembers(Vec<AtomicBool>);

impl CheckedMembers {
    pub fn up_to(member: i64) -> Self {
        let members = usize::try_from(member).unwrap_or(0) + 1;
        Self((0..members).map(|_| AtomicBool::new(false)).collect())
    }

    fn place(&self, member: i64) -> Option<&AtomicBool> {
        self.0.get(usize::try_from(member).ok()?)
    }

    fn has(&self, member: i64) -> bool {
        self.place(member).is_some_and(|done| done.load(Ordering::Relaxed))
    }

    fn add(&self, member: i64) {
        if let Some(done) = self.place(member) {
            done.store(true, Ordering::Relaxed);
        }
    }
}

/// Histories of which the beginning has been read and the end has not.
pub(super) struct HistoryCollector<'s> {
    members: MemberCheck<'s>,
    done: &'s CheckedMembers,
    /// The member whose facts are being read; what comes next is mostly the next one of the same.
    current: Option<PartialHistory>,
    others: HashMap<i64, PartialHistory>,
}

/// A member's cached state, and the facts read so far.
struct PartialHistory {
    row: StateRow,
    facts: Vec<Fact>,
}

/// Room for the facts of most members.
const FACTS: usize = 16;

impl<'s> HistoryCollector<'s> {
    pub fn of(store: &'s Store, done: &'s CheckedMembers) -> Result<Self, StoreError> {
        Ok(Self { members: MemberCheck::of(store)?, done, current: None, others: HashMap::new() })
    }

    /// Takes the next fact of the file. Where it completes its member's history, the member is looked at; what is wrong
    /// with it stands in the outcome beside what is wrong with the rows, which comes first.
    pub fn take(&mut self, fact: Fact, prev: FactId, outcome: &mut TaskResult) -> Result<(), StoreError> {
        let is_joined = fact.id.0 >= FIRST_JOINED;
        if is_joined || self.members.has_voided || outcome.wrong_member.is_some() {
            return Ok(());
        }
        let member = fact.member;
        self.turn_to(member);
        if prev.0 == 0 {
            // Whether the row is there and can be read is told when the members' turn comes.
            let Ok(row) = self.members.state(member)? else { return Ok(()) };
            // Rows of several files are not met one after the other.
            if row.joined > 0 {
                return Ok(());
            }
            self.current = Some(PartialHistory { row, facts: Vec::with_capacity(FACTS) });
        }
        let Some(mut begun) = self.current.take() else { return Ok(()) };
        if begun.facts.last().map_or(FactId(0), |last| last.id) != prev {
            return Ok(());
        }
        let ends = begun.row.head == fact.id;
        begun.facts.push(fact);
        if ends {
            self.done.add(member.0);
            let wrong = self.members.check(&begun.row, Some(begun.facts))?;
            outcome.wrong_member = wrong.map(|wrong| (member.0, wrong));
        } else {
            self.current = Some(begun);
        }
        Ok(())
    }

    /// Lays the member aside whose facts were read, and takes up another.
    fn turn_to(&mut self, member: MemberId) {
        if self.current.as_ref().is_some_and(|begun| begun.row.member == member) {
            return;
        }
        let next = self.others.remove(&member.0);
        if let Some(before) = std::mem::replace(&mut self.current, next) {
            self.others.insert(before.row.member.0, before);
        }
    }
}

/// Looks at the members of a range that nobody has looked at.
pub(super) fn check(store: &Store, range: &Range<i64>, done: &CheckedMembers) -> Result<TaskResult, StoreError> {
    let mut members = MemberCheck::of(store)?;
    let mut outcome = TaskResult::default();
    let mut statement = store.db.prepare("SELECT id FROM member WHERE id >= ?1 AND id < ?2 ORDER BY id")?;
    let mut rows = statement.query([range.start, range.end])?;
    while let Some(row) = rows.next()? {
        let member: i64 = row.get(0)?;
        outcome.members += 1;
        if done.has(member) {
            continue;
        }
        let wrong: Option<Discrepancy> = match members.state(MemberId(member))? {
            Ok(row) => members.check(&row, None)?,
            Err(wrong) => Some(wrong),
        };
        if let Some(wrong) = wrong {
            outcome.wrong_member = Some((member, wrong));
            break;
        }
    }
    Ok(outcome)
}
