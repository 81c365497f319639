//! Search against a slow, simple oracle; hostile queries; what deletions leave in the file.

mod erase;
mod hostile;
mod oracle;
mod people;
mod recall;
mod tend;

use super::super::Store;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::terms::word::SearchQuery;
use rusqlite::params;

/// Writes members' rows, as an import does, without indexing them.
fn add_rows(store: &Store, people: &[Profile]) {
    let sql = "INSERT INTO member (no, salt, name, phone, email, store, channel, tags, consents, referrer)
               VALUES (?1, x'', ?2, ?3, ?4, 0, 0, '', '', '')";
    let tx = store.db.unchecked_transaction().unwrap();
    for p in people {
        tx.prepare_cached(sql).unwrap().execute(params![p.member_no, p.name, p.phone, p.email]).unwrap();
    }
    tx.execute("INSERT OR REPLACE INTO meta (k, v) SELECT 'members', count(*) FROM member", []).unwrap();
    tx.commit().unwrap();
}

fn tend_all(store: &Store) {
    while store.maintain_search().unwrap() {}
}

/// A store in memory with these members, ids from 1, all indexed.
fn store_of(people: &[Profile]) -> Store {
    let store = Store::open_in_memory().unwrap();
    add_rows(&store, people);
    tend_all(&store);
    store
}

fn found(store: &Store, query: &str) -> Vec<MemberId> {
    store.search(&SearchQuery::parse(query), 50).unwrap().members.into_iter().map(|(id, _)| id).collect()
}

fn person(member_no: &str, name: &str, phone: &str, email: &str) -> Profile {
    let [member_no, name, phone, email] = [member_no, name, phone, email].map(str::to_owned);
    Profile { member_no, name, phone, email, ..Profile::default() }
}
