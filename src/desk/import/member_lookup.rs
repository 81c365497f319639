//! Who a member number, a phone or an e-mail stands for, asked once for each.

use super::contacts::{ContactBook, ContactMatch};
use super::number_digest::{Hashed, NumberDigest};
use super::survivor::follow;
use crate::domain::fact::Status;
use crate::domain::import::reader::MemberKey;
use crate::domain::import::reject::{CellReject, RowReject};
use crate::domain::num::MemberId;
use crate::store::import::MemberStanding;
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Members that are not on file yet have ids from here on while an import runs.
pub(super) const NEW: i64 = 1 << 40;

/// The answer to a number, a phone or an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MemberLookup {
    /// This member; of a merged one, the one where its file goes on.
    Member(MemberId),
    Unknown,
    Closed(MemberId),
    /// Its membership ended with the undo of the import that had enrolled it.
    ClosedByUndo(MemberId),
    Erased,
    /// Several members have it.
    Several(Vec<String>),
    /// No member has the number, but this one has it as a phone.
    PhoneOf(String),
}

impl MemberLookup {
    /// What stands against a row of whoever this is.
    pub(super) fn against(self, key: MemberKey<'_>) -> CellReject {
        let reason = match self {
            Self::Member(_) => RowReject::MemberMoved,
            Self::Unknown => match key {
                MemberKey::Number(_) => RowReject::UnknownMember,
                MemberKey::Phone(_) | MemberKey::Email(_) => RowReject::UnknownContact,
            },
            Self::Closed(_) | Self::ClosedByUndo(_) => RowReject::MemberClosed,
            Self::Erased => RowReject::MemberErased,
            Self::Several(numbers) => RowReject::SeveralMembers { numbers },
            Self::PhoneOf(member_no) => RowReject::PhoneOf { member_no },
        };
        CellReject { column: Some(key.column()), reason, value: key.text().to_owned() }
    }
}

/// Numbers, phones and e-mails that have been asked for.
pub(super) struct MemberDirectory {
    known: HashMap<u128, MemberLookup, BuildHasherDefault<Hashed>>,
    digest: NumberDigest,
    contacts: ContactBook,
    enrol: bool,
    new: i64,
    /// Whose number a merged member's is.
    merged: HashMap<String, MemberId>,
}

impl MemberDirectory {
    pub(super) fn new(enrol: bool) -> Self {
        let (known, digest, contacts) = (HashMap::default(), NumberDigest::default(), ContactBook::default());
        Self { known, digest, contacts, enrol, new: 0, merged: HashMap::new() }
    }

    /// Whether whoever is unknown is enrolled.
    pub(super) fn enrols(&self) -> bool {
        self.enrol
    }

    /// Whose a row is, and whether that is a new member that was made just now. Only a number makes one.
    pub(super) fn resolve(&mut self, store: &Store, key: MemberKey<'_>) -> Result<(MemberLookup, bool), StoreError> {
        let digest = match key {
            MemberKey::Number(number) => self.digest.of(number),
            MemberKey::Phone(phone) => self.digest.of(&format!("phone\n{phone}")),
            MemberKey::Email(email) => self.digest.of(&format!("email\n{email}")),
        };
        if let Some(who) = self.known.get(&digest) {
            return Ok((who.clone(), false));
        }
        let (who, made) = match key {
            MemberKey::Number(number) => self.by_number(store, number)?,
            MemberKey::Phone(_) | MemberKey::Email(_) => (self.by_contact(store, key)?, false),
        };
        self.known.insert(digest, who.clone());
        Ok((who, made))
    }

    /// The member whose number a row names that has been asked for, where that one's file has gone on in another; else nobody.
    pub(super) fn merged_number(&self, key: MemberKey<'_>) -> MemberId {
        match key {
            MemberKey::Number(number) if !self.merged.is_empty() => {
                self.merged.get(number).copied().unwrap_or(MemberId::NOBODY)
            }
            MemberKey::Number(_) | MemberKey::Phone(_) | MemberKey::Email(_) => MemberId::NOBODY,
        }
    }

    fn by_number(&mut self, store: &Store, number: &str) -> Result<(MemberLookup, bool), StoreError> {
        if let Some(standing) = store.standing_of_number(number)? {
            if standing.status == Status::Merged {
                self.merged.insert(number.to_owned(), standing.member);
            }
            return Ok((standing_as_lookup(store, follow(store, standing)?)?, false));
        }
        // A phone in the place of a number is a mistake, and no new member.
        if let Some(member_no) = self.contacts.phone_owner(store, number)? {
            return Ok((MemberLookup::PhoneOf(member_no), false));
        }
        if !self.enrol {
            return Ok((MemberLookup::Unknown, false));
        }
        let made = MemberLookup::Member(MemberId(NEW + self.new));
        self.new += 1;
        Ok((made, true))
    }

    pub(super) fn by_contact(&mut self, store: &Store, key: MemberKey<'_>) -> Result<MemberLookup, StoreError> {
        Ok(match self.contacts.find(store, key)? {
            ContactMatch::Nobody => MemberLookup::Unknown,
            ContactMatch::One(standing) => standing_as_lookup(store, standing)?,
            ContactMatch::Several(numbers) => MemberLookup::Several(numbers),
        })
    }
}

fn standing_as_lookup(store: &Store, standing: MemberStanding) -> Result<MemberLookup, StoreError> {
    Ok(match standing.status {
        Status::Closed if store.is_taken_back(standing.member)? => MemberLookup::ClosedByUndo(standing.member),
        Status::Closed => MemberLookup::Closed(standing.member),
        Status::Erased => MemberLookup::Erased,
        Status::Active | Status::Frozen | Status::Merged => MemberLookup::Member(standing.member),
    })
}
