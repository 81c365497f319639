//! `loyaltui stats …`: tests of experiments, from numbers that are typed. No data file is opened.

mod logit;
pub mod read;

use super::context::CliContext;
use super::fail::CliFailure;
use super::show::stats as show;
use crate::desk::experiments::{self, ScoreChange};
use crate::documents::stats as documents;
use crate::domain::rate::Rate;
use crate::t;
use clap::Subcommand;
use read::Numbers;
use serde_json::json;

/// Test experiments: shares, means, sample sizes, sample ratios, scores
#[derive(Debug, Subcommand)]
pub enum Stats {
    /// Compare two shares: z, p, intervals, exact test
    TwoProportions {
        /// The first share, as PART/N
        #[arg(value_name = "FIRST", value_parser = read::rate)]
        first: Rate,
        /// The second share, as PART/N
        #[arg(value_name = "SECOND", value_parser = read::rate)]
        second: Rate,
    },
    /// Show a share with its interval
    Share {
        /// The share, as PART/N
        #[arg(value_name = "SHARE", value_parser = read::rate)]
        share: Rate,
    },
    /// Tell which traits go with a yes, by logistic regression over a CSV file
    Logit(logit::LogitArgs),
    /// Compare several shares by one χ² test
    Proportions {
        /// Shares, each as PART/N
        #[arg(value_name = "SHARE", num_args = 2.., required = true, value_parser = read::rate)]
        arms: Vec<Rate>,
    },
    /// Compare two means, variances not taken for equal
    Welch {
        /// Numbers of the first arm, separated by commas
        #[arg(value_name = "FIRST", value_parser = read::numbers, allow_negative_numbers = true)]
        first: Numbers,
        /// Numbers of the second arm, separated by commas
        #[arg(value_name = "SECOND", value_parser = read::numbers, allow_negative_numbers = true)]
        second: Numbers,
    },
    /// Compare several means by one analysis of variance
    Anova {
        /// Numbers of each group, separated by commas
        #[arg(value_name = "GROUP", num_args = 2.., required = true, value_parser = read::numbers, allow_negative_numbers = true)]
        groups: Vec<Numbers>,
    },
    /// Say how many members each arm needs to tell two shares apart
    SampleSize {
        /// The share that is expected without the change
        #[arg(value_name = "FIRST", value_parser = read::fraction)]
        first: f64,
        /// The share to distinguish from it
        #[arg(value_name = "SECOND", value_parser = read::fraction)]
        second: f64,
        /// The chance to see a difference where there is none, two-sided
        #[arg(long, value_name = "SHARE", default_value = "0.05", value_parser = read::fraction)]
        alpha: f64,
        /// The chance to see the difference where there is one
        #[arg(long, value_name = "SHARE", default_value = "0.8", value_parser = read::fraction)]
        power: f64,
    },
    /// Say how likely arms of a size are to tell two shares apart
    Power {
        /// The share that is expected without the change
        #[arg(value_name = "FIRST", value_parser = read::fraction)]
        first: f64,
        /// The share to distinguish from it
        #[arg(value_name = "SECOND", value_parser = read::fraction)]
        second: f64,
        /// Members in each arm
        #[arg(long, value_name = "N")]
        n: u32,
    },
    /// Say how likely arms of a size are to tell two means apart
    PowerOfMeans {
        /// How far the means lie apart, in standard deviations
        #[arg(value_name = "DELTA", value_parser = read::number)]
        delta: f64,
        /// Members in each arm, 2 or more
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
        n: u32,
    },
    /// Check whether the sizes of the arms are what the design says
    Srm {
        /// Members in each arm
        #[arg(value_name = "N", num_args = 2.., required = true)]
        sizes: Vec<u64>,
        /// Weights of the design, separated by commas [default: all alike]
        #[arg(long, value_name = "WEIGHTS", value_parser = read::numbers)]
        weights: Option<Numbers>,
    },
    /// Score promoters, passives and detractors, and compare with a score before
    Nps {
        /// Promoters, passives and detractors; the ones before may follow
        #[arg(value_name = "RESPONSES", num_args = 3..=6, required = true)]
        answers: Vec<u64>,
    },
    /// Work out what a campaign brings beyond its cost
    Roi {
        /// Spend a treated member less spend a holdout member
        #[arg(value_name = "DIFFERENCE", value_parser = read::number, allow_negative_numbers = true)]
        difference: f64,
        /// Standard error of the difference
        #[arg(long, value_name = "ERROR", value_parser = read::number)]
        error: Option<f64>,
        /// Degrees of freedom of that error, as stats welch gives them [default: many]
        #[arg(long, value_name = "DF", value_parser = read::number, requires = "error")]
        df: Option<f64>,
        /// Members treated
        #[arg(long, value_name = "N")]
        treated: u64,
        /// Share of the spend that is margin
        #[arg(long, value_name = "SHARE", value_parser = read::number)]
        margin: f64,
        /// What the campaign cost
        #[arg(long, value_name = "MONEY", value_parser = read::number)]
        cost: f64,
    },
}

impl Stats {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let words = context.words;
        let too_little = || CliFailure::Usage(t!(words, "stats.too_little"));
        match self {
            Self::TwoProportions { first, second } => {
                let found = experiments::two_proportions(*first, *second).ok_or_else(too_little)?;
                context.print(&documents::two_proportions(&found), || show::two_proportions(words, &found))
            }
            Self::Proportions { arms } => {
                let found = experiments::several_shares(arms).ok_or_else(too_little)?;
                context.print(&documents::proportions(&found), || show::proportions(words, &found))
            }
            Self::Logit(args) => args.run(context),
            Self::Share { share } => {
                let found = experiments::wilson(share.part, share.n).ok_or_else(too_little)?;
                context.print(&documents::share(found), || show::share(words, found))
            }
            Self::Welch { first, second } => {
                let (first, second) = (first.of_places(second), second.of_places(first));
                let unit = first.unit;
                let found = experiments::welch(first.sums, second.sums).ok_or_else(too_little)?;
                let found = read::in_units(found, unit);
                context.print(&documents::welch(&found), || show::welch(words, &found))
            }
            Self::Anova { groups } => {
                let (sums, unit) = Numbers::alike(groups);
                let found = experiments::anova(&sums).ok_or_else(too_little)?;
                let p = experiments::f_above(found.f, found.between.1, found.within.1);
                let found = read::squares_in_units(found, unit);
                context.print(&documents::anova(&found, p), || show::anova(words, &found, p))
            }
            Self::SampleSize { first, second, alpha, power } => {
                let n = experiments::sample_size(*first, *second, *alpha, *power).ok_or_else(too_little)?;
                let document = json!({ "n_per_arm": n.ceil(), "exact": n });
                context.print(&document, || show::line(&t!(words, "stats.n_per_arm"), &format!("{:.0}", n.ceil())))
            }
            Self::Power { first, second, n } => {
                let power = experiments::power(*first, *second, f64::from(*n), 0.05);
                context
                    .print(&json!({ "power": power }), || show::line(&t!(words, "stats.power"), &show::percent(power)))
            }
            Self::PowerOfMeans { delta, n } => {
                let power = experiments::power_of_means(f64::from(*n), *delta, 1.0);
                context
                    .print(&json!({ "power": power }), || show::line(&t!(words, "stats.power"), &show::percent(power)))
            }
            Self::Srm { sizes, weights } => {
                let weights = weights.as_ref().map_or_else(|| vec![1.0; sizes.len()], Numbers::floats);
                let found = experiments::sample_ratio(sizes, &weights).ok_or_else(too_little)?;
                context.print(&documents::srm(&found), || show::srm(words, &found))
            }
            Self::Nps { answers } => {
                let of = |three: &[u64]| Some((*three.first()?, *three.get(1)?, *three.get(2)?));
                let (now, before) = (of(answers).ok_or_else(too_little)?, of(&answers[3..]));
                let score = experiments::nps(now.0, now.1, now.2).ok_or_else(too_little)?;
                let change = before.and_then(|before| experiments::nps_change(before, now));
                let errors = experiments::nps_errors(now.0, now.1, now.2).ok_or_else(too_little)?;
                let all = |three: (u64, u64, u64)| three.0 + three.1 + three.2;
                let few = all(now) < ScoreChange::FEW || before.is_some_and(|before| all(before) < ScoreChange::FEW);
                context.print(&documents::nps(score, errors, change), || show::nps(words, score, errors, change, few))
            }
            Self::Roi { difference, error, df, treated, margin, cost } => {
                let (freedom, error) = (df.filter(|df| *df > 0.0), error.map(|error| (error, *df)));
                if df.is_some() && freedom.is_none() {
                    return Err(too_little());
                }
                let found = experiments::incremental_roi(*difference, error, *treated, *margin, *cost);
                let found = found.ok_or_else(too_little)?;
                context.print(&documents::roi(&found), || show::roi(words, &found, freedom))
            }
        }
    }
}
