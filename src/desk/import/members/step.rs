//! Writing members: new ones with all that they bring, known ones with what is new about them.

use super::{DeskError, RowAction, StoreError};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, Status};
use crate::domain::fold::State;
use crate::domain::import::earn::{RatingInput, rate};
use crate::domain::import::member::{Differences, MemberInput, OpeningBalance};
use crate::domain::num::{FactId, MemberId};
use crate::domain::program::Programs;
use crate::store::import::Seal;
use crate::store::journal::OperationWriter;
use crate::store::refresh::StateChange;
use crate::store::state::{Heads, StateRow, StateSaver};
use crate::store::write::Tx;
use std::collections::HashMap;

pub(super) struct MemberStep<'t, 's> {
    pub(super) tx: &'t Tx<'s>,
    pub(super) programs: &'t Programs,
    pub(super) now: Instant,
    pub(super) today: Day,
    pub(super) beginner: &'t mut Option<Beginner>,
    pub(super) states: StateSaver<'t>,
    /// What known members get, for their states.
    pub(super) changes: HashMap<MemberId, StateChange>,
}

/// The state of whoever has been enrolled by this import and brought neither points nor a tier: one for all of them.
pub(super) struct Beginner {
    row: StateRow,
    resume: State,
}

impl MemberStep<'_, '_> {
    pub(super) fn write(&mut self, entry: &mut OperationWriter<'_, '_>, deed: &mut RowAction) -> Result<(), DeskError> {
        match deed {
            RowAction::Enrol(row, seal) => self.enrol(entry, row, seal.take()),
            RowAction::Update(member, _, differences) => self.update(entry, *member, differences, None),
            RowAction::Reinstate(member, _, differences) => {
                self.update(entry, *member, differences, Some(Status::Active))
            }
        }
    }

    fn enrol(
        &mut self,
        entry: &mut OperationWriter<'_, '_>,
        row: &MemberInput,
        seal: Option<Seal>,
    ) -> Result<(), DeskError> {
        let (member, profile) = match seal {
            Some(seal) => entry.sealed_member(&row.profile, seal)?,
            None => entry.new_member(&row.profile)?,
        };
        let enrolled = entry.event(member, self.now, EventKind::Enrol { profile })?;
        let plain = row.tier.is_none() && row.opening.is_none();
        if let Some(Beginner { row, resume }) = self.beginner.as_mut().filter(|_| plain) {
            resume.set_newest(enrolled.id, self.programs);
            row.hand_on(member, Heads { newest: enrolled.id, ..Heads::default() }, resume)?;
            return Ok(self.states.save(row)?);
        }
        let mut events = vec![enrolled];
        events.extend(self.tier(entry, member, row.tier.as_ref())?);
        let facts: Vec<Fact> = Self::opening(entry, member, row.opening, FactId(0))?.into_iter().collect();
        let head = facts.first().map_or(FactId(0), |f| f.id);
        let newest = events.last().map_or(head, |e| e.id.max(head));
        let history = History { member, facts, events, ..History::default() };
        let rating = RatingInput { programs: self.programs, today: self.today, no_earn: true };
        let rated = rate(&history, &mut [], FactId(0), &rating)
            .map_err(|_| StoreError::Damaged(format!("member {} begins too large", member.0)))?;
        let mut state =
            StateRow::of(member, Heads { head, newest, joined: 0 }, &rated.shown, &rated.resume, self.programs)?;
        if let Some(day) = rated.until {
            state = state.until(day);
        }
        self.states.save(&state)?;
        if plain && rated.until.is_none() {
            *self.beginner = Some(Beginner { row: state, resume: rated.resume });
        }
        Ok(())
    }

    fn update(
        &mut self,
        entry: &mut OperationWriter<'_, '_>,
        member: MemberId,
        new: &Differences,
        status: Option<Status>,
    ) -> Result<(), DeskError> {
        let mut change = StateChange::default();
        if let Some(to) = status {
            change.events.push(entry.event(member, self.now, EventKind::Status { to })?);
        }
        if let Some(profile) = &new.profile {
            let commit = entry.change_member(member, profile)?;
            change.events.push(entry.event(member, self.now, EventKind::Profile { profile: commit })?);
        }
        change.events.extend(self.tier(entry, member, new.tier.as_ref())?);
        let head = self.tx.standing(member)?.map_or(FactId(0), |s| s.head);
        change.facts.extend(Self::opening(entry, member, new.opening, head)?);
        self.changes.insert(member, change);
        Ok(())
    }

    fn tier(
        &self,
        entry: &mut OperationWriter<'_, '_>,
        member: MemberId,
        tier: Option<&(String, Day)>,
    ) -> Result<Option<Event>, DeskError> {
        let Some((tier, until)) = tier else { return Ok(None) };
        let kind = EventKind::TierImport { tier: tier.clone(), until: Some(*until) };
        Ok(Some(entry.event(member, self.now, kind)?))
    }

    fn opening(
        entry: &mut OperationWriter<'_, '_>,
        member: MemberId,
        opening: Option<OpeningBalance>,
        prev: FactId,
    ) -> Result<Option<Fact>, DeskError> {
        let Some(opening) = opening else { return Ok(None) };
        let mut fact = Fact {
            points: opening.points,
            expires_on: opening.expires_on,
            ..Fact::new(FactId(0), member, FactKind::Opening, opening.at)
        };
        entry.fact(&mut fact, prev)?;
        Ok(Some(fact))
    }
}
