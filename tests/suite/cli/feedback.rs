//! What members say, through the binary.

use super::shop::Shop;
use rstest::rstest;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;

const SURVEY: &str = "\
ref,member_no,answered_at,kind,score,topic,channel,text,follow_up
S-1,M1,2022-03-05 10:00,nps,3,service,app,太慢，茶也凉了,
S-2,M2,2022-03-06,nps,10,product,app,,
S-3,,2022-03-06,csat,4,,shop,,
S-4,M2,2022-03-07,comment,,service,phone,please call,yes
S-5,M2,2022-02-07,nps,9,service,phone,,
";

/// Two members and a survey of early 2022.
fn surveyed() -> Shop {
    let shop = Shop::new();
    for member in [["M1", "name=张伟"], ["M2", "name=Anna Müller"]] {
        shop.run(&[&["member", "add"][..], &member].concat()).done();
    }
    let file = shop.write("survey.csv", SURVEY);
    assert_eq!(shop.json(&["feedback", "import", &file])["new"], 5);
    shop
}

const MARCH: [&str; 4] = ["--from", "2022-03-01", "--to", "2022-03-31"];

#[rstest]
#[case::english("en")]
#[case::chinese("zh")]
fn people_read_what_members_say(#[case] lang: &str) {
    let shop = surveyed();
    let id = shop.json(&["feedback", "list", "--kind", "comment"])["feedback"][0]["id"].to_string();
    let mut text = String::new();
    for command in [
        &["feedback", "import", "survey.csv", "--dry-run"][..],
        &["feedback", "list"],
        &["feedback", "list", "--open", "--owner", "nobody"],
        &["feedback", "show", &id],
        &[&["feedback", "nps", "--by", "topic", "--versus", "2022-02-01..2022-02-28"], &MARCH[..]].concat(),
        &[&["feedback", "nps", "--by", "month"], &MARCH[..]].concat(),
        &[&["feedback", "nps", "--answers", "--by", "topic", "--of", "service"], &MARCH[..]].concat(),
    ] {
        let out = shop.run(&[command, &["--lang", lang]].concat()).done().out;
        writeln!(text, "$ loyaltui {}\n{out}", command.join(" ")).unwrap();
    }
    insta::assert_snapshot!(format!("feedback_{lang}"), text);
}

#[test]
fn a_case_goes_from_open_to_resolved_and_back() {
    let shop = surveyed();
    let overdue = shop.json(&["feedback", "list", "--overdue"]);
    assert_eq!(overdue["total"], 2);
    let id = overdue["feedback"][0]["id"].to_string();
    let state = || shop.json(&["feedback", "show", &id])["feedback"]["case"]["state"].clone();
    assert_eq!(state(), "open");
    shop.run(&["feedback", "work", &id, "--take", "--note", "called"]).done();
    assert_eq!(state(), "in_progress");
    let refused = shop.refused(&["feedback", "resolve", &id, "--reason", "because"]);
    assert_eq!(refused["code"], "unknown_reason");
    shop.run(&["feedback", "resolve", &format!("case-{id}"), "--reason", "left_price"]).done();
    assert_eq!(
        (state(), shop.json(&["feedback", "list", "--resolved"])["total"].clone()),
        ("resolved".into(), 1.into())
    );
    shop.run(&["feedback", "work", &id, "--reopen"]).done();
    let shown = shop.json(&["feedback", "show", &id]);
    assert_eq!(shown["feedback"]["case"]["reopened"], 1);
    assert_eq!(shown["steps"].as_array().unwrap().len(), 3);
    shop.run(&["verify"]).done();
}

#[test]
fn a_file_of_answers_is_undone_as_a_whole() {
    let shop = Shop::with_members();
    let file = shop.write("survey.csv", SURVEY);
    let op = shop.json(&["import", "feedback", &file])["op"].as_str().unwrap().to_owned();
    assert_eq!(shop.json(&["journal", "--limit", "1"])["operations"][0]["reason"], "feedback");
    shop.run(&["undo", &op]).done();
    assert_eq!(shop.json(&["feedback", "list"])["total"], 0);
    shop.run(&["verify"]).done();
}

#[rstest]
#[case::equals("=1+1")]
#[case::plus("+8613812345678")]
#[case::minus("-1+cmd|' /C calc'!A0")]
#[case::at("@SUM(A1)")]
#[case::full_width_equals("＝1")]
#[case::full_width_plus("＋1")]
#[case::full_width_minus("－1")]
#[case::full_width_at("＠A1")]
fn no_cell_of_the_file_is_a_formula(#[case] text: &str) {
    let shop = Shop::with_members();
    let (channel, said) = (format!("--channel={text}"), format!("--text={text}"));
    shop.run(&["feedback", "add", "M1", "--score", "9", &channel, &said]).done();
    let file = shop.path("out.csv");
    let done = shop.json(&["feedback", "list", "--csv", file.to_str().unwrap()]);
    assert_eq!(done["rows"], 1);
    let mut written = csv::Reader::from_path(&file).unwrap();
    let row = written.records().next().unwrap().unwrap();
    let safe = format!("'{text}");
    assert_eq!((&row[7], &row[8]), (safe.as_str(), safe.as_str()));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_listed_file_can_be_read_in_again() {
    let shop = surveyed();
    let file = shop.path("out.csv").to_str().unwrap().to_owned();
    assert_eq!(shop.json(&["feedback", "list", "--csv", &file])["rows"], 5);
    let again = shop.json(&["feedback", "import", &file]);
    assert_eq!((&again["new"], &again["unchanged"]), (&0.into(), &5.into()));
}

#[test]
fn who_took_which_list_is_in_the_journal() {
    let shop = surveyed();
    let file = shop.path("late.csv").to_str().unwrap().to_owned();
    let rows = shop.json(&["feedback", "list", "--open", "--topic", "price", "--csv", &file])["rows"].clone();
    let newest = &shop.json(&["journal", "--limit", "1"])["operations"][0];
    let note = newest["note"].as_str().unwrap();
    assert_eq!(newest["kind"], "export");
    assert!(note.starts_with("feedback open topic:price · ") && note.ends_with(&format!(" · {rows} rows")), "{note}");
    assert_eq!(shop.json(&["verify"])["ok"], true);
}

#[test]
fn scores_by_segment_come_with_their_n() {
    let shop = Shop::without_store();
    let program = shop.write("program.toml", "[rfm]\nmin_members = 5\n");
    shop.run(&["init", "--program", &program]).done();
    let mut sales = "member_no,purchased_at,amount\n".to_owned();
    let mut answers = "member_no,answered_at,kind,score\n".to_owned();
    for n in 1..=10 {
        writeln!(sales, "M{n},2022-01-{n:02},{n}0").unwrap();
        writeln!(answers, "M{n},2022-03-10,nps,{n}").unwrap();
    }
    let (sales, answers) = (shop.write("sales.csv", &sales), shop.write("answers.csv", &answers));
    shop.run(&["import", "purchases", &sales, "--enrol"]).done();
    shop.run(&["feedback", "import", &answers]).done();
    let found = shop.json(&[&["feedback", "nps", "--by", "segment"], &MARCH[..]].concat());
    assert_eq!(found["by"], "segment");
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows[0]["value"], "new", "the best first");
    assert_eq!(rows.iter().map(|row| row["nps"]["n"].as_i64().unwrap()).sum::<i64>(), 10);
    let refused = Shop::with_members().refused(&["feedback", "nps", "--by", "segment"]);
    assert_eq!(refused["code"], "scores_withheld");
}

#[rstest]
#[case::of_without_answers(&["feedback", "nps", "--by", "topic", "--of", "service"])]
#[case::period(&["feedback", "nps", "--versus", "2022-01-01"])]
#[case::kind(&["feedback", "add", "M1", "--kind", "likes"])]
#[case::number(&["feedback", "show", "first"])]
fn what_is_not_a_command_is_one_line(#[case] command: &[&str]) {
    Shop::with_members().run(command).failed(2);
}
