//! Texts of feedback, cases and contacts against their commitments, and the derived rows against the events.

use super::TaskResult;
use crate::domain::fact::{Event, EventKind};
use crate::domain::feedback::case::{CaseFile, feedback_about};
use crate::domain::num::{FactId, MemberId};
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::feedback::{DERIVED, derived};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use std::collections::BTreeMap;

/// Each feedback that is listed, with the events about it, its own first.
type Listed = BTreeMap<FactId, Vec<FactId>>;

pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = |table: &str, row: FactId| {
        TaskResult::wrong(Discrepancy::Table { table: table.to_owned(), row: row.0.to_string() })
    };
    let (listed, wrong_text) = by_events(store)?;
    if let Some(event) = wrong_text {
        return Ok(wrong("event_text", event));
    }
    let programs = store.programs()?;
    let row_of = format!("SELECT {DERIVED} FROM feedback WHERE id = ?1");
    for (feedback, events) in &listed {
        let file = store.case_file(*feedback)?.filter(|file| file.opened.id == *feedback);
        let is_listed = |file: &CaseFile| {
            let mut later: Vec<FactId> = file.later.iter().map(|event| event.id).collect();
            later.sort_unstable();
            later == events[1..]
        };
        let Some(file) = file.filter(is_listed) else {
            return Ok(wrong("feedback_event", *feedback));
        };
        let Some(expected) = derived(&file, &programs) else { continue };
        let found: Option<Vec<Value>> = store
            .db
            .prepare_cached(&row_of)?
            .query_row([feedback.0], |row| (0..expected.len()).map(|n| row.get(n)).collect())
            .optional()?;
        if found.as_ref() != Some(&expected) {
            return Ok(wrong("feedback", *feedback));
        }
    }
    for (table, column) in [("feedback", "id"), ("feedback_event", "feedback")] {
        if let Some(stray) = stray(store, table, column, &listed)? {
            return Ok(wrong(table, stray));
        }
    }
    Ok(TaskResult::default())
}

/// What is to be listed by the events, and the first event whose text is not the one it committed to.
fn by_events(store: &Store) -> Result<(Listed, Option<FactId>), StoreError> {
    let (mut listed, mut wrong_text) = (Listed::new(), None);
    // Work on a case may have been recorded in another file, under a lower number than what opened it.
    let mut later: Vec<(FactId, FactId)> = Vec::new();
    store.events_with_texts(|event: Event, is_voided| {
        if !store.text_holds(&event, || is_erased(store, event.member))? {
            wrong_text = wrong_text.or(Some(event.id));
        }
        if is_voided {
            return Ok(());
        }
        if let EventKind::Feedback { .. } = event.kind {
            listed.insert(event.id, vec![event.id]);
        } else if let Some(feedback) = feedback_about(&event, |id| store.event(id))? {
            later.push((feedback, event.id));
        }
        Ok(())
    })?;
    for (feedback, event) in later {
        if let Some(events) = listed.get_mut(&feedback) {
            events.push(event);
        }
    }
    Ok((listed, wrong_text))
}

/// The first row about a feedback that is not listed.
fn stray(store: &Store, table: &str, column: &str, listed: &Listed) -> Result<Option<FactId>, StoreError> {
    let mut statement = store.db.prepare(&format!("SELECT DISTINCT {column} FROM {table} ORDER BY {column}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let feedback = FactId(row.get(0)?);
        if !listed.contains_key(&feedback) {
            return Ok(Some(feedback));
        }
    }
    Ok(None)
}

fn is_erased(store: &Store, member: MemberId) -> Result<bool, StoreError> {
    Ok(store.history(member)?.events.iter().any(|e| e.kind == EventKind::Erase))
}
