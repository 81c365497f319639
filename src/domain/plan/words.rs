//! What operators say beside a change: reason codes, notes, references.

use super::outcome::Refusal;
use crate::domain::program::Program;

/// The longest note, in characters.
const NOTE_MAX: usize = 500;

/// The longest reference, reward or profile field, in characters.
pub const TEXT_MAX: usize = 200;

/// Refuses a reason that the programme does not know, and a note that is shorter than the reason asks for.
pub fn check_reason(program: &Program, reason: &str, note: Option<&str>) -> Result<(), Refusal> {
    let Some(known) = program.reason(reason) else {
        let known = program.reasons.iter().map(|r| r.code.clone()).collect();
        return Err(Refusal::UnknownReason { reason: reason.to_owned(), known });
    };
    check_note(note)?;
    if note.map_or(0, |n| n.chars().count()) < known.min_note {
        return Err(Refusal::NoteTooShort { reason: reason.to_owned(), min: known.min_note });
    }
    Ok(())
}

/// As [`check_reason`], where a reason may be left out.
pub fn check_optional_reason(program: &Program, reason: Option<&str>, note: Option<&str>) -> Result<(), Refusal> {
    match reason {
        Some(reason) => check_reason(program, reason, note),
        None => check_note(note),
    }
}

/// Refuses a note that is too long.
pub fn check_note(note: Option<&str>) -> Result<(), Refusal> {
    match note {
        Some(n) if n.chars().count() > NOTE_MAX => Err(Refusal::NoteTooLong { max: NOTE_MAX }),
        _ => Ok(()),
    }
}

/// Refuses what is too long for a list, and control characters.
pub fn check_line(field: &str, value: &str) -> Result<(), Refusal> {
    if value.chars().count() > TEXT_MAX || value.chars().any(char::is_control) {
        return Err(bad(field, value, &format!("1…{TEXT_MAX}")));
    }
    Ok(())
}

/// A field that can't be read, and what it should look like.
pub fn bad(field: &str, value: &str, expected: &str) -> Refusal {
    Refusal::BadField { field: field.to_owned(), value: value.to_owned(), expected: expected.to_owned() }
}
