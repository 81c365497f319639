//! Commands that change something: done, refused, planned, undone.

use super::shop::Shop;
use rstest::rstest;
use serde_json::Value;

/// What happened to the member it is about.
fn balances(document: &Value) -> (Option<i64>, Option<i64>) {
    let of = |side: &str| document[side]["points"]["balance"].as_i64();
    (of("before"), of("after"))
}

#[test]
fn points_go_up_and_down_without_two_hyphens() {
    let shop = Shop::with_members();
    let done =
        shop.json(&["points", "adjust", "M1", "-120", "--reason", "correction", "--note", "twice", "--ref", "A-1"]);
    assert_eq!(balances(&done), (Some(500), Some(380)));
    for (name, value) in [("kind", "adjust"), ("operator", "mei"), ("member_no", "M1"), ("reason", "correction")] {
        assert_eq!(done[name], value);
    }
    assert_eq!((&done["note"], &done["reference"], &done["points"]), (&"twice".into(), &"A-1".into(), &(-120).into()));
    let text = shop.run(&["points", "adjust", "M1", "+20", "--reason", "goodwill"]).done().out;
    assert!(text.contains("380 → 400") && text.contains("undo with: loyaltui undo "), "{text}");
}

#[test]
fn a_plan_writes_nothing() {
    let shop = Shop::with_members();
    let plan = shop.json(&["points", "redeem", "M1", "200", "--for", "mug", "--plan"]);
    assert_eq!(balances(&plan), (Some(500), Some(300)));
    assert_eq!((&plan["intent"]["kind"], &plan["intent"]["reward"]), (&"redeem".into(), &"mug".into()));
    assert_eq!((&plan["warnings"], &plan["approval"]), (&Value::Array(vec![]), &Value::Null));
    assert!(shop.run(&["points", "redeem", "M1", "200", "--for", "mug", "--plan"]).done().out.contains("500 → 300"));
    assert_eq!((shop.balance("M1"), &shop.json(&["journal"])["total"]), (500, &4.into()));
}

#[rstest]
#[case::too_much(&["points", "adjust", "M1", "-501", "--reason", "goodwill"], "not_enough")]
#[case::too_much_to_redeem(&["points", "redeem", "M1", "501", "--for", "mug"], "not_enough")]
#[case::nothing(&["points", "adjust", "M1", "0", "--reason", "goodwill"], "bad_amount")]
#[case::beyond_every_number(&["points", "adjust", "M1", "99999999999999999999", "--reason", "goodwill"], "bad_amount")]
#[case::backwards(&["points", "redeem", "M1", "-5", "--for", "mug"], "bad_amount")]
#[case::no_such_reason(&["points", "adjust", "M1", "5", "--reason", "because"], "unknown_reason")]
#[case::note_too_short(&["points", "adjust", "M1", "5", "--reason", "other"], "note_too_short")]
#[case::no_such_member(&["points", "adjust", "M9", "5", "--reason", "goodwill"], "unknown_member")]
#[case::no_such_tier(&["tier", "set", "M1", "diamond", "--until", "2099-01-01", "--reason", "goodwill"], "unknown_tier")]
#[case::day_passed(&["tier", "set", "M1", "gold", "--until", "2020-01-01", "--reason", "goodwill"], "day_passed")]
#[case::number_taken(&["member", "add", "M1", "name=Else"], "member_no_taken")]
#[case::no_change(&["member", "edit", "M1", "name=张伟"], "no_change")]
#[case::merge_with_itself(&["member", "merge", "M1", "M1", "--reason", "correction"], "merge_with_itself")]
#[case::nothing_to_unmerge(&["member", "unmerge", "M1"], "not_merged")]
#[case::no_such_operation(&["undo", "0190f3c2"], "unknown_operation")]
fn a_refusal_has_a_code_and_a_sentence_and_writes_nothing(#[case] args: &[&str], #[case] code: &str) {
    let shop = Shop::with_members();
    let refused = shop.refused(args);
    assert_eq!(refused["code"], code, "{refused}");
    assert!(refused["message"].as_str().is_some_and(|m| !m.is_empty() && !m.contains(['⟦', '{'])), "{refused}");
    assert_eq!(shop.run(args).failed(1).out, "", "people read refusals on standard error");
    assert_eq!((shop.balance("M1"), &shop.json(&["journal"])["total"]), (500, &4.into()));
}

#[test]
fn what_was_done_can_be_undone_once_and_the_undo_too() {
    let shop = Shop::with_members();
    let op = shop.json(&["points", "redeem", "M1", "200", "--for", "mug"])["op"].as_str().unwrap().to_owned();
    assert_eq!(balances(&shop.json(&["undo", &op, "--plan"])), (Some(300), Some(500)));
    let undone = shop.json(&["undo", &op[..18], "--reason", "correction"]);
    assert_eq!((&undone["kind"], &undone["reverses"]), (&"undo".into(), &op.as_str().into()));
    assert_eq!(shop.balance("M1"), 500);
    assert_eq!(shop.refused(&["undo", &op])["code"], "already_reversed");
    shop.run(&["undo", undone["op"].as_str().unwrap()]).done();
    assert_eq!(shop.balance("M1"), 300);
    assert!(shop.run(&["journal"]).done().out.contains("undoes "));
}

#[test]
fn a_tier_is_set_by_hand_until_a_day() {
    let shop = Shop::with_members();
    let done = shop.json(&["tier", "set", "M1", "gold", "--until", "2099-03-31", "--reason", "service_recovery"]);
    assert_eq!((&done["kind"], &done["before"]["tier"]["code"]), (&"override".into(), &"base".into()));
    let tier = &shop.json(&["member", "show", "M1"])["tier"];
    assert_eq!((&tier["code"], &tier["until"]), (&"gold".into(), &"2099-03-31".into()));
    assert_eq!((&tier["source"], &tier["by_facts"]), (&"override".into(), &"base".into()));
    assert!(shop.run(&["why", "M1", "tier"]).done().out.contains("set manually: Gold"));
    let pin =
        shop.json(&["tier", "set", "M1", "base", "--until", "2099-01-01", "--reason", "correction", "--mode", "pin"]);
    assert_eq!(pin["after"]["tier"]["code"], "base");
}

#[test]
fn fields_are_edited_and_shown_masked() {
    let shop = Shop::with_members();
    let done = shop.json(&["member", "edit", "M1", "phone=139-8765-4321", "tags=vip;new", "--note", "called"]);
    assert_eq!((&done["kind"], &done["note"]), (&"edit".into(), &"called".into()));
    let changed = done["fields"].to_string();
    assert!(changed.contains("139****4321") && !changed.contains("98765"), "{changed}");
    let shown = shop.json(&["member", "show", "M1"]);
    assert_eq!((&shown["phone"], &shown["tags"]), (&"139****4321".into(), &serde_json::json!(["new", "vip"])));
    shop.run(&["undo", done["op"].as_str().unwrap()]).done();
    assert_eq!(shop.json(&["member", "show", "M1"])["phone"], "138****5678");
}

#[test]
fn a_frozen_member_may_not_spend() {
    let shop = Shop::with_members();
    assert_eq!(shop.json(&["member", "freeze", "M1", "--reason", "correction"])["after"]["status"], "frozen");
    let refused = shop.refused(&["points", "redeem", "M1", "5", "--for", "mug"]);
    assert_eq!((&refused["code"], &refused["status"]), (&"status_forbids".into(), &"frozen".into()));
    assert_eq!(shop.json(&["member", "unfreeze", "M1"])["after"]["status"], "active");
    let closed = shop.json(&["member", "close", "M1"]);
    assert_eq!((&closed["after"]["status"], &closed["warnings"][0]["code"]), (&"closed".into(), &"points_left".into()));
}

#[test]
fn two_members_become_one_and_two_again() {
    let shop = Shop::with_members();
    shop.run(&["points", "adjust", "M2", "70", "--reason", "goodwill"]).done();
    let done = shop.json(&["member", "merge", "M2", "M1", "--reason", "correction"]);
    assert_eq!(balances(&done), (Some(500), Some(570)));
    assert_eq!((&done["after"]["member_no"], &done["others"][0]["after"]["member_no"]), (&"M1".into(), &"M2".into()));
    let merged = shop.json(&["member", "show", "M2"]);
    assert_eq!((&merged["status"], &merged["survivor_no"]), (&"merged".into(), &"M1".into()));
    shop.run(&["member", "unmerge", "M2"]).done();
    assert_eq!((shop.balance("M1"), shop.balance("M2")), (500, 70));
}

/// Rules §12: whoever holds the purchase holds its refunds, as if the merge had never been.
#[test]
fn a_refund_goes_with_its_purchase_when_two_become_two_again() {
    let shop = Shop::with_members();
    let header = "order_ref,member_no,purchased_at,amount,kind,refund_of\n";
    let import = |name: &str, rows: &str| {
        std::fs::write(shop.path(name), format!("{header}{rows}\n")).unwrap();
        shop.json(&["import", "purchases", shop.path(name).to_str().unwrap()])
    };
    let before = shop.balance("M1");
    import("sale.csv", "P1,M2,2026-05-01,200.00,,");
    shop.run(&["member", "merge", "M2", "M1", "--reason", "correction"]).done();
    let refund = import("refund.csv", "R1,M1,2026-06-01,200.00,refund,P1");
    assert_eq!((&refund["new"], shop.balance("M1")), (&1.into(), before));
    shop.run(&["member", "unmerge", "M2"]).done();
    let holds = |no: &str| (shop.balance(no), shop.json(&["member", "show", no])["purchases"]["net_spend"].clone());
    assert_eq!((holds("M1").0, holds("M2")), (before, (0, 0.into())));
    // The same rows again, in the names of either; a second refund is refused.
    for no in ["M1", "M2"] {
        let again = import("again.csv", &format!("R1,{no},2026-06-01,200.00,refund,P1"));
        assert_eq!((&again["new"], &again["unchanged"]), (&0.into(), &1.into()), "{again}");
        std::fs::write(shop.path("second.csv"), format!("{header}R2,{no},2026-06-02,200.00,refund,P1\n")).unwrap();
        assert_eq!(shop.run(&["import", "purchases", shop.path("second.csv").to_str().unwrap()]).code, 1);
    }
    // Where the import of the refund is undone, the purchase counts again, at its holder.
    shop.run(&["undo", refund["op"].as_str().unwrap()]).done();
    assert_eq!((shop.balance("M1"), shop.balance("M2")), (before, 200));
    assert_eq!(shop.json(&["verify"])["ok"], true);
    shop.run(&["rebuild"]).done();
    assert_eq!((shop.balance("M1"), shop.balance("M2")), (before, 200));
}

#[test]
fn an_erasure_leaves_the_number_and_the_sums() {
    let shop = Shop::with_members();
    let text = shop.run(&["member", "erase", "M1"]).done().out;
    assert!(!text.contains("undo with"), "{text}");
    let shown = shop.json(&["member", "show", "M1"]);
    assert_eq!((&shown["status"], &shown["name"], &shown["phone"]), (&"erased".into(), &"".into(), &"".into()));
    assert_eq!(shop.balance("M1"), 500);
    let journal = shop.json(&["journal", "kind:erase"]);
    assert_eq!(shop.refused(&["undo", journal["operations"][0]["op"].as_str().unwrap()])["code"], "irreversible");
}

#[test]
fn an_export_is_whole_and_journaled() {
    let shop = Shop::with_members();
    let export = shop.run(&["member", "export", "M1"]).done().json();
    assert_eq!((&export["member"]["phone"], &export["ledger"][0]["points"]), (&"13812345678".into(), &500.into()));
    let newest = &shop.json(&["journal"])["operations"][0];
    assert_eq!((&newest["kind"], &newest["member_no"], &newest["op"]), (&"export".into(), &"M1".into(), &export["op"]));
}

#[test]
fn a_programme_is_applied_from_now_on() {
    let shop = Shop::with_members();
    let newer = shop.write("newer.toml", "name = \"Loyalty 2\"\n[points]\nrate = \"2\"\n");
    assert_eq!(shop.json(&["program", "apply", &newer])["kind"], "program");
    let shown = shop.json(&["program", "show"]);
    assert_eq!((&shown["version"], &shown["name"]), (&2.into(), &"Loyalty 2".into()));
    let moved = shop.write("moved.toml", "zone = \"Europe/Berlin\"\n");
    assert_eq!(shop.refused(&["program", "apply", &moved])["code"], "program_fixed");
    let wrong = shop.write("wrong.toml", "zone = \"Europe/Berln\"\n");
    assert_eq!(shop.refused(&["program", "apply", &wrong, "--plan"])["code"], "bad_program");
}

#[test]
fn a_purchase_on_the_wrong_card_is_moved_and_the_file_may_come_again() {
    let shop = Shop::with_members();
    let file = shop.write("day.csv", "order_ref,member_no,purchased_at,amount\nX1,M1,2026-10-05,100\n");
    shop.run(&["import", "purchases", &file]).done();
    let move_it = ["purchase", "move", "X1", "M2", "--reason", "correction"];
    let (m1, m2) = (shop.balance("M1"), shop.balance("M2"));
    let plan = shop.json(&[&move_it[..], &["--plan"]].concat());
    let kinds = (&plan["intent"]["kind"], &plan["intent"]["to"], &plan["others"][0]["after"]["member_no"]);
    assert_eq!(kinds, (&"move".into(), &"M2".into(), &"M1".into()));
    assert_eq!(balances(&plan), (Some(m2), Some(m2 + 100)));
    let done = shop.json(&move_it);
    assert_eq!((shop.balance("M1"), shop.balance("M2")), (m1 - 100, m2 + 100));
    let again = shop.json(&["import", "purchases", &file]);
    assert_eq!((&again["new"], &again["unchanged"]), (&0.into(), &1.into()));
    assert_eq!(shop.refused(&move_it)["code"], "no_change");
    shop.run(&["undo", done["op"].as_str().unwrap()]).done();
    assert_eq!((shop.balance("M1"), shop.balance("M2")), (m1, m2));
}
