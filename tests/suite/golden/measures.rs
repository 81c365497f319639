//! Scores and their differences against values worked out elsewhere (`ab_nps.csv`).

use super::models::rows;
use loyaltui::analytics::proportion::{nps, nps_change};

/// A quantity of a case of the file.
fn golden(case: &str, quantity: &str) -> f64 {
    let rows = rows(include_str!("ab_nps.csv"));
    let row = rows.iter().find(|row| row["case"] == case && row["quantity"] == quantity).unwrap();
    row["value"].parse().unwrap()
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} against {expected}");
}

#[test]
fn scores_are_the_published_ones() {
    close(nps(162, 108, 54).unwrap().value, golden("whuber_crossvalidated_n324", "nps"));
    close(nps(50, 30, 20).unwrap().value, golden("simple", "nps"));
}

#[test]
fn the_difference_of_two_periods_has_the_published_error() {
    let change = nps_change((200, 150, 150), (230, 160, 110)).unwrap();
    close(change.interval.value, golden("nps_change", "diff"));
    close(change.z.unwrap(), golden("nps_change", "z"));
    close(change.p.unwrap(), golden("nps_change", "p"));
}
