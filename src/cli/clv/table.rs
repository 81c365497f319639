//! A table of customers, a row each, as models see them.

use super::params::{TimeArg, customer_of, whole};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::given_model::{GivenCustomer, TableCustomer};
use crate::domain::program::decimal;
use crate::t;
use crate::text::path_text;
use std::path::Path;

/// Names that a column may have.
const X: [&str; 2] = ["x", "frequency"];
const T_X: [&str; 3] = ["t_x", "recency", "tx_days"];
const AGE: [&str; 3] = ["age", "t", "t_days"];
const MEAN: [&str; 3] = ["mean", "zbar", "monetary"];

/// Decimal places of times at most: more would make times of a century too long to be counted.
const PLACES: u32 = 4;

/// Units of time at most.
const UNITS: u32 = 10_000_000;

/// Customers as they stand in a file, their times also counted in whole units.
#[derive(Debug)]
pub struct CustomerTable {
    pub customers: Vec<TableCustomer>,
    /// Units a week.
    pub per_week: f64,
}

impl CustomerTable {
    /// The customers, their times in weeks.
    pub fn given(&self) -> Vec<GivenCustomer> {
        self.customers.iter().map(|of| of.given(self.per_week)).collect()
    }

    /// Reads a file with a heading: x, t_x, age, and mean where values are wanted.
    pub fn read(context: &CliContext, path: &Path, time: TimeArg) -> Result<Self, CliFailure> {
        let file = std::fs::read(path).map_err(|error| CliFailure::file(path, &error))?;
        let refused =
            |line: u64| CliFailure::Usage(t!(context.words, "cli.clv.bad_table", file = path_text(path), line = line));
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let headings: Vec<String> =
            reader.headers().map_err(|_| refused(1))?.iter().map(|name| name.trim().to_lowercase()).collect();
        let column = |names: &[&str]| headings.iter().position(|name| names.contains(&name.as_str()));
        let (x, t_x, age) = (column(&X), column(&T_X), column(&AGE));
        let (Some(x), Some(t_x), Some(age)) = (x, t_x, age) else { return Err(refused(1)) };
        let mean = column(&MEAN);
        let mut rows = Vec::new();
        for (line, row) in (2..).zip(reader.records()) {
            let row = row.map_err(|_| refused(line))?;
            let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
            let money = mean.map_or(Some(0.0), |at| cell(at).parse::<f64>().ok()).ok_or_else(|| refused(line))?;
            let purchases = cell(x).parse().ok().and_then(whole).ok_or_else(|| refused(line))?;
            rows.push((line, purchases, cell(t_x), cell(age), money));
        }
        let places = |text: &String| text.split_once('.').map_or(0, |(_, rest)| rest.trim_end_matches('0').len());
        let most = rows.iter().flat_map(|(_, _, t_x, age, _)| [places(t_x), places(age)]).max().unwrap_or(0);
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        if most > PLACES {
            return Err(refused(1));
        }
        let per_week = (0..most).fold(if time == TimeArg::Days { 7.0 } else { 1.0 }, |unit, _| unit * 10.0);
        let units = |text: &str| decimal::parse(text, most).and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= UNITS);
        let mut customers = Vec::with_capacity(rows.len());
        for (line, x, t_x, age, mean) in rows {
            let read = || {
                let of = TableCustomer { x, t_x: units(&t_x)?, age: units(&age)?, mean };
                customer_of(x, f64::from(of.t_x), f64::from(of.age), mean)?;
                Some(of)
            };
            customers.push(read().ok_or_else(|| refused(line))?);
        }
        Ok(Self { customers, per_week })
    }
}
