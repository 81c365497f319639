//! What operators say beside a change: reason codes, notes, references.

use super::outcome::Refusal;
use crate::domain::program::Program;

/// The longest note, in characters.
pub const NOTE_MAX: usize = 500;

/// The longest reference, reward or profile field, in characters.
pub const TEXT_MAX: usize = 200;

/// A reason of the programme and a note that is as long as the reason asks for. Answers the note, trimmed.
pub fn reasoned(program: &Program, reason: &str, said: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(known) = program.reasons.iter().find(|r| r.code == reason) else {
        let known = program.reasons.iter().map(|r| r.code.clone()).collect();
        return Err(Refusal::UnknownReason { reason: reason.to_owned(), known });
    };
    let said = note(said)?;
    if said.as_deref().map_or(0, |n| n.chars().count()) < known.min_note {
        return Err(Refusal::NoteTooShort { reason: reason.to_owned(), min: known.min_note });
    }
    Ok(said)
}

/// As [`reasoned`], where a reason may be left out.
pub fn maybe_reasoned(
    program: &Program,
    reason: Option<&str>,
    said: Option<String>,
) -> Result<Option<String>, Refusal> {
    match reason {
        Some(reason) => reasoned(program, reason, said),
        None => note(said),
    }
}

/// A note, trimmed; blank is none.
pub fn note(said: Option<String>) -> Result<Option<String>, Refusal> {
    let said = said.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    match &said {
        Some(n) if n.chars().count() > NOTE_MAX => Err(Refusal::NoteTooLong { max: NOTE_MAX }),
        _ => Ok(said),
    }
}

/// A reference, trimmed; blank is none.
pub fn reference(said: Option<String>) -> Result<Option<String>, Refusal> {
    match said.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty()) {
        Some(r) => Ok(Some(line("reference", &r)?)),
        None => Ok(None),
    }
}

/// One line of text, trimmed, of a length that a list can show.
pub fn line(field: &str, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    check_line(field, value)?;
    Ok(value.to_owned())
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
