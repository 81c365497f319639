//! Signed notes: a text, an empty line, and a line for each signature.

use crate::domain::journal::{base64, from_base64};
use std::fmt;

/// Begins the line of a signature: an em dash and a blank.
const SIGNED: &str = "\u{2014} ";

/// No note of ours comes near it, and nothing larger is read.
const BYTES_MAX: usize = 1 << 20;

/// What is wrong with a note or a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteProblem {
    /// It has not the form of a signed note.
    NotANote,
    /// Its text is not a checkpoint's: origin, size and root, a line each.
    NotACheckpoint,
    /// It has not the form of a receipt.
    NotAReceipt,
    /// The key that is asked about has not signed it.
    NotSigned { by: String },
    /// The signature is not that of this text.
    BadSignature { by: String },
    /// It speaks of another journal than the key's.
    OtherOrigin { origin: String },
    /// The hashes of a receipt do not lead from its operation to the root of its checkpoint.
    NotProven,
}

/// A signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Whose it is.
    pub name: String,
    /// Tells keys of one name apart.
    pub id: [u8; 4],
    /// As the kind of key has it; 64 for Ed25519.
    pub bytes: Vec<u8>,
}

/// A text with signatures under it, not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    /// What was signed; its last line is ended.
    pub text: String,
    /// At least one.
    pub signatures: Vec<NoteSignature>,
}

impl SignedNote {
    /// Reads a note. Nothing is said of its signatures: [`super::VerifierKey::check`] looks at them.
    pub fn parse(note: &str) -> Result<Self, NoteProblem> {
        let is_allowed = note.len() <= BYTES_MAX && !note.contains(|c: char| c < ' ' && c != '\n');
        // Texts may have empty lines of their own: the last one parts.
        let parted = note.rfind("\n\n").and_then(|at| note.split_at_checked(at + 1));
        let (text, rest) = parted.filter(|_| is_allowed).ok_or(NoteProblem::NotANote)?;
        let lines = rest.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n')).ok_or(NoteProblem::NotANote)?;
        let signatures: Option<Vec<_>> = lines.split('\n').map(NoteSignature::parse).collect();
        let signatures = signatures.ok_or(NoteProblem::NotANote)?;
        Ok(Self { text: text.to_owned(), signatures })
    }
}

impl NoteSignature {
    fn parse(line: &str) -> Option<Self> {
        let (name, data) = line.strip_prefix(SIGNED)?.split_once(' ')?;
        let data = from_base64(data)?;
        let (id, bytes) = data.split_first_chunk::<4>()?;
        let is_whole = !name.is_empty() && !name.contains('+') && !bytes.is_empty();
        is_whole.then(|| Self { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let data = [signature.id.as_slice(), &signature.bytes].concat();
            writeln!(f, "{SIGNED}{} {}", signature.name, base64(&data))?;
        }
        Ok(())
    }
}
