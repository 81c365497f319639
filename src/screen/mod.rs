//! The whole screen: the model as people see it. Drawing changes nothing.

mod frame;
mod overlay;
#[cfg(test)]
mod tests;

use crate::app::Model;
use crate::app::command::offered;
use crate::app::registry::Panes;
use crate::domain::export::ExportWords;
use crate::domain::program::Program;
use crate::shell::form::FieldId;
use crate::shell::keymap::KeymapProblem;
use crate::shell::overlay::CommandWords;
use crate::shell::pane_id::PaneId;
use crate::shell::regions::Regions;
use crate::text::{Lang, Words};
use crate::ui::canvas::{Canvas, below};
use crate::ui::pane::PaneView;
use crate::ui::wording;
use ratatui::Frame;
use ratatui::layout::Rect;

macro_rules! views {
    ($($digit:literal $pane:ident: $room:ident),+ $(,)?) => {
        /// The view half of a pane.
        fn view(panes: &Panes, pane: PaneId) -> &dyn PaneView {
            match pane {
                $(PaneId::$pane => &panes.$room,)+
            }
        }
    };
}

for_each_pane!(views);

/// The smallest size at which the panes are drawn: columns and rows.
pub const SMALLEST: (u16, u16) = (60, 16);

/// Draws the whole screen and tells what lies where.
pub fn draw(frame: &mut Frame, model: &Model) -> Regions {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), &model.shell.setup, model.keys());
    let card = model.shell.session.as_ref().and_then(|session| session.card.as_ref());
    if let Some(card) = card {
        frame::locked(&mut canvas, &model.shell.setup, card, area);
    } else if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        canvas.regions.is_too_small = true;
        frame::too_small(&mut canvas, area, SMALLEST);
    } else {
        screen(&mut canvas, model, area);
    }
    if let (Some(approver), None) = (&model.shell.approver, card) {
        frame::approver(&mut canvas, &model.shell.setup, approver, area);
    }
    let (regions, cursor) = (canvas.regions, canvas.cursor);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    regions
}

/// What was typed into forms and not sent: a line a form, with whom it is about and what stands in its fields of text.
pub fn unsaved(model: &Model) -> Vec<String> {
    let words = Words::new(model.shell.setup.lang);
    model.unsent().into_iter().map(|draft| wording::unsaved(words, &draft.form)).collect()
}

fn screen(canvas: &mut Canvas, model: &Model, area: Rect) {
    let row = |n: u16| Rect { y: area.y + n, height: 1, ..area };
    frame::title(canvas, model, row(0));
    frame::panes(canvas, model, row(1));
    let mut body = Rect { height: area.height - 4, ..below(area, 2) };
    if model.shell.unknown.is_some() {
        frame::unknown(canvas, model, row(2));
        body = below(body, 1);
    }
    view(&model.panes, model.shell.front).draw(canvas, &model.shell, body);
    overlay::draw(canvas, model, body);
    frame::news(canvas, model, row(area.height - 2));
    frame::hints(canvas, model, row(area.height - 1));
}

/// The words of an option of a form, by whose first letters it is chosen.
pub fn option_words(program: &Program, lang: Lang, id: FieldId, code: &str) -> String {
    wording::choice_option(Words::new(lang), program, id, code)
}

/// What stands for codes in a list that is exported.
pub fn file_words(program: &Program, lang: Lang) -> ExportWords {
    Words::new(lang).export_words(program)
}

/// What a command does, as the palette shows it.
pub fn command_label(words: Words, name: &str) -> String {
    wording::label(words, name)
}

/// Why a file of keys can't be used.
pub fn keymap_problem(words: Words, problem: &KeymapProblem) -> String {
    wording::keymap_problem(words, problem)
}

/// The words of every command of the palette, its hint with them, in all languages, so that it is found by any of them.
pub fn labels() -> Vec<CommandWords> {
    offered()
        .map(|row| {
            let of = |lang| [wording::label(Words::new(lang), row.name), wording::hint(Words::new(lang), row.name)];
            let mut words: Vec<String> = Lang::ALL.into_iter().flat_map(of).collect();
            words.push(row.name.to_owned());
            let labels = Lang::ALL.map(|lang| wording::label(Words::new(lang), row.name)).to_vec();
            CommandWords { name: row.name, labels, words: words.join(" ") }
        })
        .collect()
}
