//! Notes and receipts that are given to `verify`: read, their signatures checked, told.

use super::context::CliContext;
use super::fail::CliFailure;
use super::show::Renderer;
use crate::desk::Desk;
use crate::documents::verify::NoteDoc;
use crate::domain::journal::Operation;
use crate::domain::num::grouped;
use crate::domain::proof::{NoteProblem, Receipt, SignedNote, TreeHead, VerifierKey};
use crate::domain::question::ReadCheckpoint;
use crate::domain::verification::VerifyReport;
use crate::t;
use crate::text::path_text;
use std::fs;
use std::path::{Path, PathBuf};

/// No note is so long: a pipe or a disk is not read to its end.
const BYTES_MAX: u64 = 1 << 20;

/// A note or a receipt that its key has signed.
pub(super) struct CheckedNote {
    file: String,
    pub(super) head: TreeHead,
    /// The operation that a receipt proves.
    operation: Option<Operation>,
}

/// Reads files, and checks their signatures by a key, or else by this computer's own.
pub(super) fn read(
    context: &CliContext,
    desk: &mut Desk,
    files: &[PathBuf],
    vkey: Option<&str>,
) -> Result<Vec<CheckedNote>, CliFailure> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let key = key(context, desk, vkey)?;
    let newest = context.ask(desk, ReadCheckpoint)?;
    let ours = newest.map(|newest| newest.head.origin);
    files.iter().map(|file| read_one(context, file, &key, ours.as_deref())).collect()
}

fn key(context: &CliContext, desk: &Desk, vkey: Option<&str>) -> Result<VerifierKey, CliFailure> {
    let Some(text) = vkey else {
        let none = || CliFailure::Usage(t!(context.words, "cli.note.no_key"));
        return desk.own_verifier()?.ok_or_else(none);
    };
    VerifierKey::parse(text).ok_or_else(|| CliFailure::Usage(t!(context.words, "cli.note.bad_key", key = text)))
}

fn read_one(
    context: &CliContext,
    path: &Path,
    key: &VerifierKey,
    ours: Option<&str>,
) -> Result<CheckedNote, CliFailure> {
    let about = fs::metadata(path).map_err(|error| CliFailure::file(path, &error))?;
    let refused = |what: String| {
        let file = path_text(path);
        CliFailure::Note(t!(context.words, "cli.note.file", path = file, what = what))
    };
    if !about.is_file() || about.len() > BYTES_MAX {
        return Err(refused(context.words.note_problem(&NoteProblem::NotANote)));
    }
    let bytes = fs::read(path).map_err(|error| CliFailure::file(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(context.words.note_problem(&NoteProblem::NotANote)))?;
    let (head, operation) = check(&text, key).map_err(|problem| refused(context.words.note_problem(&problem)))?;
    let (theirs, ours) = (store_of(&head.origin), ours.map(store_of));
    if let Some(ours) = ours.filter(|ours| *ours != theirs) {
        return Err(refused(t!(context.words, "cli.note.other_file", theirs = theirs, ours = ours)));
    }
    Ok(CheckedNote { file: path_text(path), head, operation })
}

/// What a note or a receipt says, where its key has signed it.
fn check(text: &str, key: &VerifierKey) -> Result<(TreeHead, Option<Operation>), NoteProblem> {
    if !Receipt::is_one(text) {
        return Ok((TreeHead::verified(&SignedNote::parse(text)?, key)?, None));
    }
    let receipt = Receipt::parse(text)?;
    let head = receipt.verified(key)?;
    let operation = receipt.operation.read().ok_or(NoteProblem::NotAReceipt)?.operation;
    Ok((head, Some(operation)))
}

/// The part of an origin that names the data file.
fn store_of(origin: &str) -> &str {
    origin.rsplit_once('/').map_or(origin, |(store, _)| store)
}

impl CheckedNote {
    pub(super) fn document(&self, verified: &VerifyReport) -> NoteDoc {
        NoteDoc::new(self.file.clone(), &self.head, self.operation.as_ref(), verified)
    }

    /// A line for each thing that it shows; nothing where the file does not verify, so that it shows nothing.
    pub(super) fn told(&self, tell: Renderer<'_>, verified: &VerifyReport) -> String {
        if verified.wrong.is_some() {
            return String::new();
        }
        let words = tell.words;
        let since = verified.operations.saturating_sub(self.head.size);
        let mut out = String::new();
        let mut line = |what: String| {
            out += &t!(words, "cli.note.file", path = self.file, what = what);
            out.push('\n');
        };
        line(t!(words, "cli.note.holds", size = self.head.size, n = since));
        if let Some(op) = &self.operation {
            let points = op.points.map(|points| t!(words, "cli.note.points", points = grouped(points.0)));
            let (at, kind) = (words.time(tell.programs.zone(), op.at), words.op_kind(op.kind));
            let points = points.unwrap_or_default();
            let (seq, operator) = (op.seq.0, &op.operator);
            line(t!(words, "cli.note.receipt", seq = seq, at = at, operator = operator, kind = kind, points = points));
        }
        out
    }
}
