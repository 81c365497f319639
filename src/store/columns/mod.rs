//! Everybody in columns: one array a field, one place a member, in the order of ids. Compact enough to stay in memory while
//! segments are looked at, and read in one scan.

mod halves;
mod past;
mod profiles;
mod purchase_days;
mod watch;

use halves::Ids;

pub use profiles::Profiles;
pub use purchase_days::{BoughtDay, PurchaseDays, bought_days};
pub use watch::ScanWatch;

use super::Store;
use super::error::StoreError;
use super::state::{StateRow, stage_of};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::{FIRST_JOINED, MemberId, OpSeq};
use crate::domain::program::{Program, Programs};
use rusqlite::{OptionalExtension, Row};

/// Members between two looks at whether to stop.
const STEP: usize = 1_000;

/// No day: earlier than any.
pub const NO_DAY: i32 = i32::MIN;

/// Everybody's numbers on a day. Every column has one value a member, in the order of `members`.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The end of this day is meant.
    pub day: Day,
    /// The newest operation they were read behind.
    pub through: OpSeq,
    /// The newest version of the programme then.
    pub program: i64,
    /// Ids, ascending.
    pub members: Vec<i64>,
    /// Codes of `Status`; 0: no member yet on that day.
    pub status: Vec<u8>,
    /// Place of the tier in the programme; empty on a past day until it is folded for.
    pub tier: Vec<u8>,
    pub stage: Vec<LifecycleStage>,
    pub orders: Vec<i32>,
    /// Counts the business days that have an order.
    pub days: Vec<i32>,
    /// First day with an order, or [`NO_DAY`].
    pub first_on: Vec<i32>,
    /// Last day with an order, or [`NO_DAY`].
    pub last_on: Vec<i32>,
    /// Money kept, in minor units.
    pub net_spend: Vec<i64>,
    /// Points that can be spent; empty on a past day until they are folded for.
    pub balance: Vec<i64>,
}

/// One member's numbers, before they are put in columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct MemberNumbers {
    pub member: i64,
    pub status: u8,
    pub tier: u8,
    pub stage: LifecycleStage,
    pub orders: i32,
    pub days: i32,
    pub first_on: i32,
    pub last_on: i32,
    pub net_spend: i64,
    pub balance: i64,
}

impl MemberNumbers {
    /// A member to whom nothing has happened.
    pub fn blank(member: i64) -> Self {
        Self {
            member,
            status: Status::Active as u8,
            tier: 0,
            stage: LifecycleStage::Prospect,
            orders: 0,
            days: 0,
            first_on: NO_DAY,
            last_on: NO_DAY,
            net_spend: 0,
            balance: 0,
        }
    }

    pub fn of(row: &StateRow, program: &Program) -> Self {
        Self {
            member: row.member.0,
            status: row.status as u8,
            tier: u8::try_from(program.tier_rank(&row.tier)).unwrap_or(u8::MAX),
            stage: row.stage,
            orders: narrow(row.orders),
            days: narrow(row.days),
            first_on: narrow_day(row.first_on),
            last_on: narrow_day(row.last_on),
            net_spend: row.net_spend.0,
            balance: row.balance.0,
        }
    }
}

pub(super) fn narrow(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

pub(super) fn narrow_day(day: Option<Day>) -> i32 {
    day.and_then(|d| i32::try_from(d.0).ok()).unwrap_or(NO_DAY)
}

impl Columns {
    fn with_capacity(n: usize) -> Self {
        Self {
            members: Vec::with_capacity(n),
            status: Vec::with_capacity(n),
            tier: Vec::with_capacity(n),
            stage: Vec::with_capacity(n),
            orders: Vec::with_capacity(n),
            days: Vec::with_capacity(n),
            first_on: Vec::with_capacity(n),
            last_on: Vec::with_capacity(n),
            net_spend: Vec::with_capacity(n),
            balance: Vec::with_capacity(n),
            ..Self::default()
        }
    }

    fn push(&mut self, line: &MemberNumbers) {
        self.members.push(line.member);
        self.status.push(line.status);
        self.tier.push(line.tier);
        self.stage.push(line.stage);
        self.orders.push(line.orders);
        self.days.push(line.days);
        self.first_on.push(line.first_on);
        self.last_on.push(line.last_on);
        self.net_spend.push(line.net_spend);
        self.balance.push(line.balance);
    }

    /// Puts the lines of later members behind.
    fn append(&mut self, mut more: Self) {
        self.members.append(&mut more.members);
        self.status.append(&mut more.status);
        self.tier.append(&mut more.tier);
        self.stage.append(&mut more.stage);
        self.orders.append(&mut more.orders);
        self.days.append(&mut more.days);
        self.first_on.append(&mut more.first_on);
        self.last_on.append(&mut more.last_on);
        self.net_spend.append(&mut more.net_spend);
        self.balance.append(&mut more.balance);
    }

    fn set(&mut self, at: usize, line: &MemberNumbers) {
        self.status[at] = line.status;
        self.tier[at] = line.tier;
        self.stage[at] = line.stage;
        self.orders[at] = line.orders;
        self.days[at] = line.days;
        self.first_on[at] = line.first_on;
        self.last_on[at] = line.last_on;
        self.net_spend[at] = line.net_spend;
        self.balance[at] = line.balance;
    }

    /// Members in all, whatever their status.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub fn place(&self, member: MemberId) -> Option<usize> {
        self.members.binary_search(&member.0).ok()
    }

    /// Whether the member at a place counts: active and frozen ones do.
    pub fn counts(&self, at: usize) -> bool {
        self.status[at] == Status::Active as u8 || self.status[at] == Status::Frozen as u8
    }

    /// Whether tiers and points are known (on a past day only after a fold of everybody).
    pub fn is_folded(&self) -> bool {
        self.tier.len() == self.members.len()
    }
}

/// Rows of members with their states; what goes stale on or before the day is folded apart.
const TODAY: &str =
    "SELECT m.id, s.member, s.stale_on, s.program, s.status, s.tier, s.stage, s.orders, s.days, s.net_spend,
                            s.first_on, s.last_on, s.balance, s.day
                     FROM member m LEFT JOIN state s ON s.member = m.id WHERE m.id BETWEEN ?1 AND ?2 ORDER BY m.id";

impl Store {
    /// Everybody as of the end of a day that is not past, in one scan of the cached states; those that days have passed over
    /// go on from their resume points.
    pub fn columns(&self, today: Day, programs: &Programs, watch: &mut dyn ScanWatch) -> Result<Columns, StoreError> {
        let program = &programs.newest().program;
        let read = |store: &Self, ids: Ids, watch: &mut dyn ScanWatch| {
            let mut columns = Columns::with_capacity(usize::try_from(ids.end() - ids.start() + 1).unwrap_or(0));
            let mut stale = Vec::new();
            let mut statement = store.db.prepare_cached(TODAY)?;
            let mut rows = statement.query([ids.start(), ids.end()])?;
            while let Some(row) = rows.next()? {
                let fresh = line_of(row, today, programs, program)?;
                if fresh.is_none() {
                    stale.push(columns.len());
                }
                columns.push(&fresh.map_or_else(|| row.get(0).map(MemberNumbers::blank), Ok)?);
                if columns.len().is_multiple_of(STEP) && watch.stop() {
                    return Err(StoreError::Interrupted);
                }
            }
            for (done, at) in stale.into_iter().enumerate() {
                if done.is_multiple_of(STEP) && watch.stop() {
                    return Err(StoreError::Interrupted);
                }
                let member = MemberId(columns.members[at]);
                if let Some(row) = store.state_on(member, today, programs)? {
                    columns.set(at, &MemberNumbers::of(&row, program));
                }
            }
            Ok(columns)
        };
        let mut parts = self.in_halves(self.newest_member()?, watch, &read)?.into_iter();
        let mut columns = parts.next().unwrap_or_default();
        for part in parts {
            columns.append(part);
        }
        columns.day = today;
        columns.program = programs.newest().number;
        columns.through = self.newest_seq()?;
        Ok(columns)
    }

    /// The id of the newest member, 0 where there is none.
    pub(super) fn newest_member(&self) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(id), 0) FROM member";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Brings columns of today up to the newest operation, where only some members were touched since; `false` where they are
    /// to be read anew.
    pub fn catch_up(&self, columns: &mut Columns, programs: &Programs) -> Result<bool, StoreError> {
        let newest = self.newest_seq()?;
        if newest == columns.through {
            return Ok(true);
        }
        let Some(touched) = self.touched_since(columns.through)? else { return Ok(false) };
        let program = &programs.newest().program;
        for member in touched {
            let row = self.state_on(member, columns.day, programs)?;
            let line = row.map_or_else(|| MemberNumbers::blank(member.0), |row| MemberNumbers::of(&row, program));
            match columns.place(member) {
                Some(at) => columns.set(at, &line),
                None if columns.members.last().is_none_or(|last| *last < member.0) => columns.push(&line),
                None => return Ok(false),
            }
        }
        columns.through = newest;
        Ok(true)
    }

    /// The members that operations after a place touched; `None` where they may be many or all.
    fn touched_since(&self, seq: OpSeq) -> Result<Option<Vec<MemberId>>, StoreError> {
        let sql = "SELECT COUNT(*), SUM(member IS NULL) FROM operation WHERE seq > ?1 AND seq < ?3 AND kind <> ?2";
        let export = crate::domain::operation::OpKind::Export.code();
        let (n, without): (i64, Option<i64>) = self
            .db
            .prepare_cached(sql)?
            .query_row([seq.0, export, FIRST_JOINED], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if n > MANY || without.unwrap_or(0) > 0 {
            return Ok(None);
        }
        // An undo touches whomever that touched which it reverses.
        let sql = "WITH RECURSIVE touching (op) AS (
                       SELECT seq FROM operation WHERE seq > ?1 AND seq < ?2
                       UNION SELECT o.reverses FROM touching t JOIN operation o ON o.seq = t.op WHERE o.reverses IS NOT NULL)
                   SELECT member FROM touching t JOIN operation o ON o.seq = t.op WHERE member IS NOT NULL
                   UNION SELECT m.member FROM touching t JOIN op_member m ON m.op = t.op ORDER BY 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let members = statement.query_map([seq.0, FIRST_JOINED], |row| row.get(0).map(MemberId))?;
        let mut found: Vec<MemberId> = members.collect::<Result<_, _>>()?;
        let mut survivors = Vec::new();
        for member in &found {
            let mut next = self.survivor(*member)?;
            while let Some(survivor) = next.filter(|s| !survivors.contains(s)) {
                survivors.push(survivor);
                next = self.survivor(survivor)?;
            }
        }
        found.extend(survivors);
        found.sort_unstable();
        found.dedup();
        Ok(Some(found))
    }

    fn survivor(&self, member: MemberId) -> Result<Option<MemberId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT merged_into FROM state WHERE member = ?1")?;
        Ok(statement.query_row([member.0], |row| row.get(0)).optional()?.flatten().map(MemberId))
    }
}

/// More operations than this are not gone through one by one.
const MANY: i64 = 1_000;

/// `None`: stale.
fn line_of(
    row: &Row<'_>,
    today: Day,
    programs: &Programs,
    program: &Program,
) -> Result<Option<MemberNumbers>, StoreError> {
    let member = row.get(0)?;
    if row.get::<_, Option<i64>>(1)?.is_none() {
        return Ok(Some(MemberNumbers::blank(member)));
    }
    let stale_on: Option<i64> = row.get(2)?;
    let is_old = row.get::<_, i64>(3)? != programs.newest().number || row.get::<_, i64>(13)? > today.0;
    if is_old || stale_on.is_some_and(|day| day <= today.0) {
        return Ok(None);
    }
    let tier = row.get_ref(5)?.as_str().map_err(|e| StoreError::Damaged(e.to_string()))?;
    let stage: i64 = row.get(6)?;
    let day = |n: Option<i64>| narrow_day(n.map(Day));
    Ok(Some(MemberNumbers {
        member,
        status: row.get(4)?,
        tier: u8::try_from(program.tier_rank(tier)).unwrap_or(u8::MAX),
        stage: stage_of(stage).ok_or_else(|| StoreError::Damaged(format!("stage {stage}")))?,
        orders: narrow(row.get(7)?),
        days: narrow(row.get(8)?),
        net_spend: row.get(9)?,
        first_on: day(row.get(10)?),
        last_on: day(row.get(11)?),
        balance: row.get(12)?,
    }))
}
