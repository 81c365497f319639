//! Facts and member events: written once, read as a member's history.

use super::Store;
use super::error::StoreError;
use super::journal::{OperationWriter, cached_statement};
use super::state::Heads;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History};
use crate::domain::journal::EventRecord;
use crate::domain::num::{FactId, FileNumber, LabelId, MemberId, Money, OpSeq, Points};
use crate::domain::parted::Belongings;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::{HashMap, HashSet};

/// The columns of a fact, in the order of [`fact_of`].
pub(super) const FACT: &str = "id, member, op, kind, at, amount, points_paid, points, rating, spendable_on, expires_on, \
                               link, store, channel, ref, prev, ext";

const NEW_FACT: &str = "INSERT INTO fact (id, member, op, kind, at, amount, points_paid, points, rating, spendable_on, \
    expires_on, link, store, channel, ref, prev, ext) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

const NEW_EVENT: &str = "INSERT INTO member_event (id, member, op, at, body) VALUES (?1, ?2, ?3, ?4, ?5)";

#[cfg(test)]
thread_local! {
    /// Whole histories that this thread has read: what should cost no history is held against it.
    static HISTORIES_READ: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
pub(crate) fn histories_read() -> u64 {
    HISTORIES_READ.get()
}

impl Store {
    /// All that is recorded on a member and on those whose files joined it. What an undone import brought is left out.
    pub fn history(&self, member: MemberId) -> Result<History, StoreError> {
        self.history_with(member, &HashMap::new())
    }

    /// The same inside a transaction that has written facts: `heads` are newest rows that the cached states don't know yet.
    pub(super) fn history_with(
        &self,
        member: MemberId,
        heads: &HashMap<MemberId, Heads>,
    ) -> Result<History, StoreError> {
        #[cfg(test)]
        HISTORIES_READ.set(HISTORIES_READ.get() + 1);
        let mut reader = Reader {
            store: self,
            heads,
            voided: self.voided_batches()?,
            batch_of: HashMap::new(),
            reading: Vec::new(),
        };
        reader.history(member, &mut Vec::new(), &Belongings::default())
    }

    /// The facts and events that the operations of a range of the journal wrote, by id.
    pub fn written_by(&self, first: OpSeq, last: OpSeq) -> Result<(Vec<Fact>, Vec<Event>), StoreError> {
        let (from, to) = (self.first_row_since("fact", first)?, self.first_row_since("fact", OpSeq(last.0 + 1))?);
        let mut statement = self.db.prepare_cached(&format!("SELECT {FACT} FROM fact WHERE id >= ?1 AND id < ?2"))?;
        let facts = statement.query_map([from, to], |row| fact_of(row).map(|(fact, _)| fact))?;
        let facts = facts.collect::<Result<_, _>>()?;
        let (from, to) =
            (self.first_row_since("member_event", first)?, self.first_row_since("member_event", OpSeq(last.0 + 1))?);
        let sql = "SELECT id, member, op, at, body FROM member_event WHERE id >= ?1 AND id < ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([from, to])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(event_of(self, row)?);
        }
        Ok((facts, events))
    }

    /// The first id in `fact`, `member_event` or `desk_event` that an operation or a later one of the same file wrote; past that
    /// file's last row where none did. Ids and places in a journal grow together, so it is found by halving, without an index.
    pub(super) fn first_row_since(&self, table: &str, op: OpSeq) -> Result<i64, StoreError> {
        let mut statement =
            self.db.prepare_cached(&format!("SELECT id, op FROM {table} WHERE id >= ?1 ORDER BY id LIMIT 1"))?;
        let (mut low, mut high) = (op.file().first_row() + 1, self.newest_id_of(op.file())? + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let row: Option<(i64, i64)> =
                statement.query_row([middle], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            match row {
                Some((id, of)) if of < op.0 => low = id + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    pub fn fact(&self, id: FactId) -> Result<Option<Fact>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {FACT} FROM fact WHERE id = ?1"))?;
        Ok(statement.query_row([id.0], |row| fact_of(row).map(|(fact, _)| fact)).optional()?)
    }

    /// One member event.
    pub fn event(&self, id: FactId) -> Result<Option<Event>, StoreError> {
        let sql = "SELECT id, member, op, at, body FROM member_event WHERE id = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        rows.next()?.map(|row| event_of(self, row)).transpose()
    }

    /// Every event of a member, by id; also what an undone import brought.
    pub(super) fn events_of(&self, member: MemberId) -> Result<Vec<Event>, StoreError> {
        let sql = "SELECT id, member, op, at, body FROM member_event WHERE member = ?1 ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([member.0])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(event_of(self, row)?);
        }
        Ok(events)
    }

    /// Import batches that an undo has taken out of every fold.
    pub(super) fn voided_batches(&self) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT batch FROM voided_batch")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest id of the sequence that this file's facts, member events and desk events share; 0 in an empty file.
    pub(super) fn newest_id(&self) -> Result<i64, StoreError> {
        self.newest_id_of(FileNumber::NONE)
    }

    /// The newest id of a file's facts and events; the one before its first where there is none.
    pub(super) fn newest_id_of(&self, file: FileNumber) -> Result<i64, StoreError> {
        let sql = "SELECT MAX(?1, COALESCE((SELECT MAX(id) FROM fact WHERE id < ?2), 0),
                              COALESCE((SELECT MAX(id) FROM member_event WHERE id < ?2), 0),
                              COALESCE((SELECT MAX(id) FROM desk_event WHERE id < ?2), 0))";
        Ok(self.db.prepare_cached(sql)?.query_row([file.first_row(), file.end()], |row| row.get(0))?)
    }
}

struct Reader<'s> {
    store: &'s Store,
    heads: &'s HashMap<MemberId, Heads>,
    voided: HashSet<i64>,
    batch_of: HashMap<OpSeq, i64>,
    /// What the histories that are being read hold of others, the outermost first.
    reading: Vec<LateSales>,
}

/// The purchases of one member's rows that came late under another's number, each with the merge, and the merges by which others joined.
#[derive(Default)]
struct LateSales {
    sales: Vec<(FactId, FactId)>,
    joins: Vec<(MemberId, FactId)>,
}

impl LateSales {
    fn of(facts: &[Fact], events: &[Event]) -> Self {
        let late = |f: &Fact| f.before_merge().filter(|_| f.kind == FactKind::Sale).map(|merge| (f.id, merge));
        let join = |e: &Event| if let EventKind::Absorb { from } = e.kind { Some((from, e.id)) } else { None };
        Self { sales: facts.iter().filter_map(late).collect(), joins: events.iter().filter_map(join).collect() }
    }

    /// Those of a member's number.
    fn under(&self, member: MemberId) -> impl Iterator<Item = FactId> {
        let is_its = move |merge: &FactId| self.joins.contains(&(member, *merge));
        self.sales.iter().filter(move |(_, merge)| is_its(merge)).map(|(sale, _)| *sale)
    }
}

impl Reader<'_> {
    /// `path` holds the members whose histories are being read: two members that were merged one way, parted and merged the
    /// other way would else absorb each other without end.
    /// What belongs to the files that led to a survivor comes from it, too: they are not among those that joined it then.
    fn history(
        &mut self,
        member: MemberId,
        path: &mut Vec<MemberId>,
        upstream: &Belongings,
    ) -> Result<History, StoreError> {
        path.push(member);
        let facts = self.facts(member)?;
        let events = self.events(member)?;
        // What came late under its number while it stood in a file that is being read goes with it, and so do refunds elsewhere.
        let late: Vec<FactId> = self.reading.iter().flat_map(|above| above.under(member)).collect();
        let upstream = &upstream.with_sales(late);
        self.reading.push(LateSales::of(&facts, &events));
        let mut absorbed = Vec::new();
        for event in &events {
            if let EventKind::Absorb { from } = event.kind
                && !path.contains(&from)
            {
                absorbed.push((event.id, self.history(from, path, &Belongings::default())?));
            }
        }
        let mut history = History { member, facts, events, absorbed, at_survivor: Vec::new() };
        for (event, into) in history.went_on() {
            if !path.contains(&into) {
                let joins = self.joins(into, member)?;
                let survivor = self.history(into, path, &upstream.with(&history.own_belongings(), joins))?;
                history.at_survivor.push((event, history.facts_at(&survivor, upstream)));
            }
        }
        path.pop();
        self.reading.pop();
        Ok(history)
    }

    /// The merges by which a member's file has ever joined another one.
    fn joins(&mut self, into: MemberId, from: MemberId) -> Result<Vec<FactId>, StoreError> {
        let events = self.events(into)?;
        Ok(History { member: into, events, ..History::default() }.joins_of(from))
    }

    /// What this file recorded, then what came from others.
    fn facts(&mut self, member: MemberId) -> Result<Vec<Fact>, StoreError> {
        let heads = match self.heads.get(&member) {
            Some(heads) => *heads,
            None => self.store.heads(member)?,
        };
        let mut facts = self.own_facts(member, heads.head)?;
        if heads.joined > 0 {
            self.joined_facts(member, &mut facts)?;
        }
        Ok(facts)
    }

    fn joined_facts(&mut self, member: MemberId, facts: &mut Vec<Fact>) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT {FACT} FROM fact WHERE id IN (SELECT j.fact FROM joined_fact j WHERE j.member = ?1) ORDER BY id"
        );
        let mut statement = self.store.db.prepare_cached(&sql)?;
        let mut rows = statement.query([member.0])?;
        while let Some(row) = rows.next()? {
            let (fact, _) = fact_of(row)?;
            if fact.member != member {
                return Err(StoreError::Damaged(format!("fact {} is another member's", fact.id.0)));
            }
            if !self.is_voided(fact.op)? {
                facts.push(fact);
            }
        }
        Ok(())
    }

    /// Follows the pointers back. What an import brought lies row beside row, so one cursor runs back until it meets
    /// another member's fact; only then the next one is looked up anew.
    fn own_facts(&mut self, member: MemberId, head: FactId) -> Result<Vec<Fact>, StoreError> {
        let mut next = head;
        let mut facts = Vec::new();
        let sql = format!("SELECT {FACT} FROM fact WHERE id <= ?1 ORDER BY id DESC");
        let mut statement = self.store.db.prepare_cached(&sql)?;
        while next.0 != 0 {
            let mut rows = statement.query([next.0])?;
            let before = next;
            while let Some(row) = rows.next()? {
                if next.0 == 0 || row.get::<_, i64>(0)? != next.0 {
                    break;
                }
                let (fact, prev) = fact_of(row)?;
                // A pointer that does not go back would be followed for ever.
                if fact.member != member || prev >= fact.id {
                    return Err(StoreError::Damaged(format!("fact {} does not lead back", next.0)));
                }
                if !self.is_voided(fact.op)? {
                    facts.push(fact);
                }
                next = prev;
            }
            if next == before {
                return Err(StoreError::Damaged(format!("fact {} is missing", next.0)));
            }
        }
        facts.reverse();
        Ok(facts)
    }

    fn events(&mut self, member: MemberId) -> Result<Vec<Event>, StoreError> {
        let mut events = Vec::new();
        for event in self.store.events_of(member)? {
            if !self.is_voided(event.op)? {
                events.push(event);
            }
        }
        Ok(events)
    }

    fn is_voided(&mut self, op: OpSeq) -> Result<bool, StoreError> {
        if self.voided.is_empty() {
            return Ok(false);
        }
        let batch = if let Some(batch) = self.batch_of.get(&op) {
            *batch
        } else {
            let sql = "SELECT COALESCE(batch, seq) FROM operation WHERE seq = ?1";
            let batch = self.store.db.prepare_cached(sql)?.query_row([op.0], |row| row.get(0)).optional()?;
            *self.batch_of.entry(op).or_insert(batch.unwrap_or(op.0))
        };
        Ok(self.voided.contains(&batch))
    }
}

/// A fact and the one before it.
pub(super) fn fact_of(row: &Row<'_>) -> rusqlite::Result<(Fact, FactId)> {
    let kind: i64 = row.get(3)?;
    let fact = Fact {
        id: FactId(row.get(0)?),
        member: MemberId(row.get(1)?),
        op: OpSeq(row.get(2)?),
        kind: FactKind::from_code(kind).ok_or(rusqlite::Error::IntegralValueOutOfRange(3, kind))?,
        at: Instant(row.get(4)?),
        amount: Money(row.get(5)?),
        points_paid: row.get::<_, Option<i64>>(6)?.map(Money),
        points: Points(row.get(7)?),
        rating: row.get(8)?,
        spendable_on: row.get::<_, Option<i64>>(9)?.map(Day),
        expires_on: row.get::<_, Option<i64>>(10)?.map(Day),
        link: row.get::<_, Option<i64>>(11)?.map(FactId),
        store: LabelId(row.get(12)?),
        channel: LabelId(row.get(13)?),
        reference: row.get(14)?,
        extensions: row.get(16)?,
    };
    Ok((fact, FactId(row.get(15)?)))
}

/// An event, in this file's numbers whichever file wrote it.
pub(super) fn event_of(store: &Store, row: &Row<'_>) -> Result<Event, StoreError> {
    let id = FactId(row.get(0)?);
    let body = row.get_ref(4)?.as_str().map_err(|e| StoreError::Damaged(format!("event {}: {e}", id.0)))?;
    let kind: EventKind =
        serde_json::from_str(body).map_err(|e| StoreError::Damaged(format!("event {}: {e}", id.0)))?;
    let kind = store.said_here(id, kind)?;
    Ok(Event { id, member: MemberId(row.get(1)?), op: OpSeq(row.get(2)?), at: Instant(row.get(3)?), kind })
}

impl OperationWriter<'_, '_> {
    /// Writes a fact: fills in its id and its operation. `prev` is the member's newest fact before it (0 for none).
    pub fn fact(&mut self, fact: &mut Fact, prev: FactId) -> Result<(), StoreError> {
        fact.id = self.tx.next_id()?;
        fact.op = self.seq();
        self.insert_fact(fact, prev)
    }

    /// Writes the row of a fact that has its id and its operation.
    pub(super) fn insert_fact(&mut self, fact: &Fact, prev: FactId) -> Result<(), StoreError> {
        let known = self.known(fact.member)?;
        if known == fact.member {
            self.records.fact(fact);
        } else {
            self.records.fact(&Fact { member: known, ..fact.clone() });
        }
        cached_statement(&mut self.held.fact, self.tx, NEW_FACT)?.execute(params![
            fact.id.0,
            fact.member.0,
            fact.op.0,
            fact.kind.code(),
            fact.at.0,
            fact.amount.0,
            fact.points_paid.map(|m| m.0),
            fact.points.0,
            fact.rating,
            fact.spendable_on.map(|d| d.0),
            fact.expires_on.map(|d| d.0),
            fact.link.map(|f| f.0),
            fact.store.0,
            fact.channel.0,
            fact.reference,
            prev.0,
            fact.extensions,
        ])?;
        Ok(())
    }

    pub fn event(&mut self, member: MemberId, at: Instant, kind: EventKind) -> Result<Event, StoreError> {
        let event = Event { id: self.tx.next_id()?, member, op: self.seq(), at, kind };
        let said = match event.kind.other_member() {
            None => None,
            Some(_) => Some(self.said_everywhere(&event.kind)?),
        };
        let body = serde_json::to_string(said.as_ref().unwrap_or(&event.kind));
        let body = body.map_err(|e| StoreError::Sql(e.to_string()))?;
        let known = self.known(member)?;
        self.records.event(&EventRecord { id: event.id, member: known, op: event.op, at, body: &body });
        let row = params![event.id.0, member.0, event.op.0, at.0, body];
        cached_statement(&mut self.held.event, self.tx, NEW_EVENT)?.execute(row)?;
        Ok(event)
    }
}
