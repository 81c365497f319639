//! `config`: what is set holds for the next command, and what can't be read is told and left.

use super::shop::{Ran, Shop, ran};

fn run(shop: &Shop, args: &[&str]) -> Ran {
    let mut command = super::shop::loyaltui();
    command.args(args).arg("--db").arg(shop.path("store.db")).env("XDG_CONFIG_HOME", shop.path("config"));
    ran(&mut command)
}

#[test]
fn what_is_set_holds_until_it_is_unset() {
    let shop = Shop::new();
    assert!(run(&shop, &["config"]).done().out.contains("default"));
    run(&shop, &["config", "language", "zh"]).done();
    assert!(run(&shop, &["find", "nobody-of-this-name"]).done().out.contains("没有"));
    assert!(run(&shop, &["find", "x", "--lang", "en"]).done().out.is_ascii(), "the command line goes first");
    run(&shop, &["config", "theme", "light"]).done();
    let shown = run(&shop, &["config", "--json"]).done().json();
    assert_eq!((shown["language"].as_str(), shown["theme"].as_str()), (Some("zh"), Some("light")));
    run(&shop, &["config", "language", "--unset"]).done();
    assert!(run(&shop, &["config", "--json"]).done().json()["language"].is_null());
}

#[test]
fn a_value_that_is_none_changes_nothing() {
    let shop = Shop::new();
    run(&shop, &["config", "mouse", "off"]).done();
    let refused = run(&shop, &["config", "theme", "pink"]).failed(2);
    assert!(refused.err.contains("pink") && refused.err.contains("light"), "{}", refused.err);
    assert_eq!(run(&shop, &["config", "--json"]).done().json()["mouse"], "off");
}

#[test]
fn settings_that_can_not_be_read_are_told_and_left_as_they_are() {
    let shop = Shop::new();
    run(&shop, &["config", "language", "zh"]).done();
    let path = shop.path("config").join("loyaltui/config.toml");
    let text = "language = \"zh\"\ncolour = 7\n";
    std::fs::write(&path, text).unwrap();
    let refused = run(&shop, &["config", "theme", "dark"]).failed(1).err;
    assert!(refused.contains("line 2: unknown setting colour"), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    run(&shop, &["find", "x"]).done();
}

#[test]
fn a_folder_that_is_a_file_and_a_file_that_is_no_text_are_told_as_what_they_are() {
    let shop = Shop::new();
    std::fs::write(shop.path("taken"), "").unwrap();
    let below = shop.path("taken").join("new.db");
    let refused = shop.run(&["init", "--db", below.to_str().unwrap()]).failed(1).err;
    assert!(refused.contains("is a file, not a folder") && !refused.contains("--force"), "{refused}");
    std::fs::write(shop.path("program.toml"), b"name = \"caf\xe9\"\n").unwrap();
    let refused = run(&shop, &["program", "check", shop.path("program.toml").to_str().unwrap()]).failed(1).err;
    assert!(refused.contains("UTF-8") && !refused.contains("stream"), "{refused}");
    let long = format!("{}.db", "x".repeat(300));
    let refused = run(&shop, &["backup", shop.path(&long).to_str().unwrap()]).failed(1).err;
    assert!(!refused.contains("os error"), "{refused}");
}
