//! Folding members from rows that are being read anyway.
//!
//! Rows are read once to be digested. What an import brought lies member by member, so most histories begin and end within
//! one task's rows; those are folded on the spot. The tasks that come later look up what is left: members without facts,
//! histories that are spread over the file, and files that joined.

use super::Outcome;
use super::states::Members;
use crate::domain::fact::Fact;
use crate::domain::num::{FactId, MemberId};
use crate::domain::proof::Wrong;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::state::StateRow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Members that have been looked at, by row number; shared by all tasks.
pub(super) struct Done(Vec<AtomicBool>);

impl Done {
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
pub(super) struct Gather<'s> {
    members: Members<'s>,
    done: &'s Done,
    open: HashMap<i64, (StateRow, Vec<Fact>)>,
}

impl<'s> Gather<'s> {
    pub fn of(store: &'s Store, done: &'s Done) -> Result<Self, StoreError> {
        Ok(Self { members: Members::of(store)?, done, open: HashMap::new() })
    }

    /// Takes the next fact of the file. Where it completes its member's history, the member is looked at; what is wrong
    /// with it stands in the outcome beside what is wrong with the rows, which comes first.
    pub fn take(&mut self, fact: Fact, prev: FactId, outcome: &mut Outcome) -> Result<(), StoreError> {
        if self.members.has_voided || outcome.wrong_member.is_some() {
            return Ok(());
        }
        let member = fact.member;
        if prev.0 == 0 {
            // Whether the row is there and can be read is told when the members' turn comes.
            let Ok(row) = self.members.state(member)? else { return Ok(()) };
            self.open.insert(member.0, (row, Vec::new()));
        }
        let Some((row, facts)) = self.open.get_mut(&member.0) else { return Ok(()) };
        if facts.last().map_or(FactId(0), |last| last.id) != prev {
            self.open.remove(&member.0);
            return Ok(());
        }
        let ends = row.head == fact.id;
        facts.push(fact);
        if ends && let Some((row, facts)) = self.open.remove(&member.0) {
            self.done.add(member.0);
            outcome.wrong_member = self.members.check(&row, Some(facts))?.map(|wrong| (member.0, wrong));
        }
        Ok(())
    }
}

/// Looks at the members of a range that nobody has looked at.
pub(super) fn check(store: &Store, range: &Range<i64>, done: &Done) -> Result<Outcome, StoreError> {
    let mut members = Members::of(store)?;
    let mut outcome = Outcome::default();
    let mut statement = store.db.prepare("SELECT id FROM member WHERE id >= ?1 AND id < ?2 ORDER BY id")?;
    let mut rows = statement.query([range.start, range.end])?;
    while let Some(row) = rows.next()? {
        let member: i64 = row.get(0)?;
        outcome.members += 1;
        if done.has(member) {
            continue;
        }
        let wrong: Option<Wrong> = match members.state(MemberId(member))? {
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
