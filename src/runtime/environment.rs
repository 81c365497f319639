//! What the program is given from outside: its arguments, the environment's variables, standard input. Everything inside is
//! told.
#![expect(clippy::disallowed_methods, reason = "the one door to what surrounds the process")]

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Stdin};
use std::path::PathBuf;

/// The arguments of the process, its own name first.
pub fn arguments() -> Vec<OsString> {
    env::args_os().collect()
}

/// The value of a variable as it stands; `None` where it is not set.
pub fn variable_os(name: &str) -> Option<OsString> {
    env::var_os(name)
}

/// The value of a variable; `None` where it is not set or is no text.
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}

/// The home folder of the user.
pub fn home() -> Option<PathBuf> {
    env::home_dir()
}

pub fn stdin() -> Stdin {
    io::stdin()
}

/// Whether somebody sits in front of both standard input and standard output.
pub fn has_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Columns of the terminal on standard output; `None` where it is none.
pub fn columns() -> Option<usize> {
    let size = io::stdout().is_terminal().then(crossterm::terminal::size)?;
    size.ok().map(|(columns, _)| usize::from(columns))
}
