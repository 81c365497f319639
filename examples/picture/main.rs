//! Makes `docs/screen.svg` and `docs/adjust.svg`, the pictures of the README: the real model and the real view on a demo store,
//! fed with keys as a person would type them. `cargo run --release --example picture`

mod svg;

use loyaltui::app::{Model, Msg, begin, update};
use loyaltui::demo::{Demo, make};
use loyaltui::desk::Desk;
use loyaltui::domain::day::{Day, Instant, Zone};
use loyaltui::domain::lang::Lang;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::shell::columns::ListColumns;
use loyaltui::shell::key::{Code, Key};
use loyaltui::shell::keymap::Keymap;
use loyaltui::shell::setup::{ColourDepth, Palette, Setup};
use loyaltui::{runtime, screen};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::error::Error;
use std::fs;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("demo.db");
    let zone = Zone::default();
    // A fixed moment, so that the pictures change only with the program.
    let day = Day::from_ymd(2026, 11, 22).ok_or("a day")?;
    let now = Instant(zone.start_of(day).0 + 14 * 3_600_000);
    make(&path, Demo::default(), now, &mut |_| {})?;

    let operator = Operator { name: "李雯".to_owned(), role: Role::Agent };
    let mut console = Console::open(Desk::open(&path, operator)?, now)?;
    console.draw()?;
    console.type_text("lm")?;
    console.press(Code::Enter)?;
    fs::write("docs/screen.svg", console.picture()?)?;
    console.press(Code::Char('+'))?;
    console.type_text("500")?;
    fs::write("docs/adjust.svg", console.picture()?)?;
    for (pane, file) in [('3', "docs/segments.svg"), ('4', "docs/feedback.svg")] {
        console.press(Code::Esc)?;
        console.press(Code::Char(pane))?;
        fs::write(file, console.picture()?)?;
    }
    Ok(())
}

/// The console without a terminal and without threads.
struct Console {
    desk: Desk,
    model: Model,
    terminal: Terminal<TestBackend>,
    now: Instant,
}

impl Console {
    fn open(mut desk: Desk, now: Instant) -> Outcome<Self> {
        let setup = Setup {
            file_name: "demo.db".to_owned(),
            demo: true,
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
            labels: screen::labels(),
            option_words: screen::option_words,
            file_words: screen::file_words,
        };
        let (mut model, effects) = begin(setup);
        for reply in effects.into_iter().filter_map(|effect| runtime::answer(&mut desk, effect, now)) {
            update(&mut model, Msg::Reply(reply));
        }
        Ok(Self { desk, model, terminal: Terminal::new(TestBackend::new(120, 36))?, now })
    }

    fn draw(&mut self) -> Outcome<()> {
        let model = &self.model;
        let mut regions = None;
        self.terminal.draw(|frame| regions = Some(screen::draw(frame, model)))?;
        if let Some(regions) = regions {
            self.tell(Msg::Drawn(regions));
        }
        Ok(())
    }

    /// The screen drawn on empty cells: behind a wide character this backend keeps what stood there before.
    fn picture(&mut self) -> Outcome<String> {
        self.terminal.clear()?;
        self.draw()?;
        Ok(svg::of(self.terminal.backend().buffer()))
    }

    /// Updates until nothing is asked for any more.
    fn tell(&mut self, msg: Msg) {
        let mut effects = update(&mut self.model, msg);
        while !effects.is_empty() {
            let asked = std::mem::take(&mut effects);
            for reply in asked.into_iter().filter_map(|effect| runtime::answer(&mut self.desk, effect, self.now)) {
                effects.extend(update(&mut self.model, Msg::Reply(reply)));
            }
        }
    }

    fn press(&mut self, code: Code) -> Outcome<()> {
        self.tell(Msg::Key(Key::plain(code)));
        self.draw()?;
        // What was drawn may have asked for more rows.
        self.draw()
    }

    fn type_text(&mut self, text: &str) -> Outcome<()> {
        text.chars().try_for_each(|c| self.press(Code::Char(c)))
    }
}
