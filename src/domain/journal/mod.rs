//! The journal's bytes: what its digests, commitments and hashes are made of. Pure, and the same on every machine.
//!
//! Integers are 8 bytes big-endian; an option is 00, or 01 and the value; text and bytes are a u32 length and the bytes.
//! H is SHA-256, and every input begins with the name of what it is for, so that no hash can stand for another kind.
//!
//! - A **secret commitment** binds what an erasure may remove: `H("loyaltui/secret/1" ‖ salt ‖ body)`, with a salt of its
//!   own of 16 random bytes. A profile's is `H("loyaltui/profile/1" ‖ salt ‖ fields)` with the member's salt: a salt that
//!   many members share would let a phone number be guessed.
//! - A **facts digest** binds the rows that an operation wrote: `H("loyaltui/facts/1" ‖ records)`, facts and events by id.
//!   An import's is `H("loyaltui/blocks/1" ‖ rows ‖ block digests)`, each block's being the facts digest of 1,024 rows: one
//!   streaming hash that can be checked in parallel and names the block of a wrong row. Labels that the operation brought,
//!   the text of a programme, and what a whole import counted follow the records.
//! - An operation's **hash** is `H("loyaltui/op/1" ‖ store ‖ console ‖ console_seq ‖ hash before ‖ other columns)`.
//! - A fact or an operation may end in **extensions** ([`Extensions`]). Then the record begins with `F` in place of `f`, the
//!   operation's hash with `loyaltui/op/2`, and the extensions follow as bytes; without any, not a bit is other than before.
//! - The **tree** over all hashes ([`TreeEdge`]) has one root, and proves any operation with a few of its nodes.

mod extension;
mod feed;
mod merkle;
mod operation;
mod record;
#[cfg(test)]
mod tests;

pub use extension::Extensions;
pub use merkle::{TreeEdge, consistency_proof, inclusion_proof, inclusion_siblings, is_consistent, root_of_proof};
pub use operation::{ChainedOperation, Operation, OperationBytes};
pub use record::{BLOCK_ROWS, Block, DeskEventRecord, EventRecord, ImportTotals, Records, Written};

use crate::domain::member::Profile;
use base64ct::{Base64, Encoding};
use feed::{ByteFeed, DigestFeed};

/// A SHA-256.
pub type Digest = [u8; 32];

/// The hash before the first operation.
pub const GENESIS: Digest = [0; 32];

/// Writes a digest in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        out
    })
}

/// Reads what [`hex`] wrote; `None` where it is anything else.
pub fn from_hex(text: &str) -> Option<Digest> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| u8::try_from(pair.iter().fold(0, |n, d| n * 16 + d)).ok())
        .collect::<Option<_>>()?;
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

/// Writes bytes in base64 (RFC 4648, 4), as checkpoints in the form of signed notes have the root of a tree.
///
/// ```
/// use loyaltui::domain::journal::base64;
///
/// assert_eq!(base64(b"loyal"), "bG95YWw=");
/// ```
pub fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Reads what [`base64`] wrote; `None` where it is anything else.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// Binds the body of a secret without telling it.
pub fn secret_commit(salt: &[u8], body: &str) -> Digest {
    let mut feed = DigestFeed::new("loyaltui/secret/1");
    feed.raw(salt);
    feed.raw(body.as_bytes());
    feed.finish()
}

/// Binds a profile without telling it, as an `Enrol` or `Profile` event holds it.
pub fn profile_commit(salt: &[u8], profile: &Profile) -> String {
    let mut feed = DigestFeed::new("loyaltui/profile/1");
    feed.raw(salt);
    let texts = [&profile.member_no, &profile.name, &profile.phone, &profile.email, &profile.store, &profile.channel];
    for text in texts.into_iter().chain([&profile.referrer_no]) {
        feed.bytes(text.as_bytes());
    }
    feed.optional_int(profile.birthday.map(|d| d.0));
    feed.optional_int(profile.joined_on.map(|d| d.0));
    for list in [&profile.tags, &profile.consents] {
        feed.int(i64::try_from(list.len()).unwrap_or(i64::MAX));
        for text in list {
            feed.bytes(text.as_bytes());
        }
    }
    hex(&feed.finish())
}
