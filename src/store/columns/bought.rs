//! Who bought on which days: one scan of the purchase history, as it stood at the end of a day.
//!
//! A refund lowers its purchase on the purchase's day, from the refund's instant on. Members whose files were merged, parted,
//! frozen or closed are few and are folded; for everybody else sales and refunds say it all.

use super::super::Store;
use super::super::error::StoreError;
use super::{narrow, narrow_day};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::fact::{EventKind, FactKind, Status};
use crate::domain::fold::fold;
use crate::domain::fold::view::PurchaseRow;
use crate::domain::num::{MemberId, Money};
use crate::domain::program::Programs;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Who watches a scan of everybody, and may stop it.
pub trait Watch {
    /// How much is done of how much.
    fn progress(&mut self, _done: u64, _total: u64) {}

    /// Whether to stop: the scan then ends with `Interrupted`.
    fn stop(&self) -> bool {
        false
    }
}

/// Nobody.
impl Watch for () {}

/// A day on which somebody bought (or got money back that names no purchase).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoughtDay {
    /// The day.
    pub day: i32,
    /// Orders on it: purchases of which not all has gone back; 0 where only money went back.
    pub orders: i32,
    /// Money kept of the day's purchases, in minor units.
    pub net: i64,
}

/// Everybody's days, member by member.
#[derive(Debug, Clone, Default)]
pub struct Bought {
    /// Ids, ascending.
    pub members: Vec<i64>,
    /// Codes of `Status` on the day; 0: no member yet.
    pub status: Vec<u8>,
    /// Where the days of each member begin in `days`; one more than members.
    starts: Vec<usize>,
    /// Days, ascending for each member.
    days: Vec<BoughtDay>,
}

impl Bought {
    /// The days of the member at a place.
    pub fn of(&self, at: usize) -> &[BoughtDay] {
        &self.days[self.starts[at]..self.starts[at + 1]]
    }

    /// The place of a member.
    pub fn place(&self, member: MemberId) -> Option<usize> {
        self.members.binary_search(&member.0).ok()
    }

    /// Whether the member at a place counts: active and frozen ones do.
    pub fn counts(&self, at: usize) -> bool {
        self.status[at] == Status::Active as u8 || self.status[at] == Status::Frozen as u8
    }
}

/// A sale while the scan runs.
struct Sold {
    id: i64,
    place: u32,
    day: i32,
    amount: i64,
    net: i64,
}

/// What of a sale has gone back.
struct Back {
    at: i64,
    id: i64,
    place: u32,
    sale: Option<i64>,
    amount: i64,
    points_paid: Option<i64>,
}

/// Facts between two looks at whether to stop.
const STEP: u64 = 50_000;

impl Store {
    /// Who bought on which days, as of the end of a day.
    pub fn bought(&self, until: Day, programs: &Programs, watch: &mut dyn Watch) -> Result<Bought, StoreError> {
        let cutoff = programs.zone().end_of(until);
        let mut people = self.people(until, cutoff)?;
        let voided = self.voided_operations()?;
        let mut scan = Scan { calendar: Calendar::new(programs.zone(), until), ..Scan::default() };
        self.scan_facts(cutoff, &people, &voided, &mut scan, watch)?;
        scan.settle();
        for place in &scan.seen {
            if people.status[*place as usize] == 0 {
                people.status[*place as usize] = Status::Active as u8;
            }
        }
        let mut lines = scan.lines;
        lines.retain(|line| !people.complex.contains(&line.0));
        for place in &people.complex {
            let member = MemberId(people.members[*place as usize]);
            let folded = fold(&self.history(member)?, programs, until)
                .map_err(|e| StoreError::Damaged(format!("member {}: {e}", member.0)))?;
            people.status[*place as usize] = folded.state.snapshot(programs).status as u8;
            for (day, bought) in days_of(&folded.trace.purchases) {
                lines.push((*place, narrow_day(Some(day)), bought.0, bought.1));
            }
        }
        Ok(in_rows(people, lines))
    }

    fn scan_facts(
        &self,
        cutoff: Instant,
        people: &People,
        voided: &HashSet<i64>,
        scan: &mut Scan,
        watch: &mut dyn Watch,
    ) -> Result<(), StoreError> {
        let total = u64::try_from(self.newest_id()?).unwrap_or(0);
        let sql = "SELECT id, member, kind, at, amount, points_paid, link, op FROM fact WHERE kind <= ?1 AND at <= ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([FactKind::Refund.code(), cutoff.0])?;
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
                let net = amount - points_paid.unwrap_or(0);
                scan.sold.push(Sold { id, place, day: scan.calendar.day(at), amount, net });
                if points_paid.unwrap_or(0) != 0 {
                    scan.paid.insert(id, points_paid.unwrap_or(0));
                }
                if people.status[place as usize] == 0 {
                    scan.seen.insert(place);
                }
            } else {
                scan.back.push(Back { at, id, place, sale: row.get(6)?, amount, points_paid });
            }
        }
        Ok(())
    }

    /// Operations of imports that were taken back.
    fn voided_operations(&self) -> Result<HashSet<i64>, StoreError> {
        let sql = "SELECT o.seq FROM voided_batch v JOIN operation o ON o.seq = v.batch OR o.batch = v.batch";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everybody, and who there was by the day.
    fn people(&self, until: Day, cutoff: Instant) -> Result<People, StoreError> {
        let mut people = People::default();
        let mut statement = self.db.prepare_cached("SELECT id, joined_on FROM member ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            people.members.push(row.get(0)?);
            let joined: Option<i64> = row.get(1)?;
            people.status.push(u8::from(joined.is_some_and(|day| day <= until.0)));
        }
        drop(rows);
        people.are_dense = people.members.iter().zip(1..).all(|(id, n)| *id == n);
        let mut statement = self.db.prepare_cached("SELECT member, body FROM member_event WHERE at <= ?1")?;
        let mut rows = statement.query([cutoff.0])?;
        while let Some(row) = rows.next()? {
            let Some(place) = people.place(row.get(0)?) else { continue };
            let body = row.get_ref(1)?.as_str().map_err(|e| StoreError::Damaged(e.to_string()))?;
            // Nearly all events are of this kind; reading each as JSON would take longer than the scan.
            if body.starts_with(r#"{"kind":"enrol""#) {
                people.status[place as usize] = Status::Active as u8;
            } else if is_complex(body)? {
                people.complex.insert(place);
            }
        }
        Ok(people)
    }
}

fn is_complex(body: &str) -> Result<bool, StoreError> {
    let kind: EventKind = serde_json::from_str(body).map_err(|e| StoreError::Damaged(e.to_string()))?;
    Ok(matches!(
        kind,
        EventKind::Status { .. }
            | EventKind::Absorb { .. }
            | EventKind::MergedInto { .. }
            | EventKind::Unmerge { .. }
            | EventKind::Erase
    ))
}

#[derive(Default)]
struct People {
    members: Vec<i64>,
    status: Vec<u8>,
    /// Places of members that are to be folded.
    complex: BTreeSet<u32>,
    /// Ids are 1, 2, 3 and so on.
    are_dense: bool,
}

impl People {
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
type Bit = (u32, i32, i32, i64);

#[derive(Default)]
struct Scan {
    calendar: Calendar,
    sold: Vec<Sold>,
    /// Parts of sales that were paid with points.
    paid: HashMap<i64, i64>,
    back: Vec<Back>,
    /// Members whom only a purchase shows to have been there.
    seen: BTreeSet<u32>,
    lines: Vec<Bit>,
}

impl Scan {
    /// Lets every refund lower its sale, in the order in which they took effect.
    fn settle(&mut self) {
        let mut returned: HashMap<usize, (i64, i64)> = HashMap::new();
        self.back.sort_unstable_by_key(|b| (b.at, b.id));
        for back in std::mem::take(&mut self.back) {
            let of = back.sale.and_then(|sale| self.sold.binary_search_by_key(&sale, |s| s.id).ok());
            let fits = |at: &usize| {
                let sold = &self.sold[*at];
                sold.place == back.place && sold.day <= self.calendar.day(back.at)
            };
            let Some(at) = of.filter(fits) else {
                let day = self.calendar.day(back.at);
                self.lines.push((back.place, day, 0, back.points_paid.unwrap_or(0) - back.amount));
                continue;
            };
            let sold = &mut self.sold[at];
            let paid = self.paid.get(&sold.id).copied().unwrap_or(0);
            let (amount_back, paid_back) = returned.entry(at).or_default();
            *amount_back += back.amount;
            let share = match back.points_paid {
                Some(said) => said,
                None => proportion(paid, *amount_back, sold.amount) - *paid_back,
            };
            let share = share.clamp(0, (paid - *paid_back).max(0));
            *paid_back += share;
            sold.net -= back.amount - share;
        }
        self.lines.reserve(self.sold.len());
        for (at, sold) in std::mem::take(&mut self.sold).into_iter().enumerate() {
            let gone = returned.get(&at).map_or(0, |(amount, _)| *amount);
            let is_order = sold.amount == 0 || gone < sold.amount;
            self.lines.push((sold.place, sold.day, i32::from(is_order), sold.net));
        }
    }
}

/// `floor(whole × part / of)`, the whole where there is nothing to divide by.
fn proportion(whole: i64, part: i64, of: i64) -> i64 {
    if of <= 0 {
        return whole;
    }
    i64::try_from(i128::from(whole) * i128::from(part) / i128::from(of)).unwrap_or(whole)
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
        let is_order = row.amount >= Money(0) && (row.amount == Money(0) || row.refunded < row.amount);
        entry.0 += i32::from(is_order);
    }
    days
}

/// Sorts what was found by member and day, and sums up each day.
fn in_rows(people: People, mut lines: Vec<Bit>) -> Bought {
    lines.sort_unstable_by_key(|line| (line.0, line.1));
    let mut starts = Vec::with_capacity(people.members.len() + 1);
    let mut days: Vec<BoughtDay> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    for place in 0..people.members.len() {
        let start = days.len();
        starts.push(start);
        while let Some((_, day, orders, net)) = lines.next_if(|line| line.0 as usize == place) {
            match days[start..].last_mut().filter(|last| last.day == day) {
                Some(last) => {
                    last.orders = last.orders.saturating_add(orders);
                    last.net = last.net.saturating_add(net);
                }
                _ => days.push(BoughtDay { day, orders, net }),
            }
        }
    }
    starts.push(days.len());
    Bought { members: people.members, status: people.status, starts, days }
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
