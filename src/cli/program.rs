//! `loyaltui program show|check|apply`.

use super::change::ChangeArgs;
use super::context::CliContext;
use super::fail::CliFailure;
use super::{out, show};
use crate::documents::program::{CheckDoc, ProgramDoc};
use crate::domain::op;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Program;
use crate::domain::question::ReadProgram;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Show, check and apply the programme
#[derive(Debug, Subcommand)]
pub enum ProgramCommand {
    /// Print the program.toml in force
    Show,
    /// Check a program.toml without a data file; list every error with its line
    Check(Check),
    /// Apply a program.toml from now on
    Apply(Apply),
}

impl ProgramCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Show => show_program(context),
            Self::Check(command) => command.run(context),
            Self::Apply(command) => command.run(context),
        }
    }
}

pub fn read(file: &Path) -> Result<String, CliFailure> {
    std::fs::read_to_string(file).map_err(|error| CliFailure::file(file, &error))
}

fn show_program(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open()?;
    let (programs, shown) = (desk.programs()?, context.ask(&mut desk, ReadProgram)?);
    context
        .print(&ProgramDoc::new(&programs, &shown), || show::program::in_force(context.words, programs.zone(), &shown))
}

/// Check a program.toml without a data file; list every error with its line
#[derive(Debug, Args)]
pub struct Check {
    /// The program.toml
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Check {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let toml = read(&self.file)?;
        match Program::parse(&toml) {
            Ok(rules) => context.print(&CheckDoc::new(&rules), || show::program::checked(context.words, &rules)),
            Err(errors) => {
                if !context.globals.json {
                    for error in &errors {
                        out::message(&context.words.program_error(error));
                    }
                    return Err(CliFailure::Said);
                }
                Err(CliFailure::Desk(Refusal::BadProgram { errors }.into()))
            }
        }
    }
}

/// Apply a program.toml from now on
#[derive(Debug, Args)]
#[command(
    after_help = "Points earned so far and current tiers do not change: the next purchase or tier review uses the new \
    thresholds."
)]
pub struct Apply {
    /// The program.toml
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    change: ChangeArgs,
}

impl Apply {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let toml = read(&self.file)?;
        let mut desk = context.open()?;
        self.change.carry_out(context, &mut desk, op::ApplyProgram { toml })
    }
}
