//! What a sample of the audit log says of all operations that it was drawn from.

use super::audit::{points_bound, upper_count, upper_share};
use super::special::number;
use crate::domain::drawn_sample::{AuditSample, Judgement, SampleResult};

/// A population of at least so many times the sample is large beside it.
const LARGE: u64 = 20;

/// The result so far: of an attribute sample by the operations that were looked at, of one by points once all were.
pub fn sample_result(sample: &AuditSample) -> SampleResult {
    let (done, wrong) = (sample.judged.len() as u64, sample.wrong());
    if sample.draw.design.kind.is_by_points() {
        return by_points(sample, done, wrong);
    }
    let population = sample.draw.population;
    let exact = (population < LARGE.saturating_mul(done)).then(|| upper_count(wrong, done, population)).flatten();
    let share = match exact {
        Some(count) => Some(number(count) / number(population)),
        None => upper_share(wrong, done),
    };
    let most_likely = if done == 0 { 0.0 } else { number(wrong) / number(done) };
    SampleResult { done, wrong, most_likely, upper: share, upper_count: exact }
}

fn by_points(sample: &AuditSample, done: u64, wrong: u64) -> SampleResult {
    let draw = &sample.draw;
    let excess = |seq| sample.judged.get(seq).map_or(0, Judgement::excess);
    let large = draw.large.iter().map(|seq| excess(seq).unsigned_abs()).fold(0, u64::saturating_add);
    let tainting = |seq| {
        let recorded = sample.judged.get(seq)?.recorded?.0.unsigned_abs();
        (recorded > 0).then(|| number(excess(seq).unsigned_abs()) / number(recorded))
    };
    let taintings: Vec<f64> = draw.taken.iter().filter_map(tainting).filter(|tainting| *tainting > 0.0).collect();
    let bound = points_bound(number(draw.interval.unsigned_abs()), &taintings, number(large));
    let is_whole = done == draw.len() as u64;
    // Whoever takes each operation knows all.
    let upper = if draw.taken.is_empty() { number(large) } else { bound.upper };
    SampleResult { done, wrong, most_likely: bound.most_likely, upper: is_whole.then_some(upper), upper_count: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit_sample::SampledOperation;
    use crate::domain::day::{Day, Instant};
    use crate::domain::drawn_sample::{SampleDesign, SampleDraw, SampleKind};
    use crate::domain::num::{OpSeq, Points};
    use rstest::rstest;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    /// A sample of so many of all operations, each of which moved so many points.
    fn drawn(kind: SampleKind, n: u64, all: i64, points: i64) -> AuditSample {
        let operation = |at: i64| SampledOperation {
            seq: OpSeq(at),
            id: Uuid::from_u128(u128::from(at.unsigned_abs())),
            points: Some(Points(points)),
        };
        let (from, to, words) = (Day(0), Day(1), "words".to_owned());
        let design = SampleDesign { kind, query: String::new(), from, to, words, n, tolerable: None };
        let draw = SampleDraw::of(design, 1, &[7; 32], (1..=all).map(operation).collect()).unwrap();
        AuditSample { id: draw.id(), draw, by: "auditor".to_owned(), at: Instant(0), judged: BTreeMap::new() }
    }

    /// All looked at; of the first ones so many points would have been right.
    fn judged(mut sample: AuditSample, right: &[i64]) -> AuditSample {
        let found = sample.draw.operations().enumerate().map(|(at, seq)| {
            let right = right.get(at).map(|points| Points(*points));
            let recorded = Some(Points(1_000));
            (seq, Judgement { seq, is_right: right.is_none(), recorded, right, by: "auditor".to_owned() })
        });
        sample.judged = found.collect();
        sample
    }

    #[rstest]
    #[case::none(60, 0, 487.0)]
    #[case::two(100, 2, 616.0)]
    fn a_small_part_of_many(#[case] n: u64, #[case] wrong: usize, #[case] upper: f64) {
        let result = sample_result(&judged(drawn(SampleKind::Attribute, n, 5_000, 1_000), &vec![0; wrong]));
        assert_eq!(((result.upper.unwrap() * 1e4).round(), result.upper_count), (upper, None));
    }

    #[rstest]
    #[case::fifty(50, 10)]
    #[case::fifty_one(51, 9)]
    fn a_large_part_of_few_is_counted(#[case] n: u64, #[case] count: u64) {
        let result = sample_result(&judged(drawn(SampleKind::Attribute, n, 200, 1_000), &[]));
        assert_eq!(result.upper_count, Some(count));
    }

    #[test]
    fn before_anything_was_looked_at_nothing_is_said() {
        let result = sample_result(&drawn(SampleKind::Attribute, 59, 5_000, 10));
        assert_eq!((result.done, result.upper), (0, None));
    }

    #[test]
    fn points_are_bounded_once_all_were_looked_at() {
        // 250,000 points, one operation of each 5,000.
        let sample = drawn(SampleKind::Credits, 50, 250, 1_000);
        assert_eq!((sample.draw.interval, sample.draw.len()), (5_000, 50));
        let mut result = sample_result(&judged(sample.clone(), &[500, 750]));
        assert_eq!((result.most_likely, (result.upper.unwrap() * 10.0).round()), (3_750.0, 212_889.0));
        result = sample_result(&judged(sample.clone(), &[]));
        assert!((result.upper.unwrap() - 14_978.7).abs() < 0.05);
        let mut half = judged(sample, &[]);
        half.judged.pop_last();
        assert_eq!(sample_result(&half).upper, None);
    }

    #[test]
    fn what_moved_more_than_an_interval_is_known_and_not_bounded() {
        let sample = drawn(SampleKind::Credits, 4, 3, 1_000);
        assert_eq!((sample.draw.large.len(), sample.draw.taken.len()), (3, 0));
        let result = sample_result(&judged(sample, &[400]));
        assert_eq!((result.most_likely, result.upper), (600.0, Some(600.0)));
    }

    #[test]
    fn debits_have_no_credits_among_them() {
        let operations = vec![
            SampledOperation { seq: OpSeq(1), id: Uuid::nil(), points: Some(Points(50)) },
            SampledOperation { seq: OpSeq(2), id: Uuid::max(), points: Some(Points(-50)) },
            SampledOperation { seq: OpSeq(3), id: Uuid::from_u128(3), points: None },
        ];
        let design = SampleDesign {
            kind: SampleKind::Debits,
            query: String::new(),
            from: Day(0),
            to: Day(1),
            words: "words".to_owned(),
            n: 5,
            tolerable: None,
        };
        let draw = SampleDraw::of(design.clone(), 3, &[7; 32], operations).unwrap();
        assert_eq!((draw.population, draw.operations().collect::<Vec<_>>()), (1, vec![OpSeq(2)]));
        assert_eq!(SampleDraw::of(design, 3, &[7; 32], Vec::new()), None);
    }
}
