//! The report of a shop, through the binary: whole, without anything from outside, and the same every time.

use super::shop::Shop;
use std::fs;

fn shop() -> Shop {
    let shop = Shop::new();
    let members = "member_no,name,store,joined_on\nM1,张伟,A<b>&,2026-01-05\nM2,Anna,,2026-02-01\n";
    let purchases = "order_ref,member_no,purchased_at,amount\nA-1,M1,2026-03-01,100\nA-2,M2,2026-03-09,60\n";
    let (members, purchases) = (shop.write("members.csv", members), shop.write("purchases.csv", purchases));
    shop.run(&["import", "members", &members]).done();
    shop.run(&["import", "purchases", &purchases]).done();
    shop
}

fn written(shop: &Shop, name: &str, more: &[&str]) -> String {
    let path = shop.path(name).to_str().unwrap().to_owned();
    let format = if name.ends_with("html") { "--html" } else { "--md" };
    shop.run(&[&["report", format, &path, "--to", "2026-03-31"], more].concat()).done();
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_same_data_and_day_make_the_same_page_which_needs_nothing_else() {
    let shop = shop();
    let (first, second) = (written(&shop, "a.html", &[]), written(&shop, "b.html", &[]));
    assert_eq!(first, second);
    for outside in ["http", "<script", "<link", "@import", "url("] {
        assert!(!first.contains(outside), "{outside}");
    }
    assert!(first.contains("<svg") && first.contains("¥160"), "its figures and charts");
    assert!(written(&shop, "zh.html", &["--lang", "zh"]).contains("会员数"));
}

#[test]
fn a_scope_stands_in_the_page_as_text() {
    let scoped = written(&shop(), "a.html", &["--in", "store:A<b>&"]);
    assert!(scoped.contains("A&lt;b&gt;&amp;") && !scoped.contains("A<b>"), "{scoped}");
}

#[test]
fn markdown_has_the_same_figures_and_no_file_is_overwritten() {
    let shop = shop();
    assert!(written(&shop, "a.md", &[]).contains("| members | 2 |"));
    let path = shop.path("a.md").to_str().unwrap().to_owned();
    shop.run(&["report", "--md", &path]).failed(1);
    shop.run(&["report", "--md", &path, "--force"]).done();
    shop.run(&["report"]).failed(2);
}
