//! Files to import, and members as they can be compared.

use crate::world::{Asks, NOW, World};
use loyaltui::desk::import::{ImportOptions, Summary};
use loyaltui::domain::day::{Day, Zone};
use serde_json::Value;
use std::fmt::Write as _;

/// Options that make unknown members.
pub fn enrol() -> ImportOptions {
    ImportOptions { enrol: true, ..ImportOptions::default() }
}

/// A table whose rows are as long as its header.
pub fn table(header: &str, rows: &str) -> String {
    let commas = |row: &str| row.matches(',').count();
    let mut out = format!("{header}\n");
    for row in rows.lines() {
        out.push_str(row);
        out.push_str(&",".repeat(commas(header) - commas(row)));
        out.push('\n');
    }
    out
}

/// The error codes by line.
pub fn codes(summary: &Summary) -> Vec<(u64, &'static str)> {
    summary.errors.iter().map(|e| (e.line, e.reason.code())).collect()
}

/// New, updated, unchanged, rejected.
pub fn counts(summary: &Summary) -> [u64; 4] {
    [summary.new, summary.updated, summary.unchanged, summary.rejected]
}

/// A file in memory with members of whom nothing is known but their numbers.
pub fn with_members(numbers: &[&str]) -> World {
    let mut world = World::in_memory();
    world.members(&format!("member_no\n{}\n", numbers.join("\n")), &ImportOptions::default());
    world
}

/// Imports purchases without a header; what is left out at the end of a row is blank.
pub fn sales(world: &mut World, rows: &str) -> Summary {
    world.purchases(&table("order_ref,member_no,purchased_at,amount,kind,refund_of", rows), &enrol())
}

/// What each sale earned and each refund clawed back, in order.
pub fn points_of(world: &mut World, member_no: &str) -> Vec<i64> {
    world.record(member_no).trace.purchases.iter().map(|p| p.points.0).collect()
}

/// Everything that can be seen of members on several days, without the numbers of rows and operations.
pub fn seen_of(world: &mut World, numbers: &[&str]) -> String {
    let days = ["2025-03-01", "2025-12-31", "2026-06-30", "2026-11-22"];
    let mut out = String::new();
    for number in numbers {
        let Ok(member) = world.desk.member_by_no(number) else { continue };
        for day in days.map(|d| Day::parse(d).unwrap()) {
            let file = world.desk.open_member(member, Some(day), NOW).unwrap();
            let mut seen = serde_json::json!([file.snapshot, file.trace]);
            without_rows(&mut seen);
            writeln!(out, "{number} {day} {seen}").unwrap();
        }
    }
    out
}

/// Takes the numbers of rows away: they depend on the order of arrival, and nothing else may.
fn without_rows(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for name in ["fact", "op", "lot", "sale", "reverses", "lots_of"] {
                if fields.get(name).is_some_and(Value::is_number) {
                    fields.insert(name.to_owned(), Value::from("row"));
                }
            }
            fields.values_mut().for_each(without_rows);
        }
        Value::Array(items) => items.iter_mut().for_each(without_rows),
        _ => {}
    }
}

/// The business day of now.
pub fn today() -> Day {
    Zone::default().day_of(NOW)
}
