//! A file that is written under another name beside its own until it is complete.

use super::super::error::StoreError;
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Ends the name of what is not complete.
const PARTIAL: &str = ".part";

/// What SQLite puts beside a file that it opens.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// A file being written. Dropped without [`NewFile::finish`], nothing of it stays.
pub(super) struct NewFile {
    to: PathBuf,
    partial: PathBuf,
    /// Locked as long as somebody writes: what is not was left by somebody who was killed.
    file: File,
}

impl NewFile {
    /// Begins a file that only its owner may read, at a path where nothing is, not even a link that leads nowhere. What an
    /// earlier try for the same path has left is removed.
    pub fn begin(to: &Path) -> Result<Self, StoreError> {
        let io = |e: io::Error| match e.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(to.to_owned()),
            _ => StoreError::Io { path: to.to_owned(), reason: e.to_string() },
        };
        if fs::symlink_metadata(to).is_ok() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let name = to.file_name().ok_or_else(|| io(ErrorKind::InvalidInput.into()))?;
        let mut begins = OsString::from(".");
        begins.push(name);
        begins.push(".");
        remove_left_over(&folder_of(to), &begins).map_err(io)?;
        let mut n = 0_u32;
        loop {
            let mut name = begins.clone();
            name.push(format!("{}-{n}{PARTIAL}", std::process::id()));
            let partial = folder_of(to).join(name);
            n += 1;
            let file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial) {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
                opened => opened.map_err(io)?,
            };
            flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|e| io(e.into()))?;
            // Somebody who tidies up may have come between the two.
            if file.metadata().map_err(io)?.nlink() > 0 {
                return Ok(Self { to: to.to_owned(), partial, file });
            }
        }
    }

    /// Where it is written.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Gives it its name once all of it is on the disk, and waits until the name is, too.
    pub fn finish(self) -> Result<(), StoreError> {
        let io = |e: io::Error| match e.kind() {
            ErrorKind::AlreadyExists => StoreError::Exists(self.to.clone()),
            _ => StoreError::Io { path: self.to.clone(), reason: e.to_string() },
        };
        self.file.sync_all().map_err(io)?;
        rename_to_nothing(&self.partial, &self.to).map_err(io)?;
        File::open(folder_of(&self.to)).and_then(|folder| folder.sync_all()).map_err(io)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Best effort; what stays is removed by the next try.
        remove(&self.partial);
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Renames a file where nothing has the new name.
fn rename_to_nothing(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        // Not every file system can; a second name for it can't replace anything either.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        Err(other) => Err(other.into()),
    }
}

fn remove(partial: &Path) {
    for suffix in BESIDE {
        let mut name = partial.as_os_str().to_owned();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
}

/// Removes files that nobody writes any more.
fn remove_left_over(folder: &Path, begins: &OsString) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let (bytes, begins) = (name.as_encoded_bytes(), begins.as_encoded_bytes());
        if !bytes.starts_with(begins) || !bytes.ends_with(PARTIAL.as_bytes()) {
            continue;
        }
        let path = folder.join(&name);
        let Ok(file) = File::open(&path) else { continue };
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
            remove(&path);
        }
    }
    Ok(())
}
