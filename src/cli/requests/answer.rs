//! `loyaltui reject ID` and `loyaltui withdraw ID`.

use super::RequestId;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::op::AnswerRequest;
use crate::domain::op::answer_request::RequestAnswer;
use crate::domain::question::OpenRequest;
use clap::Args;

/// Reject a change that another operator has asked for
#[derive(Debug, Args)]
pub struct RejectArgs {
    #[command(flatten)]
    request: RequestId,
    /// Why it is rejected
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    change: ChangeArgs,
}

impl RejectArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        answer(context, &self.request, RequestAnswer::Reject, Some(&self.reason), &self.change)
    }
}

/// Withdraw a change that one has asked for
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    #[command(flatten)]
    request: RequestId,
    /// Why it is withdrawn
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl WithdrawArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        answer(context, &self.request, RequestAnswer::Withdraw, self.note.as_deref(), &self.change)
    }
}

fn answer(
    context: &CliContext,
    request: &RequestId,
    answer: RequestAnswer,
    note: Option<&str>,
    change: &ChangeArgs,
) -> Result<(), CliFailure> {
    let mut desk = context.open()?;
    let sheet = context.ask(&mut desk, OpenRequest { id: request.id.clone() })?;
    let intent = AnswerRequest { request: sheet.row.request.op, answer, note: note.map(str::to_owned) };
    change.carry_out(context, &mut desk, intent)
}
