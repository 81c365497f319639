//! How a row is set aside: numbers of fixed size, then the texts. Never outlives the run that wrote it.

use crate::domain::day::Instant;
use crate::domain::import::settle::PurchaseInput;
use crate::domain::num::{FactId, MemberId, Money};
use crate::store::import::OrderDigest;

const REFUND: u8 = 1;
const POINTS_PAID: u8 = 2;
const NUMBER: u8 = 4;
const MERGED: u8 = 8;
const FOLLOWS: u8 = 16;

pub(super) enum Record<'a> {
    Row(MemberId, PurchaseInput<'a>),
    /// The number of a member that is not on file yet.
    Number(MemberId, &'a str),
}

pub(super) fn write_row(out: &mut Vec<u8>, member: MemberId, row: &PurchaseInput<'_>) {
    out.clear();
    let refund = if row.refund { REFUND } else { 0 };
    let merged = if row.number_of == MemberId::NOBODY { 0 } else { MERGED };
    let follows = if row.follows_move { FOLLOWS } else { 0 };
    out.push(refund | merged | follows | if row.points_paid.is_some() { POINTS_PAID } else { 0 });
    out.extend_from_slice(&member.0.to_le_bytes());
    out.extend_from_slice(&row.line.to_le_bytes());
    out.extend_from_slice(&row.at.0.to_le_bytes());
    out.extend_from_slice(&row.amount.0.to_le_bytes());
    if let Some(paid) = row.points_paid {
        out.extend_from_slice(&paid.0.to_le_bytes());
    }
    if merged != 0 {
        out.extend_from_slice(&row.number_of.0.to_le_bytes());
    }
    out.extend_from_slice(&row.store.to_le_bytes());
    out.extend_from_slice(&row.channel.to_le_bytes());
    write_text(out, row.reference);
    write_text(out, row.refund_of);
}

/// Writes the number of a new member.
pub(super) fn write_number(out: &mut Vec<u8>, member: MemberId, number: &str) {
    out.clear();
    out.push(NUMBER);
    out.extend_from_slice(&member.0.to_le_bytes());
    write_text(out, number);
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    // No cell that was read is longer than a row may be.
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Reads what was written; `None` where it breaks off.
pub(super) struct RecordReader<'a>(pub(super) &'a [u8]);

impl<'a> RecordReader<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn int(&mut self) -> Option<i64> {
        self.take().map(i64::from_le_bytes)
    }

    fn small(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.small()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        str::from_utf8(text).ok()
    }
}

impl<'a> Iterator for RecordReader<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let [kind] = self.take()?;
        let member = MemberId(self.int()?);
        if kind == NUMBER {
            return self.text().map(|number| Record::Number(member, number));
        }
        let line = u64::from_le_bytes(self.take()?);
        let at = Instant(self.int()?);
        let amount = Money(self.int()?);
        let points_paid = if kind & POINTS_PAID == 0 { None } else { Some(Money(self.int()?)) };
        let number_of = if kind & MERGED == 0 { MemberId::NOBODY } else { MemberId(self.int()?) };
        let (store, channel) = (self.small()?, self.small()?);
        let (reference, refund_of) = (self.text()?, self.text()?);
        let (refund, follows_move) = (kind & REFUND != 0, kind & FOLLOWS != 0);
        let (reference_elsewhere, sale_elsewhere) = (false, false);
        Some(Record::Row(
            member,
            PurchaseInput {
                line,
                at,
                refund,
                amount,
                points_paid,
                store,
                channel,
                reference,
                refund_of,
                number_of,
                follows_move,
                reference_elsewhere,
                sale_elsewhere,
            },
        ))
    }
}

/// A reference and who uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReferenceUse {
    pub(super) digest: OrderDigest,
    /// It only names a sale; it is not the row's own.
    pub(super) names: bool,
    pub(super) at: Instant,
    /// Settles who is first where the instants are equal, whatever the order of the file: of the member's number.
    pub(super) tie: u64,
    pub(super) member: MemberId,
}

/// Bytes of a written key.
const KEY: usize = 41;

impl ReferenceUse {
    pub(super) fn write(&self) -> [u8; KEY] {
        let mut out = [0; KEY];
        out[..16].copy_from_slice(&self.digest.0);
        out[16] = u8::from(self.names);
        out[17..25].copy_from_slice(&self.at.0.to_le_bytes());
        out[25..33].copy_from_slice(&self.tie.to_le_bytes());
        out[33..].copy_from_slice(&self.member.0.to_le_bytes());
        out
    }

    pub(super) fn read_all(bytes: &[u8]) -> Vec<Self> {
        let int = |at: &[u8]| at.try_into().map_or(0, i64::from_le_bytes);
        let key = |b: &[u8; KEY]| {
            let mut digest = [0; 16];
            digest.copy_from_slice(&b[..16]);
            Self {
                digest: OrderDigest(digest),
                names: b[16] != 0,
                at: Instant(int(&b[17..25])),
                tie: int(&b[25..33]).cast_unsigned(),
                member: MemberId(int(&b[33..])),
            }
        };
        bytes.as_chunks::<KEY>().0.iter().map(key).collect()
    }
}

/// What is known of a reference beyond the member's own rows and history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hint {
    pub(super) member: MemberId,
    /// The reference's number in the store.
    pub(super) hash: i64,
    /// The fact filed under that; 0: another member of this file has the reference.
    pub(super) fact: FactId,
}

/// Bytes of a written hint.
const HINT: usize = 24;

impl Hint {
    pub(super) fn write(&self) -> [u8; HINT] {
        let mut out = [0; HINT];
        out[..8].copy_from_slice(&self.member.0.to_le_bytes());
        out[8..16].copy_from_slice(&self.hash.to_le_bytes());
        out[16..].copy_from_slice(&self.fact.0.to_le_bytes());
        out
    }

    pub(super) fn read_all(bytes: &[u8]) -> Vec<Self> {
        let int = |at: &[u8]| at.try_into().map_or(0, i64::from_le_bytes);
        let hint =
            |b: &[u8; HINT]| Self { member: MemberId(int(&b[..8])), hash: int(&b[8..16]), fact: FactId(int(&b[16..])) };
        bytes.as_chunks::<HINT>().0.iter().map(hint).collect()
    }
}
