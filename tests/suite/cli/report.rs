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

#[test]
fn a_dash_is_standard_output() {
    let shop = shop();
    let page = written(&shop, "a.html", &[]);
    assert_eq!(shop.run(&["report", "--html", "-", "--to", "2026-03-31"]).done().out, page);
    assert!(!shop.path("-").exists());
}

#[test]
fn a_scope_that_names_nothing_is_refused_with_the_nearest_name() {
    let shop = shop();
    shop.run(&["segments", "save", "neighbours", "store:A<b>&"]).done();
    for command in [&["report", "--md", "-"][..], &["overview"], &["care"]] {
        let ran = shop.run(&[command, &["--in", "nieghbours"]].concat()).failed(1);
        assert!(ran.err.contains("neighbours"), "{ran:?}");
        let ran = shop.run(&[command, &["--in", "store:B<b>&", "--lang", "zh"]].concat()).failed(1);
        assert!(ran.err.contains("A<b>&"), "{ran:?}");
        shop.run(&[command, &["--in", "neighbours"]].concat()).done();
        // A filter of known names that nobody fits is an answer.
        shop.run(&[command, &["--in", "points>100000"]].concat()).done();
    }
}

#[test]
fn plan_and_actual_stand_in_overview_and_report_of_all_members() {
    let shop = Shop::without_store();
    let toml = "name = \"Tea house\"\n[[targets]]\nmetric = \"net_spend\"\nmonth = \"2026-03\"\nvalue = 200\n";
    let program = shop.write("program.toml", toml);
    shop.run(&["init", "--program", &program]).done();
    let members = shop.write("members.csv", "member_no,name,store\nM1,张伟,南京西路\n");
    let purchases = shop.write("purchases.csv", "order_ref,member_no,purchased_at,amount\nA-1,M1,2026-03-01,150\n");
    shop.run(&["import", "members", &members]).done();
    shop.run(&["import", "purchases", &purchases]).done();
    let target = &shop.json(&["overview", "--as-of", "2026-03-31"])["targets"][0];
    assert_eq!((target["metric"].as_str(), target["plan"].as_f64()), (Some("net_spend"), Some(20_000.0)));
    assert_eq!((target["month"].as_str(), target["actual"].as_f64()), (Some("2026-03"), Some(15_000.0)));
    let part = shop.json(&["overview", "--as-of", "2026-03-31", "--in", "store:南京西路"]);
    assert_eq!(part["targets"].as_array().map(Vec::len), Some(0));
    for (lang, share) in [("en", "75 %"), ("zh", "完成率")] {
        let told = shop.run(&["overview", "--as-of", "2026-03-31", "--lang", lang]).done().out;
        assert!(told.contains(share) && told.contains("¥200"), "{told}");
        assert!(written(&shop, &format!("{lang}.html"), &["--lang", lang]).contains("75 %"));
        assert!(written(&shop, &format!("{lang}.md"), &["--lang", lang]).contains("| 2026-03 |"));
    }
}

#[test]
fn csv_files_have_the_figures_of_the_page_as_numbers() {
    let shop = shop();
    let folder = shop.path("march").to_str().unwrap().to_owned();
    let saved = shop.json(&["report", "--csv-dir", &folder, "--to", "2026-03-31"]);
    assert_eq!(saved["files"].as_array().map(Vec::len), Some(7));
    let read = |name: &str| fs::read_to_string(shop.path("march").join(name)).unwrap();
    assert!(read("figures.csv").contains("\nmembers,2,"), "{}", read("figures.csv"));
    assert!(read("months.csv").contains("\nnet_spend,2026-03,16000\n"), "{}", read("months.csv"));
    assert!(read("points.csv").contains("\n2026-03,earned,160\n"), "{}", read("points.csv"));
    // Nothing is overwritten, and nothing half done.
    fs::remove_file(shop.path("march").join("figures.csv")).unwrap();
    let ran = shop.run(&["report", "--csv-dir", &folder, "--to", "2026-03-31"]).failed(1);
    assert!(ran.err.contains("months.csv") && !shop.path("march").join("figures.csv").exists(), "{ran:?}");
    shop.run(&["report", "--csv-dir", &folder, "--to", "2026-03-31", "--force"]).done();
}
