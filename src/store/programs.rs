//! The programme's versions, read once and again only when another console has added one.

use super::Store;
use super::error::StoreError;
use super::joined::FILE_NUMBER;
use super::journal::{CLOCK_ACCEPTED, OperationWriter};
use crate::domain::day::{Day, Instant};
use crate::domain::num::{FIRST_JOINED, OpSeq};
use crate::domain::program::{Program, Programs, Version};
use rusqlite::{Row, params};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Store {
    /// The programme in all its versions. What other files had in force is kept for their journals and judges nothing here.
    pub fn programs(&self) -> Result<Arc<Programs>, StoreError> {
        let sql =
            "SELECT COALESCE(MAX(version), 0), (SELECT v FROM meta WHERE k = ?2), (SELECT v FROM meta WHERE k = ?3)
                   FROM program WHERE version < ?1";
        let stamp: (i64, Option<i64>, Option<i64>) =
            self.db.prepare_cached(sql)?.query_row(params![FIRST_JOINED, FILE_NUMBER, CLOCK_ACCEPTED], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        if let Some((known, programs)) = &*self.programs.borrow()
            && *known == stamp
        {
            return Ok(Arc::clone(programs));
        }
        let programs =
            Arc::new(self.read_programs()?.read_in(self.file_number()?).with_clock(self.accepted_clock(stamp.2)?));
        self.programs.replace(Some((stamp, Arc::clone(&programs))));
        Ok(programs)
    }

    /// When the clock was accepted by an operation at a place of the journal.
    fn accepted_clock(&self, seq: Option<i64>) -> Result<Option<(Instant, OpSeq)>, StoreError> {
        let accepted = seq.map(|seq| self.operation_at(OpSeq(seq))).transpose()?.flatten();
        Ok(accepted.map(|(op, _)| (op.at, op.seq)))
    }

    /// The text of a version, as it was applied.
    pub fn program_text(&self, version: i64) -> Result<String, StoreError> {
        let sql = "SELECT toml FROM program WHERE version = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([version], |row| row.get(0))?)
    }

    fn read_programs(&self) -> Result<Programs, StoreError> {
        let sql = "SELECT version, from_at, toml FROM program WHERE version < ?1 ORDER BY version";
        let mut statement = self.db.prepare_cached(sql)?;
        let row = |row: &Row<'_>| Ok((row.get(0)?, Instant(row.get(1)?), row.get::<_, String>(2)?));
        let rows = statement.query_map([FIRST_JOINED], row)?;
        let mut versions = Vec::new();
        for row in rows {
            let (number, from, toml) = row?;
            versions.push(Version { number, from, program: read_program(number, &toml)? });
        }
        let path = || self.path().map_or_else(|| PathBuf::from(":memory:"), Path::to_owned);
        Programs::new(versions).ok_or_else(|| StoreError::Unfinished(path()))
    }
}

impl OperationWriter<'_, '_> {
    /// Writes a version of the programme.
    pub fn program(&mut self, version: i64, from: Instant, from_day: Day, toml: &str) -> Result<(), StoreError> {
        self.records.program(version, from, from_day, toml);
        let sql = "INSERT INTO program (version, from_at, from_day, op, toml, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let sha256: [u8; 32] = Sha256::digest(toml.as_bytes()).into();
        self.tx.db.execute(sql, params![version, from.0, from_day.0, self.seq().0, toml, sha256])?;
        Ok(())
    }
}

/// A text that was accepted once must be readable for ever.
fn read_program(number: i64, toml: &str) -> Result<Program, StoreError> {
    Program::parse(toml).map_err(|errors| {
        let first = errors.first().map_or_else(String::new, |e| format!(", line {}", e.line));
        StoreError::Damaged(format!("programme version {number} can't be read{first}"))
    })
}
