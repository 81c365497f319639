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

#[cfg(test)]
mod tests;

use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::member::Profile;
use crate::domain::num::{FactId, LabelId, MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// A SHA-256.
pub type Digest = [u8; 32];

/// The hash before the first operation.
pub const GENESIS: Digest = [0; 32];

/// Rows in a block of an import.
pub const BLOCK_ROWS: u64 = 1_024;

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

/// A hash being fed with the journal's encoding.
#[derive(Clone)]
struct Feed(Sha256);

impl Feed {
    fn new(purpose: &str) -> Self {
        Self(Sha256::new().chain_update(purpose.as_bytes()))
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn int(&mut self, value: i64) {
        self.0.update(value.to_be_bytes());
    }

    fn ints(&mut self, values: &[i64]) {
        for value in values {
            self.int(*value);
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        // Nothing that is hashed comes near 4 GiB: SQLite refuses values above 1 GB.
        self.0.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.update(bytes);
    }

    fn optional_int(&mut self, value: Option<i64>) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            self.int(value);
        }
    }

    fn optional_bytes(&mut self, value: Option<&[u8]>) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            self.bytes(value);
        }
    }

    fn finish(self) -> Digest {
        self.0.finalize().into()
    }
}

/// Binds the body of a secret without telling it.
pub fn secret_commit(salt: &[u8], body: &str) -> Digest {
    let mut feed = Feed::new("loyaltui/secret/1");
    feed.raw(salt);
    feed.raw(body.as_bytes());
    feed.finish()
}

/// Binds a profile without telling it, as an `Enrol` or `Profile` event holds it.
pub fn profile_commit(salt: &[u8], profile: &Profile) -> String {
    let mut feed = Feed::new("loyaltui/profile/1");
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

/// A member event as the file holds it: the body stays the text that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventRecord<'a> {
    /// Its row.
    pub id: FactId,
    /// Whom it is about.
    pub member: MemberId,
    /// The operation that wrote it.
    pub op: OpSeq,
    /// When it took effect.
    pub at: Instant,
    /// What it says, as JSON.
    pub body: &'a str,
}

/// A block of an import's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The id of its first row.
    pub first_id: FactId,
    /// How many rows; the last block may have fewer than [`BLOCK_ROWS`].
    pub rows: u64,
    /// Their facts digest.
    pub digest: Digest,
}

/// What an operation wrote, once all of it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Facts and events.
    pub rows: u64,
    /// The operation's facts digest.
    pub digest: Digest,
    /// The blocks of an import; empty for other operations.
    pub blocks: Vec<Block>,
}

/// What a whole import counted; the last of its operations binds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The first of its operations.
    pub batch: OpSeq,
    /// What it brought: members, purchases or feedback.
    pub what: String,
    /// SHA-256 of the file.
    pub file_sha256: Vec<u8>,
    /// Rows by what became of them: new, updated, unchanged, rejected.
    pub rows: [i64; 4],
}

/// The digest of the rows of one operation, fed in the order of their ids.
pub struct Records {
    rows: Feed,
    in_block: u64,
    first_id: FactId,
    total: u64,
    /// `None` for an operation without blocks.
    blocks: Option<Vec<Block>>,
    /// Labels, programme texts and counts, which follow the rows.
    extras: Vec<Extra>,
}

enum Extra {
    Label(LabelId, String),
    Program { version: i64, from: Instant, from_day: Day, toml: String },
    Counted(Counted),
}

const FACTS: &str = "loyaltui/facts/1";
const BLOCKS: &str = "loyaltui/blocks/1";

impl Records {
    /// For an operation of any kind but an import.
    pub fn plain() -> Self {
        Self { rows: Feed::new(FACTS), in_block: 0, first_id: FactId(0), total: 0, blocks: None, extras: Vec::new() }
    }

    /// For a step of an import.
    pub fn in_blocks() -> Self {
        Self { blocks: Some(Vec::new()), ..Self::plain() }
    }

    /// The next row is a fact.
    pub fn fact(&mut self, fact: &Fact) {
        self.count(fact.id);
        let feed = &mut self.rows;
        feed.raw(b"f");
        feed.ints(&[fact.id.0, fact.member.0, fact.op.0, fact.kind.code(), fact.at.0, fact.amount.0]);
        feed.optional_int(fact.points_paid.map(|m| m.0));
        feed.int(fact.points.0);
        feed.int(fact.rating);
        feed.optional_int(fact.spendable_on.map(|d| d.0));
        feed.optional_int(fact.expires_on.map(|d| d.0));
        feed.optional_int(fact.link.map(|f| f.0));
        feed.int(fact.store.0);
        feed.int(fact.channel.0);
        feed.optional_bytes(fact.reference.as_deref().map(str::as_bytes));
    }

    /// The next row is an event.
    pub fn event(&mut self, event: &EventRecord<'_>) {
        self.count(event.id);
        let feed = &mut self.rows;
        feed.raw(b"e");
        feed.ints(&[event.id.0, event.member.0, event.op.0, event.at.0]);
        feed.bytes(event.body.as_bytes());
    }

    /// The operation brought a label.
    pub fn label(&mut self, id: LabelId, text: &str) {
        self.extras.push(Extra::Label(id, text.to_owned()));
    }

    /// The operation brought a version of the programme.
    pub fn program(&mut self, version: i64, from: Instant, from_day: Day, toml: &str) {
        self.extras.push(Extra::Program { version, from, from_day, toml: toml.to_owned() });
    }

    /// The operation closes an import that counted this.
    pub fn counted(&mut self, counted: Counted) {
        self.extras.push(Extra::Counted(counted));
    }

    /// Nothing more follows.
    pub fn finish(mut self) -> Written {
        self.close_block();
        let Self { rows, total, blocks, extras, .. } = self;
        let mut feed = match &blocks {
            None => rows,
            Some(blocks) => {
                let mut feed = Feed::new(BLOCKS);
                feed.int(i64::try_from(total).unwrap_or(i64::MAX));
                for block in blocks {
                    feed.raw(&block.digest);
                }
                feed
            }
        };
        for extra in extras {
            match extra {
                Extra::Label(id, text) => {
                    feed.raw(b"l");
                    feed.int(id.0);
                    feed.bytes(text.as_bytes());
                }
                Extra::Program { version, from, from_day, toml } => {
                    feed.raw(b"p");
                    feed.ints(&[version, from.0, from_day.0]);
                    feed.bytes(toml.as_bytes());
                }
                Extra::Counted(Counted { batch, what, file_sha256, rows }) => {
                    feed.raw(b"c");
                    feed.int(batch.0);
                    feed.bytes(what.as_bytes());
                    feed.bytes(&file_sha256);
                    feed.ints(&rows);
                }
            }
        }
        Written { rows: total, digest: feed.finish(), blocks: blocks.unwrap_or_default() }
    }

    fn count(&mut self, id: FactId) {
        if self.in_block == BLOCK_ROWS {
            self.close_block();
        }
        if self.in_block == 0 {
            self.first_id = id;
        }
        self.in_block += 1;
        self.total += 1;
    }

    fn close_block(&mut self) {
        let Some(blocks) = &mut self.blocks else {
            // Without blocks, all rows stay in the one feed; only the count begins again.
            self.in_block = 0;
            return;
        };
        if self.in_block > 0 {
            let digest = std::mem::replace(&mut self.rows, Feed::new(FACTS)).finish();
            blocks.push(Block { first_id: self.first_id, rows: self.in_block, digest });
            self.in_block = 0;
        }
    }
}

/// Every column of an operation but its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Place in the journal, from 1.
    pub seq: OpSeq,
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// The console that recorded it.
    pub console: [u8; 16],
    /// Its place among that console's operations, from 1, without gaps.
    pub console_seq: i64,
    /// What it did.
    pub kind: OpKind,
    /// When it was recorded.
    pub at: Instant,
    /// The business day of that.
    pub day: Day,
    /// By whom.
    pub operator: String,
    /// The member it is about, where it is about one.
    pub member: Option<MemberId>,
    /// Reason code.
    pub reason: Option<String>,
    /// Signed points, where points were moved.
    pub points: Option<Points>,
    /// Points it counts for against the limits.
    pub points_abs: Points,
    /// The operation it reverses.
    pub reverses: Option<OpSeq>,
    /// The first operation of the import it is a step of.
    pub batch: Option<OpSeq>,
    /// Idempotency key.
    pub idem_key: Option<String>,
    /// The version of the programme in force.
    pub program: i64,
    /// Facts and events it wrote.
    pub facts_n: i64,
    /// Their digest.
    pub facts_digest: Digest,
    /// Binds its secret.
    pub secret_commit: Option<Digest>,
}

impl Operation {
    /// Its hash, chained to the one before it.
    pub fn hash(&self, store: &[u8; 16], before: &Digest) -> Digest {
        let mut feed = Feed::new("loyaltui/op/1");
        feed.raw(store);
        feed.raw(&self.console);
        feed.int(self.console_seq);
        feed.raw(before);
        feed.int(self.seq.0);
        feed.raw(self.id.as_bytes());
        feed.ints(&[self.kind.code(), self.at.0, self.day.0]);
        feed.bytes(self.operator.as_bytes());
        feed.optional_int(self.member.map(|m| m.0));
        feed.optional_bytes(self.reason.as_deref().map(str::as_bytes));
        feed.optional_int(self.points.map(|p| p.0));
        feed.int(self.points_abs.0);
        feed.optional_int(self.reverses.map(|s| s.0));
        feed.optional_int(self.batch.map(|s| s.0));
        feed.optional_bytes(self.idem_key.as_deref().map(str::as_bytes));
        feed.int(self.program);
        feed.int(self.facts_n);
        feed.raw(&self.facts_digest);
        feed.optional_bytes(self.secret_commit.as_ref().map(<[u8; 32]>::as_slice));
        feed.finish()
    }
}
