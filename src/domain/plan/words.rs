//! What operators say beside a change: reason codes, notes, references.

use super::outcome::Refusal;
use crate::domain::program::Program;

/// The longest note, in characters.
const NOTE_MAX: usize = 500;

/// The longest reference, reward or profile field, in characters.
pub const TEXT_MAX: usize = 200;

/// The reason codes that an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonCodes {
    /// It takes none.
    Never,
    /// One of the programme's has to be given.
    OfProgram,
    /// One of the programme's may be given.
    OfProgramOrNone,
    /// One of its own may be given.
    Own(&'static [&'static str]),
    /// One of its own or of the programme's.
    OwnOrProgram {
        /// Its own.
        own: &'static [&'static str],
        /// Whether one has to be given.
        is_required: bool,
    },
}

impl ReasonCodes {
    /// Refuses a reason that is not among them, and a note that is too long, or shorter than the reason asks for.
    pub fn check(self, program: &Program, reason: Option<&str>, note: Option<&str>) -> Result<(), Refusal> {
        match (self, reason) {
            (Self::OfProgram, reason) => of_program(program, reason.unwrap_or_default(), note),
            (Self::OfProgramOrNone, Some(reason)) => of_program(program, reason, note),
            (Self::Own(known), Some(reason)) if !known.contains(&reason) => Err(unknown_reason(reason, known)),
            (Self::OwnOrProgram { own, is_required }, reason) => match reason {
                Some(reason) if program.reason(reason).is_some() => of_program(program, reason, note),
                Some(reason) if own.contains(&reason) => check_note(note),
                None if !is_required => check_note(note),
                reason => {
                    let of_program = program.reasons.iter().map(|r| r.code.as_str()).filter(|code| !own.contains(code));
                    let known: Vec<&str> = own.iter().copied().chain(of_program).collect();
                    Err(unknown_reason(reason.unwrap_or_default(), &known))
                }
            },
            (Self::Never, Some(reason)) => Err(bad("reason", reason, "-")),
            (Self::Never | Self::OfProgramOrNone | Self::Own(_), _) => check_note(note),
        }
    }
}

fn of_program(program: &Program, reason: &str, note: Option<&str>) -> Result<(), Refusal> {
    let Some(known) = program.reason(reason) else {
        let known: Vec<&str> = program.reasons.iter().map(|r| r.code.as_str()).collect();
        return Err(unknown_reason(reason, &known));
    };
    check_note(note)?;
    if note.map_or(0, |n| n.chars().count()) < known.min_note {
        return Err(Refusal::NoteTooShort { reason: reason.to_owned(), min: known.min_note });
    }
    Ok(())
}

/// A reason that is none of those known.
pub fn unknown_reason(reason: &str, known: &[&str]) -> Refusal {
    let known = known.iter().map(|&code| code.to_owned()).collect();
    Refusal::UnknownReason { reason: reason.to_owned(), known }
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
