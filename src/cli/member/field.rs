//! `field=value`, as `add` and `edit` take it.

use crate::cli::args::BadText;
use crate::domain::member::{Profile, ProfileField};

/// A field and its new value.
#[derive(Debug, Clone)]
pub struct FieldAssignment {
    field: ProfileField,
    value: String,
}

/// Splits at the first `=`.
pub fn parse(text: &str) -> Result<FieldAssignment, BadText> {
    let (name, value) = text.split_once('=').ok_or(BadText::NotAField)?;
    let field = ProfileField::from_word(name).ok_or(BadText::UnknownField)?;
    // A value that no field takes is told with the argument that holds it.
    Profile::default().set(field, value).map_err(|_| BadText::Day)?;
    Ok(FieldAssignment { field, value: value.to_owned() })
}

/// Sets the fields of a profile, in the order given.
pub fn set_all(profile: &mut Profile, fields: &[FieldAssignment]) {
    for FieldAssignment { field, value } in fields {
        // What could not be set did not pass `parse`.
        let _ = profile.set(*field, value);
    }
}
