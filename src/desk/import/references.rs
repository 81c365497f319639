//! Between the passes: order references that the store knows, or that two members of the file lay claim to.

use super::gather::Partitions;
use super::record::{Hint, ReferenceUse};
use super::{DeskError, ImportPhase, ImportProgress, ImportWatch, trouble};
use crate::domain::num::FactId;
use crate::store::Store;
use crate::store::import::spill::Spill;
use std::collections::HashSet;

/// Sets a hint aside for each member that uses a reference which is on file, or which is another member's in the file. Of
/// several members with one reference, the one with the earliest row has it.
pub(super) fn hints(
    store: &Store,
    mut keys: Spill,
    parts: Partitions,
    watch: &mut dyn ImportWatch,
) -> Result<Spill, DeskError> {
    let mut hints = Spill::beside(store.path());
    let on_file = store.has_order_keys()?;
    let total = (0..keys.partitions()).map(|part| keys.records(part)).sum();
    let mut done = 0;
    for part in 0..keys.partitions() {
        let mut keys = ReferenceUse::read_all(&keys.take(part).map_err(trouble)?);
        keys.sort_unstable();
        for same in keys.chunk_by(|a, b| a.digest == b.digest) {
            let owner = same.first().filter(|key| !key.names).map(|key| key.member);
            let hash = same.first().map_or(0, |key| key.digest.hash());
            let fact = if on_file { store.order_key(hash)? } else { None };
            let mut told = HashSet::new();
            for member in same.iter().map(|key| key.member).filter(|_| fact.is_some() || owner.is_some()) {
                if !told.insert(member) {
                    continue;
                }
                let elsewhere = owner.filter(|owner| *owner != member).map(|_| FactId(0));
                for fact in fact.into_iter().chain(elsewhere) {
                    hints.push(parts.of(member), &Hint { member, hash, fact }.write()).map_err(trouble)?;
                }
            }
        }
        done += u64::try_from(keys.len()).unwrap_or(0);
        watch.progress(ImportProgress { stage: ImportPhase::Matching, done, total: Some(total), rows: done });
        if watch.stop() {
            break;
        }
    }
    Ok(hints)
}
