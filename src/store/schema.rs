//! The shape of a data file: which tables, indexes, triggers and views SQLite has noted in it, and whether they are this
//! program's.

use super::Store;
use super::connect::connect;
use super::error::StoreError;
use super::migrate;
use super::write::Tx;
use crate::domain::journal::hex;
use crate::domain::verification::SchemaProblem;
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The digest of the shape that the newest migration leaves. Where it is not that, the shape is looked at object by object; an
/// outdated digest costs every opening some milliseconds and is found by a test.
const NEWEST: &str = "0df65036cc9dce19b710374c29bc6d1cbe8ed451715418ce5bc351369970ffe1";

/// A thing that SQLite keeps under a name: `table`, `index`, `trigger` or `view`, and the statement that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SchemaObject {
    kind: String,
    table: String,
    sql: String,
}

type Schema = BTreeMap<String, SchemaObject>;

/// An object that is not as this program makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SchemaDifference {
    /// Its kind and name: `trigger evil`.
    pub object: String,
    pub problem: SchemaProblem,
    /// Whether the file may be worked on all the same: a further table changes nothing that this program does.
    pub is_harmless: bool,
}

/// What is not as this program makes it, the worst first; empty where nothing is.
pub(super) fn differences(db: &Connection) -> Result<Vec<SchemaDifference>, StoreError> {
    let found = schema_of(db)?;
    if hex(&digest(&found)) == NEWEST {
        return Ok(Vec::new());
    }
    let expected = expected()?;
    let named = |name: &str, object: &SchemaObject| format!("{} {name}", object.kind);
    let mut out = Vec::new();
    for (name, object) in &found {
        match expected.get(name) {
            Some(right) if right == object => {}
            Some(right) => {
                let (object, problem) = (named(name, right), SchemaProblem::Changed);
                out.push(SchemaDifference { object, problem, is_harmless: false });
            }
            None => {
                let is_harmless = object.kind == "table" || object.kind == "index";
                let (object, problem) = (named(name, object), SchemaProblem::Foreign);
                out.push(SchemaDifference { object, problem, is_harmless });
            }
        }
    }
    for (name, object) in expected.iter().filter(|(name, _)| !found.contains_key(*name)) {
        let (object, problem) = (named(name, object), SchemaProblem::Missing);
        out.push(SchemaDifference { object, problem, is_harmless: false });
    }
    out.sort_by_key(|difference| difference.is_harmless);
    Ok(out)
}

/// The tables of a file, by name.
pub(super) fn tables(db: &Connection) -> Result<Vec<String>, StoreError> {
    let schema = schema_of(db)?;
    Ok(schema.into_iter().filter(|(_, object)| object.kind == "table").map(|(name, _)| name).collect())
}

/// What is wrong between a table and its indexes, as SQLite says it; `None` where they tie out.
pub(super) fn wrong_index(db: &Connection, table: &str) -> Result<Option<String>, StoreError> {
    let mut said = None;
    db.pragma(None, "integrity_check", table, |row| {
        said = said.take().or(Some(row.get::<_, String>(0)?));
        Ok(())
    })?;
    Ok(said.filter(|said| said != "ok"))
}

impl Store {
    /// Refuses a file of another shape: a trigger may change what is written, and an index that is missing lets in what it should
    /// keep out.
    pub fn check_schema(&self) -> Result<(), StoreError> {
        match differences(&self.db)?.into_iter().find(|difference| !difference.is_harmless) {
            Some(SchemaDifference { object, .. }) => Err(StoreError::Schema { object }),
            None => Ok(()),
        }
    }
}

impl Tx<'_> {
    /// Takes away triggers, views and indexes that are not this program's, and makes its own indexes anew. Tables hold what
    /// somebody wrote: none is touched.
    pub(super) fn mend_schema(&self) -> Result<(), StoreError> {
        let (found, expected) = (schema_of(&self.db)?, expected()?);
        for (name, object) in found.iter().filter(|(name, object)| expected.get(*name) != Some(object)) {
            let what = match object.kind.as_str() {
                "trigger" => "TRIGGER",
                "view" => "VIEW",
                "index" => "INDEX",
                _ => continue,
            };
            self.db.execute_batch(&format!("DROP {what} IF EXISTS \"{}\"", name.replace('"', "\"\"")))?;
        }
        let kept = schema_of(&self.db)?;
        let missing = |name: &String, object: &SchemaObject| object.kind == "index" && !kept.contains_key(name);
        for (_, index) in expected.iter().filter(|(name, object)| missing(name, object)) {
            self.db.execute_batch(&index.sql)?;
        }
        self.db.execute_batch("REINDEX")?;
        Ok(())
    }
}

/// What SQLite itself keeps (statistics, automatic indexes) is left out.
fn schema_of(db: &Connection) -> Result<Schema, StoreError> {
    let sql = "SELECT name, type, tbl_name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, SchemaObject { kind: row.get(1)?, table: row.get(2)?, sql: row.get(3)? }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The shape of a file that has just been made.
fn expected() -> Result<Schema, StoreError> {
    let mut db = connect(None)?;
    migrate::to_newest(&mut db)?;
    schema_of(&db)
}

fn digest(schema: &Schema) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (name, object) in schema {
        for part in [name, &object.kind, &object.table, &object.sql] {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn mended(store: &mut Store) {
        let mend = |tx: &Tx<'_>| tx.mend_schema();
        store.write(mend).unwrap();
    }

    #[test]
    fn the_digest_is_that_of_the_newest_migration() {
        let store = Store::open_in_memory().unwrap();
        assert_eq!(hex(&digest(&schema_of(store.raw()).unwrap())), NEWEST, "the newest shape: put it into NEWEST");
    }

    #[rstest]
    #[case::table("CREATE TABLE evil (x)", "table evil", SchemaProblem::Foreign, true)]
    #[case::index("CREATE INDEX evil ON fact (points)", "index evil", SchemaProblem::Foreign, true)]
    #[case::view("CREATE VIEW evil AS SELECT 1", "view evil", SchemaProblem::Foreign, false)]
    #[case::trigger(
        "CREATE TRIGGER evil AFTER INSERT ON fact BEGIN DELETE FROM state; END",
        "trigger evil",
        SchemaProblem::Foreign,
        false
    )]
    #[case::dropped("DROP INDEX fact_by_source", "index fact_by_source", SchemaProblem::Missing, false)]
    #[case::other_index(
        "DROP INDEX fact_by_source; CREATE INDEX fact_by_source ON fact (ref)",
        "index fact_by_source",
        SchemaProblem::Changed,
        false
    )]
    #[case::other_table("ALTER TABLE fact ADD COLUMN evil INTEGER", "table fact", SchemaProblem::Changed, false)]
    fn what_is_not_this_program_s_is_named(
        #[case] sql: &str,
        #[case] object: &str,
        #[case] problem: SchemaProblem,
        #[case] is_harmless: bool,
    ) {
        let mut store = Store::open_in_memory().unwrap();
        assert_eq!(differences(store.raw()).unwrap(), []);
        store.raw().execute_batch(sql).unwrap();
        let object = object.to_owned();
        assert_eq!(differences(store.raw()).unwrap(), [SchemaDifference { object, problem, is_harmless }]);
        mended(&mut store);
        let left = differences(store.raw()).unwrap();
        assert_eq!(left.is_empty(), !sql.contains("TABLE"), "{left:?}");
    }

    #[test]
    fn an_index_that_leads_elsewhere_is_found_and_mended() {
        let mut store = Store::open_in_memory().unwrap();
        let db = store.raw();
        db.execute_batch("INSERT INTO label (id, text, op) VALUES (1, 'a', 1), (2, 'b', 1)").unwrap();
        db.execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX label_by_text ON label (op, text)' WHERE name = 'label_by_text';
             PRAGMA writable_schema = RESET",
        )
        .unwrap();
        assert!(wrong_index(db, "label").unwrap().is_some());
        assert_eq!(wrong_index(db, "fact").unwrap(), None);
        mended(&mut store);
        assert_eq!((wrong_index(store.raw(), "label").unwrap(), differences(store.raw()).unwrap()), (None, vec![]));
    }
}
