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
    /// E-mail.
    pub email: String,
    /// Birthday.
    pub birthday: Option<Day>,
    /// The day the membership began.
    pub joined_on: Option<Day>,
    /// Home store.
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
