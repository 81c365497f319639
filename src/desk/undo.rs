//! Finding the operation that is meant by an id or the beginning of one.

use super::error::DeskError;
use crate::domain::num::OpSeq;
use crate::domain::plan::outcome::Refusal;
use crate::store::Store;
use uuid::Uuid;

/// The operation of an id, of a prefix of it that no other has, or of a number in the journal (`12`, `#12`): ids begin with a
/// zero, numbers do not. Hyphens may be left out.
pub(super) fn resolve(store: &Store, text: &str) -> Result<Uuid, DeskError> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase();
    let unknown = || Refusal::UnknownOperation { op: text.trim().to_owned() };
    if let Some(seq) = number(text.trim()) {
        let found = store.operation_at(seq)?;
        return found.map(|(op, _)| op.id).ok_or_else(|| unknown().into());
    }
    if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(unknown().into());
    }
    let found = store.operations_beginning(&digits, 8)?;
    match found.as_slice() {
        [] => Err(unknown().into()),
        [one] => Ok(*one),
        several => {
            let matches = several.iter().map(Uuid::to_string).collect();
            Err(Refusal::AmbiguousOperation { op: text.trim().to_owned(), matches }.into())
        }
    }
}

/// The place in the journal that a text names.
fn number(text: &str) -> Option<OpSeq> {
    let digits = text.strip_prefix(['#', '＃']).unwrap_or(text);
    let is_number = digits.len() <= 12 && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number).map(OpSeq)
}
