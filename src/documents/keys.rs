//! The keys of the console.

use serde::Serialize;

/// What `keys --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct KeysDocument<'a> {
    /// Where a person's own keys are kept.
    pub file: &'a str,
    /// What is wrong in it; then the keys are those that the console begins with.
    pub problem: Option<&'a str>,
    pub commands: Vec<CommandDocument<'a>>,
}

/// A command with its keys.
#[derive(Debug, Clone, Serialize)]
pub struct CommandDocument<'a> {
    /// Its name in the file of keys.
    pub name: &'a str,
    /// What it does, in the language asked for.
    pub label: &'a str,
    /// Its keys as the file has them, the one to show first.
    pub keys: &'a [String],
}

impl<'a> From<(&'a str, &'a str, &'a [String])> for CommandDocument<'a> {
    fn from((name, label, keys): (&'a str, &'a str, &'a [String])) -> Self {
        Self { name, label, keys }
    }
}
