//! `reveal`: personal fields of a member, whole.

use crate::domain::mask::{Disclosure, MaskedText};
use crate::domain::member::{Profile, ProfileField};
use crate::domain::op::Reveal;
use crate::domain::op::reveal::RevealedField;
use crate::domain::read_models::Committed;
use crate::text::Words;
use serde::Serialize;

/// The operation that recorded it, and what was asked for; other fields are missing.
#[derive(Debug, Serialize)]
pub struct RevealDoc<'a> {
    op: String,
    member_no: &'a str,
    reason: Option<&'a str>,
    counts: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<MaskedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<MaskedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birthday: Option<MaskedText>,
}

impl<'a> RevealDoc<'a> {
    /// What was asked for of a profile.
    pub fn new(wish: &'a Reveal, done: &Committed, profile: &'a Profile) -> Self {
        let whole = |field: ProfileField| Some(MaskedText::disclosed(profile.text(field), Disclosure::Revealed));
        let (phone, email, birthday) = match wish.field {
            RevealedField::Phone => (whole(ProfileField::Phone), None, None),
            RevealedField::Email => (None, whole(ProfileField::Email), None),
            RevealedField::Birthday => (None, None, whole(ProfileField::Birthday)),
            RevealedField::Contact => (whole(ProfileField::Phone), whole(ProfileField::Email), None),
        };
        let (op, member_no, reason) = (done.op.to_string(), profile.member_no.as_str(), wish.note.as_deref());
        Self { op, member_no, reason, counts: wish.counts, phone, email, birthday }
    }

    /// A line a field.
    pub fn lines(&self, words: Words) -> String {
        let fields = [("phone", &self.phone), ("email", &self.email), ("birthday", &self.birthday)];
        let known = fields.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        let line = |(name, text): (&str, &MaskedText)| {
            let text = if text.is_empty() { "–" } else { text.as_str() };
            format!("{}  {text}", words.field(name))
        };
        let lines: Vec<String> = known.map(line).collect();
        lines.join("\n") + "\n"
    }
}
