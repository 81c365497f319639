//! What the keys do at the place that help was called from.

use crate::app::command::{Cmd, find, help_rows};
use crate::shell::command::{CommandSpec, KeyChain};
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the box, of keys and of names; the last one of keys and of names stays empty.
const WIDTH: u16 = 96;
const KEYS: usize = 13;
const LABEL: usize = 20;

pub(super) fn draw(canvas: &mut Canvas, chain: KeyChain, list: ListState, area: Rect) {
    let words = canvas.words;
    let width = WIDTH.min(area.width);
    let commands = help_rows(chain);
    let lines: Vec<StyledLine> =
        commands.iter().flat_map(|c| command_lines(words, chain, c, usize::from(width) - 4)).collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let title = StyledLine::of(Tone::Strong, t!(words, "help.title"));
    let inner = canvas.window(area, (width, height), &title, &StyledLine::of(Tone::Dim, t!(words, "help.close")));
    canvas.regions.overlay.rows = inner.height.into();
    canvas.regions.overlay.len = lines.len();
    let window = list.window(lines.len(), inner.height.into());
    for (row, line) in rows(inner).zip(&lines[window]) {
        canvas.line(row, line);
        canvas.target(row, ClickTarget::OverlayRow(0));
    }
}

/// The lines of a command: its keys (as many as have room), its name, and its sentence in as many lines as it needs.
fn command_lines(words: Words, chain: KeyChain, command: &CommandSpec<Cmd>, columns: usize) -> Vec<StyledLine> {
    let mut keys: Vec<String> = Vec::new();
    for (context, key) in command.keys {
        let bound_here = chain.contains(*context) && find(chain, *key) == Some(command.id);
        let name = key.to_string();
        let used: usize = keys.iter().map(|key| key.chars().count() + 1).sum();
        let has_room = used + name.chars().count() < KEYS;
        if bound_here && has_room && !keys.contains(&name) {
            keys.push(name);
        }
    }
    let keys = if command.name == "pick" { "1…9".to_owned() } else { keys.join(" ") };
    let head = StyledLine::default().left(Tone::Accent, keys, KEYS).left(
        Tone::Strong,
        wording::label(words, command.name),
        LABEL,
    );
    let indent = StyledLine::of(Tone::Text, " ".repeat(KEYS + LABEL));
    let sentence = wrapped(&wording::sentence(words, command.name), columns.saturating_sub(KEYS + LABEL));
    let heads = std::iter::once(head).chain(std::iter::repeat(indent));
    heads.zip(sentence).map(|(head, text)| head.then(Tone::Text, text)).collect()
}
