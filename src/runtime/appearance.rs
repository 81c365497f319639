//! Which colours suit the terminal.

use crate::shell::setup::{ColourDepth, Palette};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// As the environment says; dark where it says nothing.
    #[default]
    Auto,
    Dark,
    Light,
    /// No colours.
    Plain,
}

impl ThemeChoice {
    /// The colours to use. What was asked for by name counts more than the environment: `NO_COLOR` (set and not empty),
    /// then `COLORFGBG`, whose last number is the ground's colour.
    pub(super) fn palette(self, var: impl Fn(&str) -> Option<String>) -> Palette {
        match self {
            Self::Light => Palette::Light,
            Self::Plain => Palette::Plain,
            Self::Auto if var("NO_COLOR").is_some_and(|v| !v.is_empty()) => Palette::Plain,
            Self::Auto if var("TERM").is_some_and(|v| v == "dumb") => Palette::Plain,
            Self::Auto if var("COLORFGBG").is_some_and(|v| is_light(&v)) => Palette::Light,
            Self::Auto | Self::Dark => Palette::Dark,
        }
    }
}

impl ThemeChoice {
    /// Whether the terminal is to be asked for its ground: nobody chose, there are colours, and it is none that would show the
    /// question as text.
    pub(super) fn asks_ground(self, var: impl Fn(&str) -> Option<String>) -> bool {
        let is_able =
            var("TERM").is_some_and(|term| !matches!(term.as_str(), "" | "dumb" | "linux" | "vt100" | "vt220"));
        self == Self::Auto && is_able && self.palette(var) != Palette::Plain
    }
}

/// How many colours the terminal shows, by what it and the programs between say of themselves.
pub(super) fn depth(var: impl Fn(&str) -> Option<String>) -> ColourDepth {
    /// Terminals of 24 bits that do not always say so in `COLORTERM`, by a part of `TERM`.
    const TRUE_TERMS: [&str; 8] =
        ["-direct", "-truecolor", "kitty", "ghostty", "wezterm", "foot", "alacritty", "contour"];
    const TRUE_PROGRAMS: [&str; 5] = ["iTerm.app", "WezTerm", "ghostty", "vscode", "Hyper"];
    let is = |name: &str, values: &[&str]| var(name).is_some_and(|v| values.contains(&v.as_str()));
    let term = var("TERM").unwrap_or_default();
    let is_true = is("COLORTERM", &["truecolor", "24bit"])
        || is("TERM_PROGRAM", &TRUE_PROGRAMS)
        || var("WT_SESSION").is_some()
        || TRUE_TERMS.iter().any(|part| term.contains(part));
    if is_true {
        ColourDepth::True
    } else if term.contains("256") || is("TERM_PROGRAM", &["Apple_Terminal"]) {
        ColourDepth::Indexed
    } else {
        ColourDepth::Sixteen
    }
}

/// `0;15` or `0;default;15`: white, light grey and the bright colours but dark grey are light grounds.
fn is_light(colorfgbg: &str) -> bool {
    let ground = colorfgbg.rsplit(';').next().and_then(|n| n.parse::<u8>().ok());
    matches!(ground, Some(7 | 9..=15))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing_said(ThemeChoice::Auto, &[], Palette::Dark)]
    #[case::no_color(ThemeChoice::Auto, &[("NO_COLOR", "1"), ("COLORFGBG", "0;15")], Palette::Plain)]
    #[case::empty_no_color_is_unset(ThemeChoice::Auto, &[("NO_COLOR", "")], Palette::Dark)]
    #[case::asked_by_name(ThemeChoice::Dark, &[("NO_COLOR", "1")], Palette::Dark)]
    #[case::light_ground(ThemeChoice::Auto, &[("COLORFGBG", "0;15")], Palette::Light)]
    #[case::light_ground_of_three(ThemeChoice::Auto, &[("COLORFGBG", "0;default;15")], Palette::Light)]
    #[case::dark_ground(ThemeChoice::Auto, &[("COLORFGBG", "15;0")], Palette::Dark)]
    #[case::dark_grey(ThemeChoice::Auto, &[("COLORFGBG", "15;8")], Palette::Dark)]
    #[case::nonsense(ThemeChoice::Auto, &[("COLORFGBG", "x")], Palette::Dark)]
    #[case::dumb(ThemeChoice::Auto, &[("TERM", "dumb")], Palette::Plain)]
    fn colours(#[case] asked: ThemeChoice, #[case] vars: &[(&str, &str)], #[case] palette: Palette) {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(asked.palette(var), palette);
    }

    #[rstest]
    #[case::a_terminal(ThemeChoice::Auto, &[("TERM", "xterm-256color")], true)]
    #[case::chosen(ThemeChoice::Dark, &[("TERM", "xterm-256color")], false)]
    #[case::without_colours(ThemeChoice::Auto, &[("TERM", "xterm"), ("NO_COLOR", "1")], false)]
    #[case::the_console_of_linux(ThemeChoice::Auto, &[("TERM", "linux")], false)]
    #[case::nothing_said(ThemeChoice::Auto, &[], false)]
    fn the_ground_is_asked_for(#[case] asked: ThemeChoice, #[case] vars: &[(&str, &str)], #[case] asks: bool) {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(asked.asks_ground(var), asks);
    }

    #[rstest]
    #[case::says_so(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], ColourDepth::True)]
    #[case::in_other_words(&[("TERM", "screen"), ("COLORTERM", "24bit")], ColourDepth::True)]
    #[case::by_its_name(&[("TERM", "xterm-kitty")], ColourDepth::True)]
    #[case::windows(&[("WT_SESSION", "4711")], ColourDepth::True)]
    #[case::indexed(&[("TERM", "screen-256color")], ColourDepth::Indexed)]
    #[case::apple(&[("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")], ColourDepth::Indexed)]
    #[case::console(&[("TERM", "linux")], ColourDepth::Sixteen)]
    #[case::nothing_said(&[], ColourDepth::Sixteen)]
    fn depths(#[case] vars: &[(&str, &str)], #[case] expected: ColourDepth) {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(depth(var), expected);
    }
}
