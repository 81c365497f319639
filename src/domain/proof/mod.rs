//! What proves a journal to somebody who does not trust this program: checkpoints as signed notes and receipts for single
//! operations, in the formats that C2SP publishes (signed-note, tlog-checkpoint, tlog-proof), so that other programs read them.
//!
//! A checkpoint is three lines of text (whose journal, how many operations, the root of their tree) and a signature. With one in
//! other hands, nothing that it covers can be changed, left out or put in unnoticed. Of operations after it, it says nothing.

mod key;
mod note;
mod receipt;
mod tree_head;

pub use key::{NoteSigner, VerifierKey};
pub use note::{NoteProblem, NoteSignature, SignedNote};
pub use receipt::Receipt;
pub use tree_head::TreeHead;

#[cfg(test)]
mod tests;
