//! Two data files that join: whoever holds the same rows folds them alike, whichever of them came first.

use super::properties::{cases, choices, deeds, play, till};
use super::{Till, day};
use crate::domain::day::Day;
use crate::domain::fact::{Event, EventKind, Fact, History, OverrideMode};
use crate::domain::fold::fold;
use crate::domain::fold::view::{EntryKind, Snapshot};
use crate::domain::join::Renumbering;
use crate::domain::num::{FactId, FileNumber, MemberId, Points};
use crate::domain::program::Programs;
use proptest::prelude::*;
use std::collections::HashMap;
use std::convert::Infallible;

fn file(number: i64) -> FileNumber {
    FileNumber::new(number).unwrap()
}

/// What one file has recorded on a member, in its own numbers.
struct FileHistory {
    file: FileNumber,
    history: History,
}

impl FileHistory {
    /// The rows as another file has them.
    fn seen_in(&self, reader: FileNumber) -> History {
        let to = Renumbering { from: self.file, to: reader };
        let event = |event: &Event| {
            let kind = to.event_kind(event.kind.clone(), Ok::<MemberId, Infallible>).unwrap();
            Event { id: to.fact_id(event.id), op: to.op(event.op), kind, ..event.clone() }
        };
        History {
            member: self.history.member,
            facts: self.history.facts.iter().map(|f| to.fact(f, f.member)).collect(),
            events: self.history.events.iter().map(event).collect(),
            ..History::default()
        }
    }
}

/// Divides a history over files 1 and 2, each row where `of_second` says. Within its file a row has the next number.
fn divided(till: &Till, of_second: impl Fn(usize) -> bool) -> [FileHistory; 2] {
    let mut ids: Vec<FactId> = till.history.facts.iter().map(|f| f.id).collect();
    ids.extend(till.history.events.iter().map(|e| e.id));
    ids.sort_unstable();
    let mut next = [1, 1];
    let mut known: HashMap<FactId, FactId> = HashMap::new();
    for (n, id) in ids.iter().enumerate() {
        let which = usize::from(of_second(n));
        known.insert(*id, FactId(next[which]).joined(file(if which == 1 { 2 } else { 1 })));
        next[which] += 1;
    }
    [file(1), file(2)].map(|of| {
        let own = |id: FactId| known[&id].within(of);
        let is_own = |id: &FactId| known[id].file() == of;
        let fact = |f: &Fact| Fact { id: own(f.id), link: f.link.map(own), ..f.clone() };
        let event = |e: &Event| {
            let kind = match e.kind.clone() {
                EventKind::OverrideEnd { of } => EventKind::OverrideEnd { of: own(of) },
                EventKind::OverrideAgain { of } => EventKind::OverrideAgain { of: own(of) },
                other => other,
            };
            Event { id: own(e.id), kind, ..e.clone() }
        };
        let history = History {
            member: till.history.member,
            facts: till.history.facts.iter().filter(|f| is_own(&f.id)).map(fact).collect(),
            events: till.history.events.iter().filter(|e| is_own(&e.id)).map(event).collect(),
            ..History::default()
        };
        FileHistory { file: of, history }
    })
}

/// A line of the ledger: its fact by the number that all files know, what it is, points, balance after.
type LedgerLine = (FactId, EntryKind, Points, Points);

/// What a file that holds the rows of several makes of them, with every row called as all files call it.
fn folded(parts: &[&FileHistory], reader: FileNumber, programs: &Programs, on: Day) -> (Snapshot, Vec<LedgerLine>) {
    let mut history = History::default();
    for part in parts {
        let mut seen = part.seen_in(reader);
        history.member = seen.member;
        history.facts.append(&mut seen.facts);
        history.events.append(&mut seen.events);
    }
    let programs = programs.clone().read_in(reader);
    let folded = fold(&history, &programs, on).unwrap();
    let mut snapshot = folded.state.snapshot(&programs);
    for lot in &mut snapshot.points.lots {
        lot.fact = lot.fact.joined(reader);
    }
    let lines = folded.trace.entries.iter().map(|e| (e.fact.joined(reader), e.kind, e.points, e.balance_after));
    (snapshot, lines.collect())
}

#[test]
fn of_two_overrides_at_one_instant_every_file_shows_that_of_the_later_file() {
    let mut till = Till::new();
    // The second file records its override as its first row, the other one later: the number alone would say otherwise.
    till.set_tier("2026-01-01", "2026-12-31", "gold", OverrideMode::Exact);
    till.credit("2026-01-01", 5, None);
    till.set_tier("2026-01-01", "2026-12-31", "silver", OverrideMode::Exact);
    let [one, two] = divided(&till, |n| n == 0);
    for reader in [file(1), file(2), file(9), FileNumber::NONE] {
        for parts in [[&one, &two], [&two, &one]] {
            let (snapshot, _) = folded(&parts, reader, &till.programs(), day("2026-02-01"));
            assert_eq!(snapshot.tier.code, "gold", "in file {}", reader.get());
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn both_files_and_a_third_one_fold_the_same(choices in choices(), deeds in deeds(), of_second in any::<u64>(), ahead in 0..400_i64) {
        let mut till = till(choices);
        let on = play(&mut till, &deeds).plus_days(ahead);
        let (zone, programs) = (till.program.zone, till.programs());
        // All that happens on a day happens at one instant, so that file and number have something to decide.
        till.history.facts.iter_mut().for_each(|f| f.at = zone.start_of(zone.day_of(f.at)));
        till.history.events.iter_mut().for_each(|e| e.at = zone.start_of(zone.day_of(e.at)));
        let [one, two] = divided(&till, |n| of_second >> (n % 64) & 1 == 1);
        let first = folded(&[&one, &two], file(1), &programs, on);
        for reader in [file(1), file(2), file(3), FileNumber::NONE] {
            for parts in [[&one, &two], [&two, &one]] {
                prop_assert_eq!(&folded(&parts, reader, &programs, on), &first, "in file {}", reader.get());
            }
        }
    }
}
