//! Who bought on which days: one scan of the purchase history, as it stood at the end of a day.
//!
//! A refund lowers its purchase on the purchase's day, from the refund's instant on. Members whose files were merged, parted,
//! frozen or closed are few and are folded; for everybody else sales and refunds say it all.

use super::super::Store;
use super::super::error::StoreError;
use super::halves::Ids;
use super::watch::ScanWatch;
use super::{narrow, narrow_day};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::fact::{EventKind, FactKind, Status};
use crate::domain::fold::fold;
use crate::domain::fold::view::PurchaseRow;
use crate::domain::num::{FIRST_JOINED, FileNumber, MemberId, Money, OpSeq, joined};
use crate::domain::program::Programs;
use crate::domain::refund::{Parts, points_part};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A day on which somebody bought (or got money back that names no purchase).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoughtDay {
    pub day: i32,
    /// Orders on it: purchases of which not all has gone back; 0 where only money went back.
    pub orders: i32,
    /// Money kept of the day's purchases, in minor units.
    pub net: i64,
}

/// Everybody's days, member by member.
#[derive(Debug, Clone, Default)]
pub struct PurchaseDays {
    /// Ids, ascending.
    pub members: Vec<i64>,
    /// Codes of `Status` on the day; 0: no member yet.
    pub status: Vec<u8>,
    /// Where the days of each member begin in `days`; one more than members.
    starts: Vec<usize>,
    /// Days, ascending for each member.
    days: Vec<BoughtDay>,
}

impl PurchaseDays {
    /// The days of the member at a place.
    pub fn of(&self, at: usize) -> &[BoughtDay] {
        &self.days[self.starts[at]..self.starts[at + 1]]
    }

    pub fn place(&self, member: MemberId) -> Option<usize> {
        self.members.binary_search(&member.0).ok()
    }

    /// Whether the member at a place counts: active and frozen ones do.
    pub fn counts(&self, at: usize) -> bool {
        self.status[at] == Status::Active as u8 || self.status[at] == Status::Frozen as u8
    }
}

/// The place of a sale that a line stands for.
const SETTLED: u32 = u32::MAX;

/// A sale while the scan runs.
struct ScannedSale {
    id: i64,
    place: u32,
    day: i32,
    amount: i64,
}

/// What of a sale has gone back.
struct ScannedRefund {
    at: i64,
    id: i64,
    place: u32,
    sale: Option<i64>,
    amount: i64,
    points_paid: Option<i64>,
}

/// Facts between two looks at whether to stop.
const STEP: u64 = 50_000;

/// The rows that came from other files.
const JOINED: Ids = FIRST_JOINED..=i64::MAX;

impl Store {
    /// Who bought on which days, as of the end of a day.
    pub fn bought(
        &self,
        until: Day,
        programs: &Programs,
        watch: &mut dyn ScanWatch,
    ) -> Result<PurchaseDays, StoreError> {
        let cutoff = programs.zone().end_of(until);
        let mut people = self.people(until, cutoff, watch)?;
        let voided = self.voided_operations()?;
        let calendar = Calendar::new(programs.zone(), until);
        let asked = Facts { cutoff, people: &people, voided: &voided, calendar: &calendar };
        let mut parts =
            self.in_halves(self.newest_id()?, watch, &|store, ids, watch| store.scan_facts(&ids, &asked, watch))?;
        parts.push(self.scan_facts(&JOINED, &asked, watch)?);
        let mut scan = Scan::default();
        for part in parts {
            scan.append(part);
        }
        scan.settle(&calendar, programs.file());
        for place in &scan.seen {
            if people.status[*place as usize] == 0 {
                people.status[*place as usize] = Status::Active as u8;
            }
        }
        let Scan { sold, mut lines, .. } = scan;
        lines.retain(|line| !people.complex.contains(&line.0));
        for place in &people.complex {
            let member = MemberId(people.members[*place as usize]);
            let folded = fold(&self.history(member)?, programs, until)
                .map_err(|e| StoreError::Damaged(format!("member {}: {e}", member.0)))?;
            let snapshot = folded.state.snapshot(programs);
            // Who is merged later need not have been there yet.
            if people.status[*place as usize] != 0 || !folded.trace.purchases.is_empty() {
                people.status[*place as usize] = snapshot.status as u8;
            }
            // What a file that went on elsewhere held is there, also where it was erased since.
            if snapshot.merged_into.is_some() {
                continue;
            }
            for (day, bought) in days_of(&folded.trace.purchases) {
                lines.push((*place, narrow_day(Some(day)), bought.0, bought.1));
            }
        }
        Ok(in_rows(people, &sold, &lines))
    }

    fn scan_facts(&self, ids: &Ids, asked: &Facts<'_>, watch: &mut dyn ScanWatch) -> Result<Scan, StoreError> {
        let Facts { cutoff, people, voided, calendar } = *asked;
        let mut scan = Scan::default();
        let total = u64::try_from(self.newest_id()?).unwrap_or(0);
        let sql = "SELECT id, member, kind, at, amount, points_paid, link, op FROM fact
                   WHERE kind <= ?1 AND at <= ?2 AND id BETWEEN ?3 AND ?4";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([FactKind::Refund.code(), cutoff.0, *ids.start(), *ids.end()])?;
        let mut done = 0_u64;
        while let Some(row) = rows.next()? {
            done += 1;
            if done.is_multiple_of(STEP) {
                watch.progress(done, total);
                if watch.stop() {
                    return Err(StoreError::Interrupted);
                }
            }
            let (id, member): (i64, i64) = (row.get(0)?, row.get(1)?);
            if !voided.is_empty() && voided.contains(&row.get(7)?) {
                continue;
            }
            let Some(place) = people.place(member) else { continue };
            let (at, amount): (i64, i64) = (row.get(3)?, row.get(4)?);
            let points_paid: Option<i64> = row.get(5)?;
            if row.get::<_, i64>(2)? == FactKind::Sale.code() {
                scan.sold.push(ScannedSale { id, place, day: calendar.day(at), amount });
                if points_paid.unwrap_or(0) != 0 {
                    scan.paid.insert(id, points_paid.unwrap_or(0));
                }
                if people.status[place as usize] == 0 {
                    scan.seen.insert(place);
                }
            } else {
                scan.back.push(ScannedRefund { at, id, place, sale: row.get(6)?, amount, points_paid });
            }
        }
        Ok(scan)
    }

    /// Operations of imports that were taken back.
    fn voided_operations(&self) -> Result<HashSet<i64>, StoreError> {
        let sql = "SELECT o.seq FROM voided_batch v JOIN operation o ON o.seq = v.batch OR o.batch = v.batch";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everybody, and who there was by the day.
    fn people(&self, until: Day, cutoff: Instant, watch: &mut dyn ScanWatch) -> Result<MemberPositions, StoreError> {
        let joined = |store: &Self, ids: Ids, watch: &mut dyn ScanWatch| {
            let sql = "SELECT id, joined_on FROM member WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
            let mut statement = store.db.prepare_cached(sql)?;
            let mut rows = statement.query([ids.start(), ids.end()])?;
            let (mut members, mut status) = (Vec::new(), Vec::new());
            while let Some(row) = rows.next()? {
                members.push(row.get::<_, i64>(0)?);
                let joined: Option<i64> = row.get(1)?;
                status.push(u8::from(joined.is_some_and(|day| day <= until.0)));
                unless_stopped(members.len() as u64, watch)?;
            }
            Ok((members, status))
        };
        let mut people = MemberPositions::default();
        for (mut members, mut status) in self.in_halves(self.newest_member()?, watch, &joined)? {
            people.members.append(&mut members);
            people.status.append(&mut status);
        }
        people.are_dense = people.members.iter().zip(1..).all(|(id, n)| *id == n);
        let known = &people;
        let events = |store: &Self, ids: Ids, watch: &mut dyn ScanWatch| store.enrolled(&ids, cutoff, known, watch);
        let sql = "SELECT COALESCE(MAX(id), 0) FROM member_event WHERE id < ?1";
        let last = self.db.prepare_cached(sql)?.query_row([FIRST_JOINED], |row| row.get(0))?;
        let mut parts = self.in_halves(last, watch, &events)?;
        parts.push(self.enrolled(&JOINED, cutoff, &people, watch)?);
        for (enrolled, complex) in parts {
            for place in enrolled {
                people.status[place as usize] = Status::Active as u8;
            }
            people.complex.extend(complex);
        }
        Ok(people)
    }

    /// Who was enrolled by events of a range of ids, and who is to be folded for one.
    fn enrolled(
        &self,
        ids: &Ids,
        cutoff: Instant,
        people: &MemberPositions,
        watch: &mut dyn ScanWatch,
    ) -> Result<(Vec<u32>, Vec<u32>), StoreError> {
        let sql = "SELECT member, body, at, op FROM member_event WHERE id BETWEEN ?1 AND ?2";
        let programs = self.programs()?;
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([*ids.start(), *ids.end()])?;
        let (mut enrolled, mut complex, mut done) = (Vec::new(), Vec::new(), 0);
        while let Some(row) = rows.next()? {
            done += 1;
            unless_stopped(done, watch)?;
            let Some(place) = people.place(row.get(0)?) else { continue };
            let body = row.get_ref(1)?.as_str().map_err(|e| StoreError::Damaged(e.to_string()))?;
            let is_later = row.get::<_, i64>(2)? > cutoff.0;
            // Nearly all events are of this kind; reading each as JSON would take longer than the scan.
            if body.starts_with(r#"{"kind":"enrol""#) {
                if !is_later {
                    enrolled.push(place);
                }
            } else if is_complex(body, (Instant(row.get(2)?), OpSeq(row.get(3)?)), cutoff, &programs)? {
                complex.push(place);
            }
        }
        Ok((enrolled, complex))
    }
}

fn unless_stopped(done: u64, watch: &dyn ScanWatch) -> Result<(), StoreError> {
    if done.is_multiple_of(STEP) && watch.stop() { Err(StoreError::Interrupted) } else { Ok(()) }
}

/// Whether an event asks for its member to be folded. A merge does so on the days before it, too: what came late under the number
/// that joined is recorded on the other member.
fn is_complex(
    body: &str,
    (at, op): (Instant, OpSeq),
    cutoff: Instant,
    programs: &Programs,
) -> Result<bool, StoreError> {
    let kind: EventKind = serde_json::from_str(body).map_err(|e| StoreError::Damaged(e.to_string()))?;
    let merges = matches!(kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. } | EventKind::Unmerge { .. });
    let changes = matches!(kind, EventKind::Status { .. } | EventKind::Counts { .. });
    let erases = kind == EventKind::Erase && programs.counts_from(at, op) <= cutoff;
    Ok(merges || erases || (changes && at <= cutoff))
}

#[derive(Default)]
struct MemberPositions {
    members: Vec<i64>,
    status: Vec<u8>,
    /// Places of members that are to be folded.
    complex: BTreeSet<u32>,
    /// Ids are 1, 2, 3 and so on.
    are_dense: bool,
}

impl MemberPositions {
    fn place(&self, member: i64) -> Option<u32> {
        let at = if self.are_dense {
            usize::try_from(member - 1).ok().filter(|at| *at < self.members.len())
        } else {
            self.members.binary_search(&member).ok()
        };
        at.and_then(|at| u32::try_from(at).ok())
    }
}

/// A member's place, a day, orders on it, money kept.
type DayDelta = (u32, i32, i32, i64);

/// What a scan of facts is held against.
#[derive(Clone, Copy)]
struct Facts<'a> {
    cutoff: Instant,
    people: &'a MemberPositions,
    voided: &'a HashSet<i64>,
    calendar: &'a Calendar,
}

#[derive(Default)]
struct Scan {
    sold: Vec<ScannedSale>,
    /// Parts of sales that were paid with points.
    paid: HashMap<i64, i64>,
    back: Vec<ScannedRefund>,
    /// Members whom only a purchase shows to have been there.
    seen: BTreeSet<u32>,
    lines: Vec<DayDelta>,
}

impl Scan {
    /// Lets every refund lower its sale, in the order in which they took effect.
    fn settle(&mut self, calendar: &Calendar, own: FileNumber) {
        let mut returned: HashMap<usize, (i64, i64)> = HashMap::new();
        self.back.sort_unstable_by_key(|b| (b.at, joined(b.id, own)));
        for back in std::mem::take(&mut self.back) {
            let of = back.sale.and_then(|sale| self.sold.binary_search_by_key(&sale, |s| s.id).ok());
            let fits = |at: &usize| {
                let sold = &self.sold[*at];
                sold.place == back.place && sold.day <= calendar.day(back.at)
            };
            let Some(at) = of.filter(fits) else {
                let day = calendar.day(back.at);
                self.lines.push((back.place, day, 0, back.points_paid.unwrap_or(0) - back.amount));
                continue;
            };
            let sold = &self.sold[at];
            let paid = self.paid.get(&sold.id).copied().unwrap_or(0);
            let (amount_back, paid_back) = returned.entry(at).or_default();
            // Of a purchase that was moved away nothing is left for its later refunds.
            let amount = back.amount.min(sold.amount - *amount_back);
            let whole = Parts { amount: sold.amount, points_paid: paid };
            let gone = Parts { amount: *amount_back, points_paid: *paid_back };
            *amount_back += amount;
            *paid_back += points_part(whole, gone, amount, back.points_paid);
        }
        // Sales of which all is money that was kept stand for themselves; of the others a line says what is left.
        let paid = self.paid.keys().filter_map(|id| self.sold.binary_search_by_key(id, |s| s.id).ok());
        let touched: BTreeSet<usize> = returned.keys().copied().chain(paid).collect();
        for at in touched {
            let sold = &mut self.sold[at];
            let (amount_back, paid_back) = returned.get(&at).copied().unwrap_or_default();
            let paid = self.paid.get(&sold.id).copied().unwrap_or(0);
            // A purchase of nothing is taken back by a refund of nothing.
            let is_order = amount_back < sold.amount || !returned.contains_key(&at);
            let net = (sold.amount - paid) - (amount_back - paid_back);
            self.lines.push((sold.place, sold.day, i32::from(is_order), net));
            sold.place = SETTLED;
        }
    }

    /// Puts what was read of later facts behind.
    fn append(&mut self, mut more: Self) {
        self.sold.append(&mut more.sold);
        self.paid.extend(more.paid);
        self.back.append(&mut more.back);
        self.seen.append(&mut more.seen);
        self.lines.append(&mut more.lines);
    }
}

/// The days of a folded member.
pub fn bought_days(purchases: &[PurchaseRow]) -> Vec<BoughtDay> {
    let day = |(day, (orders, net)): (Day, (i32, i64))| BoughtDay { day: narrow_day(Some(day)), orders, net };
    days_of(purchases).into_iter().map(day).collect()
}

/// The days of a folded member: orders and money kept.
fn days_of(purchases: &[PurchaseRow]) -> BTreeMap<Day, (i32, i64)> {
    let mut back: HashMap<_, i64> = HashMap::new();
    for refund in purchases {
        if let Some(sale) = refund.sale {
            *back.entry(sale).or_default() -= refund.points_paid.0;
        }
    }
    let mut days: BTreeMap<Day, (i32, i64)> = BTreeMap::new();
    for row in purchases.iter().filter(|p| p.sale.is_none()) {
        let points_back = back.get(&row.fact).copied().unwrap_or(0);
        let entry = days.entry(row.day).or_default();
        entry.1 += (row.amount.0 - row.points_paid.0) - (row.refunded.0 - points_back);
        let is_order = row.amount >= Money(0) && !row.taken_back;
        entry.0 += i32::from(is_order);
    }
    days
}

/// Puts what was found in the order of members and days, and sums up each day.
fn in_rows(people: MemberPositions, sold: &[ScannedSale], lines: &[DayDelta]) -> PurchaseDays {
    let n = people.members.len();
    let sales = || sold.iter().filter(|sold| sold.place != SETTLED && !people.complex.contains(&sold.place));
    let mut starts = vec![0_usize; n + 1];
    for place in sales().map(|sold| sold.place).chain(lines.iter().map(|line| line.0)) {
        starts[place as usize + 1] += 1;
    }
    for at in 0..n {
        starts[at + 1] += starts[at];
    }
    let mut days = vec![BoughtDay { day: 0, orders: 0, net: 0 }; starts[n]];
    let mut next = starts.clone();
    let all = sales().map(|s| (s.place, s.day, 1, s.amount)).chain(lines.iter().copied());
    for (place, day, orders, net) in all {
        let at = &mut next[place as usize];
        days[*at] = BoughtDay { day, orders, net };
        *at += 1;
    }
    drop(next);
    // Each member's lines in the order of days, those of one day as one.
    let (mut kept, mut start) = (0, 0);
    for at in 0..n {
        let end = starts[at + 1];
        days[start..end].sort_unstable_by_key(|day| day.day);
        let first = kept;
        for from in start..end {
            let day = days[from];
            if kept > first && days[kept - 1].day == day.day {
                let last = &mut days[kept - 1];
                last.orders = last.orders.saturating_add(day.orders);
                last.net = last.net.saturating_add(day.net);
            } else {
                days[kept] = day;
                kept += 1;
            }
        }
        start = end;
        starts[at + 1] = kept;
    }
    days.truncate(kept);
    days.shrink_to_fit();
    PurchaseDays { members: people.members, status: people.status, starts, days }
}

/// The business day of an instant, by a table of the days' first instants.
#[derive(Default)]
struct Calendar {
    first: i64,
    starts: Vec<i64>,
    zone: Zone,
}

/// Days the table goes back; older instants are worked out one by one.
const YEARS: i64 = 60;
const DAY_MS: i64 = 86_400_000;

impl Calendar {
    fn new(zone: Zone, until: Day) -> Self {
        let first = until.0 - YEARS * 366;
        let starts = (first..=until.0 + 1).map(|day| zone.start_of(Day(day)).0).collect();
        Self { first, starts, zone }
    }

    fn day(&self, at: i64) -> i32 {
        let guess = at.div_euclid(DAY_MS) - self.first;
        for place in [guess, guess + 1, guess - 1] {
            let Ok(place) = usize::try_from(place) else { break };
            if let (Some(start), Some(next)) = (self.starts.get(place), self.starts.get(place + 1))
                && (*start..*next).contains(&at)
            {
                return narrow(self.first + i64::try_from(place).unwrap_or(0));
            }
        }
        narrow(self.zone.day_of(Instant(at)).0)
    }
}
