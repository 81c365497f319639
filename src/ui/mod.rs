//! Cells out: the model as people see it. Drawing changes nothing.
//!
//! Every text goes through [`line::Line`], which makes a `Shown` of it; nothing else writes into cells. A pane that a later
//! issue brings is a file in `pane`, under the same name as in `app::pane`.

pub mod canvas;
pub mod line;
mod overlay;
mod pane;
mod part;
#[cfg(test)]
mod tests;
pub mod theme;
mod wording;

use crate::app::Model;
use crate::app::command::TABLE;
use crate::app::overlay::CommandWords;
use crate::app::panes::Pane;
use crate::app::regions::Regions;
use crate::text::{Lang, Words};
use canvas::{Canvas, below};
use part::frame;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The smallest size at which the panes are drawn: columns and rows.
pub const SMALLEST: (u16, u16) = (60, 16);

/// Draws the whole screen and tells what lies where.
pub fn draw(frame: &mut Frame, model: &Model) -> Regions {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), model);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        frame::too_small(&mut canvas, area, SMALLEST);
    } else {
        screen(&mut canvas, model, area);
    }
    let (regions, cursor) = (canvas.regions, canvas.cursor);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    regions
}

fn screen(canvas: &mut Canvas, model: &Model, area: Rect) {
    let row = |n: u16| Rect { y: area.y + n, height: 1, ..area };
    frame::title(canvas, model, row(0));
    frame::panes(canvas, model, row(1));
    let mut body = Rect { height: area.height - 4, ..below(area, 2) };
    if model.unknown.is_some() {
        frame::unknown(canvas, model, row(2));
        body = below(body, 1);
    }
    match model.pane {
        Pane::Members => pane::members::draw(canvas, model, body),
        Pane::Feedback => pane::feedback::draw(canvas, model, body),
        Pane::Adjust => pane::adjust::draw(canvas, model, body),
        Pane::Segments => pane::segments::draw(canvas, model, body),
    }
    overlay::draw(canvas, model, body);
    frame::news(canvas, model, row(area.height - 2));
    frame::hints(canvas, model, row(area.height - 1));
}

/// The words of every command of the palette, in all languages, so that it is found by any of them.
pub fn labels() -> Vec<CommandWords> {
    TABLE
        .iter()
        .filter(|command| command.in_palette)
        .map(|command| {
            let mut words: Vec<String> =
                Lang::ALL.into_iter().map(|lang| wording::label(Words::new(lang), command)).collect();
            words.push(command.name.to_owned());
            CommandWords { id: command.id, words: words.join(" ") }
        })
        .collect()
}
