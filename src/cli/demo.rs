//! `loyaltui demo`.

use super::appearance::{self, Appearance, Occasion};
use super::context::CliContext;
use super::fail::CliFailure;
use super::progress::ProgressLine;
use super::setup;
use crate::demo::{self, DemoProgress};
use crate::runtime::clock;
use crate::t;
use clap::{Args, value_parser};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Open the console on generated demo data (created on first use)
#[derive(Debug, Args)]
#[command(after_help = "With --json the data is only created, and the console is not opened.")]
pub struct DemoArgs {
    /// Members to generate
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = value_parser!(u32).range(1..=1_000_000))]
    members: u32,
    /// Random seed: the same seed creates the same members
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    look: Appearance,
}

impl DemoArgs {
    pub fn with_look(look: Appearance) -> Self {
        Self { members: 2_000, seed: 1, look }
    }

    /// Makes the store where it is missing, then opens the console.
    pub fn run(&self, context: &CliContext) -> Result<ExitCode, CliFailure> {
        if !context.globals.json {
            appearance::needs_terminal(context)?;
        }
        let wanted = demo::Demo { members: usize::try_from(self.members).unwrap_or(usize::MAX), seed: self.seed };
        let path = setup::demo_path(&context.globals, wanted.members, wanted.seed)?;
        let missing = !path.exists();
        if missing {
            make(context, &path, wanted)?;
        }
        if context.globals.json {
            let document = json!({ "db": path, "made": missing, "members": wanted.members, "seed": wanted.seed });
            return context.print(&document, String::new).map(|()| ExitCode::SUCCESS);
        }
        appearance::open(context, &self.look, path, Occasion::Demo)
    }
}

/// Makes the store, with a line that says how far it is.
fn make(context: &CliContext, path: &Path, wanted: demo::Demo) -> Result<(), CliFailure> {
    let bar = ProgressLine::new(&t!(context.words, "cli.demo.making", n = wanted.members));
    demo::make(path, wanted, clock::now(), &mut |made: DemoProgress| bar.at(made.done as u64, made.total as u64))?;
    Ok(())
}
