//! Segments of a store: the board from rows, a filter with its first page beside the same question in SQL, the scan of
//! purchase days, and the fit of the models.
//!
//!     cargo bench --bench segments [-- --store FILE] [--members N]
//!
//! Without `--store` it makes a store of N (20,000) members. With it, that file is written to (fits are kept): use a copy.

use loyaltui::desk::Desk;
use loyaltui::desk::import::{Options, Source, Unwatched};
use loyaltui::domain::browse::Sort;
use loyaltui::domain::day::Instant;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use rusqlite::Connection;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Clock};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// 2026-11-22, 10:00 in Shanghai.
const NOW: Instant = Instant(1_795_312_800_000);

const FILTER: &str = "tier:gold spend>1000 last<30d";

fn main() -> Outcome<()> {
    let (mut store, mut members) = (None, 20_000);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--store" => store = Some(PathBuf::from(value()?)),
            "--members" => members = value()?.parse()?,
            _ => {}
        }
    }
    let scratch = std::env::temp_dir().join(format!("loyaltui-bench-segments-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let path = store.map_or_else(|| made(&scratch, members), Ok);
    let outcome = path.and_then(|path| run(&path));
    std::fs::remove_dir_all(&scratch)?;
    outcome
}

fn operator() -> Operator {
    Operator { name: "bench".to_owned(), role: Role::Owner }
}

/// Purchases of members who buy now and then, by a generator that says the same every time.
fn made(folder: &Path, members: u64) -> Outcome<PathBuf> {
    let path = folder.join("store.db");
    let mut desk = Desk::create(&path, DEFAULT_TOML, operator(), NOW)?;
    let mut rows = "member_no,purchased_at,amount\n".to_owned();
    let mut seed = 1_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for member in 0..members {
        for _ in 0..=next(12) {
            let (year, month, day) = (2_024 + next(2), 1 + next(12), 1 + next(28));
            writeln!(rows, "M{member:07},{year}-{month:02}-{day:02},{}", 20 + next(900))?;
        }
    }
    let options = Options { enrol: true, ..Options::default() };
    desk.import_purchases(Source::bytes(rows.as_bytes()), &options, &mut Unwatched, NOW)?;
    Ok(path)
}

fn run(path: &Path) -> Outcome<()> {
    let mut desk = Desk::open(path, operator())?;
    let (cold, board) = timed(|| desk.board(None, true, NOW, &mut ()))?;
    println!("{} members", board.members);
    println!("board from rows             {:>9.1} ms", ms(cold));
    let page = |desk: &Desk| desk.segment_page(FILTER, None, Sort::default(), 0..50, NOW, &mut ());
    let (first, _) = timed(|| page(&desk))?;
    println!("first page, profiles loaded {:>9.1} ms", ms(first));
    let (warm, found) = median(|| page(&desk))?;
    let db = Connection::open(path)?;
    let today = desk.programs()?.zone().day_of(NOW).0;
    let (sql, n) = median(|| by_sql(&db, today))?;
    println!("filter + first page         {:>9.2} ms, {} members", ms(warm), found.total);
    println!("the same in SQL             {:>9.2} ms, {n} members, ratio 1/{:.0}", ms(sql), ms(sql) / ms(warm));
    let (scan, _) = timed(|| desk.trend(None, NOW, &mut ()))?;
    println!("purchase days and trend     {:>9.1} ms", ms(scan));
    let (fit, models) = timed(|| desk.fit_models(None, None, NOW, &mut ()))?;
    println!(
        "models and hold-out         {:>9.1} ms, {} members, {} repeaters",
        ms(fit),
        models.bg.n,
        models.bg.repeaters
    );
    Ok(())
}

fn by_sql(db: &Connection, today: i64) -> rusqlite::Result<i64> {
    let wanted = "tier = 'gold' AND net_spend > 100000 AND last_on > ?1";
    let count = db.query_row(&format!("SELECT COUNT(*) FROM state WHERE {wanted}"), [today - 30], |row| row.get(0))?;
    let sql = format!(
        "SELECT m.no, m.name FROM state s JOIN member m ON m.id = s.member WHERE {wanted} ORDER BY m.no LIMIT 50"
    );
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([today - 30])?;
    while rows.next()?.is_some() {}
    Ok(count)
}

fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(Duration, T), E> {
    let began = Clock::now();
    let answer = work()?;
    Ok((began.elapsed(), answer))
}

/// The median of eleven runs.
fn median<T, E>(mut work: impl FnMut() -> Result<T, E>) -> Result<(Duration, T), E> {
    let (took, mut answer) = timed(&mut work)?;
    let mut times = vec![took];
    for _ in 0..10 {
        let (took, again) = timed(&mut work)?;
        times.push(took);
        answer = again;
    }
    times.sort_unstable();
    Ok((times[times.len() / 2], answer))
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}
