//! Pages of the journal under any filter, newest first. Every value is bound, never written into the SQL.

use super::Store;
use super::error::StoreError;
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::journal::hex;
use crate::domain::member::Profile;
use crate::domain::num::{FIRST_JOINED, MemberId, OpSeq, Points};
use crate::domain::op::{ChangeOperator, Propose};
use crate::domain::operation::{ApprovalEntry, OpKind, OperationRow, StaffEntry};
use crate::domain::plan::fields::shown;
use crate::domain::staff::change::OperatorChange;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalCondition {
    Kind(OpKind),
    Operator(String),
    /// The member it is about or touches.
    Member(MemberId),
    /// Reason code, exactly.
    Reason(String),
    /// The points that it moved, signed.
    Points(PointsComparison, Points),
    /// A part of the reference or the reward.
    Reference(String),
    /// About a member of this home store.
    Store(String),
    TimeOfDay(TimeOfDay),
    /// Recorded on this day.
    On(Day),
    /// Recorded on this day or later.
    Since(Day),
    /// Recorded on this day or earlier.
    Until(Day),
    /// Recorded at a later time than this.
    Later(Instant),
    /// The id begins with these hexadecimal digits.
    Id(String),
    /// At one of these places of the journal.
    Places(Vec<OpSeq>),
    /// A part of operator, reason, note, reference, reward or what a change of an operator says; or the kind or the member, where the word is one.
    Word {
        text: String,
        /// The kind of this name.
        kind: Option<OpKind>,
        /// The member of this number.
        member: Option<MemberId>,
    },
    /// Never.
    Nothing,
    /// Where this does not hold.
    Not(Box<JournalCondition>),
}

/// How a number stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointsComparison {
    Equal,
    LessThan,
    AtMost,
    AtLeast,
    MoreThan,
}

impl PointsComparison {
    fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::LessThan => "<",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
        }
    }
}

/// Recorded at or after a time of day, or before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeOfDay {
    pub after: bool,
    /// Milliseconds from midnight.
    pub time: i64,
    /// From which day on the zone is so many milliseconds ahead of UTC, by day.
    pub offsets: Vec<(Day, i64)>,
}

/// Conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalFilter(Vec<JournalCondition>);

/// The columns of an [`OperationRow`], in the order of [`row_of`].
const ROW: &str = "o.seq, o.id, o.kind, o.at, o.operator, m.no, m.name, o.reason, s.body, o.points,
    (SELECT id FROM operation WHERE seq = o.reverses), (SELECT id FROM operation WHERE reverses = o.seq), o.facts_n, o.hash, o.member";

pub(super) const JOINED: &str =
    "operation o LEFT JOIN member m ON m.id = o.member LEFT JOIN op_secret s ON s.op = o.seq";

/// How far the days of the journal may be out of the order of its places: the steps of an import all bear the instant at
/// which it began.
const SLACK_DAYS: i64 = 2;

/// The note, reference and reward of the intent that an operation keeps; of a change of an operator whom it is about, and what is so.
const SAID: [&str; 6] = [
    "$.intent.note",
    "$.intent.reference",
    "$.intent.reward",
    "$.intent.name",
    "$.intent.changes[0].change",
    "$.intent.changes[0].role",
];

/// SQL and the values bound in it.
#[derive(Default)]
struct Clause {
    sql: Vec<String>,
    /// Leaves out what other files recorded.
    own: Option<String>,
    values: Vec<Value>,
    needs_secret: bool,
}

impl JournalFilter {
    /// All of these.
    pub fn of(terms: Vec<JournalCondition>) -> Self {
        Self(terms)
    }

    /// By operator, the index gives days and not places; the journal's days follow its places, unless a clock was ahead once.
    fn order(&self, has_joined: bool, was_ahead: bool) -> &'static str {
        let by_operator = !was_ahead && self.0.iter().any(|t| matches!(t, JournalCondition::Operator(_)));
        match (self.is_of_a_member(), by_operator) {
            // Places of several files are in no order among each other.
            (true, _) if has_joined => "o.at DESC, o.seq DESC",
            (false, true) => "o.day DESC, o.seq DESC",
            (true, _) | (false, false) => "o.seq DESC",
        }
    }

    fn is_of_a_member(&self) -> bool {
        self.member().is_some()
    }

    /// The member whose journal it is.
    fn member(&self) -> Option<MemberId> {
        self.0.iter().find_map(|term| if let JournalCondition::Member(member) = term { Some(*member) } else { None })
    }
}

impl Clause {
    fn add(&mut self, term: &JournalCondition) {
        match term {
            JournalCondition::Kind(kind) => self.equals("o.kind", Value::Integer(kind.code())),
            JournalCondition::Operator(name) => self.equals("o.operator", Value::Text(name.clone())),
            JournalCondition::Member(member) => {
                let id = self.bind(Value::Integer(member.0));
                // Short index ranges; an OR over both tables would read the whole journal. An undo that takes a move out whole
                // writes no row of its own on the members of that.
                self.sql.push(format!(
                    "o.seq IN (WITH RECURSIVE own (seq) AS (
                         SELECT seq FROM operation WHERE member = {id} UNION SELECT op FROM op_member WHERE member = {id}
                         UNION SELECT u.seq FROM own JOIN operation u ON u.reverses = own.seq) SELECT seq FROM own)"
                ));
            }
            JournalCondition::Reason(code) => self.equals("o.reason", Value::Text(code.clone())),
            JournalCondition::Points(comparison, points) => {
                let bound = self.bind(Value::Integer(points.0));
                self.sql.push(format!("o.points {} {bound}", comparison.sign()));
            }
            JournalCondition::Reference(text) => {
                self.needs_secret = true;
                let part = self.bind(Value::Text(contains(text)));
                let like = |path: &str| format!("json_extract(s.body, '{path}') LIKE {part} ESCAPE '\\'");
                self.sql.push(format!("({} OR {})", like("$.intent.reference"), like("$.intent.reward")));
            }
            JournalCondition::Store(name) => {
                let name = self.bind(Value::Text(name.clone()));
                self.sql.push(format!(
                    "o.member IN (SELECT id FROM member WHERE store IN (SELECT id FROM label WHERE text = {name}))"
                ));
            }
            JournalCondition::TimeOfDay(at) => self.time_of_day(at),
            JournalCondition::On(day) => self.compare("o.day", "=", *day),
            JournalCondition::Since(day) => self.compare("o.day", ">=", *day),
            JournalCondition::Until(day) => self.compare("o.day", "<=", *day),
            JournalCondition::Later(than) => {
                let bound = self.bind(Value::Integer(than.0));
                self.sql.push(format!("o.at > {bound}"));
            }
            JournalCondition::Id(digits) => self.begins(digits),
            JournalCondition::Places(places) => {
                let places: Vec<String> = places.iter().map(|seq| self.bind(Value::Integer(seq.0))).collect();
                self.sql.push(format!("o.seq IN ({})", places.join(", ")));
            }
            JournalCondition::Word { text, kind, member } => self.word(text, *kind, *member),
            JournalCondition::Nothing => self.sql.push("0".to_owned()),
            JournalCondition::Not(term) => {
                self.add(term);
                // What is not known is not so.
                let holds = self.sql.pop().unwrap_or_default();
                self.sql.push(format!("NOT COALESCE(({holds}), 0)"));
            }
        }
    }

    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn equals(&mut self, column: &str, value: Value) {
        let bound = self.bind(value);
        self.sql.push(format!("{column} = {bound}"));
    }

    fn compare(&mut self, column: &str, sign: &str, day: Day) {
        let bound = self.bind(Value::Integer(day.0));
        self.sql.push(format!("{column} {sign} {bound}"));
    }

    fn time_of_day(&mut self, at: &TimeOfDay) {
        // In a zone that never changes its clocks this is one number.
        let offset = at.offsets.iter().fold("0".to_owned(), |before, (day, offset)| {
            format!("CASE WHEN o.day >= {} THEN {offset} ELSE {before} END", day.0)
        });
        let time = self.bind(Value::Integer(at.time));
        let sign = if at.after { ">=" } else { "<" };
        self.sql.push(format!("o.at + {offset} - o.day * {DAY_MS} {sign} {time}"));
    }

    fn begins(&mut self, digits: &str) {
        let whole = |fill: char| digits.chars().chain(std::iter::repeat(fill)).take(32).collect::<String>();
        match (Uuid::parse_str(&whole('0')), Uuid::parse_str(&whole('f'))) {
            (Ok(low), Ok(high)) if digits.len() <= 32 => {
                let low = self.bind(Value::Blob(low.as_bytes().to_vec()));
                let high = self.bind(Value::Blob(high.as_bytes().to_vec()));
                self.sql.push(format!("o.id BETWEEN {low} AND {high}"));
            }
            _ => self.sql.push("0".to_owned()),
        }
    }

    fn word(&mut self, text: &str, kind: Option<OpKind>, member: Option<MemberId>) {
        self.needs_secret = true;
        let part = self.bind(Value::Text(contains(text)));
        let like = |what: &str| format!("{what} LIKE {part} ESCAPE '\\'");
        let mut any = vec![like("o.operator"), like("o.reason")];
        let said: Vec<String> = SAID.iter().map(|path| like(&format!("json_extract(s.body, '{path}')"))).collect();
        let said = said.join(" OR ");
        // Reading JSON takes longer than looking whether the word is in it at all; what JSON writes otherwise can't be told so.
        let plain = !text.contains(['"', '\\']) && !text.chars().any(char::is_control);
        any.push(if plain { format!("({} AND ({said}))", like("s.body")) } else { said });
        if let Some(kind) = kind {
            let bound = self.bind(Value::Integer(kind.code()));
            any.push(format!("o.kind = {bound}"));
        }
        if let Some(member) = member {
            let bound = self.bind(Value::Integer(member.0));
            any.push(format!("o.member = {bound}"));
        }
        self.sql.push(format!("({})", any.join(" OR ")));
    }

    fn condition(&self) -> String {
        let all: Vec<&str> = self.sql.iter().chain(&self.own).map(String::as_str).collect();
        if all.is_empty() { "1".to_owned() } else { all.join(" AND ") }
    }
}

/// The pattern of LIKE for texts that have this one in them.
fn contains(text: &str) -> String {
    let escaped: String = text.chars().flat_map(|c| if "%_\\".contains(c) { vec!['\\', c] } else { vec![c] }).collect();
    format!("%{escaped}%")
}

impl Store {
    /// The days of the first and of the newest operation.
    pub fn journal_days(&self) -> Result<(Day, Day), StoreError> {
        let at = |which: &str| {
            let sql =
                format!("SELECT day FROM operation WHERE seq = (SELECT {which}(seq) FROM operation WHERE seq < ?1)");
            let mut statement = self.db.prepare_cached(&sql)?;
            Ok::<_, StoreError>(Day(statement.query_row([FIRST_JOINED], |row| row.get(0)).optional()?.unwrap_or(0)))
        };
        Ok((at("MIN")?, at("MAX")?))
    }

    /// Operations under a filter, newest first, `limit` at most; and how many there are in all.
    pub fn journal_page(&self, filter: &JournalFilter, limit: usize) -> Result<(Vec<OperationRow>, u64), StoreError> {
        let clause = self.clause(filter)?;
        let mut page = self.clause(filter)?;
        let most = page.bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let (condition, order) = (page.condition(), filter.order(self.has_joined()?, self.clock_was_ahead()?));
        let sql = format!("SELECT {ROW} FROM {JOINED} WHERE {condition} ORDER BY {order} LIMIT {most}");
        let of = filter.member().map(|member| self.member_no(member)).transpose()?.flatten();
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&page.values), |row| row_of(row, of.as_deref()))?;
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.iter_mut().try_for_each(|row| self.name_card(row))?;
        let total = if rows.len() < limit { rows.len() as u64 } else { self.count(&clause)? };
        Ok((rows, total))
    }

    /// A filter as a condition in SQL over [`JOINED`], with the values bound in it.
    pub(super) fn condition(&self, filter: &JournalFilter) -> Result<(String, Vec<Value>), StoreError> {
        let clause = self.clause(filter)?;
        Ok((clause.condition(), clause.values))
    }

    /// A filter's conditions. Days are also made a range of places, which needs no index: far fewer rows are looked at.
    fn clause(&self, filter: &JournalFilter) -> Result<Clause, StoreError> {
        let mut clause = Clause::default();
        // The journal is this file's own; of one member, all that any file recorded.
        let of_all_files = filter.is_of_a_member();
        let has_order = !of_all_files && !self.clock_was_ahead()?;
        if !of_all_files && self.has_joined()? {
            let bound = clause.bind(Value::Integer(FIRST_JOINED));
            clause.own = Some(format!("o.seq < {bound}"));
        }
        for term in &filter.0 {
            clause.add(term);
            if !has_order {
                continue;
            }
            let (from, to) = match term {
                JournalCondition::Since(day) => (Some(*day), None),
                JournalCondition::Until(day) => (None, Some(*day)),
                JournalCondition::On(day) => (Some(*day), Some(*day)),
                JournalCondition::Points(..)
                | JournalCondition::Reference(_)
                | JournalCondition::Store(_)
                | JournalCondition::TimeOfDay(_)
                | JournalCondition::Kind(_)
                | JournalCondition::Operator(_)
                | JournalCondition::Member(_)
                | JournalCondition::Reason(_)
                | JournalCondition::Later(_)
                | JournalCondition::Id(_)
                | JournalCondition::Places(_)
                | JournalCondition::Word { .. }
                | JournalCondition::Nothing
                | JournalCondition::Not(_) => (None, None),
            };
            let from = from.map(|day| (">=", day.plus_days(-SLACK_DAYS)));
            let to = to.map(|day| ("<", day.plus_days(1 + SLACK_DAYS)));
            for (sign, day) in from.into_iter().chain(to) {
                let bound = clause.bind(Value::Integer(self.first_place_near(day)?));
                clause.sql.push(format!("o.seq {sign} {bound}"));
            }
        }
        Ok(clause)
    }

    /// A place before which every operation is of an earlier day than `day`, give or take [`SLACK_DAYS`].
    fn first_place_near(&self, day: Day) -> Result<i64, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT day FROM operation WHERE seq = ?1")?;
        let (mut low, mut high) = (1, 1 + self.newest_seq()?.0);
        while low < high {
            let middle = low + (high - low) / 2;
            let of: i64 = statement.query_row([middle], |row| row.get(0))?;
            if of < day.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    fn count(&self, clause: &Clause) -> Result<u64, StoreError> {
        let from = if clause.needs_secret { JOINED } else { "operation o" };
        // Places have no gaps: the newest one is the number of all.
        if clause.sql.is_empty() {
            return Ok(u64::try_from(self.newest_seq()?.0).unwrap_or(0));
        }
        let sql = format!("SELECT COUNT(*) FROM {from} WHERE {}", clause.condition());
        let mut statement = self.db.prepare_cached(&sql)?;
        let total: i64 = statement.query_row(params_from_iter(&clause.values), |row| row.get(0))?;
        Ok(u64::try_from(total).unwrap_or(0))
    }

    /// One operation as the journal lists it.
    pub fn operation_row(&self, id: Uuid) -> Result<Option<OperationRow>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {ROW} FROM {JOINED} WHERE o.id = ?1"))?;
        let mut row = statement.query_row([id.as_bytes()], |row| row_of(row, None)).optional()?;
        row.iter_mut().try_for_each(|row| self.name_card(row))?;
        Ok(row)
    }

    /// Gives the card that an operation links an operator to by its number.
    fn name_card(&self, row: &mut OperationRow) -> Result<(), StoreError> {
        if let Some(entry) = &mut row.staff
            && let Some(member) = entry.change.as_ref().and_then(OperatorChange::member)
        {
            entry.member_no = self.member_no(member)?;
        }
        Ok(())
    }
}

/// A row of the journal, in that of the member of a number where one is given: an operation that moved the points of several shows
/// there those of this one.
fn row_of(row: &Row<'_>, of: Option<&str>) -> rusqlite::Result<OperationRow> {
    let kind: i64 = row.get(2)?;
    let body: Option<String> = row.get(8)?;
    let said: serde_json::Value =
        body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or(serde_json::Value::Null);
    let intent = |name: &str| {
        let of = |intent: &serde_json::Value| intent[name].as_str().map(str::to_owned);
        // An approval request holds the change that it asks for.
        of(&said["intent"]).or_else(|| of(&said["intent"]["change"]))
    };
    let id = |bytes: Option<[u8; 16]>| bytes.map(Uuid::from_bytes);
    let hash: [u8; 32] = row.get(13)?;
    let kind = OpKind::from_code(kind).ok_or(rusqlite::Error::IntegralValueOutOfRange(2, kind))?;
    let (member_no, points): (Option<String>, Option<i64>) = (row.get(5)?, row.get(9)?);
    let is_anothers = of.is_some() && member_no.as_deref() != of;
    let points = match of.and_then(|number| said["points"][number].as_i64()) {
        // Of an operation whose details were erased nobody knows any more what it moved for the others.
        None => points.filter(|_| !(is_anothers && said.is_null() && matches!(kind, OpKind::Move | OpKind::Undo))),
        own => own,
    };
    Ok(OperationRow {
        seq: OpSeq(row.get(0)?),
        op: Uuid::from_bytes(row.get(1)?),
        kind,
        at: Instant(row.get(3)?),
        operator: row.get(4)?,
        member: row.get::<_, Option<i64>>(14)?.map(MemberId),
        member_no,
        member_name: row.get(6)?,
        reason: row.get(7)?,
        note: intent("note"),
        reference: intent("reference").or_else(|| intent("reward")),
        points: points.map(Points),
        reverses: id(row.get(10)?),
        reversed_by: id(row.get(11)?),
        facts: row.get(12)?,
        hash: hex(&hash),
        changes: changes_of(&said),
        staff: staff_of(kind, &said),
        approval: approval_of(kind, &said),
    })
}

/// What an operation's intent says of an operator. Whose card it names is looked up by [`Store::name_card`].
fn staff_of(kind: OpKind, said: &serde_json::Value) -> Option<StaffEntry> {
    let change = ChangeOperator::deserialize(&said["intent"]).ok().filter(|_| kind == OpKind::Operator)?;
    Some(StaffEntry { name: change.name, change: change.changes.into_iter().next(), member_no: None })
}

/// What an operation's secret says of an approval request.
fn approval_of(kind: OpKind, said: &serde_json::Value) -> Option<ApprovalEntry> {
    let read = |value: &serde_json::Value| Uuid::deserialize(value).ok();
    if kind == OpKind::Propose {
        return Some(ApprovalEntry::Asks(Propose::deserialize(&said["intent"]).ok()?.change.kind()));
    }
    if matches!(kind, OpKind::Reject | OpKind::Withdraw) {
        return read(&said["intent"]["request"]).map(ApprovalEntry::Answers);
    }
    read(&said["approves"]).map(ApprovalEntry::Approves)
}

/// The fields of a profile that an operation's secret tells before and after of.
fn changes_of(secret: &serde_json::Value) -> Vec<(String, String, String)> {
    let profile = |name: &str| Profile::deserialize(&secret[name]).ok();
    match (profile("before"), profile("after")) {
        (Some(before), Some(after)) => shown(&before, &after),
        (Some(_) | None, None) | (None, Some(_)) => Vec::new(),
    }
}
