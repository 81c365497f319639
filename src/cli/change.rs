//! The way of every change: plan and show it, or plan and commit in one step; then what happened and how to take it back.

use super::context::CliContext;
use super::fail::CliFailure;
use super::{out, show};
use crate::desk::Desk;
use crate::desk::error::{DeskError, StoreError};
use crate::documents::operation::OperationDoc;
use crate::documents::plan::{CommittedDoc, PlanDoc};
use crate::domain::op::Intent;
use crate::domain::plan::Plan;
use crate::domain::question::RequestSheet;
use crate::domain::question::{FindOperation, PlanApproval, PlanChange};
use crate::domain::read_models::Committed;
use crate::runtime::clock;
use crate::t;
use clap::Args;
use uuid::Uuid;

/// What every command that changes something understands.
#[derive(Debug, Clone, Default, Args)]
pub struct ChangeArgs {
    /// Dry run: show what would be done, save nothing
    #[arg(long)]
    pub plan: bool,
    /// Idempotency key: repeating it returns the first result
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// Why a change is made, for commands that have to say so.
#[derive(Debug, Clone, Args)]
pub struct ReasonArgs {
    /// Reason code of the programme (see `loyaltui program show`)
    #[arg(long, value_name = "CODE")]
    pub reason: String,
    /// Note for the audit log
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

impl ChangeArgs {
    /// Plans an intent and, unless only the plan was asked for, commits it. Prints either.
    pub fn carry_out(
        &self,
        context: &CliContext,
        desk: &mut Desk,
        intent: impl Into<Intent>,
    ) -> Result<(), CliFailure> {
        let intent = context.wished(intent.into());
        if self.plan {
            let plan = context.ask(desk, PlanChange { intent, or_propose: false })?;
            return print_plan(context, desk, &plan);
        }
        match desk.perform(&intent, self.key.as_deref(), clock::now()) {
            Ok(done) => print_done(context, desk, &intent, &done),
            Err(DeskError::Store(StoreError::DoneAfterAll { op })) => print_found(context, desk, op),
            Err(error) => Err(error.into()),
        }
    }
}

impl ChangeArgs {
    /// Plans what approving a request does now and, unless only the plan was asked for, commits it.
    pub fn approve(
        &self,
        context: &CliContext,
        desk: &mut Desk,
        sheet: &RequestSheet,
        may_differ: bool,
    ) -> Result<(), CliFailure> {
        if let (Some(key), Some(change), false) = (&self.key, &sheet.change, self.plan)
            && let Some(done) = desk.answered_approval(key, sheet.row.request.op, clock::now())?
        {
            return print_done(context, desk, change, &done);
        }
        let request = sheet.row.request.op;
        let approval = context.ask(desk, PlanApproval { request })?;
        let (plan, differs) = (&approval.plan, approval.differs());
        if self.plan {
            if differs {
                out::message(&t!(context.words, "cli.approve.differs"));
            }
            return print_plan(context, desk, plan);
        }
        if differs && !may_differ {
            return Err(CliFailure::Usage(t!(context.words, "cli.approve.changed", id = request)));
        }
        match desk.commit(plan, self.key.as_deref(), clock::now()) {
            Ok(done) => print_done(context, desk, &plan.intent, &done),
            Err(DeskError::Store(StoreError::DoneAfterAll { op })) => print_found(context, desk, op),
            Err(error) => Err(error.into()),
        }
    }
}

fn print_plan(context: &CliContext, desk: &Desk, plan: &Plan) -> Result<(), CliFailure> {
    let programs = desk.programs()?;
    let tell = context.tell(&programs);
    let messages = show::plan::warnings(tell, &plan.effect);
    context.print(&PlanDoc::new(plan, &messages), || show::plan::planned(tell, plan, &messages))
}

/// Says what was done.
pub fn print_done(context: &CliContext, desk: &mut Desk, intent: &Intent, done: &Committed) -> Result<(), CliFailure> {
    // It is done; where only reading it back fails, the answer must say so.
    let row = context.ask(desk, FindOperation { id: done.op.to_string() });
    let read_back = row.and_then(|row| Ok((row, desk.programs()?)));
    let (row, programs) = read_back.map_err(|_| StoreError::DoneAfterAll { op: done.op })?;
    let tell = context.tell(&programs);
    let messages = show::plan::warnings(tell, &done.effect);
    let undo = context.globals.undo_command(done.op);
    context.print(&CommittedDoc::new(&row, intent, done, &messages), || {
        show::plan::done(tell, intent, done, &messages, &undo)
    })
}

/// The outcome was unknown for a moment, and the journal has the operation: it is done, but its effect can't be shown.
fn print_found(context: &CliContext, desk: &mut Desk, op: Uuid) -> Result<(), CliFailure> {
    out::message(&context.words.store_error(&StoreError::DoneAfterAll { op }));
    let row = context.ask(desk, FindOperation { id: op.to_string() })?;
    let programs = desk.programs()?;
    context.print(&OperationDoc::new(&row), || {
        show::list::operations(context.tell(&programs), std::slice::from_ref(&row), 1)
    })
}
