//! A look at the beginning of a file, before it is imported: what it holds, how it is written, which columns were recognised.

use super::decode::LOOK;
use super::{DeskError, ImportSource};
use crate::domain::import::form::{Examined, FileForm, examine};
use crate::domain::import::target::ImportKind;
use crate::domain::import::workbook::is_workbook;
use std::io::{Cursor, Read};

/// Looks at the beginning of a file. Answers what it tells, and the file, which is whole again.
pub fn look_at<'a>(
    source: ImportSource<'a>,
    form: &FileForm,
    kind: Option<ImportKind>,
) -> Result<(Examined, ImportSource<'a>), DeskError> {
    let ImportSource { mut reader, bytes } = source;
    let unreadable = |error: std::io::Error| DeskError::Unreadable(error.to_string());
    let mut head = Vec::new();
    let look = u64::try_from(LOOK).unwrap_or(u64::MAX);
    reader.by_ref().take(look).read_to_end(&mut head).map_err(unreadable)?;
    if is_workbook(&head) {
        reader.read_to_end(&mut head).map_err(unreadable)?;
    }
    let whole = head.len() < LOOK || is_workbook(&head);
    let examined = examine(form, kind, &head, whole).map_err(Box::new)?;
    Ok((examined, ImportSource { reader: Box::new(Cursor::new(head).chain(reader)), bytes }))
}
