//! Contacts with members, through the binary.

use super::shop::Shop;

/// A shop with one member who consents to calls, in which no hour is quiet.
fn shop() -> Shop {
    let shop = Shop::without_store();
    let program = shop.write("program.toml", "name = \"Tea house\"\n[contact]\nquiet = \"\"\n");
    shop.run(&["init", "--program", &program]).done();
    shop.run(&["member", "add", "M1", "name=张伟", "consents=phone"]).done();
    shop
}

fn log<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["contact", "log", "M1", "--outcome"], more].concat()
}

#[test]
fn a_contact_is_logged_warned_of_and_undone() {
    let shop = shop();
    let first = shop.json(&log(&["reached", "--note", "happy"]));
    assert_eq!(first["warnings"].as_array().unwrap().len(), 0);
    let second = shop.json(&log(&["no_answer", "--channel", "sms", "--plan"]));
    let codes: Vec<&str> = second["warnings"].as_array().unwrap().iter().filter_map(|w| w["code"].as_str()).collect();
    assert_eq!(codes, ["capped", "no_consent"]);
    let listed = || shop.json(&["contact", "list", "M1"])["contacts"].clone();
    assert_eq!((listed()[0]["outcome"].as_str(), listed()[0]["note"].as_str()), (Some("reached"), Some("happy")));
    shop.run(&["undo", first["op"].as_str().unwrap()]).done();
    assert_eq!(listed().as_array().unwrap().len(), 0);
    assert_eq!(shop.json(&log(&["reached", "--plan"]))["warnings"].as_array().unwrap().len(), 0);
}

#[test]
fn a_call_back_wants_its_day() {
    let shop = shop();
    assert!(shop.run(&log(&["call_back"])).failed(2).err.contains("--on"));
    let refused = shop.run(&[&log(&["call_back", "--on", "2022-01-01"])[..], &["--json"]].concat()).failed(1).json();
    assert_eq!(refused["refused"]["code"], "day_passed");
}

#[test]
fn what_is_not_known_is_told_with_what_is() {
    let wrong = shop().run(&log(&["reached", "--channel", "pigeon"])).failed(2);
    assert!(wrong.err.contains("wechat"), "{}", wrong.err);
}
