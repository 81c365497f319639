//! One row a member: what lists show, and the resume point of the fold. Derived; `rebuild` can make all of it again.

use super::Store;
use super::error::StoreError;
use super::write::Tx;
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::State;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::history_end::HistoryEnd;
use crate::domain::num::{FactId, MemberId, Money, Points};
use crate::domain::program::Programs;
use rusqlite::{CachedStatement, OptionalExtension, Row, params};

/// The columns of a state, in the order of [`state_of`].
pub(super) const STATE: &str = "member, head, newest, day, stale_on, program, status, merged_into, balance, tier, stage, \
                                orders, days, net_spend, first_on, last_on, resume, joined";

/// Older than any day: a row that is stale on it is made anew by whoever meets it.
pub(super) const LONG_AGO: Day = Day(i64::MIN);

/// Bytes that a resume point has room for from the beginning: most have fewer.
const RESUME_ROOM: usize = 128;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRow {
    pub member: MemberId,
    /// The newest fact recorded on the member (0: none): where the pointer chase begins.
    pub head: FactId,
    /// The newest fact or event that this file recorded.
    pub newest: FactId,
    /// Counts the facts and events that came from other files; the facts among them are found in `joined_fact`.
    pub joined: i64,
    /// The day the numbers stand at (its end).
    pub day: Day,
    /// They are right before this day; `None`: for ever.
    pub stale_on: Option<Day>,
    /// The newest version of the programme when they were made.
    pub program: i64,
    /// What the member may do.
    pub status: Status,
    pub merged_into: Option<MemberId>,
    /// Equals the open points less the deficit.
    pub balance: Points,
    pub tier: String,
    pub stage: LifecycleStage,
    pub orders: i64,
    /// Counts the distinct business days that have an order.
    pub days: i64,
    pub net_spend: Money,
    /// First day with an order.
    pub first_on: Option<Day>,
    /// Last day with an order.
    pub last_on: Option<Day>,
    /// The machine to go on with; empty where only the whole history will do.
    pub resume: Vec<u8>,
}

/// Where the rows recorded on a member are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heads {
    /// The newest fact of this file (0: none).
    pub head: FactId,
    /// The newest fact or event of this file (0: none).
    pub newest: FactId,
    /// Counts the facts and events of other files.
    pub joined: i64,
}

impl Heads {
    /// How far the member's history goes.
    pub fn end(self) -> HistoryEnd {
        HistoryEnd { newest: self.newest, joined: self.joined }
    }
}

impl StateRow {
    /// The row of a state that stands at the end of `shown.day()`; `resume` stands at the newest fact or event, compacted.
    pub fn of(
        member: MemberId,
        heads: Heads,
        shown: &State,
        resume: &State,
        programs: &Programs,
    ) -> Result<Self, StoreError> {
        let purchases = shown.purchases();
        let room = Vec::with_capacity(RESUME_ROOM);
        let resume = postcard::to_extend(resume, room).map_err(|e| StoreError::Sql(e.to_string()))?;
        Ok(Self {
            member,
            head: heads.head,
            newest: heads.newest,
            joined: heads.joined,
            day: shown.day(),
            stale_on: shown.stale_on(programs),
            program: programs.newest().number,
            status: shown.status(),
            merged_into: shown.merged_into(),
            balance: shown.balance(),
            tier: shown.tier_code(programs.at_end_of(shown.day())).to_owned(),
            stage: shown.stage(),
            orders: purchases.count,
            days: purchases.days,
            net_spend: purchases.net_spend,
            first_on: purchases.first_on,
            last_on: purchases.last_on,
            resume,
        })
    }

    /// Something that is recorded already takes effect on a later day: until then the row is right, from then on only the
    /// whole history will do.
    #[must_use]
    pub fn until(mut self, day: Day) -> Self {
        self.stale_on = Some(self.stale_on.map_or(day, |stale| stale.min(day)));
        self.resume = Vec::new();
        self
    }

    /// Facts up to this one have been added that its numbers need not know: whoever meets it folds the member's history.
    #[must_use]
    pub fn unmade(mut self, head: FactId) -> Self {
        (self.head, self.newest) = (head, head);
        self.until(LONG_AGO)
    }

    /// Makes it the row of another member of whom the same is recorded, under other ids: `resume` differs in these alone.
    pub fn hand_on(&mut self, member: MemberId, heads: Heads, resume: &State) -> Result<(), StoreError> {
        (self.member, self.head, self.newest, self.joined) = (member, heads.head, heads.newest, heads.joined);
        let mut bytes = std::mem::take(&mut self.resume);
        bytes.clear();
        self.resume = postcard::to_extend(resume, bytes).map_err(|e| StoreError::Sql(e.to_string()))?;
        Ok(())
    }

    /// Whether the row says nothing yet: whoever meets it folds the member's history.
    pub(super) fn is_to_be_made(&self) -> bool {
        self.stale_on == Some(LONG_AGO) && self.resume.is_empty()
    }

    /// A row that only says where the member's history begins.
    pub(super) fn to_be_made(member: MemberId, heads: Heads) -> Self {
        Self {
            member,
            head: heads.head,
            newest: heads.newest,
            joined: heads.joined,
            day: Day(0),
            stale_on: Some(LONG_AGO),
            program: 0,
            status: Status::Active,
            merged_into: None,
            balance: Points::ZERO,
            tier: String::new(),
            stage: LifecycleStage::Prospect,
            orders: 0,
            days: 0,
            net_spend: Money::ZERO,
            first_on: None,
            last_on: None,
            resume: Vec::new(),
        }
    }

    /// The machine to go on with; `None` where only the whole history will do.
    pub fn resume(&self) -> Option<State> {
        // What an older program wrote need not be readable: the history always is.
        postcard::from_bytes(&self.resume).ok().filter(|_| !self.resume.is_empty())
    }

    /// Whether the numbers are right on a day as they stand.
    pub fn is_fresh(&self, today: Day, programs: &Programs) -> bool {
        let same_rules = self.program == programs.newest().number;
        same_rules && self.day <= today && self.stale_on.is_none_or(|stale| today < stale)
    }

    /// Where the rows recorded on the member are found.
    pub fn heads(&self) -> Heads {
        Heads { head: self.head, newest: self.newest, joined: self.joined }
    }
}

impl Store {
    /// The cached state of a member as it stands in the file; it may be stale (see [`StateRow::is_fresh`]).
    pub fn state(&self, member: MemberId) -> Result<Option<StateRow>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {STATE} FROM state WHERE member = ?1"))?;
        Ok(statement.query_row([member.0], state_of).optional()?)
    }

    /// Where the rows recorded on a member are found; nowhere for whom there is no such member.
    pub(super) fn heads(&self, member: MemberId) -> Result<Heads, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT head, newest, joined FROM state WHERE member = ?1")?;
        let heads = statement.query_row([member.0], |row| {
            Ok(Heads { head: FactId(row.get(0)?), newest: FactId(row.get(1)?), joined: row.get(2)? })
        });
        Ok(heads.optional()?.unwrap_or_default())
    }

    /// How far a member's history goes.
    pub fn history_end(&self, member: MemberId) -> Result<HistoryEnd, StoreError> {
        Ok(self.heads(member)?.end())
    }
}

pub(super) fn state_of(row: &Row<'_>) -> rusqlite::Result<StateRow> {
    let status: i64 = row.get(6)?;
    let stage: i64 = row.get(10)?;
    Ok(StateRow {
        member: MemberId(row.get(0)?),
        head: FactId(row.get(1)?),
        newest: FactId(row.get(2)?),
        day: Day(row.get(3)?),
        stale_on: row.get::<_, Option<i64>>(4)?.map(Day),
        program: row.get(5)?,
        status: Status::from_code(status).ok_or(rusqlite::Error::IntegralValueOutOfRange(6, status))?,
        merged_into: row.get::<_, Option<i64>>(7)?.map(MemberId),
        balance: Points(row.get(8)?),
        tier: row.get(9)?,
        stage: stage_of(stage).ok_or(rusqlite::Error::IntegralValueOutOfRange(10, stage))?,
        orders: row.get(11)?,
        days: row.get(12)?,
        net_spend: Money(row.get(13)?),
        first_on: row.get::<_, Option<i64>>(14)?.map(Day),
        last_on: row.get::<_, Option<i64>>(15)?.map(Day),
        resume: row.get(16)?,
        joined: row.get(17)?,
    })
}

const STAGES: [(i64, LifecycleStage); 7] = [
    (1, LifecycleStage::Prospect),
    (2, LifecycleStage::New),
    (3, LifecycleStage::WonBack),
    (4, LifecycleStage::Active),
    (5, LifecycleStage::Lapsing),
    (6, LifecycleStage::Dormant),
    (7, LifecycleStage::Lost),
];

/// The stage of a number in the file.
pub fn stage_of(code: i64) -> Option<LifecycleStage> {
    STAGES.into_iter().find(|(known, _)| *known == code).map(|(_, stage)| stage)
}

/// The file's number of a stage.
pub fn stage_code(stage: LifecycleStage) -> i64 {
    STAGES.into_iter().find(|(_, known)| *known == stage).map_or(0, |(code, _)| code)
}

/// Writes cached states, many with one statement.
pub struct StateSaver<'t>(CachedStatement<'t>);

impl Tx<'_> {
    /// Writes a member's cached state.
    pub fn save_state(&self, row: &StateRow) -> Result<(), StoreError> {
        self.state_saver()?.save(row)
    }

    pub fn state_saver(&self) -> Result<StateSaver<'_>, StoreError> {
        let statement = self.db.prepare_cached(&format!(
            "INSERT OR REPLACE INTO state ({STATE})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
        ))?;
        Ok(StateSaver(statement))
    }
}

impl StateSaver<'_> {
    pub fn save(&mut self, row: &StateRow) -> Result<(), StoreError> {
        self.0.execute(params![
            row.member.0,
            row.head.0,
            row.newest.0,
            row.day.0,
            row.stale_on.map(|d| d.0),
            row.program,
            row.status.code(),
            row.merged_into.map(|m| m.0),
            row.balance.0,
            row.tier,
            stage_code(row.stage),
            row.orders,
            row.days,
            row.net_spend.0,
            row.first_on.map(|d| d.0),
            row.last_on.map(|d| d.0),
            row.resume,
            row.joined,
        ])?;
        Ok(())
    }
}
