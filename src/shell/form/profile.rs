//! The forms of a member's own fields: a new member, and changes of one.

use super::fields::text;
use super::{Field, FieldId, FieldProblem, Form, FormKind, Value};
use crate::domain::day::Day;
use crate::domain::mask::MaskedText;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::op::{self, Intent};
use crate::domain::width::half_width;
use crate::shell::field::TextField;

/// The fields of an edit, in the order of the form.
const EDITED: [ProfileField; 8] = [
    ProfileField::Name,
    ProfileField::Phone,
    ProfileField::Email,
    ProfileField::Birthday,
    ProfileField::Store,
    ProfileField::Channel,
    ProfileField::Consents,
    ProfileField::Tags,
];

/// The fields of a form: a new member begins with the number.
pub(super) fn of(act: FormKind) -> Vec<Field> {
    let number = (act == FormKind::Enrol).then_some(ProfileField::MemberNo);
    number.into_iter().chain(EDITED).map(|field| text(FieldId::Profile(field), "")).collect()
}

/// Whether `⏎` stops at a field of a member: at those that a new member should not be without.
pub(super) fn is_stop(act: FormKind, field: ProfileField) -> bool {
    let needed = [ProfileField::MemberNo, ProfileField::Name, ProfileField::Phone];
    act == FormKind::Enrol && needed.contains(&field)
}

/// What is wrong with a field of a member, as far as the form can tell; the plan knows the rest.
pub(super) fn problem_of(act: FormKind, field: ProfileField, text: &str) -> Option<FieldProblem> {
    if field == ProfileField::MemberNo && act == FormKind::Enrol && text.is_empty() {
        return Some(FieldProblem::Empty);
    }
    // Masked, it is as it was.
    let is_no_day = !text.is_empty() && !text.starts_with("****-") && Day::parse(&half_width(text)).is_none();
    (field == ProfileField::Birthday && is_no_day).then_some(FieldProblem::NotABirthday)
}

/// A field as the form shows it.
fn shown(profile: &Profile, field: ProfileField) -> MaskedText {
    MaskedText::of(field, &profile.text(field))
}

impl Form {
    /// Fills the fields in with what the member has now. A field in which something else was typed than what the member had
    /// stays as it is.
    pub fn fill_in(&mut self, profile: Box<Profile>) {
        let before = self.profile.take().unwrap_or_default();
        for field in &mut self.fields {
            if let (FieldId::Profile(of), Value::Text(text)) = (field.id, &mut field.value)
                && text.text() == &*shown(&before, of)
            {
                *text = TextField::with(&shown(&profile, of));
            }
        }
        self.profile = Some(profile);
        self.go(self.spot);
    }

    /// The profile as the form says it shall be; `None` while it is not known what the member has.
    fn wanted(&self) -> Option<Box<Profile>> {
        let mut profile = if self.act == FormKind::Enrol { Box::default() } else { self.profile.clone()? };
        for field in &self.fields {
            if let FieldId::Profile(of) = field.id {
                let is_code = [ProfileField::Phone, ProfileField::Birthday, ProfileField::MemberNo].contains(&of);
                if self.act == FormKind::Edit && field.text() == &*shown(&profile, of) {
                    continue;
                }
                let text = if is_code { half_width(field.text()) } else { field.text().to_owned() };
                profile.set(of, &text).ok()?;
            }
        }
        Some(profile)
    }

    /// The intent of a new member.
    pub(super) fn enrolment(&self) -> Option<Intent> {
        Some(Intent::Enrol(op::Enrol { profile: self.wanted()? }))
    }

    /// The intent of a change of a member's fields.
    pub(super) fn edit(&self) -> Option<Intent> {
        Some(Intent::Edit(op::Edit { member: self.who.id, profile: self.wanted()?, note: None }))
    }
}
