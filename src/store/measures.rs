//! The answers of a period that count, one after the other.

use super::Store;
use super::error::StoreError;
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::{Measure, SurveyResponse};
use crate::domain::num::{FactId, MemberId};
use rusqlite::params;
use rusqlite::types::FromSqlError;

impl Store {
    /// Hands every answer of a period to `take`, by day and then by number; those without a score and those taken back do not
    /// count.
    pub fn each_answer(&self, from: Day, to: Day, mut take: impl FnMut(&SurveyResponse<'_>)) -> Result<(), StoreError> {
        let sql = "SELECT id, at, day, member, measure, score, topic, channel FROM feedback
                   WHERE day BETWEEN ?1 AND ?2 AND retracted = 0 AND score IS NOT NULL ORDER BY day, id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![from.0, to.0])?;
        let text = |error: FromSqlError| StoreError::Damaged(error.to_string());
        while let Some(row) = rows.next()? {
            let code = row.get(4)?;
            take(&SurveyResponse {
                id: FactId(row.get(0)?),
                at: Instant(row.get(1)?),
                day: Day(row.get(2)?),
                member: MemberId(row.get(3)?),
                measure: Measure::from_code(code).ok_or_else(|| StoreError::Damaged(format!("measure {code}")))?,
                score: row.get(5)?,
                topic: row.get_ref(6)?.as_str_or_null().map_err(text)?,
                channel: row.get_ref(7)?.as_str_or_null().map_err(text)?,
            });
        }
        Ok(())
    }

    /// A member's home store; `None` where none is known.
    pub fn home_store(&self, member: MemberId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT l.text FROM member m JOIN label l ON l.id = m.store WHERE m.id = ?1 AND l.text <> ''";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(rusqlite::OptionalExtension::optional(statement.query_row([member.0], |row| row.get(0)))?)
    }
}
