//! The way of every change: plan and show it, or plan and commit in one step; then what happened and how to take it back.

use super::context::Context;
use super::fail::Failure;
use super::json::plan::{CommittedDoc, PlanDoc};
use super::show;
use crate::desk::Desk;
use crate::desk::error::StoreError;
use crate::domain::answer::Committed;
use crate::domain::plan::intent::Intent;
use crate::domain::plan::outcome::Plan;
use crate::runtime::clock;
use clap::Args;

/// What every command that changes something understands.
#[derive(Debug, Clone, Default, Args)]
pub struct ChangeArgs {
    /// Only show what it would do; nothing is written
    #[arg(long)]
    pub plan: bool,
    /// Do it once: the same key again gives the first answer again
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

impl ChangeArgs {
    /// Plans an intent and, unless only the plan was asked for, commits it. Prints either.
    pub fn carry_out(&self, context: &Context, desk: &mut Desk, intent: Intent) -> Result<(), Failure> {
        if self.plan {
            let plan = desk.plan(intent, clock::now())?;
            return print_plan(context, desk, &plan);
        }
        let done = desk.perform(&intent, self.key.as_deref(), clock::now())?;
        print_done(context, desk, &intent, &done)
    }
}

fn print_plan(context: &Context, desk: &Desk, plan: &Plan) -> Result<(), Failure> {
    let programs = desk.programs()?;
    let tell = context.tell(&programs);
    let messages = show::plan::warnings(tell, &plan.effect);
    context.print(&PlanDoc::new(plan, &messages), || show::plan::planned(tell, plan, &messages))
}

fn print_done(context: &Context, desk: &Desk, intent: &Intent, done: &Committed) -> Result<(), Failure> {
    let programs = desk.programs()?;
    let tell = context.tell(&programs);
    let messages = show::plan::warnings(tell, &done.effect);
    // It is done; where only reading it back fails, the answer must say so.
    let row = desk.operation(&done.op.to_string()).map_err(|_| StoreError::DoneAfterAll { op: done.op })?;
    context.print(&CommittedDoc::new(&row, intent, done, &messages), || show::plan::done(tell, intent, done, &messages))
}
