//! Bars in eighths and lines in braille: pure text, that any line can hold.

/// A bar of a value beside the largest one, in eighths of a column, in at most so many columns. What is not nothing shows.
pub fn bar(value: u64, largest: u64, columns: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let whole = columns as u128 * 8;
    let eighths = (u128::from(value.min(largest)) * whole + u128::from(largest) / 2).checked_div(u128::from(largest));
    let eighths = usize::try_from(eighths.unwrap_or(0)).unwrap_or(0).max(usize::from(value > 0 && columns > 0));
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// A line through values, drawn in braille dots: `rows` strings of exactly `columns` characters, the largest value at the top.
/// Values that are all the same run along the middle.
pub fn line(values: &[f64], range: (f64, f64), (columns, rows): (usize, usize)) -> Vec<String> {
    let mut dots = Dots::new(columns, rows);
    let place = |at: usize| {
        let last = values.len().saturating_sub(1).max(1);
        let x = at * (columns * 2).saturating_sub(1) / last;
        (x, dots_up(values[at], range, rows * 4))
    };
    for at in 0..values.len() {
        let to = place(at);
        dots.join(if at == 0 { to } else { place(at - 1) }, to);
    }
    dots.rows()
}

/// In which row of dots a value stands, counted from the top.
fn dots_up(value: f64, (least, most): (f64, f64), height: usize) -> usize {
    let top = height.saturating_sub(1);
    let share = if most > least { ((value - least) / (most - least)).clamp(0.0, 1.0) } else { 0.5 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of the rows of a screen"
    )]
    let up = (share * top as f64).round() as usize;
    top - up.min(top)
}

/// A grid of braille dots: two columns and four rows to a character.
struct Dots {
    columns: usize,
    rows: usize,
    cells: Vec<u8>,
}

impl Dots {
    fn new(columns: usize, rows: usize) -> Self {
        Self { columns, rows, cells: vec![0; columns * rows] }
    }

    fn set(&mut self, x: usize, y: usize) {
        const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
        if x < self.columns * 2 && y < self.rows * 4 {
            self.cells[y / 4 * self.columns + x / 2] |= BITS[x % 2][y % 4];
        }
    }

    /// Sets the dots between two places, so that no gap is left.
    fn join(&mut self, from: (usize, usize), to: (usize, usize)) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        let between = |a: usize, b: usize, step: usize| (a * (steps - step) + b * step + steps / 2) / steps;
        for step in 0..=steps {
            self.set(between(from.0, to.0, step), between(from.1, to.1, step));
        }
    }

    fn rows(&self) -> Vec<String> {
        let character = |cell: &u8| char::from_u32(0x2800 + u32::from(*cell)).unwrap_or(' ');
        (0..self.rows).map(|y| self.cells[y * self.columns..][..self.columns].iter().map(character).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::all(8, 8, 4, "████")]
    #[case::half(4, 8, 4, "██")]
    #[case::eighths(3, 8, 4, "█▌")]
    #[case::a_trace(1, 1_000_000, 4, "▏")]
    #[case::nothing(0, 9, 4, "")]
    #[case::of_nothing(0, 0, 4, "")]
    #[case::no_room(5, 9, 0, "")]
    fn bars(#[case] value: u64, #[case] largest: u64, #[case] columns: usize, #[case] drawn: &str) {
        assert_eq!(bar(value, largest, columns), drawn);
    }

    #[test]
    fn a_line_rises_from_the_lower_left_to_the_upper_right() {
        assert_eq!(line(&[0.0, 1.0], (0.0, 1.0), (2, 1)), ["⡠⠊"]);
        assert_eq!(line(&[5.0, 5.0], (5.0, 5.0), (2, 1)), ["⠒⠒"], "along the middle");
        assert_eq!(line(&[], (0.0, 1.0), (3, 1)), ["⠀⠀⠀"]);
    }

    proptest! {
        #[test]
        fn a_line_fills_its_box_and_has_no_gap(
            values in prop::collection::vec(-1e9..1e9_f64, 1..40),
            columns in 1..60_usize,
            rows in 1..8_usize,
        ) {
            let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
            let drawn = line(&values, (least, most), (columns, rows));
            prop_assert_eq!(drawn.len(), rows);
            prop_assert!(drawn.iter().all(|row| row.chars().count() == columns));
            if values.len() > 1 {
                for x in 0..columns {
                    let is_set = drawn.iter().any(|row| row.chars().nth(x) != Some('\u{2800}'));
                    prop_assert!(is_set, "column {x} is empty");
                }
            }
        }

        #[test]
        fn a_bar_is_never_longer_than_its_room(value: u64, largest: u64, columns in 0..200_usize) {
            let drawn = bar(value, largest, columns).chars().count();
            prop_assert!(drawn <= columns);
            prop_assert_eq!(drawn > 0, value > 0 && columns > 0);
        }
    }
}
