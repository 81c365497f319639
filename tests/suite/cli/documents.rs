//! One example of every document that `--json` prints, kept in `docs/json` for whoever writes a script. The examples come from
//! a real store; only what differs from run to run (ids, digests, the clock's instants and days) is put in a fixed form.
//! `LOYALTUI_UPDATE_DOCS=1 cargo test --test suite documents` writes them again.

use super::shop::{Shop, ran};
use rstest::rstest;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const MEMBERS: &str = "\
member_no,name,phone,email,birthday,joined_on,store,channel,tags,referrer_no
M0012345,张伟,13812345678,zhang.wei@example.com,1990-02-28,2022-01-05,南京西路,wechat,vip,
M0012346,Anna Müller,13987654321,anna@example.com,,2022-02-01,南京西路,shop,,M0012345
";

const PURCHASES: &str = "\
order_ref,member_no,purchased_at,amount,kind,refund_of,store,channel,points_paid
A-20391,M0012345,2022-03-01 10:00,299.90,sale,,南京西路,shop,
A-20392,M0012345,2022-03-02T11:30:00+08:00,5000.00,sale,,南京西路,shop,
R-00017,M0012345,2022-03-09,100.00,refund,A-20391,南京西路,shop,
A-20401,M0012346,2022-04-01,88,sale,,徐家汇,app,
A-20402,M0019999,2022-04-02,10.00,sale,,,,
A-20403,M0012346,2022-02-30,10.00,sale,,,,
";

/// A day on which everything in the file is in the past and still alive.
const DAY: &str = "2022-06-30";

/// Puts what differs from run to run in a fixed form.
struct Steady {
    ops: BTreeMap<String, usize>,
    folder: String,
    today: String,
}

impl Steady {
    fn of(shop: &Shop) -> Self {
        let folder = shop.path("").to_str().unwrap().to_owned();
        let today = shop.json(&["member", "show", "M0012345"])["as_of"].as_str().unwrap().to_owned();
        Self { ops: BTreeMap::new(), folder, today }
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Object(fields) => fields.values_mut().for_each(|v| self.value(v)),
            Value::Array(items) => items.iter_mut().for_each(|v| self.value(v)),
            Value::String(text) => *text = self.text(text),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> String {
        let text = text.replace(&self.folder, "/home/mei/");
        if let Some(text) = note(&text) {
            return text;
        }
        if is_op(&text) {
            let next = self.ops.len() + 1;
            let number = *self.ops.entry(text).or_insert(next);
            return format!("0190f3c2-7a1b-7abc-8def-{number:012}");
        }
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return "5f".repeat(32);
        }
        if text.len() == 44 && text.ends_with('=') {
            return "X".repeat(43) + "=";
        }
        // Instants of the clock lie in the test's own year or later; those of the file in 2022.
        if text.ends_with('Z') && text.contains('T') && text.as_str() > "2025" {
            return "2026-11-22T06:39:26Z".to_owned();
        }
        if text == self.today { "2026-11-22".to_owned() } else { self.window_from(text) }
    }

    /// The first day of the window that ends today.
    fn window_from(&self, text: String) -> String {
        if text.as_str() < "2025" || text.len() != 10 || text.as_str() > self.today.as_str() {
            return text;
        }
        "2025-11-23".to_owned()
    }
}

/// What is signed differs from key to key: the note of the tests stands for each.
fn note(text: &str) -> Option<String> {
    let golden = include_str!("../../data/proof/golden.note");
    let origin = "loyaltui/9b2e4c1d/1";
    if text.starts_with("c2sp.org/") {
        return Some(format!("c2sp.org/tlog-proof@v1\nextra …\nindex 3\n…\n\n{golden}"));
    }
    let parts = text.strip_prefix("loyaltui/")?.contains('/');
    let is_key = text.matches('+').count() >= 2 && !text.contains('\n');
    if parts && text.contains("\n\n") {
        Some(golden.to_owned())
    } else if parts && is_key {
        Some(format!("{origin}+147dd65e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"))
    } else {
        (parts && text.len() == 26).then(|| origin.to_owned())
    }
}

fn is_op(text: &str) -> bool {
    text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

/// Compares an example with its file, or writes it.
#[track_caller]
fn example(steady: &mut Steady, name: &str, mut document: Value) {
    steady.value(&mut document);
    let text = serde_json::to_string_pretty(&document).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json").join(name).with_extension("json");
    if std::env::var_os("LOYALTUI_UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, kept, "{} no longer shows what is printed", path.display());
}

/// A store with a programme whose numbers do not move with the calendar: no expiry.
fn shop() -> Shop {
    let shop = Shop::without_store();
    let program = shop.write("program.toml", "name = \"Tea house\"\n[points]\nexpiry = \"never\"\n");
    shop.run(&["init", "--program", &program]).done();
    shop
}

/// What people read instead, on a past day, so that nothing moves with the calendar.
#[rstest]
#[case::english("en")]
#[case::chinese("zh")]
fn people_read_aligned_text(#[case] lang: &str) {
    let shop = shop();
    let (members, purchases) = (shop.write("members.csv", MEMBERS), shop.write("purchases.csv", PURCHASES));
    shop.run(&["import", "members", &members]).done();
    let mut text = String::new();
    for command in [
        &["import", "purchases", &purchases, "--dry-run"][..],
        &["import", "purchases", &purchases, "--json"],
        &["find", "zw"],
        &["member", "show", "M0012345", "--as-of", DAY],
        &["points", "ledger", "M0012345", "--as-of", DAY],
        &["why", "M0012345", "balance", "--as-of", DAY],
        &["why", "M0012345", "tier", "--as-of", DAY],
        &["why", "M0012345", "segment", "--as-of", DAY],
        &["points", "adjust", "M0012346", "-30", "--reason", "goodwill", "--plan"],
        &["member", "merge", "M0012346", "M0012345", "--reason", "correction", "--plan"],
        &["program", "check", "program.toml"],
    ] {
        let out = shop.run(&[command, &["--lang", lang]].concat()).done().out;
        if !command.contains(&"--json") {
            let command = command.join(" ").replace(shop.path("").to_str().unwrap(), "");
            writeln!(text, "$ loyaltui {command}\n{out}").unwrap();
        }
    }
    insta::assert_snapshot!(format!("text_{lang}"), text);
}

/// The documents of an audit.
fn audit(shop: &Shop, keep: &mut impl FnMut(&str, Value)) {
    let days = ["--from", "2020-01-01", "--to", "2099-12-31"];
    keep("audit_reviews", shop.json(&[&["audit", "reviews"], &days[..]].concat()));
    shop.run(&[&["audit", "sample", "attribute", "no:4", "--seed", "2026-11 王"], &days[..]].concat()).done();
    let mut sample = shop.json(&["audit", "result"]);
    let id = sample["samples"][0]["id"].as_str().unwrap().to_owned();
    let mut signed = shop.json(&["audit", "sign", &id, "4", "wrong", "--note", "no case behind it"]);
    sample = shop.json(&["audit", "result", &id]);
    // What is drawn depends on the digests of this file.
    (sample["samples"][0]["id"], signed["intent"]["sample"]) = ("7482f5eb".into(), "7482f5eb".into());
    keep("audit_sign", signed);
    keep("audit_result", sample);
}

#[test]
fn every_document_is_as_its_example_shows() {
    let shop = shop();
    let (members, purchases) = (shop.write("members.csv", MEMBERS), shop.write("purchases.csv", PURCHASES));
    let first = shop.json(&["import", "members", &members]);
    let mut steady = Steady::of(&shop);
    let mut keep = |name: &str, document: Value| example(&mut steady, name, document);
    keep("import_members", first);
    keep("import_dry_run", shop.json(&["import", "purchases", &purchases, "--dry-run"]));
    keep("import_purchases", shop.json(&["import", "purchases", &purchases]));
    keep("find", shop.json(&["find", "zw"]));
    keep("member_show", shop.json(&["member", "show", "M0012345", "--as-of", DAY]));
    keep("points_ledger", shop.json(&["points", "ledger", "M0012345", "--as-of", DAY]));
    keep("why_balance", shop.json(&["why", "M0012345", "balance", "--as-of", DAY]));
    keep("why_tier", shop.json(&["why", "M0012345", "tier", "--as-of", DAY]));
    keep("why_segment", shop.json(&["why", "M0012345", "segment", "--as-of", DAY]));
    let adjust =
        ["points", "adjust", "M0012346", "500", "--reason", "goodwill", "--note", "late parcel", "--ref", "A-20401"];
    keep("plan", shop.json(&[&adjust[..], &["--plan"]].concat()));
    let done = shop.json(&[&adjust[..], &["--key", "call-1"]].concat());
    keep("done", done.clone());
    keep("undo", shop.json(&["undo", done["op"].as_str().unwrap(), "--reason", "correction"]));
    keep("refused", shop.run(&["points", "redeem", "M0012346", "900", "--for", "teapot", "--json"]).failed(1).json());
    keep("usage", shop.run(&["points", "redeem", "M0012346", "nine", "--for", "teapot", "--json"]).failed(2).json());
    keep("merge_plan", shop.json(&["member", "merge", "M0012346", "M0012345", "--reason", "correction", "--plan"]));
    let noted = shop.json(&["checkpoint"])["digest"].as_str().unwrap().to_owned();
    keep("edit", shop.json(&["member", "edit", "M0012346", "phone=13900001111", "tags=vip"]));
    keep("journal", shop.json(&["journal", "--limit", "3"]));
    keep("clock", shop.json(&["clock", "show"]));
    keep("member_export", shop.run(&["member", "export", "M0012346"]).done().json());
    keep("checkpoint", shop.json(&["checkpoint"]));
    let note = shop.path("monday.note").to_str().unwrap().to_owned();
    keep("checkpoint_signed", shop.json(&["checkpoint", "--out", &note]));
    keep("receipt", shop.json(&["receipt", "4"]));
    keep("verify", shop.json(&["verify", "--expect", &noted, "--note", &note]));
    audit(&shop, &mut keep);
    let mut failed = shop.run(&["verify", "--expect", &"0".repeat(64), "--json"]).failed(1).json();
    // Checks run side by side and stop at the first thing that is wrong: how far the others came is chance.
    for count in ["facts", "events", "members"] {
        failed[count] = 0.into();
    }
    keep("verify_failed", failed);
    keep("rebuild", shop.json(&["rebuild"]));
    keep("program_show", shop.json(&["program", "show"]));
    let checked = shop.write("tea.toml", "name = \"Tea house\"\n");
    keep("program_check", shop.json(&["program", "check", &checked]));
    let wrong = shop.write("wrong.toml", "name = \"Tea house\"\n[points]\nexpirey = \"never\"\n");
    keep("program_check_failed", shop.run(&["program", "check", &wrong, "--json"]).failed(1).json());
    let copy = shop.path("copy.db").to_str().unwrap().to_owned();
    keep("backup", shop.json(&["backup", &copy]));
    keep("config", shop.json(&["config"]));
    keep("keys", shop.json(&["keys"]));
    let restored = shop.path("restored.db").to_str().unwrap().to_owned();
    keep("restore", shop.json(&["restore", &copy, "--db", &restored]));
    let (new, demo) =
        (shop.path("new.db").to_str().unwrap().to_owned(), shop.path("demo.db").to_str().unwrap().to_owned());
    keep("init", shop.json(&["init", "--db", &new]));
    keep("demo", shop.json(&["demo", "--db", &demo, "--members", "20"]));
    let by_pin = |args: &[&str]| ran(shop.command(args).write_stdin("270418\n")).done().json();
    keep(
        "operator_add",
        by_pin(&["operator", "add", "mei", "--role", "owner", "--member", "M0012345", "--pin-stdin", "--json"]),
    );
    keep("operators", shop.json(&["operator", "list"]));
    of_approvals(&shop, &mut keep);
    keep("logout", shop.json(&["logout"]));
    keep("login_needed", shop.run(&["find", "zw", "--json"]).failed(1).json());
    keep("login", by_pin(&["login", "mei", "--pin-stdin", "--json"]));
}

/// The documents of changes that need a second person.
fn of_approvals(shop: &Shop, keep: &mut impl FnMut(&str, Value)) {
    let asks = ["propose", "points", "adjust", "M0012346", "60", "--reason", "goodwill"];
    let asked = shop.json(&asks);
    let op = asked["op"].as_str().unwrap().to_owned();
    keep("propose", asked);
    keep("proposals", shop.json(&["proposals"]));
    keep("proposal", shop.json(&["proposals", "show", &op]));
    keep("withdraw", shop.json(&["withdraw", &op]));
}

#[test]
fn every_document_of_segments_is_as_its_example_shows() {
    let shop = Shop::without_store();
    let program =
        shop.write("program.toml", "name = \"Tea house\"\n[points]\nexpiry = \"never\"\n[rfm]\nmin_members = 5\n");
    shop.run(&["init", "--program", &program]).done();
    let members = shop.write("members.csv", MEMBERS);
    shop.run(&["import", "members", &members]).done();
    let mut rows = "member_no,purchased_at,amount\nM0012345,2022-06-20,299.90\nM0012345,2022-05-01,88\n".to_owned();
    for (member, day) in (1..=9).zip(["01-03", "02-07", "02-07", "03-01", "04-11", "05-02", "05-30", "06-01", "06-28"])
    {
        for month in 0..=member % 4 {
            writeln!(rows, "S{member},2021-{:02}-05,{}", 9 + month, 10 * member).unwrap();
        }
        writeln!(rows, "S{member},2022-{day},{}", 25 * member).unwrap();
    }
    let purchases = shop.write("purchases.csv", &rows);
    shop.run(&["import", "purchases", &purchases, "--enrol"]).done();
    let mut steady = Steady::of(&shop);
    let mut keep = |name: &str, document: Value| example(&mut steady, name, document);
    keep("segments_save", shop.json(&["segments", "save", "big spenders", "spend>=200", "last<90d"]));
    let mut board = shop.json(&["segments", "--as-of", DAY]);
    // How many fit on that day does not move; the count of saved filters does so with today.
    board["saved"][0]["n"] = 0.into();
    keep("segments", board);
    keep(
        "segments_members",
        shop.json(&["segments", "members", "r:5", "--as-of", DAY, "--sort", "-net_spend", "--limit", "2"]),
    );
    keep("segments_moves", shop.json(&["segments", "moves", "2022-03-31", DAY]));
    keep("segments_cohorts", shop.json(&["segments", "cohorts", "--as-of", DAY]));
    keep("segments_activity", shop.json(&["segments", "activity", "--as-of", DAY]));
    keep("segments_definitions", shop.json(&["segments", "definitions", "--as-of", DAY]));
    keep("why_segment_scored", shop.json(&["why", "M0012345", "segment", "--as-of", DAY]));
    let file = shop.path("out.csv").to_str().unwrap().to_owned();
    keep("segments_export", shop.json(&["segments", "members", "champions", "--as-of", DAY, "--csv", &file]));
    keep("clv_withheld", shop.run(&["clv", "fit", "--as-of", DAY, "--json"]).failed(1).json());
    keep("bad_query", shop.run(&["segments", "members", "teir:gold", "--json"]).failed(1).json());
}

#[test]
fn every_document_of_value_is_as_its_example_shows() {
    let shop = Shop::without_store();
    let program = "name = \"Tea house\"\n[points]\nexpiry = \"never\"\n[clv]\nmargin = \"0.4\"\n";
    let program = shop.write("program.toml", program);
    shop.run(&["init", "--program", &program]).done();
    let members = shop.write("members.csv", MEMBERS);
    shop.run(&["import", "members", &members]).done();
    let log = shop.write("log.txt", include_str!("../../data/CDNOW_sample.txt"));
    let columns = ["--map", "member_no=1", "--map", "purchased_at=3", "--map", "amount=5"];
    let written = ["--delimiter", "space", "--no-header", "--date-format", "%Y%m%d", "--enrol"];
    shop.run(&[&["import", "purchases", &log], &columns[..], &written].concat()).done();
    let mut steady = Steady::of(&shop);
    let mut keep = |name: &str, mut document: Value| {
        seven_digits(&mut document);
        example(&mut steady, name, document);
    };
    keep("clv_fit", shop.json(&["clv", "fit", "--as-of", "1998-06-30", "--holdout-from", "1997-10-01"]));
    keep("clv", shop.json(&["clv", "00004", "--as-of", "1998-06-30", "--weeks", "39"]));
    keep("clv_new", shop.json(&["clv", "new", "--weeks", "39", "--as-of", "1998-06-30"]));
    let published = "r=0.243,alpha=4.414,a=0.793,b=2.426";
    let spend = "p=6.25,q=3.74,gamma=15.44";
    let first = "x=2,t_x=213,age=272,mean=22.345";
    keep("clv_new_given", shop.json(&["clv", "new", "--params", published, "--days", "7", "--most", "2"]));
    let given = ["clv", "at", "--params", published, "--spend", spend];
    keep("clv_at", shop.json(&[&given[..], &["--weeks", "4,39.5", "--customer", first]].concat()));
    let pareto = ["clv", "at", "--params", "r=0.553,alpha=10.578,s=0.606,beta=11.669", "--spend", spend];
    let members = ["00004", "--as-of", "1997-09-30", "--forever", "0.15", "--thirds"];
    keep("clv_at_members", shop.json(&[&pareto[..], &members].concat()));
    let mut table = "x,t_x,age,mean\n".to_owned();
    for at in 0..300_u32 {
        let x = at * at % 7 % 4;
        let t_x = if x > 0 { at % 29 } else { 0 };
        writeln!(table, "{x},{t_x},{},{}", 30 + at % 11, 5 + at % 30).unwrap();
    }
    let table = shop.write("customers.csv", &table);
    keep("clv_fit_table", shop.json(&["clv", "fit", "--table", &table, "--time", "weeks"]));
    keep("clv_list", shop.json(&["clv", "orders>25", "--as-of", "1998-06-30", "--limit", "2"]));
}

#[test]
fn every_document_of_experiments_is_as_its_example_shows() {
    let shop = shop();
    let members = shop.write("members.csv", MEMBERS);
    shop.run(&["import", "members", &members]).done();
    let mut steady = Steady::of(&shop);
    let mut keep = |name: &str, mut document: Value| {
        seven_digits(&mut document);
        example(&mut steady, name, document);
    };
    let sleep = ["0.7,-1.6,-0.2,-1.2,-0.1,3.4,3.7,0.8,0,2", "1.9,0.8,1.1,0.1,-0.1,4.4,5.5,1.6,4.6,3.4"];
    keep("stats_two_proportions", shop.json(&["stats", "two-proportions", "200/2000", "250/2000"]));
    keep("stats_share", shop.json(&["stats", "share", "38/10000"]));
    let mut rows = "lapsed,visits,channel\n".to_owned();
    for at in 0..60_u32 {
        let (lapsed, channel) = (at * 7 % 5 < 2, at.is_multiple_of(3));
        let (lapsed, channel) = (if lapsed { "yes" } else { "no" }, if channel { "shop" } else { "app" });
        writeln!(rows, "{lapsed},{},{channel}", at % 13).unwrap();
    }
    let file = shop.write("churn.csv", &rows);
    let by = ["--yes", "lapsed=yes", "--by", "visits,channel"];
    keep("stats_logit", shop.json(&[&["stats", "logit", &file][..], &by].concat()));
    keep("stats_proportions", shop.json(&["stats", "proportions", "83/86", "90/93", "129/136", "70/82"]));
    keep("stats_welch", shop.json(&[&["stats", "welch"][..], &sleep].concat()));
    keep("stats_anova", shop.json(&["stats", "anova", "1.4,1.3,1.5", "1.3,1.2,1.4", "1.5,1.4,1.6"]));
    keep("stats_sample_size", shop.json(&["stats", "sample-size", "0.1", "0.12"]));
    keep("stats_power", shop.json(&["stats", "power", "0.5", "0.75", "--n", "50"]));
    keep("stats_power_of_means", shop.json(&["stats", "power-of-means", "1", "--n", "20"]));
    keep("stats_srm", shop.json(&["stats", "srm", "1100", "900"]));
    keep("stats_nps", shop.json(&["stats", "nps", "230", "160", "110", "200", "150", "150"]));
    let campaign = ["--error", "0.5", "--treated", "9500", "--margin", "0.4", "--cost", "9000"];
    keep("stats_roi", shop.json(&[&["stats", "roi", "4"][..], &campaign].concat()));
}

/// Numbers that a machine's own arithmetic may end in other digits.
fn seven_digits(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(seven_digits),
        Value::Array(items) => items.iter_mut().for_each(seven_digits),
        Value::Number(number) if number.is_f64() => {
            let rounded: f64 = format!("{:.6e}", number.as_f64().unwrap_or_default()).parse().unwrap();
            *value = rounded.into();
        }
        _ => {}
    }
}

const SURVEY: &str = "\
ref,member_no,answered_at,kind,score,topic,channel,text,follow_up
S-101,M0012345,2022-03-05 10:00,nps,3,service,app,太慢，茶也凉了,yes
S-102,M0012346,2022-03-06,nps,10,product,app,,
S-103,,2022-03-06,csat,4,,shop,,
S-104,M0012346,2022-03-07,ces,8,,app,,
";

#[test]
fn every_document_of_feedback_is_as_its_example_shows() {
    let shop = shop();
    let (members, survey) = (shop.write("members.csv", MEMBERS), shop.write("survey.csv", SURVEY));
    shop.run(&["import", "members", &members]).done();
    let mut steady = Steady::of(&shop);
    let mut keep = |name: &str, document: Value| example(&mut steady, name, document);
    let period = ["--from", "2022-03-01", "--to", "2022-03-31"];
    keep("import_feedback", shop.json(&["feedback", "import", &survey]));
    keep("feedback_list", shop.json(&["feedback", "list"]));
    let list = shop.json(&["feedback", "list", "--open"]);
    let id = list["feedback"][0]["id"].to_string();
    let take = ["feedback", "work", &id, "--take", "--note", "打过电话"];
    keep("feedback_work_plan", shop.json(&[&take[..], &["--plan"]].concat()));
    shop.run(&take).done();
    let sorry = ["points", "adjust", "M0012345", "200", "--reason", "goodwill", "--ref"];
    shop.run(&[&sorry[..], &[&format!("case-{id}")]].concat()).done();
    keep("feedback_show", shop.json(&["feedback", "show", &id]));
    keep("feedback_resolve", shop.json(&["feedback", "resolve", &id, "--reason", "compensated"]));
    keep("feedback_add", shop.json(&["feedback", "add", "M0012346", "--score", "9", "--topic", "product"]));
    let by_topic = ["--by", "topic", "--versus", "2022-02-01..2022-02-28"];
    keep("feedback_nps", shop.json(&[&["feedback", "nps"], &period[..], &by_topic].concat()));
    keep("feedback_answers", shop.json(&[&["feedback", "nps", "--answers"], &period[..]].concat()));
    let file = shop.path("out.csv").to_str().unwrap().to_owned();
    keep("feedback_export", shop.json(&["feedback", "list", "--csv", &file]));
}

#[test]
fn every_document_of_care_is_as_its_example_shows() {
    let shop = Shop::without_store();
    // At any hour, so that the clock of the test says nothing.
    let toml = "name = \"Tea house\"\n[points]\nexpiry = \"never\"\n[contact]\nquiet = \"\"\n\
                [[alerts]]\ncode = \"calm\"\nmetric = \"overdue_cases\"\nbelow = 1\nseverity = \"info\"\n";
    let program = shop.write("program.toml", toml);
    shop.run(&["init", "--program", &program]).done();
    let members = shop.write("members.csv", MEMBERS);
    shop.run(&["import", "members", &members]).done();
    let mut steady = Steady::of(&shop);
    let mut keep = |name: &str, document: Value| example(&mut steady, name, document);
    let log =
        ["contact", "log", "M0012345", "--outcome", "reached", "--reason", "birthday", "--note", "glad of the call"];
    keep("contact_log", shop.json(&log));
    let clicks = "ref,member_no,happened_at,kind,channel\nE-1,M0012345,2026-03-01,click,wechat\nE-2,M0012345,2026-03-01,click,wechat\n";
    let clicks = shop.write("events.csv", clicks);
    keep("import_events", shop.json(&["import", "events", &clicks]));
    keep("contact_list", shop.json(&["contact", "list", "M0012345"]));
    let purchases = shop.write("purchases.csv", PURCHASES);
    shop.json(&["import", "purchases", &purchases]);
    keep("overview", shop.json(&["overview", "--as-of", DAY]));
    keep("alerts_ack", shop.json(&["alerts", "ack", "calm", "--owner", "mei", "--note", "told the shops"]));
    keep("alerts", shop.json(&["alerts"]));
    keep("care", shop.json(&["care", "--day", DAY]));
    keep("care_lost", shop.json(&["care", "lost", "--as-of", DAY]));
    keep("care_activation", shop.json(&["care", "activation", "--as-of", DAY]));
}
