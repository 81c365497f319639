//! Operators by commands: added, logged in by a PIN from standard input, held to their roles.

use super::shop::{Ran, Shop, ran};
use rstest::rstest;
#[cfg(target_os = "linux")]
use std::process::Command as Process;

pub(super) const PIN: &str = "270418";

/// Runs a command as somebody, with lines on standard input.
pub(super) fn by(shop: &Shop, name: &str, args: &[&str], lines: &[&str]) -> Ran {
    ran(shop.command_of(name, args).write_stdin(lines.join("\n") + "\n"))
}

/// A shop whose owner is `mei`, logged in.
pub(super) fn with_owner() -> Shop {
    let shop = Shop::with_members();
    by(&shop, "mei", &["operator", "add", "mei", "--role", "owner", "--pin-stdin"], &[PIN]).done();
    shop
}

pub(super) fn add(shop: &Shop, name: &str, role: &str) {
    by(shop, "mei", &["operator", "add", name, "--role", role, "--pin-stdin"], &[PIN]).done();
    by(shop, name, &["login", name, "--pin-stdin"], &[PIN]).done();
}

#[test]
fn a_file_without_operators_says_so_and_works_as_one_owner() {
    let shop = Shop::with_members();
    let text = shop.run(&["operator", "list"]).done().out;
    assert_eq!(text, "No operators: whoever opens this data file is its owner.\n");
    let refused = by(&shop, "mei", &["login", "mei", "--pin-stdin"], &[PIN]).failed(1);
    assert!(refused.err.contains("loyaltui operator add NAME --role owner"), "{refused:?}");
    shop.run(&["points", "adjust", "M1", "90000", "--reason", "goodwill"]).done();
}

#[test]
fn the_first_owner_switches_operators_on_and_everybody_logs_in() {
    let shop = Shop::with_members();
    let made = by(&shop, "mei", &["operator", "add", "mei", "--role", "owner", "--pin-stdin"], &[PIN]).done();
    assert!(made.err.contains("From now on this data file is used only after logging in"), "{made:?}");
    assert!(!made.out.contains(PIN) && !made.err.contains(PIN), "{made:?}");
    shop.run(&["points", "adjust", "M1", "5", "--reason", "goodwill"]).done();

    by(&shop, "mei", &["logout"], &[]).done();
    let refused = shop.run(&["find", "M1"]).failed(1);
    assert!(refused.err.contains("loyaltui login mei"), "{refused:?}");
    by(&shop, "mei", &["login", "mei", "--pin-stdin"], &["111222"]).failed(1);
    by(&shop, "mei", &["login", "mei", "--pin-stdin"], &[PIN]).done();
    shop.run(&["find", "M1"]).done();
    shop.run(&["verify"]).done();
}

#[test]
fn each_keeps_to_the_own_role() {
    let shop = with_owner();
    add(&shop, "wang", "agent");
    by(&shop, "wang", &["points", "adjust", "M1", "5", "--reason", "goodwill"], &[]).done();
    let refused = by(&shop, "wang", &["member", "freeze", "M1"], &[]).failed(1);
    assert!(refused.err.contains("ask supervisor, manager, owner"), "{refused:?}");
    let refused = by(&shop, "wang", &["backup", shop.path("b.db").to_str().unwrap()], &[]).failed(1);
    assert!(refused.err.contains("agent may not do this"), "{refused:?}");
    by(&shop, "wang", &["operator", "add", "li", "--role", "owner", "--pin-stdin"], &[PIN]).failed(1);
    let last = shop.json(&["journal", "--limit", "1"]);
    assert_eq!(last["operations"][0]["operator"], "wang");
    by(&shop, "mei", &["operator", "role", "wang", "supervisor"], &[]).done();
    by(&shop, "wang", &["member", "freeze", "M1"], &[]).done();
    by(&shop, "mei", &["operator", "disable", "wang"], &[]).done();
    by(&shop, "wang", &["find", "M1"], &[]).failed(1);
}

#[test]
fn an_operator_who_is_a_member_can_t_change_that_member() {
    let shop = with_owner();
    add(&shop, "wang", "manager");
    by(&shop, "mei", &["operator", "link", "wang", "M1"], &[]).done();
    let refused = by(&shop, "wang", &["points", "adjust", "M1", "5", "--reason", "goodwill"], &[]).failed(1);
    assert!(refused.err.contains("member M1 is you"), "{refused:?}");
    by(&shop, "wang", &["points", "adjust", "M2", "5", "--reason", "goodwill"], &[]).done();
    let listed = shop.json(&["operator", "list"]);
    assert_eq!((&listed["operators"][1]["name"], &listed["operators"][1]["member_no"]), (&"wang".into(), &"M1".into()));
}

#[test]
fn five_wrong_pins_lock() {
    let shop = with_owner();
    for _ in 0..4 {
        by(&shop, "mei", &["login", "mei", "--pin-stdin"], &["111222"]).failed(1);
    }
    let locked = by(&shop, "mei", &["login", "mei", "--pin-stdin"], &["111222"]).failed(1);
    assert!(locked.err.contains("too many wrong PINs"), "{locked:?}");
    by(&shop, "mei", &["login", "mei", "--pin-stdin"], &[PIN]).failed(1);
    assert_eq!(shop.json(&["operator", "list"])["operators"][0]["state"], "locked", "who is in stays in");
}

#[rstest]
#[case::nothing_typed("", "no PIN on standard input")]
#[case::weak("123456\n", "guessed too easily")]
fn a_pin_that_is_none_adds_nobody(#[case] lines: &str, #[case] said: &str) {
    let shop = Shop::with_members();
    let mut command = shop.command_of("mei", &["operator", "add", "mei", "--role", "owner", "--pin-stdin"]);
    command.write_stdin(lines);
    let refused = ran(&mut command);
    assert!(refused.code != 0 && refused.err.contains(said), "{refused:?}");
    assert_eq!(shop.run(&["operator", "list"]).done().out.lines().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_terminal_a_pin_is_asked_nowhere() {
    let shop = with_owner();
    let command = shop.command_of("mei", &["login", "mei"]);
    // In a session of its own the process has no terminal, wherever the test runs.
    let mut alone = Process::new("setsid");
    alone.arg("-w").arg(command.get_program()).args(command.get_args());
    alone.envs(command.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
    let output = alone.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("--pin-stdin"), "{said}");
}

#[test]
fn what_a_member_s_card_says_survives_with_operators_on() {
    let shop = with_owner();
    by(&shop, "mei", &["operator", "pin", "--pin-stdin"], &[PIN, "904157"]).done();
    by(&shop, "mei", &["login", "mei", "--pin-stdin"], &["904157"]).done();
    assert_eq!(shop.balance("M1"), 500);
    shop.run(&["rebuild"]).done();
    shop.run(&["verify"]).done();
}

#[test]
fn the_audit_log_says_whom_a_change_of_operators_is_about() {
    let shop = with_owner();
    add(&shop, "wang", "agent");
    by(&shop, "mei", &["operator", "link", "wang", "M2"], &[]).done();
    let listed = by(&shop, "mei", &["journal", "wang", "op:operator"], &[]).done().out;
    assert!(listed.contains("linked to member M2") && listed.contains("added as agent"), "{listed}");
    let chinese = by(&shop, "mei", &["--lang", "zh", "journal", "wang", "op:operator"], &[]).done().out;
    assert!(chinese.contains("关联会员 M2") && chinese.contains("添加为 客服"), "{chinese}");
    let newest = shop.json(&["journal", "--limit", "1"]);
    let about = &newest["operations"][0]["about"];
    assert_eq!(
        (&about["operator"], &about["change"], &about["member_no"]),
        (&"wang".into(), &"linked".into(), &"M2".into())
    );
}

#[test]
fn a_name_that_looks_like_another_is_refused() {
    let shop = with_owner();
    add(&shop, "wang", "agent");
    for (name, said) in [("w\u{430}ng", "looks like operator wang"), ("ｗａｎｇ", "operator wang exists already")] {
        let refused = by(&shop, "mei", &["operator", "add", name, "--role", "agent", "--pin-stdin"], &[PIN]).failed(1);
        assert!(refused.err.contains(said), "{refused:?}");
    }
}

#[rstest]
#[case::checkpoint(&["checkpoint"])]
#[case::receipt(&["receipt", "1"])]
fn a_key_or_a_session_makes_no_room_for_a_note(#[case] command: &[&str]) {
    let shop = with_owner();
    shop.run(&["checkpoint", "--out", shop.path("a.note").to_str().unwrap()]).done();
    for folder in ["keys", "sessions"] {
        let path = std::fs::read_dir(shop.path("state/loyaltui").join(folder)).unwrap().next().unwrap().unwrap().path();
        let (before, text) = (std::fs::read(&path).unwrap(), path.to_str().unwrap());
        let args: Vec<&str> = command.iter().copied().chain(["--force", "--out", text]).collect();
        let refused = shop.run(&args).failed(1);
        assert!(refused.err.contains("a key or session of loyaltui"), "{refused:?}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn an_agent_signs_no_receipt() {
    let shop = with_owner();
    add(&shop, "wang", "agent");
    let refused = by(&shop, "wang", &["receipt", "1"], &[]).failed(1);
    assert!(refused.err.contains("ask manager, auditor, owner"), "{refused:?}");
}

#[test]
fn restoring_says_what_the_backup_lacks() {
    let shop = Shop::with_members();
    let backup = shop.path("b.db");
    shop.run(&["backup", backup.to_str().unwrap()]).done();
    shop.run(&["points", "adjust", "M2", "77", "--reason", "goodwill"]).done();
    let text = shop.run(&["restore", backup.to_str().unwrap()]).done().out;
    assert!(text.contains("1 operation that the backup lacks") && text.contains("+77"), "{text}");
    let again = shop.json(&["restore", backup.to_str().unwrap()]);
    assert_eq!(again["missing"]["total"], 0);
}
