//! What a checkpoint says: whose journal, how many operations, and the root of the tree over them.

use super::key::VerifierKey;
use super::note::{NoteProblem, SignedNote};
use crate::domain::journal::{Digest, base64, from_base64, hex};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The tree over the first operations of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// Whose journal it is: `loyaltui/`, the beginning of the data file's id, and that of the console's.
    pub origin: String,
    /// How many operations it covers.
    pub size: u64,
    pub root: Digest,
}

impl TreeHead {
    /// The origin of a console's checkpoints, and the name of the key that signs them.
    ///
    /// ```
    /// use loyaltui::domain::proof::TreeHead;
    ///
    /// assert_eq!(TreeHead::origin_of(&[0x9b; 16], &[0x1d; 16]), "loyaltui/9b9b9b9b/1d1d1d1d");
    /// ```
    pub fn origin_of(store: &[u8; 16], console: &[u8; 16]) -> String {
        let beginning = |id: &[u8; 16]| hex(&id[..4]);
        format!("loyaltui/{}/{}", beginning(store), beginning(console))
    }

    /// Reads the text of a checkpoint. Lines after the third are its maker's own affair.
    pub fn parse(text: &str) -> Result<Self, NoteProblem> {
        let read = || {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
            let is_number = size.bytes().all(|b| b.is_ascii_digit()) && (size == "0" || !size.starts_with('0'));
            let size = is_number.then(|| size.parse().ok())??;
            let rest_is_allowed = lines.all(|line| !line.is_empty());
            let root = from_base64(root)?.try_into().ok()?;
            (!origin.is_empty() && rest_is_allowed).then(|| Self { origin: origin.to_owned(), size, root })
        };
        read().ok_or(NoteProblem::NotACheckpoint)
    }

    /// What a note says, where a key has signed it and speaks of its own journal.
    pub fn verified(note: &SignedNote, key: &VerifierKey) -> Result<Self, NoteProblem> {
        key.check(note)?;
        let head = Self::parse(&note.text)?;
        if head.origin == key.name() { Ok(head) } else { Err(NoteProblem::OtherOrigin { origin: head.origin }) }
    }
}

/// The text that is signed.
impl fmt::Display for TreeHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, base64(&self.root))
    }
}
