//! The first pass over a purchase file: every row is read, checked for itself, and set aside by its member.

use super::feed::{Feed, RowBatch};
use super::followed::FollowedMoves;
use super::member_lookup::{MemberDirectory, MemberLookup, NEW};
use super::record::{ReferenceUse, write_number, write_row};
use super::rejects::Rejects;
use super::{DeskError, ImportOptions, ImportPhase, ImportProgress, ImportWatch, trouble};
use crate::domain::import::purchase::Purchase;
use crate::domain::import::reader::RowReader;
use crate::domain::import::reject::CellReject;
use crate::domain::import::settle;
use crate::domain::import::setup::Layout;
use crate::domain::import::split::CsvRow;
use crate::domain::import::target::ImportField;
use crate::domain::num::{MemberId, OpSeq};
use crate::store::Store;
use crate::store::import::OrderDigest;
use crate::store::import::spill::Spill;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Rows of members on file that a partition should hold, and members that are not on file.
const PART_ROWS: u64 = 1 << 17;
const PART_NEW_MEMBERS: i64 = 1 << 13;

/// Bytes that a row has at least, about: for guessing how many rows a file holds.
const ROW_BYTES: u64 = 48;

/// Partitions of references, as a power of two.
pub(super) const KEY_PARTS_LOG2: u32 = 7;

/// Which partition a member's rows are in: ids in ascending order, so that each table is written from one end to the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Partitions {
    span: i64,
    /// Partitions of members on file.
    on_file: i64,
}

impl Partitions {
    pub(super) fn new(last_member: MemberId, bytes: Option<u64>) -> Self {
        let rows = bytes.map_or(64 * PART_ROWS, |b| b / ROW_BYTES);
        let wanted = i64::try_from((rows / PART_ROWS).clamp(1, 512)).unwrap_or(512);
        let span = (last_member.0 / wanted + 1).max(1);
        Self { span, on_file: last_member.0 / span + 1 }
    }

    pub(super) fn of(&self, member: MemberId) -> usize {
        let part = if member.0 < NEW {
            // A member that was enrolled since goes to the last one.
            (member.0 / self.span).min(self.on_file - 1)
        } else {
            self.on_file + (member.0 - NEW) / PART_NEW_MEMBERS
        };
        usize::try_from(part).unwrap_or(0)
    }
}

/// Which partition a reference is in: ascending in the order of the table of references.
pub(super) fn key_part(hash: i64) -> usize {
    let from_zero = hash.cast_unsigned() ^ (1 << 63);
    usize::try_from(from_zero >> (64 - KEY_PARTS_LOG2)).unwrap_or(0)
}

/// Stores and channels named in the file; the first is the empty one.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) texts: Vec<String>,
    places: HashMap<String, u32>,
}

impl Labels {
    fn new() -> Self {
        Self { texts: vec![String::new()], places: HashMap::from([(String::new(), 0)]) }
    }

    fn place(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }
}

/// All rows of a file, set aside.
pub(super) struct CollectedPurchases {
    pub(super) parts: Partitions,
    pub(super) rows: Spill,
    pub(super) keys: Spill,
    pub(super) labels: Labels,
    pub(super) says_store: bool,
    pub(super) says_channel: bool,
    pub(super) ignored: Vec<String>,
    /// The operations that brought this file before, where only their rows are those of this one (see `Known::only`).
    pub(super) of_this_file: Option<Arc<HashSet<OpSeq>>>,
    /// Rows read, rejected ones included.
    pub(super) count: u64,
    /// It was stopped before the end of the file.
    pub(super) stopped: bool,
}

struct PurchaseCollector<'a> {
    store: &'a Store,
    reading: RowReader,
    people: MemberDirectory,
    moves: FollowedMoves,
    rejects: &'a mut Rejects,
    out: CollectedPurchases,
    record: Vec<u8>,
}

/// Reads all rows of a file. `reading` makes a reading of a layout.
pub(super) fn gather(
    store: &Store,
    feed: &Feed<'_>,
    bytes: Option<u64>,
    options: &ImportOptions,
    reading: impl FnOnce(Layout) -> RowReader,
    rejects: &mut Rejects,
    watch: &mut dyn ImportWatch,
) -> Result<Option<CollectedPurchases>, DeskError> {
    let Some(layout) = feed.layout() else { return Ok(None) };
    let (says_store, says_channel) = (layout.has(ImportField::Store), layout.has(ImportField::Channel));
    let ignored = layout.ignored();
    let parts = Partitions::new(store.last_member()?, bytes);
    let (rows, keys) = (Spill::beside(store.path()), Spill::beside(store.path()));
    let (labels, count, stopped) = (Labels::new(), 0, false);
    let out = CollectedPurchases {
        parts,
        rows,
        keys,
        labels,
        says_store,
        says_channel,
        ignored,
        of_this_file: None,
        count,
        stopped,
    };
    let (people, moves) = (MemberDirectory::new(options.enrol), FollowedMoves::of(store)?);
    let (reading, record) = (reading(layout), Vec::new());
    let mut work = PurchaseCollector { store, reading, people, moves, rejects, out, record };
    while let Some(batch) = feed.next() {
        // One look at the file for all rows of a batch.
        store.read(|_| work.batch(&batch))?;
        watch.progress(ImportProgress {
            stage: ImportPhase::Reading,
            done: batch.bytes,
            total: bytes,
            rows: work.out.count,
        });
        if watch.stop() {
            work.out.stopped = true;
            break;
        }
    }
    Ok(Some(work.out))
}

impl PurchaseCollector<'_> {
    fn batch(&mut self, batch: &RowBatch) -> Result<(), DeskError> {
        for row in batch.rows.iter() {
            self.out.count += 1;
            if let Err(bad) = self.row(row)? {
                self.rejects.push(&bad.of_row(row.line()))?;
            }
        }
        Ok(())
    }

    fn row(&mut self, row: CsvRow<'_>) -> Result<Result<(), CellReject>, DeskError> {
        if let Err(bad) = self.reading.shape(row) {
            return Ok(Err(bad));
        }
        let purchase = match self.reading.purchase(row) {
            Ok(purchase) => purchase,
            Err(bad) => return Ok(Err(bad)),
        };
        let (who, made) = self.people.resolve(self.store, purchase.member)?;
        if let Some(member) = self.moves.followed(self.store, &who, &purchase)? {
            let whose = RowMember { member, number_of: MemberId::NOBODY, follows_move: true };
            set_aside(&mut self.out, &mut self.record, whose, row.line(), &purchase)?;
            return Ok(Ok(()));
        }
        let member = match who {
            MemberLookup::Member(member) => member,
            MemberLookup::ClosedByUndo(member) if self.people.enrols() => member,
            other @ (MemberLookup::ClosedByUndo(_)
            | MemberLookup::Unknown
            | MemberLookup::Closed(_)
            | MemberLookup::Erased
            | MemberLookup::Several(_)
            | MemberLookup::PhoneOf(_)) => return Ok(Err(other.against(purchase.member))),
        };
        let part = self.out.parts.of(member);
        if made {
            write_number(&mut self.record, member, purchase.member.text());
            self.out.rows.push(part, &self.record).map_err(trouble)?;
        }
        let number_of = self.people.merged_number(purchase.member);
        let whose = RowMember { member, number_of, follows_move: false };
        set_aside(&mut self.out, &mut self.record, whose, row.line(), &purchase)?;
        Ok(Ok(()))
    }
}

/// Whose a row is.
#[derive(Debug, Clone, Copy)]
struct RowMember {
    member: MemberId,
    /// See [`settle::PurchaseInput::number_of`].
    number_of: MemberId,
    follows_move: bool,
}

fn set_aside(
    out: &mut CollectedPurchases,
    record: &mut Vec<u8>,
    RowMember { member, number_of, follows_move }: RowMember,
    line: u64,
    purchase: &Purchase<'_>,
) -> Result<(), DeskError> {
    let row = settle::PurchaseInput {
        line,
        at: purchase.at,
        refund: purchase.refund,
        amount: purchase.amount,
        points_paid: purchase.points_paid,
        store: out.labels.place(purchase.store),
        channel: out.labels.place(purchase.channel),
        reference: purchase.reference,
        refund_of: purchase.refund_of,
        number_of,
        follows_move,
        reference_elsewhere: false,
        sale_elsewhere: false,
    };
    write_row(record, member, &row);
    out.rows.push(out.parts.of(member), record).map_err(trouble)?;
    let names = [(purchase.reference, false), (purchase.refund_of, true)];
    for (reference, names) in names.into_iter().filter(|(reference, _)| !reference.is_empty()) {
        let digest = OrderDigest::of(reference);
        let key = ReferenceUse { digest, names, at: purchase.at, tie: tie_of(purchase.member.text()), member };
        out.keys.push(key_part(digest.hash()), &key.write()).map_err(trouble)?;
    }
    Ok(())
}

/// A number that depends on nothing but the member's number (FNV-1a).
fn tie_of(number: &str) -> u64 {
    number.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
