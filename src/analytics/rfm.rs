//! Recency, frequency, money: scores 1 to 5 by rank, ties together.
//!
//! A score is `1 + floor(5 × (rank − 1) / n)` with SQL's `RANK()`, 5 the best. Equal values score equally, so four cut points
//! a column say everything about everybody.

use crate::domain::segment::CutPoints;

/// The cut points of a column.
///
/// ```
/// use loyaltui::analytics::rfm::cuts_of;
///
/// // Seven of ten members bought once: rank 1, score 1. The eighth has rank 8: 1 + floor(5 × 7 / 10) = 4.
/// let cuts = cuts_of(&[1, 1, 1, 1, 1, 1, 1, 2, 3, 9]);
/// assert_eq!([1, 2, 3, 9].map(|orders| cuts.score(orders)), [1, 4, 5, 5]);
/// ```
pub fn cuts_of(values: &[i64]) -> CutPoints {
    let n = values.len();
    let mut scratch = values.to_vec();
    let mut cuts = [None; 4];
    for (at, cut) in cuts.iter_mut().enumerate() {
        // The first place (from 0) whose rank gives this score: 5 × place ≥ score × n.
        let place = (n * (at + 1)).div_ceil(5);
        if place < n {
            *cut = first_at_or_after(&mut scratch, place);
        }
    }
    CutPoints(cuts)
}

/// The smallest value whose first place in the sorted column is `place` or later.
fn first_at_or_after(values: &mut [i64], place: usize) -> Option<i64> {
    let (_, at, _) = values.select_nth_unstable(place);
    let at = *at;
    let before = values.iter().filter(|v| **v < at).count();
    if before == place { Some(at) } else { values.iter().copied().filter(|v| *v > at).min() }
}

/// `NTILE(5)` over (value, row), rows in the order given: the first `n mod 5` tiles hold one more.
///
/// ```
/// use loyaltui::analytics::rfm::ntile;
///
/// assert_eq!(ntile(&[30, 10, 10, 20, 50, 40, 60]), [2, 1, 1, 2, 4, 3, 5]);
/// ```
pub fn ntile(values: &[i64]) -> Vec<u8> {
    let n = values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|row| (values[*row], *row));
    let (size, longer) = (n / 5, n % 5);
    let mut tiles = vec![0; n];
    for (place, row) in order.into_iter().enumerate() {
        let in_longer = longer * (size + 1);
        let tile = if place < in_longer { place / (size + 1) } else { longer + (place - in_longer) / size.max(1) };
        tiles[row] = u8::try_from(tile + 1).unwrap_or(5);
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rule as it is written, slowly.
    fn by_rank(values: &[i64], value: i64) -> u8 {
        let rank = 1 + values.iter().filter(|v| **v < value).count();
        u8::try_from(1 + 5 * (rank - 1) / values.len()).unwrap()
    }

    proptest! {
        #[test]
        fn cut_points_score_as_ranks_do(values in proptest::collection::vec(-20..20_i64, 1..200)) {
            let cuts = cuts_of(&values);
            for value in &values {
                prop_assert_eq!(cuts.score(*value), by_rank(&values, *value));
            }
        }

        #[test]
        fn tiles_are_even_and_in_order(values in proptest::collection::vec(-20..20_i64, 5..200)) {
            let tiles = ntile(&values);
            let sizes: Vec<usize> = (1..=5).map(|t| tiles.iter().map(|x| usize::from(*x == t)).sum()).collect();
            prop_assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[0] - sizes[4] <= 1);
            for (a, b) in tiles.iter().zip(&values).zip(tiles.iter().zip(&values).skip(1)).map(|((t, v), (u, w))| ((*t, *v), (*u, *w))) {
                prop_assert!(a.1 > b.1 || a.0 <= b.0 || a.1 == b.1);
            }
        }
    }
}
