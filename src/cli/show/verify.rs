//! What the journal proves.

use super::{Renderer, Sheet};
use crate::domain::journal::base64;
use crate::domain::num::grouped;
use crate::domain::verification::{Checkpoint, Discrepancy, SchemaProblem, VerifyReport};
use crate::t;

/// The digest to note down elsewhere.
pub fn checkpoint(tell: Renderer<'_>, checkpoint: Option<&Checkpoint>) -> String {
    let words = tell.words;
    let Some(newest) = checkpoint else { return t!(words, "cli.checkpoint.none") + "\n" };
    let at = words.time(tell.programs.zone(), newest.at);
    let mut out = format!("{}\n", newest.hash);
    out += &t!(words, "cli.checkpoint.what", seq = newest.seq.0, at = at);
    out.push('\n');
    out += &t!(words, "cli.checkpoint.tree", size = newest.head.size, root = base64(&newest.head.root));
    out.push('\n');
    out
}

/// What was recomputed, and how it stands; what is wrong is told on standard error.
pub fn verified(tell: Renderer<'_>, verified: &VerifyReport) -> String {
    let words = tell.words;
    let number = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let mut sheet = Sheet::new();
    sheet.line(&t!(words, "cli.verify.operations"), &number(verified.operations));
    sheet.line(&t!(words, "cli.verify.facts"), &number(verified.facts));
    sheet.line(&t!(words, "cli.verify.events"), &number(verified.events));
    sheet.line(&t!(words, "cli.verify.members"), &number(verified.members));
    if !verified.erased.is_empty() {
        sheet.line(&t!(words, "cli.verify.erased"), &verified.erased.len().to_string());
    }
    if let Some(expected) = &verified.expected {
        let text = t!(words, "cli.verify.expected", seq = expected.seq.0, n = expected.since);
        sheet.line(&t!(words, "cli.verify.expect"), &text);
    }
    if let Some(newest) = &verified.checkpoint {
        sheet.line(&t!(words, "cli.verify.digest"), &newest.hash);
    }
    let mut out = sheet.fitted(tell.columns);
    if verified.wrong.is_none() {
        out += &t!(words, "cli.verify.good");
        out.push('\n');
    }
    out
}

/// The first thing that is wrong, and what to do.
pub fn wrong(tell: Renderer<'_>, wrong: &Discrepancy) -> String {
    let words = tell.words;
    let who = |member_no: &Option<String>, member: i64| member_no.clone().unwrap_or_else(|| format!("#{member}"));
    match wrong {
        Discrepancy::Unreadable { table, reason } => t!(words, "cli.wrong.unreadable", table = table, reason = reason),
        Discrepancy::NotInJournal { digest } => t!(words, "cli.wrong.not_in_journal", digest = digest),
        Discrepancy::Shorter { size, operations } => {
            t!(words, "cli.wrong.shorter", size = size, operations = operations, n = size.saturating_sub(*operations))
        }
        Discrepancy::OtherTree { size } => t!(words, "cli.wrong.other_tree", size = size),
        Discrepancy::Operation { seq, op: Some(op), column } => {
            t!(words, "cli.wrong.operation", seq = seq.0, op = op, column = column)
        }
        Discrepancy::Operation { seq, op: None, .. } => t!(words, "cli.wrong.operation_gone", seq = seq.0),
        Discrepancy::Rows { seq, op, first, last } => {
            t!(words, "cli.wrong.rows", seq = seq.0, op = op, first = first.0, last = last.0)
        }
        Discrepancy::Row { id, column } => t!(words, "cli.wrong.row", id = id.0, column = column),
        Discrepancy::Secret { seq, op, missing: true } => t!(words, "cli.wrong.secret_gone", seq = seq.0, op = op),
        Discrepancy::Secret { seq, op, missing: false } => t!(words, "cli.wrong.secret", seq = seq.0, op = op),
        Discrepancy::Profile { member_no, member } => t!(words, "cli.wrong.profile", who = who(member_no, *member)),
        Discrepancy::State { member_no, member, column } => {
            t!(words, "cli.wrong.state", who = who(member_no, *member), column = column)
        }
        Discrepancy::Schema { object, problem: SchemaProblem::Foreign } => {
            t!(words, "cli.wrong.schema_foreign", object = object)
        }
        Discrepancy::Schema { object, problem: SchemaProblem::Missing } => {
            t!(words, "cli.wrong.schema_missing", object = object)
        }
        Discrepancy::Schema { object, problem: SchemaProblem::Changed } => {
            t!(words, "cli.wrong.schema_changed", object = object)
        }
        Discrepancy::Index { table, reason } => t!(words, "cli.wrong.index", table = table, reason = reason),
        Discrepancy::Table { table, row } => t!(words, "cli.wrong.table", table = table, row = row),
    }
}
