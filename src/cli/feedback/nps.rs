//! `loyaltui feedback nps`.

use crate::cli::args::{BadText, Scope, day};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::feedback::{ListDoc, MeasuresDoc};
use crate::domain::day::Day;
use crate::domain::feedback::Breakdown;
use crate::domain::question::{ListResponses, ResponseGroup, ScoreFeedback};
use crate::runtime::clock;
use clap::{Args, ValueEnum};
use std::ops::RangeInclusive;

/// By what scores are broken down.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Tier,
    Segment,
    Store,
    Channel,
    Topic,
    Month,
}

/// Show NPS, CSAT and CES of a period, each with its n and interval
#[derive(Debug, Args)]
#[command(
    after_help = "Intervals are 95 %. By topic, a score of fewer than 30 responses is not shown. Segments are as of the \
                  last day; tiers and home stores are today's."
)]
pub struct Nps {
    /// Break scores down
    #[arg(long, value_name = "tier|segment|store|channel|topic|month", hide_possible_values = true)]
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
    #[command(flatten)]
    scope: Scope,
    /// List the responses counted instead, newest first
    #[arg(long, conflicts_with = "versus")]
    answers: bool,
    /// With --answers and --by: responses of one row only; empty: those that do not state it
    #[arg(long, value_name = "VALUE", requires = "answers", requires = "by")]
    of: Option<String>,
    /// With --answers: rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

impl By {
    fn breakdown(self) -> Breakdown {
        match self {
            Self::Tier => Breakdown::Tier,
            Self::Segment => Breakdown::Segment,
            Self::Store => Breakdown::Store,
            Self::Channel => Breakdown::Channel,
            Self::Topic => Breakdown::Topic,
            Self::Month => Breakdown::Month,
        }
    }
}

fn period(text: &str) -> Result<RangeInclusive<Day>, BadText> {
    let (from, to) = text.split_once("..").ok_or(BadText::Day)?;
    Ok(day(from)?..=day(to)?)
}

impl Nps {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (programs, now) = (desk.programs()?, clock::now());
        let to = self.to.unwrap_or_else(|| programs.zone().day_of(now));
        let from = self.from.unwrap_or_else(|| to.plus_days(-364));
        let by = self.by.map(By::breakdown);
        if self.answers {
            let value = self.of.clone();
            let group =
                by.zip(value).map(|(by, value)| ResponseGroup { by, value: Some(value).filter(|v| !v.is_empty()) });
            let question = ListResponses { days: (from, to), group, limit: self.limit, base: self.scope.base() };
            let rows = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
            return context
                .print(&ListDoc::new(&rows, now), || show::feedback::list(context.tell(&programs), &rows, now));
        }
        let versus = self.versus.as_ref().map(|days| (*days.start(), *days.end()));
        let question = ScoreFeedback { days: (from, to), by, versus, base: self.scope.base() };
        let measures = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        context.print(&MeasuresDoc::new(&measures), || show::feedback::measures(context.tell(&programs), &measures))
    }
}
