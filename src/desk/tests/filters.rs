//! Whatever is typed into a filter is a question, an error that points into it, or words; never a command to the file.

use super::{NOW, desk_with, owner};
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::plan::outcome::Refusal;
use crate::domain::query::KnownPlaces;
use crate::domain::question::{FindMembers, ListMembers, ListStores, MemberListQuery, ShowCohorts, ShowTrend};
use crate::domain::read_models::MemberRow;
use crate::domain::segment::{RfmScore, Segment};
use crate::domain::segment_views::{Sort, SortBy};
use crate::store::StoreError;
use proptest::prelude::*;
use rstest::rstest;
use std::cell::RefCell;
use std::fmt::Write as _;

/// Thirty members, some of whom are called like commands.
fn shop() -> Desk {
    let program = "name = \"Tea house\"\n[rfm]\nmin_members = 5\n";
    let mut desk = desk_with(program);
    let names = ["Robert'); DROP TABLE member;--", "张伟", "%_%", "\"\"", "O'Neil", "NULL"];
    let mut members = "member_no,name,store,tags\n".to_owned();
    let mut sales = "member_no,purchased_at,amount\n".to_owned();
    for n in 0..30 {
        let name = names[n % names.len()].replace('"', "\"\"");
        writeln!(members, "M{n},\"{name}\",\"SH'{:02}\",vip;%", n % 3).unwrap();
        for month in 1..=1 + n % 6 {
            writeln!(sales, "M{n},2026-{month:02}-11,{}", 10 * n + month).unwrap();
        }
    }
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk.import_purchases(ImportSource::bytes(sales.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk
}

/// What somebody would type who means harm, or whose cat walks over the keys.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'; DROP TABLE member; --"),
        Just("' OR '1'='1"),
        Just("\" OR 1=1"),
        Just("tag:\"x' OR 1=1 --\""),
        Just("store:SH'01"),
        Just("tier:gold,'"),
        Just("UNION SELECT salt FROM member"),
        Just("spend>1;DELETE"),
        Just("points>=9223372036854775807"),
        Just("points:-9223372036854775808..9223372036854775807"),
        Just("spend>99999999999999999999999.99"),
        Just("spend<-1000000000000.01"),
        Just("last<999999999999d"),
        Just("last:0000-00-00..9999-99-99"),
        Just("first>=9999-12-31"),
        Just("birthday:02-30"),
        Just("birthday:13-01"),
        Just("r:0..9"),
        Just("-"),
        Just("--"),
        Just("-:"),
        Just(":"),
        Just("::::"),
        Just(">="),
        Just(".."),
        Just(",,,"),
        Just("tag:"),
        Just("tag:\""),
        Just("\"\"\"\""),
        Just("%"),
        Just("_"),
        Just("\\"),
        Just("\u{0}"),
        Just("\u{202e}dlog"),
        Just("：：＝＞"),
        Just("tier：gold"),
        Just("e\u{301}\u{301}\u{301}"),
        Just("👨‍👩‍👧‍👦"),
        Just("\u{feff}"),
        Just("*"),
        Just("champions"),
    ];
    let piece = prop_oneof![3 => piece.prop_map(str::to_owned), 1 => "\\PC{0,12}", 1 => "[ -~]{0,12}"];
    prop::collection::vec((piece, prop_oneof![Just(" "), Just(""), Just("\t"), Just("\u{3000}")]), 1..6)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

thread_local! {
    static SHOP: RefCell<Desk> = RefCell::new(shop());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_typed_is_answered_or_points_at_its_mistake(text in hostile()) {
        SHOP.with_borrow_mut(|desk| {
            let before = desk.segment_page("*", None, Sort::default(), 0..50, NOW, &mut ()).unwrap();
            let sort = Sort { by: SortBy::NetSpend, descending: true };
            match desk.segment_page(&text, None, sort, 0..50, NOW, &mut ()) {
                Ok(page) => prop_assert!(page.total <= before.total && page.rows.len() as u64 == page.total),
                Err(DeskError::Refused(refused)) => match *refused {
                    Refusal::BadQuery { error } => {
                        prop_assert!((1..=text.trim().chars().count() + 1).contains(&error.column), "{error:?}");
                    }
                    other => prop_assert!(false, "{other:?}"),
                },
                Err(error) => prop_assert!(false, "{error:?}"),
            }
            let _ = desk.find(&text, 10, NOW, &mut ()).map_err(|error| {
                assert!(!matches!(error, DeskError::Store(StoreError::Sql(_))), "{error:?}");
            });
            // As a name, and as what is saved, it does no harm either.
            if desk.save_filter(&text, "spend>1", NOW).is_ok() {
                prop_assert!(desk.drop_filter(&text, NOW).unwrap());
            }
            if desk.save_filter("kept", &text, NOW).is_ok() {
                prop_assert!(desk.segment_page("kept", None, sort, 0..50, NOW, &mut ()).is_ok());
            }
            let after = desk.segment_page("*", None, Sort::default(), 0..50, NOW, &mut ()).unwrap();
            prop_assert_eq!(before, after);
            Ok(())
        })?;
    }
}

#[test]
fn nothing_of_it_has_reached_the_file() {
    let mut desk = shop();
    for text in ["'; DROP TABLE member; --", "tag:\"x' OR 1=1 --\"", "store:SH'01"] {
        drop(desk.segment_page(text, None, Sort::default(), 0..50, NOW, &mut ()));
        drop(desk.save_filter("kept", text, NOW));
    }
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    let page = desk.segment_page("store:SH'01", None, Sort::default(), 0..50, NOW, &mut ()).unwrap();
    assert_eq!(page.total, 10, "a quote in a value is a quote");
}

/// A condition as text, and what it says of a row.
type Says = (String, Box<dyn Fn(&MemberRow) -> bool>);

/// One condition of any kind that a row can show.
fn condition() -> impl Strategy<Value = (u8, u8, i64, bool)> {
    (0..8_u8, 0..6_u8, -5..400_i64, any::<bool>())
}

fn compare(how: u8, value: i64, n: i64) -> bool {
    match how {
        0 => value < n,
        1 => value <= n,
        2 => value > n,
        3 => value >= n,
        4 => value == n,
        _ => (n..=n + 100).contains(&value),
    }
}

fn written(field: &str, how: u8, n: i64) -> String {
    match how {
        5 => format!("{field}:{n}..{}", n + 100),
        how => format!("{field}{}{n}", ["<", "<=", ">", ">=", "="][usize::from(how)]),
    }
}

fn says((what, how, n, _): (u8, u8, i64, bool)) -> Says {
    let today = crate::domain::day::Zone::default().day_of(NOW);
    let age = n.max(0);
    match what {
        0 => (
            written("spend", how, n),
            Box::new(move |row| {
                let hundredfold = |n: i64| n * 100;
                match how {
                    5 => (hundredfold(n)..=hundredfold(n + 100)).contains(&row.net_spend.0),
                    how => compare(how, row.net_spend.0, hundredfold(n)),
                }
            }),
        ),
        1 => (written("orders", how, n % 8), Box::new(move |row| compare(how, row.orders, n % 8))),
        2 => (written("points", how, n), Box::new(move |row| compare(how, row.balance.0, n))),
        3 => (format!("last<{age}d"), Box::new(move |row| row.last_on.is_some_and(|on| today.0 - on.0 < age))),
        4 => (format!("last>={age}d"), Box::new(move |row| row.last_on.is_some_and(|on| today.0 - on.0 >= age))),
        5 => (
            "rfm:champions,at-risk".to_owned(),
            Box::new(|row| {
                let segment = row.rfm.map(RfmScore::segment);
                matches!(segment, Some(Segment::Champions | Segment::AtRisk))
            }),
        ),
        6 => (
            format!("r:{}", 1 + n.rem_euclid(5)),
            Box::new(move |row| row.rfm.is_some_and(|score| i64::from(score.r) == 1 + n.rem_euclid(5))),
        ),
        _ => ("tier:silver,gold".to_owned(), Box::new(|row| row.tier == "silver" || row.tier == "gold")),
    }
}

proptest! {
    #[test]
    fn a_filter_means_what_its_rows_show(wishes in prop::collection::vec(condition(), 1..4)) {
        SHOP.with_borrow(|desk| {
            let all = desk.segment_page("*", None, Sort::default(), 0..50, NOW, &mut ()).unwrap().rows;
            let conditions: Vec<(bool, Says)> = wishes.iter().map(|wish| (wish.3, says(*wish))).collect();
            let terms = conditions.iter().map(|(not, (text, _))| format!("{}{text}", if *not { "-" } else { "" }));
            let text = terms.collect::<Vec<_>>().join(" ");
            let fits = |row: &&MemberRow| conditions.iter().all(|(not, (_, fits))| fits(row) != *not);
            let expected: Vec<&MemberRow> = all.iter().filter(fits).collect();
            let page = desk.segment_page(&text, None, Sort::default(), 0..50, NOW, &mut ()).unwrap();
            prop_assert_eq!(page.rows.iter().collect::<Vec<_>>(), expected, "{}", text);
            Ok(())
        })?;
    }
}

#[rstest]
#[case::february("28", &["2027-02-28", "2028-02-29"])]
#[case::march("01", &["2027-03-01", "2028-02-29"])]
fn who_was_born_on_29_february_has_a_birthday_every_year(#[case] leap: &str, #[case] birthdays: &[&str]) {
    let mut desk = desk_with(&format!("name = \"Tea house\"\n[birthday]\nleap = \"{leap}\"\n"));
    let members = "member_no,name,birthday\nM1,闰,2000-02-29\nM2,平,2000-02-27\n";
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    for day in ["2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29", "2028-03-01"] {
        let noon = Instant(Day::parse(day).unwrap().0 * DAY_MS + DAY_MS / 6);
        let found = |query: &str| {
            let page = desk.segment_page(query, None, Sort::default(), 0..9, noon, &mut ()).unwrap();
            page.rows.iter().any(|row| row.member_no == "M1")
        };
        assert_eq!(found("birthday:today"), birthdays.contains(&day), "{day}");
        assert!(found("birthday:02-29"), "the day of birth itself is always found");
    }
}

#[test]
fn a_base_narrows_every_view_to_the_same_members() {
    let mut desk = shop();
    let base = "store:\"SH'01\"";
    let today = desk.programs().unwrap().zone().day_of(NOW);
    let everybody = desk.board("*", None, true, NOW, &mut ()).unwrap();
    let narrowed = desk.board(base, None, true, NOW, &mut ()).unwrap();
    assert_eq!((everybody.members, narrowed.members), (30, 10));
    assert_eq!(narrowed.stages.iter().map(|(_, n)| n).sum::<u64>(), 10);
    assert_eq!(narrowed.cuts, everybody.cuts, "scores are among everybody, whoever is looked at");
    let moves = desk.moves(base, today.plus_days(-30), today, NOW, &mut ()).unwrap();
    assert_eq!(moves.counts.iter().flatten().sum::<u64>(), 10);
    let mut asking = |base: &str| {
        let (base, as_of) = (base.to_owned(), None);
        let cohorts = desk.ask(&owner(), ShowCohorts { base: base.clone(), as_of }, NOW).unwrap();
        let trend = desk.ask(&owner(), ShowTrend { base, as_of }, NOW).unwrap();
        (cohorts.rows.iter().map(|row| row.n).sum::<u64>(), trend.repeat.n)
    };
    assert_eq!((asking("*"), asking(base)), ((30, 30), (10, 10)));
    let wrong = desk.board("tier:bronze", None, true, NOW, &mut ());
    assert!(matches!(wrong, Err(DeskError::Refused(_))));
}

#[rstest]
#[case::whole("store:sh'00", 10)]
#[case::part("store:sh'", 30)]
#[case::other("store:00", 10)]
#[case::nobody("store:shanghai", 0)]
#[case::not("-store:sh'00", 20)]
fn a_store_is_found_by_a_part_of_its_name(#[case] query: &str, #[case] total: u64) {
    let desk = shop();
    assert_eq!(desk.segment_page(query, None, Sort::default(), 0..50, NOW, &mut ()).unwrap().total, total);
}

#[test]
fn stores_and_channels_are_told_apart_by_who_has_them() {
    let mut desk = shop();
    let members = "member_no,name,store,channel\nC1,Li Wen,Harbour,wechat\nC2,Zhao Min,,Harbour\n";
    let options = ImportOptions::default();
    let places = |desk: &mut Desk| desk.ask(&owner(), ListStores, NOW).unwrap();
    assert_eq!(
        places(&mut desk),
        KnownPlaces {
            stores: vec!["SH'00", "SH'01", "SH'02"].into_iter().map(str::to_owned).collect(),
            channels: Vec::new()
        }
    );
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    let known = places(&mut desk);
    assert_eq!(known.stores.last().map(String::as_str), Some("Harbour"), "it has a member since");
    assert_eq!(known.channels, ["Harbour", "wechat"], "a name of both is offered for both");
    let sale = "member_no,purchased_at,amount,store,channel\nC1,2026-03-01,10,Pudong,app\n";
    desk.import_purchases(ImportSource::bytes(sale.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    assert_eq!(places(&mut desk), known, "the filter asks for the home store");
}

#[test]
fn a_list_is_sorted_by_points_of_the_month_and_brings_them() {
    let mut desk = shop();
    let sales = "member_no,purchased_at,amount\nM3,2026-11-02,400\nM7,2026-11-20,300\nM7,2026-11-21,40\n";
    let options = ImportOptions::default();
    desk.import_purchases(ImportSource::bytes(sales.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    let sort = Sort { by: SortBy::EarnedMonth, descending: true };
    let mut listed = |as_of: Option<Day>| {
        let list = MemberListQuery { query: "*".to_owned(), sort, as_of, with_month: true };
        let page = desk.ask(&owner(), ListMembers { list, rows: 0..3 }, NOW).unwrap();
        let told = |row: &MemberRow| (row.member_no.clone(), row.month.unwrap().earned.0);
        page.rows.iter().map(told).collect::<Vec<_>>()
    };
    let rows = [("M3", 440), ("M7", 340), ("M0", 0)].map(|(no, points)| (no.to_owned(), points));
    assert_eq!(listed(None), rows);
    assert_eq!(listed(Day::parse("2026-11-20"))[1], ("M7".to_owned(), 300), "as the day ended");
    let question = FindMembers { query: "M7".to_owned(), limit: 1, as_of: None, with_month: true };
    let found = desk.ask(&owner(), question, NOW).unwrap();
    assert_eq!(found.rows[0].month.unwrap().earned.0, 340);
}
