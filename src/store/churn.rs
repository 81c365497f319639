//! Why members left, read at once.

use super::Store;
use super::error::StoreError;
use super::facts::event_of;
use crate::domain::counts::{CountsChange, uncounted};
use crate::domain::day::Instant;
use crate::domain::fact::EventKind;
use crate::domain::num::MemberId;

impl Store {
    /// Every churn reason up to an instant that no later event up to it has taken out, by instant: on whom it was recorded, when,
    /// and its code.
    pub fn churn_reasons_until(&self, until: Instant) -> Result<Vec<(MemberId, Instant, String)>, StoreError> {
        let own = self.file_number()?;
        let sql = "SELECT e.id, e.member, e.op, e.at, e.body FROM member_event e INDEXED BY member_event_of_churn
                   JOIN operation o ON o.seq = e.op
                   WHERE substr(e.body, 1, 16) IN ('{\"kind\":\"churn_r', '{\"kind\":\"counts\"') AND e.at <= ?1
                     AND COALESCE(o.batch, o.seq) NOT IN (SELECT batch FROM voided_batch) ORDER BY e.at";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([until.0])?;
        let (mut found, mut changes) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let event = event_of(self, row)?;
            if let EventKind::ChurnReason { reason } = event.kind {
                found.push((event.id, event.member, event.at, reason));
            } else if let Some((of, counts)) = event.kind.counts_change() {
                changes.push(CountsChange { place: (event.at, event.id.joined(own)), of, counts });
            }
        }
        let out = uncounted(changes);
        found.retain(|(id, ..)| out.binary_search(id).is_err());
        found.sort_by_key(|(id, _, at, _)| (*at, id.joined(own)));
        Ok(found.into_iter().map(|(_, member, at, reason)| (member, at, reason)).collect())
    }
}
