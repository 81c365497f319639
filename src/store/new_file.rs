//! The one door for files that are written beside the data file: copies, exports, lists of rejected rows, kept settings. A file is
//! written under another name beside its own until it is complete, is readable by its owner alone, and takes nothing's place
//! that was not meant to be replaced.

use super::error::StoreError;
use super::place::{BESIDE, FileIdentity, belongs_to, beside, is_database, named_after};
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Ends the name of what is not complete.
const PARTIAL: &str = ".part";

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is left alone, and nothing is written.
    Keep,
    /// It makes room, if it is an ordinary file and not in use.
    Replace,
}

/// A file being written. Dropped without [`NewFile::finish`], nothing of it stays.
#[derive(Debug)]
pub struct NewFile {
    to: PathBuf,
    partial: PathBuf,
    /// Locked as long as somebody writes: what is not was left by somebody who was killed.
    file: File,
    existing: Existing,
}

impl NewFile {
    /// Begins a file that only its owner may read, at a path where nothing is, not even a link that leads nowhere, or in the
    /// place of an ordinary file that is no data file. `in_use` are files that nothing may take the place of, with what SQLite
    /// puts beside them. What an earlier try for the same path has left is removed.
    pub fn begin(to: &Path, existing: Existing, in_use: &[&Path]) -> Result<Self, StoreError> {
        if in_use.iter().any(|used| is_place_of(to, used)) {
            return Err(StoreError::InUse(to.to_owned()));
        }
        must_be_no_log(to)?;
        if fs::symlink_metadata(to).is_err() {
            return Self::begin_partial(to, existing);
        }
        if existing == Existing::Keep {
            return Err(StoreError::Exists(to.to_owned()));
        }
        // No link is followed: what it leads to was never named.
        if !fs::symlink_metadata(to).is_ok_and(|meta| meta.is_file()) {
            return Err(StoreError::NotOrdinary(to.to_owned()));
        }
        if is_database(to) {
            return Err(StoreError::DataFile(to.to_owned()));
        }
        Self::begin_partial(to, existing)
    }

    /// Begins a file that is to have a name which whoever calls makes free before the end.
    pub(super) fn begin_beside(to: &Path, existing: Existing) -> Result<Self, StoreError> {
        Self::begin_partial(to, existing)
    }

    fn begin_partial(to: &Path, existing: Existing) -> Result<Self, StoreError> {
        let io = |e: io::Error| StoreError::io(to, &e);
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
                return Ok(Self { to: to.to_owned(), partial, file, existing });
            }
        }
    }

    /// Where it is written.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Gives it its name once all of it is on the disk, and waits until the name is, too.
    pub fn finish(self) -> Result<(), StoreError> {
        let io = |e: io::Error| StoreError::io(&self.to, &e);
        self.file.sync_all().map_err(io)?;
        match self.existing {
            Existing::Keep => rename_to_nothing(&self.partial, &self.to),
            Existing::Replace => fs::rename(&self.partial, &self.to),
        }
        .map_err(io)?;
        File::open(folder_of(&self.to)).and_then(|folder| folder.sync_all()).map_err(io)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Best effort; what stays is removed by the next try.
        remove(&self.partial);
    }
}

/// Makes a folder, and those above it, where nothing is yet: its owner's alone. One that is there stays as it is.
pub fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Whether a path leads to a file that is in use, by whatever name, or to where SQLite puts something beside it.
pub fn is_place_of(path: &Path, used: &Path) -> bool {
    let same_file = |a: &Path, b: &Path| FileIdentity::at(a).is_some_and(|file| FileIdentity::at(b) == Some(file));
    let place = |path: &Path| Some((fs::canonicalize(folder_of(path)).ok()?, path.file_name()?.to_owned()));
    let used = fs::canonicalize(used).unwrap_or_else(|_| used.to_owned());
    let is_place = |taken: &Path| same_file(path, taken) || place(path).is_some_and(|at| place(taken) == Some(at));
    is_place(&used) || BESIDE.iter().any(|suffix| is_place(&beside(&used, suffix)))
}

/// Whether a path leads into a folder, by whatever way, or into one below it.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(&folder_of(path)).zip(real(folder)).is_some_and(|(at, folder)| at.starts_with(folder))
}

/// Refuses the name under which SQLite keeps what belongs to another data file: it would take the new file for that.
pub(super) fn must_be_no_log(path: &Path) -> Result<(), StoreError> {
    match belongs_to(path) {
        Some(of) => Err(StoreError::LogOf { path: path.to_owned(), of }),
        None => Ok(()),
    }
}

/// Refuses the name that a log would have for a data file, whether or not there is a file that it would be the log of.
pub(super) fn must_be_no_name_of_log(path: &Path) -> Result<(), StoreError> {
    match named_after(path) {
        Some(of) => Err(StoreError::LogOf { path: path.to_owned(), of }),
        None => Ok(()),
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
    let _ = fs::remove_file(partial);
    for suffix in BESIDE {
        let _ = fs::remove_file(beside(partial, suffix));
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn written(path: &Path, existing: Existing, in_use: &[&Path]) -> Result<(), StoreError> {
        let mut file = NewFile::begin(path, existing, in_use)?;
        file.write_all(b"new").unwrap();
        file.finish()
    }

    #[test]
    fn an_ordinary_file_makes_room_when_it_is_meant_to() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("list.csv");
        written(&path, Existing::Replace, &[]).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(&path, "much longer than before").unwrap();
        assert!(matches!(written(&path, Existing::Keep, &[]), Err(StoreError::Exists(_))));
        written(&path, Existing::Replace, &[]).unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("new", 0o600), "its owner's alone");
    }

    #[test]
    fn a_folder_is_its_owners_alone() {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let made = folder.path().join("a/b");
        make_folder(&made).unwrap();
        make_folder(&made).unwrap();
        let above = folder.path().join("a");
        assert_eq!([mode(folder.path()), mode(&above), mode(&made)], [0o755, 0o700, 0o700]);
    }

    #[test]
    fn a_data_file_never_makes_room_for_a_list() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("other.db");
        fs::write(&path, b"SQLite format 3\0and all the rest").unwrap();
        assert!(matches!(written(&path, Existing::Replace, &[]), Err(StoreError::DataFile(_))));
        assert_eq!(fs::read(&path).unwrap(), b"SQLite format 3\0and all the rest");
    }

    #[test]
    fn what_is_given_up_leaves_the_old_file_as_it_was() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, "old").unwrap();
        let mut begun = NewFile::begin(&path, Existing::Replace, &[]).unwrap();
        begun.write_all(b"half").unwrap();
        drop(begun);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[rstest]
    #[case::itself("shop.db")]
    #[case::by_another_way("sub/../shop.db")]
    #[case::by_a_link("soft")]
    #[case::by_a_second_name("hard")]
    #[case::its_log("shop.db-wal")]
    #[case::a_log_that_is_not_there("shop.db-journal")]
    fn what_is_in_use_stays(#[case] name: &str) {
        let folder = TempDir::new().unwrap();
        let used = folder.path().join("shop.db");
        fs::write(&used, "data").unwrap();
        fs::write(folder.path().join("shop.db-wal"), "log").unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        std::os::unix::fs::symlink("shop.db", folder.path().join("soft")).unwrap();
        fs::hard_link(&used, folder.path().join("hard")).unwrap();
        for existing in [Existing::Keep, Existing::Replace] {
            let refused = written(&folder.path().join(name), existing, &[&used]);
            assert!(matches!(refused, Err(StoreError::InUse(_))), "{refused:?}");
        }
        assert_eq!(fs::read_to_string(&used).unwrap(), "data");
    }

    #[rstest]
    #[case::folder(|path: &Path| fs::create_dir(path).unwrap())]
    #[case::link_that_leads_nowhere(|path: &Path| std::os::unix::fs::symlink("nowhere", path).unwrap())]
    #[case::link_to_a_file(|path: &Path| {
        fs::write(path.with_file_name("kept"), "kept").unwrap();
        std::os::unix::fs::symlink("kept", path).unwrap();
    })]
    fn only_an_ordinary_file_makes_room(#[case] put: fn(&Path)) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("list.csv");
        put(&path);
        assert!(matches!(written(&path, Existing::Replace, &[]), Err(StoreError::NotOrdinary(_))));
    }
}
