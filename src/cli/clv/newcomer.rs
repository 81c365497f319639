//! `loyaltui clv new`.

use super::params::{HorizonArg, ModelArg, NamedNumbers, given, named};
use crate::cli::args::AsOf;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::desk::segments::{forecast_by, forecast_newcomer};
use crate::documents::given as documents;
use crate::domain::question::ShowModels;
use crate::domain::real::Real;
use clap::Args;
use serde_json::json;

/// Say how many purchases a new member makes, and with what chances
#[derive(Debug, Args)]
#[command(
    after_help = "By BG/NBD, MBG/NBD and Pareto/NBD: expected purchases after the first; by the first two also the chance of each number. With --params by that model alone, without a data file. The horizon is 52 weeks where none is given."
)]
pub struct NewMember {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    horizon: HorizonArg,
    /// The most purchases whose chance is given
    #[arg(long, value_name = "X", default_value_t = 7, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    most: u32,
    /// Parameters, as r=0.243,alpha=4.414,a=0.793,b=2.426; of Pareto/NBD r, alpha, s and beta
    #[arg(long, value_name = "PARAMS", value_parser = named, conflicts_with = "as_of")]
    params: Option<NamedNumbers>,
    /// Model: bgnbd, mbgnbd or pareto_nbd [default: by the names of the parameters, then bgnbd]
    #[arg(long, value_name = "MODEL", value_enum, requires = "params", hide_possible_values = true)]
    model: Option<ModelArg>,
}

/// Weeks where nothing else is said.
const WEEKS: f64 = 52.0;

impl NewMember {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let weeks = self.horizon.weeks().map_or(WEEKS, Real::get);
        if let Some(params) = &self.params {
            let told = [forecast_by(&given(context, params, self.model)?, weeks, self.most)];
            let document = documents::newcomer(weeks, &told);
            return context.print(&document, || show::clv::newcomer(context.words, None, weeks, &told));
        }
        let mut desk = context.open()?;
        let question = ShowModels { as_of: self.as_of.as_of };
        let models = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let told = forecast_newcomer(&models, weeks, self.most);
        let mut document = documents::newcomer(weeks, &told);
        document["as_of"] = json!(models.as_of);
        let programs = desk.programs()?;
        let tell = context.tell(&programs);
        context.print(&document, || show::clv::newcomer(tell.words, tell.columns, weeks, &told))
    }
}
