//! `loyaltui audit …`: reviews of the audit log, samples of it, and a report of both.

mod judge;
mod report;
mod result;
mod reviews;
mod sample;

use super::args::day;
use super::context::CliContext;
use super::fail::CliFailure;
use crate::desk::Desk;
use crate::domain::audit_review::ReviewPeriod;
use crate::domain::day::Day;
use crate::domain::plan::outcome::Refusal;
use crate::runtime::clock;
use clap::{Args, Subcommand};

/// Review the audit log, draw samples of it, and report what was found
#[derive(Debug, Subcommand)]
#[command(
    after_help = "A review points at what is unusual and says nothing of why. Where a data file has operators, auditors and owners \
    may use these commands."
)]
pub enum AuditCommand {
    /// Compare operators, and list what should not be there
    Reviews(reviews::ReviewsArgs),
    /// Draw operations that can't be known before and can be drawn again
    Sample(sample::SampleArgs),
    /// Record of an operation of a sample whether it is right
    Sign(judge::JudgeArgs),
    /// Show a sample and what it says of all operations, or list the samples
    Result(result::ResultArgs),
    /// Save what was reviewed and sampled, by which rule and with what result
    Report(report::AuditReportArgs),
}

impl AuditCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Reviews(command) => command.run(context),
            Self::Sample(command) => command.run(context),
            Self::Sign(command) => command.run(context),
            Self::Result(command) => command.run(context),
            Self::Report(command) => command.run(context),
        }
    }
}

/// The days that are audited.
#[derive(Debug, Clone, Copy, Args)]
pub struct PeriodArgs {
    /// The first day, YYYY-MM-DD [default: the first of last month, or of the month of --to]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last day [default: the last of last month, or today with --from]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
}

impl PeriodArgs {
    /// The period, by the business day of now.
    pub fn period(self, desk: &Desk) -> Result<ReviewPeriod, CliFailure> {
        let today = desk.programs()?.zone().day_of(clock::now());
        let period = match (self.from, self.to) {
            (None, None) => ReviewPeriod::month_before(today),
            (Some(from), to) => ReviewPeriod { from, to: to.unwrap_or(today.max(from)) },
            (None, Some(to)) => ReviewPeriod { from: to.start_of_month(), to },
        };
        if period.from > period.to {
            let (field, value) = ("to".to_owned(), period.to.to_string());
            let refusal = Refusal::BadField { field, value, expected: format!("{}…", period.from) };
            return Err(CliFailure::Desk(refusal.into()));
        }
        Ok(period)
    }
}
