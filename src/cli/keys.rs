//! `loyaltui keys`: the keys of the console, as the file that changes them has them.

use super::context::CliContext;
use super::fail::CliFailure;
use super::folders::config_folder;
use super::out;
use crate::desk::error::StoreError;
use crate::documents::keys::KeysDocument;
use crate::runtime::{CommandKeys, command_keys};
use crate::t;
use crate::text::path_text;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Where a person's own keys are kept.
fn path() -> Result<PathBuf, CliFailure> {
    Ok(config_folder()?.join("keymap.toml"))
}

/// The text of the file of keys; empty where there is none.
pub fn load() -> Result<String, CliFailure> {
    let path = path()?;
    // Reading a pipe would wait for ever.
    if fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
        return Err(StoreError::NotOrdinary(path).into());
    }
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(CliFailure::file(&path, &error)),
    }
}

/// Prints every command with its keys.
pub fn run(context: &CliContext) -> Result<(), CliFailure> {
    let (words, path) = (context.words, path_text(&path()?));
    let (commands, problem) = command_keys(&load()?, words);
    let document = KeysDocument {
        file: &path,
        problem: problem.as_deref(),
        commands: commands.iter().map(|c| (c.name, c.label.as_str(), c.keys.as_slice())).map(Into::into).collect(),
    };
    context.print(&document, || {
        let head = [t!(words, "cli.keys.where", path = path), t!(words, "cli.keys.how")];
        head.iter().map(|line| format!("# {line}\n")).chain(commands.iter().map(line)).collect()
    })?;
    problem.map_or(Ok(()), |told| {
        out::message(&format!("loyaltui: {}", t!(words, "keymap.ignored", why = told)));
        Err(CliFailure::DoneButLook)
    })
}

/// A command as the file has it: `points = "+"`, its words behind it.
fn line(command: &CommandKeys) -> String {
    let quoted: Vec<String> =
        command.keys.iter().map(|key| format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))).collect();
    let keys = if let [only] = quoted.as_slice() { only.clone() } else { format!("[{}]", quoted.join(", ")) };
    format!("{:<40} # {}\n", format!("{} = {keys}", command.name), command.label)
}
