//! Looking members up where the next one asked for is mostly the next one in the table.
//!
//! What an import brought lies member by member, so looking each of them up would search its way to the same page again and
//! again. Here a look-up reads on a little, the further the longer that goes well; where members are asked for here and
//! there, it reads one at a time.

use crate::store::error::StoreError;
use rusqlite::{Row, Statement};
use std::collections::VecDeque;

/// Members that are read at once at most.
const MOST: i64 = 64;

/// A statement that answers the rows of the members from `?1` up to and without `?2`, in their order.
pub(super) struct BatchLookup<'s, T> {
    statement: Statement<'s>,
    rows: VecDeque<(i64, T)>,
    /// The members whose rows are at hand: from one up to and without another.
    from: i64,
    to: i64,
    width: i64,
}

impl<'s, T> BatchLookup<'s, T> {
    pub fn new(statement: Statement<'s>) -> Self {
        Self { statement, rows: VecDeque::new(), from: i64::MIN, to: i64::MIN, width: 1 }
    }

    /// What `each` makes of all rows of a member: it answers whose a row is, and what it says.
    pub fn rows(&mut self, member: i64, each: impl FnMut(&Row<'_>) -> (i64, T)) -> Result<Vec<T>, StoreError> {
        self.reach(member, each)?;
        Ok(std::iter::from_fn(|| self.take(member)).collect())
    }

    /// What `each` makes of a member's only row.
    pub fn row(&mut self, member: i64, each: impl FnMut(&Row<'_>) -> (i64, T)) -> Result<Option<T>, StoreError> {
        self.reach(member, each)?;
        Ok(self.take(member))
    }

    fn take(&mut self, member: i64) -> Option<T> {
        self.rows.front().filter(|(of, _)| *of == member)?;
        self.rows.pop_front().map(|(_, found)| found)
    }

    /// Lets go of the members before one, reads on where it is not at hand, and gives it out once.
    fn reach(&mut self, member: i64, mut each: impl FnMut(&Row<'_>) -> (i64, T)) -> Result<(), StoreError> {
        if (self.from..self.to).contains(&member) {
            while self.rows.front().is_some_and(|(of, _)| *of < member) {
                self.rows.pop_front();
            }
        } else {
            let goes_on = (self.to..self.to.saturating_add(self.width)).contains(&member);
            self.width = if goes_on { (self.width * 2).min(MOST) } else { 1 };
            self.to = member.saturating_add(self.width);
            self.rows.clear();
            let mut rows = self.statement.query([member, self.to])?;
            while let Some(row) = rows.next()? {
                self.rows.push_back(each(row));
            }
        }
        self.from = member.saturating_add(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::BatchLookup;
    use rstest::rstest;
    use rusqlite::Connection;

    #[rstest]
    #[case::one_after_the_other(&[1, 2, 3, 4, 5, 6, 7, 8, 9])]
    #[case::with_gaps(&[1, 3, 4, 7, 8, 9])]
    #[case::back_and_forth(&[1, 2, 3, 5, 4, 6, 2, 9, 8, 7])]
    #[case::the_same_again(&[1, 2, 3, 3, 3, 4, 4])]
    #[case::nobody(&[0, -5, 6, 100, i64::MAX])]
    fn answers_what_a_look_up_would(#[case] asked: &[i64]) {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (member INTEGER, n INTEGER)").unwrap();
        // Of six there is none, of the others as many as their number leaves when divided by three, and one.
        for member in (1..10).filter(|m| *m != 6) {
            for n in 0..=member % 3 {
                db.execute("INSERT INTO t VALUES (?1, ?2)", [member, n]).unwrap();
            }
        }
        let sql = "SELECT member, n FROM t WHERE member >= ?1 AND member < ?2 ORDER BY member, n";
        let mut ahead = BatchLookup::new(db.prepare(sql).unwrap());
        for member in asked {
            let found = ahead.rows(*member, |row| (row.get(0).unwrap(), row.get::<_, i64>(1).unwrap())).unwrap();
            let known = (1..10).contains(member) && *member != 6;
            let expected: Vec<i64> = if known { (0..=member % 3).collect() } else { Vec::new() };
            assert_eq!(found, expected, "of {member}");
        }
    }
}
