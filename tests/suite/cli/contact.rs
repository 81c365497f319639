//! Contacts with members, through the binary.

use super::shop::Shop;
use loyaltui::domain::day::Day;

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

#[test]
fn only_what_is_to_come_back_has_a_day() {
    let shop = shop();
    let refused = shop.run(&log(&["reached", "--on", "2099-01-10"])).failed(2).err;
    assert!(refused.contains("--on belongs to --outcome call_back or postponed"), "{refused}");
}

#[test]
fn who_is_put_off_stands_on_no_care_list_before_the_day() {
    let shop = shop();
    let today = Day::parse(shop.json(&["care"])["day"].as_str().unwrap()).unwrap();
    let ahead = |days: i64| today.plus_days(days).to_string();
    let members =
        format!("member_no,name,consents,opening_points,opening_expires_on\nM2,王芳,phone,500,{}\n", ahead(40));
    let members = shop.write("members.csv", &members);
    shop.run(&["import", "members", &members]).done();
    let on_list = |days: i64| {
        let list = shop.json(&["care", "--day", &ahead(days)]);
        (list["total"].as_u64(), list["dropped"]["postponed"].as_u64())
    };
    assert_eq!(on_list(25), (Some(1), Some(0)));
    let put_off = |days: i64| {
        let day = ahead(days);
        shop.run(&["contact", "log", "M2", "--outcome", "postponed", "--on", &day, "--json"])
    };
    for days in [0, 367] {
        assert_eq!(put_off(days).failed(1).json()["refused"]["code"], "day_not_between", "{days}");
    }
    let done = put_off(30).done().json();
    assert_eq!(done["warnings"].as_array().unwrap().len(), 0);
    assert_eq!((on_list(29), on_list(30)), ((Some(0), Some(1)), (Some(1), Some(0))));
    shop.run(&["undo", done["op"].as_str().unwrap()]).done();
    assert_eq!(on_list(29), (Some(1), Some(0)));
    shop.run(&["contact", "log", "M2", "--outcome", "postponed"]).failed(2);
}

#[test]
fn activation_is_told_by_week_of_joining() {
    let shop = shop();
    let members = "member_no,name,joined_on\nM2,王芳,2026-07-06\nM3,李娜,2026-07-12\nM4,陈晨,2026-07-13\n";
    let purchases =
        "order_ref,member_no,purchased_at,amount\nA-1,M2,2026-07-06,10\nA-2,M2,2026-08-06,10\nA-3,M3,2026-07-20,10\n";
    let (members, purchases) = (shop.write("members.csv", members), shop.write("purchases.csv", purchases));
    shop.run(&["import", "members", &members]).done();
    shop.run(&["import", "purchases", &purchases]).done();
    let told = shop.json(&["care", "activation", "--as-of", "2026-11-22"]);
    let week = told["weeks"].as_array().unwrap().iter().find(|week| week["from"] == "2026-07-06").unwrap().clone();
    assert_eq!(week["joined"], 2);
    let parts = ["by_30", "by_60"].map(|by| (week[by]["part"].as_u64(), week[by]["n"].as_u64()));
    assert_eq!(parts, [(Some(0), Some(2)), (Some(1), Some(2))]);
    let chinese = shop.run(&["care", "activation", "--as-of", "2026-11-22", "--lang", "zh"]).done().out;
    assert!(chinese.contains("50.0 %") && chinese.contains("30 天内"), "{chinese}");
}

#[test]
fn churn_reasons_are_asked_of_the_lost_counted_by_month_and_undone() {
    let shop = Shop::without_store();
    let reasons = "[[churn_reasons]]\ncode = \"price\"\nname = { en = \"Too expensive\", zh = \"太贵\" }\n[[churn_reasons]]\ncode = \"moved\"\n";
    let toml = format!("name = \"Tea house\"\n[contact]\nquiet = \"\"\n{reasons}");
    let program = shop.write("program.toml", &toml);
    shop.run(&["init", "--program", &program]).done();
    let purchases = "order_ref,member_no,purchased_at,amount\nA-1,M1,2020-07-06,10\nA-2,M2,2020-08-06,10\n";
    let purchases = shop.write("purchases.csv", purchases);
    shop.run(&["import", "purchases", &purchases, "--enrol"]).done();
    let told = || -> Vec<(String, u64, u64)> {
        let lost = shop.json(&["care", "lost"]);
        let month = lost["months"].as_array().unwrap().last().unwrap().clone();
        let number = |row: &serde_json::Value, key: &str| row[key].as_u64().unwrap();
        let of = |row: &serde_json::Value| {
            (row["reason"].as_str().unwrap().to_owned(), number(row, "part"), number(row, "n"))
        };
        month["reasons"].as_array().unwrap().iter().map(of).collect()
    };
    let asked = shop.run(&["member", "close", "M1", "--json"]).failed(1).json();
    assert_eq!(asked["refused"]["code"], "churn_reason_needed");
    let unknown = shop.run(&["member", "close", "M1", "--churn-reason", "weather", "--json"]).failed(1).json();
    assert_eq!(unknown["refused"]["code"], "unknown_reason");
    let closed = shop.json(&["member", "close", "M1", "--churn-reason", "price"]);
    shop.run(&["contact", "log", "M2", "--outcome", "reached", "--churn-reason", "moved"]).done();
    assert_eq!(told(), [("moved".to_owned(), 1, 2), ("price".to_owned(), 1, 2)]);
    assert_eq!(shop.json(&["member", "show", "M1"])["churn_reason"], "price");
    let text = shop.run(&["care", "lost", "--lang", "zh"]).done().out;
    assert!(text.contains("太贵") && text.contains("留出"), "{text}");
    shop.run(&["undo", closed["op"].as_str().unwrap()]).done();
    assert_eq!(told(), [("moved".to_owned(), 1, 1)]);
    let today = shop.json(&["care"])["day"].as_str().unwrap().to_owned();
    let events = format!(
        "ref,member_no,happened_at,kind,churn_reason\nE-1,M1,{today},left,price\nE-2,M1,{today},left,weather\n"
    );
    let events = shop.write("events.csv", &events);
    assert_eq!(shop.run(&["import", "events", &events]).code, 3);
    assert_eq!(told(), [("moved".to_owned(), 1, 2), ("price".to_owned(), 1, 2)]);
    shop.run(&["verify"]).done();
}
