//! `loyaltui feedback show|work|resolve ID`.

use super::FeedbackNo;
use crate::cli::args::day;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::desk::error::DeskError;
use crate::documents::feedback::CaseDoc;
use crate::domain::day::Day;
use crate::domain::feedback::{CaseChange, CaseState};
use crate::domain::op;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::OpenCase;
use crate::runtime::clock;
use clap::Args;

/// Show a feedback with its case
#[derive(Debug, Args)]
pub struct ShowFeedbackArgs {
    #[command(flatten)]
    feedback: FeedbackNo,
}

impl ShowFeedbackArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let id = self.feedback.id;
        let case = context.ask(&mut desk, OpenCase { case: id, as_of: None })?;
        let case = case.ok_or_else(|| DeskError::from(Refusal::NoCase { case: id.0 }))?;
        let programs = desk.programs()?;
        let now = clock::now();
        context.print(&CaseDoc::new(&case, now), || show::feedback::case(context.tell(&programs), &case, now))
    }
}

/// Take a case, add a note, change its due time, or reopen it
#[derive(Debug, Args)]
pub struct UpdateCase {
    #[command(flatten)]
    feedback: FeedbackNo,
    /// Take the case: it becomes yours and in progress
    #[arg(long, conflicts_with = "reopen")]
    take: bool,
    /// Reopen the case
    #[arg(long)]
    reopen: bool,
    /// Assignee
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Last day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    due: Option<Day>,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl UpdateCase {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let zone = desk.programs()?.zone();
        let mine = self.take.then(|| context.operator.name.clone());
        let change = CaseChange {
            state: match (self.take, self.reopen) {
                (true, _) => Some(CaseState::InProgress),
                (_, true) => Some(CaseState::Reopened),
                _ => None,
            },
            owner: self.owner.clone().or(mine),
            due: self.due.map(|day| zone.end_of(day)),
            reason: None,
        };
        let intent = op::ChangeCase { case: self.feedback.id, change, note: self.note.clone() };
        self.change.carry_out(context, &mut desk, intent)
    }
}

/// Close a case with a reason
#[derive(Debug, Args)]
#[command(
    after_help = "Reasons: solved, explained, compensated, unreachable, other; and if the member leaves: left_price, \
    left_quality, left_service, left_choice, left_competitor, left_moved."
)]
pub struct Resolve {
    #[command(flatten)]
    feedback: FeedbackNo,
    /// Reason for closing
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl Resolve {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let reason = Some(self.reason.clone());
        let change = CaseChange { state: Some(CaseState::Resolved), reason, ..CaseChange::default() };
        let intent = op::ChangeCase { case: self.feedback.id, change, note: self.note.clone() };
        self.change.carry_out(context, &mut desk, intent)
    }
}
