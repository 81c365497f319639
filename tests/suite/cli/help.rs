//! `--help` of every command, the completions and the manual page.

use super::shop::run;
use rstest::rstest;

#[rstest]
#[case::loyaltui(&[])]
#[case::demo(&["demo"])]
#[case::init(&["init"])]
#[case::import(&["import"])]
#[case::find(&["find"])]
#[case::member(&["member"])]
#[case::member_show(&["member", "show"])]
#[case::member_add(&["member", "add"])]
#[case::member_edit(&["member", "edit"])]
#[case::member_freeze(&["member", "freeze"])]
#[case::member_unfreeze(&["member", "unfreeze"])]
#[case::member_close(&["member", "close"])]
#[case::member_merge(&["member", "merge"])]
#[case::member_unmerge(&["member", "unmerge"])]
#[case::member_erase(&["member", "erase"])]
#[case::member_export(&["member", "export"])]
#[case::points(&["points"])]
#[case::points_adjust(&["points", "adjust"])]
#[case::points_redeem(&["points", "redeem"])]
#[case::points_ledger(&["points", "ledger"])]
#[case::purchase(&["purchase"])]
#[case::purchase_void(&["purchase", "void"])]
#[case::purchase_move(&["purchase", "move"])]
#[case::tier(&["tier"])]
#[case::tier_set(&["tier", "set"])]
#[case::why(&["why"])]
#[case::segments(&["segments"])]
#[case::segments_members(&["segments", "members"])]
#[case::segments_save(&["segments", "save"])]
#[case::segments_delete(&["segments", "delete"])]
#[case::segments_moves(&["segments", "moves"])]
#[case::segments_cohorts(&["segments", "cohorts"])]
#[case::segments_definitions(&["segments", "definitions"])]
#[case::clv(&["clv"])]
#[case::clv_fit(&["clv", "fit"])]
#[case::clv_new(&["clv", "new"])]
#[case::clv_at(&["clv", "at"])]
#[case::segments_activity(&["segments", "activity"])]
#[case::stats_logit(&["stats", "logit"])]
#[case::stats(&["stats"])]
#[case::stats_two_proportions(&["stats", "two-proportions"])]
#[case::stats_welch(&["stats", "welch"])]
#[case::stats_sample_size(&["stats", "sample-size"])]
#[case::stats_srm(&["stats", "srm"])]
#[case::stats_roi(&["stats", "roi"])]
#[case::feedback(&["feedback"])]
#[case::feedback_add(&["feedback", "add"])]
#[case::feedback_import(&["feedback", "import"])]
#[case::feedback_list(&["feedback", "list"])]
#[case::feedback_show(&["feedback", "show"])]
#[case::feedback_work(&["feedback", "work"])]
#[case::feedback_resolve(&["feedback", "resolve"])]
#[case::feedback_nps(&["feedback", "nps"])]
#[case::contact(&["contact"])]
#[case::contact_log(&["contact", "log"])]
#[case::contact_list(&["contact", "list"])]
#[case::care(&["care"])]
#[case::overview(&["overview"])]
#[case::report(&["report"])]
#[case::care_activation(&["care", "activation"])]
#[case::care_lost(&["care", "lost"])]
#[case::alerts(&["alerts"])]
#[case::alerts_ack(&["alerts", "ack"])]
#[case::undo(&["undo"])]
#[case::journal(&["journal"])]
#[case::propose(&["propose"])]
#[case::proposals(&["proposals"])]
#[case::approve(&["approve"])]
#[case::reject(&["reject"])]
#[case::withdraw(&["withdraw"])]
#[case::operator(&["operator"])]
#[case::operator_add(&["operator", "add"])]
#[case::operator_role(&["operator", "role"])]
#[case::operator_link(&["operator", "link"])]
#[case::operator_pin(&["operator", "pin"])]
#[case::login(&["login"])]
#[case::logout(&["logout"])]
#[case::clock(&["clock"])]
#[case::clock_accept(&["clock", "accept"])]
#[case::verify(&["verify"])]
#[case::checkpoint(&["checkpoint"])]
#[case::receipt(&["receipt"])]
#[case::rebuild(&["rebuild"])]
#[case::config(&["config"])]
#[case::keys(&["keys"])]
#[case::program(&["program"])]
#[case::program_show(&["program", "show"])]
#[case::program_check(&["program", "check"])]
#[case::program_apply(&["program", "apply"])]
#[case::backup(&["backup"])]
#[case::restore(&["restore"])]
#[case::completions(&["completions"])]
#[case::man(&["man"])]
fn help(#[case] command: &[&str]) {
    let ran = run(&[command, &["--help"]].concat()).done();
    assert_eq!(ran.err, "");
    assert_eq!(run(&[command, &["-h"]].concat()).out, ran.out, "the short and the long help are one text");
    insta::assert_snapshot!([&["help"], command].concat().join("_"), ran.out);
}

#[rstest]
#[case::loyaltui(&[])]
#[case::tier(&["tier"])]
#[case::points_adjust(&["points", "adjust"])]
#[case::find(&["find"])]
#[case::import(&["import"])]
#[case::feedback_import(&["feedback", "import"])]
fn help_in_chinese(#[case] command: &[&str]) {
    let ran = run(&[command, &["--help", "--lang", "zh"]].concat()).done();
    insta::assert_snapshot!([&["zh_help"], command].concat().join("_"), ran.out);
}

#[rstest]
#[case::bash("bash", "_loyaltui()")]
#[case::zsh("zsh", "#compdef loyaltui")]
#[case::fish("fish", "complete -c loyaltui")]
fn completions_know_every_command(#[case] shell: &str, #[case] mark: &str) {
    let script = run(&["completions", shell]).done().out;
    assert!(script.contains(mark), "{script}");
    for word in ["ledger", "unmerge", "checkpoint", "reason"] {
        assert!(script.contains(word), "{word} in {shell}");
    }
}

#[test]
fn completions_are_a_document_too() {
    let document = run(&["completions", "fish", "--json"]).done().json();
    assert_eq!(document["shell"], "fish");
    assert_eq!(document["script"], run(&["completions", "fish"]).out);
}

/// What stands before the commands; that each of them follows is held beside the code.
#[test]
fn the_manual_begins_with_what_holds_for_every_command() {
    let page = run(&["man"]).done().out;
    insta::assert_snapshot!(page.split(".SH COMMANDS").next().unwrap());
}

#[test]
fn the_version_is_told() {
    assert_eq!(run(&["--version"]).done().out, format!("loyaltui {}\n", env!("CARGO_PKG_VERSION")));
}
