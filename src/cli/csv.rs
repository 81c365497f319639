//! Segments as CSV files.

use super::context::Context;
use super::fail::Failure;
use super::json::word;
use crate::desk::segments::{Taken, safe_cell};
use crate::domain::num::Money;
use crate::domain::program::{Program, decimal};
use crate::t;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The columns; with value and churn risk those of `WORTH` too.
const COLUMNS: [&str; 15] = [
    "member_no",
    "name",
    "tier",
    "points",
    "last_on",
    "purchases",
    "net_spend",
    "r",
    "f",
    "m",
    "segment",
    "lifecycle",
    "status",
    "phone",
    "email",
];

const WORTH: [&str; 9] =
    ["x", "t_x_days", "age_days", "mean_repeat", "p_alive", "expected_13w", "expected_26w", "expected_52w", "clv"];

/// Writes what was taken to a file that nobody else can read, and says so.
pub fn write(context: &Context, file: &Path, taken: &Taken, program: &Program) -> Result<(), Failure> {
    let text = table(taken, program).map_err(|error| Failure::file(file, &error))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(file).and_then(|mut out| out.write_all(&text)).map_err(|error| Failure::file(file, &error))?;
    let (path, n) = (file.display().to_string(), taken.rows.len());
    let document = json!({ "csv": path, "rows": n, "op": taken.op.to_string() });
    context.print(&document, || t!(context.words, "cli.csv.written", n = n, path = path) + "\n")
}

fn table(taken: &Taken, program: &Program) -> io::Result<Vec<u8>> {
    let with_worth = taken.rows.iter().any(|(_, worth)| worth.is_some());
    let mut out = ::csv::Writer::from_writer(Vec::new());
    let worth_columns: &[&str] = if with_worth { &WORTH } else { &[] };
    out.write_record(COLUMNS.iter().chain(worth_columns))?;
    for (row, worth) in &taken.rows {
        let score = |n: Option<u8>| n.map(|n| n.to_string()).unwrap_or_default();
        let mut cells = vec![
            safe_cell(&row.member_no),
            safe_cell(&row.name),
            safe_cell(&row.tier),
            row.balance.0.to_string(),
            row.last_on.map(|day| day.to_string()).unwrap_or_default(),
            row.orders.to_string(),
            major(row.net_spend, program),
            score(row.rfm.map(|s| s.r)),
            score(row.rfm.map(|s| s.f)),
            score(row.rfm.map(|s| s.m)),
            row.rfm.map(|s| s.segment().word().to_owned()).unwrap_or_default(),
            word::stage(row.stage).to_owned(),
            word::status(row.status).to_owned(),
            safe_cell(&row.phone),
            safe_cell(&row.email),
        ];
        if let Some(worth) = worth {
            cells.extend([worth.x.to_string(), worth.t_x.to_string(), worth.age.to_string()]);
            let mean = worth.mean / minor_units(program);
            cells.extend([mean.to_string(), worth.p_alive.to_string()]);
            cells.extend(worth.expected.map(|n| n.to_string()));
            cells
                .push(worth.value.map(|minor| minor / minor_units(program)).map(|n| n.to_string()).unwrap_or_default());
        }
        out.write_record(&cells)?;
    }
    out.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// Money in major units, as files bring it in: `299.90`.
fn major(amount: Money, program: &Program) -> String {
    decimal::plain(amount.0, program.currency.decimals)
}

fn minor_units(program: &Program) -> f64 {
    (0..program.currency.decimals).fold(1.0, |units, _| units * 10.0)
}
