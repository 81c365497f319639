//! The file's versions. Each step says why it exists; steps are only ever added.

#[cfg(test)]
mod tests;

use super::error::StoreError;
use super::journal::make_tree;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use rusqlite_migration::{HookError, M, Migrations};

/// Steps there are: a file of a version has so many of them behind it.
const STEPS: usize = 16;

fn steps() -> [M<'static>; STEPS] {
    [
        // The file as it is first made.
        M::up(include_str!("../../../assets/migrations/001_the_file.sql")),
        // Finding members.
        M::up(include_str!("../../../assets/migrations/002_search.sql")),
        // What members say, and the cases it opens.
        M::up(include_str!("../../../assets/migrations/003_feedback.sql")),
        // Segments: cut points, fitted models, saved filters.
        M::up(include_str!("../../../assets/migrations/004_segments.sql")),
        // What an import counted, bound by the journal; states of imported tiers anew.
        M::up(include_str!("../../../assets/migrations/005_imports.sql")),
        // The tree over all operations, for checkpoints that prove a single one.
        M::up_with_hook(include_str!("../../../assets/migrations/006_tree.sql"), tree),
        // Room to grow inside what is hashed, and one bonus a source.
        M::up(include_str!("../../../assets/migrations/007_extensions.sql")),
        // What happens at the desk and to nobody.
        M::up(include_str!("../../../assets/migrations/008_desk_events.sql")),
        // Rows of other data files beside those of this one.
        M::up(include_str!("../../../assets/migrations/009_joined.sql")),
        // States of those who redeemed points on an order, under the rule for refunds without a time; the terms of names.
        M::up(include_str!("../../../assets/migrations/010_rules_and_terms.sql")),
        // States of those who were merged, under the rule that a refund goes with its purchase.
        M::up(include_str!("../../../assets/migrations/011_refunds.sql")),
        // What operators log in with.
        M::up(include_str!("../../../assets/migrations/012_operators.sql")),
        // Contacts among all member events.
        M::up(include_str!("../../../assets/migrations/013_contacts.sql")),
        // What other programs read.
        M::up(include_str!("../../../assets/migrations/015_views.sql")),
        // What members do elsewhere, as counts of a day.
        M::up(include_str!("../../../assets/migrations/016_interactions.sql")),
        // Why members left, among all member events.
        M::up(include_str!("../../../assets/migrations/017_churn.sql")),
    ]
}

fn tree(tx: &Transaction<'_>) -> Result<(), HookError> {
    make_tree(tx).map_err(|e| HookError::Hook(e.to_string()))
}

/// The version that this program writes.
pub(super) fn newest_version() -> i64 {
    i64::try_from(STEPS).unwrap_or(i64::MAX)
}

/// The version of the file.
pub(super) fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the file to this program's version. Two consoles may try at once: the later one finds the work done.
pub(super) fn to_newest(db: &mut Connection) -> Result<(), StoreError> {
    if version(db)? == newest_version() {
        return Ok(());
    }
    // The steps' own transaction would begin as a reader and could fail half-way to becoming a writer.
    db.set_transaction_behavior(TransactionBehavior::Immediate);
    let outcome = Migrations::new(steps().into()).to_latest(db);
    db.set_transaction_behavior(TransactionBehavior::Deferred);
    match outcome {
        Ok(()) => Ok(()),
        // The version was read before the lock was had: another console may have done it in between.
        Err(_) if version(db)? == newest_version() => Ok(()),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(err.into()),
        Err(other) => Err(StoreError::Sql(other.to_string())),
    }
}
