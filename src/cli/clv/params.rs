//! Parameters, horizons and customers as they are typed.

use crate::cli::args::BadText;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::given_model::{GivenCustomer, GivenParams, ModelKind};
use crate::domain::real::Real;
use crate::t;
use clap::{Args, ValueEnum};

/// Weeks at most that a horizon may have.
const WEEKS_MAX: f64 = 10_000.0;

/// Numbers by their names, as `r=0.243,alpha=4.414`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedNumbers(Vec<(String, Real)>);

impl NamedNumbers {
    /// The numbers of these names in their order, where they are those and no others.
    pub fn of<const N: usize>(&self, names: [&str; N]) -> Option<[Real; N]> {
        let of = |name: &str| self.0.iter().find(|(known, _)| known == name).map(|(_, number)| *number);
        let found: Vec<Real> = names.iter().filter_map(|name| of(name)).collect();
        if self.0.len() == N { found.try_into().ok() } else { None }
    }

    fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, number)| number.get())
    }
}

/// Reads `name=number` pairs separated by commas, each name once.
pub fn named(text: &str) -> Result<NamedNumbers, BadText> {
    let pair = |pair: &str| {
        let (name, number) = pair.split_once('=')?;
        Some((name.trim().to_owned(), Real::new(number.trim().parse().ok()?)?))
    };
    let pairs: Option<Vec<(String, Real)>> = text.split(',').map(pair).collect();
    let pairs = pairs.ok_or(BadText::NamedNumbers)?;
    let mut names: Vec<&String> = pairs.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() == pairs.len() { Ok(NamedNumbers(pairs)) } else { Err(BadText::NamedNumbers) }
}

/// Reads the weeks of a horizon.
pub fn weeks(text: &str) -> Result<Real, BadText> {
    let number = text.parse::<f64>().ok().and_then(Real::new);
    number.filter(|weeks| weeks.get() > 0.0 && weeks.get() <= WEEKS_MAX).ok_or(BadText::Horizon)
}

/// Reads the days of a horizon, as weeks.
pub fn days(text: &str) -> Result<Real, BadText> {
    let number = text.parse::<f64>().ok().and_then(|days| Real::new(days / 7.0));
    number.filter(|weeks| weeks.get() > 0.0 && weeks.get() <= WEEKS_MAX).ok_or(BadText::Horizon)
}

/// One horizon.
#[derive(Debug, Clone, Copy, Args)]
pub struct HorizonArg {
    /// Horizon of expected purchases in weeks, decimals allowed
    #[arg(long, value_name = "N", value_parser = weeks)]
    weeks: Option<Real>,
    /// The same horizon in days
    #[arg(long, value_name = "N", value_parser = days, conflicts_with = "weeks")]
    days: Option<Real>,
}

impl HorizonArg {
    /// The horizon in weeks.
    pub fn weeks(&self) -> Option<Real> {
        self.weeks.or(self.days)
    }
}

/// A model of purchases by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ModelArg {
    #[value(name = "bgnbd")]
    Bg,
    #[value(name = "mbgnbd")]
    Mbg,
    #[value(name = "pareto_nbd")]
    Pareto,
}

impl ModelArg {
    fn kind(self) -> ModelKind {
        match self {
            Self::Bg => ModelKind::BgNbd,
            Self::Mbg => ModelKind::MbgNbd,
            Self::Pareto => ModelKind::ParetoNbd,
        }
    }
}

/// The parameters of a model; which model, their names say, as far as they can.
pub fn given(context: &CliContext, params: &NamedNumbers, model: Option<ModelArg>) -> Result<GivenParams, CliFailure> {
    let by_names =
        [ModelKind::BgNbd, ModelKind::ParetoNbd].into_iter().find(|kind| params.of(kind.parameters()).is_some());
    let kind = model.map(ModelArg::kind).or(by_names).unwrap_or(ModelKind::BgNbd);
    let numbers = params.of(kind.parameters()).filter(|numbers| numbers.iter().all(|number| number.get() > 0.0));
    let numbers = numbers.ok_or_else(|| {
        let names = |kind: ModelKind| kind.parameters().join(", ");
        let (bg, pareto) = (names(ModelKind::BgNbd), names(ModelKind::ParetoNbd));
        CliFailure::Usage(t!(context.words, "cli.usage.params", bg = bg, pareto = pareto))
    })?;
    Ok(GivenParams { kind, numbers })
}

/// What times are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TimeArg {
    #[default]
    Days,
    Weeks,
}

impl TimeArg {
    pub fn in_weeks(self, time: f64) -> f64 {
        match self {
            Self::Days => time / 7.0,
            Self::Weeks => time,
        }
    }
}

/// A customer of `x=2,t_x=213,age=272`, with `mean=22.345` or without.
pub fn customer(context: &CliContext, typed: &NamedNumbers, time: TimeArg) -> Result<GivenCustomer, CliFailure> {
    let known = ["x", "t_x", "age", "mean"];
    let is_known = typed.0.iter().all(|(name, _)| known.contains(&name.as_str()));
    let read = || {
        let (x, t_x, age) = (whole(typed.get("x")?)?, typed.get("t_x")?, typed.get("age")?);
        customer_of(x, time.in_weeks(t_x), time.in_weeks(age), typed.get("mean").unwrap_or(0.0))
    };
    let refused = || CliFailure::Usage(t!(context.words, "cli.usage.customer"));
    read().filter(|_| is_known).ok_or_else(refused)
}

/// A customer whose numbers can be.
pub fn customer_of(x: u32, t_x: f64, age: f64, mean: f64) -> Option<GivenCustomer> {
    let can_be = t_x >= 0.0 && age >= t_x && (x > 0 || t_x <= 0.0) && mean.is_finite() && age.is_finite();
    can_be.then_some(GivenCustomer { x, t_x, age, mean })
}

/// A whole number of purchases.
pub fn whole(number: f64) -> Option<u32> {
    let fits = (0.0..=1e6).contains(&number) && number.fract().abs() < f64::EPSILON;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and small, as was looked at")]
    fits.then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("r=0.243,alpha=4.414", Some(2))]
    #[case(" r = 1 ", Some(1))]
    #[case("r=1,r=2", None)]
    #[case("r=nan", None)]
    #[case("r", None)]
    #[case("", None)]
    fn numbers_have_names(#[case] text: &str, #[case] n: Option<usize>) {
        assert_eq!(named(text).ok().map(|numbers| numbers.0.len()), n);
    }

    #[rstest]
    #[case("12.5", Some(12.5))]
    #[case("10000", Some(10_000.0))]
    #[case("10001", None)]
    #[case("0", None)]
    #[case("-3", None)]
    #[case("inf", None)]
    fn a_horizon_is_some_weeks(#[case] text: &str, #[case] found: Option<f64>) {
        assert_eq!(weeks(text).ok().map(Real::get), found);
    }

    #[rstest]
    #[case::ordinary(2, 10.0, 20.0, true)]
    #[case::once(0, 0.0, 20.0, true)]
    #[case::last_after_today(2, 21.0, 20.0, false)]
    #[case::a_last_day_without_a_repeat(0, 3.0, 20.0, false)]
    fn a_customer_can_be(#[case] x: u32, #[case] t_x: f64, #[case] age: f64, #[case] can_be: bool) {
        assert_eq!(customer_of(x, t_x, age, 0.0).is_some(), can_be);
        assert_eq!((whole(2.0), whole(2.5), whole(-1.0)), (Some(2), None, None));
    }
}
