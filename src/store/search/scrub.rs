//! What a deleted term leaves behind in the index, and how it goes.

use crate::store::error::StoreError;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// In front of every term in the tables of the full-text index.
const MAIN: u8 = b'0';

/// FTS5 deletes a term from the page that lists its members, but where the term began a page, its beginning stays in the
/// table that leads to the pages: a name could be read there. A page may be led to by any term above the last one of the
/// page before it and not above its own first: the next term that somebody still has will do.
pub(super) fn scrub<'t>(db: &Connection, gone: impl Iterator<Item = &'t String>) -> Result<(), StoreError> {
    let gone: BTreeSet<&[u8]> = gone.map(String::as_bytes).collect();
    // Opening the vocabulary makes FTS5 write what it still holds in memory, the deletions above all.
    let mut next =
        db.prepare_cached("SELECT term FROM search_vocab WHERE term >= CAST(?1 AS TEXT) ORDER BY term LIMIT 1")?;
    let mut heir = |term: &[u8]| next.query_row([term], |row| row.get::<_, String>(0)).optional();
    heir(b"")?;
    let mut statement = db.prepare_cached("SELECT segid, term FROM search_ft_idx")?;
    let mut rows = statement.query([])?;
    let mut leads: Vec<(i64, Vec<u8>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let lead = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
        if let [MAIN, begun @ ..] = lead
            && gone.range(begun..).next().is_some_and(|term| !begun.is_empty() && term.starts_with(begun))
        {
            leads.push((row.get(0)?, lead.to_vec()));
        }
    }
    drop(rows);
    let mut lead_by = db.prepare_cached("UPDATE search_ft_idx SET term = ?3 WHERE segid = ?1 AND term = ?2")?;
    for (segment, lead) in leads {
        if let Some(heir) = heir(&lead[1..])? {
            let heir = [&[MAIN], heir.as_bytes()].concat();
            lead_by.execute(params![segment, lead, heir])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::domain::answer::OpKind;
    use crate::domain::day::{Day, Instant};
    use crate::domain::member::Profile;
    use crate::domain::num::MemberId;
    use crate::store::journal::Said;
    use crate::store::{Store, StoreError};
    use uuid::Uuid;

    const PEOPLE: u64 = 600;

    /// Twelve letters that nobody else begins with five of.
    fn name(n: u64) -> String {
        let mixed = (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (0..12).map(|place| char::from(b'a' + u8::try_from(mixed.rotate_left(place * 5) % 26).unwrap())).collect()
    }

    fn begins_with(store: &Store, start: &str) -> Vec<String> {
        let mut statement = store.db.prepare("SELECT CAST(term AS TEXT) FROM search_ft_idx").unwrap();
        let leads = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        leads.map(Result::unwrap).filter(|lead| lead.contains(start)).collect()
    }

    #[test]
    fn no_page_is_led_to_by_what_was_erased() {
        let mut store = Store::open_in_memory().unwrap();
        let enrolled: Result<_, StoreError> = store.write(|tx| {
            let mut entry = tx.entry(Uuid::from_u128(1))?;
            for n in 0..PEOPLE {
                entry.new_member(&Profile { member_no: format!("M{n}"), name: name(n), ..Profile::default() })?;
            }
            entry.finish(&Said::new(OpKind::Import, Instant(1), Day(0), "x", 1))
        });
        enrolled.unwrap();
        while store.tend_search().unwrap() {}
        let mut leading = 0;
        for n in 0..PEOPLE {
            leading += usize::from(!begins_with(&store, &name(n)[..5]).is_empty());
            let id = MemberId(i64::try_from(n).unwrap() + 1);
            store.write(|tx| tx.erase_member(id)).unwrap();
            assert_eq!(begins_with(&store, &name(n)[..5]), Vec::<String>::new(), "{}", name(n));
        }
        assert!(leading > 0, "some name must have led to a page, or nothing was tried");
        store.db.execute("INSERT INTO search_ft (search_ft) VALUES ('integrity-check')", []).unwrap();
    }
}
