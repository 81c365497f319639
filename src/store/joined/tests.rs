//! Every column of every table that holds what a file recorded comes along, or is known not to.

use super::bring::{ColumnRole, TABLES};
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};

/// Tables that are derived, are settings, or belong to one file alone.
const STAY_AT_HOME: [&str; 18] = [
    "feedback",
    "feedback_event",
    "interaction_day",
    "interaction_ref",
    "joined_fact",
    "joined_member",
    "member",
    "meta",
    "model_fit",
    "operator_secret",
    "order_key",
    "rfm_cut",
    "saved_filter",
    "search_mark",
    "search_page",
    "search_run",
    "state",
    "voided_batch",
];

fn columns(store: &Store) -> BTreeMap<String, BTreeSet<String>> {
    let sql = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    let mut statement = store.raw().prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (table, column) = row.unwrap();
        tables.entry(table).or_default().insert(column);
    }
    tables
}

#[test]
fn no_table_and_no_column_is_forgotten() {
    let schema = columns(&Store::open_in_memory().unwrap());
    let copied: BTreeMap<String, BTreeSet<String>> = TABLES
        .iter()
        .map(|t| (t.table.to_owned(), t.columns.iter().map(|(name, _)| (*name).to_owned()).collect()))
        .collect();
    for (table, columns) in &schema {
        match copied.get(table) {
            Some(known) => assert_eq!(known, columns, "{table}"),
            None => assert!(STAY_AT_HOME.contains(&table.as_str()), "{table} is new: does it join?"),
        }
    }
    assert_eq!(copied.len() + STAY_AT_HOME.len(), schema.len());
}

#[test]
fn whatever_names_a_member_is_said_to() {
    for table in &TABLES {
        for (column, role) in table.columns {
            assert_eq!(*column == "member", *role == ColumnRole::Member, "{}.{column}", table.table);
        }
    }
}

#[test]
fn what_is_unique_within_this_file_is_found_by_its_index() {
    let store = Store::open_in_memory().unwrap();
    let keyed = format!("SELECT seq FROM operation WHERE {}", crate::store::journal::with_key());
    for (sql, index) in [(crate::store::members::label_of_text(), "label_by_text"), (keyed, "operation_by_key")] {
        let plan: String =
            store.raw().query_row(&format!("EXPLAIN QUERY PLAN {sql}"), ["x"], |row| row.get("detail")).unwrap();
        assert!(plan.contains(index), "{plan}");
    }
}
