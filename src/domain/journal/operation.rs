//! An operation's columns and the hash that chains it to the one before.

use super::feed::DigestFeed;
use super::{Digest, Extensions};
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
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

impl Operation {
    /// Its hash, chained to the one before it.
    pub fn hash(&self, store: &[u8; 16], before: &Digest) -> Digest {
        let mut feed = DigestFeed::new(if self.extensions.is_empty() { "loyaltui/op/1" } else { "loyaltui/op/2" });
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
        feed.finish()
    }
}
