//! Rows set aside in partitions until their turn comes: in memory while there are few, else in a file beside the store that
//! has no name any more as soon as it is open, so that nothing of it outlives the process, however that ends.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What stays in memory before the file is made, and then the size of what is written at once for one partition.
const RESIDENT: usize = 16 << 20;
const BLOCK: usize = 64 << 10;

/// Records in partitions. A record has no mark of its own: whoever writes it must be able to read it back from the bytes.
#[derive(Debug, Default)]
pub struct Spill {
    /// Where the file goes; `None`: everything stays in memory.
    folder: Option<PathBuf>,
    file: Option<File>,
    end: u64,
    resident: usize,
    parts: Vec<SpillPart>,
}

#[derive(Debug, Default)]
struct SpillPart {
    buffer: Vec<u8>,
    /// What has been written, oldest first: offset and length.
    blocks: Vec<(u64, usize)>,
    records: u64,
}

impl Spill {
    /// No records yet. `store`: the file beside which to write.
    pub fn beside(store: Option<&Path>) -> Self {
        let folder = store.map(|path| match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        });
        Self { folder, ..Self::default() }
    }

    /// Partitions up to the last that has been written to.
    pub fn partitions(&self) -> usize {
        self.parts.len()
    }

    pub fn records(&self, part: usize) -> u64 {
        self.parts.get(part).map_or(0, |p| p.records)
    }

    /// Adds a record to a partition.
    pub fn push(&mut self, part: usize, record: &[u8]) -> io::Result<()> {
        if part >= self.parts.len() {
            self.parts.resize_with(part + 1, SpillPart::default);
        }
        let target = &mut self.parts[part];
        target.buffer.extend_from_slice(record);
        target.records += 1;
        self.resident += record.len();
        let full = target.buffer.len() >= BLOCK && self.resident > RESIDENT;
        if full && self.folder.is_some() { self.write_out(part) } else { Ok(()) }
    }

    fn write_out(&mut self, part: usize) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(nameless(folder)?),
        };
        let target = &mut self.parts[part];
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(&target.buffer)?;
        target.blocks.push((self.end, target.buffer.len()));
        self.end += u64::try_from(target.buffer.len()).unwrap_or(u64::MAX);
        self.resident -= target.buffer.len();
        target.buffer.clear();
        Ok(())
    }

    /// Takes all records of a partition, in the order in which they came.
    pub fn take(&mut self, part: usize) -> io::Result<Vec<u8>> {
        let Some(target) = self.parts.get_mut(part) else { return Ok(Vec::new()) };
        let SpillPart { buffer, blocks, .. } = std::mem::take(target);
        self.resident -= buffer.len();
        let Some(file) = self.file.as_mut().filter(|_| !blocks.is_empty()) else { return Ok(buffer) };
        let written: usize = blocks.iter().map(|(_, length)| length).sum();
        let mut all = vec![0; written];
        let mut rest = all.as_mut_slice();
        for (offset, length) in blocks {
            let (block, behind) = rest.split_at_mut(length);
            file.seek(SeekFrom::Start(offset))?;
            file.read_exact(block)?;
            rest = behind;
        }
        all.extend_from_slice(&buffer);
        Ok(all)
    }
}

/// A file that nobody else can open and that is gone when it is closed.
fn nameless(folder: &Path) -> io::Result<File> {
    for n in 0_u32.. {
        let path = folder.join(format!(".loyaltui-import-{}-{n}", std::process::id()));
        match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => {
                std::fs::remove_file(&path)?;
                return Ok(file);
            }
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Enough records of 1,000 bytes that most of them are written out.
    const MANY: u32 = 40_000;

    fn filled(spill: &mut Spill) {
        let mut record = vec![0; 1_000];
        for n in 0..MANY {
            record[..4].copy_from_slice(&n.to_be_bytes());
            spill.push(usize::try_from(n % 7).unwrap(), &record).unwrap();
        }
    }

    fn numbers(bytes: &[u8]) -> Vec<u32> {
        bytes.chunks(1_000).map(|r| u32::from_be_bytes([r[0], r[1], r[2], r[3]])).collect()
    }

    #[test]
    fn records_come_back_in_order_from_a_file_without_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::beside(Some(&folder.path().join("shop.db")));
        filled(&mut spill);
        assert!(spill.file.is_some(), "it must have been written out");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        for part in 0..7_u32 {
            let expected: Vec<u32> = (0..MANY).filter(|n| n % 7 == part).collect();
            let part = usize::try_from(part).unwrap();
            assert_eq!(spill.records(part), u64::try_from(expected.len()).unwrap());
            assert_eq!(numbers(&spill.take(part).unwrap()), expected);
        }
    }

    #[test]
    fn few_records_and_stores_in_memory_need_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut few = Spill::beside(Some(&folder.path().join("shop.db")));
        few.push(3, b"abc").unwrap();
        assert!(few.file.is_none());
        assert_eq!(few.take(3).unwrap(), b"abc");
        assert_eq!(few.take(0).unwrap(), b"");
        let mut memory = Spill::beside(None);
        filled(&mut memory);
        assert_eq!(numbers(&memory.take(1).unwrap()).len(), 5_715);
    }
}
