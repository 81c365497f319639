use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch, Summary};
use std::fmt::Write;

/// Sales enough for more than one block of the import's digest.
const SALES: usize = 1_500;

fn import(desk: &mut Desk, csv: &str) -> Summary {
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    let summary = desk.import_purchases(ImportSource::bytes(csv.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    assert_eq!(summary.rejected, 0, "{:?}", summary.errors);
    summary
}

fn purchases() -> String {
    let mut csv = "order_ref,member_no,purchased_at,amount,store\n".to_owned();
    for n in 0..SALES {
        writeln!(csv, "A-{n},M{},2026-{:02}-{:02},{}.50,南京西路", n % 7, n % 10 + 1, n % 28 + 1, n % 90).unwrap();
    }
    csv
}

fn imported() -> Desk {
    let mut desk = desk();
    import(&mut desk, &purchases());
    desk
}

#[test]
fn an_imported_file_is_as_it_was_written() {
    let desk = imported();
    let proof = verify(&desk);
    assert_eq!((proof.wrong, proof.members), (None, 7));
    assert_eq!(proof.facts, SALES as u64);
}

#[rstest]
#[case::fact_in_the_first_block("UPDATE fact SET amount = 1 WHERE id = 10", "rows 2 1..1024")]
#[case::fact_in_the_second_block("UPDATE fact SET amount = 1 WHERE id = 1030", "rows 2 1025..")]
#[case::block("UPDATE batch_block SET digest = zeroblob(32) WHERE n = 1", "table batch_block 2")]
#[case::block_gone("DELETE FROM batch_block WHERE n = 1", "table batch_block 2")]
#[case::key_gone("DELETE FROM order_key WHERE fact = 10", "table order_key")]
#[case::key_of_another("UPDATE order_key SET fact = 11 WHERE fact = 10", "table order_key")]
#[case::key_of_nothing("INSERT INTO order_key VALUES (1, 99999)", "table order_key 1")]
#[case::key_moved("UPDATE order_key SET hash = hash + 1 WHERE fact = 10", "table order_key")]
#[case::batch_moved("UPDATE import_batch SET op = 99", "table import_batch 2")]
#[case::batch_gone("DELETE FROM import_batch", "table import_batch 2")]
#[case::batch_unbound("UPDATE import_batch SET closed_by = NULL", "table import_batch 2")]
#[case::batch_bound_by_another("UPDATE import_batch SET closed_by = 2", "rows 2 ")]
#[case::batch_slipped_in(
    "INSERT INTO import_batch (op, what, file_sha256, new, updated, unchanged, rejected)
     SELECT 3, what, file_sha256, 1, 0, 0, 0 FROM import_batch",
    "table import_batch 3"
)]
#[case::what("UPDATE import_batch SET what = 'members'", "table import_batch 2")]
#[case::file("UPDATE import_batch SET file_sha256 = zeroblob(32)", "table import_batch 2")]
#[case::file_short("UPDATE import_batch SET file_sha256 = x'00'", "table import_batch 2")]
#[case::new("UPDATE import_batch SET new = new + 1", "table import_batch 2")]
#[case::updated("UPDATE import_batch SET updated = 1", "table import_batch 2")]
#[case::unchanged("UPDATE import_batch SET unchanged = 1", "table import_batch 2")]
#[case::rejected("UPDATE import_batch SET rejected = 1", "table import_batch 2")]
fn what_was_tampered_with_is_named(#[case] sql: &str, #[case] named: &str) {
    let desk = imported();
    assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1, "the tampering itself must work");
    let found = short(&verify(&desk).wrong.expect("tampering must be found"));
    assert!(found.starts_with(named), "{found}");
}

#[test]
fn counts_from_before_they_were_bound_stand_as_they_are() {
    let mut desk = imported();
    // What the file would be if an older program had imported into it, and this one had brought it up to date.
    desk.store
        .raw()
        .execute_batch(
            "DELETE FROM operation WHERE seq = 4; UPDATE import_batch SET closed_by = NULL;
         UPDATE meta SET v = 3 WHERE k = 'counts_unbound_through'",
        )
        .unwrap();
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(verify(&desk).wrong, None);
    desk.store.raw().execute("UPDATE meta SET v = 1 WHERE k = 'counts_unbound_through'", []).unwrap();
    assert_eq!(short(&verify(&desk).wrong.unwrap()), "table import_batch 2");
}

/// Members enough for a run of the search index.
fn indexed() -> Desk {
    let mut desk = desk();
    let mut csv = "member_no,name,phone\n".to_owned();
    for n in 1..=300 {
        writeln!(csv, "M{n:03},王{n},138{:08}", n * 7_919).unwrap();
    }
    desk.import_members(ImportSource::bytes(csv.as_bytes()), &ImportOptions::default(), &mut NoWatch, NOW).unwrap();
    assert_eq!(verify(&desk).wrong, None);
    desk
}

#[rstest]
#[case::page_gone("DELETE FROM search_page WHERE id = (SELECT MAX(id) FROM search_page)", "table search_page ")]
#[case::page_of_another(
    "UPDATE search_page SET body = (SELECT body FROM search_page LIMIT 1) \
    WHERE id = (SELECT MAX(id) FROM search_page)",
    "table search_page "
)]
#[case::members_moved("UPDATE search_run SET first = first + 1", "table search_page 1")]
#[case::a_member_too_many("UPDATE search_mark SET n = 299 WHERE k = 'through'", "table search_run 0")]
#[case::two_runs_of_the_same(
    "INSERT INTO search_run SELECT run + 1, first, last, state FROM search_run",
    "table search_run "
)]
#[case::a_mark_of_no_name("INSERT INTO search_mark VALUES ('evil', 1)", "table search_mark evil")]
#[case::run_gone("DELETE FROM search_run", "table search_page 1")]
#[case::no_page("UPDATE search_page SET body = x'09' WHERE id = (SELECT MAX(id) FROM search_page)", "Unreadable")]
fn an_index_that_says_something_else_is_named(#[case] sql: &str, #[case] named: &str) {
    let mut desk = indexed();
    assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1, "the tampering itself must work");
    let found = short(&verify(&desk).wrong.expect("tampering must be found"));
    assert!(found.starts_with(named) && found != "table search_page ", "{found}");
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(verify(&desk).wrong, None, "made again");
}

#[test]
fn an_import_that_was_undone_and_brought_again_holds() {
    let mut desk = imported();
    let batch = desk.store.operation_at(OpSeq(2)).unwrap().unwrap().0.id;
    done(&mut desk, &Intent::Undo(op::Undo { op: batch, reason: None }));
    assert_eq!(verify(&desk).wrong, None);
    let orders = |desk: &Desk| desk.open_member(MemberId(1), None, NOW).unwrap().snapshot.purchases.count;
    assert_eq!(orders(&desk), 0);
    // Those whom the import enrolled were closed with it; others bring the same orders now.
    import(&mut desk, &purchases().replace(",M", ",N"));
    assert_eq!(verify(&desk).wrong, None);
    let state = |desk: &Desk, member| desk.store.state(MemberId(member)).unwrap().unwrap();
    let before = [state(&desk, 1), state(&desk, 8)];
    assert_eq!(desk.rebuild(NOW, &mut |_, _| {}).unwrap(), 14);
    assert_eq!(verify(&desk).wrong, None);
    assert_eq!([state(&desk, 1), state(&desk, 8)], before);
}

#[test]
fn rebuilding_files_the_orders_again() {
    let mut desk = imported();
    desk.store.raw().execute("DELETE FROM order_key", []).unwrap();
    desk.store.raw().execute("UPDATE meta SET v = 0 WHERE k = 'order_key_through'", []).unwrap();
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    let again = import(&mut desk, &purchases());
    assert_eq!((again.new, again.unchanged), (0, SALES as u64));
    assert_eq!(verify(&desk).wrong, None);
}
