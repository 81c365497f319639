//! Where lines become cells.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place that writes into cells: what is Shown, and our own rules"
)]

use super::line::StyledLine;
use super::theme::{Theme, Tone};
use crate::shell::command::KeyChain;
use crate::shell::commands::{ShellCmd, key_of};
use crate::shell::keymap::Keymap;
use crate::shell::regions::{Area, ClickTarget, PartFit, PartId, Regions};
use crate::shell::setup::{Palette, Setup};
use crate::text::{Shown, Words};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The frame being drawn, and what is found out on the way.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    /// The words of the language spoken.
    pub words: Words,
    pub regions: Regions,
    keymap: &'a Keymap,
    keys: KeyChain,
    /// Where the terminal's own cursor belongs: in the text field that has the keys, where an input method looks for it.
    pub cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// An empty frame.
    pub fn new(buffer: &'a mut Buffer, setup: &'a Setup, keys: KeyChain) -> Self {
        let theme = Theme { palette: setup.palette, depth: setup.depth };
        let words = Words::new(setup.lang);
        Self { buffer, theme, words, regions: Regions::default(), keymap: &setup.keymap, keys, cursor: None }
    }

    /// The key of a command where the keys go now, for a text that names it; nothing where it has none there.
    pub fn key_name(&self, command: ShellCmd) -> String {
        key_of(self.keymap, command, self.keys).map(|key| key.to_string()).unwrap_or_default()
    }

    /// Draws a line into the first row of an area. What is too wide ends in `…`.
    pub fn line(&mut self, area: Rect, line: &StyledLine) {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        let (mut x, mut left) = (area.x, usize::from(area.width));
        for (tone, text) in line.pieces() {
            let (style, width) = (self.theme.style(*tone), text.width());
            if width > left {
                let cut = text.clone().fit(left);
                self.put((x, area.y), &cut, style);
                break;
            }
            x = self.put((x, area.y), text, style);
            left -= width;
        }
    }

    /// Draws one line at the left end of an area's first row and one at the right end; the left one gives way.
    pub fn split(&mut self, area: Rect, left: &StyledLine, right: &StyledLine) {
        let taken = u16::try_from(right.width()).unwrap_or(u16::MAX);
        if taken + 1 >= area.width {
            self.line(area, left);
            return;
        }
        self.line(Rect { width: area.width - taken - 1, ..area }, left);
        self.line(Rect { x: area.right() - taken, width: taken, ..area }, right);
    }

    /// Draws lines into the rows of an area, as many as fit.
    pub fn lines(&mut self, area: Rect, lines: &[StyledLine]) {
        for (row, line) in rows(area).zip(lines) {
            self.line(row, line);
        }
    }

    /// Gives an area's cells a look beneath what is drawn there.
    pub fn fill(&mut self, area: Rect, tone: Tone) {
        let style = self.theme.style(tone);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// The palette, for parts whose shape depends on it.
    pub fn palette(&self) -> Palette {
        self.theme.palette
    }

    /// Whether heat maps are drawn as grounds; where not, in shading characters.
    pub fn has_heat(&self) -> bool {
        self.theme.has_heat()
    }

    /// Gives an area's cells the ground of a heat map and a text that reads on it. `share`: of the largest value, 0 to 1.
    pub fn heat(&mut self, area: Rect, share: f64, is_here: bool) {
        let style = self.theme.heat(share, is_here);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// A horizontal rule, with a line in it at the left and one at the right.
    pub fn rule(&mut self, area: Rect, tone: Tone, left: &StyledLine, right: &StyledLine) {
        let row = Rect { height: area.height.min(1), ..area };
        self.glyphs(row, "─", tone);
        let inside = Rect { x: row.x + row.width.min(2), width: row.width.saturating_sub(4), ..row };
        self.titles(inside, left, right);
    }

    /// A box with titles in its upper edge. Returns what is inside.
    pub fn boxed(&mut self, area: Rect, tone: Tone, left: &StyledLine, right: &StyledLine) -> Rect {
        if area.width < 2 || area.height < 2 {
            return Rect::default();
        }
        let (last, bottom) = (area.right() - 1, area.bottom() - 1);
        let top = Rect { x: area.x + 1, width: area.width - 2, height: 1, ..area };
        let side = Rect { y: area.y + 1, width: 1, height: area.height - 2, ..area };
        let corner = |x, y| Rect { x, y, width: 1, height: 1 };
        self.glyphs(top, "─", tone);
        self.glyphs(Rect { y: bottom, ..top }, "─", tone);
        self.glyphs(side, "│", tone);
        self.glyphs(Rect { x: last, ..side }, "│", tone);
        self.glyphs(corner(area.x, area.y), "┌", tone);
        self.glyphs(corner(last, area.y), "┐", tone);
        self.glyphs(corner(area.x, bottom), "└", tone);
        self.glyphs(corner(last, bottom), "┘", tone);
        self.titles(top, left, right);
        Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
    }

    /// Lines set into an edge, with a blank on either side of each.
    fn titles(&mut self, area: Rect, left: &StyledLine, right: &StyledLine) {
        let padded = |line: &StyledLine| {
            if line.is_empty() {
                StyledLine::default()
            } else {
                StyledLine::of(Tone::Text, " ").and(line.clone()).then(Tone::Text, " ")
            }
        };
        let (left, right) = (padded(left), padded(right));
        let room = usize::from(area.width);
        if left.width() + right.width() < room {
            self.split(area, &left, &right);
        } else {
            self.line(area, &left);
        }
    }

    /// Empties an area for what lies over the panes. A wide character that reaches into it from the left goes too.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
            if let Some(before) = area.left().checked_sub(1)
                && Shown::new(self.buffer[(before, y)].symbol()).width() > 1
            {
                self.buffer[(before, y)].set_symbol(" ");
            }
        }
    }

    /// Remembers what of a part of the pane fits.
    pub fn fit(&mut self, part: PartId, fit: PartFit) {
        self.regions.fits.push((part, fit));
    }

    /// An empty box in the middle, of so many columns and rows where there is room. Returns what is inside, with a margin.
    pub fn window(&mut self, area: Rect, (width, height): (u16, u16), title: &StyledLine, right: &StyledLine) -> Rect {
        let (width, height) = (width.min(area.width), height.min(area.height));
        let (x, y) = (area.x + (area.width - width) / 2, area.y + (area.height - height) / 3);
        let place = Rect { x, y, width, height };
        self.target(area, ClickTarget::Outside);
        self.clear(place);
        let inner = self.boxed(place, Tone::Accent, title, right);
        inset(inner, 1)
    }

    /// Remembers what a click on an area means.
    pub fn target(&mut self, area: Rect, target: ClickTarget) {
        let area = Area { x: area.x, y: area.y, width: area.width, height: area.height };
        self.regions.targets.push((area, target));
    }

    /// Fills an area with one of our own line-drawing characters.
    fn glyphs(&mut self, area: Rect, glyph: &'static str, tone: Tone) {
        let (area, style) = (area.intersection(self.buffer.area), self.theme.style(tone));
        for position in area.positions() {
            let cell = &mut self.buffer[position];
            cell.reset();
            cell.set_symbol(glyph).set_style(style);
        }
    }

    fn put(&mut self, (x, y): (u16, u16), text: &Shown, style: Style) -> u16 {
        let width = u16::try_from(text.width()).unwrap_or(u16::MAX);
        for column in x..x.saturating_add(width).min(self.buffer.area.right()) {
            // A style is laid over the one before; what was drawn here must not shine through.
            self.buffer[(column, y)].reset();
        }
        self.buffer.set_stringn(x, y, text.as_str(), width.into(), style).0
    }
}

/// The rows of an area, from top to bottom.
pub fn rows(area: Rect) -> impl Iterator<Item = Rect> {
    (0..area.height).map(move |n| Rect { y: area.y + n, height: 1, ..area })
}

/// An area without its first rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// An area with a margin of so many columns on the left and on the right.
pub fn inset(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width / 2);
    Rect { x: area.x + columns, width: area.width - 2 * columns, ..area }
}
