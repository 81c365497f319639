//! `loyaltui clv at`.

use super::params::{ModelArg, NamedNumbers, TimeArg, customer, days, given, named, weeks};
use super::table::CustomerTable;
use crate::cli::args::{AsOf, Query};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::cli::stats::read::number;
use crate::desk::segments::{likelihood_given, thirds_given, value_given};
use crate::documents::given as documents;
use crate::domain::given_model::{GivenCustomer, GivenModels};
use crate::domain::question::{MemberListQuery, ValueGiven};
use crate::domain::real::Real;
use crate::domain::value::FORECAST_WEEKS;
use crate::t;
use clap::Args;
use std::path::PathBuf;

/// Say what models with given parameters tell, and how likely they make what was bought
#[derive(Debug, Args)]
#[command(
    after_help = "Of members of the data file, or with --customer or --table of customers that need none. Rates are a week's. Without a model of spend there are purchases and no money."
)]
pub struct AtArgs {
    #[command(flatten)]
    query: Query,
    #[command(flatten)]
    as_of: AsOf,
    /// Parameters, as r=0.243,alpha=4.414,a=0.793,b=2.426; of Pareto/NBD r, alpha, s and beta
    #[arg(long, value_name = "PARAMS", value_parser = named)]
    params: NamedNumbers,
    /// Model: bgnbd, mbgnbd or pareto_nbd [default: by the names of the parameters, then bgnbd]
    #[arg(long, value_name = "MODEL", value_enum, hide_possible_values = true)]
    model: Option<ModelArg>,
    /// Parameters of Gamma-Gamma, as p=6.25,q=3.74,gamma=15.44
    #[arg(long, value_name = "PARAMS", value_parser = named)]
    spend: Option<NamedNumbers>,
    /// A customer, as x=2,t_x=213,age=272,mean=22.345: repeat purchase days, first to last purchase, first purchase to now
    #[arg(long, value_name = "CUSTOMER", value_parser = named, conflicts_with_all = ["words", "as_of"])]
    customer: Vec<NamedNumbers>,
    /// A CSV file with such columns, a customer a row
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "as_of", "customer"])]
    table: Option<PathBuf>,
    /// Unit of the times of --customer and --table: days or weeks
    #[arg(long, value_name = "UNIT", value_enum, default_value = "days", hide_possible_values = true)]
    time: TimeArg,
    /// Horizons in weeks, separated by commas, decimals allowed [default: 13,26,52]
    #[arg(long, value_name = "N", value_parser = weeks, value_delimiter = ',')]
    weeks: Vec<Real>,
    /// Horizons in days, separated by commas
    #[arg(long, value_name = "N", value_parser = days, value_delimiter = ',', conflicts_with = "weeks")]
    days: Vec<Real>,
    /// Months of value
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=1_200))]
    months: u32,
    /// Discount of a month
    #[arg(long, value_name = "SHARE", default_value = "0.01", value_parser = real)]
    discount: Real,
    /// Share of the spend that is margin
    #[arg(long, value_name = "SHARE", default_value = "1", value_parser = real)]
    margin: Real,
    /// Also value without end, by Pareto/NBD, with this discount a year
    #[arg(long, value_name = "SHARE", value_parser = real)]
    forever: Option<Real>,
    /// Value also by thirds of recency, frequency and spend
    #[arg(long)]
    thirds: bool,
    /// Rows at most [default: 50]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Rows of members that are shown where nothing else is said.
const ROWS: usize = 50;

fn real(text: &str) -> Result<Real, crate::cli::args::BadText> {
    let number = number(text)?;
    Real::new(number).filter(|number| number.get() >= 0.0).ok_or(crate::cli::args::BadText::NotNegative)
}

impl AtArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let models = self.models(context)?;
        if let Some(customers) = self.customers(context)? {
            let likelihood = likelihood_given(&models.purchases, models.spend, &customers);
            let values: Vec<_> = customers.iter().map(|of| value_given(&models, *of)).collect();
            let shown = &values[..self.limit.unwrap_or(values.len()).min(values.len())];
            let thirds = thirds_given(&models, &values);
            return context.print(&documents::customers(&models, &likelihood, thirds.as_ref(), shown), || {
                show::given::customers(context.words, &models, &likelihood, thirds.as_ref(), shown)
            });
        }
        let mut desk = context.open()?;
        let query = Some(self.query.text()).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| "*".to_owned());
        let list = MemberListQuery { query, as_of: self.as_of.as_of, ..MemberListQuery::default() };
        let question = ValueGiven { list, limit: self.limit.unwrap_or(ROWS), models: models.clone() };
        let page = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&documents::members(&models, &page), || {
            show::given::members(context.tell(&programs), &models, &page)
        })
    }

    fn models(&self, context: &CliContext) -> Result<GivenModels, CliFailure> {
        let purchases = given(context, &self.params, self.model)?;
        let positive = |numbers: &[Real; 3]| numbers.iter().all(|number| number.get() > 0.0);
        let spend = |typed: &NamedNumbers| {
            let numbers = typed.of(["p", "q", "gamma"]).filter(positive);
            numbers.ok_or_else(|| CliFailure::Usage(t!(context.words, "cli.usage.spend")))
        };
        if self.forever.is_some_and(|yearly| yearly.get() <= 0.0) {
            return Err(CliFailure::Usage(t!(context.words, "cli.usage.forever")));
        }
        let usual = || FORECAST_WEEKS.iter().filter_map(|weeks| Real::new(f64::from(*weeks))).collect();
        let weeks: Vec<Real> = self.weeks.iter().chain(&self.days).copied().collect();
        Ok(GivenModels {
            purchases,
            spend: self.spend.as_ref().map(spend).transpose()?,
            weeks: if weeks.is_empty() { usual() } else { weeks },
            months: self.months,
            discount: self.discount,
            margin: self.margin,
            forever: self.forever,
            thirds: self.thirds,
        })
    }

    /// The customers that were brought along; `None` where members are meant.
    fn customers(&self, context: &CliContext) -> Result<Option<Vec<GivenCustomer>>, CliFailure> {
        if let Some(path) = &self.table {
            return Ok(Some(CustomerTable::read(context, path, self.time)?.given()));
        }
        let typed = self.customer.iter().map(|typed| customer(context, typed, self.time));
        Ok(Some(typed.collect::<Result<Vec<_>, _>>()?).filter(|customers| !customers.is_empty()))
    }
}
