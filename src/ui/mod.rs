//! Cells out: the model as people see it. Drawing changes nothing.

use crate::app::Model;
use crate::app::command::TABLE;
use crate::app::overlay::Label;
use crate::app::regions::Regions;
use crate::text::{Lang, Words};
use ratatui::Frame;

/// Draws the whole screen and tells what lies where.
pub fn draw(frame: &mut Frame, model: &Model) -> Regions {
    frame.render_widget(model.setup.file_name.as_str(), frame.area());
    Regions::default()
}

/// The words of every command of the palette, in all languages, so that it is found by any of them.
pub fn labels() -> Vec<Label> {
    let label = |name: &str, lang| Words::new(lang).t(&format!("cmd.{name}"), &[]);
    TABLE
        .iter()
        .filter(|command| command.in_palette)
        .map(|command| {
            let mut words: Vec<String> = Lang::ALL.into_iter().map(|lang| label(command.name, lang)).collect();
            words.push(command.name.to_owned());
            Label { id: command.id, words: words.join(" ") }
        })
        .collect()
}
