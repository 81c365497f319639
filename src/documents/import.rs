//! `import`: how many rows became what, and why some were not taken.

use crate::desk::import::{FieldChange, ImportNote, Summary};
use crate::domain::import::form::{FileReading, TableSource};
use crate::domain::import::header::ColumnMatch;
use crate::domain::import::reject::RowError;
use crate::domain::import::setup::ColumnUse;
use crate::domain::import::sieve::LineList;
use crate::domain::import::target::ImportField;
use crate::domain::program::Programs;
use crate::text::Words;
use serde_json::{Value, json};
use uuid::Uuid;

/// What an import did, every row that was not taken, and the operation that it is (`op`; none of a dry run).
pub fn of_summary(summary: &Summary, op: Option<Uuid>, dry_run: bool, words: Words, programs: &Programs) -> Value {
    let error = |e: &RowError| {
        json!({
            "line": e.line,
            "column": e.column.map(ImportField::word),
            "reason": e.reason.code(),
            "message": words.reject(&e.reason, programs.currency()),
            "value": e.value,
            "only_cell": e.only_cell,
        })
    };
    json!({
        "new": summary.new,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "rejected": summary.rejected,
        "cells_rejected": summary.cells_rejected,
        "errors": summary.errors.iter().map(error).collect::<Vec<_>>(),
        "notes": summary.notes.iter().map(note).collect::<Vec<_>>(),
        "reading": summary.reading.as_ref().map(reading),
        "op": op.map(|op| op.to_string()),
        "dry_run": dry_run,
        "stopped": summary.stopped,
    })
}

/// How a file was read: what was guessed, and which rows were passed over.
fn reading(reading: &FileReading) -> Value {
    let (encoding, delimiter, sheet) = match &reading.source {
        TableSource::Text { encoding, delimiter } => (Some(encoding.name()), Some(delimiter.word()), None),
        TableSource::Sheet { name } => (None, None, Some(name)),
    };
    let column = |column: &ColumnUse| {
        json!({
            "name": column.name,
            "field": column.field.map(|(field, _)| field.word()),
            "guessed": matches!(column.field, Some((_, ColumnMatch::Recognised))),
        })
    };
    let lines = |list: &LineList| json!({ "count": list.count, "lines": list.first });
    json!({
        "kind": reading.kind.word(),
        "encoding": encoding,
        "delimiter": delimiter,
        "sheet": sheet,
        "header_line": reading.header_line,
        "title_lines": reading.titles,
        "columns": reading.columns.iter().map(column).collect::<Vec<_>>(),
        "repeated_headers": lines(&reading.passed.headers),
        "sum_rows": lines(&reading.passed.sums),
        "left_out": reading.passed.left_out,
    })
}

fn note(note: &ImportNote) -> Value {
    match note {
        ImportNote::IgnoredColumns { columns } => json!({ "code": "ignored_columns", "columns": columns }),
        ImportNote::Encoding(encoding) if encoding.name() == "GB18030" => json!({ "code": "gb18030" }),
        ImportNote::Encoding(encoding) => json!({ "code": "encoding", "name": encoding.name() }),
        ImportNote::FieldsChanged(changes) => {
            let change =
                |c: &FieldChange| json!({ "field": c.field.word(), "changed": c.changed, "emptied": c.emptied });
            json!({ "code": "fields_changed", "fields": changes.iter().map(change).collect::<Vec<_>>() })
        }
        ImportNote::MaskedCells { cells } => json!({ "code": "masked_cells", "cells": cells }),
        ImportNote::TiersReviewed { members } => json!({ "code": "tiers_reviewed", "members": members }),
        ImportNote::RepeatedOrders(orders) => {
            json!({ "code": "repeated_orders", "rows": orders.rows, "orders": orders.first })
        }
        ImportNote::Unlikely { what, named } => {
            json!({ "code": what.word(), "rows": named.rows, "first": named.first })
        }
        ImportNote::KnownRows { rows, is_known_file } => {
            json!({ "code": "known_rows", "rows": rows, "is_known_file": is_known_file })
        }
        ImportNote::CreditedBefore(orders) => {
            json!({ "code": "credited_before", "rows": orders.rows, "orders": orders.first })
        }
        ImportNote::LinesAdded { lines } => json!({ "code": "lines_added", "lines": lines }),
        ImportNote::Enrolled { members } => json!({ "code": "enrolled", "members": members }),
        ImportNote::AlreadyExpired { credits, points } => {
            json!({ "code": "dead_on_arrival", "credits": credits, "points": points })
        }
        ImportNote::FollowedMoves { refunds } => json!({ "code": "followed_moves", "refunds": refunds }),
        ImportNote::UnmatchedRefunds { refunds } => json!({ "code": "unmatched_refunds", "refunds": refunds }),
        ImportNote::CasesOpened { cases, overdue } => {
            json!({ "code": "cases_opened", "cases": cases, "overdue": overdue })
        }
    }
}
