//! What the keys do at the place that help was called from.

use crate::app::command::{Cmd, find, help_rows};
use crate::shell::command::{CommandSpec, KeyChain};
use crate::shell::keymap::Keymap;
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::{Shown, Words};
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of keys and of names; the last one of each stays empty.
const KEYS: usize = 13;
const LABEL: usize = 20;
/// Columns of a box's edges, and between two columns of commands.
const EDGES: usize = 4;
const GAP: usize = 4;
/// Columns of a sentence that is read at ease: below this there is no second column.
const SENTENCE: usize = 40;

/// A command as help tells it.
struct HelpEntry {
    keys: String,
    label: String,
    sentence: String,
}

pub(super) fn draw(canvas: &mut Canvas, keymap: &Keymap, chain: KeyChain, list: ListState, area: Rect) {
    let words = canvas.words;
    let entries: Vec<HelpEntry> =
        help_rows(keymap, chain).iter().map(|command| entry(words, keymap, chain, command)).collect();
    let longest = entries.iter().map(|entry| Shown::new(&entry.sentence).width()).max().unwrap_or(0);
    let natural = KEYS + LABEL + longest;
    let (room, height) = (usize::from(area.width).saturating_sub(EDGES), usize::from(area.height.saturating_sub(2)));
    let half = room.saturating_sub(GAP) / 2;
    // A second column only where the first one would not fit.
    let is_double = entries.len() > height && half >= KEYS + LABEL + SENTENCE;
    let columns = if is_double { natural.min(half) } else { natural.min(room) };
    let told: Vec<Vec<StyledLine>> = entries.iter().map(|entry| lines_of(entry, columns)).collect();
    let lines = if is_double { side_by_side(told, columns) } else { told.into_iter().flatten().collect() };
    let width = if is_double { 2 * columns + GAP } else { columns } + EDGES;
    let size = [width, lines.len() + 2].map(|n| u16::try_from(n).unwrap_or(u16::MAX));
    let title = StyledLine::of(Tone::Strong, t!(words, "help.title"));
    let close = StyledLine::of(Tone::Dim, t!(words, "help.close"));
    let inner = canvas.window(area, (size[0], size[1]), &title, &close);
    canvas.regions.overlay.rows = inner.height.into();
    canvas.regions.overlay.len = lines.len();
    let window = list.window(lines.len(), inner.height.into());
    for (row, line) in rows(inner).zip(&lines[window]) {
        canvas.line(row, line);
        canvas.target(row, ClickTarget::OverlayRow(0));
    }
}

/// What help tells of a command: its keys (as many as have room), its name, and its sentence.
fn entry(words: Words, keymap: &Keymap, chain: KeyChain, command: &CommandSpec<Cmd>) -> HelpEntry {
    let mut keys: Vec<String> = Vec::new();
    for (context, key) in keymap.keys(command) {
        let bound_here = chain.contains(*context) && find(keymap, chain, *key) == Some(command.id);
        let name = key.to_string();
        let used: usize = keys.iter().map(|key| key.chars().count() + 1).sum();
        let has_room = used + name.chars().count() < KEYS;
        if bound_here && has_room && !keys.contains(&name) {
            keys.push(name);
        }
    }
    let keys = if command.name == "pick" { "1…9".to_owned() } else { keys.join(" ") };
    HelpEntry { keys, label: wording::label(words, command.name), sentence: wording::sentence(words, command.name) }
}

/// The lines of a command, its sentence in as many as it needs.
fn lines_of(entry: &HelpEntry, columns: usize) -> Vec<StyledLine> {
    let head = StyledLine::default().left(Tone::Accent, &entry.keys, KEYS).left(Tone::Strong, &entry.label, LABEL);
    let indent = StyledLine::of(Tone::Text, " ".repeat(KEYS + LABEL));
    let sentence = wrapped(&entry.sentence, columns.saturating_sub(KEYS + LABEL));
    let heads = std::iter::once(head).chain(std::iter::repeat(indent));
    heads.zip(sentence).map(|(head, text)| head.then(Tone::Text, text)).collect()
}

/// The commands in two columns of about the same height, none of them torn.
fn side_by_side(told: Vec<Vec<StyledLine>>, columns: usize) -> Vec<StyledLine> {
    let all: usize = told.iter().map(Vec::len).sum();
    let (mut left, mut right): (Vec<StyledLine>, Vec<StyledLine>) = (Vec::new(), Vec::new());
    for lines in told {
        let column =
            if right.is_empty() && left.len() + lines.len() <= all.div_ceil(2) { &mut left } else { &mut right };
        column.extend(lines);
    }
    let height = left.len().max(right.len());
    left.resize(height, StyledLine::default());
    right.resize(height, StyledLine::default());
    let joined = |(left, right): (StyledLine, StyledLine)| {
        let blank = " ".repeat((columns + GAP).saturating_sub(left.width()));
        left.then(Tone::Text, blank).and(right)
    };
    left.into_iter().zip(right).map(joined).collect()
}
