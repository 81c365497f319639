//! A receipt: one operation, proven to stand in a journal without showing any other.

use super::key::VerifierKey;
use super::note::{NoteProblem, SignedNote};
use super::tree_head::TreeHead;
use crate::domain::journal::{Digest, OperationBytes, base64, from_base64, root_of_proof};
use std::fmt;

/// The first line of every receipt.
const KIND: &str = "c2sp.org/tlog-proof@v1";

/// An operation with the hashes that lead from it to the root of a checkpoint, and the checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The operation as it was hashed.
    pub operation: OperationBytes,
    /// Its place in the journal, from 0.
    pub index: u64,
    /// The lowest first.
    pub hashes: Vec<Digest>,
    /// The checkpoint as it was signed.
    pub checkpoint: SignedNote,
}

impl Receipt {
    /// Whether a text has the first line of receipts.
    pub fn is_one(text: &str) -> bool {
        text.split('\n').next() == Some(KIND)
    }

    /// Reads a receipt. Nothing is said of what it proves: [`Receipt::verified`] looks at that.
    pub fn parse(text: &str) -> Result<Self, NoteProblem> {
        let (proof, checkpoint) = text.split_once("\n\n").ok_or(NoteProblem::NotAReceipt)?;
        let read = || {
            let mut lines = proof.split('\n');
            let is_kind = lines.next()? == KIND;
            let operation = from_base64(lines.next()?.strip_prefix("extra ")?)?;
            let index = lines.next()?.strip_prefix("index ")?;
            let is_number = index.bytes().all(|b| b.is_ascii_digit()) && (index == "0" || !index.starts_with('0'));
            let hash = |line: &str| from_base64(line)?.try_into().ok();
            let hashes: Vec<Digest> = lines.map(hash).collect::<Option<_>>()?;
            let index = index.parse().ok()?;
            (is_kind && is_number).then(|| (OperationBytes::new(operation), index, hashes))
        };
        let (operation, index, hashes) = read().ok_or(NoteProblem::NotAReceipt)?;
        Ok(Self { operation, index, hashes, checkpoint: SignedNote::parse(checkpoint)? })
    }

    /// What its checkpoint says, where a key has signed it and the hashes lead to its root.
    pub fn verified(&self, key: &VerifierKey) -> Result<TreeHead, NoteProblem> {
        let head = TreeHead::verified(&self.checkpoint, key)?;
        let root = root_of_proof(&self.operation.hash(), self.index, head.size, &self.hashes);
        if root == Some(head.root) { Ok(head) } else { Err(NoteProblem::NotProven) }
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{KIND}\nextra {}\nindex {}", base64(self.operation.as_bytes()), self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", base64(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
