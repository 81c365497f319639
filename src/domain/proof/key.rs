//! The two halves of a key that signs notes.

use super::note::{NoteProblem, NoteSignature, SignedNote};
use crate::domain::journal::{base64, from_base64};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Says in keys and their ids that they are Ed25519's.
const ED25519: u8 = 1;

/// Begins the text of a private key.
const PRIVATE: &str = "PRIVATE+KEY+";

/// Whether a key may have a name: not empty, without blanks and plus signs, which end it in notes and keys.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

/// The first four bytes of the hash of a key's name, its kind and its public half.
fn id_of(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(public).finalize();
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash);
    [a, b, c, d]
}

/// Name, id and data of a key as text: `name+12ab34cd+base64`. The id has eight hexadecimal digits; the data begin with the kind of key.
fn parts(text: &str) -> Option<(&str, [u8; 4], [u8; 32])> {
    let mut parts = text.splitn(3, '+');
    let (name, id, data) = (parts.next()?, parts.next()?, from_base64(parts.next()?)?);
    let id = if id.len() == 8 { u32::from_str_radix(id, 16).ok()?.to_be_bytes() } else { return None };
    match data.split_first() {
        Some((&ED25519, data)) if is_name(name) => Some((name, id, data.try_into().ok()?)),
        Some(_) | None => None,
    }
}

/// The public half of a key: whoever has it can tell that a note was signed by the other half.
///
/// ```
/// use loyaltui::domain::proof::VerifierKey;
///
/// let text = "loyaltui/9b2e4c1d/1+147dd65e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
/// let key = VerifierKey::parse(text).unwrap();
/// assert_eq!(key.name(), "loyaltui/9b2e4c1d/1");
/// assert_eq!(key.to_string(), text);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    public: VerifyingKey,
}

impl VerifierKey {
    /// Reads `name+id+key`; `None` where it is anything else, or where the id is not that of name and key.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, id, public) = parts(text.trim())?;
        let key = VerifyingKey::from_bytes(&public).ok()?;
        (id == id_of(name, &public)).then(|| Self { name: name.to_owned(), id, public: key })
    }

    /// The name of the key, which is the origin of the checkpoints that it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the key has signed the note. Signatures of other keys say nothing.
    pub fn check(&self, note: &SignedNote) -> Result<(), NoteProblem> {
        let is_ours = |signature: &&NoteSignature| signature.name == self.name && signature.id == self.id;
        let mut ours = note.signatures.iter().filter(is_ours).peekable();
        if ours.peek().is_none() {
            return Err(NoteProblem::NotSigned { by: self.name.clone() });
        }
        let is_good = |signature: &NoteSignature| {
            let signature = Signature::from_slice(&signature.bytes);
            signature.is_ok_and(|signature| self.public.verify_strict(note.text.as_bytes(), &signature).is_ok())
        };
        if ours.all(is_good) { Ok(()) } else { Err(NoteProblem::BadSignature { by: self.name.clone() }) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = [&[ED25519], self.public.as_bytes().as_slice()].concat();
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id), base64(&data))
    }
}

/// The private half of a key, and what it is called.
#[derive(Clone)]
pub struct NoteSigner {
    name: String,
    key: SigningKey,
}

impl NoteSigner {
    /// A key of 32 secret bytes. `None` where it can't have that name: empty, or with a blank or a plus sign.
    pub fn new(name: &str, secret: &[u8; 32]) -> Option<Self> {
        is_name(name).then(|| Self { name: name.to_owned(), key: SigningKey::from_bytes(secret) })
    }

    /// Reads what [`NoteSigner::to_secret_text`] wrote; `None` where it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, id, secret) = parts(text.trim().strip_prefix(PRIVATE)?)?;
        let signer = Self::new(name, &secret)?;
        (signer.verifier().id == id).then_some(signer)
    }

    /// The key with its secret, as it is kept in a file of its own.
    pub fn to_secret_text(&self) -> String {
        let data = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        format!("{PRIVATE}{}+{:08x}+{}\n", self.name, u32::from_be_bytes(self.verifier().id), base64(&data))
    }

    /// The public half.
    pub fn verifier(&self) -> VerifierKey {
        let public = self.key.verifying_key();
        VerifierKey { name: self.name.clone(), id: id_of(&self.name, public.as_bytes()), public }
    }

    /// Signs a text, which ends its last line.
    pub fn sign(&self, text: &str) -> SignedNote {
        let bytes = self.key.sign(text.as_bytes()).to_bytes().to_vec();
        let signature = NoteSignature { name: self.name.clone(), id: self.verifier().id, bytes };
        SignedNote { text: text.to_owned(), signatures: vec![signature] }
    }
}

/// Never says the secret.
impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NoteSigner").field(&self.name).finish()
    }
}
