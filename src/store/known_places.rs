//! Where members come from: stores and channels share one table of names, and what a name is for is told by who has it.

use super::Store;
use super::error::StoreError;
use crate::domain::num::FIRST_JOINED;
use crate::domain::query::KnownPlaces;

/// How large the file is, as far as stores and channels go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacesSize {
    /// The newest label.
    label: i64,
    /// The newest member.
    member: i64,
}

impl Store {
    /// How many labels and members there are, by their newest numbers.
    pub fn places_size(&self) -> Result<PlacesSize, StoreError> {
        let sql = "SELECT COALESCE((SELECT MAX(id) FROM label), 0), COALESCE((SELECT MAX(id) FROM member), 0)";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| Ok(PlacesSize { label: row.get(0)?, member: row.get(1)? }))?)
    }

    /// The home stores and the channels of members, each name once, in the order in which they came.
    pub fn known_places(&self) -> Result<KnownPlaces, StoreError> {
        let used = |column: &str| {
            let sql = format!(
                "SELECT text FROM label WHERE id IN (SELECT {column} FROM member) AND id < ?1 AND text <> '' ORDER BY id"
            );
            let mut statement = self.db.prepare_cached(&sql)?;
            let texts = statement.query_map([FIRST_JOINED], |row| row.get(0))?;
            texts.collect::<Result<Vec<String>, _>>()
        };
        Ok(KnownPlaces { stores: used("store")?, channels: used("channel")? })
    }
}
