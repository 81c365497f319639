//! Data files that join: whatever each has recorded, in whatever order they come, the file that takes them in proves itself, finds
//! everybody, and says of everybody what their own file says.

use super::anything::{Step, Work, cases, step};
use super::{NOW, adjust, desk, done, enrol, later};
use crate::desk::Desk;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::fold::view::Snapshot;
use crate::domain::member::Profile;
use crate::domain::num::{FileNumber, MemberId};
use crate::domain::op::{self, Intent};
use crate::domain::segment_views::{Sort, SortBy};
use crate::store::joined::{JoinError, TakenIn};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn file(number: i64) -> FileNumber {
    FileNumber::new(number).unwrap()
}

/// A file that has a number and nobody in it.
fn numbered(number: i64) -> Desk {
    let mut desk = desk();
    desk.store.number_file(Uuid::now_v7(), file(number), "李雯", NOW).unwrap();
    desk
}

fn person(desk: &mut Desk, no: &str, name: &str, phone: &str) -> MemberId {
    let profile = Profile {
        member_no: no.to_owned(),
        name: name.to_owned(),
        phone: phone.to_owned(),
        store: "南京西路".to_owned(),
        ..Profile::default()
    };
    done(desk, &Intent::Enrol(op::Enrol { profile: Box::new(profile) })).member.unwrap()
}

fn join(into: &mut Desk, from: &Desk, at: Instant) -> Result<Option<TakenIn>, JoinError> {
    into.store.join(Uuid::now_v7(), &from.store, "李雯", at)
}

fn proves_itself(desk: &Desk, when: &str) {
    let report = desk.verify(None, &[], &mut |_, _| {}).unwrap();
    assert_eq!(report.wrong, None, "{when}");
}

fn last_member(desk: &Desk) -> i64 {
    desk.store.last_member().unwrap().0
}

/// The number by which all files know the member of a row.
fn known(desk: &Desk, row: MemberId) -> i64 {
    desk.store.known_member(row).unwrap().joined(desk.store.file_number().unwrap()).0
}

/// What is said of a member, with every row called as all files call it.
fn said(desk: &Desk, snapshot: &Snapshot) -> String {
    let own = desk.store.file_number().unwrap();
    let lots: Vec<_> =
        snapshot.points.lots.iter().map(|lot| (lot.fact.joined(own), lot.open, lot.expires_on)).collect();
    let into = snapshot.merged_into.map(|row| known(desk, row));
    format!(
        "{:?} into {into:?}, {:?} {lots:?}, {:?}, {:?}, {:?}",
        snapshot.status,
        snapshot.points.balance,
        snapshot.tier.code,
        snapshot.lifecycle.stage,
        (snapshot.purchases.count, snapshot.purchases.last_on, snapshot.purchases.net_spend),
    )
}

/// What is said of everybody on a day (`None`: today), by the number that all files know.
fn told(desk: &Desk, as_of: Option<Day>, now: Instant) -> BTreeMap<i64, String> {
    let member = |row| {
        let row = MemberId(row);
        let record = desk.open_member(row, as_of, now).unwrap();
        (known(desk, row), said(desk, &record.snapshot))
    };
    (1..=last_member(desk)).map(member).collect()
}

/// Whom a query finds, by the number that all files know.
fn found(desk: &Desk, query: &str) -> BTreeSet<i64> {
    let page = desk.find(query, 2_000, NOW, &mut ()).unwrap();
    page.rows.iter().map(|row| known(desk, row.id)).collect()
}

/// Everybody in columns, on a day, against the file of each.
fn columns_are_the_files(desk: &mut Desk, day: Option<Day>, now: Instant) {
    let sort = Sort { by: SortBy::Points, descending: true };
    let page = desk.segment_page("*", day, sort, 0..2_000, now, &mut ()).unwrap();
    assert!(page.rows.len() > 1);
    for row in page.rows {
        let file = desk.open_member(row.id, day, now).unwrap().snapshot;
        let who = format!("{} on {day:?}", row.member_no);
        assert_eq!(row.status, file.status, "{who}");
        if row.status == Status::Merged {
            continue;
        }
        let bought = &file.purchases;
        assert_eq!((&row.tier, row.balance), (&file.tier.code, file.points.balance), "{who}");
        assert_eq!((row.orders, row.last_on, row.net_spend), (bought.count, bought.last_on, bought.net_spend), "{who}");
    }
}

/// Steps that are the same in every run.
fn some_steps(runner: &mut TestRunner, most: usize) -> Vec<Step> {
    proptest::collection::vec(step(), 1..most).new_tree(runner).unwrap().current()
}

/// A file of number `n`: four members of the names that every file has, one of its own, and some work.
fn shop(n: i64, steps: &[Step]) -> Work {
    let mut work = Work::new();
    work.desk.store.number_file(Uuid::now_v7(), file(n), "李雯", NOW).unwrap();
    person(&mut work.desk, &format!("S{n:03}"), &format!("Somebody{n} 王{n}"), &format!("138{n:08}"));
    for step in steps {
        work.take(step);
    }
    work
}

/// Takes files in, one after the other; those that name members of files to come wait until these are in.
fn host(number: i64, shops: &[&Desk], now: Instant) -> Desk {
    let mut host = numbered(number);
    person(&mut host, "HQ-1", "总部会员", "13700000001");
    let mut waiting: Vec<&Desk> = shops.to_vec();
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|shop| match join(&mut host, shop, now) {
            Ok(taken) => taken.is_none(),
            Err(JoinError::NeedsFile(_)) => true,
            Err(error) => panic!("{error}"),
        });
        assert!(waiting.len() < before, "nobody can be taken in");
    }
    while host.store.maintain_search().unwrap() {}
    host
}

/// Says the first who differ, not all.
fn same(again: &BTreeMap<i64, String>, first: &BTreeMap<i64, String>, order: usize) {
    let differ: Vec<_> = again.iter().zip(first).filter(|(again, first)| again != first).take(3).collect();
    assert!(differ.is_empty() && again.len() == first.len(), "order {order}: {differ:?}");
}

#[test]
fn a_hundred_files_in_any_order_are_one_file() {
    let mut runner = TestRunner::deterministic();
    let mut shops: Vec<Work> = (1..=100).map(|n| shop(n, &some_steps(&mut runner, 5))).collect();
    // A member of the first file goes to the second one.
    let (first, rest) = shops.split_at_mut(1);
    let second = &mut rest[0];
    join(&mut second.desk, &first[0].desk, second.now).unwrap().unwrap();
    let visitor = second.desk.store.member_id("S001").unwrap().unwrap();
    second.desk.perform(&adjust(visitor, 77), None, second.now).unwrap();
    let now = shops.iter().map(|shop| shop.now).max().unwrap();
    let past = Some(shops[0].desk.programs().unwrap().zone().day_of(NOW).plus_days(1));

    let forward: Vec<&Desk> = shops.iter().map(|shop| &shop.desk).collect();
    let backward: Vec<&Desk> = forward.iter().rev().copied().collect();
    let shuffled: Vec<&Desk> = (0..100).map(|n| forward[n * 37 % 100]).collect();
    let mut hosts = [forward, backward, shuffled].map(|order| host(200, &order, now));

    let queries = ["S042", "王42", "somebody42", "13800000042", "0042", "总部", "M2", "张伟", "zw", "1390000"];
    let first = (told(&hosts[0], None, now), told(&hosts[0], past, now), queries.map(|query| found(&hosts[0], query)));
    assert_eq!(first.0.len(), 501);
    assert!(first.2.iter().all(|found| !found.is_empty()));
    assert_eq!(first.2[3], BTreeSet::from([(42 << 40) + 5]));
    for (n, host) in hosts.iter_mut().enumerate() {
        proves_itself(host, &format!("order {n}"));
        assert_eq!(last_member(host), 501, "rows have no gaps");
        same(&told(host, None, now), &first.0, n);
        same(&told(host, past, now), &first.1, n);
        for (query, first) in queries.iter().zip(&first.2) {
            let again = found(host, query);
            let differ: Vec<_> = again.symmetric_difference(first).collect();
            assert!(differ.is_empty(), "order {n}, {query}: {differ:?}");
        }
        for day in [None, past] {
            columns_are_the_files(host, day, now);
        }
    }
    for shop in &shops {
        let at_home = told(&shop.desk, None, now);
        let number = shop.desk.store.file_number().unwrap();
        for (member, said) in at_home.iter().filter(|(member, _)| MemberId(**member).file() == number) {
            // The visitor's points are known where both files are.
            if *member != MemberId(5).joined(file(1)).0 {
                assert_eq!(first.0[member], *said, "member {member}");
            }
        }
    }
    let [forward, ..] = &mut hosts;
    forward.rebuild(now, &mut |_, _| {}).unwrap();
    proves_itself(forward, "made again");
    assert_eq!((told(forward, None, now), told(forward, past, now)), (first.0, first.1));
    assert_eq!(queries.map(|query| found(forward, query)), first.2);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whatever_two_files_have_recorded_a_third_says_the_same_in_both_orders(
        one in proptest::collection::vec(step(), 1..20),
        two in proptest::collection::vec(step(), 1..20),
        more in proptest::collection::vec(step(), 1..10),
    ) {
        let (mut one, two) = (shop(1, &one), shop(2, &two));
        let now = one.now.max(two.now);
        let mut hosts = [vec![&one.desk, &two.desk], vec![&two.desk, &one.desk]].map(|order| host(9, &order, now));
        let first = told(&hosts[0], None, now);
        for shop in [&one, &two] {
            for (member, said) in told(&shop.desk, None, now) {
                prop_assert_eq!(&first[&member], &said);
            }
        }
        // Another part of the first one comes later.
        for step in &more {
            one.take(step);
        }
        let now = now.max(one.now);
        for host in &mut hosts {
            join(host, &one.desk, now).unwrap();
            prop_assert_eq!(join(host, &one.desk, now).unwrap(), None);
            proves_itself(host, "with more");
        }
        let again = told(&hosts[0], None, now);
        prop_assert_eq!(&told(&hosts[1], None, now), &again);
        for (member, said) in told(&one.desk, None, now) {
            prop_assert_eq!(&again[&member], &said);
        }
        let host = &mut hosts[1];
        host.rebuild(now, &mut |_, _| {}).unwrap();
        proves_itself(host, "made again");
        prop_assert_eq!(told(host, None, now), again);
    }
}

/// A host into which a file has joined that has done all sorts of things.
fn joined() -> (Desk, Work) {
    let mut runner = TestRunner::deterministic();
    let mut shop = shop(3, &some_steps(&mut runner, 30));
    let member = shop.desk.store.member_id("S003").unwrap().unwrap();
    shop.desk.perform(&adjust(member, 500), None, shop.now).unwrap();
    let host = host(9, &[&shop.desk], shop.now);
    (host, shop)
}

const ROW: &str = "3298534883328";

#[rstest]
#[case::fact("UPDATE fact SET points = points + 1 WHERE id = (SELECT MAX(id) FROM fact)")]
#[case::fact_of_another("UPDATE fact SET member = 1 WHERE id = (SELECT MAX(id) FROM fact)")]
#[case::fact_gone("DELETE FROM fact WHERE id = (SELECT MAX(id) FROM fact)")]
#[case::fact_moved("UPDATE fact SET id = id + 1099511627776 WHERE id = (SELECT MAX(id) FROM fact)")]
#[case::fact_points("UPDATE fact SET prev = 1 WHERE id = (SELECT MAX(id) FROM fact)")]
#[case::not_listed("DELETE FROM joined_fact WHERE fact = (SELECT MAX(id) FROM fact)")]
#[case::listed_elsewhere("UPDATE joined_fact SET member = 1 WHERE fact = (SELECT MAX(id) FROM fact)")]
#[case::listed_of_nothing("INSERT INTO joined_fact VALUES (1, 3298534993328)")]
#[case::counted("UPDATE state SET joined = joined + 1 WHERE member = 2")]
#[case::event("UPDATE member_event SET at = at + 1 WHERE id = (SELECT MAX(id) FROM member_event)")]
#[case::event_gone("DELETE FROM member_event WHERE id = (SELECT MAX(id) FROM member_event)")]
#[case::operation("UPDATE operation SET operator = 'x' WHERE seq = ROW + 5")]
#[case::operation_gone("DELETE FROM operation WHERE seq = ROW + 5")]
#[case::last_operation_gone("DELETE FROM operation WHERE seq = (SELECT MAX(seq) FROM operation)")]
#[case::all_gone("DELETE FROM operation WHERE seq > ROW")]
#[case::of_a_file_that_has_not_joined(
    "UPDATE operation SET seq = seq + 1099511627776 WHERE seq = (SELECT MAX(seq) FROM operation)"
)]
#[case::number("UPDATE joined_member SET number = number + 100 WHERE row = 3")]
#[case::number_gone("DELETE FROM joined_member WHERE row = 3")]
#[case::card("UPDATE joined_member SET card = 'X' WHERE row = 3")]
#[case::programme("UPDATE program SET toml = toml || ' ' WHERE version > ROW")]
#[case::programme_gone("DELETE FROM program WHERE version > ROW")]
#[case::label("UPDATE label SET text = 'x' WHERE id > ROW")]
#[case::secret("UPDATE op_secret SET body = '{}' WHERE op = ROW + 3")]
#[case::profile("UPDATE member SET phone = '1' WHERE id = 6")]
#[case::own_number("UPDATE meta SET v = 8 WHERE k = 'file_number'")]
#[case::own_number_gone("DELETE FROM meta WHERE k = 'file_number'")]
fn what_was_tampered_with_is_found(#[case] sql: &str) {
    let (host, _) = joined();
    proves_itself(&host, "before");
    let changed = host.store.raw().execute(&sql.replace("ROW", ROW), []).unwrap();
    assert!(changed > 0, "the tampering itself must work");
    assert_ne!(host.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn a_damaged_file_is_not_taken_in() {
    let (_, shop) = joined();
    shop.desk
        .store
        .raw()
        .execute("UPDATE fact SET points = points + 1 WHERE id = (SELECT MAX(id) FROM fact)", [])
        .unwrap();
    let mut host = numbered(9);
    let before = host.store.newest_operation().unwrap();
    assert!(matches!(join(&mut host, &shop.desk, shop.now), Err(JoinError::Wrong(_))));
    assert_eq!((host.store.newest_operation().unwrap(), last_member(&host)), (before, 0), "nothing of it stays");
    proves_itself(&host, "after");
}

#[test]
fn what_this_file_does_with_members_of_another_is_known_to_a_third() {
    let (mut host, shop) = joined();
    let (visitor, own) = (host.store.member_id("S003").unwrap().unwrap(), MemberId(1));
    host.perform(&adjust(visitor, 40), None, shop.now).unwrap();
    host.perform(&adjust(own, 2), None, shop.now).unwrap();
    let mut profile = Box::new(host.profile(visitor).unwrap());
    profile.phone = "15566667777".to_owned();
    host.perform(&Intent::Edit(op::Edit { member: visitor, profile, note: None }), None, shop.now).unwrap();
    let merge = op::Merge { from: visitor, into: own, reason: "correction".to_owned(), note: None };
    host.perform(&Intent::Merge(merge), None, shop.now).unwrap();
    proves_itself(&host, "at the host");
    let balance = |desk: &Desk, no: &str| {
        let row = desk.store.member_id(no).unwrap().unwrap();
        desk.open_member(row, None, shop.now).unwrap().snapshot.points.balance.0
    };
    assert_eq!(balance(&host, "HQ-1"), 542);
    let third = {
        let mut third = numbered(20);
        assert!(matches!(join(&mut third, &host, shop.now), Err(JoinError::NeedsFile(3))));
        join(&mut third, &shop.desk, shop.now).unwrap();
        join(&mut third, &host, shop.now).unwrap();
        third
    };
    proves_itself(&third, "at the third");
    assert_eq!(balance(&third, "HQ-1"), 542);
    assert_eq!(found(&third, "15566667777"), BTreeSet::from([(3 << 40) + 5]), "the profile that was written last");
    assert_eq!(told(&third, None, shop.now), told(&host, None, shop.now));
}

#[test]
fn a_plan_is_made_again_where_its_member_has_joined_on() {
    let (mut host, mut shop) = joined();
    let visitor = host.store.member_id("S003").unwrap().unwrap();
    let plan = host.plan(adjust(visitor, -520), shop.now);
    assert!(plan.is_err(), "500 points are not enough");
    let plan = host.plan(adjust(visitor, 1), shop.now).unwrap();
    let at_home = shop.desk.store.member_id("S003").unwrap().unwrap();
    shop.desk.perform(&adjust(at_home, 30), None, shop.now).unwrap();
    join(&mut host, &shop.desk, shop.now).unwrap();
    assert!(host.commit(&plan, None, shop.now).is_err(), "what it said has changed");
    host.perform(&adjust(visitor, -520), None, shop.now).unwrap();
    proves_itself(&host, "after");
}

#[test]
fn two_members_of_one_number_are_both_found_by_it() {
    let mut shops = [1, 2, 3].map(numbered);
    for (n, shop) in (1..).zip(&mut shops) {
        enrol(shop, "M1", &format!("张{n}"));
    }
    let host = host(9, &shops.iter().collect::<Vec<_>>(), NOW);
    let shown: Vec<Option<String>> = (2..=4).map(|row| host.store.member_no(MemberId(row)).unwrap()).collect();
    assert_eq!(shown, ["M1", "M1~2", "M1~3"].map(|no| Some(no.to_owned())));
    assert_eq!(found(&host, "M1").len(), 3);
    proves_itself(&host, "with cards");
}

#[test]
fn an_erasure_reaches_what_comes_from_every_file() {
    let (mut host, mut shop) = joined();
    let visitor = host.store.member_id("S003").unwrap().unwrap();
    host.perform(&Intent::Erase(op::Erase { member: visitor }), None, shop.now).unwrap();
    let at_home = shop.desk.store.member_id("S003").unwrap().unwrap();
    let mut profile = Box::new(shop.desk.profile(at_home).unwrap());
    profile.phone = "15566667777".to_owned();
    shop.desk.perform(&Intent::Edit(op::Edit { member: at_home, profile, note: None }), None, shop.now).unwrap();
    join(&mut host, &shop.desk, shop.now).unwrap();
    assert!(found(&host, "15566667777").is_empty());
    assert_eq!(host.profile(visitor).unwrap().phone, "");
    proves_itself(&host, "erased at the host");
}

#[test]
fn who_may_not_join_is_told_why() {
    let (mut host, shop) = joined();
    let mut nameless = desk();
    assert!(matches!(join(&mut nameless, &shop.desk, shop.now), Err(JoinError::Unnumbered)));
    assert!(matches!(join(&mut host, &nameless, shop.now), Err(JoinError::OtherUnnumbered)));
    assert!(matches!(join(&mut host, &numbered(3), shop.now), Err(JoinError::NumberTaken(3))));
    assert!(matches!(join(&mut host, &numbered(9), shop.now), Err(JoinError::NumberTaken(9))));
    assert!(matches!(host.store.number_file(Uuid::now_v7(), file(8), "x", NOW), Err(JoinError::Numbered(9))));
    assert!(matches!(nameless.store.number_file(Uuid::now_v7(), file(8), "x", NOW), Ok(())));
    // A file that was taken back to an earlier copy and written on has another past.
    let newest = shop.desk.store.newest_operation().unwrap().unwrap().0.seq;
    let forged = shop.desk.store.raw();
    forged.execute("UPDATE operation SET hash = zeroblob(32) WHERE seq = ?1", [newest.0]).unwrap();
    assert!(matches!(join(&mut host, &shop.desk, shop.now), Err(JoinError::Forked { file: 3, .. })));
    proves_itself(&host, "after all this");
}

#[test]
fn keys_and_labels_of_two_files_may_be_the_same() {
    let mut shops = [1, 2].map(numbered);
    for shop in &mut shops {
        let member = person(shop, "M1", "张伟", "13800000001");
        shop.perform(&adjust(member, 5), Some("2026-11-22"), NOW).unwrap();
    }
    let mut host = host(9, &shops.iter().collect::<Vec<_>>(), NOW);
    let again = host.perform(&adjust(MemberId(1), 5), Some("2026-11-22"), later(1)).unwrap();
    assert!(!again.replayed, "the key of another file is not this file's");
    proves_itself(&host, "with keys");
    let page =
        host.segment_page("store:南京西路", None, Sort { by: SortBy::Points, descending: true }, 0..9, NOW, &mut ());
    assert_eq!(page.unwrap().total, 3, "members of all files who belong to one store");
    assert_eq!(
        host.journal("", 0).unwrap().total,
        host.store.newest_seq().unwrap().0.unsigned_abs(),
        "its own journal"
    );
}
