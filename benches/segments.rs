//! Segments of a store: the board from rows, a filter with its first page beside the same question in SQL, the scan of
//! purchase days, and the fit of the models.
//!
//!     cargo bench --bench segments [-- --store FILE] [--members N] [--peers PYTHON]
//!
//! Without `--store` it makes a store of N (20,000) members. With it, that file is written to (fits are kept): use a copy.
//! `--peers` puts the same questions to `DuckDB` and lifetimes, where that Python has them (`benches/segments_peers.py`).

use loyaltui::analytics::bgnbd::{self, Buyer, PurchaseModel};
use loyaltui::desk::Desk;
use loyaltui::desk::ask::Serve;
use loyaltui::desk::error::DeskError;
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch};
use loyaltui::domain::day::Instant;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use loyaltui::domain::question::{
    FitModels, ListMemberValues, ListMembers, MemberListQuery, Question, ShowBoard, ShowTrend,
};
use loyaltui::domain::value::FORECAST_WEEKS;
use rayon::prelude::*;
use rusqlite::Connection;
use std::convert::Infallible;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant as Clock, SystemTime, UNIX_EPOCH};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A store that was made today is as of today: on an earlier day its cached states would not be looked at.
static NOW: LazyLock<Instant> = LazyLock::new(|| {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Instant(i64::try_from(now).unwrap_or(0))
});

/// Wide enough that a store generated up to some weeks ago has members in it.
const FILTER: &str = "tier:gold spend>1000 last<90d";
const FILTER_DAYS: i64 = 90;

fn main() -> Outcome<()> {
    let (mut store, mut members, mut peers) = (None, 20_000, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--store" => store = Some(PathBuf::from(value()?)),
            "--members" => members = value()?.parse()?,
            "--peers" => peers = Some(value()?),
            _ => {}
        }
    }
    let scratch = std::env::temp_dir().join(format!("loyaltui-bench-segments-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let path = store.map_or_else(|| made(&scratch, members), Ok);
    let outcome = path.and_then(|path| {
        run(&path)?;
        peers.map_or(Ok(()), |python| ask_peers(&path, &scratch, &python))
    });
    std::fs::remove_dir_all(&scratch)?;
    outcome
}

fn operator() -> Operator {
    Operator { name: "bench".to_owned(), role: Role::Owner }
}

/// Purchases of members who buy now and then, by a generator that says the same every time.
fn made(folder: &Path, members: u64) -> Outcome<PathBuf> {
    let path = folder.join("store.db");
    let mut desk = Desk::create(&path, DEFAULT_TOML, operator(), *NOW)?;
    let mut rows = "member_no,purchased_at,amount\n".to_owned();
    let mut seed = 1_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let today = desk.programs()?.zone().day_of(*NOW);
    for member in 0..members {
        // Who began long ago has often left long ago.
        let begun = next(730);
        let left = next(begun + 1).min(next(begun + 1));
        for _ in 0..=next(12) {
            let day = today.plus_days(-i64::try_from(begun - next(begun - left + 1))?);
            writeln!(rows, "M{member:07},{day},{}", 20 + next(900))?;
        }
    }
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    desk.import_purchases(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, *NOW)?;
    Ok(path)
}

fn ask<Q: Question>(desk: &mut Desk, question: Q) -> Result<Q::Answer, DeskError>
where
    Desk: Serve<Q>,
{
    desk.ask(&operator(), question, *NOW)
}

fn first_rows(query: &str) -> (MemberListQuery, std::ops::Range<usize>) {
    (MemberListQuery { query: query.to_owned(), ..MemberListQuery::default() }, 0..50)
}

fn run(path: &Path) -> Outcome<()> {
    let mut desk = Desk::open(path, operator())?;
    let (cold, board) = timed(|| ask(&mut desk, ShowBoard { base: "*".to_owned(), as_of: None, whole: true }))?;
    println!("{} members", board.members);
    println!("board from rows             {:>9.1} ms", ms(cold));
    let page = |desk: &mut Desk| {
        let (list, rows) = first_rows(FILTER);
        ask(desk, ListMembers { list, rows })
    };
    let (first, _) = timed(|| page(&mut desk))?;
    println!("first page, profiles loaded {:>9.1} ms", ms(first));
    let (warm, found) = median(|| page(&mut desk))?;
    let db = Connection::open(path)?;
    let today = desk.programs()?.zone().day_of(*NOW).0;
    let (sql, n) = median(|| by_sql(&db, today))?;
    println!("filter + first page         {:>9.2} ms, {} members", ms(warm), found.total);
    println!("the same in SQL             {:>9.2} ms, {n} members, ratio 1/{:.0}", ms(sql), ms(sql) / ms(warm));
    let (scan, _) = timed(|| ask(&mut desk, ShowTrend { base: "*".to_owned(), as_of: None }))?;
    println!("purchase days and trend     {:>9.1} ms", ms(scan));
    fits(&mut desk, path)
}

/// One model alone, as the bar has it; then everything that `clv fit` does; then what it tells of everybody.
fn fits(desk: &mut Desk, path: &Path) -> Outcome<()> {
    let (whole, models) = timed(|| ask(desk, FitModels { as_of: None, holdout_from: None }))?;
    let worth = |desk: &mut Desk| {
        let (list, rows) = first_rows("*");
        ask(desk, ListMemberValues { list, rows, weeks: None, order: None })
    };
    let (first, _) = timed(|| worth(desk))?;
    let buyers = buyers(desk, path)?;
    let (bg, fit) = timed(|| Ok::<_, Infallible>(bgnbd::fit(PurchaseModel::Bg, &buyers)))?;
    let params = fit.ok_or("no fit")?.params;
    let predict = |buyer: &Buyer| {
        let expected =
            FORECAST_WEEKS.map(|weeks| bgnbd::expected(PurchaseModel::Bg, &params, *buyer, f64::from(weeks)));
        expected.iter().sum::<f64>() + bgnbd::p_alive(PurchaseModel::Mbg, &params, *buyer)
    };
    let (told, sum) = timed(|| Ok::<_, Infallible>(buyers.par_iter().map(predict).sum::<f64>()))?;
    println!("BG/NBD fit                  {:>9.1} ms, {} members, {params:?}", ms(bg), buyers.len());
    println!("predictions, 13/26/52 weeks {:>9.1} ms, sum {sum:.1}", ms(told));
    println!("three models and hold-out   {:>9.1} ms, {} repeaters", ms(whole), models.repeaters);
    println!("first page with values      {:>9.1} ms", ms(first));
    Ok(())
}

/// Everybody as the models take them.
fn buyers(desk: &Desk, path: &Path) -> Outcome<Vec<Buyer>> {
    let db = Connection::open(path)?;
    let today = desk.programs()?.zone().day_of(*NOW).0;
    let sql = "SELECT days - 1, last_on - first_on, ?1 - first_on FROM state WHERE days > 0";
    let mut statement = db.prepare(sql)?;
    let buyer = |row: &rusqlite::Row<'_>| Ok(Buyer { x: row.get(0)?, t_x: row.get(1)?, age: row.get(2)? });
    Ok(statement.query_map([today], buyer)?.collect::<Result<_, _>>()?)
}

/// Hands the raw purchases to a script, which says how long others take.
fn ask_peers(path: &Path, scratch: &Path, python: &str) -> Outcome<()> {
    let file = scratch.join("purchases.csv");
    let db = Connection::open(path)?;
    let mut out = BufWriter::new(File::create(&file)?);
    writeln!(out, "member,day,amount")?;
    let mut statement = db.prepare("SELECT member, (at + 28800000) / 86400000, amount FROM fact WHERE kind = 1")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, day, amount): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        writeln!(out, "{member},{day},{amount}")?;
    }
    out.flush()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/segments_peers.py");
    let today = (NOW.0 + 28_800_000) / 86_400_000;
    let status = Command::new(python).arg(script).arg(&file).arg(today.to_string()).status()?;
    if status.success() { Ok(()) } else { Err("the peers did not answer".into()) }
}

fn by_sql(db: &Connection, today: i64) -> rusqlite::Result<i64> {
    let wanted = "tier = 'gold' AND net_spend > 100000 AND last_on > ?1";
    let count =
        db.query_row(&format!("SELECT COUNT(*) FROM state WHERE {wanted}"), [today - FILTER_DAYS], |row| row.get(0))?;
    let sql = format!(
        "SELECT m.no, m.name FROM state s JOIN member m ON m.id = s.member WHERE {wanted} ORDER BY m.no LIMIT 50"
    );
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([today - FILTER_DAYS])?;
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
