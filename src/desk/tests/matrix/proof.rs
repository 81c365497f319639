//! What `verify` and `rebuild` make of a row: the schema says which columns there are.

use super::scene::Scene;
use super::*;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Tables that no derived row can be made again without. Every other table is derived, a new one too.
const WRITTEN_ONCE: [&str; 15] = [
    "program",
    "operation",
    "op_member",
    "op_secret",
    "fact",
    "member_event",
    "label",
    "member",
    "joined_member",
    "import_batch",
    "batch_block",
    "event_text",
    "desk_event",
    "desk_text",
    "saved_filter",
];

/// Rows as the text of their values, by table.
pub type Tables = BTreeMap<String, BTreeSet<Vec<String>>>;

fn strings(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn tables(db: &Connection) -> Vec<String> {
    strings(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
}

fn columns(db: &Connection, table: &str) -> Vec<String> {
    strings(db, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"))
}

fn everything(db: &Connection) -> Tables {
    let rows = |table: &String| {
        let values: Vec<String> = columns(db, table).iter().map(|column| format!("quote({column})")).collect();
        let mut statement = db.prepare(&format!("SELECT {} FROM {table}", values.join(", "))).unwrap();
        let rows = statement.query_map([], |row| (0..values.len()).map(|n| row.get(n)).collect()).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    tables(db).into_iter().map(|table| (table.clone(), rows(&table))).collect()
}

/// What a value may be without anybody being told something wrong.
fn claims_nothing(table: &str, column: &str, old: &[String]) -> Option<&'static str> {
    match (table, column) {
        ("state", "day") => Some("a state is true on every day until it goes stale"),
        ("meta", _) if old[0] == "'log_holds_erased'" => {
            Some("a note that the log is to be emptied when there is time")
        }
        ("meta", _) if old[0] == "'order_key_through'" => Some("references that are filed already are filed once more"),
        ("member", "no") if old.contains(&"''".to_owned()) => Some("what bound the number is erased with its salt"),
        _ => None,
    }
}

/// Whatever is changed of what the row wrote, `verify` names it.
pub fn verify(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    let before = everything(scene.desk.store.raw());
    scene.make(row);
    let after = everything(scene.desk.store.raw());
    let (mut missed, mut found) = (Vec::new(), 0);
    for (table, rows) in &after {
        for new in rows.difference(&before[table]) {
            for Tampering { column, sql } in tamperings(scene.desk.store.raw(), table, new) {
                match tampered(&scene.desk, &sql) {
                    None => {}
                    Some(Ok(true)) => found += 1,
                    Some(Ok(false)) if claims_nothing(table, &column, new).is_some() => {}
                    Some(answer) => missed.push(format!("{sql}: {answer:?}")),
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(found > 30, "{found} are too few");
}

/// Whether `verify` names what a statement does; `None` where the file forbids it.
fn tampered(desk: &Desk, sql: &str) -> Option<Result<bool, DeskError>> {
    let db = desk.store.raw();
    db.execute_batch("SAVEPOINT tampering").unwrap();
    let done = db.execute(sql, []);
    let verified = || desk.verify(None, &[], &mut |_, _| {}).map(|report| report.wrong.is_some());
    let found = done.is_ok().then(verified);
    db.execute_batch("ROLLBACK TO tampering; RELEASE tampering").unwrap();
    assert!(!matches!(done, Ok(0)), "{sql}");
    found
}

/// A statement that changes a value of a column, or takes a row out or in.
struct Tampering {
    column: String,
    sql: String,
}

fn tamperings(db: &Connection, table: &str, row: &[String]) -> Vec<Tampering> {
    let columns = columns(db, table);
    let is_it: Vec<String> = columns.iter().zip(row).map(|(column, value)| format!("{column} IS {value}")).collect();
    let (is_it, first) = (is_it.join(" AND "), columns[0].clone());
    let gone = Tampering { column: first.clone(), sql: format!("DELETE FROM {table} WHERE {is_it}") };
    let rest = row[1..].iter().fold(String::new(), |rest, value| rest + ", " + value);
    // A text that is a number has a column of its own for it; of a blob or a text there is no next one.
    let again = row[0].parse::<i64>().is_ok().then(|| Tampering {
        column: first,
        sql: format!("INSERT INTO {table} ({}) VALUES ({} + 1000{rest})", columns.join(", "), row[0]),
    });
    let mut all: Vec<Tampering> = std::iter::once(gone).chain(again).collect();
    for (column, value) in columns.iter().zip(row) {
        all.extend(others(db, value).into_iter().map(|other| Tampering {
            column: column.clone(),
            sql: format!("UPDATE {table} SET {column} = {other} WHERE {is_it}"),
        }));
    }
    all
}

/// Other values of a column than the one it has, as SQL.
fn others(db: &Connection, value: &str) -> Vec<String> {
    if value == "NULL" {
        return ["1", "'x'", "x'000100000000'"].map(str::to_owned).to_vec();
    }
    let mut others = vec!["NULL".to_owned()];
    if let Some(blob) = value.strip_prefix("X'").and_then(|rest| rest.strip_suffix('\'')) {
        let last = if blob.ends_with('0') { '1' } else { '0' };
        match blob {
            "" => others.push("x'00'".to_owned()),
            blob => others.extend([format!("x'{}{last}'", &blob[..blob.len() - 1]), "x''".to_owned()]),
        }
    } else if value.starts_with('\'') {
        others.push(format!("{value} || 'x'"));
        others.extend(leaves(db, value));
    } else {
        others.push(format!("{value} + 1"));
        others.push(format!("{value} + 1000"));
    }
    others
}

/// The same JSON with one of its values after the other changed.
fn leaves(db: &Connection, text: &str) -> Vec<String> {
    let is_json: bool = db
        .query_row(&format!("SELECT json_valid({text}) AND json_type({text}) = 'object'"), [], |row| row.get(0))
        .unwrap_or(false);
    if !is_json {
        return Vec::new();
    }
    let paths = strings(db, &format!("SELECT fullkey FROM json_tree({text}) WHERE atom IS NOT NULL OR type = 'null'"));
    paths.iter().map(|path| format!("json_set({text}, '{path}', '其他')")).collect()
}

/// Made again, everything derived is what it was, also where all of it was gone.
pub fn rebuild(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    scene.make(row);
    let before = made_again(&mut scene);
    for table in before.keys().filter(|table| *table != "meta") {
        scene.desk.store.raw().execute(&format!("DELETE FROM {table}"), []).unwrap();
    }
    let derived_numbers = "k IN ('members', 'last_seen_at', 'tree_edge')";
    scene.desk.store.raw().execute(&format!("UPDATE meta SET v = 0 WHERE {derived_numbers}"), []).unwrap();
    scene.desk.rebuild(scene.now, &mut |_, _| {}).unwrap();
    assert_eq!(derived(scene.desk.store.raw()), before, "out of nothing");
    scene.proves_itself();
}

/// Makes everything derived again, which must be what it was.
pub fn made_again(scene: &mut Scene) -> Tables {
    while scene.desk.refresh_stale(scene.now).unwrap() {}
    let before = derived(scene.desk.store.raw());
    scene.desk.rebuild(scene.now, &mut |_, _| {}).unwrap();
    assert_eq!(derived(scene.desk.store.raw()), before, "made again");
    before
}

/// What `rebuild` has to make again.
fn derived(db: &Connection) -> Tables {
    let mut tables = everything(db);
    tables.retain(|table, _| !WRITTEN_ONCE.contains(&table.as_str()));
    // Up to which row references are filed is true of any row behind the last that has one.
    tables.get_mut("meta").unwrap().retain(|row| row[0] != "'order_key_through'");
    // A state that nothing ends is true on whichever day it was made.
    let day = columns(db, "state").iter().position(|column| column == "day").unwrap();
    let states = tables.remove("state").unwrap();
    let states = states.into_iter().map(|mut row| {
        row.remove(day);
        row
    });
    tables.insert("state".to_owned(), states.collect());
    tables
}
