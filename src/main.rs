//! The program's entry.

#![warn(clippy::disallowed_methods, clippy::disallowed_types)]

use std::process::ExitCode;

fn main() -> ExitCode {
    loyaltui::cli::run()
}
