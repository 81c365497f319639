//! Two years, made twice; and what is in them.

use super::*;
use crate::desk::ask::Serve;
use crate::domain::fact::Status;
use crate::domain::feedback::{FeedbackFilter, FeedbackRow, TOPICS};
use crate::domain::fold::view::TierSource;
use crate::domain::num::{Money, Points};
use crate::domain::question::{
    FeedbackListQuery, FeedbackRows, FindMemberByNo, FindMembers, ListFeedback, OpenCase, OpenMember, Question,
    ReadProfile, VerifyFile,
};

/// A member's number, standing and sums.
type Digest = (String, Status, Points, Points, String, i64, Money);

const DAY: &str = "2026-11-22";

fn at(hour: i64) -> Instant {
    let start = Zone::default().start_of(Day::parse(DAY).unwrap());
    Instant(start.0 + hour * 3_600_000)
}

fn made(folder: &Path, name: &str, demo: Demo, now: Instant) -> (DemoSummary, Desk) {
    let path = folder.join(name);
    let made = make(&path, demo, now, &mut |_| {}).unwrap();
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.filter(|beside| beside.as_encoded_bytes().starts_with(name.as_bytes())).count(), 1);
    (made, Desk::open(&path, manager()).unwrap())
}

fn ask<Q: Question>(desk: &mut Desk, question: Q) -> Q::Answer
where
    Desk: Serve<Q>,
{
    desk.ask(&manager(), question, at(12)).unwrap()
}

fn digests(desk: &mut Desk, members: usize, now: Instant) -> Vec<Digest> {
    let one = |i: usize| {
        let member = ask(desk, FindMemberByNo { member_no: format!("M{:07}", 10_001 + i) });
        let s = desk.ask(&manager(), OpenMember { member, as_of: None }, now).unwrap().snapshot;
        let no = ask(desk, ReadProfile { member }).member_no;
        (no, s.status, s.points.balance, s.points.pending, s.tier.code, s.purchases.count, s.purchases.net_spend)
    };
    (0..members).map(one).collect()
}

#[test]
fn a_seed_means_the_same_store_at_any_hour_of_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo { members: 60, seed: 5 };
    let (first, mut a) = made(folder.path(), "a.db", demo, at(1));
    let (second, mut b) = made(folder.path(), "b.db", demo, at(23));
    let (_, mut c) = made(folder.path(), "c.db", Demo { seed: 6, ..demo }, at(1));
    assert_eq!(first, second);
    assert_eq!(digests(&mut a, 60, at(23)), digests(&mut b, 60, at(23)));
    assert_ne!(digests(&mut a, 60, at(23)), digests(&mut c, 60, at(23)));
}

#[test]
fn everything_a_desk_meets_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo { members: 500, seed: 1 };
    let (made, mut desk) = made(folder.path(), "demo.db", demo, at(12));
    assert_eq!(made.rejected, 0);
    assert!(made.operations > 100 && made.operations > made.refused * 3, "{made:?}");
    let all = digests(&mut desk, 500, at(12));
    for tier in ["base", "silver", "gold", "platinum"] {
        assert!(all.iter().any(|d| d.4 == tier), "{tier}");
    }
    for status in [Status::Active, Status::Frozen, Status::Closed, Status::Merged] {
        assert!(all.iter().any(|d| d.1 == status), "{status:?}");
    }
    assert!(all.iter().any(|d| d.2 < Points::ZERO), "a deficit");
    assert!(all.iter().any(|d| d.5 == 0), "somebody who never bought");
    let snapshots = (0..500).map(|i| {
        let member = ask(&mut desk, FindMemberByNo { member_no: format!("M{:07}", 10_001 + i) });
        ask(&mut desk, OpenMember { member, as_of: None }).snapshot
    });
    let (mut by_hand, mut expired, mut ending) = (0, 0, 0);
    for s in snapshots {
        by_hand += usize::from(s.tier.source == TierSource::Override);
        expired += usize::from(s.points.tally.expired > Points::ZERO);
        ending += usize::from(s.points.lots.iter().any(|l| l.expires_on == Day::from_ymd(2026, 12, 31)));
    }
    assert!(by_hand > 0 && expired > 20 && ending > 20, "{by_hand} {expired} {ending}");
    assert_eq!(ask(&mut desk, VerifyFile::default()).wrong, None);
}

#[test]
fn the_caller_of_the_readme_is_found_by_four_digits() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut desk) = made(folder.path(), "demo.db", Demo { members: 200, seed: 1 }, at(12));
    let found = ask(&mut desk, FindMembers { query: "5678".to_owned(), limit: 50, as_of: None, with_month: false });
    assert_eq!(found.total, 1);
    assert!(found.rows[0].phone.ends_with("5678") && found.rows[0].orders > 5, "{:?}", found.rows[0]);
}

#[test]
fn members_have_spoken_and_some_cases_wait() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut desk) = made(folder.path(), "demo.db", Demo { members: 500, seed: 1 }, at(12));
    let listed = |desk: &mut Desk, filter: FeedbackFilter| {
        let list = FeedbackListQuery { filter, ..FeedbackListQuery::default() };
        ask(desk, ListFeedback { list, limit: 1_000 })
    };
    let FeedbackRows { rows, total } = listed(&mut desk, FeedbackFilter::default());
    assert!(total > 60, "{total} answers");
    for topic in TOPICS {
        assert!(rows.iter().any(|row| row.content.topic.as_deref() == Some(topic)), "{topic}");
    }
    let FeedbackRows { rows: open, total: waiting } =
        listed(&mut desk, FeedbackFilter { open_cases: Some(true), ..FeedbackFilter::default() });
    let overdue = open.iter().filter(|row| row.case.as_ref().is_some_and(|c| c.is_overdue(at(12)))).count() as u64;
    assert!((1..waiting).contains(&overdue), "{overdue} of {waiting} open cases are overdue");
    let resolved = listed(&mut desk, FeedbackFilter { open_cases: Some(false), ..FeedbackFilter::default() }).rows;
    let mut case = |row: &FeedbackRow| ask(&mut desk, OpenCase { case: row.id, as_of: None }).unwrap();
    let with_points = resolved.iter().filter(|row| !case(row).adjustments.is_empty());
    assert!(with_points.count() > 0, "no case led to an adjustment");
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.db");
    std::fs::write(&path, "mine").unwrap();
    let refused = make(&path, Demo::default(), Instant(0), &mut |_| {});
    assert!(matches!(refused, Err(DeskError::Store(StoreError::Exists(_)))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn months_begin_after_the_start_and_end_today() {
    let day = |text| Day::parse(text).unwrap();
    let expected = ["2026-02-01", "2026-03-01", "2026-03-15"].map(day);
    assert_eq!(months(day("2026-01-01"), day("2026-03-15")), expected);
}
