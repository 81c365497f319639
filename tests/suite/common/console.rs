//! The whole console without a terminal and without threads: keys in, the desk asked on the spot, a frame out.
//!
//! ```text
//! let shop = World::in_a_file(|| NOON);
//! shop.member("M0001", "张伟", "13812345678");
//! let mut console = Console::open(&shop);
//! console.keys("5678 enter +500 enter enter y");
//! console.sees("500");
//! ```

use crate::world::World;
use crate::world::keys::keys;
use loyaltui::app::{self, Effect, Model, Msg, begin};
use loyaltui::desk::Desk;
use loyaltui::domain::day::Instant;
use loyaltui::runtime;
use loyaltui::shell::columns::ListColumns;
use loyaltui::shell::keymap::Keymap;
use loyaltui::shell::msg::Reply;
use loyaltui::shell::setup::Setup;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::collections::VecDeque;
use unicode_width::UnicodeWidthStr;

/// 2026-11-22, two in the afternoon in Shanghai.
pub const NOON: Instant = Instant(1_795_327_200_000);

/// A console.
pub struct Console {
    model: Model,
    desk: Desk,
    seen_version: i64,
    screen: Terminal<TestBackend>,
    waiting: VecDeque<Effect>,
    held: bool,
    now: Instant,
    /// Keys pressed so far.
    pub pressed: usize,
    /// What was copied last.
    pub clipboard: Option<String>,
    /// Whether somebody has left.
    pub left: bool,
}

impl Console {
    /// Opens a console on a store, with its first frame drawn.
    pub fn open(shop: &World) -> Self {
        let desk = shop.desk_of("mei");
        let (model, first) = begin(setup(&desk));
        let mut console = Self {
            model,
            seen_version: desk.data_version().unwrap(),
            desk,
            screen: Terminal::new(TestBackend::new(120, 36)).unwrap(),
            waiting: VecDeque::new(),
            held: false,
            now: NOON,
            pressed: 0,
            clipboard: None,
            left: false,
        };
        console.draw();
        console.act(first);
        console.settle();
        console
    }

    /// Presses keys. After each every answer arrives and a frame is drawn, as for a person.
    pub fn keys(&mut self, written: &str) {
        for key in keys(written) {
            self.pressed += 1;
            self.send(Msg::Key(key));
        }
    }

    /// Runs the first command that the palette finds.
    pub fn palette(&mut self, words: &str) {
        self.keys(&format!("ctrl-k '{words}' enter"));
    }

    /// Pastes.
    pub fn paste(&mut self, text: &str) {
        self.send(Msg::Paste(text.to_owned()));
    }

    /// Keeps the desk's answers back until [`Console::release`]: a slow disk.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// Lets the answers come, in the order in which they were asked for.
    pub fn release(&mut self) {
        self.held = false;
        self.settle();
    }

    /// Lets time pass.
    pub fn pass(&mut self, ms: i64) {
        self.now = Instant(self.now.0 + ms);
        self.send(Msg::Clock(self.now));
    }

    /// Another size of the window.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen.backend_mut().resize(columns, rows);
        self.send(Msg::Resize);
    }

    /// The frame as people see it, without trailing blanks.
    pub fn frame(&self) -> String {
        text(self.screen.backend().buffer())
    }

    /// The frame holds a text.
    #[track_caller]
    pub fn sees(&self, wanted: &str) {
        let frame = self.frame();
        assert!(frame.contains(wanted), "{wanted:?} is not on the screen:\n{frame}");
    }

    /// The frame does not hold a text.
    #[track_caller]
    pub fn sees_no(&self, unwanted: &str) {
        let frame = self.frame();
        assert!(!frame.contains(unwanted), "{unwanted:?} is on the screen:\n{frame}");
    }

    fn send(&mut self, msg: Msg) {
        for msg in [Msg::Clock(self.now), msg] {
            let effects = app::update(&mut self.model, msg);
            self.act(effects);
        }
        self.settle();
    }

    /// What the runtime does with effects: the desk's are queued, the terminal's are noted.
    fn act(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Copy(text) => self.clipboard = Some(text),
                Effect::Quit => self.left = true,
                Effect::Mouse(_) | Effect::Suspend => {}
                asked => self.waiting.push_back(asked),
            }
        }
    }

    fn settle(&mut self) {
        self.look();
        while !self.held
            && let Some(effect) = self.waiting.pop_front()
        {
            let reply: Option<Reply> = runtime::answer(&mut self.desk, effect, self.now);
            let effects = reply.map(|reply| app::update(&mut self.model, Msg::Reply(reply)));
            self.act(effects.unwrap_or_default());
            self.look();
        }
        self.draw();
    }

    /// Another console's commit is noticed as the runtime's writer notices it.
    fn look(&mut self) {
        let version = self.desk.data_version().unwrap();
        if version != self.seen_version {
            self.seen_version = version;
            let effects = app::update(&mut self.model, Msg::FileChanged);
            self.act(effects);
        }
    }

    fn draw(&mut self) {
        // A terminal blanks the other half of a wide character that is overwritten; the backend for tests keeps what stood
        // below it before.
        self.screen.clear().unwrap();
        let (model, mut regions) = (&self.model, None);
        self.screen.draw(|frame| regions = Some(loyaltui::screen::draw(frame, model))).unwrap();
        if let Some(regions) = regions
            && regions != self.model.shell.regions
        {
            let effects = app::update(&mut self.model, Msg::Drawn(regions));
            self.act(effects);
        }
    }
}

fn setup(desk: &Desk) -> Setup {
    Setup {
        file_name: "shop.db".to_owned(),
        demo: false,
        operator: desk.operator().clone(),
        session: None,
        programs: desk.programs().unwrap().as_ref().clone(),
        now: NOON,
        lang: loyaltui::domain::lang::Lang::En,
        palette: loyaltui::shell::setup::Palette::Dark,
        depth: loyaltui::shell::setup::ColourDepth::True,
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
    }
}

/// A buffer's cells as lines; the cell after a wide character is part of it.
fn text(buffer: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let (mut line, mut x) = (String::new(), 0);
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width()).unwrap().max(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
