//! Interactions: the derived tables by which a reference is known again and by which the days of a channel are found.

use super::Store;
use super::error::StoreError;
use super::write::Tx;
use crate::domain::day::Day;
use crate::domain::fact::{Event, EventKind};
use crate::domain::interaction::InteractionDay;
use crate::domain::num::{FIRST_JOINED, FactId, MemberId};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A row of `interaction_day`: day, channel, kind, event, how many.
pub(super) type DayRow = (i64, String, String, i64, i64);

/// The rows that an event comes to in both tables.
#[derive(Debug, Default)]
pub(super) struct DerivedInteractions {
    pub days: Vec<DayRow>,
    /// References by their digests; none of an event that joined from another file.
    pub references: Vec<(i64, i64)>,
}

impl DerivedInteractions {
    pub fn of(event: FactId, day: &InteractionDay) -> Self {
        let mut found = Self::default();
        for count in &day.counts {
            let n = i64::try_from(count.refs.len()).unwrap_or(i64::MAX);
            found.days.push((day.day.0, count.channel.clone(), count.kind.clone(), event.0, n));
            if event.0 < FIRST_JOINED {
                found.references.extend(count.refs.iter().map(|hash| (*hash, event.0)));
            }
        }
        found
    }
}

impl Store {
    /// The event of this file that counts an interaction with a reference, with its member and what it counts.
    pub fn interaction_of_reference(
        &self,
        hash: i64,
    ) -> Result<Option<(FactId, MemberId, InteractionDay)>, StoreError> {
        let sql = "SELECT r.event, e.member FROM interaction_ref r JOIN member_event e ON e.id = r.event
                   WHERE r.hash = ?1 ORDER BY r.event LIMIT 1";
        let found =
            self.db.prepare_cached(sql)?.query_row([hash], |row| Ok((FactId(row.get(0)?), MemberId(row.get(1)?))));
        let Some((event, member)) = found.optional()? else { return Ok(None) };
        Ok(self.interactions_at(event)?.map(|day| (event, member, day)))
    }

    /// What an event counts; `None` after an erasure.
    pub fn interactions_at(&self, event: FactId) -> Result<Option<InteractionDay>, StoreError> {
        let Some(text) = self.event_text(event)? else { return Ok(None) };
        let read = InteractionDay::read(&text);
        read.map(Some).ok_or_else(|| StoreError::Damaged(format!("the text of event {} can't be read", event.0)))
    }

    /// The days of a range on which each channel had an interaction; those without a channel are none's.
    pub fn interaction_days_by_channel(
        &self,
        from: Day,
        to: Day,
    ) -> Result<BTreeMap<String, BTreeSet<Day>>, StoreError> {
        let sql = "SELECT DISTINCT channel, day FROM interaction_day WHERE day BETWEEN ?1 AND ?2 AND channel <> ''";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([from.0, to.0])?;
        let mut days: BTreeMap<String, BTreeSet<Day>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            days.entry(row.get(0)?).or_default().insert(Day(row.get(1)?));
        }
        Ok(days)
    }

    /// Every event of interactions whose import counts.
    pub(super) fn each_interaction_event(
        &self,
        mut each: impl FnMut(FactId, &InteractionDay) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT e.id, t.body FROM member_event e JOIN operation o ON o.seq = e.op JOIN event_text t ON t.event = e.id
                   WHERE e.body LIKE '{\"kind\":\"interactions\"%'
                     AND COALESCE(o.batch, o.seq) NOT IN (SELECT batch FROM voided_batch) ORDER BY e.id";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let day = InteractionDay::read(row.get_ref(1)?.as_str().unwrap_or_default());
            if let Some(day) = day {
                each(FactId(row.get(0)?), &day)?;
            }
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// Brings the derived tables up to an event that has just been written, or that joined.
    pub fn note_interactions(&self, event: &Event) -> Result<(), StoreError> {
        if !matches!(event.kind, EventKind::Interactions { .. }) {
            return Ok(());
        }
        match self.interactions_at(event.id)? {
            Some(day) => self.list_interactions(event.id, &day),
            None => Ok(()),
        }
    }

    fn list_interactions(&self, event: FactId, day: &InteractionDay) -> Result<(), StoreError> {
        let derived = DerivedInteractions::of(event, day);
        let sql = "INSERT INTO interaction_day (day, channel, kind, event, n) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut insert = self.db.prepare_cached(sql)?;
        for (day, channel, kind, event, n) in &derived.days {
            insert.execute(params![day, channel, kind, event, n])?;
        }
        let mut insert = self.db.prepare_cached("INSERT INTO interaction_ref (hash, event) VALUES (?1, ?2)")?;
        for (hash, event) in &derived.references {
            insert.execute([hash, event])?;
        }
        Ok(())
    }

    /// Takes what an undone import brought out of the tables. `rows`: the ids of what each of its steps brought.
    pub(super) fn void_interactions(&self, rows: &[RangeInclusive<i64>]) -> Result<(), StoreError> {
        for rows in rows {
            for sql in [
                "DELETE FROM interaction_day WHERE event BETWEEN ?1 AND ?2",
                "DELETE FROM interaction_ref WHERE event BETWEEN ?1 AND ?2",
            ] {
                self.db.prepare_cached(sql)?.execute([rows.start(), rows.end()])?;
            }
        }
        Ok(())
    }

    /// Takes what is counted of a member out of the tables, before its texts go.
    pub(super) fn erase_interactions(&self, member: MemberId) -> Result<(), StoreError> {
        let sql = "SELECT t.event, t.body FROM event_text t JOIN member_event e ON e.id = t.event
                   WHERE t.member = ?1 AND e.body LIKE '{\"kind\":\"interactions\"%'";
        let mut statement = self.db.prepare_cached(sql)?;
        let texts = statement.query_map([member.0], |row| Ok((FactId(row.get(0)?), row.get::<_, String>(1)?)))?;
        for (event, text) in texts.collect::<Result<Vec<_>, _>>()? {
            let Some(day) = InteractionDay::read(&text) else { continue };
            let derived = DerivedInteractions::of(event, &day);
            for (day, channel, kind, event, _) in &derived.days {
                let sql = "DELETE FROM interaction_day WHERE day = ?1 AND channel = ?2 AND kind = ?3 AND event = ?4";
                self.db.prepare_cached(sql)?.execute(params![day, channel, kind, event])?;
            }
            for (hash, event) in &derived.references {
                let sql = "DELETE FROM interaction_ref WHERE hash = ?1 AND event = ?2";
                self.db.prepare_cached(sql)?.execute([hash, event])?;
            }
        }
        Ok(())
    }

    /// Makes both tables again from the events.
    pub(super) fn rebuild_interactions(&self) -> Result<(), StoreError> {
        self.db.execute_batch("DELETE FROM interaction_day; DELETE FROM interaction_ref")?;
        self.each_interaction_event(|event, day| self.list_interactions(event, day))
    }
}
