//! What follows from rows that have joined: erasures, states, feedback, undone imports.

use super::super::desk_events::desk_event_of;
use super::super::error::StoreError;
use super::super::facts::event_of;
use super::super::state::{Heads, StateRow};
use super::super::write::Tx;
use super::bring::Brought;
use crate::domain::desk_event::DeskEventKind;
use crate::domain::fact::{Event, EventKind};
use crate::domain::num::{FIRST_JOINED, MemberId};
use std::collections::BTreeMap;

impl Tx<'_> {
    /// Brings everything derived up to what has just been brought from another file.
    pub(super) fn derive_joined(&self, brought: &Brought) -> Result<(), StoreError> {
        let sql = "INSERT INTO joined_fact (member, fact) SELECT member, id FROM fact WHERE id >= ?1 AND id < ?2";
        self.db.execute(sql, [brought.first_row.0, brought.file.end()])?;
        let events = self.joined_events(brought)?;
        let touched = self.touched_by(brought)?;
        self.erase_here_too(brought, &touched)?;
        self.note_touched(&touched)?;
        let programs = self.programs()?;
        for event in &events {
            self.note_feedback(event, &programs)?;
            self.note_interactions(event)?;
        }
        // Imports, voids and moves that were undone where they were made, or by an operation among those brought.
        self.void_as_undone()
    }

    fn joined_events(&self, brought: &Brought) -> Result<Vec<Event>, StoreError> {
        let sql = "SELECT id, member, op, at, body FROM member_event WHERE id >= ?1 AND id < ?2 ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([brought.first_row.0, brought.file.end()])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(event_of(self, row)?);
        }
        Ok(events)
    }

    /// Counts the rows that came of each member.
    fn touched_by(&self, brought: &Brought) -> Result<BTreeMap<MemberId, i64>, StoreError> {
        let sql = "SELECT member, COUNT(*) FROM (
                       SELECT member FROM fact WHERE id >= ?1 AND id < ?2
                       UNION ALL SELECT member FROM member_event WHERE id >= ?1 AND id < ?2
                   ) WHERE member <> 0 GROUP BY member";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement
            .query_map([brought.first_row.0, brought.file.end()], |row| Ok((MemberId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An erasure reaches what came from every file, and whatever comes later.
    fn erase_here_too(&self, brought: &Brought, touched: &BTreeMap<MemberId, i64>) -> Result<(), StoreError> {
        for member in touched.keys() {
            for erasure in self.events_of(*member)?.iter().filter(|e| e.kind == EventKind::Erase) {
                self.erase_member_by(*member, erasure.op)?;
            }
        }
        let sql = "SELECT id, op, at, key, body FROM desk_event WHERE id >= ?1 AND id < ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([brought.first_row.0, brought.file.end()])?;
        while let Some(row) = rows.next()? {
            if let DeskEventKind::TextErased { of } = desk_event_of(self, row)?.kind {
                self.db.prepare_cached("DELETE FROM desk_text WHERE event = ?1")?.execute([of.0])?;
                self.log_holds_erased()?;
            }
        }
        Ok(())
    }

    /// Adds the rows that came to what the states count. They are made again by whoever meets them.
    fn note_touched(&self, touched: &BTreeMap<MemberId, i64>) -> Result<(), StoreError> {
        for (member, rows) in touched {
            let sql = "UPDATE state SET joined = joined + ?2 WHERE member = ?1";
            if self.db.prepare_cached(sql)?.execute([member.0, *rows])? == 0 {
                let heads = Heads { joined: *rows, ..Heads::default() };
                self.save_state(&StateRow::to_be_made(*member, heads))?;
            }
        }
        self.outdate_states(&touched.keys().copied().collect())
    }

    /// Lists the facts of other files by member again.
    pub(in crate::store) fn rebuild_joined_facts(&self) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM joined_fact", [])?;
        let sql = "INSERT INTO joined_fact (member, fact) SELECT member, id FROM fact WHERE id >= ?1";
        self.db.execute(sql, [FIRST_JOINED])?;
        Ok(())
    }
}
