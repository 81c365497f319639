//! Desk events: written once, read by key, their texts apart.

use super::Store;
use super::error::StoreError;
use super::journal::OperationWriter;
use super::salt::new_salt;
use super::write::Tx;
use crate::domain::day::Instant;
use crate::domain::desk_event::{DeskEvent, DeskEventKind, DeskKey, by_key};
use crate::domain::journal::{DeskEventRecord, hex, secret_commit};
use crate::domain::num::{FactId, FileNumber, OpSeq};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeMap;

/// The columns of a desk event, in the order of [`desk_event_of`].
pub(super) const DESK_EVENT: &str = "id, op, at, key, body";

impl Store {
    /// What counts of every key of a kind up to an instant. What an undone import brought is left out.
    pub fn desk_keys(&self, kind: &str, until: Instant) -> Result<BTreeMap<DeskKey, Vec<DeskEvent>>, StoreError> {
        // From the colon to the character behind it are all keys of the kind.
        let sql = format!(
            "SELECT {DESK_EVENT} FROM desk_event WHERE key >= ?1 || ':' AND key < ?1 || ';'
               AND op NOT IN (SELECT o.seq FROM voided_batch v JOIN operation o ON o.seq = v.batch OR o.batch = v.batch)"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([kind])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(desk_event_of(self, row)?);
        }
        Ok(by_key(events, until, self.programs()?.file()))
    }

    /// The events of one key, in the order in which they were written.
    pub fn desk_key(&self, key: &DeskKey) -> Result<Vec<DeskEvent>, StoreError> {
        let sql = format!("SELECT {DESK_EVENT} FROM desk_event WHERE key = ?1 ORDER BY at, id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([key.as_str()])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(desk_event_of(self, row)?);
        }
        Ok(events)
    }

    /// The desk events that an operation wrote, in their order.
    pub fn desk_events_of(&self, op: OpSeq) -> Result<Vec<DeskEvent>, StoreError> {
        let sql = format!("SELECT {DESK_EVENT} FROM desk_event WHERE op = ?1 ORDER BY id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([op.0])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(desk_event_of(self, row)?);
        }
        Ok(events)
    }

    /// The text that belongs to a desk event; `None` without one or after it was erased.
    pub fn desk_text(&self, event: FactId) -> Result<Option<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM desk_text WHERE event = ?1")?;
        Ok(statement.query_row([event.0], |row| row.get(0)).optional()?)
    }

    /// Whether the text of a desk event is the one it committed to; `None` where it is gone.
    pub(super) fn desk_text_holds(&self, event: FactId, commitment: &str) -> Result<Option<bool>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT salt, body FROM desk_text WHERE event = ?1")?;
        let found = statement.query_row([event.0], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?)));
        Ok(found.optional()?.map(|(salt, body)| hex(&secret_commit(&salt, &body)) == commitment))
    }
}

/// A desk event, in this file's numbers whichever file wrote it.
pub(super) fn desk_event_of(store: &Store, row: &Row<'_>) -> Result<DeskEvent, StoreError> {
    let id = FactId(row.get(0)?);
    let damaged = |what: String| StoreError::Damaged(format!("desk event {}: {what}", id.0));
    let key: String = row.get(3)?;
    let key = DeskKey::parse(&key).ok_or_else(|| damaged(format!("no key: {key}")))?;
    let body = row.get_ref(4)?.as_str().map_err(|e| damaged(e.to_string()))?;
    let (kind, text) = DeskEvent::read_body(body).map_err(|e| damaged(e.to_string()))?;
    let kind = if id.file() == FileNumber::NONE { kind } else { store.numbers_of(id.file())?.desk_event_kind(kind) };
    let kind = match kind.member() {
        Some(number) => {
            let member = store.row_of_member(number)?;
            kind.with_member(member)
        }
        None => kind,
    };
    Ok(DeskEvent { id, op: OpSeq(row.get(1)?), at: Instant(row.get(2)?), key, kind, text })
}

impl OperationWriter<'_, '_> {
    /// Writes a desk event, with a text that is kept apart.
    pub fn desk_event(
        &mut self,
        key: &DeskKey,
        at: Instant,
        kind: DeskEventKind,
        text: Option<&str>,
    ) -> Result<DeskEvent, StoreError> {
        let id = self.tx.next_id()?;
        let text = text.map(|text| self.tx.keep_desk_text(id, text)).transpose()?;
        let event = DeskEvent { id, op: self.seq(), at, key: key.clone(), kind, text };
        let body = self.as_known(&event)?.body().map_err(|e| StoreError::Sql(e.to_string()))?;
        self.records.desk_event(&DeskEventRecord { id, op: event.op, at, key: key.as_str(), body: &body });
        let sql = "INSERT INTO desk_event (id, op, at, key, body) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.tx.db.prepare_cached(sql)?.execute(params![id.0, event.op.0, at.0, key.as_str(), body])?;
        Ok(event)
    }

    /// The same with a member that it names as all files know it.
    fn as_known(&self, event: &DeskEvent) -> Result<DeskEvent, StoreError> {
        let Some(row) = event.kind.member() else { return Ok(event.clone()) };
        let kind = event.kind.clone().with_member(Some(self.known(row)?));
        Ok(DeskEvent { kind, ..event.clone() })
    }

    /// Removes the text of a desk event for good, and says so in an event of its key.
    pub fn erase_desk_text(&mut self, event: &DeskEvent, at: Instant) -> Result<DeskEvent, StoreError> {
        self.tx.db.prepare_cached("DELETE FROM desk_text WHERE event = ?1")?.execute([event.id.0])?;
        self.tx.log_holds_erased()?;
        self.desk_event(&event.key, at, DeskEventKind::TextErased { of: event.id }, None)
    }
}

impl Tx<'_> {
    fn keep_desk_text(&self, event: FactId, body: &str) -> Result<String, StoreError> {
        let salt = new_salt()?;
        let sql = "INSERT INTO desk_text (event, salt, body) VALUES (?1, ?2, ?3)";
        self.db.prepare_cached(sql)?.execute(params![event.0, salt, body])?;
        Ok(hex(&secret_commit(&salt, body)))
    }
}
