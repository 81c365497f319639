//! Every member's profile against the commitment in its history, and its cached state against the fold.

use super::{Outcome, column_of};
use crate::domain::fact::{Event, EventKind, History};
use crate::domain::journal::profile_commit;
use crate::domain::num::MemberId;
use crate::domain::program::Programs;
use crate::domain::proof::Wrong;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::facts::event_of;
use crate::store::refresh::row_of_history;
use crate::store::state::{STATE, StateRow, state_of};
use std::ops::Range;
use std::sync::Arc;

pub(super) fn check(store: &Store, members: &Range<i64>) -> Result<Outcome, StoreError> {
    let mut rules = Rules { all: store.programs()?, older: None };
    let has_voided = !store.voided_batches()?.is_empty();
    let mut outcome = Outcome::default();
    let mut statement = store.db.prepare("SELECT id FROM member WHERE id >= ?1 AND id < ?2 ORDER BY id")?;
    let mut rows = statement.query([members.start, members.end])?;
    let mut states = store.db.prepare(&format!("SELECT {STATE} FROM state WHERE member = ?1"))?;
    while let Some(row) = rows.next()? {
        let member: i64 = row.get(0)?;
        let member_no = store.member_no(MemberId(member))?;
        let history = store.history(MemberId(member))?;
        if !profile_holds(store, &history, has_voided)? {
            return Ok(Outcome::wrong(Wrong::Profile { member_no, member }));
        }
        let mut found = states.query([member])?;
        let wrong = match found.next()?.map(state_of) {
            None => Some("member".to_owned()),
            Some(Err(error)) => Some(column_of(&error, STATE)),
            Some(Ok(row)) => rules.difference(&row, &history)?.map(str::to_owned),
        };
        if let Some(column) = wrong {
            return Ok(Outcome::wrong(Wrong::State { member_no, member, column }));
        }
        outcome.members += 1;
    }
    Ok(outcome)
}

/// The programme as it was known when a row was made.
struct Rules {
    all: Arc<Programs>,
    older: Option<(i64, Programs)>,
}

impl Rules {
    fn known_at(&mut self, version: i64) -> Option<&Programs> {
        if self.all.newest().number == version {
            return Some(&self.all);
        }
        if self.older.as_ref().is_none_or(|(known, _)| *known != version) {
            let until = self.all.versions().iter().filter(|v| v.number <= version).cloned().collect();
            self.older = Programs::new(until).map(|programs| (version, programs));
        }
        self.older.as_ref().map(|(_, programs)| programs).filter(|programs| programs.newest().number == version)
    }

    /// The first column that is not what the fold gives.
    fn difference(&mut self, row: &StateRow, history: &History) -> Result<Option<&'static str>, StoreError> {
        if row.is_to_be_made() {
            return Ok(None);
        }
        let Some(programs) = self.known_at(row.program) else { return Ok(Some("program")) };
        let fold = row_of_history(history, row.heads(), row.day, programs)?;
        let pairs = [
            ("status", row.status == fold.status),
            ("merged_into", row.merged_into == fold.merged_into),
            ("balance", row.balance == fold.balance),
            ("tier", row.tier == fold.tier),
            ("stage", row.stage == fold.stage),
            ("orders", row.orders == fold.orders),
            ("days", row.days == fold.days),
            ("net_spend", row.net_spend == fold.net_spend),
            ("first_on", row.first_on == fold.first_on),
            ("last_on", row.last_on == fold.last_on),
            ("stale_on", row.stale_on == fold.stale_on),
            ("day", row.day == fold.day),
            ("resume", row.resume == fold.resume),
        ];
        Ok(pairs.into_iter().find(|(_, same)| !same).map(|(column, _)| column))
    }
}

/// Whether the profile is what the newest event about it committed to; of an erased member nothing but the number is left.
fn profile_holds(store: &Store, history: &History, has_voided: bool) -> Result<bool, StoreError> {
    let profile = store.profile(history.member)?.unwrap_or_default();
    if history.events.iter().any(|e| e.kind == EventKind::Erase) {
        return Ok(profile == profile.tombstone() && store.salt(history.member)?.is_empty());
    }
    let all = if has_voided { all_events(store, history.member)? } else { Vec::new() };
    let events = if has_voided { &all } else { &history.events };
    let committed = events.iter().rev().find_map(|e| match &e.kind {
        EventKind::Enrol { profile } | EventKind::Profile { profile } => Some(profile),
        _ => None,
    });
    Ok(committed.is_some_and(|committed| {
        store.salt(history.member).is_ok_and(|salt| profile_commit(&salt, &profile) == *committed)
    }))
}

/// Also those that an undone import brought: the profile stays what it was.
fn all_events(store: &Store, member: MemberId) -> Result<Vec<Event>, StoreError> {
    let sql = "SELECT id, member, op, at, body FROM member_event WHERE member = ?1 ORDER BY id";
    let mut statement = store.db.prepare_cached(sql)?;
    let mut rows = statement.query([member.0])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event_of(row)?);
    }
    Ok(events)
}
