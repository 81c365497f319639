//! Search, class by class, beside `LIKE '%x%'` and an FTS5 trigram table over the same members.
//!
//!     cargo bench --bench search -- --members DIR [--cards] [--store FILE] [--queries N] [--peers N] [--cpu]
//!
//! DIR holds `members.csv` and `queries.csv` (class,text). `--cards` gives members numbers of sixteen digits instead of those
//! of the file, and makes the queries of the classes `card_*` from them. `--store` keeps the store there and uses it again.
//! `--cpu` measures the time on the processor instead of that on the wall, for a machine that others use.
//! Every class runs N queries (64), each answered with 50 rows and a count; the peers N (4; 0: none) of each class.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]

use loyaltui::desk::Desk;
use loyaltui::domain::day::Instant;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use loyaltui::domain::question::FindMembers;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Clock};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// 2026-11-22, 10:00 in Shanghai.
const NOW: Instant = Instant(1_795_312_800_000);

/// Rows of a page.
const PAGE: usize = 50;

struct Args {
    members: PathBuf,
    store: Option<PathBuf>,
    cards: bool,
    cpu: bool,
    queries: usize,
    peers: usize,
}

fn args() -> Outcome<Option<Args>> {
    let mut out = Args { members: PathBuf::new(), store: None, cards: false, cpu: false, queries: 64, peers: 4 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--members" => out.members = value()?.into(),
            "--store" => out.store = Some(value()?.into()),
            "--queries" => out.queries = value()?.parse()?,
            "--peers" => out.peers = value()?.parse()?,
            "--cards" => out.cards = true,
            "--cpu" => out.cpu = true,
            _ => {}
        }
    }
    Ok((!out.members.as_os_str().is_empty()).then_some(out))
}

fn main() -> Outcome<()> {
    let Some(args) = args()? else {
        println!("search: no --members DIR, nothing measured");
        return Ok(());
    };
    let scratch = std::env::temp_dir().join(format!("loyaltui-bench-search-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let outcome = run(&args, &scratch);
    std::fs::remove_dir_all(&scratch)?;
    outcome
}

fn run(args: &Args, scratch: &Path) -> Outcome<()> {
    let path = args.store.clone().unwrap_or_else(|| scratch.join("store.db"));
    if !path.exists() {
        build(args, &path)?;
    }
    let mut queries = read_queries(&args.members.join("queries.csv"), args.queries)?;
    if args.cards {
        card_queries(&path, &mut queries)?;
    }
    let before = resident_mib();
    let (mut desk, operator) = (Desk::open(&path, operator())?, operator());
    let everybody = FindMembers { query: String::new(), limit: 1, as_of: None, with_month: false };
    let members = desk.ask(&operator, everybody, NOW)?.members;
    println!("{members} members, {PAGE} rows and a count a query, in ms");
    println!("{:<12} {:>7} {:>7} {:>7}   about", "class", "p50", "p99", "worst");
    let mut all = Vec::new();
    for (class, texts) in &queries {
        let mut times = Vec::new();
        let mut about = 0;
        let mut worst = (Duration::ZERO, String::new());
        for text in texts {
            let question = FindMembers { query: text.clone(), limit: PAGE, as_of: None, with_month: false };
            let (began, clock) = (on_processor(), Clock::now());
            let found = desk.ask(&operator, question, NOW)?;
            let took = if args.cpu { on_processor().saturating_sub(began) } else { clock.elapsed() };
            about += usize::from(!found.exact);
            if took > worst.0 {
                worst = (took, text.clone());
            }
            times.push(took);
        }
        let line = figures(&mut times);
        println!("{class:<12} {line}   {about:>3} of {:<3} worst: {}", texts.len(), worst.1);
        all.extend(times);
    }
    println!("{:<12} {}", "all", figures(&mut all));
    println!("resident memory grew by {:.0} MiB", resident_mib() - before);
    if args.peers > 0 {
        peers(args, &path, scratch, &queries, &mut all)?;
    }
    Ok(())
}

fn operator() -> Operator {
    Operator { name: "bench".to_owned(), role: Role::Owner }
}

fn build(args: &Args, path: &Path) -> Outcome<()> {
    let desk = Desk::create(path, DEFAULT_TOML, operator(), NOW)?;
    let clock = Clock::now();
    let mut db = Connection::open(path)?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")?;
    let tx = db.transaction()?;
    let mut n = 0_i64;
    {
        let mut insert = tx.prepare(
            "INSERT INTO member (no, salt, name, phone, email, store, channel, tags, consents, referrer)
             VALUES (?1, zeroblob(16), ?2, ?3, ?4, 0, 0, '', '', '')",
        )?;
        for row in csv::Reader::from_path(args.members.join("members.csv"))?.records() {
            let row = row?;
            n += 1;
            let no = if args.cards { card(n) } else { row[0].to_owned() };
            insert.execute(params![no, &row[1], &row[2], &row[3]])?;
        }
    }
    tx.execute("INSERT OR REPLACE INTO meta (k, v) VALUES ('members', ?1)", [n])?;
    tx.commit()?;
    let rows = clock.elapsed();
    let clock = Clock::now();
    let mut longest = Duration::ZERO;
    loop {
        let (began, slice) = (on_processor(), Clock::now());
        let more = desk.tend_search()?;
        longest = longest.max(if args.cpu { on_processor().saturating_sub(began) } else { slice.elapsed() });
        if !more {
            break;
        }
    }
    println!(
        "built: rows {:.1} s, search {:.1} s (longest slice {:.0} ms), file {:.0} MiB",
        rows.as_secs_f64(),
        clock.elapsed().as_secs_f64(),
        longest.as_secs_f64() * 1e3,
        std::fs::metadata(path)?.len() as f64 / f64::from(1 << 20)
    );
    Ok(())
}

/// A number of sixteen digits: four of the chain, three of a store, eight scattered ones, and a last one.
fn card(n: i64) -> String {
    let scattered = n * 48_271 % 99_999_989;
    format!("8801{:03}{scattered:08}{}", 1 + n * 7 % 800, n * 3 % 10)
}

fn card_queries(path: &Path, queries: &mut BTreeMap<String, Vec<String>>) -> Outcome<()> {
    let db = Connection::open(path)?;
    let members: i64 = db.query_row("SELECT max(id) FROM member", [], |row| row.get(0))?;
    for (class, range) in [("card_pre9", 0..9), ("card_last5", 11..16), ("card_mid5", 7..12)] {
        let ids = (1_i64..).map(|k| 1 + k * 7_919 % members);
        if let Some(texts) = queries.get_mut(class) {
            texts.iter_mut().zip(ids).for_each(|(text, id)| card(id)[range.clone()].clone_into(text));
        }
    }
    Ok(())
}

fn read_queries(path: &Path, most: usize) -> Outcome<BTreeMap<String, Vec<String>>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        let texts = out.entry(row[0].to_owned()).or_default();
        if texts.len() < most {
            texts.push(row[1].to_owned());
        }
    }
    Ok(out)
}

fn figures(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    format!("{:>7.3} {:>7.3} {:>7.3}", at(0.5), at(0.99), at(1.0))
}

/// The time this thread has been on a processor.
fn on_processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("RssAnon:"));
    line.and_then(|l| l.trim().strip_suffix(" kB")).and_then(|n| n.parse().ok()).map_or(0.0, |kib: f64| kib / 1024.0)
}

/// The same queries, some of each class, by reading every row and by a trigram table.
fn peers(
    args: &Args,
    path: &Path,
    scratch: &Path,
    queries: &BTreeMap<String, Vec<String>>,
    ours: &mut [Duration],
) -> Outcome<()> {
    let db = Connection::open(path)?;
    let like = "SELECT id FROM member WHERE no LIKE ?1 OR name LIKE ?1 OR phone LIKE ?1 OR email LIKE ?1";
    let mut by_reading = peer(&db, like, queries, args.peers, |word| format!("%{word}%"), &mut 0, args.cpu)?;
    println!("{:<12} {}   {} queries", "LIKE", figures(&mut by_reading), by_reading.len());

    let trigram = Connection::open(scratch.join("trigram.db"))?;
    trigram.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
    trigram.execute("ATTACH ?1 AS store", [path.to_string_lossy()])?;
    let clock = Clock::now();
    trigram.execute_batch(
        "CREATE TABLE m AS SELECT no, name, phone, email FROM store.member;
         CREATE VIRTUAL TABLE t USING fts5(no, name, phone, email, tokenize = 'trigram', content = 'm');
         INSERT INTO t (rowid, no, name, phone, email) SELECT rowid, no, name, phone, email FROM m;",
    )?;
    println!("a copy of the rows and its trigram table took {:.1} s", clock.elapsed().as_secs_f64());
    let mut unanswered = 0;
    let quoted = |word: &str| format!("\"{word}\"");
    let mut by_trigram =
        peer(&trigram, "SELECT rowid FROM t WHERE t MATCH ?1", queries, args.peers, quoted, &mut unanswered, args.cpu)?;
    let n = by_trigram.len();
    println!("{:<12} {}   {n} queries, {unanswered} of words too short for it", "trigram", figures(&mut by_trigram));
    let p99 = |times: &mut [Duration]| {
        times.sort_unstable();
        times[(times.len() - 1) * 99 / 100].as_secs_f64()
    };
    println!("p99 of LIKE / ours: {:.0}", p99(&mut by_reading) / p99(ours));
    Ok(())
}

/// Asks for each word of each query with one statement, takes 50 rows and counts the rest, as a list with a total would.
fn peer(
    db: &Connection,
    sql: &str,
    queries: &BTreeMap<String, Vec<String>>,
    per_class: usize,
    form: impl Fn(&str) -> String,
    unanswered: &mut usize,
    cpu: bool,
) -> Outcome<Vec<Duration>> {
    let mut times = Vec::new();
    for texts in queries.values() {
        for text in texts.iter().take(per_class) {
            let (began, clock) = (on_processor(), Clock::now());
            for word in text.split(' ') {
                *unanswered += usize::from(word.chars().count() < 3);
                let mut statement = db.prepare_cached(sql)?;
                let mut rows = statement.query([form(word)])?;
                while rows.next()?.is_some() {}
            }
            times.push(if cpu { on_processor().saturating_sub(began) } else { clock.elapsed() });
        }
    }
    Ok(times)
}
