//! A thread that reads the rows of a member file ahead: what each says, and whether the file has said it before.

use super::super::feed::Feed;
use super::super::number_digest::{Hashed, NumberDigest};
use super::{DeskError, StoreError, of_member};
use crate::domain::import::member::MemberInput;
use crate::domain::import::reader::RowReader;
use crate::domain::import::reject::{CellReject, RowError, RowReject};
use crate::domain::import::split::CsvRow;
use crate::domain::program::Programs;
use crate::store::import::{Seal, Sealer};
use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::mpsc::SyncSender;

/// Batches that may wait.
pub(super) const AHEAD: usize = 2;

/// What a row says, as far as the rows before it tell.
pub(super) enum ParsedMemberRow {
    /// The first row of its member; sealed where the file is likely to bring that member.
    First(Box<MemberInput>, Option<Seal>),
    /// A row without a number: whoever has its phone or its e-mail.
    ByContact(Box<MemberInput>),
    /// An earlier row says the same.
    Again,
    /// It can't be taken.
    Not(CellReject),
}

/// Rows that have been read, with their lines.
pub(super) struct ParsedBatch {
    pub(super) rows: Vec<(u64, ParsedMemberRow)>,
    /// Cells that could not be read and are left out of their rows.
    pub(super) left_out: Vec<RowError>,
    /// Cells that show something masked.
    pub(super) masked: u64,
    /// Bytes of the file up to here.
    pub(super) bytes: u64,
}

pub(super) struct ReadAhead<'a> {
    pub(super) reading: &'a RowReader,
    pub(super) programs: &'a Programs,
    /// Every member will be new.
    pub(super) seals: Option<Sealer>,
    pub(super) seen: Seen,
}

impl ReadAhead<'_> {
    /// Reads all rows until nobody wants any more.
    pub(super) fn run(mut self, feed: &Feed<'_>, to: &SyncSender<ParsedBatch>) -> Result<(), DeskError> {
        while let Some(batch) = feed.next() {
            let (rows, left_out, masked) = (Vec::with_capacity(batch.rows.len()), Vec::new(), 0);
            let mut parsed = ParsedBatch { rows, left_out, masked, bytes: batch.bytes };
            for row in batch.rows.iter() {
                let said = self.parse_row(row, &mut parsed)?;
                parsed.rows.push((row.line(), said));
            }
            if to.send(parsed).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn parse_row(&mut self, row: CsvRow<'_>, batch: &mut ParsedBatch) -> Result<ParsedMemberRow, DeskError> {
        let Self { reading, programs, seals, seen } = self;
        let read = reading.shape(row).and_then(|()| reading.member(row, |at| &programs.at(at).program));
        let mut read = match read {
            Ok(read) => read,
            Err(bad) => return Ok(ParsedMemberRow::Not(bad)),
        };
        batch.masked += u64::from(read.masked);
        batch.left_out.extend(read.bad.drain(..).map(|bad| bad.of_cell(row.line())));
        if read.profile.member_no.is_empty() {
            // Whose it is only the file can tell.
            return Ok(ParsedMemberRow::ByContact(Box::new(read)));
        }
        Ok(match seen.before(&read)? {
            None => {
                let seal = seals.as_mut().map(|seals| seals.seal(&read.profile)).transpose()?;
                ParsedMemberRow::First(Box::new(read), seal)
            }
            Some(Ok(())) => ParsedMemberRow::Again,
            Some(Err(line)) => ParsedMemberRow::Not(of_member(&read, RowReject::MemberTwice { line })),
        })
    }
}

/// Rows of the file so far, by member number: 128 bits of the number, the line, 64 bits of what it says.
#[derive(Default)]
pub(super) struct Seen {
    rows: HashMap<u128, (u64, u64), BuildHasherDefault<Hashed>>,
    numbers: NumberDigest,
    content: RandomState,
    /// Room for what a row says.
    bytes: Vec<u8>,
}

impl Seen {
    /// The line that has the same number, where there is one: `Ok` if it says the same.
    fn before(&mut self, row: &MemberInput) -> Result<Option<Result<(), u64>>, DeskError> {
        let opening = row.opening.map(|o| (o.points, o.says_day.then_some(o.at), o.says_end.then_some(o.expires_on)));
        self.bytes.clear();
        let said = postcard::to_extend(&(&row.profile, opening, &row.tier), std::mem::take(&mut self.bytes));
        self.bytes = said.map_err(|e| StoreError::Damaged(e.to_string()))?;
        let said = self.content.hash_one(&self.bytes);
        match self.rows.entry(self.numbers.of(&row.profile.member_no)) {
            Entry::Vacant(free) => {
                free.insert((row.line, said));
                Ok(None)
            }
            Entry::Occupied(taken) => {
                let (line, before) = *taken.get();
                Ok(Some(if before == said { Ok(()) } else { Err(line) }))
            }
        }
    }
}
