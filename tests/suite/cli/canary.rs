//! No command shows a phone, an e-mail or a birthday whole, but for those that hand them out and record it.

use super::shop::{Ran, Shop};

const PHONE: &str = "13981239876";
const EMAIL: &str = "canary.bird@example.com";
const BIRTHDAY: &str = "1987-03-05";

/// A shop with a member whose contacts stand nowhere else.
fn with_canary() -> Shop {
    let shop = Shop::with_members();
    let fields = [format!("phone={PHONE}"), format!("email={EMAIL}"), format!("birthday={BIRTHDAY}")];
    let added = shop.run(&["member", "add", "M3", "name=王芳", &fields[0], &fields[1], &fields[2]]).done();
    assert_eq!(seen(&added), Vec::<&str>::new(), "{added:?}");
    shop.write(
        "sales.csv",
        "order_ref,member_no,purchased_at,amount\nA1,M3,2026-05-01,100.00\nA2,M1,2026-05-01,80.00\n",
    );
    shop.run(&["import", "purchases", shop.path("sales.csv").to_str().unwrap()]).done();
    shop
}

/// The canaries that stand in what a command says.
fn seen(ran: &Ran) -> Vec<&'static str> {
    let is_in = |canary: &&str| ran.out.contains(*canary) || ran.err.contains(*canary);
    [PHONE, EMAIL, BIRTHDAY].into_iter().filter(is_in).collect()
}

#[test]
fn no_command_shows_a_contact_whole() {
    let shop = with_canary();
    let commands: &[&[&str]] = &[
        &["find", "9876"],
        &["find", "canary"],
        &["find", "王芳"],
        &["member", "show", "M3"],
        &["member", "edit", "M3", "phone=13981239876", "store=静安"],
        &["member", "edit", "M3", "email=canary.bird@example.com", "channel=web", "--plan"],
        &["member", "edit", "M3", "birthday=1987-03-06", "--plan"],
        &["member", "freeze", "M3", "--reason", "dispute", "--plan"],
        &["member", "merge", "M3", "M1", "--reason", "new_card", "--plan"],
        &["member", "erase", "M3", "--plan"],
        &["points", "adjust", "M3", "5", "--reason", "goodwill"],
        &["points", "ledger", "M3"],
        &["why", "M3", "balance"],
        &["segments"],
        &["segments", "members", "*"],
        &["segments", "members", "*", "--csv", "-"],
        &["feedback", "add", "M3", "--kind", "nps", "--score", "3"],
        &["feedback", "list"],
        &["contact", "log", "M3", "--channel", "phone", "--outcome", "reached"],
        &["contact", "list", "M3"],
        &["care"],
        &["overview"],
        &["alerts"],
        &["journal"],
        &["journal", "M3"],
        &["undo", "nothing"],
        &["checkpoint"],
        &["verify"],
        &["rebuild"],
        &["operator", "list"],
        &["clock", "show"],
        &["program", "show"],
    ];
    for command in commands {
        for format in [&[][..], &["--json"], &["--lang", "zh"]] {
            let args: Vec<&str> = command.iter().chain(format).copied().collect();
            let ran = shop.run(&args);
            assert_ne!(ran.code, 2, "{args:?}: {ran:?}");
            assert_eq!(seen(&ran), Vec::<&str>::new(), "{args:?}: {ran:?}");
        }
    }
}

#[test]
fn what_hands_a_contact_out_is_in_the_audit_log_before() {
    let shop = with_canary();
    let whole = shop.run(&["segments", "members", "*", "--csv", "-", "--whole"]).done();
    assert_eq!(seen(&whole), [PHONE, EMAIL, BIRTHDAY]);
    let taken = shop.run(&["member", "export", "M3"]).done();
    assert_eq!(seen(&taken), [PHONE, EMAIL, BIRTHDAY]);
    assert_eq!(shop.json(&["journal", "op:export"])["total"], 2);
}

#[test]
fn a_list_of_masked_birthdays_changes_none() {
    let shop = with_canary();
    let list = shop.path("list.csv");
    shop.run(&["segments", "members", "*", "--csv", list.to_str().unwrap()]).done();
    assert!(std::fs::read_to_string(&list).unwrap().contains("****-03-05"));
    shop.run(&["import", "members", list.to_str().unwrap(), "--update"]).done();
    let taken = shop.run(&["member", "export", "M3"]).done();
    assert_eq!(seen(&taken), [PHONE, EMAIL, BIRTHDAY]);
}
