//! Which rows of one member are new, which are known already, and which can't be: references, refunds and their sales.
//!
//! The answer does not depend on the order of the rows: they are put into the order of the facts they would become first.

mod lines;
mod remaining;

pub use lines::RepeatedOrders;

use super::reject::{CellReject, RowReject};
use super::target::ImportField;
use crate::domain::day::{Instant, Zone};
use crate::domain::fact::{Fact, FactKind, FactRank};
use crate::domain::num::{FactId, LabelId, MemberId, Money, OpSeq, grouped};
use remaining::SaleBalances;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// A row of a purchase file, the member known.
#[expect(clippy::struct_excessive_bools, reason = "each is something that is known of a row by itself")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PurchaseInput<'a> {
    /// The line on which it begins.
    pub line: u64,
    pub at: Instant,
    /// A refund, not a sale.
    pub refund: bool,
    /// How much, ≥ 0.
    pub amount: Money,
    pub points_paid: Option<Money>,
    /// Where, among the labels of this import (0: not said).
    pub store: u32,
    /// Through which channel, likewise.
    pub channel: u32,
    /// Its order reference; empty: none.
    pub reference: &'a str,
    /// The sale that a refund names; empty: none.
    pub refund_of: &'a str,
    /// The member whose number it names, where that one's file has gone on in another; else nobody.
    pub number_of: MemberId,
    /// It names the card that its sale was moved away from, and goes where the sale is.
    pub follows_move: bool,
    /// Its reference is another member's.
    pub reference_elsewhere: bool,
    /// The sale it names is another member's.
    pub sale_elsewhere: bool,
}

/// What the rows of one member are held against.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Sales and refunds on file of this member and of those that joined it.
    pub facts: &'a [&'a Fact],
    /// The texts of this import's labels.
    pub labels: &'a [String],
    /// The labels of the file that have these texts; `None`: not on file yet.
    pub label_ids: &'a [Option<LabelId>],
    /// Whether the import says where a purchase was made; if not, a row says nothing against another place.
    pub says_store: bool,
    /// Whether it says the channel.
    pub says_channel: bool,
    pub zone: Zone,
    /// Minor units in a major unit, for showing amounts.
    pub minor_per_major: i64,
    /// Rows with one reference are lines of one order, to be added up.
    pub lines: bool,
    /// The operations to whose rows without a reference a row may be equal; `None`: to those of all.
    pub only: Option<&'a HashSet<OpSeq>>,
}

impl<'k> Known<'k> {
    /// What each reference stands for. Where a purchase was moved between cards that are one by now, it is the one that counts.
    fn by_reference(&self) -> HashMap<&'k str, &'k Fact> {
        let away: HashSet<FactId> =
            self.facts.iter().filter(|f| f.moved_away().is_some()).filter_map(|f| f.link).collect();
        let (gone, here): (Vec<&'k Fact>, Vec<&'k Fact>) =
            self.facts.iter().copied().partition(|f| away.contains(&f.id));
        gone.into_iter().chain(here).filter_map(|f| f.reference.as_deref().map(|r| (r, f))).collect()
    }

    /// The text of a label.
    fn label(&self, n: u32) -> Option<&str> {
        usize::try_from(n).ok().and_then(|n| self.labels.get(n)).map(String::as_str)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundedSale {
    /// A sale has none; a refund without one lowers net spend on its own day.
    None,
    Stored(FactId),
    /// The new row at this place.
    New(usize),
}

/// A row that becomes a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRow<'a> {
    /// The row, `at` being the instant of the fact.
    pub row: PurchaseInput<'a>,
    pub sale: RefundedSale,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled<'a> {
    /// New ones, in the order of facts.
    pub new: Vec<NewRow<'a>>,
    pub unchanged: u64,
    /// Of these, rows without a reference that are equal to one on file.
    pub recognised: u64,
    /// Rows that went into another one, as lines of its order.
    pub lines: u64,
    pub repeated: RepeatedOrders,
    /// Lines that can't be, and why.
    pub rejected: Vec<(u64, CellReject)>,
}

impl PurchaseInput<'_> {
    fn rank(&self) -> FactRank {
        if self.refund { FactRank::Refund } else { FactRank::Sale }
    }

    /// The order of facts; among rows without a reference by what they say, so that the order of lines does not matter.
    fn compare(&self, other: &Self) -> Ordering {
        let key = |r: &Self| (r.at, r.rank());
        let rest = |r: &Self| (r.amount, r.points_paid);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.reference.cmp(other.reference))
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| self.refund_of.cmp(other.refund_of))
            .then_with(|| self.line.cmp(&other.line))
    }

    /// Its reference stands for other content already.
    fn ref_conflict(&self) -> CellReject {
        let value = self.reference.to_owned();
        CellReject { column: Some(ImportField::OrderRef), reason: RowReject::RefConflict, value }
    }
}

/// What is known of a row while the rows are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowState {
    /// It becomes a fact unless something stands against it.
    Open(SaleKey),
    Done,
}

/// A sale among those on file, or among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SaleKey {
    None,
    Stored(FactId),
    Row(usize),
}

struct Settlement<'a, 'k> {
    known: Known<'k>,
    rows: Vec<PurchaseInput<'a>>,
    fates: Vec<RowState>,
    stored: HashMap<&'k str, &'k Fact>,
    /// The row that stands for a reference that is not on file.
    first: HashMap<&'a str, usize>,
    unchanged: u64,
    recognised: u64,
    lines: u64,
    repeated: RepeatedOrders,
    rejected: Vec<(u64, CellReject)>,
}

/// Settles the rows of one member (and of those that were merged into it).
pub fn settle<'a>(rows: Vec<PurchaseInput<'a>>, known: Known<'_>) -> Settled<'a> {
    let added =
        if known.lines { lines::add_up(rows, &known) } else { lines::AddedUp { rows, lines: 0, rejected: Vec::new() } };
    let (mut rows, lines, rejected) = (added.rows, added.lines, added.rejected);
    rows.sort_by(PurchaseInput::compare);
    let stored = known.by_reference();
    let fates = vec![RowState::Open(SaleKey::None); rows.len()];
    let (first, repeated) = (HashMap::new(), RepeatedOrders::default());
    let mut work =
        Settlement { known, rows, fates, stored, first, unchanged: 0, recognised: 0, lines, repeated, rejected };
    work.choose_among_equal_references();
    work.find_named_sales();
    work.recognise_references();
    work.recognise_the_rest();
    work.match_refunds()
}

impl<'a> Settlement<'a, '_> {
    fn reject(&mut self, place: usize, bad: CellReject) {
        self.fates[place] = RowState::Done;
        self.rejected.push((self.rows[place].line, bad));
    }

    fn is_unchanged(&mut self, place: usize) {
        self.fates[place] = RowState::Done;
        self.unchanged += 1;
    }

    fn open(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|i| self.fates[*i] != RowState::Done).collect()
    }

    fn same_row(&self, a: &PurchaseInput<'_>, b: &PurchaseInput<'_>) -> bool {
        let label = |n: u32| self.known.label(n);
        let content =
            |r: &PurchaseInput<'_>| (r.at, r.refund, r.amount, r.points_paid, label(r.store), label(r.channel));
        content(a) == content(b) && a.refund_of == b.refund_of
    }

    /// A refund of the sale's own day takes effect after the sale.
    fn find_named_sales(&mut self) {
        for place in self.open() {
            let row = self.rows[place];
            if row.refund_of.is_empty() {
                continue;
            }
            match self.named_sale(&row) {
                Ok((sale, at)) => {
                    self.fates[place] = RowState::Open(sale);
                    self.rows[place].at = row.at.max(at);
                }
                Err(reason) => {
                    let (column, value) = if reason == RowReject::BeforeSale {
                        (ImportField::PurchasedAt, self.known.zone.day_of(row.at).to_string())
                    } else {
                        (ImportField::RefundOf, row.refund_of.to_owned())
                    };
                    self.reject(place, CellReject { column: Some(column), reason, value });
                }
            }
        }
    }

    /// The sale of a refund that is on file although its sale is another member's by now: a merge was taken away in between.
    fn refund_on_file(&self, row: &PurchaseInput<'_>) -> Option<FactId> {
        let refund = self.stored.get(row.reference).filter(|fact| fact.kind == FactKind::Refund)?;
        refund.link.filter(|sale| self.known.facts.iter().all(|fact| fact.id != *sale))
    }

    /// Whether a refund of a sale that stood here is on file already.
    fn is_refund_on_file(&self, row: &PurchaseInput<'_>, sale: FactId) -> bool {
        self.known.facts.iter().any(|fact| {
            let is_of_sale = fact.kind == FactKind::Refund && fact.link == Some(sale);
            is_of_sale && fact.reference.as_deref().unwrap_or_default() == row.reference
        })
    }

    fn named_sale(&self, row: &PurchaseInput<'_>) -> Result<(SaleKey, Instant), RowReject> {
        let (sale, at, refund) = if let Some(fact) = self.stored.get(row.refund_of) {
            // It was here, and was moved to another member.
            if row.sale_elsewhere && !self.is_refund_on_file(row, fact.id) {
                return Err(RowReject::OtherMembersSale);
            }
            (SaleKey::Stored(fact.id), fact.at, fact.kind == FactKind::Refund)
        } else if let Some(place) = self.first.get(row.refund_of) {
            (SaleKey::Row(*place), self.rows[*place].at, self.rows[*place].refund)
        } else if let Some(sale) = self.refund_on_file(row).filter(|_| row.sale_elsewhere) {
            return Ok((SaleKey::Stored(sale), row.at));
        } else {
            return Err(if row.sale_elsewhere { RowReject::OtherMembersSale } else { RowReject::UnknownSale });
        };
        if refund {
            return Err(RowReject::RefundOfRefund);
        }
        let day = |at| self.known.zone.day_of(at);
        if row.at < at && day(row.at) < day(at) { Err(RowReject::BeforeSale) } else { Ok((sale, at)) }
    }

    /// Rows whose reference is on file say the same as the file or are in conflict with it.
    fn recognise_references(&mut self) {
        for place in self.open() {
            let row = self.rows[place];
            let Some(fact) = self.stored.get(row.reference).copied() else { continue };
            if self.same_fact(fact, &row, self.fates[place]) {
                self.is_unchanged(place);
            } else {
                self.reject(place, row.ref_conflict());
            }
        }
    }

    fn same_fact(&self, fact: &Fact, row: &PurchaseInput<'_>, fate: RowState) -> bool {
        let kind = if row.refund { FactKind::Refund } else { FactKind::Sale };
        let label = |said: bool, place: u32, on_file: LabelId| {
            let id = usize::try_from(place).ok().and_then(|n| self.known.label_ids.get(n).copied().flatten());
            !said || id == Some(on_file)
        };
        let sale = row.refund_of.is_empty() || fate == RowState::Open(fact.link.map_or(SaleKey::None, SaleKey::Stored));
        (fact.kind, fact.at, fact.amount, fact.points_paid) == (kind, row.at, row.amount, row.points_paid)
            && sale
            && label(self.known.says_store, row.store, fact.store)
            && label(self.known.says_channel, row.channel, fact.channel)
    }

    /// Rows without a reference are known by kind, instant, amount and how often that occurs.
    fn recognise_the_rest(&mut self) {
        let mut on_file: HashMap<(bool, Instant, Money), u64> = HashMap::new();
        let only = self.known.only;
        let may_repeat = |f: &&&Fact| f.reference.is_none() && only.is_none_or(|ops| ops.contains(&f.op));
        for fact in self.known.facts.iter().filter(may_repeat) {
            *on_file.entry((fact.kind == FactKind::Refund, fact.at, fact.amount)).or_default() += 1;
        }
        if on_file.is_empty() {
            return;
        }
        for place in self.open() {
            let row = self.rows[place];
            if !row.reference.is_empty() {
                continue;
            }
            if let Some(count) = on_file.get_mut(&(row.refund, row.at, row.amount)).filter(|count| **count > 0) {
                *count -= 1;
                self.recognised += 1;
                self.is_unchanged(place);
            }
        }
    }

    /// Walks through time, giving each refund its sale.
    fn match_refunds(mut self) -> Settled<'a> {
        let mut order = self.open();
        let rows = &self.rows;
        order.sort_by(|a, b| rows[*a].compare(&rows[*b]));
        let mut till = SaleBalances::of(&self.known, rows, &order);
        let mut new: Vec<NewRow<'a>> = Vec::with_capacity(order.len());
        let mut places: HashMap<usize, usize> = HashMap::new();
        for place in order {
            let row = self.rows[place];
            let sale = match self.fates[place] {
                RowState::Open(SaleKey::None) if row.refund => till.newest_with_enough(&row),
                RowState::Open(sale) => sale,
                RowState::Done => continue,
            };
            if let Err(reason) = till.give_back(sale, &row) {
                let value = amount_text(row.amount, self.known.minor_per_major);
                self.reject(place, CellReject { column: Some(ImportField::Amount), reason, value });
                continue;
            }
            let sale = match sale {
                SaleKey::None => RefundedSale::None,
                SaleKey::Stored(fact) => RefundedSale::Stored(fact),
                // A sale is never behind its refund in this order.
                SaleKey::Row(sale) => places.get(&sale).map_or(RefundedSale::None, |n| RefundedSale::New(*n)),
            };
            places.insert(place, new.len());
            new.push(NewRow { row, sale });
        }
        let Self { unchanged, recognised, lines, repeated, rejected, .. } = self;
        Settled { new, unchanged, recognised, lines, repeated, rejected }
    }
}

fn amount_text(amount: Money, minor_per_major: i64) -> String {
    let decimals = minor_per_major.to_string().len() - 1;
    let (whole, rest) = (amount.0 / minor_per_major, amount.0 % minor_per_major);
    let whole = grouped(whole).replace(',', "");
    if decimals == 0 { whole } else { format!("{whole}.{rest:0decimals$}") }
}
