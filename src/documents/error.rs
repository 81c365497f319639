//! What stopped a question or a change: a code for programs, the sentence for people, and what is known about it.

use super::refusal;
use crate::desk::error::{DeskError, StoreError};
use crate::domain::import::setup::SetupError;
use crate::domain::verification::LogLoss;
use crate::text::{Words, path_text};
use serde_json::{Value, json};
use std::path::Path;

/// `{"refused": {code, message, …}}`: the answer of every refusal and failure.
pub fn refused(code: &str, message: &str, data: Value) -> Value {
    json!({ "refused": refusal::with_code(code, message, data) })
}

/// The code of what the desk could not do, and what is known about it.
pub fn of_error(error: &DeskError, words: Words) -> (&'static str, Value) {
    match error {
        DeskError::Refused(refusal) => refusal::of_refusal(refusal, words),
        DeskError::Stale { .. } => ("stale", Value::Null),
        DeskError::Interrupted => ("interrupted", Value::Null),
        DeskError::NotYet { day, today } => ("not_yet", json!({ "day": day, "today": today })),
        DeskError::Setup(error) => (setup_code(error), Value::Null),
        DeskError::ImportCut(why) => ("import_cut", json!({ "why": of_store(why).0 })),
        DeskError::Overtaken => ("overtaken", Value::Null),
        DeskError::Unreadable(_) => ("unreadable", Value::Null),
        DeskError::Store(error) => of_store(error),
    }
}

fn setup_code(error: &SetupError) -> &'static str {
    match error {
        SetupError::UnknownTarget { .. } => "unknown_target",
        SetupError::TargetTwice { .. } => "target_twice",
        SetupError::NoSuchColumn { .. } => "no_such_column",
        SetupError::ColumnTwice { .. } => "column_twice",
        SetupError::MissingColumn { .. } => "missing_column",
        SetupError::BadDateFormat { .. } => "bad_date_format",
        SetupError::BadDelimiter { .. } => "bad_delimiter",
        SetupError::Encoding { .. } => "encoding",
        SetupError::UnknownKind { .. } => "unknown_kind",
        SetupError::BadEncoding { .. } => "bad_encoding",
        SetupError::BadDecimal { .. } => "bad_decimal",
        SetupError::BadFilter { .. } => "bad_filter",
        SetupError::BadValueMap { .. } => "bad_value_map",
        SetupError::UnknownMapping { .. } => "unknown_mapping",
        SetupError::Workbook { .. } => "workbook",
        SetupError::NoSuchSheet { .. } => "no_such_sheet",
        SetupError::Empty => "empty_file",
    }
}

fn of_path(path: &Path) -> Value {
    json!({ "path": path_text(path) })
}

fn of_store(error: &StoreError) -> (&'static str, Value) {
    match error {
        StoreError::Missing(path) => ("store_missing", of_path(path)),
        StoreError::Exists(path) => ("store_exists", of_path(path)),
        StoreError::InUse(path) => ("file_in_use", of_path(path)),
        StoreError::BadBackup(path) => ("bad_backup", of_path(path)),
        StoreError::DataFile(path) => ("file_is_data", of_path(path)),
        StoreError::Open(path) => ("store_open", of_path(path)),
        StoreError::ManyNames(path) => ("store_linked", of_path(path)),
        StoreError::Network { path, system } => ("store_network", json!({ "path": path_text(path), "system": system })),
        StoreError::Replaced(path) => ("store_replaced", of_path(path)),
        StoreError::Overwritten { path, aside } => {
            ("store_overwritten", json!({ "path": path_text(path), "aside": aside.as_deref().map(path_text) }))
        }
        StoreError::LogGone { path, is_home, aside } => {
            ("log_gone", json!({ "path": path_text(path), "saved": is_home, "aside": aside.as_deref().map(path_text) }))
        }
        StoreError::LogSpoiled { path, is_home, aside } => {
            let aside = aside.as_deref().map(path_text);
            ("log_spoiled", json!({ "path": path_text(path), "saved": is_home, "aside": aside }))
        }
        StoreError::LogLost { path, loss: LogLoss::Missing { n, since } } => {
            ("log_cut", json!({ "path": path_text(path), "missing": n, "since": since.rfc3339() }))
        }
        StoreError::LogLost { path, loss: LogLoss::Changed { seq, since } } => {
            ("log_changed", json!({ "path": path_text(path), "no": seq.0, "since": since.rfc3339() }))
        }
        StoreError::LogMissing(path) => ("log_missing", of_path(path)),
        StoreError::LogOf { path, of } => ("file_is_log", json!({ "path": path_text(path), "of": path_text(of) })),
        StoreError::NoPermission(path) => ("no_permission", of_path(path)),
        StoreError::NoSuchFile(path) => ("no_such_file", of_path(path)),
        StoreError::LogLeft(path) => ("log_left", of_path(path)),
        StoreError::BadKey(path) => ("bad_key", of_path(path)),
        StoreError::NoRoom => ("no_room", Value::Null),
        StoreError::Device(_) => ("device", Value::Null),
        StoreError::NotOrdinary(path) => ("file_not_ordinary", of_path(path)),
        StoreError::Foreign(path) => ("store_foreign", of_path(path)),
        StoreError::Schema { object } => ("store_schema", json!({ "object": object })),
        StoreError::Unfinished(path) => ("store_unfinished", of_path(path)),
        StoreError::ReadOnly(path) => ("store_read_only", of_path(path)),
        StoreError::Newer { path, found, known } => {
            ("store_newer", json!({ "path": path_text(path), "found": found, "known": known }))
        }
        StoreError::Busy => ("busy", Value::Null),
        StoreError::Interrupted => ("interrupted", Value::Null),
        StoreError::DoneAfterAll { op } => ("done_after_all", json!({ "op": op.to_string() })),
        StoreError::NotDone { .. } => ("not_done", Value::Null),
        StoreError::Unknown { op, .. } => ("outcome_unknown", json!({ "op": op.to_string() })),
        StoreError::Io { path, .. } => ("store_io", of_path(path)),
        StoreError::Damaged(_) => ("store_damaged", Value::Null),
        StoreError::Sql(_) => ("store_sql", Value::Null),
    }
}
