//! Sessions as a person's own folder keeps them: the tokens of who is logged in, by data file.

use super::fail::CliFailure;
use super::folders::state_folder;
use crate::desk::SessionPass;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Who is logged in to one data file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// Who logged in last: whoever a command is by where none is named.
    current: Option<String>,
    tokens: BTreeMap<String, String>,
}

impl Sessions {
    /// Those of a data file; none where nobody is logged in. What can't be read is nobody's login.
    pub fn load(store_id: &str) -> Result<Self, CliFailure> {
        Ok(fs::read_to_string(place(store_id)?)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// The pass of an operator; without a name, of who logged in last.
    pub fn pass(&self, name: Option<&str>) -> Option<SessionPass> {
        let name = name.or(self.current.as_deref())?;
        let token = self.tokens.get(name)?;
        Some(SessionPass { name: name.to_owned(), token: token.clone() })
    }

    /// Who logged in last.
    pub fn current(&self) -> Option<&str> {
        self.current.as_deref()
    }

    /// Takes a new login.
    pub fn enter(&mut self, pass: &SessionPass) {
        self.current = Some(pass.name.clone());
        self.tokens.insert(pass.name.clone(), pass.token.clone());
    }

    /// Forgets a login.
    pub fn leave(&mut self, name: &str) {
        self.tokens.remove(name);
        if self.current.as_deref() == Some(name) {
            self.current = None;
        }
    }

    /// Keeps them where nobody else may read them.
    pub fn save(&self, store_id: &str) -> Result<(), CliFailure> {
        let path = place(store_id)?;
        write(&path, self).map_err(|error| CliFailure::file(&path, &error))
    }
}

fn place(store_id: &str) -> Result<PathBuf, CliFailure> {
    Ok(state_folder()?.join("sessions").join(format!("{store_id}.json")))
}

/// Whole or not at all: beside it first, then in its place.
fn write(path: &Path, sessions: &Sessions) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let text = serde_json::to_string(sessions).map_err(io::Error::other)?;
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    drop(file);
    match fs::rename(&beside, path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            let _ = fs::remove_file(&beside);
            Err(error)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn pass(name: &str) -> SessionPass {
        SessionPass { name: name.to_owned(), token: format!("token of {name}") }
    }

    #[test]
    fn who_logged_in_last_is_meant_where_nobody_is_named() {
        let mut sessions = Sessions::default();
        assert_eq!(sessions.pass(None), None);
        sessions.enter(&pass("li"));
        sessions.enter(&pass("wang"));
        assert_eq!((sessions.pass(None), sessions.pass(Some("li"))), (Some(pass("wang")), Some(pass("li"))));
        sessions.leave("wang");
        assert_eq!((sessions.pass(None), sessions.pass(Some("li"))), (None, Some(pass("li"))));
    }

    #[test]
    fn nobody_else_can_read_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sessions").join("ab.json");
        let mut sessions = Sessions::default();
        sessions.enter(&pass("li"));
        write(&path, &sessions).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(serde_json::from_str::<Sessions>(&fs::read_to_string(&path).unwrap()).unwrap(), sessions);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
