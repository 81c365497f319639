//! Charts as SVG, written into the page.

use super::escape::escaped;
use crate::domain::num::grouped;
use std::fmt::Write as _;

/// Size of a line beside a figure.
const LINE: (f64, f64) = (120.0, 24.0);
/// Pixels of a row of bars, of its labels, of the bars, and of the numbers behind them.
const ROW: i64 = 22;
const LABEL: i64 = 130;
const BARS: i64 = 320;
const NUMBERS: i64 = 100;

/// A line through values, the oldest at the left; nothing with fewer than two.
pub(super) fn line(values: &[f64]) -> String {
    if values.len() < 2 {
        return String::new();
    }
    let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
    let span = if most > least { most - least } else { 1.0 };
    let end = values.len() - 1;
    let mut points = String::new();
    for (at, value) in values.iter().enumerate() {
        let x = 2.0 + (LINE.0 - 4.0) * share(at, end);
        let middle = if most > least { (value - least) / span } else { 0.5 };
        let y = LINE.1 - 2.0 - (LINE.1 - 4.0) * middle;
        // Writing into a string can't fail.
        let _ = write!(points, "{x:.1},{y:.1} ");
    }
    format!(
        "<svg width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" aria-hidden=\"true\"><polyline points=\"{}\" \
         fill=\"none\" stroke=\"#2a6f97\" stroke-width=\"1.6\"/></svg>",
        LINE.0,
        LINE.1,
        LINE.0,
        LINE.1,
        points.trim_end()
    )
}

#[expect(clippy::cast_precision_loss, reason = "a place among twelve")]
fn share(at: usize, end: usize) -> f64 {
    at as f64 / end.max(1) as f64
}

/// Bars of names and numbers beneath each other, those below zero in another colour.
pub(super) fn bars(title: &str, rows: &[(String, i64)]) -> String {
    let largest = rows.iter().map(|(_, n)| n.unsigned_abs()).max().unwrap_or(0).max(1);
    let (width, height) = (LABEL + BARS + NUMBERS, ROW * i64::try_from(rows.len()).unwrap_or(0));
    let mut out = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
        escaped(title)
    );
    for (at, (name, n)) in rows.iter().enumerate() {
        let y = ROW * i64::try_from(at).unwrap_or(0);
        let long = u128::from(n.unsigned_abs()) * u128::try_from(BARS).unwrap_or(0) / u128::from(largest);
        let long = i64::try_from(long).unwrap_or(BARS);
        let colour = if *n < 0 { "#bc4749" } else { "#2a6f97" };
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"{LABEL}\" y=\"{}\" width=\"{long}\" \
             height=\"14\" fill=\"{colour}\"/><text x=\"{}\" y=\"{}\">{}</text>",
            LABEL - 8,
            y + 15,
            escaped(name),
            y + 4,
            LABEL + long + 6,
            y + 15,
            grouped(*n),
        );
    }
    out + "</svg>"
}
