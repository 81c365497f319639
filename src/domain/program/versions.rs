//! The programme over time: each version is in force from an instant on, so that no past fact is ever judged again.

use super::{Currency, Program};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::num::{FileNumber, OpSeq};

/// The versions of the programme in force over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Programs {
    /// Those that are, were or will be in force, in order.
    versions: Vec<Version>,
    /// All that were applied, by number.
    applied: Vec<Version>,
    /// Where own rows stand among those of other files.
    file: FileNumber,
    /// Since when, and from which operation of this file on, the journal goes by a clock that was accepted.
    clock: Option<(Instant, OpSeq)>,
}

/// One version and when it began.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Counts from 1.
    pub number: i64,
    /// The first instant at which it is in force.
    pub from: Instant,
    pub program: Program,
}

impl Programs {
    /// The versions of a store. `None` where there is none. One that was applied by a clock that was ahead never comes into force where
    /// another was applied since: the one applied last counts from its instant on.
    pub fn new(mut versions: Vec<Version>) -> Option<Self> {
        versions.sort_by_key(|v| v.number);
        let applied = versions;
        let mut versions: Vec<Version> = Vec::with_capacity(applied.len());
        for version in &applied {
            while versions.pop_if(|before| before.from > version.from).is_some() {}
            versions.push(version.clone());
        }
        (!versions.is_empty()).then_some(Self { versions, applied, file: FileNumber::NONE, clock: None })
    }

    /// One version, in force from the beginning of time.
    pub fn single(program: Program) -> Self {
        let versions = vec![Version { number: 1, from: Instant(i64::MIN), program }];
        Self { applied: versions.clone(), versions, file: FileNumber::NONE, clock: None }
    }

    /// What was known when a version was the newest one.
    pub fn known_at(&self, version: i64) -> Option<Self> {
        let known = self.applied.iter().filter(|v| v.number <= version).cloned().collect();
        Self::new(known).filter(|known| known.newest().number == version).map(|known| Self {
            file: self.file,
            clock: self.clock,
            ..known
        })
    }

    /// The same for a data file whose clock was accepted at an instant, by an operation.
    #[must_use]
    pub fn with_clock(self, clock: Option<(Instant, OpSeq)>) -> Self {
        Self { clock, ..self }
    }

    /// When something counts that does not wait for its instant, as an erasure: by then, but where a clock that was ahead said so, not
    /// later than the acceptance of the right one.
    pub fn counts_from(&self, at: Instant, op: OpSeq) -> Instant {
        let before = self.clock.filter(|(_, accepted)| op.file() == accepted.file() && op < *accepted);
        before.map_or(at, |(accepted, _)| at.min(accepted))
    }

    /// The same for a data file that has a number: under it own rows are ordered among those of other files, so that every file
    /// that holds the same rows folds them alike.
    #[must_use]
    pub fn read_in(self, file: FileNumber) -> Self {
        Self { file, ..self }
    }

    /// The number of the data file that they are read in.
    pub fn file(&self) -> FileNumber {
        self.file
    }

    /// The version in force at an instant; before the first one, the first.
    ///
    /// ```
    /// use loyaltui::domain::day::Instant;
    /// use loyaltui::domain::program::{Program, Programs, Version};
    ///
    /// let version = |number, from| Version { number, from: Instant(from), program: Program::default() };
    /// let programs = Programs::new(vec![version(1, 100), version(2, 200)]).unwrap();
    /// assert_eq!([0, 199, 200].map(|at| programs.at(Instant(at)).number), [1, 1, 2]);
    /// ```
    pub fn at(&self, at: Instant) -> &Version {
        let after = self.versions.partition_point(|v| v.from <= at);
        &self.versions[after.saturating_sub(1)]
    }

    /// The first version that comes into force after an instant.
    ///
    /// ```
    /// use loyaltui::domain::day::Instant;
    /// use loyaltui::domain::program::{Program, Programs, Version};
    ///
    /// let version = |number, from| Version { number, from: Instant(from), program: Program::default() };
    /// let coming = |versions, at| Programs::new(versions).unwrap().coming(Instant(at)).map(|v| v.number);
    /// assert_eq!(coming(vec![version(1, 0), version(2, 900)], 100), Some(2), "applied by a clock that was ahead");
    /// assert_eq!(coming(vec![version(1, 0), version(2, 900), version(3, 100)], 100), None, "and replaced since");
    /// ```
    pub fn coming(&self, at: Instant) -> Option<&Version> {
        self.versions.iter().find(|version| version.from > at)
    }

    /// The next business day on which a version comes into force.
    pub fn changes_after(&self, day: Day) -> Option<Day> {
        match self.versions.as_slice() {
            [_] => None,
            _ => self.coming(self.zone().end_of(day)).map(|version| self.zone().day_of(version.from)),
        }
    }

    /// The programme in force at the end of a business day.
    pub fn at_end_of(&self, day: Day) -> &Program {
        match self.versions.as_slice() {
            [only] => &only.program,
            _ => &self.at(self.zone().end_of(day)).program,
        }
    }

    /// The programme in force at the first instant of a business day.
    pub fn at_start_of(&self, day: Day) -> &Program {
        match self.versions.as_slice() {
            [only] => &only.program,
            _ => &self.at(self.zone().start_of(day)).program,
        }
    }

    /// The newest version, in force or to come.
    pub fn newest(&self) -> &Version {
        &self.versions[self.versions.len() - 1]
    }

    /// The versions with the lapsing window that a gap of everybody sets, where they leave it to that (`auto`).
    #[must_use]
    pub fn with_gap(&self, gap: i64) -> Self {
        let mut programs = self.clone();
        for version in programs.versions.iter_mut().chain(&mut programs.applied) {
            version.program.lifecycle = version.program.lifecycle.with_gap(gap);
        }
        programs
    }

    /// All versions that are, were or will be in force, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The zone, the same in every version.
    pub fn zone(&self) -> Zone {
        self.versions[0].program.zone
    }

    /// The currency, the same in every version.
    pub fn currency(&self) -> &Currency {
        &self.versions[0].program.currency
    }
}
