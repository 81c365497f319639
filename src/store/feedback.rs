//! Feedback and cases: the events' texts, and the derived rows that lists read.

use super::Store;
use super::error::StoreError;
use super::facts::event_of;
use super::salt::new_salt;
use super::write::Tx;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{Event, EventKind};
use crate::domain::feedback::case::{CaseFile, feedback_about};
use crate::domain::feedback::{CaseRow, CaseState, FeedbackContent, FeedbackFilter, FeedbackRow, Measure};
use crate::domain::journal::{hex, secret_commit};
use crate::domain::num::{FIRST_JOINED, FactId, MemberId, OpSeq};
use crate::domain::program::Programs;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use uuid::Uuid;

const COLUMNS: &str =
    "f.id, o.id, f.at, f.member, m.no, m.name, f.measure, f.score, f.topic, f.channel, f.ref, f.follow_up,
    f.retracted, f.state, f.owner, f.due, f.reopened, f.reason, t.body";
const TABLES: &str = "feedback f JOIN operation o ON o.seq = f.op LEFT JOIN member m ON m.id = f.member
    LEFT JOIN event_text t ON t.event = f.id";

/// A list's condition, and what is bound in it.
fn condition(wanted: &FeedbackFilter, due_before: Option<Instant>) -> (String, Vec<Value>) {
    let mut parts = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut add = |part: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            parts.push(part.replace('?', &format!("?{}", values.len())));
        }
    };
    add("f.member = ?", wanted.member.map(|m| m.0.into()));
    add("f.due < ?", due_before.map(|at| at.0.into()));
    add("f.owner = ?", wanted.owner.clone().map(Value::from));
    add("f.topic = ?", wanted.topic.clone().map(Value::from));
    add("f.measure = ?", wanted.measure.map(|m| m.code().into()));
    add("f.day >= ?", wanted.from.map(|d| d.0.into()));
    add("f.day <= ?", wanted.to.map(|d| d.0.into()));
    match wanted.open_cases {
        Some(true) => parts.push("f.state IN (1, 2, 4)".to_owned()),
        Some(false) => parts.push("f.state = 3".to_owned()),
        None => {}
    }
    (parts.join(" AND "), values)
}

impl Store {
    /// Feedback, newest first (open cases: by what is due first), and how many there are. `due_before`: only cases due before
    /// an instant.
    pub fn feedback(
        &self,
        wanted: &FeedbackFilter,
        due_before: Option<Instant>,
        limit: usize,
    ) -> Result<(Vec<FeedbackRow>, u64), StoreError> {
        let (condition, values) = condition(wanted, due_before);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let order = if wanted.open_cases == Some(true) { "f.due, f.id" } else { "f.at DESC, f.id DESC" };
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE {condition} ORDER BY {order} LIMIT {limit}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(&values), feedback_of)?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let sql = format!("SELECT COUNT(*) FROM feedback f WHERE {condition}");
        let total: i64 =
            self.db.prepare_cached(&sql)?.query_row(rusqlite::params_from_iter(&values), |row| row.get(0))?;
        Ok((rows, u64::try_from(total).unwrap_or(0)))
    }

    pub fn feedback_row(&self, id: FactId) -> Result<Option<FeedbackRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE f.id = ?1");
        Ok(self.db.prepare_cached(&sql)?.query_row([id.0], feedback_of).optional()?)
    }

    /// Everything recorded about one feedback and its case.
    pub fn case_file(&self, id: FactId) -> Result<Option<CaseFile>, StoreError> {
        let sql =
            "SELECT e.id, e.member, e.op, e.at, e.body FROM feedback_event f JOIN member_event e ON e.id = f.event
                   WHERE f.feedback = ?1 ORDER BY e.id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(event_of(self, row)?);
        }
        let is_opening = |e: &Event| e.id == id && matches!(e.kind, EventKind::Feedback { .. });
        let Some(at) = events.iter().position(is_opening) else { return Ok(None) };
        let opened = events.remove(at);
        // What several files did on it has no order but that of time.
        if events.iter().any(|e| e.id.file() != id.file()) {
            let own = self.file_number()?;
            events.sort_by_key(|e| (e.at, e.id.joined(own)));
        }
        Ok(Some(CaseFile { opened, later: events }))
    }

    /// The operation of this file that logged a survey's reference.
    pub fn feedback_of_reference(&self, reference: &str) -> Result<Option<(FeedbackRow, Uuid)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE f.ref = ?1 AND f.retracted = 0 AND f.id < ?2");
        let found =
            self.db.prepare_cached(&sql)?.query_row(params![reference, FIRST_JOINED], feedback_of).optional()?;
        Ok(found.map(|row| (row.clone(), row.op)))
    }

    /// Every feedback of this file with a survey's reference, taken back or not.
    pub fn feedback_with_reference(&self, reference: &str) -> Result<Vec<FeedbackRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE f.ref = ?1 AND f.id < ?2 ORDER BY f.id");
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map(params![reference, FIRST_JOINED], feedback_of)?.collect::<Result<_, _>>()?)
    }

    /// Every feedback of this file and of a business day that has no reference.
    pub fn feedback_without_reference(&self, day: Day) -> Result<Vec<FeedbackRow>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM {TABLES} WHERE f.day = ?1 AND f.ref IS NULL AND f.id < ?2 ORDER BY f.id");
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map([day.0, FIRST_JOINED], feedback_of)?.collect::<Result<_, _>>()?)
    }

    /// Operations on cases of feedback among these rows that still count.
    pub fn work_on_cases(&self, rows: &RangeInclusive<i64>) -> Result<BTreeSet<OpSeq>, StoreError> {
        let sql = "SELECT DISTINCT feedback FROM feedback_event WHERE feedback BETWEEN ?1 AND ?2 AND event > feedback";
        let mut statement = self.db.prepare_cached(sql)?;
        let worked = statement.query_map([rows.start(), rows.end()], |row| row.get(0).map(FactId))?;
        let mut ops = BTreeSet::new();
        for feedback in worked {
            let file = self.case_file(feedback?)?;
            ops.extend(file.iter().flat_map(|file| file.counting()).map(|event| event.op));
        }
        Ok(ops)
    }

    /// The text that belongs to an event; `None` without one or after an erasure.
    pub fn event_text(&self, event: FactId) -> Result<Option<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM event_text WHERE event = ?1")?;
        Ok(statement.query_row([event.0], |row| row.get(0)).optional()?)
    }

    /// Every member event that has a text or may be about a feedback, by id, and whether it was taken out with its import.
    pub(super) fn events_with_texts(
        &self,
        mut each: impl FnMut(Event, bool) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql =
            "SELECT e.id, e.member, e.op, e.at, e.body, COALESCE(o.batch, o.seq) IN (SELECT batch FROM voided_batch)
                   FROM member_event e JOIN operation o ON o.seq = e.op
                   WHERE e.body LIKE '{\"kind\":\"feedback%' OR e.body LIKE '{\"kind\":\"case%'
                      OR e.body LIKE '{\"kind\":\"counts\"%' OR e.body LIKE '{\"kind\":\"contact\"%'
                      OR e.body LIKE '{\"kind\":\"interactions\"%' ORDER BY e.id";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(event_of(self, row)?, row.get(5)?)?;
        }
        Ok(())
    }

    /// Whether an event's text is its member's and the one it committed to, or gone with an erasure of that member.
    pub(super) fn text_holds(
        &self,
        event: &Event,
        is_erased: impl FnOnce() -> Result<bool, StoreError>,
    ) -> Result<bool, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT salt, body, member FROM event_text WHERE event = ?1")?;
        let found = statement.query_row([event.id.0], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        });
        Ok(match (event.kind.text_commitment(), found.optional()?) {
            (Some(said), Some((salt, body, member))) => {
                member == event.member.0 && hex(&secret_commit(&salt, &body)) == *said
            }
            (Some(_), None) => is_erased()?,
            (None, found) => found.is_none(),
        })
    }
}

fn feedback_of(row: &Row<'_>) -> rusqlite::Result<FeedbackRow> {
    let measure: i64 = row.get(6)?;
    let member = MemberId(row.get(3)?);
    let case = match row.get::<_, Option<i64>>(13)? {
        None => None,
        Some(code) => Some(CaseRow {
            state: CaseState::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(13, code))?,
            owner: row.get::<_, Option<String>>(14)?.filter(|o| !o.is_empty()),
            due: Instant(row.get(15)?),
            reopened: row.get(16)?,
            reason: row.get(17)?,
        }),
    };
    Ok(FeedbackRow {
        id: FactId(row.get(0)?),
        op: Uuid::from_bytes(row.get(1)?),
        at: Instant(row.get(2)?),
        member: (member != MemberId::NOBODY).then_some(member),
        member_no: row.get(4)?,
        member_name: row.get(5)?,
        content: FeedbackContent {
            measure: Measure::from_code(measure).ok_or(rusqlite::Error::IntegralValueOutOfRange(6, measure))?,
            score: row.get(7)?,
            topic: row.get(8)?,
            channel: row.get(9)?,
            text: row.get(18)?,
            follow_up: row.get(11)?,
            reference: row.get(10)?,
        },
        retracted: row.get(12)?,
        case,
    })
}

/// The columns of a derived row.
pub(super) const DERIVED: &str =
    "id, op, member, at, day, measure, score, topic, channel, ref, follow_up, retracted, state,
    owner, due, reopened, reason";

/// The derived row of a feedback, in the order of [`DERIVED`].
pub(super) fn derived(file: &CaseFile, programs: &Programs) -> Option<Vec<Value>> {
    let EventKind::Feedback { content: said, .. } = &file.opened.kind else { return None };
    let (opened, case) = (&file.opened, file.row());
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::from);
    let number = |number: Option<i64>| number.map_or(Value::Null, Value::from);
    Some(vec![
        opened.id.0.into(),
        opened.op.0.into(),
        opened.member.0.into(),
        opened.at.0.into(),
        programs.zone().day_of(opened.at).0.into(),
        said.measure.code().into(),
        number(said.score),
        text(&said.topic),
        text(&said.channel),
        text(&said.reference),
        i64::from(said.follow_up).into(),
        i64::from(file.is_retracted()).into(),
        number(case.as_ref().map(|c| c.state.code())),
        case.as_ref().map_or(Value::Null, |c| text(&c.owner)),
        number(case.as_ref().map(|c| c.due.0)),
        number(case.as_ref().map(|c| c.reopened)),
        case.as_ref().map_or(Value::Null, |c| text(&c.reason)),
    ])
}

impl Tx<'_> {
    /// Keeps a text for the event that will have this id, and answers the commitment to it.
    pub fn keep_text(&self, event: FactId, member: MemberId, body: &str) -> Result<String, StoreError> {
        let salt = new_salt()?;
        let sql = "INSERT INTO event_text (event, member, salt, body) VALUES (?1, ?2, ?3, ?4)";
        self.db.prepare_cached(sql)?.execute(params![event.0, member.0, salt, body])?;
        Ok(hex(&secret_commit(&salt, body)))
    }

    /// Brings the derived rows up to an event about a feedback that has just been written.
    pub fn note_feedback(&self, event: &Event, programs: &Programs) -> Result<(), StoreError> {
        let Some(feedback) = feedback_about(event, |id| self.event(id))? else { return Ok(()) };
        let sql = "INSERT INTO feedback_event (feedback, event) VALUES (?1, ?2)";
        self.db.prepare_cached(sql)?.execute([feedback.0, event.id.0])?;
        match self.case_file(feedback)? {
            Some(file) => self.save_feedback(&file, programs),
            None => Ok(()),
        }
    }

    fn save_feedback(&self, file: &CaseFile, programs: &Programs) -> Result<(), StoreError> {
        let Some(values) = derived(file, programs) else { return Ok(()) };
        let places = (1..=values.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
        let sql = format!("INSERT OR REPLACE INTO feedback ({DERIVED}) VALUES ({places})");
        self.db.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(values))?;
        Ok(())
    }

    /// Takes what an undone import logged out of the lists. `rows`: the ids of what each of its steps brought.
    pub(super) fn void_feedback(&self, rows: &[RangeInclusive<i64>]) -> Result<(), StoreError> {
        for rows in rows {
            for sql in [
                "DELETE FROM feedback WHERE id BETWEEN ?1 AND ?2",
                "DELETE FROM feedback_event WHERE feedback BETWEEN ?1 AND ?2",
            ] {
                self.db.prepare_cached(sql)?.execute([rows.start(), rows.end()])?;
            }
        }
        Ok(())
    }

    /// Makes the derived rows again from the events.
    pub(super) fn rebuild_feedback(&self, programs: &Programs) -> Result<(), StoreError> {
        self.db.execute_batch("DELETE FROM feedback; DELETE FROM feedback_event")?;
        self.events_with_texts(
            |event, is_voided| {
                if is_voided { Ok(()) } else { self.note_feedback(&event, programs) }
            },
        )?;
        // Work on what was taken out with its import.
        self.db.execute("DELETE FROM feedback_event WHERE feedback NOT IN (SELECT id FROM feedback)", [])?;
        Ok(())
    }
}
