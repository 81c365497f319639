//! Imports through the binary: how they end, what they say of a file, what is kept.

use super::shop::Shop;
use rstest::rstest;

const HEADER: &str = "order_ref,member_no,purchased_at,amount\n";

#[rstest]
#[case::all_taken("A1,M1,2026-03-01,10\n", 0)]
#[case::some_rejected("A1,M1,2026-03-01,10\nA2,M9,2026-03-01,10\n", 3)]
#[case::all_rejected("A2,M9,2026-03-01,10\n", 1)]
#[case::no_rows("", 0)]
fn the_exit_code_says_whether_to_look(#[case] rows: &str, #[case] code: i32, #[values(false, true)] dry_run: bool) {
    let shop = Shop::with_members();
    let file = shop.write("sales.csv", &format!("{HEADER}{rows}"));
    let args = [&["import", "purchases", &file][..], if dry_run { &["--dry-run"] } else { &[] }].concat();
    assert_eq!(shop.run(&args).code, code);
}

#[test]
fn what_is_known_counts_as_taken() {
    let shop = Shop::with_members();
    let file = shop.write("sales.csv", &format!("{HEADER}A1,M1,2026-03-01,10\n"));
    assert_eq!(shop.run(&["import", "purchases", &file]).code, 0);
    assert_eq!(shop.run(&["import", "purchases", &file]).code, 0);
}

#[test]
fn a_cell_that_was_left_out_is_worth_a_look_and_stands_in_the_file_of_errors() {
    let shop = Shop::new();
    let file = shop.write("members.csv", "member_no,name,birthday\nM1,甲,#####\n");
    let errors = shop.path("errors.csv");
    let ran = shop.run(&["import", "members", &file, "--errors", errors.to_str().unwrap(), "--json"]);
    assert_eq!(ran.code, 3);
    let document = ran.json();
    assert_eq!(
        (&document["new"], &document["rejected"], &document["cells_rejected"]),
        (&1.into(), &0.into(), &1.into())
    );
    let text = std::fs::read_to_string(errors).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("line,column,reason,value,message,only_cell"));
    assert!(lines.next().is_some_and(|l| l.starts_with("2,birthday,spoiled,#####,") && l.ends_with(",yes")), "{text}");
}

#[rstest]
#[case::members("会员号,姓名\nM7,甲\n", "members")]
#[case::purchases("订单号;会员号;下单时间;实付金额\nA1;M1;2026/3/1 18:06;¥10.00\n", "purchases")]
#[case::feedback("ref,member_no,answered_at,kind,score\nr1,M1,2026-03-01,nps,９\n", "feedback")]
#[case::events("事件编号,会员号,发生时间,行为,渠道\nE1,M1,2026-03-01,click,app\n", "events")]
fn a_file_tells_what_it_holds(#[case] text: &str, #[case] kind: &str) {
    let shop = Shop::with_members();
    let file = shop.write("file.csv", text);
    let document = shop.json(&["import", &file]);
    assert_eq!((&document["new"], &document["reading"]["kind"]), (&1.into(), &kind.into()));
    let said = shop.run(&["import", &file, "--lang", "zh"]).done().out;
    assert!(said.starts_with("识别为"), "{said}");
}

const EVENTS: &str = "ref,member_no,happened_at,kind,channel\n\
                      E1,M1,2026-03-01 10:00,Click,wechat\nE2,M1,2026-03-01 23:30,click,wechat\n\
                      E3,M1,2026-03-02,visit,\nE4,M2,2026-03-01,click,wechat\n";

#[test]
fn events_are_counted_by_day_once_each_and_go_with_their_import_or_their_member() {
    let shop = Shop::with_members();
    let rows = || shop.json(&["contact", "list", "M1"])["interactions"].clone();
    let told = || -> Vec<String> {
        let of = |row: &serde_json::Value| format!("{} {} {}", row["day"], row["kind"], row["n"]).replace('"', "");
        rows().as_array().unwrap().iter().map(of).collect()
    };
    let file = shop.write("events.csv", EVENTS);
    let done = shop.json(&["import", "events", &file]);
    assert_eq!((&done["new"], &done["rejected"]), (&4.into(), &0.into()));
    assert_eq!(told(), ["2026-03-02 visit 1", "2026-03-01 click 2"]);
    // The same rows again, in another order, one more, and a reference that is known with other content.
    let again = "E4,M2,2026-03-01,click,wechat\nE2,M1,2026-03-01 08:00,click,wechat\nE5,M1,2026-03-01,click,wechat\n\
                 E1,M1,2026-03-05,click,wechat\nE5,M1,2026-03-01,click,wechat\n,M1,2026-03-01,click,\nE6,M9,2026-03-01,click,\n";
    let again = shop.write("again.csv", &format!("ref,member_no,happened_at,kind,channel\n{again}"));
    let second = shop.run(&["import", "events", &again, "--json"]);
    assert_eq!(second.code, 3);
    let second = second.json();
    let counts = ["new", "unchanged", "rejected"].map(|count| second[count].as_u64());
    assert_eq!(counts, [Some(1), Some(3), Some(3)]);
    assert_eq!(told(), ["2026-03-02 visit 1", "2026-03-01 click 3"]);
    let text = shop.run(&["contact", "list", "M1"]).done().out;
    assert!(text.contains("No contacts.") && text.contains("click"), "{text}");
    shop.run(&["verify"]).done();
    shop.run(&["undo", second["op"].as_str().unwrap()]).done();
    assert_eq!(told(), ["2026-03-02 visit 1", "2026-03-01 click 2"]);
    shop.run(&["verify"]).done();
    shop.run(&["member", "erase", "M1"]).done();
    assert!(told().is_empty());
    shop.run(&["verify"]).done();
    shop.run(&["rebuild"]).done();
    shop.run(&["verify"]).done();
}

#[test]
fn what_a_file_does_not_tell_is_asked() {
    let shop = Shop::new();
    let file = shop.write("file.csv", "a,b\n1,2\n");
    assert_eq!(shop.refused(&["import", &file])["code"], "unknown_kind");
    assert_eq!(shop.run(&["import", "members"]).failed(2).code, 2);
}

#[rstest]
#[case::encoding(&["--encoding", "klingon"])]
#[case::decimal(&["--decimal", "x"])]
#[case::condition(&["--where", "状态"])]
#[case::value(&["--map-value", "gold"])]
#[case::mapping(&["--mapping", "nowhere"])]
fn wrong_options_are_wrong_usage(#[case] options: &[&str]) {
    let shop = Shop::new();
    let file = shop.write("members.csv", "member_no\nM1\n");
    let args = [&["import", "members", &file][..], options].concat();
    let mut command = shop.command(&args);
    super::shop::ran(command.env("XDG_CONFIG_HOME", shop.path("config"))).failed(2);
}

#[test]
fn how_a_file_is_read_can_be_kept_under_a_name() {
    let shop = Shop::with_members();
    let text = "Kasse 3\nBon;Kunde;Zeit;Betrag;Status\nA1;M1;01.03.2026;1.299,90;ok\nA2;M1;01.03.2026;5,00;storno\n";
    let file = shop.write("day.csv", text);
    let ran = |args: &[&str]| {
        super::shop::ran(shop.command(&[args, &["--json"]].concat()).env("XDG_CONFIG_HOME", shop.path("config"))).done()
    };
    let first = ran(&[
        "import",
        "purchases",
        &file,
        "--map",
        "order_ref=Bon",
        "--map",
        "member_no=Kunde",
        "--map",
        "purchased_at=Zeit",
        "--map",
        "amount=Betrag",
        "--where",
        "Status!=storno",
        "--decimal",
        ",",
        "--date-format",
        "%d.%m.%Y",
        "--save-mapping",
        "kasse",
        "--dry-run",
    ]);
    assert_eq!(first.json()["new"], 1);
    let again = ran(&["import", &file, "--mapping", "kasse"]);
    assert_eq!((again.code, &again.json()["new"], &again.json()["reading"]["left_out"]), (0, &1.into(), &1.into()));
}
