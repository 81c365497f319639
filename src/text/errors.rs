//! Sentences for what goes wrong with the file, and for a `program.toml` that can't be read.

use super::{Words, path_text};
use crate::desk::error::{DeskError, StoreError};
use crate::domain::program::problem::Shape;
use crate::domain::program::{ProgramError, ProgramProblem};
use crate::domain::proof::NoteProblem;
use crate::domain::verification::LogLoss;
use crate::t;
use std::path::Path;

/// What SQLite says of every damage.
const SQLITE_DAMAGED: [&str; 2] = ["database disk image is malformed", "file is not a database"];

impl Words {
    /// Why the desk did not do as asked, in one line.
    pub fn desk_error(self, error: &DeskError) -> String {
        match error {
            DeskError::Refused(refusal) => self.refusal(refusal),
            DeskError::Stale { .. } => t!(self, "refusal.stale"),
            DeskError::Interrupted => t!(self, "store.interrupted"),
            DeskError::NotYet { day, today } => t!(self, "refusal.not_yet", day = day, today = today),
            DeskError::Setup(error) => self.setup_error(error),
            DeskError::ImportCut(why) => {
                let why = match why.as_ref() {
                    StoreError::NotDone { reason } => reason.clone(),
                    StoreError::NoRoom => t!(self, "store.disk_full"),
                    StoreError::Device(_) => t!(self, "store.disk_error"),
                    other => self.store_error(other),
                };
                t!(self, "import.cut", why = why)
            }
            DeskError::Overtaken => t!(self, "import.overtaken"),
            DeskError::Unreadable(reason) => t!(self, "import.unreadable", reason = reason),
            DeskError::Store(error) => self.store_error(error),
        }
    }

    /// What is wrong with the file, and what to do.
    pub fn store_error(self, error: &StoreError) -> String {
        use StoreError as E;
        match error {
            E::Missing(path) => t!(self, "store.missing", path = path_text(path)),
            E::Exists(path) => t!(self, "store.exists", path = path_text(path)),
            E::InUse(path) => t!(self, "store.in_use", path = path_text(path)),
            E::BadBackup(path) => t!(self, "store.bad_backup", path = path_text(path)),
            E::DataFile(path) => t!(self, "store.data_file", path = path_text(path)),
            E::Open(path) => t!(self, "store.open", path = path_text(path)),
            E::ManyNames(path) => t!(self, "store.many_names", path = path_text(path)),
            E::Network { path, system } => t!(self, "store.network", path = path_text(path), system = system),
            E::Replaced(path) => t!(self, "store.replaced", path = path_text(path)),
            E::Overwritten { path, aside: None } => t!(self, "store.overwritten", path = path_text(path)),
            E::Overwritten { path, aside: Some(aside) } => {
                t!(self, "store.overwritten_kept", path = path_text(path), aside = path_text(aside))
            }
            E::LogGone { path, is_home: true, aside: None } => t!(self, "store.log_gone", path = path_text(path)),
            E::LogGone { path, is_home: true, aside: Some(aside) } => {
                t!(self, "store.log_replaced", path = path_text(path), aside = path_text(aside))
            }
            E::LogGone { path, is_home: false, aside: _ } => t!(self, "store.log_lost", path = path_text(path)),
            E::LogSpoiled { path, is_home, aside } => self.log_spoiled(path, *is_home, aside.as_deref()),
            E::LogLost { path, loss } => self.log_loss(path, *loss),
            E::LogMissing(path) => t!(self, "store.log_missing", path = path_text(path)),
            E::LogOf { path, of } => t!(self, "store.log_of", path = path_text(path), of = path_text(of)),
            E::NoPermission(path) => t!(self, "store.no_permission", path = path_text(path)),
            E::NoSuchFile(path) => t!(self, "store.no_such_file", path = path_text(path)),
            E::LogLeft(path) => t!(self, "store.log_left", path = path_text(path)),
            E::BadKey(path) => t!(self, "store.bad_key", path = path_text(path)),
            E::NoRoom => t!(self, "store.no_room"),
            E::Device(_) => t!(self, "store.device"),
            E::NotOrdinary(path) => t!(self, "store.not_ordinary", path = path_text(path)),
            E::Foreign(path) => t!(self, "store.foreign", path = path_text(path)),
            E::Newer { path, found, known } => {
                t!(self, "store.newer", path = path_text(path), found = found, known = known)
            }
            E::Schema { object } => t!(self, "store.schema", object = object),
            E::Unfinished(path) => t!(self, "store.unfinished", path = path_text(path)),
            E::ReadOnly(path) => t!(self, "store.read_only", path = path_text(path)),
            E::Interrupted => t!(self, "store.interrupted"),
            E::Busy => t!(self, "store.busy"),
            E::DoneAfterAll { op } => t!(self, "store.done_after_all", op = op),
            E::NotDone { reason } => t!(self, "store.not_done", reason = reason),
            E::Unknown { op, reason } => t!(self, "store.unknown", op = op, reason = reason),
            E::Io { path, reason } => {
                t!(self, "store.io", path = path_text(path), reason = self.system_reason(reason))
            }
            // SQLite's own words say nothing more.
            E::Damaged(what) if SQLITE_DAMAGED.contains(&what.as_str()) => t!(self, "store.damaged_image"),
            E::Damaged(what) => t!(self, "store.damaged", what = what),
            E::Sql(what) => t!(self, "store.sql", what = what),
        }
    }

    /// What the system says of a file, in words where it is not rare; else as it says it, without its number.
    pub fn system_reason(self, reason: &str) -> String {
        let said = reason.split(" (os error ").next().unwrap_or(reason);
        match said {
            "File name too long" => t!(self, "store.name_too_long"),
            "Too many levels of symbolic links" => t!(self, "store.link_loop"),
            "Too many open files" => t!(self, "store.too_many_open"),
            other => other.to_owned(),
        }
    }

    /// What is missing of an audit log.
    fn log_loss(self, path: &Path, loss: LogLoss) -> String {
        let path = path_text(path);
        match loss {
            LogLoss::Missing { n, since } => t!(self, "store.log_cut", n = n, path = path, time = self.time_utc(since)),
            LogLoss::Changed { seq, since } => {
                t!(self, "store.log_changed", seq = seq.0, path = path, time = self.time_utc(since))
            }
        }
    }

    fn log_spoiled(self, path: &Path, is_home: bool, aside: Option<&Path>) -> String {
        let told = if is_home {
            t!(self, "store.log_spoiled", path = path_text(path))
        } else {
            t!(self, "store.log_spoiled_lost", path = path_text(path))
        };
        match aside {
            None => told,
            Some(aside) => t!(self, "store.with_aside", told = told, aside = path_text(aside)),
        }
    }

    /// The first mistake of a `program.toml`, and how many more there are.
    pub fn program_errors(self, errors: &[ProgramError]) -> String {
        match errors {
            [] => t!(self, "program.invalid"),
            [only] => self.program_error(only),
            [first, rest @ ..] => t!(self, "program.more", first = self.program_error(first), n = rest.len()),
        }
    }

    /// Why a note or a receipt does not hold.
    pub fn note_problem(self, problem: &NoteProblem) -> String {
        match problem {
            NoteProblem::NotANote => t!(self, "note.not_a_note"),
            NoteProblem::NotACheckpoint => t!(self, "note.not_a_checkpoint"),
            NoteProblem::NotAReceipt => t!(self, "note.not_a_receipt"),
            NoteProblem::NotSigned { by } => t!(self, "note.not_signed", by = by),
            NoteProblem::BadSignature { by } => t!(self, "note.bad_signature", by = by),
            NoteProblem::OtherOrigin { origin } => t!(self, "note.other_origin", origin = origin),
            NoteProblem::NotProven => t!(self, "note.not_proven"),
        }
    }

    /// One mistake of a `program.toml`: the line, the key, what is wrong, what would be right.
    pub fn program_error(self, error: &ProgramError) -> String {
        let problem = self.problem(&error.problem);
        if error.key.is_empty() {
            t!(self, "program.at_line", line = error.line, problem = problem)
        } else {
            t!(self, "program.at_key", line = error.line, key = error.key, problem = problem)
        }
    }

    fn problem(self, problem: &ProgramProblem) -> String {
        use ProgramProblem as P;
        match problem {
            P::Syntax { .. } => t!(self, "program.syntax"),
            P::UnknownKey { nearest: Some(nearest), .. } => t!(self, "program.unknown_key_like", nearest = nearest),
            P::UnknownKey { nearest: None, known } => t!(self, "program.unknown_key", known = self.list(known)),
            P::Missing => t!(self, "program.missing"),
            P::WrongShape { expected } => t!(self, "program.wrong_shape", expected = self.shape(*expected)),
            P::UnknownName { value, nearest: Some(nearest), .. } => {
                t!(self, "program.unknown_name_like", value = value, nearest = nearest)
            }
            P::UnknownName { value, nearest: None, known } if !known.is_empty() => {
                t!(self, "program.unknown_name", value = value, known = self.list(known))
            }
            P::UnknownName { value, .. } => t!(self, "program.unknown_value", value = value),
            P::BadExpiry { value } => t!(self, "program.bad_expiry", value = value),
            P::BadDay { value } => t!(self, "program.bad_day", value = value),
            P::BadWindow { value } => t!(self, "program.bad_window", value = value),
            P::NotMeasured { value, known } => {
                t!(self, "program.not_measured", value = value, known = self.list(known))
            }
            P::NotBoth => t!(self, "program.not_both"),
            P::BadCap { value } => t!(self, "program.bad_cap", value = value),
            P::BadHours { value } => t!(self, "program.bad_hours", value = value),
            P::BadMonth { value } => t!(self, "program.bad_month", value = value),
            P::BadDecimal { value, places: 0 } => t!(self, "program.bad_whole", value = value),
            P::BadDecimal { value, places } => t!(self, "program.bad_decimal", value = value, places = places),
            P::OutOfRange { value, min, max } => {
                t!(self, "program.out_of_range", value = value, min = min, max = max)
            }
            P::BadCode { value } => t!(self, "program.bad_code", value = value),
            P::Duplicate { value, first_line } => {
                t!(self, "program.duplicate", value = value, first_line = first_line)
            }
            P::Empty => t!(self, "program.empty"),
            P::TooLong { max } => t!(self, "program.too_long", max = max),
            P::BaseThreshold => t!(self, "program.base_threshold"),
            P::NoThreshold => t!(self, "program.no_threshold"),
            P::NotAbove { tier, value } => t!(self, "program.not_above", tier = tier, value = value),
            P::KeepAboveEntry { entry } => t!(self, "program.keep_above_entry", entry = entry),
            P::NotLonger { than, days } => t!(self, "program.not_longer", than = than, days = days),
        }
    }

    fn shape(self, shape: Shape) -> String {
        match shape {
            Shape::Text => t!(self, "shape.text"),
            Shape::Integer => t!(self, "shape.integer"),
            Shape::Decimal => t!(self, "shape.decimal"),
            Shape::Table => t!(self, "shape.table"),
            Shape::List => t!(self, "shape.list"),
        }
    }
}
