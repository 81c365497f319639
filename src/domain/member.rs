//! Who a member is: the profile, how it is masked, and the words a command line may use for its fields.

use super::day::Day;
use serde::{Deserialize, Serialize};

/// A member's personal and descriptive fields. Empty text stands for "not known".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

impl Profile {
    /// What remains of it after an erasure: the number.
    #[must_use]
    pub fn tombstone(&self) -> Self {
        Self { member_no: self.member_no.clone(), ..Self::default() }
    }

    /// Sets a field by its word, as it came from a person or a file: blanks around it go, a phone loses blanks, hyphens and
    /// brackets inside, lists are split at commas and semicolons, sorted, each word once. Empty text empties the field.
    pub fn set(&mut self, field: &str, value: &str) -> Result<(), BadValue> {
        let value = value.trim();
        match field {
            "member_no" => value.clone_into(&mut self.member_no),
            "name" => value.clone_into(&mut self.name),
            "phone" => self.phone = value.chars().filter(|c| !c.is_whitespace() && !"-()（）".contains(*c)).collect(),
            "email" => value.clone_into(&mut self.email),
            "birthday" => self.birthday = optional_day(value)?,
            "joined_on" => self.joined_on = optional_day(value)?,
            "store" => value.clone_into(&mut self.store),
            "channel" => value.clone_into(&mut self.channel),
            "tags" => self.tags = word_list(value),
            "consents" => self.consents = word_list(value),
            "referrer_no" => value.clone_into(&mut self.referrer_no),
            _ => return Err(BadValue::UnknownField),
        }
        Ok(())
    }
}

/// The words for a profile's fields on the command line, in files and in JSON.
pub const FIELDS: [&str; 11] = [
    "member_no",
    "name",
    "phone",
    "email",
    "birthday",
    "joined_on",
    "store",
    "channel",
    "tags",
    "consents",
    "referrer_no",
];

/// Why a field could not be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadValue {
    /// A profile has no such field.
    #[error("no such field")]
    UnknownField,
    /// Not a day like 2026-11-22.
    #[error("not a day")]
    NotADay,
}

fn optional_day(value: &str) -> Result<Option<Day>, BadValue> {
    if value.is_empty() { Ok(None) } else { Day::parse(value).map(Some).ok_or(BadValue::NotADay) }
}

fn word_list(value: &str) -> Vec<String> {
    let words = value.split([',', ';', '，', '；', '、', '|']).map(str::trim).filter(|word| !word.is_empty());
    let mut list: Vec<String> = words.map(str::to_owned).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// `13812345678` → `138****5678`; what is too short to mask is starred whole.
pub fn masked_phone(phone: &str) -> String {
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
pub fn masked_email(email: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        None if email.is_empty() => String::new(),
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_field_is_set_by_its_word() {
        let mut profile = Profile::default();
        let fields =
            [("name", " 张伟 "), ("phone", "138-1234 (5678)"), ("tags", "vip；new, vip,"), ("birthday", "1990-02-28")];
        for (field, value) in fields {
            assert_eq!(profile.set(field, value), Ok(()));
        }
        assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("张伟", "13812345678"));
        assert_eq!(profile.tags, ["new", "vip"]);
        assert_eq!(profile.birthday, Day::from_ymd(1990, 2, 28));
        assert_eq!(profile.set("birthday", ""), Ok(()));
        assert_eq!(profile.birthday, None);
        assert_eq!(profile.set("birthday", "1990-02-30"), Err(BadValue::NotADay));
        assert_eq!(profile.set("colour", "red"), Err(BadValue::UnknownField));
    }

    #[test]
    fn every_field_has_a_word() {
        assert!(FIELDS.iter().all(|field| Profile::default().set(field, "").is_ok()));
    }

    #[rstest]
    #[case("13812345678", "138****5678")]
    #[case("+8613812345678", "+86****5678")]
    #[case("1234567", "*******")]
    #[case("", "")]
    fn phones_are_masked(#[case] phone: &str, #[case] shown: &str) {
        assert_eq!(masked_phone(phone), shown);
    }

    #[rstest]
    #[case("zhang.wei@example.com", "z***@example.com")]
    #[case("张@x.cn", "张***@x.cn")]
    #[case("nonsense", "***")]
    fn addresses_are_masked(#[case] email: &str, #[case] shown: &str) {
        assert_eq!(masked_email(email), shown);
    }
}
