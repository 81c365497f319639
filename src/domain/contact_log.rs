//! The contacts of a member that count, as its history has them.

use super::contact::ContactContent;
use super::day::{Day, Instant, Zone};
use super::fact::{EventKind, History};
use super::fold::counting_events;
use super::num::{FactId, FileNumber, MemberId, OpSeq};
use uuid::Uuid;

/// A contact that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedContact {
    pub id: FactId,
    /// On whom it was recorded: the member, or one whose file has joined.
    pub member: MemberId,
    pub op: OpSeq,
    pub at: Instant,
    /// Its business day.
    pub day: Day,
    pub content: ContactContent,
}

/// A contact as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    pub contact: LoggedContact,
    /// The operation that logged it.
    pub op: Uuid,
    /// Gone after an erasure.
    pub note: Option<String>,
}

/// The contacts of a member up to an instant, and those of files that have joined it, the oldest first. What was undone by
/// then is not among them.
pub fn contacts_of(history: &History, until: Instant, own: FileNumber, zone: Zone) -> Vec<LoggedContact> {
    let mut found: Vec<LoggedContact> = counting_events(history, until, own)
        .filter_map(|event| {
            let EventKind::Contact { content, .. } = &event.kind else { return None };
            let (id, member, op, at) = (event.id, event.member, event.op, event.at);
            Some(LoggedContact { id, member, op, at, day: zone.day_of(at), content: content.clone() })
        })
        .collect();
    for joined in history.joined_at(until) {
        found.extend(contacts_of(joined, until, own, zone));
    }
    found.sort_by_key(|contact| (contact.at, contact.id.joined(own)));
    found
}
