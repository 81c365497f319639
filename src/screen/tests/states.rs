//! Every pane and overlay in every state, at 120×36 and at 80×24, in English and in Chinese.

use super::{at, drawn, snapshot};
use crate::app::sample::{FakeDesk, Person};
use crate::domain::fact::Status;
use crate::domain::op::{self, Intent};
use crate::domain::question::AnyQuestion;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::msg::{Msg, Reply};
use rstest::rstest;

#[rstest]
#[case::start("start", "")]
#[case::found("found", "5678")]
#[case::nobody("nobody", "zzz")]
#[case::a_key_typed_as_a_word("typed_key", "?")]
#[case::list("list", "5678 enter down")]
#[case::file("file", "5678 enter enter")]
#[case::file_purchases("file_purchases", "5678 enter down enter l")]
#[case::file_journal("file_journal", "5678 enter +500 enter 6 enter 'has called twice' enter yu")]
#[case::file_of_a_prospect("file_of_a_prospect", "5678 enter G enter")]
#[case::search_again("search_again", "5678 enter enter esc")]
#[case::past_day("past_day", "5678 enter @2026-03-30 enter")]
#[case::edited("edited", "5678 enter e 张伟明 ctrl-s y enter h enter")]
#[case::detail_of_points("detail_of_points", "5678 enter +500 enter enter y h enter")]
#[case::columns_chosen("columns_chosen", "5678 enter | j space j space G space esc")]
fn members(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    if keys.ends_with('u') {
        person.press("y tab shift-tab hh");
    }
    snapshot(&format!("members__{name}"), &person);
}

#[rstest]
#[case::no_member("no_member", "zzz tab 2")]
#[case::points_empty("points_empty", "5678 enter +")]
#[case::points_typed("points_typed", "5678 enter +500")]
#[case::points_taken("points_taken", "5678 enter +-1,200 enter")]
#[case::points_wrong("points_wrong", "5678 enter +5x enter")]
#[case::reason("reason", "5678 enter +500 enter 2")]
#[case::plan("plan", "5678 enter +500 enter enter")]
#[case::approval("approval", "5678 enter +501 enter enter")]
#[case::note_asked_for("note_asked_for", "5678 enter +500 enter 6 enter")]
#[case::note_too_short("note_too_short", "5678 enter +500 enter 6 enter short enter")]
#[case::redeem("redeem", "5678 enter r4100 enter Kettle enter")]
#[case::redeem_refused("redeem_refused", "5678 enter r99999 enter Kettle enter")]
#[case::tier("tier", "5678 enter t enter enter enter enter")]
#[case::tier_without_effect("tier_without_effect", "5678 enter t3")]
#[case::past_day("past_day", "5678 enter @2026-03-30 enter 2")]
fn adjust(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    snapshot(&format!("adjust__{name}"), &person);
}

#[rstest]
#[case::empty("empty", "esc 5")]
#[case::journal("journal", "5678 enter +500 enter 6 enter 'has called twice' enter y +80 enter 1 enter y 5")]
#[case::filter("filter", "5678 enter +500 enter enter y 5 / by:mei")]
#[case::nothing_found("nothing_found", "5678 enter +500 enter enter y 5 / by:nobody enter")]
#[case::bad_filter("bad_filter", "5678 enter +500 enter enter y 5 / goodwill bye:mei enter")]
#[case::proof("proof", "5678 enter +500 enter enter y 5 V")]
#[case::verified("verified", "5678 enter +500 enter enter y 5 V enter")]
#[case::signing("signing", "5678 enter +500 enter enter y 5 V s")]
#[case::reviews("reviews", "5678 enter +500 enter enter y +480 enter enter y 5 v")]
#[case::reviews_of_nothing("reviews_of_nothing", "esc 5 v")]
#[case::review_signing("review_signing", "5678 enter +500 enter enter y 5 v s 'asked'")]
#[case::review_signed("review_signed", "5678 enter +500 enter enter y 5 v s 'asked' enter")]
#[case::no_sample("no_sample", "esc 5 v v")]
#[case::sample_seed("sample_seed", "esc 5 v v d")]
#[case::sample("sample", "5678 enter +500 enter enter y +80 enter 1 enter y 5 v v d words enter")]
#[case::sample_judged(
    "sample_judged",
    "5678 enter +500 enter enter y +80 enter 1 enter y 5 v v d words enter y n 'no case' enter"
)]
fn audit(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    snapshot(&format!("audit__{name}"), &person);
}

#[rstest]
#[case::waiting("waiting", "5678 enter")]
fn audit_while_it_waits(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    person.slow = true;
    person.press("5");
    person.model.shell.setup.now.0 += 1_000;
    snapshot(&format!("audit__{name}"), &person);
}

#[rstest]
#[case::data_export("data_export", "5678 enter X")]
#[case::import_file("import_file", "tab : 'import file' enter")]
#[case::import_not_found("import_not_found", "tab : 'import file' enter none.csv enter")]
#[case::import_columns("import_columns", "tab : 'import file' enter kunden.csv enter down down down down")]
#[case::import_mapped("import_mapped", "tab : 'import file' enter kunden.csv enter down down down down right")]
#[case::import_trial("import_trial", "tab : 'import file' enter kunden.csv enter down down down down right enter")]
#[case::help_in_the_list("help_in_the_list", "5678 enter ?")]
#[case::help_in_a_form("help_in_a_form", "5678 enter +500 enter ?")]
#[case::palette("palette", "5678 enter :")]
#[case::palette_typed("palette_typed", "5678 enter :mem")]
#[case::palette_nothing("palette_nothing", "5678 enter :zzzz")]
#[case::why_balance("why_balance", "5678 enter r4100 enter Kettle enter yw")]
#[case::why_tier("why_tier", "5678 enter w tab")]
#[case::why_segment("why_segment", "5678 enter w tab tab")]
#[case::day("day", "5678 enter @-100")]
#[case::day_wrong("day_wrong", "5678 enter @soon enter")]
#[case::language("language", "ctrl-k language enter down")]
#[case::undo("undo", "5678 enter +500 enter enter yu")]
#[case::recent("recent", "5678 enter enter esc down j enter esc ctrl-o down")]
#[case::columns("columns", "5678 enter | j space l")]
#[case::undo_nothing("undo_nothing", "5678 enter u")]
#[case::freeze("freeze", "5678 enter :freeze enter")]
#[case::close("close", "5678 enter ':close mem' enter enter")]
#[case::merge("merge", "5678 enter :merge enter 赵 enter enter")]
#[case::erase("erase", "5678 enter :erase enter 1234 enter")]
fn overlays(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    snapshot(&format!("overlay__{name}"), &person);
}

#[rstest]
#[case::done("done", "5678 enter +500 enter enter y")]
#[case::redeemed("redeemed", "5678 enter r4100 enter Kettle enter y")]
#[case::tier_set("tier_set", "5678 enter t enter enter enter enter y")]
#[case::undone("undone", "5678 enter +500 enter enter yuy")]
#[case::frozen("frozen", "5678 enter :freeze enter enter y")]
#[case::copied("copied", "5678 enter Y")]
#[case::blocked("blocked", "5678 enter :restore enter")]
#[case::look_first("look_first", "5678 enter r99999 enter Kettle enter y")]
fn news(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    snapshot(&format!("news__{name}"), &person);
}

/// Presses keys, and lets none of what they ask for be answered.
fn unanswered(person: &mut Person, keys: &str) {
    person.slow = true;
    person.press(keys);
}

#[test]
fn waiting_for_the_first_answer() {
    let mut person = at(FakeDesk::new());
    person.model = crate::app::begin(person.model.shell.setup.clone()).0;
    snapshot("waiting__first_answer", &person);
}

#[test]
fn outdated_rows_are_dimmed() {
    let mut person = at(FakeDesk::new());
    person.press("5678");
    unanswered(&mut person, "x");
    snapshot("waiting__outdated_rows", &person);
}

#[test]
fn an_outdated_plan_is_dimmed() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter +50");
    unanswered(&mut person, "0 enter enter y");
    snapshot("waiting__plan", &person);
}

#[test]
fn a_write_is_waited_for() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter +500 enter enter");
    unanswered(&mut person, "y");
    snapshot("waiting__write", &person);
    person.press("ctrl-c");
    snapshot("waiting__write_then_quit", &person);
}

#[test]
fn nobody_knows_the_outcome() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter +500 enter enter");
    unanswered(&mut person, "y");
    let op = person.model.draft().and_then(|d| d.plan()).unwrap().op_id;
    person.fail_commit(Failure::Unknown { op, reason: "input/output error".to_owned() });
    snapshot("failed__unknown_outcome", &person);
}

#[test]
fn a_write_that_failed() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter +500 enter enter");
    unanswered(&mut person, "y");
    person.fail_commit(Failure::NotDone { reason: "disk full".to_owned() });
    snapshot("failed__write", &person);
}

#[test]
fn why_nothing_can_be_written_is_said_as_long_as_it_is_so() {
    let mut person = at(FakeDesk::new());
    person.send(Msg::FileLost(Failure::Trouble("shop.db was moved".to_owned().into())));
    snapshot("failed__file_lost", &person);
    for keys in ["5678 enter", "esc", "? esc", "down", "@ esc"] {
        person.press(keys);
        drawn(&person.model, (120, 36)).find("shop.db was moved");
    }
    person.send(Msg::FileFound);
    assert!(!drawn(&person.model, (120, 36)).text().contains("shop.db was moved"));
}

#[test]
fn a_search_and_a_file_that_failed() {
    let mut person = at(FakeDesk::new());
    unanswered(&mut person, "5678 enter");
    let trouble = || Failure::Trouble("the file is damaged: page 7".to_owned().into());
    let Some(Effect::Ask(ticket, AnyQuestion::FindMembers(_))) = person.pending.pop_back() else { panic!("no search") };
    person.send(Msg::Reply(Reply::Answered(ticket, Err(trouble()))));
    snapshot("failed__search", &person);
    let mut person = at(FakeDesk::new());
    unanswered(&mut person, "down down");
    let Some(Effect::Ask(ticket, AnyQuestion::OpenMember(_))) = person.pending.pop_back() else { panic!("no file") };
    person.send(Msg::Reply(Reply::Answered(ticket, Err(trouble()))));
    snapshot("failed__file", &person);
}

#[test]
fn a_store_without_members() {
    let mut desk = FakeDesk::new();
    desk.files.clear();
    snapshot("members__empty_store", &at(desk));
}

#[test]
fn many_members_scroll() {
    let mut desk = FakeDesk::new();
    for id in 10..90 {
        desk.member(id, &format!("N{id:07}"), "众多", "", "");
        desk.sale(id, "2026-10-01", id * 13, "");
    }
    let mut person = at(desk);
    person.press("众 enter");
    for _ in 0..3 {
        person.send(Msg::Key(crate::shell::key::Key::plain(crate::shell::key::Code::PageDown)));
    }
    snapshot("members__scrolled", &person);
}

#[test]
fn deficits_and_every_status() {
    let mut desk = FakeDesk::new();
    desk.member(4, "M0000004", "Owing", "13500005678", "");
    desk.sale(4, "2026-09-01", 800, "C-1");
    let spend = desk.plan(Intent::Redeem(op::Redeem {
        member: crate::domain::num::MemberId(4),
        points: crate::domain::num::Points(700),
        reward: "Kettle".to_owned(),
        reference: None,
    }));
    desk.commit(&spend.unwrap(), "k");
    desk.refund(4, "2026-11-01", 800, "C-2");
    desk.demo = true;
    for (id, to) in [(5, Status::Frozen), (6, Status::Closed)] {
        desk.member(id, &format!("M000000{id}"), "Status", "13500005678", "");
        let member = crate::domain::num::MemberId(id);
        let intent = Intent::SetStatus(op::SetStatus {
            member,
            to,
            reason: Some("correction".to_owned()),
            note: None,
            churn: None,
        });
        let plan = desk.plan(intent).unwrap();
        desk.commit(&plan, &format!("s{id}"));
    }
    let mut person = at(desk);
    person.press("135 enter");
    snapshot("members__deficit_and_status", &person);
}

#[test]
fn hostile_names_stay_in_their_cells() {
    let mut desk = FakeDesk::new();
    let names = [
        "\u{1b}[2J\u{1b}]0;owned\u{7}esc",
        "\u{202e}gnp.exe\u{2066}rtl",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦 family",
        "tab\there\r\nbreak",
        &format!("z{}algo", "\u{301}".repeat(200)),
        &"很长的名字".repeat(40),
        "\u{feff}\u{200b}\u{2060}",
    ];
    for (n, name) in names.iter().enumerate() {
        let id = 20 + i64::try_from(n).unwrap();
        desk.member(id, &format!("H{id:07}"), name, "\u{1b}[31m1385678", "a\u{202e}b@x.cn");
    }
    let mut person = at(desk);
    person.press("H00 enter down enter +500");
    snapshot("hostile__form", &person);
    person.press("enter enter y");
    snapshot("hostile__file", &person);
    person.send(Msg::Paste("\u{202e}x\u{301}\u{301}\u{301}张".to_owned()));
    snapshot("hostile__typed", &person);
}
