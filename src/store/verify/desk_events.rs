//! Desk events: what each says can be read, and its text is the one it committed to or was erased by a later event.

use super::TaskResult;
use crate::domain::desk_event::DeskEventKind;
use crate::domain::num::FactId;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::desk_events::{DESK_EVENT, desk_event_of};
use crate::store::error::StoreError;
use std::collections::{HashMap, HashSet};

pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = |table: &str, row: FactId| {
        Ok(TaskResult::wrong(Discrepancy::Table { table: table.to_owned(), row: row.0.to_string() }))
    };
    // Texts that are gone, and those that an event of the same key says were erased: from wherever either came.
    let (mut gone, mut erased) = (HashMap::new(), HashSet::new());
    let mut statement = store.db.prepare(&format!("SELECT {DESK_EVENT} FROM desk_event ORDER BY id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let event = desk_event_of(store, row)?;
        if let DeskEventKind::TextErased { of } = &event.kind {
            erased.insert((*of, event.key.to_string()));
        }
        if let Some(commitment) = &event.text {
            match store.desk_text_holds(event.id, commitment)? {
                Some(true) => {}
                Some(false) => return wrong("desk_text", event.id),
                None => drop(gone.insert(event.id, event.key.to_string())),
            }
        }
    }
    if let Some(name) = wrong_secret(store)? {
        return Ok(TaskResult::wrong(Discrepancy::Table { table: "operator_secret".to_owned(), row: name }));
    }
    let unsaid = gone.into_iter().filter(|text| !erased.contains(text)).map(|(event, _)| event);
    unsaid.min().map_or_else(|| Ok(TaskResult::default()), |event| wrong("desk_text", event))
}

/// The operator whose PIN's hash is not the one that was committed to, or who has one that nobody set, or has none any more.
fn wrong_secret(store: &Store) -> Result<Option<String>, StoreError> {
    let staff = store.staff()?;
    for name in store.names_with_secret()? {
        if staff.get(&name).is_none() {
            return Ok(Some(name));
        }
    }
    for one in staff.iter() {
        let secret = store.operator_secret(&one.name)?;
        if secret.map(|secret| secret.commitment()) != one.pin {
            return Ok(Some(one.name.clone()));
        }
    }
    Ok(None)
}
