//! Texts of feedback and cases against their commitments, and the derived rows against the events.

use super::TaskResult;
use crate::domain::fact::EventKind;
use crate::domain::num::{FactId, MemberId};
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::feedback::{DERIVED, derived};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = |table: &str, row: FactId| {
        TaskResult::wrong(Discrepancy::Table { table: table.to_owned(), row: row.0.to_string() })
    };
    let programs = store.programs()?;
    let listed = format!("SELECT {DERIVED} FROM feedback WHERE id = ?1");
    for feedback in store.logged_feedback()? {
        let Some(file) = store.case_file(feedback)?.filter(|file| file.opened.id == feedback) else {
            return Ok(wrong("feedback_event", feedback));
        };
        for event in std::iter::once(&file.opened).chain(&file.later) {
            if !store.text_holds(event, || is_erased(store, event.member))? {
                return Ok(wrong("event_text", event.id));
            }
        }
        let Some(expected) = derived(&file, &programs) else { continue };
        let found: Option<Vec<Value>> = store
            .db
            .prepare_cached(&listed)?
            .query_row([feedback.0], |row| (0..expected.len()).map(|n| row.get(n)).collect())
            .optional()?;
        if found.as_ref() != Some(&expected) {
            return Ok(wrong("feedback", feedback));
        }
    }
    Ok(TaskResult::default())
}

fn is_erased(store: &Store, member: MemberId) -> Result<bool, StoreError> {
    Ok(store.history(member)?.events.iter().any(|e| e.kind == EventKind::Erase))
}
