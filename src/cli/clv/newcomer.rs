//! `loyaltui clv new`.

use crate::cli::args::AsOf;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::desk::segments::forecast_newcomer;
use crate::domain::question::ShowModels;
use crate::domain::value::NewcomerForecast;
use clap::Args;
use serde_json::json;

/// Say how many purchases a new member makes, and with what chances
#[derive(Debug, Args)]
#[command(
    after_help = "By BG/NBD, MBG/NBD and Pareto/NBD: expected purchases after the first; by the first two also the chance of each number."
)]
pub struct NewMember {
    #[command(flatten)]
    as_of: AsOf,
    /// Weeks from the first purchase
    #[arg(long, value_name = "N", default_value_t = 52, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    weeks: u32,
    /// The most purchases whose chance is given
    #[arg(long, value_name = "X", default_value_t = 7, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    most: u32,
}

impl NewMember {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowModels { as_of: self.as_of.as_of };
        let models = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let told = forecast_newcomer(&models, self.weeks, self.most);
        let one =
            |of: &NewcomerForecast| (of.name.to_owned(), json!({ "expected": of.expected, "chances": of.chances }));
        let mut document = json!({ "weeks": self.weeks, "as_of": models.as_of });
        for (name, forecast) in told.iter().map(one) {
            document[name] = forecast;
        }
        let programs = desk.programs()?;
        context.print(&document, || show::clv::newcomer(context.tell(&programs), self.weeks, &told))
    }
}
