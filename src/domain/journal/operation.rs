//! An operation's columns and the hash that chains it to the one before.

use super::feed::{ByteFeed, BytesReader, DigestFeed};
use super::{Digest, Extensions};
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    pub kind: OpKind,
    pub at: Instant,
    /// The business day of that.
    pub day: Day,
    pub operator: String,
    /// The member it is about, where it is about one.
    pub member: Option<MemberId>,
    pub reason: Option<String>,
    /// The points are signed and present where points were moved.
    pub points: Option<Points>,
    /// Points it counts for against the limits.
    pub points_abs: Points,
    pub reverses: Option<OpSeq>,
    /// The first operation of the import it is a step of.
    pub batch: Option<OpSeq>,
    pub idem_key: Option<String>,
    /// The version of the programme in force.
    pub program: i64,
    /// Facts and events it wrote.
    pub facts_n: i64,
    pub facts_digest: Digest,
    pub secret_commit: Option<Digest>,
    /// What later versions say beyond all this.
    pub extensions: Extensions,
}

/// Begins the bytes of an operation without extensions, and of one with some.
const PLAIN: &[u8] = b"loyaltui/op/1";
const EXTENDED: &[u8] = b"loyaltui/op/2";

impl Operation {
    /// Its hash, chained to the one before it.
    pub fn hash(&self, store: &[u8; 16], before: &Digest) -> Digest {
        let mut feed = DigestFeed::new("");
        self.feed(&mut feed, store, before);
        feed.finish()
    }

    /// The bytes whose hash that is.
    pub fn to_bytes(&self, store: &[u8; 16], before: &Digest) -> OperationBytes {
        let mut bytes = Vec::new();
        self.feed(&mut bytes, store, before);
        OperationBytes(bytes)
    }

    fn feed(&self, feed: &mut impl ByteFeed, store: &[u8; 16], before: &Digest) {
        feed.raw(if self.extensions.is_empty() { PLAIN } else { EXTENDED });
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
        if let Some(extensions) = self.extensions.as_bytes() {
            feed.bytes(extensions);
        }
    }
}

/// An operation as it was hashed: whoever has these bytes can tell its hash, and read its columns, without the data file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationBytes(Vec<u8>);

/// An operation read from its bytes, and what chains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainedOperation {
    /// The id of its data file.
    pub store: [u8; 16],
    /// The hash of the operation before it.
    pub before: Digest,
    /// Numbers of rows are those of that file.
    pub operation: Operation,
}

impl OperationBytes {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The hash of the operation: the leaf of the tree.
    pub fn hash(&self) -> Digest {
        let mut feed = DigestFeed::new("");
        feed.raw(&self.0);
        feed.finish()
    }

    /// What they say; `None` where they are anything else, or of a kind that this version does not know.
    pub fn read(&self) -> Option<ChainedOperation> {
        let is_extended = self.0.starts_with(EXTENDED);
        let mut bytes = BytesReader(self.0.strip_prefix(if is_extended { EXTENDED } else { PLAIN })?);
        let (store, console, console_seq, before) = (bytes.raw()?, bytes.raw()?, bytes.int()?, bytes.raw()?);
        let operation = Operation {
            seq: OpSeq(bytes.int()?),
            id: Uuid::from_bytes(bytes.raw()?),
            console,
            console_seq,
            kind: OpKind::from_code(bytes.int()?)?,
            at: Instant(bytes.int()?),
            day: Day(bytes.int()?),
            operator: bytes.text()?,
            member: bytes.optional(BytesReader::int)?.map(MemberId),
            reason: bytes.optional(BytesReader::text)?,
            points: bytes.optional(BytesReader::int)?.map(Points),
            points_abs: Points(bytes.int()?),
            reverses: bytes.optional(BytesReader::int)?.map(OpSeq),
            batch: bytes.optional(BytesReader::int)?.map(OpSeq),
            idem_key: bytes.optional(BytesReader::text)?,
            program: bytes.int()?,
            facts_n: bytes.int()?,
            facts_digest: bytes.raw()?,
            secret_commit: bytes.optional(BytesReader::digest)?,
            extensions: if is_extended { Extensions::from_bytes(bytes.bytes()?)? } else { Extensions::default() },
        };
        bytes.0.is_empty().then_some(ChainedOperation { store, before, operation })
    }
}
