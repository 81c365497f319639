//! Changes that need a second person, by commands.

use super::operators::{add, by, with_owner};
use super::shop::Shop;
use rstest::rstest;

/// A shop with an owner `mei`, an agent `li` and a supervisor `wang`.
fn shop() -> Shop {
    let shop = with_owner();
    add(&shop, "li", "agent");
    add(&shop, "wang", "supervisor");
    shop
}

const ASK: [&str; 8] = ["propose", "points", "adjust", "M1", "600", "--reason", "goodwill", "--json"];

fn asked(shop: &Shop) -> String {
    let done = by(shop, "li", &ASK, &[]).done();
    done.json()["op"].as_str().unwrap().to_owned()
}

fn state(shop: &Shop, op: &str) -> String {
    let shown = by(shop, "li", &["proposals", "show", op, "--json"], &[]).done();
    shown.json()["state"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_above_the_limit_is_asked_for_and_approved_by_another() {
    let shop = shop();
    let refused = by(&shop, "li", &["points", "adjust", "M1", "600", "--reason", "goodwill"], &[]).failed(1);
    assert!(refused.err.contains("ask for approval"), "{refused:?}");
    let op = asked(&shop);
    assert_eq!(state(&shop, &op), "open");
    let listed = by(&shop, "wang", &["proposals", "--json"], &[]).done().json();
    assert_eq!(
        (listed["proposals"][0]["act"].as_str(), listed["proposals"][0]["points"].as_i64()),
        (Some("adjust"), Some(600))
    );
    let own = by(&shop, "li", &["approve", &op], &[]).failed(1);
    assert!(own.err.contains("supervisor"), "{own:?}");
    let planned = by(&shop, "wang", &["approve", &op, "--plan"], &[]).done();
    assert!(planned.out.contains("600"), "{planned:?}");
    assert_eq!(state(&shop, &op), "open");
    let done = by(&shop, "wang", &["approve", &op, "--key", "k1", "--json"], &[]).done().json();
    let again = by(&shop, "wang", &["approve", &op, "--key", "k1", "--json"], &[]).done().json();
    assert_eq!((done["op"].as_str(), again["replayed"].as_bool()), (again["op"].as_str(), Some(true)));
    assert_eq!(state(&shop, &op), "approved");
    by(&shop, "mei", &["verify"], &[]).done();
}

#[test]
fn a_rejection_says_why_and_a_request_is_withdrawn_by_whoever_made_it() {
    let shop = shop();
    let [first, second] = [asked(&shop), asked(&shop)];
    by(&shop, "wang", &["reject", &first], &[]).failed(2);
    by(&shop, "wang", &["reject", &first, "--reason", "parcel was on time"], &[]).done();
    let not_hers = by(&shop, "wang", &["withdraw", &second], &[]).failed(1);
    assert!(not_hers.err.contains("only li"), "{not_hers:?}");
    by(&shop, "li", &["withdraw", &second], &[]).done();
    assert_eq!([state(&shop, &first), state(&shop, &second)], ["rejected", "withdrawn"]);
    let shown = by(&shop, "li", &["proposals", "show", &first], &[]).done();
    assert!(shown.out.contains("parcel was on time"), "{shown:?}");
    by(&shop, "wang", &["approve", &first], &[]).failed(1);
}

#[test]
fn what_would_do_something_else_by_now_needs_a_word() {
    let shop = shop();
    let op = asked(&shop);
    by(&shop, "li", &["points", "adjust", "M1", "5", "--reason", "goodwill"], &[]).done();
    let refused = by(&shop, "wang", &["approve", &op], &[]).failed(2);
    assert!(refused.err.contains("--changed"), "{refused:?}");
    by(&shop, "wang", &["approve", &op, "--changed"], &[]).done();
}

#[rstest]
#[case::a_question(&["propose", "find", "zhang"], "--help")]
#[case::an_import(&["propose", "import", "members.csv"], "--help")]
#[case::itself(&["propose", "propose", "undo", "1"], "--help")]
#[case::a_wrong_command(&["propose", "points", "ajust", "M1"], "adjust")]
fn what_can_t_be_asked_for_is_wrong_usage(#[case] args: &[&str], #[case] said: &str) {
    let shop = shop();
    let refused = by(&shop, "li", args, &[]).failed(2);
    assert!(refused.err.contains(said), "{refused:?}");
}

#[test]
fn an_agent_asks_for_an_erasure_and_an_owner_approves_it() {
    let shop = shop();
    by(&shop, "li", &["member", "erase", "M1"], &[]).failed(1);
    let done = by(&shop, "li", &["propose", "member", "erase", "M1", "--json"], &[]).done().json();
    let op = done["op"].as_str().unwrap();
    by(&shop, "wang", &["approve", op], &[]).failed(1);
    by(&shop, "mei", &["approve", op], &[]).done();
    by(&shop, "mei", &["verify"], &[]).done();
}
