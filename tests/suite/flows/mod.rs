//! Whole jobs at the desk, key by key, on a real store and without a terminal.

mod calls;
mod feedback;
mod importing;

use crate::common::console::{Console, NOON};
use crate::world::{Asks, World};
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch};
use loyaltui::domain::day::Instant;
use loyaltui::domain::question::FeedbackListQuery;
use proptest::prelude::*;
use rstest::rstest;
use std::fmt::Write as _;

/// A shop with 张伟 (500 points), 赵薇 and 周文.
fn shop() -> World {
    let mut shop = World::in_a_file(|| NOON);
    let wei = shop.member("M0012345", "张伟", "13812345678");
    shop.member("M0012346", "赵薇", "13912345679");
    shop.member("M0012347", "周文", "13612349999");
    shop.adjust(wei, 500);
    shop
}

#[test]
fn the_ten_second_call() {
    let mut shop = shop();
    let wei = shop.id("M0012345");
    let mut console = Console::open(&shop);
    console.keys("5678 enter");
    console.sees("M0012345");
    console.keys("+500 enter enter y");
    assert_eq!(shop.balance("M0012345"), 1_000);
    console.sees("1,000");
    console.keys("f9 enter");
    console.keys("茶太苦");
    console.keys("ctrl-s");
    console.sees("feedback of 张伟 logged");
    console.keys("esc");
    assert_eq!(console.pressed, 12 + 3 + 3 + 2, "nothing may make it longer");
    console.keys("9999");
    console.sees("周文");
    let said = shop.desk_of("auditor").feedback(FeedbackListQuery::default(), NOON).unwrap().rows;
    let words: Vec<_> = said.iter().map(|f| (f.member, f.content.score, f.content.text.as_deref())).collect();
    assert_eq!(words, [(Some(wei), Some(9), Some("茶太苦"))]);
}

#[test]
fn the_same_keys_do_the_same_on_a_slow_disk() {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    console.hold();
    console.keys("5678 enter +250 enter enter y");
    assert_eq!(shop.balance("M0012345"), 500, "nothing has been answered yet");
    console.release();
    assert_eq!(shop.balance("M0012345"), 750);
}

#[rstest]
#[case::name("张伟")]
#[case::pinyin("zhangwei")]
#[case::initials("'zw 5678'")]
#[case::last_digits("5678")]
#[case::card("M0012345")]
fn a_member_is_found_by(#[case] query: &str) {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys(query);
    console.keys("enter");
    console.sees("M0012345");
    console.sees("500");
}

#[test]
fn a_paste_searches() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.paste("138 1234 5678\n");
    console.keys("enter");
    console.sees("M0012345");
}

#[test]
fn what_can_not_be_done_is_refused_and_not_written() {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter +-501 enter enter");
    console.sees("500");
    console.keys("yyy");
    assert_eq!(shop.balance("M0012345"), 500);
}

#[test]
fn undo_walks_back_and_redo_gives_again() {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter +70 enter enter y");
    assert_eq!(shop.balance("M0012345"), 570);
    console.keys("uy");
    assert_eq!(shop.balance("M0012345"), 500);
    console.keys("ctrl-y y");
    assert_eq!(shop.balance("M0012345"), 570);
    console.keys("uyuy");
    assert_eq!(shop.balance("M0012345"), 0, "pressed again it walks further back");
}

#[test]
fn a_past_day_shows_what_was_and_changes_nothing() {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter @");
    console.keys("ctrl-u 2026-11-21 enter");
    console.sees("2026-11-21");
    console.keys("+250 enter enter y");
    assert_eq!(shop.balance("M0012345"), 500, "the past is not changed");
}

#[test]
fn two_files_become_one_and_two_again() {
    let mut shop = shop();
    let zhao = shop.id("M0012346");
    shop.adjust(zhao, 40);
    let mut console = Console::open(&shop);
    console.keys("M0012345 enter");
    console.palette("merge");
    console.keys("zhaowei enter");
    console.sees("M0012346");
    console.keys("ctrl-s");
    assert_eq!(shop.balance("M0012345"), 540);
}

#[test]
fn the_language_changes_and_everything_with_it() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter");
    let english = console.frame();
    console.palette("language");
    console.keys("down enter");
    let chinese = console.frame();
    assert_ne!(english, chinese);
    console.sees("会员");
    assert!(!chinese.contains('⟦'), "{chinese}");
}

#[test]
fn a_change_at_another_desk_makes_the_plan_stale_and_shows_the_new_one() {
    let mut shop = shop();
    let (mut mine, mut other) = (Console::open(&shop), Console::open(&shop));
    mine.keys("5678 enter +-500 enter enter");
    mine.hold();
    mine.keys("y");
    other.keys("5678 enter +-100 enter enter y");
    assert_eq!(shop.balance("M0012345"), 400);
    mine.release();
    assert_eq!(shop.balance("M0012345"), 400, "what was shown can no longer be done");
    mine.sees("400");
}

#[test]
fn a_change_at_another_desk_shows_at_the_next_key() {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter");
    console.sees_no("1,234");
    let wei = shop.id("M0012345");
    shop.adjust(wei, 734);
    console.keys("down");
    console.sees("1,234");
}

#[test]
fn midnight_makes_it_another_day() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.sees("2026-11-22");
    console.pass(10 * 3_600_000);
    console.sees("2026-11-23");
}

#[test]
fn a_copy_is_what_stands_there() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter Y");
    assert!(console.clipboard.is_some());
}

#[test]
fn no_size_is_too_small_to_live() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter +500");
    for (columns, rows) in [(80, 24), (60, 16), (59, 15), (20, 5), (2, 2), (1, 1), (1, 40), (300, 1), (300, 100)] {
        console.resize(columns, rows);
        assert_eq!(console.frame().split('\n').count(), usize::from(rows));
    }
    console.resize(120, 36);
    console.sees("张伟");
}

#[test]
fn leaving_leaves() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("down q");
    assert!(console.left);
}

/// A shop of sixty who bought: the higher the number, the more often and the later.
fn busy_shop() -> World {
    let shop = shop();
    let mut rows = "order_ref,member_no,purchased_at,amount\n".to_owned();
    for n in 1..=60_i64 {
        for order in 0..=n / 12 {
            let (month, day) = (1 + n / 7, 1 + order);
            writeln!(rows, "S{n}-{order},B{n:07},2026-{month:02}-{day:02},{n}00.00").unwrap();
        }
    }
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    let earlier = Instant(NOON.0 - 60_000);
    let summary =
        shop.desk_of("import").import_purchases(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, earlier);
    assert_eq!(summary.unwrap().rejected, 0);
    shop
}

#[test]
fn a_manager_looks_at_segments_drills_and_helps_a_member() {
    let mut shop = busy_shop();
    let mut console = Console::open(&shop);
    console.keys("down 3");
    console.sees("60 scored");
    console.sees("champions");
    console.keys("enter");
    console.sees("r:5 f:5");
    console.sees("B0000060");
    console.keys("s");
    console.keys("g enter s g enter");
    console.keys("w");
    console.sees("by rank among 60 members");
    console.keys("esc +250 enter enter y");
    console.sees("r:5 f:5");
    assert!(shop.balance("B0000060") > 250 || shop.balance("B0000049") > 250, "one of them was helped");
    console.keys("enter");
    console.sees("[1 Members]");
    console.keys("esc esc");
    console.sees("R5 F5 ★ champions");
    console.keys("'/orders>=2 -rfm:champions' enter");
    console.sees_no("No member matches");
    console.keys("'amany orders' enter");
    console.sees("filter many orders saved");
    console.keys("esc shift-tab");
    console.sees("many orders");
    console.keys("@");
    console.keys("ctrl-u 2026-10-31 enter");
    console.sees("2026-10-31");
    console.sees("scored");
    for view in ["not counted", "95 %", "2026-01", "too few"] {
        console.keys("v");
        console.sees(view);
    }
    console.keys("i");
    console.sees("definitions · 2026-10-31");
}

/// What means something somewhere.
const ANY_KEY: &str = "/ : ? + - @ t w u r c q y h j k l g G v V s S a d x i 1 2 3 4 5 6 7 8 9 space z 张 enter esc tab shift-tab \
                       backspace up down left right";

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whatever is typed, at whatever size, on however slow a disk: it lives, and what it wrote adds up.
    #[test]
    fn any_keys_are_survived(
        pressed in prop::collection::vec(prop::sample::select(ANY_KEY.split(' ').collect::<Vec<_>>()), 0..=60),
        slow in proptest::collection::vec(any::<bool>(), 60),
        columns in 1_u16..140,
        rows in 1_u16..50,
    ) {
        let shop = shop();
        let mut console = Console::open(&shop);
        console.resize(columns, rows);
        for (key, slow) in pressed.into_iter().zip(slow) {
            if slow { console.hold() } else { console.release() }
            console.keys(key);
            if console.left {
                return Ok(());
            }
        }
        console.release();
        let verified = shop.desk_of("auditor").verify().unwrap();
        prop_assert_eq!(verified.wrong, None);
    }
}
