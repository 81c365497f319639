//! `keys`: what is printed is a file of keys, and what is wrong in one is told.

use super::shop::{Ran, Shop, ran};
use std::fs;

fn run(shop: &Shop, args: &[&str]) -> Ran {
    ran(super::shop::loyaltui().args(args).env("XDG_CONFIG_HOME", shop.path("config")))
}

fn write(shop: &Shop, text: &str) {
    let folder = shop.path("config").join("loyaltui");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("keymap.toml"), text).unwrap();
}

#[test]
fn what_is_printed_can_be_the_file() {
    let shop = Shop::new();
    let before = run(&shop, &["keys"]).done();
    assert!(before.out.lines().any(|line| line.starts_with("points = \"+\"")), "{}", before.out);
    write(&shop, &before.out);
    assert_eq!(run(&shop, &["keys"]).done().out, before.out);
}

#[test]
fn ones_own_keys_are_shown() {
    let shop = Shop::new();
    write(&shop, "freeze = [\"F\", \"f2\"]\n");
    let shown = run(&shop, &["keys", "--json"]).done().json();
    let freeze = shown["commands"].as_array().unwrap().iter().find(|command| command["name"] == "freeze").unwrap();
    assert_eq!(freeze["keys"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_wrong_is_one_sentence_and_the_default_keys_are_shown() {
    let shop = Shop::new();
    write(&shop, "points = \"ctrl-p\"\nunfreeze = \"r\"\n");
    let told = run(&shop, &["keys"]).failed(3);
    assert!(
        told.err.contains("line 2") && told.err.contains("redeem") && told.err.lines().count() == 1,
        "{}",
        told.err
    );
    assert!(told.out.contains("points = \"+\""), "{}", told.out);
    let told = run(&shop, &["keys", "--lang", "zh"]).failed(3);
    assert!(told.err.contains("第 2 行"), "{}", told.err);
}
