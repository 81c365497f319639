//! Shades: how much something is, readable without colours.

use crate::ui::theme::Tone;

/// The glyph and the look of a value beside the largest one.
pub fn shade(value: u64, largest: u64) -> (&'static str, Tone) {
    match (value, u128::from(value) * 4, u128::from(largest)) {
        (0, ..) => ("·", Tone::Dim),
        (_, four, most) if four <= most => ("░", Tone::Dim),
        (_, four, most) if four <= most * 2 => ("▒", Tone::Text),
        (_, four, most) if four <= most * 3 => ("▓", Tone::Accent),
        _ => ("█", Tone::Accent),
    }
}

/// How much of the largest a value is, from 0 to 1.
pub fn part_of(value: u64, largest: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share, for a colour")]
    let share = value as f64 / largest.max(1) as f64;
    share
}

/// A line of bars, one a value, between the smallest and the largest; values that are all the same stand at half height.
pub fn sparkline(values: &[u64]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let (least, most) = (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0));
    let bar = |value: &u64| {
        let height =
            (u128::from(value - least) * 7 + u128::from(most - least) / 2).checked_div(u128::from(most - least));
        BARS[height.map_or(3, |height| usize::try_from(height).unwrap_or(7).min(7))]
    };
    values.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, 0, "·")]
    #[case(0, 9, "·")]
    #[case(1, 100, "░")]
    #[case(25, 100, "░")]
    #[case(26, 100, "▒")]
    #[case(75, 100, "▓")]
    #[case(76, 100, "█")]
    #[case(u64::MAX, u64::MAX, "█")]
    fn shades(#[case] value: u64, #[case] largest: u64, #[case] glyph: &str) {
        assert_eq!(shade(value, largest).0, glyph);
    }

    #[test]
    fn bars_stand_between_the_smallest_and_the_largest() {
        assert_eq!(sparkline(&[0, 50, 100]), "▁▅█");
        assert_eq!(sparkline(&[900, 901, 907]), "▁▂█");
        assert_eq!(sparkline(&[7, 7]), "▄▄");
        assert_eq!(sparkline(&[]), "");
    }
}
