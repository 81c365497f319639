//! `field=value`, as `add` and `edit` take it.

use crate::cli::args::BadText;
use crate::domain::member::{FIELDS, Profile};

/// A field and its new value.
#[derive(Debug, Clone)]
pub struct FieldAssignment {
    name: String,
    value: String,
}

/// Splits at the first `=`.
pub fn parse(text: &str) -> Result<FieldAssignment, BadText> {
    let (name, value) = text.split_once('=').ok_or(BadText::NotAField)?;
    if !FIELDS.contains(&name) {
        return Err(BadText::UnknownField);
    }
    // A value that no field takes is told with the argument that holds it.
    Profile::default().set(name, value).map_err(|_| BadText::Day)?;
    Ok(FieldAssignment { name: name.to_owned(), value: value.to_owned() })
}

/// Sets the fields of a profile, in the order given.
pub fn set_all(profile: &mut Profile, fields: &[FieldAssignment]) {
    for FieldAssignment { name, value } in fields {
        // What could not be set did not pass `parse`.
        let _ = profile.set(name, value);
    }
}
