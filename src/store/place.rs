//! Where a data file lies: whether it can be kept safe there, and whether its path still leads to it.

use super::error::StoreError;
use rustix::fs::{StatFs, statfs};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file, whatever its name: its device and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileIdentity {
    device: u64,
    inode: u64,
}

impl FileIdentity {
    /// Whether a path leads to this file now.
    pub fn is_at(self, path: &Path) -> bool {
        Self::at(path).is_ok_and(|there| there == self)
    }

    /// The file that a path leads to now.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|meta| Self { device: meta.dev(), inode: meta.ino() })
    }
}

/// Refuses a file of two names, each of which would get a log of its own, and a place that other computers share, where
/// SQLite's log can't be shared.
pub(super) fn must_be_safe(path: &Path) -> Result<(), StoreError> {
    let io = |e: io::Error| StoreError::Io { path: path.to_owned(), reason: e.to_string() };
    if fs::metadata(path).map_err(io)?.nlink() > 1 {
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
    for suffix in ["-wal", "-journal"] {
        let log = beside(path, suffix);
        if fs::symlink_metadata(&log).is_ok_and(|meta| meta.len() > 0) {
            return Err(StoreError::LogLeft(log));
        }
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

    #[rstest]
    #[case::moved(|path: &Path| fs::rename(path, path.with_extension("old")).unwrap())]
    #[case::deleted(|path: &Path| fs::remove_file(path).unwrap())]
    #[case::replaced(|path: &Path| {
        fs::rename(path, path.with_extension("old")).unwrap();
        fs::write(path, "another").unwrap();
    })]
    fn a_file_that_is_there_no_more_is_written_no_more(#[case] away: fn(&Path)) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("shop.db");
        let mut store = Store::create(&path).unwrap();
        assert!(store.data_version().is_ok());
        away(&path);
        let looked = store.data_version();
        assert!(matches!(looked, Err(StoreError::Replaced(ref gone)) if *gone == path), "{looked:?}");
        let is_another = path.exists();
        assert_eq!(store.must_not_be_replaced().is_err(), is_another);
        let asked = store.write(|tx| tx.set_meta("x", 1));
        assert!(matches!(asked, Err(StoreError::Replaced(_))), "{asked:?}");
    }

    #[test]
    fn the_log_goes_with_the_file_it_belongs_to() {
        let folder = TempDir::new().unwrap();
        let [path, away, other] = ["shop.db", "away.db", "other.db"].map(|name| folder.path().join(name));
        let mut store = Store::create(&path).unwrap();
        store.write(|tx| tx.set_meta("x", 1)).unwrap();
        Store::create(&other).unwrap().write(|tx| tx.set_meta("x", 2)).unwrap();
        fs::rename(&path, &away).unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(store.data_version().is_err());
        drop(store);
        assert_eq!([&away, &path].map(|file| Store::open(file).unwrap().meta("x").unwrap()), [1, 2]);
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

    #[test]
    fn a_file_that_comes_back_is_written_again() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("shop.db");
        let mut store = Store::create(&path).unwrap();
        let elsewhere = path.with_extension("old");
        fs::rename(&path, &elsewhere).unwrap();
        assert!(store.write(|tx| tx.set_meta("x", 1)).is_err());
        fs::rename(&elsewhere, &path).unwrap();
        store.write(|tx| tx.set_meta("x", 1)).unwrap();
        assert_eq!(store.meta("x").unwrap(), 1);
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
