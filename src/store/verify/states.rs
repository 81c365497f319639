//! Every member's profile against the commitment in its history, and its cached state against the fold.

use super::ahead::BatchLookup;
use super::column_of;
use crate::domain::fact::{Event, EventKind, Fact, History};
use crate::domain::journal::profile_commit;
use crate::domain::member::Profile;
use crate::domain::num::{FileNumber, LabelId, MemberId};
use crate::domain::program::Programs;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::facts::event_of;
use crate::store::joined::newest_profile;
use crate::store::members::profile_with;
use crate::store::refresh::row_of_history;
use crate::store::state::{STATE, StateRow, state_of};
use rusqlite::Row;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// A member's row as [`profile_with`] reads it, then the salt and whose it is.
const PROFILE: &str = "no, name, phone, email, birthday, joined_on, store, channel, tags, consents, referrer, salt, id";

/// Looks at one member after the other.
pub(super) struct MemberCheck<'s> {
    store: &'s Store,
    rules: Rules,
    /// Whether some histories leave out what an undone import brought.
    pub has_voided: bool,
    profiles: BatchLookup<'s, Result<(Profile, Vec<u8>), StoreError>>,
    states: BatchLookup<'s, rusqlite::Result<StateRow>>,
    events: BatchLookup<'s, Result<Event, StoreError>>,
    /// Texts of stores and channels that have been met.
    labels: HashMap<i64, String>,
}

impl<'s> MemberCheck<'s> {
    pub fn of(store: &'s Store) -> Result<Self, StoreError> {
        let profiles = format!("SELECT {PROFILE} FROM member WHERE id >= ?1 AND id < ?2 ORDER BY id");
        let states = format!("SELECT {STATE} FROM state WHERE member >= ?1 AND member < ?2 ORDER BY member");
        let events = "SELECT id, member, op, at, body FROM member_event WHERE member >= ?1 AND member < ?2
                      ORDER BY member, id";
        Ok(Self {
            store,
            rules: Rules { all: store.programs()?, older: None },
            has_voided: !store.voided_batches()?.is_empty(),
            profiles: BatchLookup::new(store.db.prepare(&profiles)?),
            states: BatchLookup::new(store.db.prepare(&states)?),
            events: BatchLookup::new(store.db.prepare(events)?),
            labels: HashMap::new(),
        })
    }

    /// A member's cached state; what is wrong with it where it can't be read.
    pub fn state(&mut self, member: MemberId) -> Result<Result<StateRow, Discrepancy>, StoreError> {
        let found = self.states.row(member.0, |row| (member_of(row, 0), state_of(row)))?;
        let column = match found {
            Some(Ok(row)) => return Ok(Ok(row)),
            Some(Err(error)) => column_of(&error, STATE),
            None => "member".to_owned(),
        };
        let member_no = self.store.member_no(member)?;
        Ok(Err(Discrepancy::State { member_no, member: member.0, column }))
    }

    /// The first thing that is wrong with a member. `facts` are its own where they are at hand already, without those of an
    /// undone import.
    pub fn check(&mut self, row: &StateRow, facts: Option<Vec<Fact>>) -> Result<Option<Discrepancy>, StoreError> {
        let member = row.member;
        let events = self.events(member)?;
        let (profile, salt) = self.profile(member)?;
        let joined_rows = row.joined > 0;
        let on_card = if joined_rows { self.store.as_on_card(member, &profile)? } else { Cow::Borrowed(&profile) };
        if !profile_holds(&on_card, &salt, &events, self.rules.all.file()) {
            return Ok(Some(Discrepancy::Profile { member_no: Some(profile.member_no), member: member.0 }));
        }
        let joined = events.iter().any(|e| matches!(e.kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. }));
        let history = match facts {
            Some(facts) if !joined && !joined_rows && !self.has_voided => {
                History { member, facts, events, ..History::default() }
            }
            _ => self.store.history(member)?,
        };
        let column = self.rules.difference(row, &history)?;
        Ok(column.map(|column| Discrepancy::State {
            member_no: Some(profile.member_no),
            member: member.0,
            column: column.to_owned(),
        }))
    }

    /// Also those that an undone import brought: the profile stays what it was.
    fn events(&mut self, member: MemberId) -> Result<Vec<Event>, StoreError> {
        self.events.rows(member.0, |row| (member_of(row, 1), event_of(self.store, row)))?.into_iter().collect()
    }

    fn profile(&mut self, member: MemberId) -> Result<(Profile, Vec<u8>), StoreError> {
        let Self { store, profiles, labels, .. } = self;
        let found = profiles.row(member.0, |row| {
            let profile = (|| {
                let (shop, channel) = (label(store, labels, row.get(6)?)?, label(store, labels, row.get(7)?)?);
                Ok((profile_with(row, shop, channel)?, row.get(11)?))
            })();
            (member_of(row, 12), profile)
        })?;
        found.ok_or_else(|| StoreError::Damaged(format!("member {} has no row", member.0)))?
    }
}

fn member_of(row: &Row<'_>, column: usize) -> i64 {
    row.get(column).unwrap_or_default()
}

/// The text of a label, looked up once.
fn label(store: &Store, known: &mut HashMap<i64, String>, label: i64) -> Result<String, StoreError> {
    if let Some(text) = known.get(&label) {
        return Ok(text.clone());
    }
    let text = store.label(LabelId(label))?;
    if label != 0 && text.is_empty() {
        return Err(StoreError::Damaged(format!("label {label} is missing")));
    }
    known.insert(label, text.clone());
    Ok(text)
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
            self.older = self.all.known_at(version).map(|programs| (version, programs));
        }
        self.older.as_ref().map(|(_, programs)| programs)
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
fn profile_holds(profile: &Profile, salt: &[u8], events: &[Event], own: FileNumber) -> bool {
    if events.iter().any(|e| e.kind == EventKind::Erase) {
        return *profile == profile.tombstone() && salt.is_empty();
    }
    let committed = newest_profile(events, own).and_then(|e| e.kind.profile_commitment());
    committed.is_some_and(|committed| profile_commit(salt, profile) == *committed)
}
