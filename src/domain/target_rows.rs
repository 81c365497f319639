//! Plan against actual: what was planned of figures, month by month, beside what they came to.

use super::day::Day;
use super::figure::{FigureCode, FigureUnit, Target};
use super::num::{Money, Points};
use super::overview::{Figure, FigureValue, Overview, PointsOverview, months_to};
use super::program::Programs;

/// What was planned of a figure in a month, and what it came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetRow {
    pub code: FigureCode,
    /// The first day of the month.
    pub month: Day,
    pub plan: FigureValue,
    /// So far, in the month of the day; `None` in a month to come, and where there is nothing to tell it from.
    pub actual: Option<FigureValue>,
}

impl TargetRow {
    /// What there is of what was planned; `None` where nothing was planned or nothing is known.
    pub fn share(&self) -> Option<f64> {
        let plan = self.plan.number();
        self.actual.filter(|_| plan > 0.0).map(|actual| actual.number() / plan)
    }
}

/// The targets from the first month of the figures' trend on, by month, then in the programme's order. `decimals`: those of money.
///
/// ```
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::figure::{FigureCode, Target};
/// use loyaltui::domain::num::Money;
/// use loyaltui::domain::overview::{Figure, FigureValue, MONTHS};
/// use loyaltui::domain::target_rows::against;
///
/// let day = |text| Day::parse(text).unwrap();
/// let months = (1..=12).map(|month| Some(FigureValue::Money(Money(100 * month)))).collect();
/// let spend = Figure::of(FigureCode::NetSpend, FigureValue::Money(Money(1_200))).with_months(months);
/// let target = |month, value_e4| Target { code: FigureCode::NetSpend, month: day(month), value_e4 };
/// // 16.00 planned in November, of which 12.00 are there; 20.00 in December.
/// let targets = [target("2026-12-01", 200_000), target("2026-11-01", 160_000), target("2025-11-01", 10_000)];
/// let rows = against(&targets, &[spend], day("2026-11-22"), 2);
/// assert_eq!(rows.iter().map(|row| row.month.to_string()).collect::<Vec<_>>(), ["2026-11-01", "2026-12-01"]);
/// assert_eq!((rows[0].plan, rows[0].share(), rows[1].actual), (FigureValue::Money(Money(1_600)), Some(0.75), None));
/// ```
pub fn against(targets: &[Target], figures: &[Figure], day: Day, decimals: u32) -> Vec<TargetRow> {
    let months = months_to(day);
    let first = months.first().map_or(day, |(first, _)| *first);
    let actual = |target: &Target| {
        let at = months.iter().position(|(first, _)| *first == target.month)?;
        figures.iter().find(|figure| figure.code == target.code)?.months.get(at).copied().flatten()
    };
    let mut rows: Vec<TargetRow> = targets
        .iter()
        .filter(|target| target.month >= first)
        .map(|target| TargetRow {
            code: target.code,
            month: target.month,
            plan: planned(target, decimals),
            actual: actual(target),
        })
        .collect();
    rows.sort_by_key(|row| row.month);
    rows
}

/// The targets of the programme in force on the day of an overview of everybody.
pub fn target_rows(programs: &Programs, overview: &Overview, points: &PointsOverview) -> Vec<TargetRow> {
    let figures: Vec<Figure> = overview.figures.iter().cloned().chain(points.figures()).collect();
    let program = programs.at_end_of(overview.day);
    against(&program.targets, &figures, overview.day, program.currency.decimals)
}

#[expect(clippy::cast_precision_loss, reason = "targets stay below 10^12")]
fn planned(target: &Target, decimals: u32) -> FigureValue {
    let whole = target.value_e4 / 10_000;
    let number = target.value_e4 as f64 / 10_000.0;
    match target.code.unit() {
        FigureUnit::Count => FigureValue::Count(whole),
        FigureUnit::Points => FigureValue::Points(Points(whole)),
        FigureUnit::Money => {
            let minor = i128::from(target.value_e4) * 10_i128.pow(decimals) / 10_000;
            FigureValue::Money(Money(i64::try_from(minor).unwrap_or(i64::MAX)))
        }
        FigureUnit::Share => FigureValue::Share(number),
        FigureUnit::Score => FigureValue::Score(number),
        FigureUnit::Hours => FigureValue::Hours(number),
    }
}
