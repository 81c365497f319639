//! `loyaltui feedback …`: what members say, the cases it opens, and the scores it makes.

mod add;
mod case;
mod import;
mod list;
mod nps;

use super::args::BadText;
use super::context::CliContext;
use super::fail::CliFailure;
use crate::domain::num::FactId;
use clap::{Args, Subcommand};

/// Log feedback, handle cases, and show scores
#[derive(Debug, Subcommand)]
pub enum Feedback {
    /// Log feedback of a member (NO `-`: unknown customer)
    Add(add::AddFeedbackArgs),
    /// Import survey responses from a CSV file or a workbook
    Import(import::ImportFeedbackArgs),
    /// List feedback and cases
    List(list::List),
    /// Show a feedback with its case
    Show(case::ShowFeedbackArgs),
    /// Take a case, add a note, change its due time, or reopen it
    Work(case::UpdateCase),
    /// Close a case with a reason
    Resolve(case::Resolve),
    /// Show NPS, CSAT and CES of a period, each with its n and interval
    Nps(nps::Nps),
}

impl Feedback {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Add(command) => command.run(context),
            Self::Import(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Show(command) => command.run(context),
            Self::Work(command) => command.run(context),
            Self::Resolve(command) => command.run(context),
            Self::Nps(command) => command.run(context),
        }
    }
}

/// A feedback by its number.
#[derive(Debug, Clone, Args)]
pub struct FeedbackNo {
    /// Feedback number (see `loyaltui feedback list`)
    #[arg(value_name = "ID", value_parser = feedback_no)]
    pub id: FactId,
}

/// Reads `123` or `case-123`.
fn feedback_no(text: &str) -> Result<FactId, BadText> {
    let digits = text.strip_prefix("case-").unwrap_or(text);
    digits.parse().ok().filter(|n| *n > 0).map(FactId).ok_or(BadText::NotANumber)
}
