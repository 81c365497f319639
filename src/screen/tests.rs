//! Snapshots of every pane in every state, and what their cells must be.

mod approvals;
mod canary;
mod cells;
mod feedback;
mod segments;
mod sizes;
mod states;
mod whole;

use crate::app::Model;
use crate::app::sample::{FakeDesk, Person};
use crate::domain::lang::Lang;
use crate::screen::draw;
use crate::shell::regions::Regions;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

/// The row of the panes' names.
const PANES: u16 = 1;

struct Drawn {
    buffer: Buffer,
    regions: Regions,
    cursor: Option<Position>,
}

/// Draws a model at a size.
fn drawn(model: &Model, (width, height): (u16, u16)) -> Drawn {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut regions = Regions::default();
    // The frame's own cells: a backend leaves out those that a wide character covers.
    let buffer = terminal.draw(|frame| regions = draw(frame, model)).unwrap().buffer.clone();
    let shown = terminal.backend().cursor_visible();
    let cursor = shown.then(|| terminal.get_cursor_position().unwrap());
    Drawn { buffer, regions, cursor }
}

impl Drawn {
    /// A row as text, without the cells that a wide character covers; `▏` where the terminal's cursor is.
    fn row(&self, y: u16) -> String {
        let (mut line, mut x) = (String::new(), 0);
        while x < self.buffer.area.width {
            if self.cursor == Some(Position { x, y }) {
                line.push('▏');
            }
            let symbol = self.buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        line.trim_end().to_owned()
    }

    fn text(&self) -> String {
        (0..self.buffer.area.height).map(|y| self.row(y) + "\n").collect()
    }

    /// The row in which a text stands.
    fn find(&self, text: &str) -> u16 {
        let found = (0..self.buffer.area.height).find(|y| self.row(*y).contains(text));
        found.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{}", self.text()))
    }
}

/// Somebody at a desk whose screen is drawn after every message.
fn at(desk: FakeDesk) -> Person {
    let mut person = Person::at(desk);
    person.model.shell.setup.labels = crate::screen::labels();
    person.draw = Some(|model| drawn(model, (120, 36)).regions);
    person
}

/// Draws a state at both sizes and in both languages, and holds it against what was drawn before.
fn snapshot(name: &str, person: &Person) {
    let mut text = String::new();
    for lang in Lang::ALL {
        for size in [(120, 36), (80, 24)] {
            let mut model = person.model.clone();
            model.shell.setup.lang = lang;
            let frame = drawn(&model, size);
            // Without the panes' names, which would make a further pane a change of every state of every other one.
            let rows = (0..size.1).filter(|y| *y != PANES);
            text.extend(rows.map(|y| frame.row(y) + "\n"));
            text.push_str("══\n");
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}
