//! What the keys do at the place that help was called from.

use crate::app::command::{Context, find};
use crate::app::list::ListState;
use crate::app::overlay::help_rows;
use crate::t;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::Line;
use crate::ui::say;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of keys and of labels.
const KEYS: usize = 14;
const LABEL: usize = 18;

/// Draws the help.
pub fn draw(canvas: &mut Canvas, chain: &[Context], list: ListState, area: Rect) {
    let words = canvas.words;
    let commands = help_rows(chain);
    let height = u16::try_from(commands.len()).unwrap_or(u16::MAX).saturating_add(2);
    let title = Line::of(Tone::Strong, t!(words, "help.title"));
    let inner = super::window(canvas, area, (96, height), &title, &Line::of(Tone::Dim, t!(words, "help.close")));
    canvas.regions.overlay_rows = inner.height.into();
    canvas.regions.overlay_len = commands.len();
    let window = list.window(commands.len(), inner.height.into());
    for (row, command) in rows(inner).zip(&commands[window]) {
        let mut keys: Vec<String> = Vec::new();
        for (context, key) in command.keys {
            let bound_here = chain.contains(context) && find(chain, *key) == Some(command.id);
            let name = key.to_string();
            if bound_here && !keys.contains(&name) {
                keys.push(name);
            }
        }
        let keys = if command.name == "pick" { "1…9".to_owned() } else { keys.join(" ") };
        let line = Line::default()
            .left(Tone::Accent, keys, KEYS)
            .left(Tone::Strong, say::label(words, command), LABEL)
            .then(Tone::Text, say::sentence(words, command));
        canvas.line(row, &line);
    }
}
