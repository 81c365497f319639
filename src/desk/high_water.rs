//! The high-water mark: the newest place of an audit log that a user has seen, kept outside of the file. By it an older copy that was
//! put back, or a log that was cut, is noticed; nothing more is recorded then until an owner accepts what is there.

use super::Desk;
use super::error::{DeskError, StoreError};
use crate::domain::day::Instant;
use crate::domain::journal::hex;
use crate::domain::num::OpSeq;
use crate::domain::op::{AcceptLog, Intent};
use crate::domain::permission::Permission;
use crate::domain::plan::outcome::Refusal;
use crate::domain::read_models::Committed;
use crate::domain::verification::LogLoss;
use crate::store::new_file::{Existing, NewFile, make_folder};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What is known of a data file from the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct HighWaterMark {
    /// Whose log it was.
    store: String,
    /// The newest operation, and its digest, which binds all before it.
    seq: OpSeq,
    digest: String,
    at: Instant,
    /// Whether the file had operators.
    #[serde(default)]
    has_operators: bool,
}

/// The longest text that a mark can be.
const MARK_MAX: u64 = 4_096;

/// Where the mark of the data file of a path lies.
fn path_of(folder: &Path, file: &Path) -> PathBuf {
    let whole = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let name = hex(&Sha256::digest(whole.as_os_str().as_encoded_bytes())[..8]);
    folder.join("marks").join(format!("{name}.json"))
}

/// Forgets what was known of the data file of a path: an owner has put another one in its place.
pub fn forget_mark(folder: &Path, file: &Path) {
    // Where it is not there, nothing is known; where it stays, the next one who opens the file is told.
    let _ = fs::remove_file(path_of(folder, file));
}

impl Desk {
    /// Keeps the mark of this file in a folder of the user's, and compares the file with it. Answers what is missing since the last time;
    /// nothing is recorded then.
    pub fn keep_mark_in(&mut self, folder: &Path) -> Result<Option<LogLoss>, DeskError> {
        let Some(file) = self.store.path() else { return Ok(None) };
        let mark = path_of(folder, file);
        let loss = read(&mark).map(|known| self.loss_since(&known)).transpose()?.flatten();
        self.store.hold(loss);
        self.mark = Some(mark);
        Ok(loss)
    }

    fn loss_since(&self, known: &HighWaterMark) -> Result<Option<LogLoss>, DeskError> {
        if known.store != self.store_id() {
            // Another data file has this name by now.
            return Ok(None);
        }
        Ok(match self.store.operation_at(known.seq)? {
            Some((_, hash)) if hex(&hash) == known.digest => None,
            Some(_) => Some(LogLoss::Changed { seq: known.seq, since: known.at }),
            None => {
                let newest = self.store.newest_operation()?.map_or(0, |(op, _)| op.seq.0);
                let n = u64::try_from(known.seq.0 - newest).unwrap_or(0);
                Some(LogLoss::Missing { n, since: known.at })
            }
        })
    }

    /// Notes the newest place of the audit log, for the next time. What can't be noted is noted then.
    fn note_mark(&self) {
        let Some(path) = self.mark.as_deref().filter(|_| self.store.held().is_none()) else { return };
        let Ok(Some((newest, hash))) = self.store.newest_operation() else { return };
        let Ok(has_operators) = self.store.staff().map(|staff| staff.is_on()) else { return };
        let (store, digest) = (self.store_id(), hex(&hash));
        let mark = HighWaterMark { store, seq: newest.seq, digest, at: newest.at, has_operators };
        if read(path).as_ref() == Some(&mark) || self.store.must_not_be_replaced().is_err() {
            return;
        }
        let text = serde_json::to_string(&mark).unwrap_or_default();
        let _ = path.parent().map(make_folder);
        if let Ok(mut file) = NewFile::begin(path, Existing::Replace, &[])
            && file.write_all(text.as_bytes()).is_ok()
        {
            let _ = file.finish();
        }
    }

    /// What is missing since the last time; nothing is recorded while something is.
    pub fn log_loss(&self) -> Option<LogLoss> {
        self.store.held()
    }

    /// Goes on with the audit log as it is, which an owner may. That it was done stands in it.
    pub fn accept_log(&mut self, note: Option<String>, now: Instant) -> Result<Committed, DeskError> {
        self.actor(&self.operator, now)?.check(Permission::Govern)?;
        let loss = self.store.held().ok_or(Refusal::NoChange)?;
        // A copy from before there were operators knows no owner who could accept it.
        let known = self.mark.as_deref().and_then(read);
        if known.is_some_and(|known| known.has_operators) && !self.store.staff()?.is_on() {
            self.store.must_have_whole_log()?;
        }
        self.store.hold(None);
        let done = self.perform(&Intent::AcceptLog(AcceptLog { loss, note }), None, now);
        if let Err(error) = &done
            && !matches!(error, DeskError::Store(StoreError::Unknown { .. } | StoreError::DoneAfterAll { .. }))
        {
            self.store.hold(Some(loss));
        }
        done
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.note_mark();
    }
}

/// A mark that is there and can be read: an ordinary file, and no longer than marks are.
fn read(path: &Path) -> Option<HighWaterMark> {
    let about = fs::symlink_metadata(path).ok()?;
    if !about.is_file() || about.len() > MARK_MAX {
        return None;
    }
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}
