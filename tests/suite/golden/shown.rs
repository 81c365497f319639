//! Every interval that a screen or a command shows, simulated over a grid of true values and n: how often it holds the true value.
//! `COVERAGE=20000 cargo test --release --test suite golden::shown -- --nocapture` prints the whole table with so many rounds of each;
//! every day there are fewer. Where an interval does not hold in 94 to 97.5 of 100 cases, what says so stands beside it.

use super::chance::Chance;
use loyaltui::analytics::audit::{upper_count, upper_share};
use loyaltui::analytics::exact::ExactSums;
use loyaltui::analytics::experiment::{incremental_roi, two_proportions, welch};
use loyaltui::analytics::proportion::{nps, nps_change, wilson};
use loyaltui::domain::rate::Rate;
use rayon::prelude::*;
use std::fmt::Write as _;

/// Rounds of each where nobody asks for more.
const ROUNDS: u32 = 400;

/// One interval at one place of the grid.
struct Place {
    /// Which interval, and of what.
    name: &'static str,
    at: String,
    /// The least and the most of 100 that it holds, as what is shown says.
    says: (f64, f64),
    /// The text that says so, where that is not 94 to 97.5.
    by: &'static str,
    holds: Box<dyn Fn(&mut Chance) -> bool + Sync + Send>,
}

/// Of 94 to 97.5: nothing more has to be said.
const AS_IT_SHOULD: (f64, f64) = (0.94, 0.975);
const WILSON: &str = "stats.wilson_few, figure.*, segments rates";
const NPS: &str = "feedback.how, stats.nps_few";

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn float(n: u64) -> f64 {
    n as f64
}

fn count(chance: &mut Chance, n: u64, p: f64) -> u64 {
    (0..n).map(|_| u64::from(chance.share() < p)).sum()
}

/// Promoters, passives, detractors.
fn answers(chance: &mut Chance, n: u64, (promote, detract): (f64, f64)) -> (u64, u64, u64) {
    let mut out = (0, 0, 0);
    for _ in 0..n {
        match chance.share() {
            u if u < promote => out.0 += 1,
            u if u < promote + detract => out.2 += 1,
            _ => out.1 += 1,
        }
    }
    out
}

/// Within, ends and rounding included.
fn within(truth: f64, low: f64, high: f64) -> bool {
    (low - 1e-9..=high + 1e-9).contains(&truth)
}

const SHARES: [f64; 6] = [0.01, 0.05, 0.1, 0.3, 0.5, 0.9];
const SCORES: [(f64, f64); 5] = [(0.5, 0.2), (0.33, 0.33), (0.7, 0.1), (0.9, 0.02), (0.1, 0.1)];

fn shares(out: &mut Vec<Place>) {
    for n in [5, 10, 30, 100, 1_000] {
        for p in SHARES {
            let few = float(n) * p.min(1.0 - p) < 5.0;
            out.push(Place {
                name: "share (Wilson): rates, CSAT, activation, stats share",
                at: format!("n {n}, {p}"),
                says: if few { (0.83, 1.0) } else { (0.925, 0.985) },
                by: WILSON,
                holds: Box::new(move |chance| {
                    let found = wilson(count(chance, n, p), n).unwrap();
                    within(p, found.low, found.high)
                }),
            });
        }
    }
}

fn scores(out: &mut Vec<Place>) {
    for n in [5, 10, 20, 50, 200] {
        for of in SCORES {
            let few = float(n) * of.0.min(of.1) < 5.0;
            out.push(Place {
                name: "NPS (adjusted Wald)",
                at: format!("n {n}, {of:?}"),
                says: if few { (0.83, 1.0) } else { (0.93, 0.985) },
                by: NPS,
                holds: Box::new(move |chance| {
                    let (p, m, d) = answers(chance, n, of);
                    let found = nps(p, m, d).unwrap();
                    within(100.0 * (of.0 - of.1), found.low, found.high)
                }),
            });
        }
    }
    for (n, m) in [(5, 5), (5, 50), (10, 10), (20, 20), (20, 100), (50, 50), (200, 200)] {
        for (at, first) in SCORES.iter().copied().enumerate() {
            let second = SCORES[(at + 2) % SCORES.len()];
            let few = n.min(m) < 20;
            out.push(Place {
                name: "change of NPS (MOVER)",
                at: format!("n {n} {m}, {first:?} {second:?}"),
                says: if few { (0.88, 1.0) } else { (0.93, 0.985) },
                by: NPS,
                holds: Box::new(move |chance| {
                    let found = nps_change(answers(chance, n, first), answers(chance, m, second)).unwrap().interval;
                    within(100.0 * (second.0 - second.1 - first.0 + first.1), found.low, found.high)
                }),
            });
        }
    }
    for n in [2, 5, 10, 30, 100] {
        for sevens in [0.3, 0.5, 0.8, 0.95] {
            out.push(Place {
                name: "CES (Student, one more at either end)",
                at: format!("n {n}, {sevens} say 7, the others 3 to 6"),
                says: (0.94, 1.0),
                by: NPS,
                holds: Box::new(move |chance| {
                    let score = |chance: &mut Chance| match chance.share() {
                        u if u < sevens => 7,
                        u => 3 + whole((u - sevens) / (1.0 - sevens) * 4.0).min(3),
                    };
                    let answers: ExactSums = (0..n).map(|_| score(chance)).collect();
                    let found = answers.score_interval(1, 7).unwrap();
                    within(7.0 * sevens + 4.5 * (1.0 - sevens), found.low, found.high)
                }),
            });
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
fn whole(number: f64) -> i64 {
    number as i64
}

fn differences(out: &mut Vec<Place>) {
    for n in [10, 30, 100, 1_000] {
        for (p, q) in [(0.02, 0.02), (0.05, 0.1), (0.1, 0.1), (0.1, 0.3), (0.3, 0.3), (0.5, 0.6), (0.9, 0.95)] {
            let least = float(n) * [p, q, 1.0 - p, 1.0 - q].into_iter().fold(1.0, f64::min);
            let arms = move |chance: &mut Chance| {
                let rate = |part| Rate { part, n };
                two_proportions(rate(count(chance, n, p)), rate(count(chance, n, q))).unwrap()
            };
            out.push(Place {
                name: "difference of shares (Newcombe)",
                at: format!("n {n}, {p} {q}"),
                says: if least < 5.0 { (0.93, 1.0) } else { (0.935, 0.98) },
                by: "stats.newcombe",
                holds: Box::new(move |chance| {
                    let found = arms(chance).newcombe;
                    within(q - p, found.low, found.high)
                }),
            });
            out.push(Place {
                name: "difference of shares (Wald)",
                at: format!("n {n}, {p} {q}"),
                says: if least < 10.0 { (0.0, 1.0) } else { (0.92, 0.98) },
                by: "stats.wald",
                holds: Box::new(move |chance| {
                    let found = arms(chance).wald;
                    within(q - p, found.low, found.high)
                }),
            });
        }
    }
}

/// Cents of Gamma numbers.
fn cents(chance: &mut Chance, n: u64, shape: f64, scale: f64) -> ExactSums {
    (0..n).map(|_| whole(chance.gamma(shape) * scale * 100.0)).collect()
}

fn money(out: &mut Vec<Place>) {
    for n in [5, 10, 30, 100] {
        for (name, shape, other) in [
            ("even", 20.0, 20.0),
            ("skewed", 2.0, 2.0),
            ("very skewed", 0.5, 0.5),
            ("one skewed", 2.0, 20.0),
            ("one very skewed", 0.5, 20.0),
        ] {
            let arms = move |chance: &mut Chance| {
                welch(cents(chance, n, shape, 31.0 / shape), cents(chance, 2 * n, other, 29.0 / other)).unwrap()
            };
            // Cents are cut, of both arms alike.
            let truth = 200.0;
            let skewed = shape < 1.0 || n < 30;
            out.push(Place {
                name: "difference of means (Welch)",
                at: format!("n {n} {}, {name}", 2 * n),
                says: if skewed { (0.82, 0.99) } else { (0.925, 0.98) },
                by: "stats.welch_skewed",
                holds: Box::new(move |chance| {
                    let found = arms(chance).interval;
                    within(truth, found.low, found.high)
                }),
            });
            for with_df in [true, false] {
                let small = n < 30 || shape < 1.0;
                out.push(Place {
                    name: if with_df { "ROI (Student, --df)" } else { "ROI (normal, no --df)" },
                    at: format!("n {n} {}, {name}", 2 * n),
                    says: if small { (0.76, 0.99) } else { (0.92, 0.98) },
                    by: "stats.roi_normal, stats.roi_skewed",
                    holds: Box::new(move |chance| {
                        let found = arms(chance);
                        let error = found.difference / found.t;
                        let freedom = with_df.then_some(found.freedom);
                        let money = |cents: f64| cents / 100.0;
                        let roi = incremental_roi(
                            money(found.difference),
                            Some((money(error), freedom)),
                            9_500,
                            0.4,
                            9_000.0,
                        );
                        let right = incremental_roi(money(truth), None, 9_500, 0.4, 9_000.0).unwrap().roi;
                        let span = roi.unwrap().interval.unwrap();
                        within(right, span.low, span.high)
                    }),
                });
            }
        }
    }
}

fn audits(out: &mut Vec<Place>) {
    for n in [25, 60, 150] {
        for p in [0.01, 0.05, 0.2] {
            out.push(Place {
                name: "audit: at most so large a share is wrong (Clopper and Pearson, one-sided)",
                at: format!("n {n}, {p}"),
                says: (0.95, 1.0),
                by: "audit.says_share: “at most”",
                holds: Box::new(move |chance| upper_share(count(chance, n, p), n).unwrap() >= p),
            });
        }
    }
    for wrong in [3, 20, 60] {
        let (n, all) = (60, 300);
        out.push(Place {
            name: "audit: at most so many of a small population are wrong (hypergeometric, one-sided)",
            at: format!("{n} of {all}, {wrong} wrong"),
            says: (0.95, 1.0),
            by: "audit.says_count: “at most”",
            holds: Box::new(move |chance| {
                let (mut left, mut bad, mut seen) = (all, wrong, 0);
                for _ in 0..n {
                    if chance.share() * float(left) < float(bad) {
                        (bad, seen) = (bad - 1, seen + 1);
                    }
                    left -= 1;
                }
                upper_count(seen, n, all).unwrap() >= wrong
            }),
        });
    }
}

#[test]
fn every_interval_that_is_shown() {
    let asked: Option<u32> = std::env::var("COVERAGE").ok().map(|n| n.parse().unwrap());
    let rounds = asked.unwrap_or(ROUNDS);
    let mut places = Vec::new();
    for add in [shares, scores, differences, money, audits] {
        add(&mut places);
    }
    let shares: Vec<f64> = places
        .par_iter()
        .enumerate()
        .map(|(at, place)| {
            let mut chance = Chance::new(1_000 + at as u64);
            let held: u32 = (0..rounds).map(|_| u32::from((place.holds)(&mut chance))).sum();
            f64::from(held) / f64::from(rounds)
        })
        .collect();
    let mut wrong = String::new();
    for (place, share) in places.iter().zip(shares) {
        // Four standard errors of the simulation itself.
        let chance = 4.0 * (0.05 * 0.95 / f64::from(rounds)).sqrt() + 1.0 / f64::from(rounds);
        let (low, high) = place.says;
        let usual = (AS_IT_SHOULD.0..=AS_IT_SHOULD.1).contains(&share);
        let line = format!(
            "{:<85} {:<45} {:5.1} %{}",
            place.name,
            place.at,
            100.0 * share,
            if usual { String::new() } else { format!("  said by {}", place.by) }
        );
        if asked.is_some() {
            println!("{line}");
        }
        let slack = if low < 0.9 { 2.0 * chance } else { chance };
        if share < low - slack || share > high + chance {
            writeln!(wrong, "{line}, which says {low} to {high}").unwrap();
        }
        assert!(place.says == AS_IT_SHOULD || !place.by.is_empty());
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
