//! Checkpoints that are signed, and receipts for single operations.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::signing_key;
use super::undo::resolve;
use crate::domain::day::Instant;
use crate::domain::journal::inclusion_siblings;
use crate::domain::permission::DeskTask;
use crate::domain::plan::outcome::Refusal;
use crate::domain::proof::{NoteSigner, Receipt, SignedNote, TreeHead, VerifierKey};
use crate::domain::question::{OperationProof, ProveOperation};
use crate::domain::verification::Checkpoint;
use crate::store::StoreError;
use crate::store::new_file::Existing;
use std::io::Write;
use std::path::{Path, PathBuf};

impl Desk {
    /// The keys that sign checkpoints lie in this folder of the user's, and are made there. Without one nothing is signed.
    pub fn keys_in(&mut self, folder: Option<PathBuf>) {
        self.keys = folder;
    }

    fn key_folder(&self) -> Result<&Path, DeskError> {
        self.keys.as_deref().ok_or_else(|| StoreError::NoSuchFile(PathBuf::from("~/.local/state")).into())
    }

    /// A checkpoint, signed by this console's key, and the half of the key that others need.
    pub fn sign_checkpoint(&self, of: &Checkpoint, now: Instant) -> Result<(SignedNote, VerifierKey), DeskError> {
        self.admit_task(DeskTask::SignCheckpoint, now)?;
        self.store.must_have_whole_log()?;
        let signer = signing_key::signer(self.key_folder()?, &of.head.origin)?;
        Ok((signer.sign(&of.head.to_string()), signer.verifier()))
    }

    /// Writes the newest checkpoint, signed, to a file that is not there yet. A file without an operation has none.
    pub fn write_checkpoint(&self, path: &Path, now: Instant) -> Result<VerifierKey, DeskError> {
        let newest = self.checkpoint()?.ok_or_else(|| StoreError::Damaged("operation".to_owned()))?;
        let (note, key) = self.sign_checkpoint(&newest, now)?;
        self.write_note(path, Existing::Keep, &note.to_string())?;
        Ok(key)
    }

    /// Writes a note or a receipt beside the data file, for its owner alone.
    pub fn write_note(&self, path: &Path, existing: Existing, text: &str) -> Result<(), DeskError> {
        let mut file = self.new_file(path, existing, None)?;
        file.write_all(text.as_bytes()).map_err(|error| StoreError::io(path, &error))?;
        Ok(file.finish()?)
    }

    /// A receipt of an operation under a checkpoint that is signed now, with the half of the key that others need.
    pub fn receipt(&self, proof: OperationProof, now: Instant) -> Result<(Receipt, VerifierKey), DeskError> {
        self.admit_task(DeskTask::SignCheckpoint, now)?;
        let signer = signing_key::signer(self.key_folder()?, &proof.head.origin)?;
        Ok((proof.signed(&signer), signer.verifier()))
    }

    /// The half of this console's key by which its notes are checked; `None` where it has not signed any.
    pub fn own_verifier(&self) -> Result<Option<VerifierKey>, DeskError> {
        Ok(signing_key::find_signer(self.key_folder()?, &self.store.origin())?.map(|signer| signer.verifier()))
    }

    fn prove(&self, id: &str) -> Result<OperationProof, DeskError> {
        self.store.read(|store| {
            let unknown = || Refusal::UnknownOperation { op: id.to_owned() };
            let (operation, _) = store.operation(resolve(store, id)?)?.ok_or_else(unknown)?;
            let tree = store.tree_edge()?;
            let index = u64::try_from(operation.seq.0 - 1).unwrap_or(u64::MAX);
            // An operation of a file that has joined is proven by that file's own console.
            let siblings = inclusion_siblings(tree.size(), index).ok_or_else(unknown)?;
            let hashes = siblings.iter().map(|part| store.tree_root(part)).collect::<Result<_, _>>()?;
            let head = TreeHead { origin: store.origin(), size: tree.size(), root: tree.root() };
            Ok(OperationProof { operation: store.operation_bytes(&operation)?, index, hashes, head })
        })
    }
}

impl OperationProof {
    fn signed(self, signer: &NoteSigner) -> Receipt {
        let checkpoint = signer.sign(&self.head.to_string());
        Receipt { operation: self.operation, index: self.index, hashes: self.hashes, checkpoint }
    }
}

impl Serve<ProveOperation> for Desk {
    fn serve(&mut self, question: ProveOperation, _: Asking<'_>) -> Result<Box<OperationProof>, DeskError> {
        self.prove(&question.id).map(Box::new)
    }
}
