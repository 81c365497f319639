//! The contacts of everybody, read at once.

use super::Store;
use super::error::StoreError;
use super::facts::event_of;
use crate::domain::contact::ContactContent;
use crate::domain::counts::{CountsChange, uncounted};
use crate::domain::day::Instant;
use crate::domain::fact::EventKind;
use crate::domain::num::{FactId, MemberId};

/// A contact as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    pub id: FactId,
    /// On whom it was recorded, who may have been merged since.
    pub member: MemberId,
    pub at: Instant,
    pub content: ContactContent,
}

impl Store {
    /// Every contact up to an instant that no later event up to it has taken out, by instant.
    pub fn contacts_until(&self, until: Instant) -> Result<Vec<ContactRecord>, StoreError> {
        let own = self.file_number()?;
        let sql = "SELECT e.id, e.member, e.op, e.at, e.body FROM member_event e INDEXED BY member_event_of_contacts
                   JOIN operation o ON o.seq = e.op
                   WHERE substr(e.body, 1, 16) IN ('{\"kind\":\"contact', '{\"kind\":\"counts\"') AND e.at <= ?1
                     AND COALESCE(o.batch, o.seq) NOT IN (SELECT batch FROM voided_batch) ORDER BY e.at";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([until.0])?;
        let (mut found, mut changes) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let event = event_of(self, row)?;
            if let EventKind::Contact { content, .. } = event.kind {
                found.push(ContactRecord { id: event.id, member: event.member, at: event.at, content });
            } else if let Some((of, counts)) = event.kind.counts_change() {
                changes.push(CountsChange { place: (event.at, event.id.joined(own)), of, counts });
            }
        }
        let out = uncounted(changes);
        found.retain(|contact| out.binary_search(&contact.id).is_err());
        found.sort_by_key(|contact| (contact.at, contact.id.joined(own)));
        Ok(found)
    }
}
