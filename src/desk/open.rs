//! Opening a store, or making one with its first programme.

use super::Desk;
use super::ask::{Asking, Serve};
use super::clock::ClockTrust;
use super::error::{DeskError, StoreError};
use super::plan::next_operation_id;
use super::segments::Cache;
use crate::domain::day::Instant;
use crate::domain::operation::OpKind;
use crate::domain::operator::Operator;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::{Program, Programs};
use crate::domain::question::{ProgramInForce, ReadProgram, ReadPrograms};
use crate::store::OpenFiles;
use crate::store::journal::OperationHeader;
use crate::store::{Interrupter, Store};
use std::path::Path;
use std::sync::Arc;

impl Desk {
    /// Opens an existing store (migrating it first where it is older than this program).
    pub fn open(path: &Path, operator: Operator) -> Result<Self, DeskError> {
        let desk = Self::open_to_mend(path, operator)?;
        desk.store.check_schema()?;
        Ok(desk)
    }

    /// Opens a store whatever its shape is, to be verified or rebuilt.
    pub fn open_to_mend(path: &Path, operator: Operator) -> Result<Self, DeskError> {
        let store = Store::open(path)?;
        // A file without a programme was never finished; better said here than at the first member.
        store.programs()?;
        Ok(Self::at(store, operator))
    }

    /// Makes an empty store at a path where nothing is, with the programme of a `program.toml` text.
    pub fn create(path: &Path, program_toml: &str, operator: Operator, now: Instant) -> Result<Self, DeskError> {
        let program = readable(program_toml)?;
        let begun = Self::begin(Store::create(path)?, &program, program_toml, operator, now);
        begun.inspect_err(|error| {
            // What may be there after all stays.
            let is_open =
                matches!(error, DeskError::Store(StoreError::Unknown { .. } | StoreError::DoneAfterAll { .. }));
            if !is_open {
                Store::remove_unfinished(path);
            }
        })
    }

    /// An empty store in memory: everything works on it but what needs a file.
    pub fn in_memory(program_toml: &str, operator: Operator, now: Instant) -> Result<Self, DeskError> {
        let program = readable(program_toml)?;
        Self::begin(Store::open_in_memory()?, &program, program_toml, operator, now)
    }

    /// The first operation of every journal is the programme.
    fn begin(
        mut store: Store,
        program: &Program,
        toml: &str,
        operator: Operator,
        now: Instant,
    ) -> Result<Self, DeskError> {
        let day = program.zone.day_of(now);
        store.write(|tx| {
            let mut entry = tx.entry(next_operation_id())?;
            entry.program(1, Instant(i64::MIN), day, toml)?;
            entry.finish(&OperationHeader::new(OpKind::Program, now, day, &operator.name, 1))
        })?;
        Ok(Self::at(store, operator))
    }

    /// A desk at a file, where nobody has logged in yet.
    fn at(store: Store, operator: Operator) -> Self {
        let (segments, clock_trust) = (Cache::default(), ClockTrust::default());
        Self { store, operator, pass: None, segments, clock_trust, keys: None, mark: None, places: None }
    }

    /// Which files are open, whatever their names; `None` in memory.
    pub fn files(&self) -> Option<OpenFiles> {
        self.store.files()
    }

    /// The programme in all its versions, another console's newest included.
    pub fn programs(&self) -> Result<Arc<Programs>, DeskError> {
        Ok(self.store.programs()?)
    }

    /// A number that differs from the last answer on this desk where anybody else (another desk, another process) has
    /// committed meanwhile.
    pub fn data_version(&self) -> Result<i64, DeskError> {
        Ok(self.store.data_version()?)
    }

    /// Lets another thread stop what is being read here.
    pub fn interrupter(&self) -> Interrupter {
        self.store.interrupter()
    }

    /// Forgets an interruption: the next question is wanted.
    pub fn go_on(&self) {
        self.store.go_on();
    }
}

impl Serve<ReadPrograms> for Desk {
    fn serve(&mut self, _: ReadPrograms, _: Asking<'_>) -> Result<Box<Programs>, DeskError> {
        Ok(Box::new(self.programs()?.as_ref().clone()))
    }
}

impl Serve<ReadProgram> for Desk {
    fn serve(&mut self, _: ReadProgram, asking: Asking<'_>) -> Result<Box<ProgramInForce>, DeskError> {
        let programs = self.programs()?;
        let version = programs.at(asking.now).number;
        let coming = programs.coming(asking.now).map(|coming| (coming.number, coming.from));
        Ok(Box::new(ProgramInForce { text: self.store.program_text(version)?, version, coming }))
    }
}

fn readable(toml: &str) -> Result<Program, DeskError> {
    Program::parse(toml).map_err(|errors| Refusal::BadProgram { errors }.into())
}
