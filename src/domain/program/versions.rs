//! The programme over time: each version is in force from an instant on, so that no past fact is ever judged again.

use super::{Currency, Program};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::num::FileNumber;

/// The versions of the programme in force over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Programs {
    versions: Vec<Version>,
    /// Where own rows stand among those of other files.
    file: FileNumber,
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
    /// The versions of a store, oldest first. `None` where there is none.
    pub fn new(mut versions: Vec<Version>) -> Option<Self> {
        versions.sort_by_key(|v| (v.from, v.number));
        (!versions.is_empty()).then_some(Self { versions, file: FileNumber::NONE })
    }

    /// One version, in force from the beginning of time.
    pub fn single(program: Program) -> Self {
        Self { versions: vec![Version { number: 1, from: Instant(i64::MIN), program }], file: FileNumber::NONE }
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
        for version in &mut programs.versions {
            version.program.lifecycle = version.program.lifecycle.with_gap(gap);
        }
        programs
    }

    /// All versions, oldest first.
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
