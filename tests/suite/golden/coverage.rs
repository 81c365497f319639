//! How often each 95 % interval holds the true value, over a grid of true values and n: worked out over every outcome that can be,
//! not simulated, where outcomes are counts.
//!
//! From about five expected on either side on, every interval of shares and scores on this grid holds the true value in 92.5 to 98.5 of
//! 100 cases. With fewer, that of a single share may hold it in 83 only (Wilson's, where less than one is expected), and that of a net
//! promoter score too (of five answers); those of differences and of scores from a lowest to a highest one mostly in more than 98: too
//! wide rather than too narrow. Wald's interval of a difference does not hold with few, and says so where it is shown. So does the feedback pane.

use super::chance::Chance;
use loyaltui::analytics::exact::ExactSums;
use loyaltui::analytics::experiment::{two_proportions, welch};
use loyaltui::analytics::proportion::{nps, wilson};
use loyaltui::analytics::special::ln_gamma;
use loyaltui::domain::rate::Rate;
use rstest::rstest;

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn float(n: u64) -> f64 {
    n as f64
}

/// The chance of every number of successes.
fn binomial(n: u64, p: f64) -> Vec<f64> {
    let ways = |x: u64| ln_gamma(float(n) + 1.0) - ln_gamma(float(x) + 1.0) - ln_gamma(float(n - x) + 1.0);
    (0..=n).map(|x| (ways(x) + float(x) * p.ln() + float(n - x) * (-p).ln_1p()).exp()).collect()
}

#[rstest]
fn a_share(#[values(10, 30, 100, 300, 1_000)] n: u64, #[values(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)] p: f64) {
    let holds = |x: u64| wilson(x, n).is_some_and(|found| (found.low..=found.high).contains(&p));
    let covered: f64 = (0..=n).zip(binomial(n, p)).filter(|(x, _)| holds(*x)).map(|(_, chance)| chance).sum();
    let least = if float(n) * p >= 5.0 { 0.925 } else { 0.90 };
    assert!((least..=0.985).contains(&covered), "n {n}, p {p}: {covered}");
}

/// Where less than five are expected: over a fine grid, so that no dip is missed.
#[rstest]
fn a_share_of_few(#[values(10, 30, 100, 1_000)] n: u64) {
    let covered = (1..=200_u32).map(|step| {
        let p = f64::from(step) / 40.0 / float(n);
        let chances = binomial(n, p);
        let holds = |x: u64| wilson(x, n).is_some_and(|found| (found.low..=found.high).contains(&p));
        (0..=n).zip(chances).filter(|(x, _)| holds(*x)).map(|(_, chance)| chance).sum::<f64>()
    });
    let least = covered.fold(1.0_f64, f64::min);
    assert!((0.83..0.90).contains(&least), "n {n}: {least}");
}

/// Efforts of which a share is told 7, the others lower.
#[rstest]
fn a_score_of_effort(
    #[values(2, 4, 10, 30, 100)] n: u64,
    #[values(0.5, 0.8, 0.9, 0.95)] sevens: f64,
    #[values(6, 5, 4, 1)] other: i64,
) {
    #[expect(clippy::cast_precision_loss, reason = "1 to 6")]
    let truth = 7.0 * sevens + other as f64 * (1.0 - sevens);
    let holds = |x: u64| {
        let answers: ExactSums = (0..n).map(|at| if at < x { 7 } else { other }).collect();
        let found = answers.score_interval(1, 7).unwrap();
        assert!(found.low < found.high, "an interval without width says nothing");
        (found.low - 1e-12..=found.high + 1e-12).contains(&truth)
    };
    let covered: f64 = (0..=n).zip(binomial(n, sevens)).filter(|(x, _)| holds(*x)).map(|(_, chance)| chance).sum();
    assert!(covered >= 0.94, "n {n}: {covered}");
}

/// Wald's interval is too narrow where few are expected, which is what is said of it.
#[rstest]
#[case::few(20, (0.02, 0.05), 0.70..0.80)]
#[case::ten_on_either_side(100, (0.1, 0.3), 0.93..0.98)]
fn walds_difference_of_shares(#[case] n: u64, #[case] of: (f64, f64), #[case] held: std::ops::Range<f64>) {
    let (first, second) = (binomial(n, of.0), binomial(n, of.1));
    let mut covered = 0.0;
    for (x, a) in (0..=n).zip(&first) {
        for (y, b) in (0..=n).zip(&second).filter(|(_, b)| **b * a > 1e-12) {
            let found = two_proportions(Rate { part: x, n }, Rate { part: y, n }).unwrap().wald;
            covered += if (found.low..=found.high).contains(&(of.1 - of.0)) { a * b } else { 0.0 };
        }
    }
    assert!(held.contains(&covered), "{covered}");
}

#[rstest]
fn a_difference_of_shares(
    #[values(30, 100)] n: u64,
    #[values((0.02, 0.02), (0.05, 0.1), (0.1, 0.1), (0.1, 0.3), (0.3, 0.3), (0.5, 0.6))] of: (f64, f64),
) {
    let (first, second) = (binomial(n, of.0), binomial(n, of.1));
    let mut covered = 0.0;
    for (x, a) in (0..=n).zip(&first).filter(|(_, chance)| **chance > 1e-7) {
        for (y, b) in (0..=n).zip(&second).filter(|(_, chance)| **chance > 1e-7) {
            let found = two_proportions(Rate { part: x, n }, Rate { part: y, n }).unwrap().newcombe;
            if (found.low..=found.high).contains(&(of.1 - of.0)) {
                covered += a * b;
            }
        }
    }
    let most = if float(n) * of.0.min(of.1) >= 5.0 { 0.975 } else { 1.0 };
    assert!((0.94..=most).contains(&covered), "n {n}, {of:?}: {covered}");
}

#[rstest]
fn a_net_promoter_score(
    #[values(10, 20, 30, 100)] n: u64,
    #[values((0.5, 0.2), (0.33, 0.33), (0.7, 0.1), (0.2, 0.5), (0.9, 0.02), (0.1, 0.1))] of: (f64, f64),
) {
    let (promote, detract) = of;
    let truth = 100.0 * (promote - detract);
    let mut covered = 0.0;
    let detractors = |rest: u64| binomial(rest, detract / (1.0 - promote));
    for (p, chance) in (0..=n).zip(binomial(n, promote)) {
        for (d, share) in (0..=n - p).zip(detractors(n - p)) {
            let found = nps(p, n - p - d, d).unwrap();
            if (found.low..=found.high).contains(&truth) {
                covered += chance * share;
            }
        }
    }
    let few = float(n) * promote.min(detract) < 5.0;
    let (least, most) = if few { (0.92, 1.0) } else { (0.94, 0.975) };
    assert!((least..=most).contains(&covered), "n {n}, {of:?}: {covered}");
}

/// Means of money, which is skewed: Gamma numbers of shape 2, in cents.
#[rstest]
fn a_difference_of_means(#[values(20, 100)] n: u64) {
    let mut chance = Chance::new(n);
    let rounds = 2_000;
    let mut held = 0.0;
    #[expect(clippy::cast_possible_truncation, reason = "cents of a few purchases")]
    let mut arm = |scale: f64| -> ExactSums { (0..n).map(|_| (chance.gamma(2.0) * scale * 100.0) as i64).collect() };
    for _ in 0..rounds {
        let found = welch(arm(10.0), arm(15.0)).unwrap();
        let truth = (20.0 - 30.0) * 100.0;
        held += f64::from(u8::from((found.interval.low..=found.interval.high).contains(&truth)));
    }
    let share = held / f64::from(rounds);
    assert!((0.935..=0.965).contains(&share), "n {n}: {share}");
}
