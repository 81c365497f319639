//! `import`: how many rows became what, and why some were not taken.

use crate::desk::import::{ImportNote, Summary};
use crate::domain::import::reject::RowError;
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
        })
    };
    json!({
        "new": summary.new,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "rejected": summary.rejected,
        "errors": summary.errors.iter().map(error).collect::<Vec<_>>(),
        "notes": summary.notes.iter().map(note).collect::<Vec<_>>(),
        "op": op.map(|op| op.to_string()),
        "dry_run": dry_run,
        "stopped": summary.stopped,
    })
}

fn note(note: &ImportNote) -> Value {
    match note {
        ImportNote::IgnoredColumns { columns } => json!({ "code": "ignored_columns", "columns": columns }),
        ImportNote::Gb18030 => json!({ "code": "gb18030" }),
        ImportNote::Enrolled { members } => json!({ "code": "enrolled", "members": members }),
        ImportNote::AlreadyExpired { credits, points } => {
            json!({ "code": "dead_on_arrival", "credits": credits, "points": points })
        }
        ImportNote::UnmatchedRefunds { refunds } => json!({ "code": "unmatched_refunds", "refunds": refunds }),
        ImportNote::CasesOpened { cases, overdue } => {
            json!({ "code": "cases_opened", "cases": cases, "overdue": overdue })
        }
    }
}
