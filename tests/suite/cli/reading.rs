//! Commands that only look.

use super::shop::Shop;
use rstest::rstest;

#[test]
fn init_makes_a_store_once() {
    let shop = Shop::without_store();
    let made = shop.json(&["init"]);
    assert_eq!(made["program"], "Loyalty");
    assert!(shop.path("store.db").is_file());
    assert_eq!(shop.refused(&["init"])["code"], "store_exists");
}

#[test]
fn init_takes_a_programme_and_refuses_a_wrong_one() {
    let shop = Shop::without_store();
    let wrong = shop.write("wrong.toml", "nmae = \"X\"\n[points]\nexpiry = \"sometimes\"\n");
    let refused = shop.refused(&["init", "--program", &wrong]);
    assert_eq!(refused["code"], "bad_program");
    assert_eq!(refused["errors"][0]["line"], 1);
    assert!(!shop.path("store.db").exists());
    let good = shop.write("good.toml", "name = \"Tea house\"\ncurrency = \"JPY\"\n");
    assert_eq!(shop.json(&["init", "--program", &good])["program"], "Tea house");
    assert_eq!(shop.json(&["program", "show"])["currency"]["code"], "JPY");
    assert_eq!(shop.refused(&["init", "--program", "missing.toml"])["code"], "file");
}

#[test]
fn a_member_is_shown_masked_and_grouped() {
    let shop = Shop::with_members();
    shop.run(&["points", "adjust", "M1", "12000", "--reason", "goodwill"]).done();
    let text = shop.run(&["member", "show", "M1"]).done().out;
    assert!(text.starts_with("张伟  M1  active\n"), "{text}");
    assert!(text.contains("138****5678") && text.contains("z***@example.com"), "{text}");
    assert!(text.contains("12,500") && !text.contains("13812345678"), "{text}");
    let document = shop.json(&["member", "show", "M1"]);
    assert_eq!(document["phone"], "138****5678");
    assert_eq!(document["points"]["balance"], 12_500);
    assert_eq!(document["tier"]["code"], "base");
    assert_eq!(document["lifecycle"], "prospect");
    assert_eq!(document["purchases"]["count"], 0);
}

#[test]
fn a_past_day_shows_what_was_then() {
    let shop = Shop::with_members();
    let document = shop.json(&["member", "show", "M1", "--as-of", "2020-01-01"]);
    assert_eq!((&document["as_of"], &document["points"]["balance"]), (&"2020-01-01".into(), &0.into()));
    assert!(shop.run(&["member", "show", "M1", "--as-of", "2020-01-01"]).done().out.contains("2020-01-01"));
}

#[test]
fn chinese_speaks_chinese() {
    let shop = Shop::with_members();
    let text = shop.run(&["member", "show", "M1", "--lang", "zh"]).done().out;
    assert!(text.contains("余额") && text.contains("普通"), "{text}");
    let refused = shop.run(&["--lang", "zh", "member", "show", "M9"]).failed(1);
    assert!(refused.err.contains("M9") && !refused.err.is_ascii(), "{refused:?}");
}

#[test]
fn a_hostile_name_can_do_nothing_to_a_terminal() {
    let shop = Shop::new();
    shop.run(&["member", "add", "M1", "name=Eve\u{202e}\u{200b}e\u{301}\u{302}\u{303}"]).done();
    let text = shop.run(&["member", "show", "M1"]).done().out;
    assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{303}']), "{text:?}");
    let document = shop.json(&["member", "show", "M1"]);
    assert!(document["name"].as_str().unwrap().contains('\u{202e}'), "documents hold what is in the file");
}

#[test]
fn the_ledger_sums_up_to_the_balance() {
    let shop = Shop::with_members();
    shop.run(&["points", "redeem", "M1", "200", "--for", "mug", "--ref", "A-1"]).done();
    let ledger = shop.json(&["points", "ledger", "M1"]);
    let points: i64 = ledger["entries"].as_array().unwrap().iter().map(|e| e["points"].as_i64().unwrap()).sum();
    assert_eq!(points, 300);
    assert_eq!(ledger["points"]["balance"], 300);
    assert_eq!(ledger["entries"][1]["lots"][0]["points"], 200);
    assert_eq!(ledger["entries"][1]["reference"], "A-1");
    assert!(shop.run(&["points", "ledger", "M1"]).done().out.contains("-200"));
    assert_eq!(shop.refused(&["points", "ledger", "M9"])["code"], "unknown_member");
}

#[test]
fn every_number_says_why() {
    let shop = Shop::with_members();
    let balance = shop.json(&["why", "M1", "balance"]);
    assert_eq!(
        (&balance["why"], &balance["balance"], &balance["ties_out"]),
        (&"balance".into(), &500.into(), &true.into())
    );
    let tier = shop.json(&["why", "M1", "tier"]);
    assert_eq!((&tier["why"], &tier["tier"]["code"]), (&"tier".into(), &"base".into()));
    let segment = shop.json(&["why", "M1", "segment"]);
    assert_eq!((&segment["why"], &segment["lifecycle"]), (&"segment".into(), &"prospect".into()));
    for topic in ["balance", "tier", "segment"] {
        assert!(shop.run(&["why", "M1", topic]).done().out.contains("because:"));
    }
    assert_eq!(shop.refused(&["why", "M9", "tier"])["code"], "unknown_member");
}

#[test]
fn the_journal_lists_newest_first_and_filters() {
    let shop = Shop::with_members();
    let all = shop.json(&["journal"]);
    assert_eq!(all["total"], 4);
    let kinds: Vec<&str> = all["operations"].as_array().unwrap().iter().map(|o| o["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["adjust", "enrol", "enrol", "program"]);
    assert_eq!(all["operations"][0]["operator"], "mei");
    assert_eq!(shop.json(&["journal", "kind:enrol", "--limit", "1"])["total"], 2);
    let listed = shop.run(&["journal", "--limit", "1"]).done().out;
    assert!(listed.ends_with("1 of 4\n") && listed.contains("+500"), "{listed}");
    assert_eq!(shop.run(&["journal", "kind:redeem"]).done().out, "no operation matches\n");
}

/// M1 got 500 points by mei, M2 40 by lw for order A-7, both now.
#[rstest]
#[case::kind("op:adjust", 2)]
#[case::operator("by:lw", 1)]
#[case::more("points>40", 1)]
#[case::at_least("points>=40", 2)]
#[case::exactly("points:40", 1)]
#[case::less("points<100 op:adjust", 1)]
#[case::reference("ref:A-7", 1)]
#[case::store("store:徐家汇", 2)]
#[case::since_ever("op:adjust after:2000-01-01", 2)]
#[case::before_ever("before:2000-01-01", 0)]
#[case::from_midnight("op:adjust after:00:00", 2)]
#[case::before_midnight("op:adjust before:00:00", 0)]
#[case::on_a_day("day:2000-01-01", 0)]
#[case::held_together_by_quotation_marks("op:adjust by:\"lw\"", 1)]
#[case::not_by("op:adjust -by:lw", 1)]
#[case::not_with_a_reference("op:adjust -ref:A-7", 1)]
#[case::not_more("op:adjust -points>40", 1)]
fn the_audit_log_is_filtered(#[case] query: &str, #[case] total: u64) {
    let shop = Shop::new();
    shop.run(&["member", "add", "M1", "name=张伟"]).done();
    shop.run(&["member", "add", "M2", "name=王芳", "store=徐家汇"]).done();
    shop.run(&["points", "adjust", "M1", "500", "--reason", "goodwill"]).done();
    let by_another = ["--as", "lw", "points", "adjust", "M2", "40", "--reason", "missing_purchase", "--ref", "A-7"];
    super::shop::ran(super::shop::loyaltui().env("LOYALTUI_DB", shop.path("store.db")).args(by_another)).done();
    assert_eq!(shop.json(&["journal", query])["total"], total);
}

#[rstest]
#[case::field("goodwill bye:lw", "column 10")]
#[case::value("op:adjustt", "adjust")]
#[case::number("points>many", "column 8")]
#[case::order("by>lw", "by")]
#[case::time("after:noon", "18:00")]
#[case::store("store:nowhere", "store")]
#[case::nothing("ref:", "ref")]
fn a_condition_of_the_audit_log_that_can_not_be_read_is_pointed_at(#[case] query: &str, #[case] told: &str) {
    let shop = Shop::with_members();
    let ran = shop.run(&["journal", query]).failed(1);
    assert!(ran.err.contains(told), "{ran:?}");
    assert_eq!(shop.refused(&["journal", query])["code"], "bad_query");
}

#[test]
fn the_programme_is_shown_and_checked() {
    let shop = Shop::new();
    let shown = shop.json(&["program", "show"]);
    assert_eq!((&shown["version"], &shown["tiers"][1]["enter"]["spend"]), (&1.into(), &100_000.into()));
    let text = shop.run(&["program", "show"]).done().out;
    assert_eq!(shown["toml"], text.as_str());
    let again = shop.write("again.toml", &text);
    assert!(
        shop.run(&["program", "check", &again]).done().out.contains("¥1,000.00 or 4 orders"),
        "what is shown is a file"
    );
    let wrong = shop.write("wrong.toml", "[points]\nexpirey = \"never\"\n[lifecycle]\nnew_days = 0\n");
    let told = shop.run(&["program", "check", &wrong]);
    assert_eq!((told.code, told.err.lines().count()), (1, 2), "{told:?}");
    assert!(told.err.contains("expiry"), "the nearest name is told: {told:?}");
    assert_eq!(shop.refused(&["program", "check", &wrong])["errors"].as_array().unwrap().len(), 2);
    let good = shop.write("good.toml", "name = \"Tea\"\n");
    assert_eq!(shop.json(&["program", "check", &good])["valid"], true);
}

#[test]
fn a_checkpoint_is_the_newest_digest() {
    let shop = Shop::with_members();
    let checkpoint = shop.json(&["checkpoint"]);
    let digest = checkpoint["digest"].clone();
    assert_eq!(digest, shop.json(&["journal"])["operations"][0]["hash"]);
    let text = shop.run(&["checkpoint"]).done().out;
    assert!(text.starts_with(digest.as_str().unwrap()));
    let root = checkpoint["root"].as_str().unwrap();
    assert!(
        checkpoint["size"] == 4 && text.ends_with(&format!("Merkle tree of 4 operations, root {root}\n")),
        "{text}"
    );
    assert_eq!(shop.json(&["verify"])["checkpoint"], checkpoint);
}

#[test]
fn a_store_proves_itself_also_against_a_digest_noted_earlier() {
    let shop = Shop::with_members();
    let noted = shop.json(&["checkpoint"])["digest"].as_str().unwrap().to_owned();
    shop.run(&["points", "adjust", "M2", "5", "--reason", "goodwill"]).done();
    let verified = shop.json(&["verify", "--expect", &noted]);
    assert_eq!((&verified["ok"], &verified["operations"], &verified["members"]), (&true.into(), &5.into(), &2.into()));
    assert_eq!((&verified["expected"]["seq"], &verified["expected"]["since"]), (&4.into(), &1.into()));
    assert!(shop.run(&["verify"]).done().out.ends_with("verified: no differences found\n"));
    let other = shop.run(&["verify", "--expect", &"0".repeat(64), "--json"]).failed(1);
    assert_eq!((&other.json()["ok"], &other.json()["wrong"]["code"]), (&false.into(), &"not_in_journal".into()));
    assert_eq!(shop.refused(&["verify", "--expect", "beef"])["code"], "bad_field");
}

#[test]
fn what_is_derived_can_be_made_again() {
    let shop = Shop::with_members();
    assert_eq!(shop.json(&["rebuild"])["members"], 2);
    assert_eq!(shop.run(&["rebuild"]).done().out, "rebuilt: 2 members\n");
    assert_eq!((shop.balance("M1"), &shop.json(&["verify"])["ok"]), (500, &true.into()));
}

#[test]
fn members_are_found_by_fragments() {
    let shop = Shop::with_members();
    for query in [vec!["zw"], vec!["zhang", "5678"], vec!["M1"], vec!["张"]] {
        let found = shop.json(&[&["find"], query.as_slice()].concat());
        assert_eq!((&found["total"], &found["exact"]), (&1.into(), &true.into()), "{query:?}");
        let member = &found["members"][0];
        assert_eq!((&member["member_no"], &member["points"]["balance"]), (&"M1".into(), &500.into()), "{query:?}");
        assert_eq!(member["phone"], "138****5678");
    }
    assert_eq!(shop.json(&["find", "--limit", "1"])["members"].as_array().unwrap().len(), 1);
    assert!(shop.run(&["find", "muller"]).done().out.contains("Anna Müller"));
    assert_eq!(shop.run(&["find", "nobody"]).done().out, "no member matches\n");
}

#[test]
fn a_backup_is_a_store() {
    let shop = Shop::with_members();
    let copy = shop.path("copy.db").to_str().unwrap().to_owned();
    assert_eq!(shop.json(&["backup", &copy])["backup"], copy.as_str());
    let shown = shop.run(&["--db", &copy, "member", "show", "M1", "--json"]).done().json();
    assert_eq!(shown["points"]["balance"], 500);
    assert_eq!(shop.refused(&["backup", &copy])["code"], "store_exists");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let shop = Shop::with_members();
    let mut command = std::process::Command::new(shop.command(&["man"]).get_program());
    command.env("LOYALTUI_DB", shop.path("store.db")).arg("man");
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[rstest]
#[case::show(&["member", "show", "M1"])]
#[case::ledger(&["points", "ledger", "M1"])]
#[case::why(&["why", "M1", "balance"])]
#[case::segments(&["segments"])]
#[case::members(&["segments", "members", "*"])]
#[case::clv(&["clv"])]
fn a_day_to_come_is_refused(#[case] args: &[&str]) {
    let shop = Shop::with_members();
    let ran = shop.run(&[args, &["--as-of", "2999-12-31", "--json"]].concat()).failed(1);
    assert_eq!(ran.json()["refused"]["code"], "not_yet");
    assert!(ran.err.starts_with("loyaltui: 2999-12-31 is in the future: choose "), "{ran:?}");
}
