//! Taking another data file in: what it has recorded since the last time, in one transaction and under one operation.

use super::super::Store;
use super::super::error::StoreError;
use super::super::journal::{OperationHeader, OperationWriter};
use super::super::verify::wrong_in_joined;
use super::super::write::Tx;
use super::bring::Bring;
use super::error::JoinError;
use super::numbers::FILE_NUMBER;
use crate::domain::day::Instant;
use crate::domain::desk_event::{DeskEventKind, DeskKey, NumberedFile};
use crate::domain::journal::hex;
use crate::domain::num::{FileNumber, OpSeq};
use crate::domain::operation::OpKind;
use uuid::Uuid;

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenIn {
    /// The file it came from.
    pub file: FileNumber,
    pub operations: u64,
    /// Facts, member events and desk events.
    pub rows: u64,
    /// Members who are new here.
    pub members: u64,
}

impl Store {
    /// Gives this file the number by which all others will know it, for ever; `op` becomes the operation's id. Every cached state is to be made again: it knows the
    /// place of its newest row among those of all files.
    pub fn number_file(&mut self, op: Uuid, number: FileNumber, operator: &str, at: Instant) -> Result<(), JoinError> {
        self.write(|tx| {
            match tx.file_number()? {
                FileNumber::NONE => {}
                known if known == number => return Ok(()),
                known => return Err(JoinError::Numbered(known.get())),
            }
            if tx.numbered_files()?.iter().any(|file| file.number == number) {
                return Err(JoinError::NumberTaken(number.get()));
            }
            let mut entry = tx.entry(op)?;
            let store = hex(&tx.store_id());
            entry.desk_event(&DeskKey::of_file(number), at, DeskEventKind::Numbered { store }, None)?;
            finish(tx, entry, operator, at)?;
            tx.set_meta(FILE_NUMBER, number.get())?;
            Ok(tx.outdate_all_states()?)
        })
    }

    /// Takes in what another file has recorded since it joined last, by an operation of the id `op`, and proves it against that file's own journal before anything
    /// is kept. `None` where there is nothing new.
    pub fn join(&mut self, op: Uuid, other: &Self, operator: &str, at: Instant) -> Result<Option<TakenIn>, JoinError> {
        other.read(|other| self.write(|tx| take_in(tx, op, other, operator, at)))
    }
}

fn take_in(tx: &Tx<'_>, op: Uuid, other: &Store, operator: &str, at: Instant) -> Result<Option<TakenIn>, JoinError> {
    let file = other.file_number()?;
    let known = check_both(tx, other, file)?;
    let Some((newest, hash)) = other.newest_operation()? else { return Ok(None) };
    let after = known.as_ref().and_then(|known| known.through.clone()).map_or(OpSeq(0), |(through, _)| through);
    if newest.seq == after {
        return Ok(None);
    }
    let mut entry = tx.entry(op)?;
    let key = DeskKey::of_file(file);
    if known.is_none() {
        entry.desk_event(&key, at, DeskEventKind::Numbered { store: hex(&other.store_id()) }, None)?;
    }
    let joined = DeskEventKind::Joined { through: newest.seq.0, digest: hex(&hash) };
    entry.desk_event(&key, at, joined, None)?;
    let mut bring = Bring::new(other, &mut entry, file, after)?;
    bring.all()?;
    let brought = bring.brought();
    finish(tx, entry, operator, at)?;
    tx.derive_joined(&brought)?;
    if let Some(wrong) = wrong_in_joined(tx, file)? {
        return Err(JoinError::Wrong(Box::new(wrong)));
    }
    let sql = "SELECT COUNT(*), COALESCE(SUM(facts_n), 0) FROM operation WHERE seq >= ?1 AND seq < ?2";
    let (operations, rows): (i64, i64) =
        tx.db.query_row(sql, [brought.first_op.0, file.end()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let [operations, rows] = [operations, rows].map(|n| u64::try_from(n).unwrap_or(0));
    Ok(Some(TakenIn { file, operations, rows, members: brought.new_members }))
}

/// Whether the two may join; answers what is known of the other one.
fn check_both(tx: &Tx<'_>, other: &Store, file: FileNumber) -> Result<Option<NumberedFile>, JoinError> {
    let own = tx.file_number()?;
    if own == FileNumber::NONE {
        return Err(JoinError::Unnumbered);
    }
    if file == FileNumber::NONE {
        return Err(JoinError::OtherUnnumbered);
    }
    let store = hex(&other.store_id());
    if other.store_id() == tx.store_id() {
        return Err(JoinError::SameFile);
    }
    let files = tx.numbered_files()?;
    if own == file || files.iter().any(|f| (f.number == file) != (f.store == store)) {
        return Err(JoinError::NumberTaken(file.get()));
    }
    let known = files.into_iter().find(|f| f.number == file);
    if let Some((seq, digest)) = known.as_ref().and_then(|known| known.through.clone()) {
        let theirs = other.operation_at(seq)?.map(|(_, hash)| hex(&hash));
        if theirs.as_ref() != Some(&digest) {
            return Err(JoinError::Forked { file: file.get(), seq: seq.0 });
        }
    }
    Ok(known)
}

fn finish(tx: &Tx<'_>, entry: OperationWriter<'_, '_>, operator: &str, at: Instant) -> Result<(), StoreError> {
    let programs = tx.programs()?;
    let day = programs.zone().day_of(at);
    entry.finish(&OperationHeader::new(OpKind::Join, at, day, operator, programs.at(at).number))?;
    Ok(())
}
