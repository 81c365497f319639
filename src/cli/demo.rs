//! `loyaltui demo`.

use super::console::{self, Look};
use super::context::Context;
use super::fail::Failure;
use clap::Args;
use std::process::ExitCode;

/// Open the console on a generated demo store (made on first use)
#[derive(Debug, Args)]
pub struct Demo {
    /// Members to generate
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    members: u32,
    /// Another seed makes other members; the same seed makes the same
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    look: Look,
}

impl Demo {
    /// The default demo.
    pub fn with_look(look: Look) -> Self {
        Self { members: 2_000, seed: 1, look }
    }

    /// Makes the store where it is missing, then opens the console.
    pub fn run(&self, context: &Context) -> Result<ExitCode, Failure> {
        console::needs_terminal(context)?;
        console::open(context, &self.look, context.store_path()?, true)
    }
}
