//! Copying the rows of another file: each table by the operations that wrote it, every number said as this file knows it, what is
//! hashed left as it was.

use super::super::Store;
use super::super::error::StoreError;
use super::super::journal::OperationWriter;
use super::error::JoinError;
use super::profile::newest_profile;
use crate::domain::fact::EventKind;
use crate::domain::join::Renumbering;
use crate::domain::num::{FIRST_JOINED, FactId, FileNumber, LabelId, MemberId, OpSeq};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use std::collections::HashMap;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnRole {
    /// It stays as it is.
    Same,
    /// The number of an operation, fact, event, label or version.
    Number,
    /// The row of a member.
    Member,
    /// It points to another row of the same file; nothing here does.
    Pointer,
}

/// What a table's rows are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    Operations,
    Rows,
}

/// A table of which another file's rows come here.
pub(super) struct CopiedTable {
    pub table: &'static str,
    of: Sequence,
    /// The column with the place in that sequence; the first one in most.
    by: usize,
    pub columns: &'static [(&'static str, ColumnRole)],
}

impl CopiedTable {
    fn by(&self) -> &'static str {
        self.columns[self.by].0
    }
}

use ColumnRole::{Member, Number, Pointer, Same};

/// In an order in which nothing names what is not here yet. Counts of an import that no operation binds (`closed_by` is not there)
/// stay at home: nothing proves them.
#[rustfmt::skip]
pub(super) const TABLES: [CopiedTable; 12] = [
    CopiedTable { table: "operation", of: Sequence::Operations, by: 0, columns: &[
        ("seq", Number), ("id", Same), ("console", Same), ("console_seq", Same), ("kind", Same), ("at", Same), ("day", Same),
        ("operator", Same), ("member", Member), ("reason", Same), ("points", Same), ("points_abs", Same), ("reverses", Number),
        ("batch", Number), ("idem_key", Same), ("program", Number), ("facts_n", Same), ("facts_digest", Same),
        ("secret_commit", Same), ("hash", Same), ("ext", Same),
    ] },
    CopiedTable { table: "op_secret", of: Sequence::Operations, by: 0, columns: &[("op", Number), ("salt", Same), ("body", Same)] },
    CopiedTable { table: "op_member", of: Sequence::Operations, by: 0, columns: &[("op", Number), ("member", Member)] },
    CopiedTable { table: "program", of: Sequence::Operations, by: 3, columns: &[
        ("version", Number), ("from_at", Same), ("from_day", Same), ("op", Number), ("toml", Same), ("sha256", Same),
    ] },
    CopiedTable { table: "label", of: Sequence::Operations, by: 2, columns: &[("id", Number), ("text", Same), ("op", Number)] },
    CopiedTable { table: "import_batch", of: Sequence::Operations, by: 7, columns: &[
        ("op", Number), ("what", Same), ("file_sha256", Same), ("new", Same), ("updated", Same), ("unchanged", Same),
        ("rejected", Same), ("closed_by", Number),
    ] },
    CopiedTable { table: "batch_block", of: Sequence::Operations, by: 0, columns: &[
        ("op", Number), ("n", Same), ("first_id", Number), ("rows", Same), ("digest", Same),
    ] },
    CopiedTable { table: "fact", of: Sequence::Rows, by: 0, columns: &[
        ("id", Number), ("member", Member), ("prev", Pointer), ("op", Number), ("kind", Same), ("at", Same), ("amount", Same),
        ("points_paid", Same), ("points", Same), ("rating", Same), ("spendable_on", Same), ("expires_on", Same),
        ("link", Number), ("store", Number), ("channel", Number), ("ref", Same), ("ext", Same),
    ] },
    CopiedTable { table: "member_event", of: Sequence::Rows, by: 0, columns: &[
        ("id", Number), ("member", Member), ("op", Number), ("at", Same), ("body", Same),
    ] },
    CopiedTable { table: "event_text", of: Sequence::Rows, by: 0, columns: &[
        ("event", Number), ("member", Member), ("salt", Same), ("body", Same),
    ] },
    CopiedTable { table: "desk_event", of: Sequence::Rows, by: 0, columns: &[
        ("id", Number), ("op", Number), ("at", Same), ("key", Same), ("body", Same),
    ] },
    CopiedTable { table: "desk_text", of: Sequence::Rows, by: 0, columns: &[("event", Number), ("salt", Same), ("body", Same)] },
];

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub file: FileNumber,
    /// The first of its operations, in this file's numbers.
    pub first_op: OpSeq,
    /// The first of its facts and events, in this file's numbers.
    pub first_row: FactId,
    pub new_members: u64,
}

/// One file being brought here.
pub(super) struct Bring<'a, 't, 's> {
    other: &'a Store,
    entry: &'a mut OperationWriter<'t, 's>,
    here: Renumbering,
    /// Its member rows as rows of this file.
    members: HashMap<i64, MemberId>,
    brought: Brought,
}

impl<'a, 't, 's> Bring<'a, 't, 's> {
    /// `after`: the newest of its operations that is here already, in its own numbers.
    pub fn new(
        other: &'a Store,
        entry: &'a mut OperationWriter<'t, 's>,
        file: FileNumber,
        after: OpSeq,
    ) -> Result<Self, StoreError> {
        let here = entry.tx.numbers_of(file)?;
        let next = OpSeq(after.0 + 1);
        // The sequence is shared: new rows begin behind the last of what was there in any table.
        let mut last = 0;
        for table in ["fact", "member_event", "desk_event"] {
            let sql = format!("SELECT COALESCE(MAX(id), 0) FROM {table} WHERE id < ?1");
            let in_table = [other.first_row_since(table, next)?];
            last = last.max(other.db.query_row(&sql, in_table, |row| row.get(0))?);
        }
        let (first_op, first_row) = (here.op(next), here.fact_id(FactId(last + 1)));
        let brought = Brought { file, first_op, first_row, ..Brought::default() };
        Ok(Self { other, entry, here, members: HashMap::new(), brought })
    }

    pub fn brought(self) -> Brought {
        self.brought
    }

    pub fn all(&mut self) -> Result<(), JoinError> {
        self.new_members()?;
        TABLES.iter().try_for_each(|table| self.table(table))?;
        self.profiles()
    }

    /// The row here of a member of the other file.
    fn member(&mut self, row: i64) -> Result<MemberId, JoinError> {
        if row == MemberId::NOBODY.0 {
            return Ok(MemberId::NOBODY);
        }
        if let Some(known) = self.members.get(&row) {
            return Ok(*known);
        }
        let number = MemberId(self.here.number(self.other.known_member(MemberId(row))?.0));
        let found = self.entry.tx.row_of_member(number)?.ok_or(JoinError::NeedsFile(number.file().get()))?;
        self.members.insert(row, found);
        Ok(found)
    }

    /// Its own members who are not here yet, in the order of their numbers: neighbours stay neighbours.
    fn new_members(&mut self) -> Result<(), JoinError> {
        let tx = self.entry.tx;
        let file = self.brought.file;
        let sql = "SELECT COALESCE(MAX(number), ?1) - ?1 FROM joined_member WHERE number BETWEEN ?1 AND ?2";
        let here: i64 = tx.db.query_row(sql, [file.first_row(), file.end() - 1], |row| row.get(0))?;
        let sql =
            "SELECT id, no, salt, name, phone, email, birthday, joined_on, store, channel, tags, consents, referrer
                   FROM member WHERE id > ?1 AND id NOT IN (SELECT row FROM joined_member) ORDER BY id";
        let mut statement = self.other.db.prepare(sql)?;
        let mut rows = statement.query([here])?;
        while let Some(row) = rows.next()? {
            let no: String = row.get(1)?;
            let free = self.free_member_no(&no)?;
            let labels = [self.own_label(row.get(8)?)?, self.own_label(row.get(9)?)?];
            let sql = "INSERT INTO member (no, salt, name, phone, email, birthday, joined_on, store, channel, tags,
                       consents, referrer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
            let here = tx.db.prepare_cached(sql)?.insert(params![
                free,
                row.get::<_, Value>(2)?,
                row.get::<_, Value>(3)?,
                row.get::<_, Value>(4)?,
                row.get::<_, Value>(5)?,
                row.get::<_, Value>(6)?,
                row.get::<_, Value>(7)?,
                labels[0],
                labels[1],
                row.get::<_, Value>(10)?,
                row.get::<_, Value>(11)?,
                row.get::<_, Value>(12)?,
            ])?;
            let theirs: i64 = row.get(0)?;
            let card = (free != no).then_some(no);
            let sql = "INSERT INTO joined_member (row, number, card) VALUES (?1, ?2, ?3)";
            tx.db.prepare_cached(sql)?.execute(params![here, self.here.number(theirs), card])?;
            self.members.insert(theirs, MemberId(here));
            self.entry.new_members += 1;
            self.brought.new_members += 1;
        }
        Ok(())
    }

    /// A member number as it is shown here: whoever has it first keeps it plain.
    fn free_member_no(&self, no: &str) -> Result<String, StoreError> {
        let tx = self.entry.tx;
        let mut shown = no.to_owned();
        let mut n = 1;
        while tx.member_id(&shown)?.is_some() {
            n += 1;
            shown = format!("{no}~{n}");
        }
        Ok(shown)
    }

    /// Members have their labels among those of this file, so that one filter finds all who belong to a store.
    fn own_label(&mut self, theirs: i64) -> Result<i64, StoreError> {
        let text = self.other.label(LabelId(theirs))?;
        Ok(self.entry.label(&text)?.0)
    }

    /// The rows of a table that are new.
    fn table(&mut self, copied: &CopiedTable) -> Result<(), JoinError> {
        let columns: Vec<&str> = copied.columns.iter().map(|(name, _)| *name).collect();
        let places = (1..=columns.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
        let (columns, table, by) = (columns.join(", "), copied.table, copied.by());
        let insert = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
        let sql = format!("SELECT {columns} FROM {table} WHERE {by} >= ?1 AND {by} < ?2 ORDER BY {by}");
        let mut statement = self.other.db.prepare(&sql)?;
        let mut rows = statement.query([self.first(copied.of), FIRST_JOINED])?;
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(copied.columns.len());
            for (at, (_, role)) in copied.columns.iter().enumerate() {
                values.push(self.value(row.get(at)?, *role)?);
            }
            self.entry.tx.db.prepare_cached(&insert)?.execute(params_from_iter(values))?;
        }
        Ok(())
    }

    /// The first of its new operations or rows, in its own numbers.
    fn first(&self, of: Sequence) -> i64 {
        match of {
            Sequence::Operations => self.brought.first_op.own().0,
            Sequence::Rows => self.brought.first_row.own().0,
        }
    }

    fn value(&mut self, value: Value, role: ColumnRole) -> Result<Value, JoinError> {
        Ok(match (role, value) {
            (ColumnRole::Number, Value::Integer(number)) => Value::Integer(self.here.number(number)),
            (ColumnRole::Member, Value::Integer(row)) => Value::Integer(self.member(row)?.0),
            (ColumnRole::Pointer, _) => Value::Integer(0),
            (ColumnRole::Same | ColumnRole::Number | ColumnRole::Member, value) => value,
        })
    }

    /// Who was on file already has the profile that was written last, wherever that was.
    fn profiles(&mut self) -> Result<(), JoinError> {
        let sql = "SELECT DISTINCT member FROM member_event WHERE id >= ?1 AND id < ?2
                   AND json_extract(body, '$.kind') IN ('enrol', 'profile')";
        let mut statement = self.other.db.prepare(sql)?;
        let changed = statement.query_map([self.first(Sequence::Rows), FIRST_JOINED], |row| row.get(0))?;
        for row in changed.collect::<Result<Vec<i64>, _>>()? {
            let member = self.member(row)?;
            let events = self.entry.tx.events_of(member)?;
            let newest = newest_profile(&events, self.here.to).map(|event| event.id.file());
            if newest == Some(self.brought.file) && !events.iter().any(|e| e.kind == EventKind::Erase) {
                self.take_profile(MemberId(row), member)?;
            }
        }
        Ok(())
    }

    fn take_profile(&mut self, there: MemberId, here: MemberId) -> Result<(), JoinError> {
        let tx = self.entry.tx;
        let (Some(said), Some(shown)) = (self.other.profile(there)?, tx.profile(here)?) else { return Ok(()) };
        let said = self.other.as_on_card(there, &said)?.into_owned();
        if said == *tx.as_on_card(here, &shown)? {
            return Ok(());
        }
        let mut profile = said;
        if profile.member_no == tx.as_on_card(here, &shown)?.member_no {
            profile.member_no = shown.member_no;
        } else {
            let card = profile.member_no;
            profile.member_no = self.free_member_no(&card)?;
            let differs = (profile.member_no != card).then_some(card);
            let sql = "UPDATE joined_member SET card = ?2 WHERE row = ?1";
            if tx.db.prepare_cached(sql)?.execute(params![here.0, differs])? == 0
                && let Some(card) = differs
            {
                return Err(JoinError::MemberNumberTaken(card));
            }
        }
        self.entry.change_member(here, &profile)?;
        Ok(())
    }
}
