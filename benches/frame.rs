//! A frame of the Members pane at 200×60 with fifty rows of wide characters, beside a bare ratatui table of the same rows,
//! taken in turns; from a key to the frame that has its answer; and from one member's file to the next one's.
//!
//!     cargo bench --bench frame [-- --store FILE] [--rounds N]
//!
//! Without `--store` the store has sixty members and is in memory. With it, keys are typed into a console on that file, which
//! is only read; run an import into it beside, to see what that costs. Says the median, the 99th percentile and the longest
//! of each, on the processor (for keys, what the desk reads is part of it), and the ratio of the medians.

#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use loyaltui::app::{self, Effect, Model, Msg};
use loyaltui::desk::Desk;
use loyaltui::domain::day::Instant;
use loyaltui::domain::lang::Lang;
use loyaltui::domain::member::Profile;
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use loyaltui::domain::question::FindMembers;
use loyaltui::domain::read_models::MemberRow;
use loyaltui::runtime;
use loyaltui::shell::columns::ListColumns;
use loyaltui::shell::file::FileView;
use loyaltui::shell::key::{Code, Key};
use loyaltui::shell::keymap::Keymap;
use loyaltui::shell::setup::{ColourDepth, Palette, Setup};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Constraint;
use ratatui::widgets::{Row, Table};
use std::collections::{HashSet, VecDeque};
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

type Outcome<T> = Result<T, Box<dyn Error>>;

const SIZE: (u16, u16) = (200, 60);

/// Whose files are looked at, one after the other.
const FAMILIES: [&str; 6] = ["王", "李", "张", "刘", "陈", "杨"];

/// What is typed, letter by letter, and taken back.
const TYPED: [&str; 6] = ["wangwei", "0138", "王芳", "zhang 77", "13812345678", "li.na@qq"];

fn main() -> Outcome<()> {
    let (mut store, mut rounds) = (None, 500);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--store" => store = Some(PathBuf::from(value()?)),
            "--rounds" => rounds = value()?.parse()?,
            _ => {}
        }
    }
    let now = Instant(i64::try_from(UNIX_EPOCH.elapsed()?.as_millis())?);
    let operator = Operator { name: "bench".to_owned(), role: Role::Owner };
    let desk = match &store {
        Some(path) => Desk::open(path, operator)?,
        None => small(operator, now)?,
    };
    let mut console = Console::open(desk, now)?;
    let mut keys = Vec::new();
    for typed in TYPED {
        for key in typed.chars().map(Key::char).chain(typed.chars().map(|_| Key::plain(Code::Backspace))) {
            let began = on_processor();
            console.key(key)?;
            keys.push(on_processor().saturating_sub(began));
        }
    }
    let (mut files, mut seen) = (Vec::new(), HashSet::new());
    for family in FAMILIES {
        family.chars().map(Key::char).try_for_each(|key| console.key(key))?;
        let found = console.model.panes.members.search.rows().len();
        for _ in 1..found.min(50) {
            let began = on_processor();
            console.key(Key::plain(Code::Down))?;
            files.push(on_processor().saturating_sub(began));
            let file = console.model.shell.record.as_ref().and_then(FileView::current);
            seen.insert(file.ok_or("no file on the screen")?.id);
        }
        console.key(Key::plain(Code::Esc))?;
        console.key(Key::plain(Code::Esc))?;
    }
    console.key(Key::char('王'))?;
    let (query, rows) = ("王", 50);
    let operator = console.desk.operator().clone();
    let question = FindMembers { query: query.to_owned(), limit: rows, as_of: None, with_month: false };
    let found = console.desk.ask(&operator, question, now)?.rows;
    let mut bare = Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let began = on_processor();
        console.draw()?;
        ours.push(on_processor().saturating_sub(began));
        let began = on_processor();
        bare.draw(|frame| frame.render_widget(table(&found), frame.area()))?;
        theirs.push(on_processor().saturating_sub(began));
    }
    println!("{} rows, in ms", found.len());
    let (frame, table) = (figures("frame", &mut ours), figures("bare table", &mut theirs));
    figures("key → frame", &mut keys);
    figures("file → frame", &mut files);
    println!("files of {} members", seen.len());
    println!("a frame takes {:.2} times a bare table (bar 1.5)", frame / table);
    Ok(())
}

/// Sixty members whose names are wide.
fn small(operator: Operator, now: Instant) -> Outcome<Desk> {
    let mut desk = Desk::in_memory(DEFAULT_TOML, operator, now)?;
    for n in 0..60 {
        let profile = Profile {
            member_no: format!("M{n:08}"),
            name: format!("王{}", "欣怡雨桐梓涵思远".chars().cycle().skip(n % 8).take(2 + n % 3).collect::<String>()),
            phone: format!("138{:08}", n * 7_919),
            email: format!("wang{n}@example.com"),
            ..Profile::default()
        };
        desk.perform(&Intent::Enrol(op::Enrol { profile: Box::new(profile) }), None, now)?;
    }
    Ok(desk)
}

/// The same rows and no more.
fn table(found: &[MemberRow]) -> Table<'_> {
    let row = |row: &MemberRow| {
        let (no, name, phone) = (row.member_no.clone(), row.name.clone(), row.phone.clone());
        Row::new([no, name, phone.to_string(), row.email.to_string(), row.tier.clone(), row.balance.0.to_string()])
    };
    let widths = [12, 16, 14, 26, 10, 10].map(Constraint::Length);
    Table::new(found.iter().map(row), widths)
}

/// The console without a terminal and without threads.
struct Console {
    model: Model,
    desk: Desk,
    screen: Terminal<TestBackend>,
    now: Instant,
}

impl Console {
    fn open(desk: Desk, now: Instant) -> Outcome<Self> {
        let setup = Setup {
            file_name: "shop.db".to_owned(),
            demo: false,
            operator: desk.operator().clone(),
            session: None,
            programs: desk.programs()?.as_ref().clone(),
            now,
            lang: Lang::En,
            palette: Palette::Dark,
            depth: ColourDepth::True,
            mouse: false,
            is_first_import: false,
            scope: None,
            columns: ListColumns::default(),
            keymap: Keymap::default(),
            keymap_problem: None,
            settings_problem: None,
            log_problem: None,
            labels: loyaltui::screen::labels(),
            option_words: loyaltui::screen::option_words,
            file_words: loyaltui::screen::file_words,
        };
        let (model, first) = app::begin(setup);
        let screen = Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?;
        let mut console = Self { model, desk, screen, now };
        console.draw()?;
        console.act(first)?;
        Ok(console)
    }

    fn key(&mut self, key: Key) -> Outcome<()> {
        let effects = app::update(&mut self.model, Msg::Key(key));
        self.act(effects)
    }

    /// Has the desk answer, and draws.
    fn act(&mut self, effects: Vec<Effect>) -> Outcome<()> {
        let mut waiting = VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            if let Some(reply) = runtime::answer(&mut self.desk, effect, self.now) {
                waiting.extend(app::update(&mut self.model, Msg::Reply(reply)));
            }
        }
        self.draw()
    }

    fn draw(&mut self) -> Outcome<()> {
        let (model, mut regions) = (&self.model, None);
        self.screen.draw(|frame| regions = Some(loyaltui::screen::draw(frame, model)))?;
        if let Some(regions) = regions.filter(|regions| *regions != self.model.shell.regions) {
            app::update(&mut self.model, Msg::Drawn(regions));
        }
        Ok(())
    }
}

/// Says median, 99th percentile and longest; answers the median in milliseconds.
fn figures(what: &str, times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100].as_nanos() as f64 / 1e6;
    println!("{what:<14} p50 {:>8.3}  p99 {:>8.3}  longest {:>8.3}", at(50), at(99), at(100));
    at(50)
}

/// The time this thread has been on a processor.
fn on_processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
