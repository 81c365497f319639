//! What everybody together says of one member, kept by day: cut points of the scores, and fitted models. Derived.

use super::Store;
use super::error::StoreError;
use super::write::Tx;
use crate::domain::day::Day;
use crate::domain::num::OpSeq;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachedStat {
    /// Cut points of the scores.
    Cuts,
    Fit,
}

impl CachedStat {
    fn table(self) -> &'static str {
        match self {
            Self::Cuts => "rfm_cut",
            Self::Fit => "model_fit",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheStamp {
    pub day: Day,
    /// The newest operation when it was made.
    pub through: OpSeq,
    /// The newest version of the programme then.
    pub program: i64,
}

impl Store {
    /// What is kept of a day, with its stamp. What an older program wrote need not be readable: then there is none.
    pub fn cached<T: DeserializeOwned>(
        &self,
        what: CachedStat,
        day: Day,
    ) -> Result<Option<(CacheStamp, T)>, StoreError> {
        let sql = format!("SELECT day, through_op, program, body FROM {} WHERE day = ?1", what.table());
        let row = self.db.prepare_cached(&sql)?.query_row([day.0], |row| {
            let stamp = CacheStamp { day: Day(row.get(0)?), through: OpSeq(row.get(1)?), program: row.get(2)? };
            Ok((stamp, row.get::<_, String>(3)?))
        });
        Ok(row.optional()?.and_then(|(stamp, body)| Some((stamp, serde_json::from_str(&body).ok()?))))
    }
}

impl Store {
    /// Everything that is kept, by day; `None` for what can't be read.
    pub fn all_kept<T: DeserializeOwned>(&self, what: CachedStat) -> Result<Vec<(CacheStamp, Option<T>)>, StoreError> {
        let sql = format!("SELECT day, through_op, program, body FROM {} ORDER BY day", what.table());
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let stamp = CacheStamp { day: Day(row.get(0)?), through: OpSeq(row.get(1)?), program: row.get(2)? };
            Ok((stamp, serde_json::from_str(&row.get::<_, String>(3)?).ok()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest that is kept of a day or an earlier one.
    pub fn newest_kept<T: DeserializeOwned>(
        &self,
        what: CachedStat,
        day: Day,
    ) -> Result<Option<(CacheStamp, T)>, StoreError> {
        let sql = format!("SELECT MAX(day) FROM {} WHERE day <= ?1", what.table());
        let newest: Option<i64> = self.db.prepare_cached(&sql)?.query_row([day.0], |row| row.get(0))?;
        newest.map_or(Ok(None), |newest| self.cached(what, Day(newest)))
    }
}

/// Days that are kept; older ones are asked for seldom.
const DAYS_KEPT: i64 = 400;

impl Tx<'_> {
    /// Keeps an answer of a day in place of the one before.
    pub fn keep<T: Serialize>(&self, what: CachedStat, stamp: CacheStamp, body: &T) -> Result<(), StoreError> {
        let body = serde_json::to_string(body).map_err(|e| StoreError::Sql(e.to_string()))?;
        let sql =
            format!("INSERT OR REPLACE INTO {} (day, through_op, program, body) VALUES (?1, ?2, ?3, ?4)", what.table());
        self.db.prepare_cached(&sql)?.execute(params![stamp.day.0, stamp.through.0, stamp.program, body])?;
        let sql = format!(
            "DELETE FROM {table} WHERE day < (SELECT MIN(day) FROM (SELECT day FROM {table} ORDER BY day DESC LIMIT ?1))",
            table = what.table()
        );
        self.db.prepare_cached(&sql)?.execute([DAYS_KEPT])?;
        Ok(())
    }

    /// Forgets everything kept: it will be made again when it is asked for.
    pub(super) fn forget_kept(&self) -> Result<(), StoreError> {
        self.db.execute_batch("DELETE FROM rfm_cut; DELETE FROM model_fit")?;
        Ok(())
    }
}
