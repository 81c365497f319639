//! The rows that an operation wrote, and the digest that binds them.

use super::Digest;
use super::feed::{ByteFeed, DigestFeed};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::num::{FactId, LabelId, MemberId, OpSeq};

/// Rows in a block of an import.
pub const BLOCK_ROWS: u64 = 1_024;

/// A member event as the file holds it: the body stays the text that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventRecord<'a> {
    pub id: FactId,
    pub member: MemberId,
    /// The operation that wrote it.
    pub op: OpSeq,
    pub at: Instant,
    pub body: &'a str,
}

/// A desk event as the file holds it: the body stays the text that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskEventRecord<'a> {
    pub id: FactId,
    /// The operation that wrote it.
    pub op: OpSeq,
    pub at: Instant,
    pub key: &'a str,
    pub body: &'a str,
}

/// A block of an import's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The id of its first row.
    pub first_id: FactId,
    /// How many rows; the last block may have fewer than [`BLOCK_ROWS`].
    pub rows: u64,
    pub digest: Digest,
}

/// What an operation wrote, once all of it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub rows: u64,
    pub digest: Digest,
    /// The blocks of an import; empty for other operations.
    pub blocks: Vec<Block>,
}

/// What a whole import counted; the last of its operations binds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportTotals {
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
    rows: DigestFeed,
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
    Totals(ImportTotals),
}

const FACTS: &str = "loyaltui/facts/1";
const BLOCKS: &str = "loyaltui/blocks/1";

impl Records {
    /// For an operation of any kind but an import.
    pub fn plain() -> Self {
        Self {
            rows: DigestFeed::new(FACTS),
            in_block: 0,
            first_id: FactId(0),
            total: 0,
            blocks: None,
            extras: Vec::new(),
        }
    }

    /// For a step of an import.
    pub fn in_blocks() -> Self {
        Self { blocks: Some(Vec::new()), ..Self::plain() }
    }

    /// The next row is a fact.
    pub fn fact(&mut self, fact: &Fact) {
        self.count(fact.id);
        let feed = &mut self.rows;
        feed.raw(if fact.extensions.is_empty() { b"f" } else { b"F" });
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
        if let Some(extensions) = fact.extensions.as_bytes() {
            feed.bytes(extensions);
        }
    }

    /// The next row is an event.
    pub fn event(&mut self, event: &EventRecord<'_>) {
        self.count(event.id);
        let feed = &mut self.rows;
        feed.raw(b"e");
        feed.ints(&[event.id.0, event.member.0, event.op.0, event.at.0]);
        feed.bytes(event.body.as_bytes());
    }

    /// The next row is a desk event.
    pub fn desk_event(&mut self, event: &DeskEventRecord<'_>) {
        self.count(event.id);
        let feed = &mut self.rows;
        feed.raw(b"d");
        feed.ints(&[event.id.0, event.op.0, event.at.0]);
        feed.bytes(event.key.as_bytes());
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
    pub fn bind_import_totals(&mut self, totals: ImportTotals) {
        self.extras.push(Extra::Totals(totals));
    }

    /// Nothing more follows.
    pub fn finish(mut self) -> Written {
        self.close_block();
        let Self { rows, total, blocks, extras, .. } = self;
        let mut feed = match &blocks {
            None => rows,
            Some(blocks) => {
                let mut feed = DigestFeed::new(BLOCKS);
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
                Extra::Totals(ImportTotals { batch, what, file_sha256, rows }) => {
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
            let digest = std::mem::replace(&mut self.rows, DigestFeed::new(FACTS)).finish();
            blocks.push(Block { first_id: self.first_id, rows: self.in_block, digest });
            self.in_block = 0;
        }
    }
}
