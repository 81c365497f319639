//! Lines into cells.

use crate::{cut, pieces};
use loyaltui::domain::import::split::{CsvRows, Delimiter, SplitStep, Splitter};

/// A row as it can be compared: the line, whether it is one, and its cells.
type Read = (u64, bool, Vec<Vec<u8>>);

/// Any pieces give the same rows, and what is written with quotes is read back.
pub fn split(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    let (plan, bytes) = pieces(data);
    let delimiter = match kind % 4 {
        0 => Delimiter::Blanks,
        1 => Delimiter::Byte(b';'),
        2 => Delimiter::Byte(b'\t'),
        _ => Delimiter::Byte(b','),
    };
    let rows = read(delimiter, std::iter::once(bytes));
    assert_eq!(read(delimiter, cut(plan, bytes)), rows, "the pieces change the rows");
    assert!(rows.is_sorted_by_key(|row| row.0), "lines go back");

    let written = rows.iter().filter(|row| row.1).flat_map(|row| quoted(&row.2)).collect::<Vec<u8>>();
    let again = read(Delimiter::Byte(b','), std::iter::once(written.as_slice()));
    let cells = |rows: &[Read]| rows.iter().filter(|row| row.1).map(|row| row.2.clone()).collect::<Vec<_>>();
    assert_eq!(cells(&again), cells(&rows), "quoted, they are others");
}

fn quoted(cells: &[Vec<u8>]) -> Vec<u8> {
    let cell = |cell: &Vec<u8>| {
        let inner = cell.iter().flat_map(|byte| std::iter::repeat_n(*byte, 1 + usize::from(*byte == b'"')));
        std::iter::once(b'"').chain(inner).chain([b'"']).collect::<Vec<u8>>()
    };
    let mut line = cells.iter().map(cell).collect::<Vec<_>>().join(&b',');
    line.push(b'\n');
    line
}

fn read<'a>(delimiter: Delimiter, pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Read> {
    let (mut splitter, mut rows) = (Splitter::new(delimiter), CsvRows::default());
    let (mut text, mut pieces) = (Vec::new(), pieces.peekable());
    loop {
        let last = pieces.peek().is_none();
        match splitter.step(&text, last, &mut rows) {
            SplitStep::Row(used) => {
                // A line that is given up is dropped by the next step.
                let given_up = rows.iter().last().is_some_and(|row| row.problem().is_some());
                assert!(used > 0 || given_up, "a row of nothing");
                text.drain(..used);
            }
            SplitStep::More(used) => {
                text.drain(..used);
                text.extend_from_slice(pieces.next().expect("it asked for more after the last piece"));
            }
            SplitStep::End => break,
        }
    }
    rows.iter()
        .map(|row| (row.line(), row.problem().is_none(), (0..row.len()).map(|at| row.cell(at).to_vec()).collect()))
        .collect()
}
