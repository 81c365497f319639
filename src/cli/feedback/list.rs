//! `loyaltui feedback list`.

use super::add::Kind;
use crate::cli::args::{Scope, day};
use crate::cli::context::CliContext;
use crate::cli::csv::CsvArgs;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::documents::feedback::ListDoc;
use crate::domain::day::Day;
use crate::domain::feedback::FeedbackFilter;
use crate::domain::question::{FeedbackListQuery, ListFeedback};
use crate::runtime::clock;
use clap::Args;

/// List feedback and cases
#[derive(Debug, Args)]
#[command(after_help = "Open cases are sorted by due time, all others newest first.")]
pub struct List {
    /// Of one member
    #[arg(long, value_name = "NO")]
    member: Option<String>,
    /// Open cases only
    #[arg(long, conflicts_with = "resolved")]
    open: bool,
    /// Closed cases only
    #[arg(long)]
    resolved: bool,
    /// Overdue cases only
    #[arg(long)]
    overdue: bool,
    /// Cases of one assignee
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// About one topic
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Of one kind
    #[arg(long, value_name = "nps|csat|ces|comment", hide_possible_values = true)]
    kind: Option<Kind>,
    /// Logged on this day or later, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// Logged on this day or earlier, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    csv: CsvArgs,
}

impl List {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let filter = FeedbackFilter {
            member: self.member.as_deref().map(|no| context.member(&mut desk, no)).transpose()?,
            open_cases: if self.open || self.overdue { Some(true) } else { self.resolved.then_some(false) },
            overdue: self.overdue,
            owner: self.owner.clone(),
            topic: self.topic.clone(),
            measure: self.kind.map(Kind::measure),
            from: self.from,
            to: self.to,
        };
        let list = FeedbackListQuery { filter, as_of: None, base: self.scope.base() };
        if let Some(file) = self.csv.wanted() {
            return file.feedback(context, &mut desk, list);
        }
        let rows = context.ask(&mut desk, ListFeedback { list, limit: self.limit })?;
        let (programs, now) = (desk.programs()?, clock::now());
        context.print(&ListDoc::new(&rows, now), || show::feedback::list(context.tell(&programs), &rows, now))
    }
}
