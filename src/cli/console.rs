//! The console: what `loyaltui` without a command opens.

use super::appearance::{Appearance, Occasion, needs_terminal, open};
use super::context::CliContext;
use super::fail::CliFailure;
use super::{demo, init};
use crate::domain::program::DEFAULT_TOML;
use crate::domain::question::ListOperations;
use crate::runtime::environment;
use crate::runtime::start::{Start, ask};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Opens the console on the store; where there is none yet, offers to make one.
pub fn run(context: &CliContext, look: &Appearance) -> Result<ExitCode, CliFailure> {
    needs_terminal(context)?;
    let path = context.store_path()?;
    if path.exists() { open(context, look, path, Occasion::Ordinary) } else { offer(context, look, path) }
}

/// No file yet: a demo, an empty store, or one filled from files. Who leaves in the middle is asked again.
fn offer(context: &CliContext, look: &Appearance, path: PathBuf) -> Result<ExitCode, CliFailure> {
    let terminal = |error: io::Error| CliFailure::file(Path::new("terminal"), &error);
    let mut input = environment::stdin().lock();
    loop {
        match ask(&path, context.words, &mut input, io::stdout().lock()).map_err(terminal)? {
            Start::Demo => return demo::DemoArgs::with_look(look.clone()).run(context),
            Start::New => {
                init::make(context, &path, DEFAULT_TOML)?;
                return open(context, look, path, Occasion::Ordinary);
            }
            Start::Import => {
                if let Some(ended) = import_first(context, look, &path)? {
                    return Ok(ended);
                }
            }
            Start::Leave => return Ok(ExitCode::SUCCESS),
        }
    }
}

/// Makes a store and opens the console where a file is brought into it. `None`: nothing was, and nothing is left behind.
fn import_first(context: &CliContext, look: &Appearance, path: &Path) -> Result<Option<ExitCode>, CliFailure> {
    init::make(context, path, DEFAULT_TOML)?;
    let made = operations(context);
    let ended = open(context, look, path.to_owned(), Occasion::FirstImport);
    if made? < operations(context)? {
        return ended.map(Some);
    }
    discard(path);
    ended.map(|_| None)
}

/// How many operations the store has.
fn operations(context: &CliContext) -> Result<u64, CliFailure> {
    let mut desk = context.open()?;
    Ok(context.ask(&mut desk, ListOperations { query: String::new(), limit: 0 })?.total)
}

/// Removes a store that was not wanted, with what the database keeps beside it. What is not there need not be removed.
fn discard(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_is_not_wanted_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        for end in ["", "-wal", "-shm"] {
            fs::write(folder.path().join(format!("shop.db{end}")), "x").unwrap();
        }
        discard(&path);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
