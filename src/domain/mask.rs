//! Personal fields as they reach a door: phone, e-mail and birthday masked. A list, a file, a document and a message take the
//! [`MaskedText`] that is made here; a bare text of such a field fits nowhere.

use super::day::Day;
use super::member::{Profile, ProfileField};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;

/// What of a personal field may be shown, as text; empty where nothing is known.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaskedText(String);

/// Why a personal field stands somewhere whole. Each is recorded in the journal before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// Rows or a member's data were exported.
    Exported,
    /// Somebody looked at them, for a reason.
    Revealed,
}

impl MaskedText {
    /// A field of a profile, masked where it has to be; the others whole.
    ///
    /// ```
    /// use loyaltui::domain::mask::MaskedText;
    /// use loyaltui::domain::member::ProfileField;
    ///
    /// let shown = |field, text: &str| MaskedText::of(field, text).to_string();
    /// assert_eq!(shown(ProfileField::Phone, "13812345678"), "138****5678");
    /// assert_eq!(shown(ProfileField::Email, "zhang.wei@example.com"), "z***@example.com");
    /// assert_eq!(shown(ProfileField::Birthday, "1990-11-29"), "****-11-29");
    /// assert_eq!(shown(ProfileField::Name, "张伟"), "张伟");
    /// ```
    pub fn of(field: ProfileField, text: &str) -> Self {
        Self(match field {
            // What is masked already stays as it is.
            ProfileField::Phone | ProfileField::Email | ProfileField::Birthday if text.contains('*') => text.to_owned(),
            ProfileField::Phone => masked_phone(text),
            ProfileField::Email => masked_email(text),
            ProfileField::Birthday => masked_birthday(text),
            ProfileField::MemberNo
            | ProfileField::Name
            | ProfileField::JoinedOn
            | ProfileField::Store
            | ProfileField::Channel
            | ProfileField::Tags
            | ProfileField::Consents
            | ProfileField::ReferrerNo => text.to_owned(),
        })
    }

    /// A phone, masked.
    pub fn phone(phone: &str) -> Self {
        Self::of(ProfileField::Phone, phone)
    }

    /// An e-mail, masked.
    pub fn email(email: &str) -> Self {
        Self::of(ProfileField::Email, email)
    }

    /// A birthday without its year.
    pub fn birthday(birthday: Option<Day>) -> Self {
        Self::of(ProfileField::Birthday, &birthday.map(|day| day.to_string()).unwrap_or_default())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A field whole, where that is recorded.
    pub fn disclosed(text: impl Into<String>, _: Disclosure) -> Self {
        Self(text.into())
    }
}

impl Deref for MaskedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MaskedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for MaskedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A profile as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShownProfile {
    pub member_no: String,
    pub name: String,
    pub phone: MaskedText,
    pub email: MaskedText,
    pub birthday: MaskedText,
    /// The day the membership began.
    pub joined_on: Option<Day>,
    pub store: String,
    pub channel: String,
    pub tags: Vec<String>,
    pub consents: Vec<String>,
    pub referrer_no: String,
}

impl From<&Profile> for ShownProfile {
    fn from(profile: &Profile) -> Self {
        Self {
            member_no: profile.member_no.clone(),
            name: profile.name.clone(),
            phone: MaskedText::phone(&profile.phone),
            email: MaskedText::email(&profile.email),
            birthday: MaskedText::birthday(profile.birthday),
            joined_on: profile.joined_on,
            store: profile.store.clone(),
            channel: profile.channel.clone(),
            tags: profile.tags.clone(),
            consents: profile.consents.clone(),
            referrer_no: profile.referrer_no.clone(),
        }
    }
}

/// Masked: what a fault says of a profile is read by anybody.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ShownProfile::from(self).fmt(f)
    }
}

impl ShownProfile {
    /// A profile whole, where that is recorded.
    #[must_use]
    pub fn disclosed(profile: &Profile, why: Disclosure) -> Self {
        Self {
            phone: MaskedText::disclosed(&profile.phone, why),
            email: MaskedText::disclosed(&profile.email, why),
            birthday: MaskedText::disclosed(profile.text(ProfileField::Birthday), why),
            ..Self::from(profile)
        }
    }
}

/// `13812345678` → `138****5678`; what is too short to mask is starred whole.
fn masked_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    match chars.len() {
        0 => String::new(),
        n if n < 8 => "*".repeat(n),
        n => {
            let head: String = chars[..3].iter().collect();
            let tail: String = chars[n - 4..].iter().collect();
            format!("{head}****{tail}")
        }
    }
}

/// `zhang.wei@example.com` → `z***@example.com`.
fn masked_email(email: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        None if email.is_empty() => String::new(),
        None => "***".to_owned(),
    }
}

/// `1990-11-29` → `****-11-29`; of what is no day nothing is shown.
fn masked_birthday(day: &str) -> String {
    match day.split_once('-') {
        Some((_, rest)) => format!("****-{rest}"),
        None if day.is_empty() => String::new(),
        None => "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("13812345678", "138****5678")]
    #[case("+8613812345678", "+86****5678")]
    #[case("1234567", "*******")]
    #[case("138****5678", "138****5678")]
    #[case("", "")]
    fn phones_are_masked(#[case] phone: &str, #[case] shown: &str) {
        assert_eq!(&*MaskedText::phone(phone), shown);
    }

    #[rstest]
    #[case("zhang.wei@example.com", "z***@example.com")]
    #[case("张@x.cn", "张***@x.cn")]
    #[case("nonsense", "***")]
    #[case("", "")]
    fn addresses_are_masked(#[case] email: &str, #[case] shown: &str) {
        assert_eq!(&*MaskedText::email(email), shown);
    }

    #[rstest]
    #[case(Day::from_ymd(1990, 11, 29), "****-11-29")]
    #[case(None, "")]
    fn birthdays_are_shown_without_their_year(#[case] day: Option<Day>, #[case] shown: &str) {
        assert_eq!(&*MaskedText::birthday(day), shown);
    }

    #[test]
    fn what_a_panic_says_of_a_profile_is_masked() {
        let profile = Profile {
            name: "张伟".to_owned(),
            phone: "13812345678".to_owned(),
            email: "zhang.wei@example.com".to_owned(),
            birthday: Day::from_ymd(1990, 11, 29),
            ..Profile::default()
        };
        let said = format!("{profile:?}");
        assert!(said.contains("138****5678") && said.contains("张伟"), "{said}");
        assert!(!said.contains("13812345678") && !said.contains("zhang.wei") && !said.contains("1990"), "{said}");
    }
}
