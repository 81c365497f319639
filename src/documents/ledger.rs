//! `points ledger`: every line of it, and the lots it leaves.

use super::member::PointsDoc;
use super::word;
use crate::domain::day::Day;
use crate::domain::fold::view::LedgerEntry;
use crate::domain::read_models::MemberRecord;
use serde::Serialize;

/// `points ledger`: in effective order; the points sum up to the balance and what is pending.
#[derive(Debug, Serialize)]
pub struct LedgerDoc<'a> {
    member_no: &'a str,
    as_of: Day,
    points: PointsDoc,
    entries: Vec<EntryDoc<'a>>,
}

impl<'a> LedgerDoc<'a> {
    pub fn new(file: &'a MemberRecord) -> Self {
        Self {
            member_no: &file.profile.member_no,
            as_of: file.snapshot.as_of,
            points: PointsDoc::new(&file.snapshot.points),
            entries: file.trace.entries.iter().map(EntryDoc::new).collect(),
        }
    }
}

/// One line of the ledger.
#[derive(Debug, Serialize)]
pub struct EntryDoc<'a> {
    id: i64,
    kind: &'static str,
    points: i64,
    balance_after: i64,
    day: Day,
    at: String,
    spendable_on: Option<Day>,
    expires_on: Option<Day>,
    reference: Option<&'a str>,
    reverses: Option<i64>,
    lots: Vec<DrawDoc>,
    seq: i64,
}

/// Points taken from, or given back to, the lot of a line.
#[derive(Debug, Serialize)]
struct DrawDoc {
    id: i64,
    points: i64,
}

impl<'a> EntryDoc<'a> {
    pub fn new(entry: &'a LedgerEntry) -> Self {
        Self {
            id: entry.fact.0,
            kind: word::entry(entry.kind),
            points: entry.points.0,
            balance_after: entry.balance_after.0,
            day: entry.day,
            at: entry.at.rfc3339(),
            spendable_on: entry.spendable_on,
            expires_on: entry.expires_on,
            reference: entry.reference.as_deref(),
            reverses: entry.reverses.map(|f| f.0),
            lots: entry.lots.iter().map(|d| DrawDoc { id: d.lot.0, points: d.points.0 }).collect(),
            seq: entry.op.0,
        }
    }
}
