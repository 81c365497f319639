//! `checkpoint` and `verify`.

use crate::domain::journal::{Operation, base64};
use crate::domain::proof::{Receipt, SignedNote, TreeHead, VerifierKey};
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
    root: Option<String>,
}

impl<'a> CheckpointDoc<'a> {
    pub fn new(checkpoint: Option<&'a Checkpoint>) -> Self {
        Self {
            seq: checkpoint.map(|c| c.seq.0),
            digest: checkpoint.map(|c| c.hash.as_str()),
            at: checkpoint.map(|c| c.at.rfc3339()),
            size: checkpoint.map(|c| c.head.size),
            root: checkpoint.map(|c| base64(&c.head.root)),
        }
    }
}

/// `checkpoint --out`: the checkpoint as it was signed, and what others check it by.
#[derive(Debug, Serialize)]
pub struct SignedCheckpointDoc<'a> {
    #[serde(flatten)]
    checkpoint: CheckpointDoc<'a>,
    note: String,
    vkey: String,
    /// Where it was written; null on standard output.
    file: Option<String>,
}

impl<'a> SignedCheckpointDoc<'a> {
    pub fn new(checkpoint: &'a Checkpoint, note: &SignedNote, key: &VerifierKey, file: Option<String>) -> Self {
        let checkpoint = CheckpointDoc::new(Some(checkpoint));
        Self { checkpoint, note: note.to_string(), vkey: key.to_string(), file }
    }
}

/// `receipt`: one operation with its proof.
#[derive(Debug, Serialize)]
pub struct ReceiptDoc {
    op: String,
    seq: i64,
    at: String,
    /// Operations that the checkpoint covers.
    size: u64,
    receipt: String,
    vkey: String,
    /// Where it was written; null on standard output.
    file: Option<String>,
}

impl ReceiptDoc {
    pub fn new(operation: &Operation, size: u64, receipt: &Receipt, key: &VerifierKey, file: Option<String>) -> Self {
        Self {
            op: operation.id.to_string(),
            seq: operation.seq.0,
            at: operation.at.rfc3339(),
            size,
            receipt: receipt.to_string(),
            vkey: key.to_string(),
            file,
        }
    }
}

/// A note or a receipt that was given to `verify` and holds.
#[derive(Debug, Serialize)]
pub struct NoteDoc {
    file: String,
    origin: String,
    /// Operations that it covers.
    size: u64,
    root: String,
    /// Operations recorded since; null where the file does not verify.
    since: Option<u64>,
    /// The operation that a receipt proves; null for a note.
    op: Option<String>,
}

impl NoteDoc {
    pub fn new(file: String, head: &TreeHead, operation: Option<&Operation>, verified: &VerifyReport) -> Self {
        let since = verified.wrong.is_none().then(|| verified.operations.saturating_sub(head.size));
        Self {
            file,
            origin: head.origin.clone(),
            size: head.size,
            root: base64(&head.root),
            since,
            op: operation.map(|op| op.id.to_string()),
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
    /// The notes and receipts that were given.
    notes: Vec<NoteDoc>,
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
    pub fn new(verified: &'a VerifyReport, notes: Vec<NoteDoc>, message: Option<&str>) -> Self {
        let expected = verified.expected.as_ref();
        Self {
            ok: verified.wrong.is_none(),
            operations: verified.operations,
            facts: verified.facts,
            events: verified.events,
            members: verified.members,
            checkpoint: CheckpointDoc::new(verified.checkpoint.as_ref()),
            expected: expected.map(|e| ExpectedDoc { op: e.op.to_string(), seq: e.seq.0, since: e.since }),
            notes,
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
        Discrepancy::Shorter { size, operations } => {
            json!({ "code": "shorter", "message": message, "size": size, "operations": operations })
        }
        Discrepancy::OtherTree { size } => json!({ "code": "other_tree", "message": message, "size": size }),
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
