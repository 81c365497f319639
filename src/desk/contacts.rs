//! The contacts of a member, and what it did in other systems, as its record shows them.

use crate::domain::contact_log::{ContactRow, contacts_of};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::History;
use crate::domain::interaction::{InteractionRow, interaction_rows, interactions_of};
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

/// Days with interactions that a member's record shows.
const INTERACTION_EVENTS: usize = 400;

/// What a member, and who is joined to it, did in other systems, the newest day first; as of a past day's end where one is named.
pub(super) fn interactions(
    store: &Store,
    history: &History,
    as_of: Option<Day>,
    programs: &Programs,
) -> Result<Vec<InteractionRow>, StoreError> {
    let until = as_of.map_or(Instant(i64::MAX), |day| programs.zone().end_of(day));
    let newest = interactions_of(history, until, programs.file()).into_iter().rev().take(INTERACTION_EVENTS);
    let mut days = Vec::new();
    for (_, event, seq) in newest {
        let (Some(day), Some((op, _))) = (store.interactions_at(event)?, store.operation_at(seq)?) else { continue };
        days.push((event, seq, op.id, day));
    }
    Ok(interaction_rows(days))
}
