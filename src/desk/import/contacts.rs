//! Who has a phone or an e-mail: a book of all contacts, made when the first row asks for one.

use super::number_digest::{Hashed, NumberDigest};
use super::survivor::follow;
use crate::domain::fact::Status;
use crate::domain::import::reader::{MemberKey, email_key, phone_key};
use crate::domain::num::MemberId;
use crate::store::import::MemberStanding;
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Members that are named of those who share a contact.
const NAMED: usize = 5;

/// Digits from which on a number may be a phone.
const PHONE_DIGITS: usize = 7;

/// Who can be found by a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ContactMatch {
    Nobody,
    /// One member, as it stands; of a merged one, the one where its file goes on.
    One(MemberStanding),
    /// Several members, by number.
    Several(Vec<String>),
}

/// Members by 128 bits of their contacts: two contacts never share them.
#[derive(Default)]
pub(super) struct ContactBook {
    members: Option<HashMap<u128, Vec<MemberId>, BuildHasherDefault<Hashed>>>,
    digest: NumberDigest,
}

impl ContactBook {
    /// Who has the phone or the e-mail of a row. Closed memberships count only where nobody else has it.
    pub(super) fn find(&mut self, store: &Store, key: MemberKey<'_>) -> Result<ContactMatch, StoreError> {
        let key = match key {
            MemberKey::Number(number) | MemberKey::Phone(number) => phone_of(number),
            MemberKey::Email(email) => email_of(email),
        };
        let digest = self.digest.of(&key);
        let Some(members) = self.book(store)?.get(&digest) else { return Ok(ContactMatch::Nobody) };
        let mut standings: Vec<MemberStanding> = Vec::new();
        for member in members {
            let Some(standing) = store.standing(*member)? else { continue };
            let standing = follow(store, standing)?;
            if !standings.iter().any(|known| known.member == standing.member) {
                standings.push(standing);
            }
        }
        if standings.iter().any(|s| s.status != Status::Closed) {
            standings.retain(|s| s.status != Status::Closed);
        }
        match standings.as_slice() {
            [] => Ok(ContactMatch::Nobody),
            [one] => Ok(ContactMatch::One(*one)),
            several => {
                let numbers = several.iter().take(NAMED).map(|s| store.member_no(s.member));
                Ok(ContactMatch::Several(numbers.filter_map(Result::transpose).collect::<Result<_, _>>()?))
            }
        }
    }

    /// The member whose phone a member number is, where it looks like a phone and is one.
    pub(super) fn phone_owner(&mut self, store: &Store, number: &str) -> Result<Option<String>, StoreError> {
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')');
        if phone_key(number).len() < PHONE_DIGITS || !number.chars().all(plain) {
            return Ok(None);
        }
        match self.find(store, MemberKey::Phone(number))? {
            ContactMatch::One(standing) => store.member_no(standing.member),
            ContactMatch::Several(numbers) => Ok(numbers.into_iter().next()),
            ContactMatch::Nobody => Ok(None),
        }
    }

    fn book(&mut self, store: &Store) -> Result<&HashMap<u128, Vec<MemberId>, BuildHasherDefault<Hashed>>, StoreError> {
        let Self { members, digest } = self;
        if members.is_none() {
            let mut book: HashMap<u128, Vec<MemberId>, BuildHasherDefault<Hashed>> = HashMap::default();
            store.each_contact(|member, phone, email| {
                for key in [phone_of(phone), email_of(email)].iter().filter(|key| key.len() > 1) {
                    book.entry(digest.of(key)).or_default().push(member);
                }
            })?;
            *members = Some(book);
        }
        Ok(members.get_or_insert_default())
    }
}

/// Phones and e-mails in one book: each begins with a sign of its own.
fn phone_of(phone: &str) -> String {
    format!("p{}", phone_key(phone))
}

fn email_of(email: &str) -> String {
    format!("@{}", email_key(email))
}
