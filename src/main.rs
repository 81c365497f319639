//! The program's entry.

use std::process::ExitCode;

fn main() -> ExitCode {
    loyaltui::cli::run(std::env::args_os().collect())
}
