//! Who a member is: the profile, and the words a command line may use for its fields.

use super::day::Day;
use super::enumeration::enumeration;
use serde::{Deserialize, Serialize};

/// A member's personal and descriptive fields, whole: what is shown of them is a [`ShownProfile`](super::mask::ShownProfile). Empty text stands for "not known".
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The member number (card). Unique, never empty, stays after an erasure.
    pub member_no: String,
    /// Name as the member writes it.
    pub name: String,
    /// Phone as it was given, without blanks and hyphens.
    pub phone: String,
    pub email: String,
    pub birthday: Option<Day>,
    /// The day the membership began.
    pub joined_on: Option<Day>,
    pub store: String,
    /// Channel through which the member came.
    pub channel: String,
    /// Tags, sorted, without repeats.
    pub tags: Vec<String>,
    /// Purposes consented to, sorted, without repeats.
    pub consents: Vec<String>,
    /// Number of the member who referred this one.
    pub referrer_no: String,
}

enumeration! {
    /// A field of a profile, by the word that the command line, files and JSON have for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum ProfileField {
        MemberNo => "member_no",
        Name => "name",
        Phone => "phone",
        Email => "email",
        Birthday => "birthday",
        JoinedOn => "joined_on",
        Store => "store",
        Channel => "channel",
        Tags => "tags",
        Consents => "consents",
        ReferrerNo => "referrer_no",
    }
}

impl Profile {
    /// What remains of it after an erasure: the number.
    #[must_use]
    pub fn tombstone(&self) -> Self {
        Self { member_no: self.member_no.clone(), ..Self::default() }
    }

    /// Sets a field as it came from a person or a file: blanks around it go, a phone loses blanks, hyphens and
    /// brackets inside, lists are split at commas and semicolons, sorted, each word once. Empty text empties the field.
    pub fn set(&mut self, field: ProfileField, value: &str) -> Result<(), NotADay> {
        let value = value.trim();
        match field {
            ProfileField::MemberNo => value.clone_into(&mut self.member_no),
            ProfileField::Name => value.clone_into(&mut self.name),
            ProfileField::Phone => {
                self.phone = value.chars().filter(|c| !c.is_whitespace() && !"-()（）".contains(*c)).collect();
            }
            ProfileField::Email => value.clone_into(&mut self.email),
            ProfileField::Birthday => self.birthday = optional_day(value)?,
            ProfileField::JoinedOn => self.joined_on = optional_day(value)?,
            ProfileField::Store => value.clone_into(&mut self.store),
            ProfileField::Channel => value.clone_into(&mut self.channel),
            ProfileField::Tags => self.tags = word_list(value),
            ProfileField::Consents => self.consents = word_list(value),
            ProfileField::ReferrerNo => value.clone_into(&mut self.referrer_no),
        }
        Ok(())
    }

    /// One field as text: a day as 2026-11-22, the words of a list between commas, empty where it is not known.
    ///
    /// ```
    /// use loyaltui::domain::member::{Profile, ProfileField};
    ///
    /// let profile = Profile { tags: vec!["tea".into(), "vip".into()], ..Profile::default() };
    /// assert_eq!(profile.text(ProfileField::Tags), "tea,vip");
    /// assert_eq!(profile.text(ProfileField::Birthday), "");
    /// ```
    pub fn text(&self, field: ProfileField) -> String {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        match field {
            ProfileField::MemberNo => self.member_no.clone(),
            ProfileField::Name => self.name.clone(),
            ProfileField::Phone => self.phone.clone(),
            ProfileField::Email => self.email.clone(),
            ProfileField::Birthday => day(self.birthday),
            ProfileField::JoinedOn => day(self.joined_on),
            ProfileField::Store => self.store.clone(),
            ProfileField::Channel => self.channel.clone(),
            ProfileField::Tags => self.tags.join(","),
            ProfileField::Consents => self.consents.join(","),
            ProfileField::ReferrerNo => self.referrer_no.clone(),
        }
    }

    /// Copies a field as another profile has it. The number a member has stays.
    pub fn copy(&mut self, field: ProfileField, from: &Self) {
        match field {
            ProfileField::Name => self.name.clone_from(&from.name),
            ProfileField::Phone => self.phone.clone_from(&from.phone),
            ProfileField::Email => self.email.clone_from(&from.email),
            ProfileField::Birthday => self.birthday = from.birthday,
            ProfileField::JoinedOn => self.joined_on = from.joined_on,
            ProfileField::Store => self.store.clone_from(&from.store),
            ProfileField::Channel => self.channel.clone_from(&from.channel),
            ProfileField::Tags => self.tags.clone_from(&from.tags),
            ProfileField::Consents => self.consents.clone_from(&from.consents),
            ProfileField::ReferrerNo => self.referrer_no.clone_from(&from.referrer_no),
            // The number a member has stays.
            ProfileField::MemberNo => {}
        }
    }
}

/// A text that should name a day, and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day like 2026-11-22")]
pub struct NotADay;

fn optional_day(value: &str) -> Result<Option<Day>, NotADay> {
    if value.is_empty() { Ok(None) } else { Day::parse(value).map(Some).ok_or(NotADay) }
}

fn word_list(value: &str) -> Vec<String> {
    let words = value.split([',', ';', '，', '；', '、', '|']).map(str::trim).filter(|word| !word.is_empty());
    let mut list: Vec<String> = words.map(str::to_owned).collect();
    list.sort_unstable();
    list.dedup();
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_takes_what_a_person_or_a_file_writes() {
        let mut profile = Profile::default();
        let fields = [
            (ProfileField::Name, " 张伟 "),
            (ProfileField::Phone, "138-1234 (5678)"),
            (ProfileField::Tags, "vip；new, vip,"),
            (ProfileField::Birthday, "1990-02-28"),
        ];
        for (field, value) in fields {
            assert_eq!(profile.set(field, value), Ok(()));
        }
        assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("张伟", "13812345678"));
        assert_eq!(profile.tags, ["new", "vip"]);
        assert_eq!(profile.birthday, Day::from_ymd(1990, 2, 28));
        assert_eq!(profile.set(ProfileField::Birthday, ""), Ok(()));
        assert_eq!(profile.birthday, None);
        assert_eq!(profile.set(ProfileField::Birthday, "1990-02-30"), Err(NotADay));
    }

    #[test]
    fn every_field_can_be_empty() {
        assert!(ProfileField::ALL.into_iter().all(|field| Profile::default().set(field, "").is_ok()));
    }
}
