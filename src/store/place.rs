//! Where a data file lies: whether it can be kept safe there, and whether its path still leads to it.

use super::error::StoreError;
use rustix::fs::{StatFs, statfs};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// How every SQLite file begins.
const DATABASE: [u8; 16] = *b"SQLite format 3\0";

/// What SQLite puts beside a file: changes that are not in the file yet, the index of these, what a change replaces.
pub(super) const BESIDE: [&str; 3] = [LOG, INDEX, "-journal"];

/// What the name of a log ends with.
pub(super) const LOG: &str = "-wal";

/// What the name of a log's index ends with: it is made anew from the log.
pub(super) const INDEX: &str = "-shm";

/// A file, whatever its name: its device and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileIdentity {
    device: u64,
    inode: u64,
}

impl FileIdentity {
    /// The file that a path leads to now; `None` where it leads to none.
    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|meta| Self { device: meta.dev(), inode: meta.ino() })
    }
}

/// Refuses a file of two names, each of which would get a log of its own, and a place that other computers share, where
/// SQLite's log can't be shared.
pub(super) fn must_be_safe(path: &Path) -> Result<(), StoreError> {
    if fs::metadata(path).map_err(|e| StoreError::io(path, &e))?.nlink() > 1 {
        return Err(StoreError::ManyNames(path.to_owned()));
    }
    // What can't be asked is trusted: most systems have no network file system at all.
    match statfs(path).ok().as_ref().and_then(network_system) {
        Some(system) => Err(StoreError::Network { path: path.to_owned(), system }),
        None => Ok(()),
    }
}

/// Refuses a name beside which a log lies that another data file has left: SQLite would take it for the new file's own.
pub(super) fn must_have_no_log(path: &Path) -> Result<(), StoreError> {
    for log in BESIDE.into_iter().filter(|suffix| *suffix != INDEX).map(|suffix| beside(path, suffix)) {
        if fs::symlink_metadata(&log).is_ok_and(|meta| meta.len() > 0) {
            return Err(StoreError::LogLeft(log));
        }
    }
    Ok(())
}

/// The data file beside which SQLite would put something of this name; `None` where the name is not of that kind or nothing is
/// there.
pub(super) fn belongs_to(path: &Path) -> Option<PathBuf> {
    named_after(path).filter(|of| is_database(of))
}

/// The file beside which SQLite would put something of this name, whether or not there is one.
pub(super) fn named_after(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.as_bytes();
    let of = BESIDE.iter().find_map(|suffix| name.strip_suffix(suffix.as_bytes()))?;
    (!of.is_empty()).then(|| path.with_file_name(OsStr::from_bytes(of)))
}

/// Whether a file is a database, of whichever program: what somebody keeps in it is no list that can be made again. Not to be
/// asked of a file that this process has open: the system takes all locks of a process off a file that it closes once.
pub(super) fn is_database(path: &Path) -> bool {
    let mut begins = [0; DATABASE.len()];
    fs::metadata(path).is_ok_and(|meta| meta.is_file())
        && File::open(path).and_then(|mut file| file.read_exact(&mut begins)).is_ok()
        && begins == DATABASE
}

/// Where a path leads, links followed: SQLite puts what belongs to a file beside the file, not beside a link to it.
pub(super) fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Refuses a data file beside which something lies that is no log under a log's name: SQLite would delete it.
pub(super) fn must_have_no_stranger(path: &Path) -> Result<(), StoreError> {
    /// How every log begins, but for the last bit.
    const LOG_BEGINS: u32 = 0x377F_0682;
    let log = beside(&resolved(path), LOG);
    let mut begins = [0; 4];
    let is_read = File::open(&log).and_then(|mut file| file.read_exact(&mut begins)).is_ok();
    if is_read && u32::from_be_bytes(begins) & !1 != LOG_BEGINS {
        return Err(StoreError::LogLeft(log));
    }
    Ok(())
}

/// The name of what SQLite puts beside a file.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The network file systems by the numbers that Linux gives them (statfs(2)).
#[cfg(target_os = "linux")]
const NETWORK: [(i128, &str); 12] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564C, "NCP"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x7461_636F, "OCFS2"),
];

/// The name of a network file system; `None` for one of this computer.
#[cfg(target_os = "linux")]
fn network_system(of: &StatFs) -> Option<&'static str> {
    named(of.f_type.into())
}

#[cfg(target_os = "linux")]
fn named(kind: i128) -> Option<&'static str> {
    // The system keeps 32 bits of it, and gives them with a sign on some machines.
    NETWORK.iter().find(|(known, _)| *known == kind & 0xFFFF_FFFF).map(|(_, name)| *name)
}

/// Elsewhere the system says by a flag whether a file lies on this computer.
#[cfg(target_os = "macos")]
fn network_system(of: &StatFs) -> Option<&'static str> {
    /// `MNT_LOCAL` of statfs(2).
    const LOCAL: u32 = 0x0000_1000;
    (of.f_flags & LOCAL == 0).then_some("network")
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn network_system(_: &StatFs) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::new_file::{Existing, NewFile};
    use rstest::rstest;
    use tempfile::TempDir;

    #[test]
    fn a_file_of_two_names_is_refused_by_each() {
        let folder = TempDir::new().unwrap();
        let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
        drop(Store::create(&one).unwrap());
        fs::hard_link(&one, &other).unwrap();
        for path in [&one, &other] {
            assert!(matches!(Store::open(path), Err(StoreError::ManyNames(named)) if named == *path));
        }
        fs::remove_file(&other).unwrap();
        assert!(Store::open(&one).is_ok());
    }

    #[cfg(target_os = "linux")]
    #[rstest]
    #[case::nfs(0x6969, Some("NFS"))]
    #[case::windows_share(0xFF53_4D42, Some("CIFS"))]
    #[case::with_a_sign(-0x01AC_B2BE, Some("SMB2"))]
    #[case::ext4(0xEF53, None)]
    #[case::memory(0x0102_1994, None)]
    fn a_network_file_system_is_known_by_its_number(#[case] kind: i128, #[case] name: Option<&str>) {
        assert_eq!(named(kind), name);
    }

    #[test]
    fn no_file_is_made_where_another_has_left_its_log() {
        let folder = TempDir::new().unwrap();
        let (path, away) = (folder.path().join("shop.db"), folder.path().join("away.db"));
        let mut store = Store::create(&path).unwrap();
        store.write(|tx| tx.set_meta("x", 1)).unwrap();
        fs::rename(&path, &away).unwrap();
        let log = beside(&path, "-wal");
        assert!(matches!(Store::create(&path), Err(StoreError::LogLeft(left)) if left == log));
        assert!(!path.exists());
        let copied = Store::open_in_memory().unwrap().copy_to(&path);
        assert!(matches!(copied, Err(StoreError::LogLeft(_))), "{copied:?}");
        drop(store);
    }

    #[rstest]
    #[case::log("shop.db-wal")]
    #[case::index("shop.db-shm")]
    #[case::journal("shop.db-journal")]
    #[case::of_another_program("notes.sqlite-wal")]
    fn nothing_is_written_where_a_data_file_keeps_its_changes(#[case] name: &str) {
        let folder = TempDir::new().unwrap();
        drop(Store::create(&folder.path().join("shop.db")).unwrap());
        fs::copy(folder.path().join("shop.db"), folder.path().join("notes.sqlite")).unwrap();
        let path = folder.path().join(name);
        let is_refused =
            |answer: Result<(), StoreError>| assert!(matches!(answer, Err(StoreError::LogOf { .. })), "{answer:?}");
        is_refused(Store::create(&path).map(|_| ()));
        is_refused(Store::open_in_memory().unwrap().backup(&path));
        for existing in [Existing::Keep, Existing::Replace] {
            is_refused(NewFile::begin(&path, existing, &[]).map(|_| ()));
        }
        is_refused(Store::restore(&folder.path().join("notes.sqlite"), &path, "now").map(|_| ()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        // Beside something else the name is like any other.
        let free = folder.path().join("list.csv-wal");
        fs::write(folder.path().join("list.csv"), "a,b\n").unwrap();
        NewFile::begin(&free, Existing::Keep, &[]).unwrap().finish().unwrap();
    }

    #[rstest]
    #[case::log("new.db-wal")]
    #[case::index("new.db-shm")]
    #[case::journal("new.db-journal")]
    fn no_data_file_has_the_name_of_a_log(#[case] name: &str) {
        let folder = TempDir::new().unwrap();
        let (path, source) = (folder.path().join(name), folder.path().join("source.db"));
        let store = Store::create(&source).unwrap();
        let refused = [
            Store::create(&path).map(|_| ()),
            store.backup(&path),
            store.copy_to(&path),
            Store::restore(&source, &path, "now").map(|_| ()),
        ];
        assert!(refused.iter().all(|answer| matches!(answer, Err(StoreError::LogOf { .. }))), "{refused:?}");
        assert!(!path.exists());
    }

    #[rstest]
    #[case::looks_like_a_link_of_sqlite("file:shop.db?mode=memory")]
    #[case::looks_like_memory(":memory:")]
    #[case::percent("50%20off.db")]
    fn a_path_is_a_path(#[case] name: &str) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join(name);
        let mut store = Store::create(&path).unwrap();
        store.write(|tx| tx.set_meta("x", 1)).unwrap();
        drop(store);
        assert_eq!(fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect::<Vec<_>>(), [name]);
        assert_eq!(Store::open(&path).unwrap().meta("x").unwrap(), 1);
    }
}
