//! `loyaltui feedback nps`.

use crate::cli::args::{BadText, day};
use crate::cli::context::Context;
use crate::cli::fail::Failure;
use crate::cli::json::feedback::MeasuresDoc;
use crate::cli::show;
use crate::domain::day::Day;
use crate::domain::feedback::Breakdown;
use crate::runtime::clock;
use clap::{Args, ValueEnum};
use std::ops::RangeInclusive;

/// By what scores are broken down.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Tier,
    Store,
    Channel,
    Topic,
    Month,
}

/// NPS, CSAT and CES of a period, each with its n and interval
#[derive(Debug, Args)]
#[command(after_help = "Intervals are 95 %. By topic, a score of fewer than 30 answers is hidden.")]
pub struct Nps {
    /// Break it down
    #[arg(long, value_name = "tier|store|channel|topic|month", hide_possible_values = true)]
    by: Option<By>,
    /// First day, YYYY-MM-DD [default: a year before the last]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// Last day, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// Another period to compare with
    #[arg(long, value_name = "DAY..DAY", value_parser = period)]
    versus: Option<RangeInclusive<Day>>,
}

fn period(text: &str) -> Result<RangeInclusive<Day>, BadText> {
    let (from, to) = text.split_once("..").ok_or(BadText::Day)?;
    Ok(day(from)?..=day(to)?)
}

impl Nps {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let desk = context.open()?;
        let programs = desk.programs()?;
        let to = self.to.unwrap_or_else(|| programs.zone().day_of(clock::now()));
        let from = self.from.unwrap_or_else(|| to.plus_days(-364));
        let by = self.by.map(|by| match by {
            By::Tier => Breakdown::Tier,
            By::Store => Breakdown::Store,
            By::Channel => Breakdown::Channel,
            By::Topic => Breakdown::Topic,
            By::Month => Breakdown::Month,
        });
        let measures = desk.measures(&(from..=to), by, self.versus.as_ref())?;
        context.print(&MeasuresDoc::new(&measures), || show::feedback::measures(context.tell(&programs), &measures))
    }
}
