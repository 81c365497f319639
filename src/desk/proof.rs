//! Checkpoints that are signed, and receipts for single operations.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::undo::resolve;
use crate::domain::journal::inclusion_siblings;
use crate::domain::plan::outcome::Refusal;
use crate::domain::proof::{NoteSigner, Receipt, SignedNote, TreeHead, VerifierKey};
use crate::domain::question::{OperationProof, ProveOperation};
use crate::domain::verification::Checkpoint;
use crate::store::signing_key;
use std::path::Path;

impl Desk {
    /// A checkpoint, signed by this console's key, and the half of the key that others need. The key lies in a folder of the
    /// user's, and is made where there is none.
    pub fn sign_checkpoint(&self, of: &Checkpoint, keys: &Path) -> Result<(SignedNote, VerifierKey), DeskError> {
        let signer = signing_key::signer(keys, &of.head.origin)?;
        Ok((signer.sign(&of.head.to_string()), signer.verifier()))
    }

    /// A receipt of an operation under a checkpoint that is signed now, with the half of the key that others need.
    pub fn receipt(&self, proof: OperationProof, keys: &Path) -> Result<(Receipt, VerifierKey), DeskError> {
        let signer = signing_key::signer(keys, &proof.head.origin)?;
        Ok((proof.signed(&signer), signer.verifier()))
    }

    /// The half of this console's key by which its notes are checked; `None` where it has not signed any.
    pub fn own_verifier(&self, keys: &Path) -> Result<Option<VerifierKey>, DeskError> {
        Ok(signing_key::find_signer(keys, &self.store.origin())?.map(|signer| signer.verifier()))
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
