//! Filters with a name.

use super::Store;
use super::error::StoreError;
use super::personal::PersonalWords;
use super::write::Tx;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// Every saved filter as (name, text), by name.
    pub fn saved_filters(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT name, query FROM saved_filter ORDER BY name")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The text of a saved filter.
    pub fn saved_filter(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT query FROM saved_filter WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }
}

impl Tx<'_> {
    /// Saves a filter under a name, in place of the one that had it.
    pub fn save_filter(&self, name: &str, query: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO saved_filter (name, query) VALUES (?1, ?2)";
        self.db.prepare_cached(sql)?.execute(params![name, query])?;
        Ok(())
    }

    /// Forgets the filters that name a person.
    pub(super) fn drop_filters_about(&self, said: &PersonalWords) -> Result<(), StoreError> {
        for (name, query) in self.saved_filters()? {
            if said.are_in(&name) || said.are_in(&query) {
                self.drop_filter(&name)?;
            }
        }
        Ok(())
    }

    /// Forgets a saved filter; whether there was one.
    pub fn drop_filter(&self, name: &str) -> Result<bool, StoreError> {
        let n = self.db.prepare_cached("DELETE FROM saved_filter WHERE name = ?1")?.execute([name])?;
        Ok(n > 0)
    }
}
