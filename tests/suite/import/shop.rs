//! A store to import into, and its members as they can be compared.

use crate::common::ask::Asks;
use loyaltui::desk::Desk;
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch, Summary};
use loyaltui::domain::day::{Day, Instant, Zone};
use loyaltui::domain::fold::view::Snapshot;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use serde_json::Value;
use std::fmt::Write as _;
use tempfile::TempDir;

/// 2026-11-22, 10:00 in Shanghai.
pub const NOW: Instant = Instant(1_795_312_800_000);

/// A desk on a store of its own.
pub struct Shop {
    pub desk: Desk,
    /// `None`: in memory.
    pub folder: Option<TempDir>,
}

pub fn operator(name: &str) -> Operator {
    Operator { name: name.to_owned(), role: Role::Owner }
}

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

impl Shop {
    pub fn in_memory() -> Self {
        Self { desk: Desk::in_memory(DEFAULT_TOML, operator("mei"), NOW).unwrap(), folder: None }
    }

    pub fn on_disk() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        Self { desk: Desk::create(&path, DEFAULT_TOML, operator("mei"), NOW).unwrap(), folder: Some(folder) }
    }

    pub fn with_members(numbers: &[&str]) -> Self {
        let mut shop = Self::in_memory();
        shop.members(&format!("member_no\n{}\n", numbers.join("\n")), &ImportOptions::default());
        shop
    }

    pub fn members(&mut self, csv: &str, options: &ImportOptions) -> Summary {
        self.desk.import_members(ImportSource::bytes(csv.as_bytes()), options, &mut NoWatch, NOW).unwrap()
    }

    pub fn purchases(&mut self, csv: &str, options: &ImportOptions) -> Summary {
        self.desk.import_purchases(ImportSource::bytes(csv.as_bytes()), options, &mut NoWatch, NOW).unwrap()
    }

    pub fn feedback(&mut self, csv: &str, options: &ImportOptions) -> Summary {
        self.desk.import_feedback(ImportSource::bytes(csv.as_bytes()), options, &mut NoWatch, NOW).unwrap()
    }

    /// Purchases without a header; what is left out at the end of a row is blank.
    pub fn sales(&mut self, rows: &str) -> Summary {
        self.purchases(&table("order_ref,member_no,purchased_at,amount,kind,refund_of", rows), &enrol())
    }

    pub fn snapshot(&mut self, member_no: &str) -> Snapshot {
        let member = self.desk.member_by_no(member_no).unwrap();
        self.desk.open_member(member, None, NOW).unwrap().snapshot
    }

    pub fn balance(&mut self, member_no: &str) -> i64 {
        self.snapshot(member_no).points.balance.0
    }

    /// What each sale earned and each refund clawed back, in order.
    pub fn points(&mut self, member_no: &str) -> Vec<i64> {
        let member = self.desk.member_by_no(member_no).unwrap();
        let file = self.desk.open_member(member, None, NOW).unwrap();
        file.trace.purchases.iter().map(|p| p.points.0).collect()
    }

    /// Everything that can be seen of members on several days, without the numbers of rows and operations.
    pub fn seen(&mut self, numbers: &[&str]) -> String {
        let days = ["2025-03-01", "2025-12-31", "2026-06-30", "2026-11-22"];
        let mut out = String::new();
        for number in numbers {
            let Ok(member) = self.desk.member_by_no(number) else { continue };
            for day in days.map(|d| Day::parse(d).unwrap()) {
                let file = self.desk.open_member(member, Some(day), NOW).unwrap();
                let mut seen = serde_json::json!([file.snapshot, file.trace]);
                without_rows(&mut seen);
                writeln!(out, "{number} {day} {seen}").unwrap();
            }
        }
        out
    }

    /// The file is what its journal says, and every cached state is what its facts make it.
    pub fn verify(&mut self) {
        let verified = self.desk.verify().unwrap();
        assert_eq!(verified.wrong, None, "the file must verify");
    }
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
