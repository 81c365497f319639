//! Contacts, and what members do in other systems.

use crate::domain::contact::CareReason;
use crate::domain::contact_log::ContactRow;
use crate::domain::day::Day;
use crate::domain::interaction::InteractionRow;
use crate::domain::read_models::MemberRecord;
use serde::Serialize;

/// One contact with a member.
#[derive(Debug, Serialize)]
pub struct ContactDoc<'a> {
    id: i64,
    op: String,
    at: String,
    channel: &'static str,
    purpose: &'static str,
    reason: Option<&'static str>,
    outcome: &'static str,
    call_back: Option<Day>,
    by: &'a str,
    note: Option<&'a str>,
}

impl<'a> ContactDoc<'a> {
    pub fn new(row: &'a ContactRow) -> Self {
        let content = &row.contact.content;
        Self {
            id: row.contact.id.0,
            op: row.op.to_string(),
            at: row.contact.at.rfc3339(),
            channel: content.channel.word(),
            purpose: content.purpose.word(),
            reason: content.reason.map(CareReason::word),
            outcome: content.outcome.word(),
            call_back: content.outcome.day(),
            by: &content.by,
            note: row.note.as_deref(),
        }
    }
}

/// The interactions of one day by one channel and of one kind.
#[derive(Debug, Serialize)]
pub struct InteractionDoc<'a> {
    day: Day,
    channel: Option<&'a str>,
    kind: &'a str,
    n: u64,
}

impl<'a> InteractionDoc<'a> {
    pub fn new(row: &'a InteractionRow) -> Self {
        let channel = Some(row.channel.as_str()).filter(|channel| !channel.is_empty());
        Self { day: row.day, channel, kind: &row.kind, n: row.n }
    }
}

/// `contact list`: the contacts of a member and its interactions, newest first.
#[derive(Debug, Serialize)]
pub struct ContactsDoc<'a> {
    member_no: &'a str,
    contacts: Vec<ContactDoc<'a>>,
    interactions: Vec<InteractionDoc<'a>>,
}

impl<'a> ContactsDoc<'a> {
    pub fn new(record: &'a MemberRecord) -> Self {
        Self {
            member_no: &record.profile.member_no,
            contacts: record.contacts.iter().map(ContactDoc::new).collect(),
            interactions: record.interactions.iter().map(InteractionDoc::new).collect(),
        }
    }
}
