//! The derived tables of interactions against the events that they are made from.

use super::TaskResult;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::interactions::{DayRow, DerivedInteractions};
use std::collections::BTreeSet;

pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = |table: &str, event: i64| {
        TaskResult::wrong(Discrepancy::Table { table: table.to_owned(), row: event.to_string() })
    };
    let (mut days, mut references) = (BTreeSet::new(), BTreeSet::new());
    store.each_interaction_event(|event, day| {
        let derived = DerivedInteractions::of(event, day);
        days.extend(derived.days);
        references.extend(derived.references);
        Ok(())
    })?;
    let mut statement = store.db.prepare("SELECT day, channel, kind, event, n FROM interaction_day")?;
    let listed = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
        .collect::<Result<BTreeSet<DayRow>, _>>()?;
    if let Some((.., event, _)) = listed.symmetric_difference(&days).next() {
        return Ok(wrong("interaction_day", *event));
    }
    let mut statement = store.db.prepare("SELECT hash, event FROM interaction_ref")?;
    let listed =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<BTreeSet<(i64, i64)>, _>>()?;
    if let Some((_, event)) = listed.symmetric_difference(&references).next() {
        return Ok(wrong("interaction_ref", *event));
    }
    Ok(TaskResult::default())
}
