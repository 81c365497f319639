//! A believable store to try everything on: two years of a tea house with six shops, made through the desk like any other.
//!
//! It is deterministic: the same seed on the same day gives the same members with the same points and tiers. It comes to be as
//! a real store does, month by month: the members who joined and what was bought are imported, and between two imports the
//! desk's people adjust, redeem, set tiers, merge and undo.

mod feedback;
mod manual_changes;
mod names;
mod people;
mod rng;
mod shift;
mod shopping;
#[cfg(test)]
mod tests;

use crate::desk::Desk;
use crate::desk::error::{DeskError, StoreError};
use crate::desk::export_csv::make_folder;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch, Summary};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::operator::{Operator, Role};
use crate::domain::program::{DEFAULT_TOML, Program};
use chrono::Datelike;
use people::DemoMember;
use rng::Rng;
use shift::MonthStart;
use shopping::DemoPurchase;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    pub members: usize,
    /// Which of all such stores.
    pub seed: u64,
}

impl Default for Demo {
    fn default() -> Self {
        Self { members: 2_000, seed: 1 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoProgress {
    /// Members and purchases that are in the store.
    pub done: usize,
    pub total: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DemoSummary {
    /// Rows of members and purchases that were imported.
    pub imported: u64,
    /// Rows that were not taken: none, unless something is wrong.
    pub rejected: u64,
    pub operations: u64,
    /// Changes that the rules refused, as happens at a desk too.
    pub refused: u64,
}

/// Days that the demo's history goes back.
const HISTORY_DAYS: i64 = 730;

/// Makes a demo store at a path where nothing is. The file takes its name only when it is complete.
pub fn make(
    path: &Path,
    demo: Demo,
    now: Instant,
    progress: &mut dyn FnMut(DemoProgress),
) -> Result<DemoSummary, DeskError> {
    if path.exists() {
        return Err(StoreError::Exists(path.to_owned()).into());
    }
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(|error| StoreError::io(folder, &error))?;
    }
    let (desk, made) = two_years(demo, now, progress)?;
    desk.copy_to(path)?;
    Ok(made)
}

fn operator(name: &str, role: Role) -> Operator {
    Operator { name: name.to_owned(), role }
}

/// Who imports and does what only a manager does.
fn manager() -> Operator {
    operator("陈静", Role::Manager)
}

/// Makes the whole history in memory: some hundreds of changes by hand would each wait for the disk, and nobody can see any
/// of them before the last.
fn two_years(
    demo: Demo,
    now: Instant,
    progress: &mut dyn FnMut(DemoProgress),
) -> Result<(Desk, DemoSummary), DeskError> {
    let zone = Program::default().zone;
    let today = zone.day_of(now);
    let start = today.plus_days(-HISTORY_DAYS);
    let people = people::people(demo.seed, demo.members, start, today);
    let mut rows = shopping::shopping(demo.seed, &people, start, today);
    let mut desk = Desk::in_memory(DEFAULT_TOML, manager(), morning(zone, start))?;
    // Nobody looks at scores meanwhile.
    desk.learn_above(0);

    let (mut rng, mut heard) = (Rng::new(demo.seed, "deeds"), Rng::new(demo.seed, "voices"));
    let (mut made, mut joined, mut bought) = (DemoSummary::default(), 0, 0);
    for day in months(start, today) {
        let now = morning(zone, day);
        let newcomers = people[joined..].iter().take_while(|p| p.joined < day).count();
        let purchases = rows[bought..].iter().take_while(|r| r.day < day).count();
        desk.change_operator(manager());
        bring_in(&mut desk, &people, joined..joined + newcomers, &rows[bought..bought + purchases], now, &mut made)?;
        joined += newcomers;
        bought += purchases;
        progress(DemoProgress { done: joined + bought, total: people.len() + rows.len() });
        // The last day is today: what is done by hand then belongs to whoever tries the store.
        if day < today {
            let month = MonthStart { people: &people[..joined], day, today, zone };
            manual_changes::of_a_month(&mut desk, &month, &mut rng, &mut rows, bought, &mut made)?;
            feedback::of_a_month(&mut desk, &month, &mut heard, &mut made)?;
        }
    }
    Ok((desk, made))
}

/// The first day of every month after `start`, and at the end today.
fn months(start: Day, today: Day) -> Vec<Day> {
    let days = (start.0 + 1..today.0).map(Day).filter(|day| day.date().day() == 1);
    days.chain([today]).collect()
}

/// When the desk opens: nothing is dated later than the beginning of today, at whatever hour the store is made.
fn morning(zone: Zone, day: Day) -> Instant {
    zone.start_of(day)
}

fn bring_in(
    desk: &mut Desk,
    people: &[DemoMember],
    newcomers: std::ops::Range<usize>,
    rows: &[DemoPurchase],
    now: Instant,
    made: &mut DemoSummary,
) -> Result<(), DeskError> {
    let unreadable = |error: csv::Error| DeskError::Unreadable(error.to_string());
    let options = ImportOptions::default();
    let mut count = |summary: Summary| {
        made.imported += summary.new;
        made.rejected += summary.rejected;
    };
    if !newcomers.is_empty() {
        let file = people::csv(&people[newcomers]).map_err(unreadable)?;
        count(desk.import_members(ImportSource::bytes(&file), &options, &mut NoWatch, now)?);
    }
    if !rows.is_empty() {
        let file = shopping::csv(people, rows).map_err(unreadable)?;
        count(desk.import_purchases(ImportSource::bytes(&file), &options, &mut NoWatch, now)?);
    }
    Ok(())
}
