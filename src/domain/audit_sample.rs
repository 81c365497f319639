//! Which operations an auditor looks at: an order that nobody can know before and anybody can repeat after, and the two ways to take
//! a sample by it.
//!
//! The seed is the hash of the tree's root at the end of the period and of words that the auditor chooses, the order that of
//! the hashes of seed and operation. So a larger sample only adds operations.

use super::journal::Digest;
use super::num::{OpSeq, Points};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The seed of the samples of a period.
///
/// ```
/// use loyaltui::domain::audit_sample::seed;
/// use loyaltui::domain::journal::{TreeEdge, hex};
/// use sha2::{Digest, Sha256};
///
/// let operations: Vec<[u8; 32]> = (1..=5).map(|n| Sha256::digest(format!("op{n}")).into()).collect();
/// let seed = seed(&TreeEdge::of(&operations).root(), "2026-11 王");
/// assert_eq!(&hex(&seed)[..16], "7482f5eb770d6598");
/// ```
pub fn seed(root: &Digest, words: &str) -> Digest {
    Sha256::new().chain_update("loyaltui/seed/1").chain_update(root).chain_update(words).finalize().into()
}

/// Where an operation stands in the order of a seed.
fn place(seed: &Digest, operation: Uuid) -> Digest {
    Sha256::new()
        .chain_update("loyaltui/sample/1")
        .chain_update(seed)
        .chain_update(operation.as_bytes())
        .finalize()
        .into()
}

/// An operation that may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampledOperation {
    pub seq: OpSeq,
    pub id: Uuid,
    /// The points that it moved, where it moved any.
    pub points: Option<Points>,
}

/// All operations in the order of a seed.
pub fn in_order(seed: &Digest, mut operations: Vec<SampledOperation>) -> Vec<SampledOperation> {
    operations.sort_by_cached_key(|operation| place(seed, operation.id));
    operations
}

/// Operations to look at by their points: the more an operation moved, the likelier it is among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PointsSample {
    /// The points of all, without their sign.
    pub points: i64,
    /// One is taken of so many points.
    pub interval: i64,
    /// Those that moved as many points or more: each is taken.
    pub large: Vec<SampledOperation>,
    /// One of each interval of what is left.
    pub taken: Vec<SampledOperation>,
}

/// A sample by points of about `n`, of operations in the order of a seed. The first point of each interval is that of a start out of the
/// seed.
pub fn by_points(seed: &Digest, n: u64, operations: &[SampledOperation]) -> PointsSample {
    let size = |operation: &SampledOperation| operation.points.map_or(0, |points| points.0.saturating_abs());
    let points: i64 = operations.iter().map(size).fold(0, i64::saturating_add);
    let interval = (points / i64::try_from(n.max(1)).unwrap_or(i64::MAX)).max(1);
    if points == 0 {
        return PointsSample::default();
    }
    let (large, rest): (Vec<_>, Vec<_>) = operations.iter().partition(|operation| size(operation) >= interval);
    let start: Digest = Sha256::new().chain_update("loyaltui/start/1").chain_update(seed).finalize().into();
    let mut next = start.first_chunk().map_or(0, |bytes| i64::from(u32::from_be_bytes(*bytes))) % interval;
    let (mut before, mut taken) = (0_i64, Vec::new());
    for operation in rest {
        before = before.saturating_add(size(&operation));
        if before > next {
            taken.push(operation);
            next = next.saturating_add(interval);
        }
    }
    PointsSample { points, interval, large, taken }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::journal::TreeEdge;
    use proptest::prelude::*;

    fn golden() -> (Digest, Vec<SampledOperation>) {
        let hashes: Vec<Digest> = (1..=5).map(|n| Sha256::digest(format!("op{n}")).into()).collect();
        let id = |hash: &Digest| Uuid::from_slice(&hash[..16]).unwrap();
        let operations = hashes.iter().zip(1..).map(|(hash, n)| SampledOperation {
            seq: OpSeq(n),
            id: id(hash),
            points: Some(Points(n * 10)),
        });
        (seed(&TreeEdge::of(&hashes).root(), "2026-11 王"), operations.collect())
    }

    fn places(operations: &[SampledOperation]) -> Vec<i64> {
        operations.iter().map(|operation| operation.seq.0).collect()
    }

    #[test]
    fn the_golden_order_is_four_three_two_five_one() {
        let (seed, operations) = golden();
        assert_eq!(places(&in_order(&seed, operations)), [4, 3, 2, 5, 1]);
    }

    #[test]
    fn what_moved_more_than_an_interval_is_taken_and_of_the_rest_one_an_interval() {
        let (seed, operations) = golden();
        let sample = by_points(&seed, 3, &in_order(&seed, operations));
        // 150 points in three intervals of 50: the operation of 50 whole, of the other 100 two.
        assert_eq!((sample.points, sample.interval, places(&sample.large)), (150, 50, vec![5]));
        assert_eq!(sample.taken.len(), 2);
    }

    #[test]
    fn where_no_points_were_moved_there_is_no_sample_by_points() {
        let (seed, operations) = golden();
        let none: Vec<_> =
            operations.into_iter().map(|operation| SampledOperation { points: None, ..operation }).collect();
        assert_eq!(by_points(&seed, 5, &none), PointsSample::default());
    }

    proptest! {
        #[test]
        fn no_operation_is_taken_twice_and_none_is_invented(points in prop::collection::vec(-500_i64..500, 1..60), n in 1..40_u64) {
            let seed = seed(&[7; 32], "words");
            let operations: Vec<_> = points.iter().zip(1..).map(|(points, n)| SampledOperation {
                seq: OpSeq(n),
                id: Uuid::from_u128(u128::from(n.unsigned_abs())),
                points: Some(Points(*points)),
            }).collect();
            let sample = by_points(&seed, n, &in_order(&seed, operations));
            let mut taken = places(&[sample.large.clone(), sample.taken.clone()].concat());
            taken.sort_unstable();
            let len = taken.len();
            taken.dedup();
            prop_assert_eq!(taken.len(), len);
            let large: i64 = sample.large.iter().map(|operation| operation.points.unwrap().0.abs()).sum();
            // Of what is left there is one an interval, but for what the last one is short of.
            let rest = (sample.points - large) / sample.interval.max(1);
            prop_assert!((rest..=rest + 1).contains(&i64::try_from(sample.taken.len()).unwrap()), "{sample:?}");
        }
    }
}
