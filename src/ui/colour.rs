//! Colours as numbers: what a terminal of any depth shows of them, which text reads on them, and the ramp of heat maps.

use crate::domain::enumeration::enumeration;
use crate::shell::setup::{ColourDepth, Palette};
use ratatui::style::Color;

/// A colour in sRGB, each part from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

const BLACK: Rgb = Rgb(0x00, 0x00, 0x00);
const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);

enumeration! {
    /// Colours that tell kinds apart: segments, lifecycle stages, tiers.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Hue {
        Grey,
        Slate,
        Blue,
        Teal,
        Green,
        Lime,
        Gold,
        Orange,
        Red,
        Rose,
        Violet,
        Brown,
    }
}

impl Hue {
    /// The colour that reads on the ground of a palette, and as which a piece of a bar is drawn.
    pub fn rgb(self, palette: Palette) -> Rgb {
        let (dark, light) = match self {
            Self::Grey => (Rgb(0x9a, 0x9a, 0x9a), Rgb(0x66, 0x66, 0x66)),
            Self::Slate => (Rgb(0x8f, 0xa6, 0xc0), Rgb(0x4a, 0x60, 0x7a)),
            Self::Blue => (Rgb(0x6c, 0xb2, 0xf7), Rgb(0x1f, 0x5f, 0xb5)),
            Self::Teal => (Rgb(0x4e, 0xc9, 0xc0), Rgb(0x0b, 0x72, 0x6c)),
            Self::Green => (Rgb(0x6c, 0xc6, 0x6c), Rgb(0x1f, 0x76, 0x2c)),
            Self::Lime => (Rgb(0xb5, 0xd3, 0x4a), Rgb(0x5c, 0x70, 0x0a)),
            Self::Gold => (Rgb(0xe8, 0xc3, 0x4a), Rgb(0x86, 0x62, 0x00)),
            Self::Orange => (Rgb(0xf2, 0x9a, 0x4b), Rgb(0xa8, 0x4e, 0x05)),
            Self::Red => (Rgb(0xf2, 0x78, 0x78), Rgb(0xb8, 0x22, 0x22)),
            Self::Rose => (Rgb(0xf0, 0x8c, 0xc2), Rgb(0xa6, 0x2a, 0x74)),
            Self::Violet => (Rgb(0xb8, 0x9a, 0xf5), Rgb(0x6a, 0x3f, 0xb8)),
            Self::Brown => (Rgb(0xc2, 0x9d, 0x7a), Rgb(0x60, 0x28, 0x1c)),
        };
        if palette == Palette::Light { light } else { dark }
    }
}

impl Rgb {
    /// What a terminal shows: the colour itself, the nearest of the 240 fixed ones, or the nearest of the sixteen.
    pub fn at(self, depth: ColourDepth) -> Color {
        match depth {
            ColourDepth::True => Color::Rgb(self.0, self.1, self.2),
            ColourDepth::Indexed => Color::Indexed(self.nearest_index()),
            ColourDepth::Sixteen => self.nearest_of_sixteen().0,
        }
    }

    /// The readable one of black and white on this ground, as a terminal of a depth shows it.
    pub fn text(self, depth: ColourDepth) -> Color {
        let shown = match depth {
            ColourDepth::True => self,
            ColourDepth::Indexed => indexed(self.nearest_index()),
            ColourDepth::Sixteen => self.nearest_of_sixteen().1,
        };
        let is_black = contrast(shown, BLACK) >= contrast(shown, WHITE);
        match depth {
            ColourDepth::True | ColourDepth::Indexed => (if is_black { BLACK } else { WHITE }).at(depth),
            ColourDepth::Sixteen => {
                if is_black {
                    Color::Black
                } else {
                    Color::White
                }
            }
        }
    }

    fn nearest_index(self) -> u8 {
        (16..=255_u8).min_by_key(|index| self.distance(indexed(*index))).unwrap_or(16)
    }

    fn nearest_of_sixteen(self) -> (Color, Rgb) {
        let nearest = SIXTEEN.iter().min_by_key(|(_, rgb)| self.distance(*rgb));
        nearest.copied().unwrap_or((Color::Gray, WHITE))
    }

    /// How far two colours are apart, green counting most, as eyes see it.
    fn distance(self, other: Rgb) -> u32 {
        let part = |a: u8, b: u8, weight: u32| u32::from(a.abs_diff(b)).pow(2) * weight;
        part(self.0, other.0, 3) + part(self.1, other.1, 6) + part(self.2, other.2, 1)
    }

    /// Relative luminance by WCAG 2, from 0 (black) to 1 (white).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// The contrast of two colours by WCAG 2, from 1 (none) to 21 (black on white).
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// One of the fixed colours of 256: the cube of 6×6×6 from 16 on, the greys from 232 on.
fn indexed(index: u8) -> Rgb {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return Rgb(grey, grey, grey);
    }
    let place = usize::from(index.saturating_sub(16));
    Rgb(STEPS[place / 36 % 6], STEPS[place / 6 % 6], STEPS[place % 6])
}

/// The sixteen as most terminals show them.
const SIXTEEN: [(Color, Rgb); 14] = [
    (Color::Red, Rgb(0xcd, 0x31, 0x31)),
    (Color::Green, Rgb(0x0d, 0xbc, 0x79)),
    (Color::Yellow, Rgb(0xc8, 0xa0, 0x10)),
    (Color::Blue, Rgb(0x24, 0x72, 0xc8)),
    (Color::Magenta, Rgb(0xbc, 0x3f, 0xbc)),
    (Color::Cyan, Rgb(0x11, 0xa8, 0xcd)),
    (Color::Gray, Rgb(0xc8, 0xc8, 0xc8)),
    (Color::DarkGray, Rgb(0x76, 0x76, 0x76)),
    (Color::LightRed, Rgb(0xf1, 0x6c, 0x6c)),
    (Color::LightGreen, Rgb(0x5f, 0xd1, 0x8b)),
    (Color::LightYellow, Rgb(0xf5, 0xe5, 0x43)),
    (Color::LightBlue, Rgb(0x6c, 0xa8, 0xf0)),
    (Color::LightMagenta, Rgb(0xe0, 0x80, 0xe0)),
    (Color::LightCyan, Rgb(0x60, 0xd0, 0xe0)),
];

/// Points of viridis (Smith and van der Walt, 2015; dedicated to the public domain): even steps look even, with any colour
/// vision and in grey.
const VIRIDIS: [Rgb; 9] = [
    Rgb(0x44, 0x01, 0x54),
    Rgb(0x47, 0x2d, 0x7b),
    Rgb(0x3b, 0x52, 0x8b),
    Rgb(0x2c, 0x72, 0x8e),
    Rgb(0x21, 0x91, 0x8c),
    Rgb(0x28, 0xae, 0x80),
    Rgb(0x5e, 0xc9, 0x62),
    Rgb(0xad, 0xdc, 0x30),
    Rgb(0xfd, 0xe7, 0x25),
];

/// The ground of a cell whose value is so much of the largest, from 0 to 1: what is much stands out from the palette's ground.
pub fn heat(share: f64, palette: Palette) -> Rgb {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let along = if palette == Palette::Light { 1.0 - share } else { share };
    let place = along * 8.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 8")]
    let (low, part) = ((place.floor() as usize).min(7), place - place.floor().min(7.0));
    let (from, to) = (VIRIDIS[low], VIRIDIS[low + 1]);
    let mix = |a: u8, b: u8| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let mixed = (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
        mixed
    };
    Rgb(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// The colour that a terminal of a depth shows.
    fn shown(colour: Color) -> Rgb {
        match colour {
            Color::Rgb(r, g, b) => Rgb(r, g, b),
            Color::Indexed(index) => indexed(index),
            Color::Black => BLACK,
            Color::White => WHITE,
            other => SIXTEEN.iter().find(|(colour, _)| *colour == other).unwrap().1,
        }
    }

    #[test]
    fn text_on_every_cell_of_a_heat_map_can_be_read() {
        for (palette, depth) in [Palette::Dark, Palette::Light]
            .into_iter()
            .flat_map(|p| [ColourDepth::True, ColourDepth::Indexed].map(|d| (p, d)))
        {
            for step in 0..=100 {
                let ground = heat(f64::from(step) / 100.0, palette);
                let contrast = contrast(shown(ground.at(depth)), shown(ground.text(depth)));
                assert!(contrast >= 4.5, "{palette:?} {depth:?} {step} %: {contrast:.2}");
            }
        }
    }

    #[rstest]
    #[case(Palette::Dark, Rgb(0x1e, 0x1e, 0x1e))]
    #[case(Palette::Light, Rgb(0xff, 0xff, 0xff))]
    fn hues_read_on_their_ground_and_text_reads_on_them(#[case] palette: Palette, #[case] ground: Rgb) {
        for hue in Hue::ALL {
            let rgb = hue.rgb(palette);
            assert!(contrast(rgb, ground) >= 4.5, "{hue:?}: {:.2}", contrast(rgb, ground));
            for depth in [ColourDepth::True, ColourDepth::Indexed, ColourDepth::Sixteen] {
                let contrast = contrast(shown(rgb.at(depth)), shown(rgb.text(depth)));
                assert!(contrast >= 4.5, "text on {hue:?} at {depth:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn hues_stay_apart_in_256_colours() {
        for palette in [Palette::Dark, Palette::Light] {
            let mut shown: Vec<u8> = Hue::ALL.into_iter().map(|hue| hue.rgb(palette).nearest_index()).collect();
            shown.sort_unstable();
            shown.dedup();
            assert_eq!(shown.len(), Hue::ALL.len(), "{palette:?}");
        }
    }

    #[test]
    fn more_is_never_nearer_to_the_ground() {
        let luminance = |palette, step: u8| heat(f64::from(step) / 20.0, palette).luminance();
        for step in 0..20 {
            assert!(luminance(Palette::Dark, step) < luminance(Palette::Dark, step + 1), "{step}");
            assert!(luminance(Palette::Light, step) > luminance(Palette::Light, step + 1), "{step}");
        }
        assert_eq!(heat(f64::NAN, Palette::Dark), heat(0.0, Palette::Dark));
        assert_eq!(heat(7.0, Palette::Dark), VIRIDIS[8]);
    }

    #[rstest]
    #[case(Rgb(0, 0, 0), Rgb(255, 255, 255), 21.0)]
    #[case(Rgb(255, 255, 255), Rgb(255, 255, 255), 1.0)]
    #[case(Rgb(0x77, 0x77, 0x77), Rgb(255, 255, 255), 4.48)]
    fn contrast_is_that_of_wcag(#[case] a: Rgb, #[case] b: Rgb, #[case] expected: f64) {
        assert!((contrast(a, b) - expected).abs() < 0.01, "{}", contrast(a, b));
    }
}
