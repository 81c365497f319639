//! `checkpoint` and `verify`.

use crate::domain::verification::{Checkpoint, Discrepancy, SchemaProblem, VerifyReport};
use serde::Serialize;
use serde_json::{Value, json};

/// The newest place of the journal and its digest; nulls in a file without any operation.
#[derive(Debug, Serialize)]
pub struct CheckpointDoc<'a> {
    seq: Option<i64>,
    digest: Option<&'a str>,
    at: Option<String>,
    size: Option<u64>,
    root: Option<&'a str>,
}

impl<'a> CheckpointDoc<'a> {
    pub fn new(checkpoint: Option<&'a Checkpoint>) -> Self {
        Self {
            seq: checkpoint.map(|c| c.seq.0),
            digest: checkpoint.map(|c| c.hash.as_str()),
            at: checkpoint.map(|c| c.at.rfc3339()),
            size: checkpoint.map(|c| c.size),
            root: checkpoint.map(|c| c.root.as_str()),
        }
    }
}

/// `verify`: what was recomputed, and the first thing that is wrong.
#[derive(Debug, Serialize)]
pub struct VerifiedDoc<'a> {
    ok: bool,
    operations: u64,
    facts: u64,
    events: u64,
    members: u64,
    checkpoint: CheckpointDoc<'a>,
    expected: Option<ExpectedDoc>,
    erased: Vec<String>,
    /// Tables that hold choices of whoever sits here and that nothing binds.
    settings: [&'static str; 1],
    wrong: Option<Value>,
}

/// Where the digest that was given stands.
#[derive(Debug, Serialize)]
struct ExpectedDoc {
    op: String,
    seq: i64,
    since: u64,
}

impl<'a> VerifiedDoc<'a> {
    /// The document of an answer, with the sentence of what is wrong.
    pub fn new(verified: &'a VerifyReport, message: Option<&str>) -> Self {
        let expected = verified.expected.as_ref();
        Self {
            ok: verified.wrong.is_none(),
            operations: verified.operations,
            facts: verified.facts,
            events: verified.events,
            members: verified.members,
            checkpoint: CheckpointDoc::new(verified.checkpoint.as_ref()),
            expected: expected.map(|e| ExpectedDoc { op: e.op.to_string(), seq: e.seq.0, since: e.since }),
            erased: verified.erased.iter().map(ToString::to_string).collect(),
            settings: ["saved_filter"],
            wrong: verified.wrong.as_ref().map(|wrong| of_wrong(wrong, message.unwrap_or_default())),
        }
    }
}

/// `{code, message, …}` of what is wrong.
fn of_wrong(wrong: &Discrepancy, message: &str) -> Value {
    match wrong {
        Discrepancy::Unreadable { table, reason } => {
            json!({ "code": "unreadable", "message": message, "table": table, "reason": reason })
        }
        Discrepancy::NotInJournal { digest } => {
            json!({ "code": "not_in_journal", "message": message, "digest": digest })
        }
        Discrepancy::Operation { seq, op, column } => json!({
            "code": "operation", "message": message, "seq": seq.0, "op": op.map(|op| op.to_string()), "column": column,
        }),
        Discrepancy::Rows { seq, op, first, last } => json!({
            "code": "rows", "message": message, "seq": seq.0, "op": op.to_string(), "first": first.0, "last": last.0,
        }),
        Discrepancy::Row { id, column } => json!({ "code": "row", "message": message, "id": id.0, "column": column }),
        Discrepancy::Secret { seq, op, missing } => json!({
            "code": "secret", "message": message, "seq": seq.0, "op": op.to_string(), "missing": missing,
        }),
        Discrepancy::Profile { member_no, .. } => {
            json!({ "code": "profile", "message": message, "member_no": member_no })
        }
        Discrepancy::State { member_no, column, .. } => {
            json!({ "code": "state", "message": message, "member_no": member_no, "column": column })
        }
        Discrepancy::Schema { object, problem } => {
            json!({ "code": "schema", "message": message, "object": object, "problem": of_problem(*problem) })
        }
        Discrepancy::Index { table, reason } => {
            json!({ "code": "index", "message": message, "table": table, "reason": reason })
        }
        Discrepancy::Table { table, row } => json!({ "code": "table", "message": message, "table": table, "row": row }),
    }
}

fn of_problem(problem: SchemaProblem) -> &'static str {
    match problem {
        SchemaProblem::Foreign => "foreign",
        SchemaProblem::Missing => "missing",
        SchemaProblem::Changed => "changed",
    }
}
