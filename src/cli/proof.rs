//! `loyaltui checkpoint` and `receipt`: what proves the audit log to somebody who has it not.

use super::change::print_done;
use super::context::CliContext;
use super::fail::CliFailure;
use super::{out, show};
use crate::desk::Desk;
use crate::desk::export_csv::Existing;
use crate::documents::verify::{CheckpointDoc, ReceiptDoc, SignedCheckpointDoc};
use crate::domain::op::AcceptLog;
use crate::domain::plan::outcome::Refusal;
use crate::domain::proof::{Receipt, VerifierKey};
use crate::domain::question::{ProveOperation, ReadCheckpoint};
use crate::runtime::clock;
use crate::t;
use crate::text::path_text;
use clap::{Args, Subcommand};
use qrcode::render::unicode;
use qrcode::{EcLevel, QrCode};
use std::path::{Path, PathBuf};

/// Where a note or a receipt goes.
#[derive(Debug, Args)]
struct NoteFile {
    /// File to save it to, readable by you alone; - is standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists; never a data file
    #[arg(long, requires = "out")]
    force: bool,
}

impl NoteFile {
    /// The file, where it is one.
    fn path(&self) -> Option<&Path> {
        self.out.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Writes the file, where it is one, and answers its name.
    fn write(&self, desk: &Desk, text: &str) -> Result<Option<String>, CliFailure> {
        let Some(path) = self.path() else { return Ok(None) };
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        desk.write_note(path, existing, text)?;
        Ok(Some(path_text(path)))
    }
}

/// Print the latest digest of the audit log, to note elsewhere, or sign it
#[derive(Debug, Args)]
#[command(
    after_help = "With --out the checkpoint is signed by the key of this computer: whoever has the note and the verifier key sees later whether anything \
    that it covers was changed, removed or added: loyaltui verify --note FILE --vkey KEY."
)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CheckpointArgs {
    #[command(subcommand)]
    command: Option<CheckpointCommand>,
    #[command(flatten)]
    file: NoteFile,
}

/// What can be done about the audit log as it stands.
#[derive(Debug, Subcommand)]
enum CheckpointCommand {
    /// Go on with the audit log although operations that were there are missing
    Accept {
        /// Note for the audit log
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
}

impl CheckpointArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        if let Some(CheckpointCommand::Accept { note }) = &self.command {
            let loss = desk.log_loss().ok_or_else(|| CliFailure::Desk(Refusal::NoChange.into()))?;
            context.forget_loss();
            let done = desk.accept_log(note.clone(), clock::now())?;
            return print_done(context, &mut desk, &AcceptLog { loss, note: note.clone() }.into(), &done);
        }
        let programs = desk.programs()?;
        let newest = context.ask(&mut desk, ReadCheckpoint)?;
        let tell = context.tell(&programs);
        let (Some(newest), true) = (&newest, self.file.out.is_some()) else {
            let document = CheckpointDoc::new(newest.as_ref());
            return context.print(&document, || show::verify::checkpoint(tell, newest.as_ref()));
        };
        let (note, key) = desk.sign_checkpoint(newest, clock::now())?;
        let file = self.file.write(&desk, &note.to_string())?;
        let document = SignedCheckpointDoc::new(newest, &note, &key, file.clone());
        context.print(&document, || match &file {
            None => note.to_string(),
            Some(file) => {
                let done = t!(context.words, "cli.checkpoint.signed", n = newest.head.size, path = file);
                format!("{done}\n{}\n", key_line(context, &key))
            }
        })
    }
}

/// Prove that an operation stands in the audit log, without showing any other
#[derive(Debug, Args)]
#[command(
    after_help = "The receipt has the operation as it was hashed (who, when, which points and reason; no name, no note), and what leads from it to a \
    signed checkpoint. Check it with loyaltui verify --note FILE --vkey KEY, or without loyaltui by docs/verify_note.py."
)]
pub struct ReceiptArgs {
    /// Id of the operation, the beginning of it, or its number in the audit log
    #[arg(value_name = "OP")]
    op: String,
    #[command(flatten)]
    file: NoteFile,
    /// Print it as a QR code as well
    #[arg(long, conflicts_with = "json")]
    qr: bool,
}

impl ReceiptArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let proof = context.ask(&mut desk, ProveOperation { id: self.op.clone() })?;
        let size = proof.head.size;
        let (receipt, key) = desk.receipt(*proof, clock::now())?;
        let unreadable = || CliFailure::Fault("an operation that can't be read from its own bytes".to_owned());
        let operation = receipt.operation.read().ok_or_else(unreadable)?.operation;
        let file = self.file.write(&desk, &receipt.to_string())?;
        let document = ReceiptDoc::new(&operation, size, &receipt, &key, file.clone());
        context.print(&document, || match &file {
            None => receipt.to_string(),
            Some(file) => {
                let done = t!(context.words, "cli.receipt.done", seq = operation.seq.0, n = size, path = file);
                format!("{done}\n{}\n", key_line(context, &key))
            }
        })?;
        if self.qr {
            out::raw(&qr(&receipt)).map_err(|error| CliFailure::stdout(&error))?;
        }
        Ok(())
    }
}

fn key_line(context: &CliContext, key: &VerifierKey) -> String {
    t!(context.words, "cli.checkpoint.key", key = key)
}

/// A receipt as a QR code of block characters, dark on light, with its quiet zone. The longest that there can be fits.
fn qr(receipt: &Receipt) -> String {
    let code = QrCode::with_error_correction_level(receipt.to_string(), EcLevel::L);
    let drawn = code.map(|code| code.render::<unicode::Dense1x2>().quiet_zone(true).build());
    drawn.map_or_else(|_| String::new(), |drawn| drawn + "\n")
}
