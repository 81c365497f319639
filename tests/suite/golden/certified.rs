//! Variance, regression and analysis of variance on the certified data sets of NIST (Statistical Reference Datasets,
//! <https://www.itl.nist.gov/div898/strd/>), to fourteen digits and more. Numbers are whole: decimals are counted in units of their
//! last place.

use loyaltui::analytics::distribution::f_above;
use loyaltui::analytics::exact::{ExactPairs, ExactSums, anova};
use rstest::rstest;

#[track_caller]
fn assert_digits(found: f64, certified: f64) {
    let error = (found - certified).abs() / certified.abs();
    assert!(error <= 1e-14, "{found:e} is not {certified:e}: relative error {error:e}");
}

/// A number, then one less and one more in turn.
fn around(centre: i64, n: usize) -> impl Iterator<Item = i64> {
    std::iter::once(centre).chain([centre - 1, centre + 1].into_iter().cycle()).take(n)
}

#[rstest]
#[case::num_acc_1(vec![10_000_001, 10_000_003, 10_000_002], 10_000_002.0, 1.0)]
#[case::num_acc_2(around(12, 1_001).collect(), 12.0, 1.0)]
#[case::num_acc_3(around(10_000_002, 1_001).collect(), 10_000_002.0, 1.0)]
#[case::num_acc_4(around(100_000_002, 1_001).collect(), 100_000_002.0, 1.0)]
fn means_and_deviations_are_those_certified(#[case] values: Vec<i64>, #[case] mean: f64, #[case] deviation: f64) {
    let sums: ExactSums = values.into_iter().collect();
    assert_digits(sums.mean().unwrap(), mean);
    assert_digits(sums.variance().unwrap().sqrt(), deviation);
}

/// Simon and Lesage: nine treatments whose means differ by a tenth, of 21, 201 or 2,001 numbers, around 1, 10⁶ and 10¹².
#[rstest]
fn every_simon_and_lesage_set(
    #[values((21, 21.0), (201, 201.0), (2_001, 2_001.0))] of: (usize, f64),
    #[values(10, 10_000_000, 10_000_000_000_000)] base: i64,
) {
    let (n, certified) = of;
    let groups: Vec<ExactSums> =
        [4, 3, 5, 3, 5, 3, 5, 3, 5].iter().map(|centre| around(base + centre, n).collect()).collect();
    let found = anova(&groups).unwrap();
    assert_digits(found.f, certified);
    let between = [1.68, 16.08, 160.08][[21, 201, 2_001].iter().position(|m| *m == n).unwrap()];
    assert_digits(found.between.0 / 100.0, between);
    assert_digits(found.within.0 / found.within.1 / 100.0, 0.01);
}

/// Atomic weight of silver by two instruments, in units of 10⁻⁷.
const SILVER: [&[i64]; 2] = [
    &[
        1_078_681_568,
        1_078_681_465,
        1_078_681_572,
        1_078_681_785,
        1_078_681_446,
        1_078_681_903,
        1_078_681_526,
        1_078_681_494,
        1_078_681_616,
        1_078_681_587,
        1_078_681_519,
        1_078_681_486,
        1_078_681_419,
        1_078_681_569,
        1_078_681_508,
        1_078_681_672,
        1_078_681_385,
        1_078_681_518,
        1_078_681_662,
        1_078_681_424,
        1_078_681_360,
        1_078_681_333,
        1_078_681_610,
        1_078_681_477,
    ],
    &[
        1_078_681_079,
        1_078_681_344,
        1_078_681_513,
        1_078_681_197,
        1_078_681_604,
        1_078_681_385,
        1_078_681_642,
        1_078_681_365,
        1_078_681_151,
        1_078_681_082,
        1_078_681_517,
        1_078_681_448,
        1_078_681_198,
        1_078_681_482,
        1_078_681_334,
        1_078_681_609,
        1_078_681_101,
        1_078_681_512,
        1_078_681_469,
        1_078_681_360,
        1_078_681_254,
        1_078_681_261,
        1_078_681_450,
        1_078_681_368,
    ],
];

/// Resistivity of silicon by five instruments, in units of 10⁻⁴.
const SILICON: [&[i64]; 5] = [
    &[1_963_052, 1_961_240, 1_961_890, 1_962_569, 1_963_403],
    &[1_963_042, 1_963_825, 1_961_669, 1_963_257, 1_960_422],
    &[1_961_303, 1_962_005, 1_962_889, 1_960_343, 1_961_811],
    &[1_962_795, 1_961_748, 1_961_494, 1_961_485, 1_959_885],
    &[1_962_119, 1_961_051, 1_961_850, 1_960_052, 1_962_090],
];

#[test]
fn silver_and_silicon() {
    let of = |groups: &[&[i64]]| {
        let groups: Vec<ExactSums> = groups.iter().map(|group| group.iter().copied().collect()).collect();
        anova(&groups).unwrap()
    };
    let silver = of(&SILVER);
    assert_digits(silver.f, 15.946_733_567_793_0);
    assert_digits(silver.between.0 / 1e14, 3.638_341_875_000_00e-9);
    assert_digits(silver.within.0 / 1e14, 1.049_517_291_666_67e-8);
    assert!(f_above(silver.f, silver.between.1, silver.within.1) < 0.001);
    assert_digits(of(&SILICON).f, 1.180_462_374_402_55);
}

/// Norris: ozone as one instrument measures it against another, (x, y) in tenths.
const OZONE: [(i64, i64); 36] = [
    (2, 1),
    (3_374, 3_388),
    (1_182, 1_181),
    (8_846, 8_880),
    (101, 92),
    (2_265, 2_281),
    (6_663, 6_685),
    (9_963, 9_985),
    (4_486, 4_491),
    (7_770, 7_789),
    (5_582, 5_592),
    (4, 3),
    (6, 1),
    (7_755, 7_781),
    (6_669, 6_688),
    (3_380, 3_393),
    (4_475, 4_489),
    (116, 108),
    (5_560, 5_577),
    (2_281, 2_283),
    (9_958, 9_980),
    (8_876, 8_888),
    (1_202, 1_196),
    (3, 3),
    (3, 6),
    (5_568, 5_576),
    (3_391, 3_393),
    (8_872, 8_880),
    (9_990, 9_985),
    (7_790, 7_789),
    (111, 102),
    (1_183, 1_176),
    (2_292, 2_289),
    (6_691, 6_684),
    (4_489, 4_492),
    (5, 2),
];

#[test]
fn the_line_of_norris() {
    let mut pairs = ExactPairs::default();
    for (x, y) in OZONE {
        pairs.add(x, y);
    }
    let line = pairs.line().unwrap();
    assert_digits(line.slope, 1.002_116_818_020_45);
    assert_digits(line.intercept / 10.0, -0.262_323_073_774_029);
    assert_digits(line.residual / 10.0, 0.884_796_396_144_373);
    assert_digits(line.slope_error, 0.429_796_848_199_937e-3);
    assert_digits(line.r_squared, 0.999_993_745_883_712);
    assert!((pairs.correlation().unwrap().powi(2) - line.r_squared).abs() < 1e-14);
}
