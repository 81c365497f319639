//! `loyaltui feedback list`.

use super::add::Kind;
use crate::cli::args::day;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::documents::feedback::ListDoc;
use crate::domain::day::Day;
use crate::domain::feedback::FeedbackFilter;
use crate::runtime::clock;
use crate::t;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// List feedback and cases
#[derive(Debug, Args)]
#[command(after_help = "Open cases are sorted by what is due first, everything else newest first.")]
pub struct List {
    /// Of one member
    #[arg(long, value_name = "NO")]
    member: Option<String>,
    /// Open cases only
    #[arg(long, conflicts_with = "resolved")]
    open: bool,
    /// Resolved cases only
    #[arg(long)]
    resolved: bool,
    /// Cases past their due time only
    #[arg(long)]
    overdue: bool,
    /// Cases of one owner
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
    /// Write all of them to a CSV file (formula-safe)
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

impl List {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let now = clock::now();
        let wanted = FeedbackFilter {
            member: self.member.as_deref().map(|no| desk.member_by_no(no)).transpose()?,
            open_cases: if self.open || self.overdue { Some(true) } else { self.resolved.then_some(false) },
            due_before: self.overdue.then_some(now),
            owner: self.owner.clone(),
            topic: self.topic.clone(),
            measure: self.kind.map(Kind::measure),
            from: self.from,
            to: self.to,
        };
        if let Some(path) = &self.csv {
            let rows = desk.export_feedback(&wanted, None, now)?;
            show::feedback::write_csv(path, &rows)?;
            let (n, path) = (rows.len(), path.display().to_string());
            return context.print(&json!({ "csv": path, "rows": n }), || {
                t!(context.words, "cli.csv.written", n = n, path = path) + "\n"
            });
        }
        let (rows, total) = desk.feedback(&wanted, self.limit)?;
        let programs = desk.programs()?;
        context.print(&ListDoc::new(&rows, total, now), || {
            show::feedback::list(context.tell(&programs), &rows, total, now)
        })
    }
}
