//! `loyaltui audit sign`: what was found of an operation of a sample.

use crate::cli::args::whole_points;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::drawn_sample::SampleChange;
use crate::domain::num::Points;
use crate::domain::op::ChangeSample;
use crate::domain::question::OpenSample;
use clap::{Args, ValueEnum};

/// Whether an operation is right as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerdictArg {
    Ok,
    Wrong,
}

/// Record of an operation of a sample whether it is right
#[derive(Debug, Args)]
pub struct JudgeArgs {
    /// The sample, or the beginning of its id
    #[arg(value_name = "ID")]
    sample: String,
    /// The operation: its id, the beginning of it, or its number
    #[arg(value_name = "OP")]
    operation: String,
    /// Whether it is right as it stands
    #[arg(value_name = "ok|wrong", hide_possible_values = true)]
    verdict: VerdictArg,
    /// Of a sample by points: the points that would have been right [default: none]
    #[arg(long, value_name = "POINTS", allow_hyphen_values = true, value_parser = whole_points)]
    right: Option<Points>,
    /// What was seen
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl JudgeArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let sheet = context.ask(&mut desk, OpenSample { id: self.sample.clone() })?;
        let is_right = self.verdict == VerdictArg::Ok;
        let found = desk.judgement(&self.operation, is_right, self.right)?;
        let (id, change) = (sheet.sample.id, SampleChange::Judged(found));
        self.change.carry_out(context, &mut desk, ChangeSample { id, change, note: self.note.clone() })
    }
}
