//! From this file's numbers to those of the file that wrote a row, and back.

use super::super::Store;
use super::super::error::StoreError;
use super::super::journal::OperationWriter;
use super::super::write::Tx;
use crate::domain::fact::{EventKind, Fact};
use crate::domain::join::Renumbering;
use crate::domain::journal::Operation;
use crate::domain::member::Profile;
use crate::domain::num::{FactId, FileNumber, MemberId};
use rusqlite::OptionalExtension;
use std::borrow::Cow;
use std::cell::Cell;

/// Where `meta` keeps this file's number; not there before it has one.
pub(in crate::store) const FILE_NUMBER: &str = "file_number";

impl Store {
    /// The number of this file; [`FileNumber::NONE`] before it has one.
    pub fn file_number(&self) -> Result<FileNumber, StoreError> {
        let number = self.meta(FILE_NUMBER)?;
        if number == 0 {
            return Ok(FileNumber::NONE);
        }
        FileNumber::new(number).ok_or_else(|| StoreError::Damaged(format!("meta.{FILE_NUMBER}: {number}")))
    }

    /// From the numbers of the file that wrote a row to this file's.
    pub(in crate::store) fn numbers_of(&self, file: FileNumber) -> Result<Renumbering, StoreError> {
        let to = self.file_number()?;
        Ok(Renumbering { from: if file == FileNumber::NONE { to } else { file }, to })
    }

    /// The first row of a member that came from another file; behind every row where there is none.
    pub(in crate::store) fn first_joined_member(&self) -> Result<MemberId, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT MIN(row) FROM joined_member")?;
        let first: Option<i64> = statement.query_row([], |row| row.get(0))?;
        Ok(MemberId(first.unwrap_or(i64::MAX)))
    }

    /// The number by which all files know the member of a row.
    pub fn known_member(&self, row: MemberId) -> Result<MemberId, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT number FROM joined_member WHERE row = ?1")?;
        Ok(statement.query_row([row.0], |found| found.get(0).map(MemberId)).optional()?.unwrap_or(row))
    }

    /// The row of the member that all files know by a number; `None` where it is another file's and has not joined.
    pub(in crate::store) fn row_of_member(&self, number: MemberId) -> Result<Option<MemberId>, StoreError> {
        if number.file() == FileNumber::NONE {
            return Ok(Some(number));
        }
        let mut statement = self.db.prepare_cached("SELECT row FROM joined_member WHERE number = ?1")?;
        Ok(statement.query_row([number.0], |found| found.get(0).map(MemberId)).optional()?)
    }

    /// What the event of an id says, in this file's numbers.
    pub(in crate::store) fn said_here(&self, id: FactId, kind: EventKind) -> Result<EventKind, StoreError> {
        let names_own = kind.other_member().is_none_or(|other| other.file() == FileNumber::NONE);
        if id.file() == FileNumber::NONE && names_own {
            return Ok(kind);
        }
        let here = self.numbers_of(id.file())?;
        here.event_kind(kind, |member| {
            let number = MemberId(here.number(member.0));
            let missing = || StoreError::Damaged(format!("event {} names a member that is not here", id.0));
            self.row_of_member(number)?.ok_or_else(missing)
        })
    }

    /// A profile as its member's own file has it: by the number on the card.
    pub(in crate::store) fn as_on_card<'p>(
        &self,
        member: MemberId,
        profile: &'p Profile,
    ) -> Result<Cow<'p, Profile>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT card FROM joined_member WHERE row = ?1")?;
        let card: Option<String> = statement.query_row([member.0], |row| row.get(0)).optional()?.flatten();
        Ok(card.map_or(Cow::Borrowed(profile), |card| Cow::Owned(Profile { member_no: card, ..profile.clone() })))
    }
}

impl OperationWriter<'_, '_> {
    /// The number by which all files know the member of a row.
    pub(in crate::store) fn known(&self, row: MemberId) -> Result<MemberId, StoreError> {
        if row < self.first_joined { Ok(row) } else { self.tx.known_member(row) }
    }

    /// What an event says, with members as all files know them.
    pub(in crate::store) fn said_everywhere(&self, kind: &EventKind) -> Result<EventKind, StoreError> {
        let same = Renumbering { from: FileNumber::NONE, to: FileNumber::NONE };
        same.event_kind(kind.clone(), |member| self.known(member))
    }
}

impl Tx<'_> {
    /// Notes the number that the events give this file.
    pub(in crate::store) fn rebuild_file_number(&self) -> Result<(), StoreError> {
        match self.given_number()? {
            FileNumber::NONE => self.db.execute("DELETE FROM meta WHERE k = ?1", [FILE_NUMBER]).map(drop)?,
            given => self.set_meta(FILE_NUMBER, given.get())?,
        }
        Ok(())
    }
}

/// Says the rows of one file as that file hashed them.
pub(in crate::store) struct OwnNumbers<'s> {
    store: &'s Store,
    to: Renumbering,
    first_joined: MemberId,
    /// The row that was looked up last, and its number: what is read next is mostly of the same member.
    last: Cell<(MemberId, MemberId)>,
}

impl<'s> OwnNumbers<'s> {
    /// For rows of a file that has joined, or of this one ([`FileNumber::NONE`]).
    pub fn of(store: &'s Store, file: FileNumber) -> Result<Self, StoreError> {
        let here = store.numbers_of(file)?;
        let to = Renumbering { from: here.to, to: here.from };
        let (first_joined, last) = (store.first_joined_member()?, Cell::new((MemberId::NOBODY, MemberId::NOBODY)));
        Ok(Self { store, to, first_joined, last })
    }

    /// From this file's numbers to that file's.
    pub fn renumbering(&self) -> Renumbering {
        self.to
    }

    /// The number by which that file knows the member of a row.
    pub fn member(&self, row: MemberId) -> Result<MemberId, StoreError> {
        if row < self.first_joined && self.to.is_identity() {
            return Ok(row);
        }
        if self.last.get().0 != row {
            let known = if row < self.first_joined { row } else { self.store.known_member(row)? };
            self.last.set((row, known));
        }
        Ok(MemberId(self.to.number(self.last.get().1.0)))
    }

    pub fn fact<'f>(&self, fact: &'f Fact) -> Result<Cow<'f, Fact>, StoreError> {
        let member = self.member(fact.member)?;
        if member == fact.member && self.to.is_identity() {
            return Ok(Cow::Borrowed(fact));
        }
        Ok(Cow::Owned(self.to.fact(fact, member)))
    }

    pub fn operation<'o>(&self, op: &'o Operation) -> Result<Cow<'o, Operation>, StoreError> {
        let member = op.member.map(|member| self.member(member)).transpose()?;
        if member == op.member && self.to.is_identity() {
            return Ok(Cow::Borrowed(op));
        }
        Ok(Cow::Owned(self.to.operation(op, member)))
    }
}
