//! The contacts of a member, as its record shows them.

use crate::domain::contact_log::{ContactRow, contacts_of};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::History;
use crate::domain::program::Programs;
use crate::store::{Store, StoreError};

/// Contacts that a member's record shows.
const CONTACT_ROWS: usize = 200;

/// The contacts of a member, and of who is joined to it, the newest first; as of a past day's end where one is named.
pub(super) fn contacted(
    store: &Store,
    history: &History,
    as_of: Option<Day>,
    programs: &Programs,
) -> Result<Vec<ContactRow>, StoreError> {
    let zone = programs.zone();
    let until = as_of.map_or(Instant(i64::MAX), |day| zone.end_of(day));
    let contacts = contacts_of(history, until, programs.file(), zone).into_iter().rev().take(CONTACT_ROWS);
    let mut rows = Vec::new();
    for contact in contacts {
        let Some((op, _)) = store.operation_at(contact.op)? else { continue };
        rows.push(ContactRow { op: op.id, note: store.event_text(contact.id)?, contact });
    }
    Ok(rows)
}
