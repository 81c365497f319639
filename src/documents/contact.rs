//! Contacts.

use crate::domain::contact::CareReason;
use crate::domain::contact_log::ContactRow;
use crate::domain::day::Day;
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

/// `contact list`: the contacts of a member, newest first.
#[derive(Debug, Serialize)]
pub struct ContactsDoc<'a> {
    member_no: &'a str,
    contacts: Vec<ContactDoc<'a>>,
}

impl<'a> ContactsDoc<'a> {
    pub fn new(member_no: &'a str, rows: &'a [ContactRow]) -> Self {
        Self { member_no, contacts: rows.iter().map(ContactDoc::new).collect() }
    }
}
