//! Meanings, and how they look. Colour only underlines what a word, a sign or a place says already.

use super::colour::{Hue, heat};
use crate::shell::setup::{ColourDepth, Palette};
use ratatui::style::{Color, Modifier, Style};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    Text,
    /// What stands beside it: labels, rules, what is outdated.
    Dim,
    /// Headings and the number looked for.
    Strong,
    Accent,
    /// Points in, done, within limits.
    Good,
    Bad,
    /// To be looked at twice.
    Warn,
    /// The row or the text under the cursor.
    Selected,
    /// A row that has just changed.
    Fresh,
    /// The desk shows a past day.
    Past,
    /// Of a kind that has a colour of its own: a segment, a stage, a tier.
    Hue(Hue),
    /// The same colour as the ground: a piece of a bar, or of its legend.
    Chip(Hue),
}

/// The looks of one palette at one depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub palette: Palette,
    pub depth: ColourDepth,
}

impl Theme {
    pub fn style(self, tone: Tone) -> Style {
        match self.palette {
            Palette::Plain => plain(tone),
            Palette::Dark => self.coloured(tone, &if self.is_deep() { DARK } else { DARK_OF_SIXTEEN }),
            Palette::Light => self.coloured(tone, &if self.is_deep() { LIGHT } else { LIGHT_OF_SIXTEEN }),
        }
    }

    /// Whether the terminal shows enough colours for a ramp: heat maps are drawn as grounds, else in shading characters.
    pub fn has_heat(self) -> bool {
        self.palette != Palette::Plain && self.is_deep()
    }

    /// The ground of a cell of a heat map, by its share of the largest, and the text on it; reversed under the cursor.
    pub fn heat(self, share: f64, is_here: bool) -> Style {
        let ground = heat(share, self.palette);
        let (text, ground) = (ground.text(self.depth), ground.at(self.depth));
        if is_here {
            Style::new().fg(ground).bg(text).add_modifier(Modifier::BOLD)
        } else {
            Style::new().fg(text).bg(ground)
        }
    }

    fn is_deep(self) -> bool {
        match self.depth {
            ColourDepth::True | ColourDepth::Indexed => true,
            ColourDepth::Sixteen => false,
        }
    }

    fn coloured(self, tone: Tone, colours: &Colours) -> Style {
        let plain = Style::new();
        match tone {
            Tone::Text => plain,
            Tone::Dim => plain.fg(colours.dim),
            Tone::Strong => plain.add_modifier(Modifier::BOLD),
            Tone::Accent => plain.fg(colours.accent),
            Tone::Good => plain.fg(colours.good),
            Tone::Bad => plain.fg(colours.bad),
            Tone::Warn => plain.fg(colours.warn),
            Tone::Selected => plain.bg(colours.selected).add_modifier(Modifier::BOLD),
            Tone::Fresh => plain.fg(colours.good).add_modifier(Modifier::BOLD),
            Tone::Past => plain.fg(colours.warn).add_modifier(Modifier::REVERSED | Modifier::BOLD),
            Tone::Hue(hue) => plain.fg(hue.rgb(self.palette).at(self.depth)),
            Tone::Chip(hue) => {
                let ground = hue.rgb(self.palette);
                plain.fg(ground.text(self.depth)).bg(ground.at(self.depth))
            }
        }
    }
}

struct Colours {
    dim: Color,
    accent: Color,
    good: Color,
    bad: Color,
    warn: Color,
    selected: Color,
}

/// Of the 256 indexed colours those that terminals do not redefine, where the sixteen would not be read well.
const DARK: Colours = Colours {
    dim: Color::Indexed(245),
    accent: Color::Cyan,
    good: Color::Green,
    bad: Color::LightRed,
    warn: Color::Yellow,
    selected: Color::Indexed(238),
};
const DARK_OF_SIXTEEN: Colours = Colours { dim: Color::Gray, selected: Color::DarkGray, ..DARK };
const LIGHT: Colours = Colours {
    dim: Color::Indexed(242),
    accent: Color::Blue,
    good: Color::Indexed(28),
    bad: Color::Indexed(124),
    warn: Color::Indexed(130),
    selected: Color::Indexed(253),
};
const LIGHT_OF_SIXTEEN: Colours = Colours {
    dim: Color::DarkGray,
    accent: Color::Blue,
    good: Color::Green,
    bad: Color::Red,
    warn: Color::Magenta,
    selected: Color::Gray,
};

fn plain(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Text | Tone::Good | Tone::Hue(_) | Tone::Chip(_) => style,
        Tone::Dim => style.add_modifier(Modifier::DIM),
        Tone::Strong | Tone::Accent | Tone::Fresh => style.add_modifier(Modifier::BOLD),
        Tone::Bad | Tone::Warn => style.add_modifier(Modifier::UNDERLINED),
        Tone::Selected => style.add_modifier(Modifier::REVERSED),
        Tone::Past => style.add_modifier(Modifier::REVERSED | Modifier::BOLD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTHS: [ColourDepth; 3] = [ColourDepth::True, ColourDepth::Indexed, ColourDepth::Sixteen];

    fn tones() -> Vec<Tone> {
        use Tone as T;
        let named = [T::Text, T::Dim, T::Strong, T::Accent, T::Good, T::Bad, T::Warn, T::Selected, T::Fresh, T::Past];
        let hues = Hue::ALL.into_iter().flat_map(|hue| [T::Hue(hue), T::Chip(hue)]);
        named.into_iter().chain(hues).collect()
    }

    #[test]
    fn without_colours_there_is_no_colour_and_the_selection_is_reversed() {
        for depth in DEPTHS {
            let theme = Theme { palette: Palette::Plain, depth };
            for tone in tones() {
                let style = theme.style(tone);
                assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
            }
            assert!(theme.style(Tone::Selected).add_modifier.contains(Modifier::REVERSED));
            assert!(!theme.has_heat());
        }
    }

    #[test]
    fn a_past_day_is_reversed_in_every_palette() {
        for palette in [Palette::Dark, Palette::Light, Palette::Plain] {
            let theme = Theme { palette, depth: ColourDepth::True };
            assert!(theme.style(Tone::Past).add_modifier.contains(Modifier::REVERSED));
        }
    }

    #[test]
    fn no_depth_is_sent_a_colour_that_it_does_not_have() {
        for palette in [Palette::Dark, Palette::Light] {
            for tone in tones() {
                let of = |depth| Theme { palette, depth }.style(tone);
                let colours = |style: Style| [style.fg, style.bg].into_iter().flatten();
                let is_rgb = |colour: Color| matches!(colour, Color::Rgb(..));
                let is_indexed = |colour: Color| matches!(colour, Color::Indexed(_));
                assert!(!colours(of(ColourDepth::Indexed)).any(is_rgb), "{tone:?}");
                assert!(!colours(of(ColourDepth::Sixteen)).any(|c| is_rgb(c) || is_indexed(c)), "{tone:?}");
            }
        }
    }

    #[test]
    fn the_cell_under_the_cursor_is_reversed() {
        let theme = Theme { palette: Palette::Dark, depth: ColourDepth::True };
        let (plain, here) = (theme.heat(0.5, false), theme.heat(0.5, true));
        assert_eq!((plain.fg, plain.bg), (here.bg, here.fg));
    }
}
