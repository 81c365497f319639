//! `loyaltui audit reviews`: what every review finds, and who has looked at it.

use super::PeriodArgs;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::audit::ReviewsDoc;
use crate::domain::audit_review::{AuditReview, ReviewReport};
use crate::domain::op::SignReview;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::ReviewJournal;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

/// Compare operators, and list what should not be there
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Each line: review, operator, operations looked at (n), those meant (x), statistic, p. Comparisons are exact and one-sided; across \
    operators a false discovery rate of 5 % decides what to look at. What a review looks for: `loyaltui audit report`."
)]
pub struct ReviewsArgs {
    #[command(subcommand)]
    command: Option<ReviewsCommand>,
    /// Only this review
    #[arg(value_name = "REVIEW", value_parser = PossibleValuesParser::new(AuditReview::ALL.map(AuditReview::word)))]
    review: Option<String>,
    #[command(flatten)]
    period: PeriodArgs,
}

#[derive(Debug, Subcommand)]
enum ReviewsCommand {
    /// Record that a finding was looked at
    Sign(SignArgs),
}

/// Record that a finding was looked at
#[derive(Debug, Args)]
struct SignArgs {
    /// The review
    #[arg(value_name = "REVIEW", value_parser = PossibleValuesParser::new(AuditReview::ALL.map(AuditReview::word)))]
    review: String,
    /// The operator that the finding is about
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// What was seen
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    period: PeriodArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

impl ReviewsArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        if let Some(ReviewsCommand::Sign(sign)) = &self.command {
            return sign.run(context);
        }
        let mut desk = context.open()?;
        let question = ReviewJournal { period: self.period.period(&desk)? };
        let mut report = *context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let only = self.review.as_deref().and_then(AuditReview::from_word);
        report.findings.retain(|finding| only.is_none_or(|only| finding.review == only));
        let programs = desk.programs()?;
        context.print(&ReviewsDoc::new(&report), || show::audit::reviews(context.tell(&programs), &report, only))
    }
}

impl SignArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let period = self.period.period(&desk)?;
        let report: ReviewReport =
            *context.ask_watched(&mut desk, ReviewJournal { period }, &mut Scan::begin(context)?)?;
        // The words are those of the reviews: the grammar takes no other.
        let Some(review) = AuditReview::from_word(&self.review) else { return Ok(()) };
        let unknown = || CliFailure::Desk(Refusal::NoFinding { review, subject: self.subject.clone() }.into());
        let found = report.finding(review, &self.subject).ok_or_else(unknown)?;
        let intent = SignReview { review, subject: self.subject.clone(), period, x: found.x, note: self.note.clone() };
        self.change.carry_out(context, &mut desk, intent)
    }
}
