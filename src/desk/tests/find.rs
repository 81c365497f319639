//! Finding members through the desk: what rows show, and what changes do to what is found.

use super::{NOW, adjust, desk, done, enrol, later, with_member};
use crate::desk::Desk;
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::member::Profile;
use crate::domain::num::{MemberId, Points};
use crate::domain::op::{self, Intent};
use crate::domain::question::FindMembers;
use rstest::rstest;

fn names(desk: &Desk, query: &str) -> Vec<String> {
    let found = desk.find(query, 50, NOW, &mut ()).unwrap();
    assert_eq!((found.total, found.exact), (found.rows.len() as u64, true));
    found.rows.into_iter().map(|row| row.name).collect()
}

#[rstest]
#[case::name("张伟")]
#[case::surname("张")]
#[case::pinyin("zhangw")]
#[case::initials("ZW")]
#[case::given("wei")]
#[case::last_digits("5678")]
#[case::full_width("１３８")]
#[case::phone("138-1234-5678")]
#[case::coded("+86 138 1234 5678")]
#[case::number("m1")]
#[case::address("zhang.wei@example.com")]
#[case::domain("@exam")]
#[case::words("伟 5678")]
#[case::run_together("张5678")]
#[case::typed_wrong("13812345687")]
#[case::misspelt("zhagnwei")]
#[case::nothing_typed("  ")]
fn a_member_is_found_by_any_fragment(#[case] query: &str) {
    let (desk, _) = with_member();
    assert_eq!(names(&desk, query), ["张伟"]);
}

#[rstest]
#[case("李")]
#[case("张 9999")]
#[case("@")]
#[case("🎉")]
#[case("\0")]
fn who_does_not_match_is_not_found(#[case] query: &str) {
    let (desk, _) = with_member();
    let wanted: &[&str] = if query == "\0" { &["张伟"] } else { &[] };
    assert_eq!(names(&desk, query), wanted);
}

#[test]
fn a_row_shows_the_state_of_today_and_masks_contacts() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 300));
    let row = desk.find("张伟", 10, NOW, &mut ()).unwrap().rows.remove(0);
    assert_eq!((row.phone.as_str(), row.email.as_str()), ("138****5678", "z***@example.com"));
    assert_eq!((row.balance, row.status, row.stage), (Points(300), Status::Active, LifecycleStage::Prospect));
    // 2027-12-31 is the last day of the points.
    assert_eq!(desk.find("张伟", 10, later(500), &mut ()).unwrap().rows[0].balance, Points(0));
}

#[test]
fn the_newest_members_come_first_where_nothing_is_typed() {
    let mut desk = desk();
    for n in 1..=3 {
        enrol(&mut desk, &format!("M{n}"), "张伟");
    }
    let found = desk.find("", 2, NOW, &mut ()).unwrap();
    assert_eq!(found.rows.iter().map(|r| r.member_no.as_str()).collect::<Vec<_>>(), ["M3", "M2"]);
    assert_eq!((found.total, found.members, found.exact), (3, 3, true));
}

#[test]
fn an_edited_member_is_found_by_what_is_new_and_not_by_what_was() {
    let (mut desk, member) = with_member();
    let profile = Profile { name: "李娜".to_owned(), ..desk.profile(member).unwrap() };
    done(&mut desk, &Intent::Edit(op::Edit { member, profile: Box::new(profile), note: None }));
    assert_eq!(names(&desk, "lina"), ["李娜"]);
    assert_eq!(names(&desk, "5678"), ["李娜"]);
    for old in ["张", "zhangwei", "zw", "张伟"] {
        assert_eq!(names(&desk, old), Vec::<String>::new(), "{old}");
    }
}

#[test]
fn closed_and_merged_members_are_found_as_such_and_erased_ones_by_their_number_only() {
    let mut desk = desk();
    let ids: Vec<MemberId> = (1..=4).map(|n| enrol(&mut desk, &format!("M{n}"), "张伟")).collect();
    done(
        &mut desk,
        &Intent::SetStatus(op::SetStatus { member: ids[0], to: Status::Closed, reason: None, note: None, churn: None }),
    );
    done(
        &mut desk,
        &Intent::Merge(op::Merge { from: ids[1], into: ids[2], reason: "correction".to_owned(), note: None }),
    );
    done(&mut desk, &Intent::Erase(op::Erase { member: ids[3] }));
    let found = desk.find("zw", 10, NOW, &mut ()).unwrap();
    let rows: Vec<_> = found.rows.iter().map(|row| (row.member_no.as_str(), row.status)).collect();
    assert_eq!(rows, [("M1", Status::Closed), ("M2", Status::Merged), ("M3", Status::Active)]);
    let erased = desk.find("M4", 10, NOW, &mut ()).unwrap().rows.remove(0);
    assert_eq!((erased.status, erased.name.as_str(), erased.phone.as_str()), (Status::Erased, "", ""));
}

#[test]
fn on_a_past_day_only_those_who_existed_are_found_as_they_stood_then() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 300));
    let today = desk.programs().unwrap().zone().day_of(NOW);
    let now = later(3);
    let on = |desk: &Desk, query: &str, day: Day| {
        let question = FindMembers { query: query.to_owned(), limit: 10, as_of: Some(day), with_month: false };
        let found = desk.find_on_past_day(&question, now, &mut ()).unwrap();
        (found.rows.iter().map(|row| row.balance).collect::<Vec<_>>(), found.total, found.members)
    };
    for query in ["", "张伟", "5678", "points<1000"] {
        assert_eq!(on(&desk, query, today), (vec![Points(300)], 1, 1), "{query}");
        assert_eq!(on(&desk, query, today.plus_days(-1)), (vec![], 0, 0), "{query}");
    }
}
