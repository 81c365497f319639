//! Counts of answers, whole and broken down, by one pass over the period's feedback.

use super::Store;
use super::error::StoreError;
use crate::domain::day::Day;
use crate::domain::feedback::{Answers, Breakdown};
use rusqlite::{Row, params};

/// Answers that count, by kind and score.
const COUNTS: &str =
    "COALESCE(SUM(f.measure = 1 AND f.score >= 9), 0), COALESCE(SUM(f.measure = 1 AND f.score IN (7, 8)), 0),
    COALESCE(SUM(f.measure = 1 AND f.score <= 6), 0), COALESCE(SUM(f.measure = 2), 0),
    COALESCE(SUM(f.measure = 2 AND f.score >= 4), 0), COALESCE(SUM(f.measure = 3), 0),
    COALESCE(SUM(CASE WHEN f.measure = 3 THEN f.score END), 0),
    COALESCE(SUM(CASE WHEN f.measure = 3 THEN f.score * f.score END), 0)";

impl Store {
    /// All answers of a period; those taken back are not counted.
    pub fn answers(&self, from: Day, to: Day) -> Result<Answers, StoreError> {
        let sql = format!("SELECT NULL, {COUNTS} FROM feedback f WHERE f.retracted = 0 AND f.day BETWEEN ?1 AND ?2");
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_row(params![from.0, to.0], |row| answers_of(row).map(|(_, answers)| answers))?)
    }

    /// The same by what the answers have in common; members' tiers and stores are today's.
    pub fn answers_by(&self, from: Day, to: Day, by: Breakdown) -> Result<Vec<(Option<String>, Answers)>, StoreError> {
        let (key, join, order) = match by {
            Breakdown::Tier => ("s.tier", "LEFT JOIN state s ON s.member = f.member", "COUNT(*) DESC, 1"),
            Breakdown::Store => (
                "l.text",
                "LEFT JOIN member m ON m.id = f.member LEFT JOIN label l ON l.id = m.store",
                "COUNT(*) DESC, 1",
            ),
            Breakdown::Channel => ("f.channel", "", "COUNT(*) DESC, 1"),
            Breakdown::Topic => ("f.topic", "", "COUNT(*) DESC, 1"),
            Breakdown::Month => ("strftime('%Y-%m', f.day * 86400, 'unixepoch')", "", "1"),
            // A member's segment takes everybody's cut points: see `answers_by_member`.
            Breakdown::Segment => ("f.member", "", "1"),
        };
        let sql = format!(
            "SELECT {key}, {COUNTS} FROM feedback f {join} WHERE f.retracted = 0 AND f.day BETWEEN ?1 AND ?2
             GROUP BY 1 ORDER BY {order}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![from.0, to.0], answers_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn answers_of(row: &Row<'_>) -> rusqlite::Result<(Option<String>, Answers)> {
    let count = |at: usize| row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or(0));
    let key = match row.get::<_, rusqlite::types::Value>(0)? {
        rusqlite::types::Value::Text(text) => Some(text),
        rusqlite::types::Value::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    let answers = Answers {
        promoters: count(1)?,
        passives: count(2)?,
        detractors: count(3)?,
        csat: count(4)?,
        satisfied: count(5)?,
        ces: count(6)?,
        ces_sum: row.get(7)?,
        ces_squares: row.get(8)?,
    };
    Ok((key, answers))
}
