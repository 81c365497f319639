//! The key that signs a console's checkpoints: a file of its own in the user's state folder, never in the data file.

use super::error::StoreError;
use crate::domain::proof::NoteSigner;
use crate::store::new_file::{Existing, NewFile, make_folder};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the key of an origin lies.
fn path_of(folder: &Path, origin: &str) -> PathBuf {
    folder.join("keys").join(format!("{}.key", origin.replace('/', "-")))
}

/// The key of an origin; `None` where none was made yet.
pub(super) fn find_signer(folder: &Path, origin: &str) -> Result<Option<NoteSigner>, StoreError> {
    let path = path_of(folder, origin);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(StoreError::BadKey(path)),
        read => read.map_err(|error| StoreError::io(&path, &error))?,
    };
    let signer = NoteSigner::parse(&text).filter(|signer| signer.verifier().name() == origin);
    signer.map(Some).ok_or(StoreError::BadKey(path))
}

/// The key of an origin; made by the first who asks.
pub(super) fn signer(folder: &Path, origin: &str) -> Result<NoteSigner, StoreError> {
    if let Some(known) = find_signer(folder, origin)? {
        return Ok(known);
    }
    let path = path_of(folder, origin);
    let io = |error: io::Error| StoreError::io(&path, &error);
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| io(io::Error::other(error)))?;
    let made = NoteSigner::new(origin, &secret).ok_or_else(|| StoreError::BadKey(path.clone()))?;
    make_folder(&folder.join("keys")).map_err(io)?;
    let mut file = NewFile::begin(&path, Existing::Keep, &[])?;
    file.write_all(made.to_secret_text().as_bytes()).map_err(io)?;
    match file.finish() {
        Ok(()) => Ok(made),
        // Another console was quicker: its key it is.
        Err(StoreError::Exists(_)) => find_signer(folder, origin)?.ok_or(StoreError::BadKey(path)),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(find_signer(folder.path(), "loyaltui/1/1").unwrap().is_none());
        let made = signer(folder.path(), "loyaltui/1/1").unwrap().verifier();
        assert_eq!(signer(folder.path(), "loyaltui/1/1").unwrap().verifier(), made);
        assert_ne!(signer(folder.path(), "loyaltui/1/2").unwrap().verifier(), made);
        let path = path_of(folder.path(), "loyaltui/1/1");
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_key_that_can_not_be_read_is_named_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        make_folder(&folder.path().join("keys")).unwrap();
        let path = path_of(folder.path(), "loyaltui/1/1");
        fs::write(&path, [0xFF, 0xFE]).unwrap();
        assert!(matches!(signer(folder.path(), "loyaltui/1/1"), Err(StoreError::BadKey(bad)) if bad == path));
        assert_eq!(fs::read(&path).unwrap(), [0xFF, 0xFE]);
    }
}
