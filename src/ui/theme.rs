//! Meanings, and how they look. Colour only underlines what a word, a sign or a place says already.

use crate::domain::enumeration::enumeration;
use crate::shell::setup::Palette;
use ratatui::style::{Color, Modifier, Style};

enumeration! {
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
    }
}

/// The looks of one palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme(pub Palette);

impl Theme {
    pub fn style(self, tone: Tone) -> Style {
        match self.0 {
            Palette::Plain => plain(tone),
            Palette::Dark => coloured(tone, &DARK),
            Palette::Light => coloured(tone, &LIGHT),
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
const LIGHT: Colours = Colours {
    dim: Color::Indexed(242),
    accent: Color::Blue,
    good: Color::Indexed(28),
    bad: Color::Indexed(124),
    warn: Color::Indexed(130),
    selected: Color::Indexed(253),
};

fn coloured(tone: Tone, colours: &Colours) -> Style {
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
    }
}

fn plain(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Text | Tone::Good => style,
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

    #[test]
    fn without_colours_there_is_no_colour_and_the_selection_is_reversed() {
        let theme = Theme(Palette::Plain);
        for tone in Tone::ALL {
            let style = theme.style(tone);
            assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
        }
        assert!(theme.style(Tone::Selected).add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn a_past_day_is_reversed_in_every_palette() {
        for palette in [Palette::Dark, Palette::Light, Palette::Plain] {
            assert!(Theme(palette).style(Tone::Past).add_modifier.contains(Modifier::REVERSED));
        }
    }
}
