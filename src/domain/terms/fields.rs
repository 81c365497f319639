//! A member's fields as they are compared: folded, and numbers reduced to their digits.

use super::fold::fold;
use super::name::Name;
use crate::domain::member::Profile;

/// Where Chinese mobile numbers have eleven digits, the first a one.
const MOBILE: usize = 11;

/// The fields of a profile that a query is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The member number's letters and digits: `M-0012` is `m0012`.
    pub number: String,
    pub number_digits: String,
    /// The digits of the phone number.
    pub phone: String,
    /// Where the national number begins in them: behind `86` or `0086`.
    pub national: usize,
    /// What stands before the `@` of the address; all of it where there is none.
    pub local: String,
    pub domain: String,
    pub name: Name,
}

impl Fields {
    pub fn of_profile(profile: &Profile) -> Self {
        Self::of(&profile.member_no, &profile.name, &profile.phone, &profile.email)
    }

    /// The fields of a member as the file has them.
    pub fn of(number: &str, name: &str, phone: &str, email: &str) -> Self {
        let number = compact(&fold(number));
        let phone: String = fold(phone).chars().filter(char::is_ascii_digit).collect();
        let email: String = fold(email).chars().filter(|c| !matches!(c, ' ' | '"')).collect();
        let (local, domain) = email.split_once('@').unwrap_or((&email, ""));
        Self {
            number_digits: number.chars().filter(char::is_ascii_digit).collect(),
            number,
            national: national_at(&phone),
            phone,
            local: local.to_owned(),
            domain: domain.to_owned(),
            name: Name::of_text(name),
        }
    }

    /// The national number within the phone's digits.
    pub fn national_phone(&self) -> &str {
        &self.phone[self.national..]
    }

    /// Runs of digits that stand in the address and in the name.
    pub fn other_runs(&self) -> impl Iterator<Item = &str> {
        super::digit_runs(&self.local).chain(self.name.words().flat_map(super::digit_runs))
    }

    /// The domain from each of its labels on, without the last one alone: `mail.qq.com`, `qq.com`.
    pub fn domain_tails(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.domain.match_indices('.').map(|(at, _)| at + 1));
        starts
            .map(|at| &self.domain[at..])
            .enumerate()
            .filter(|(n, t)| (*n == 0 || t.contains('.')) && !t.is_empty())
            .map(|(_, t)| t)
    }
}

/// Letters and digits alone.
pub fn compact(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Where the national number of a Chinese mobile phone begins.
pub fn national_at(digits: &str) -> usize {
    let code = ["0086", "86"].into_iter().find(|code| digits.len() == MOBILE + code.len() && digits.starts_with(code));
    code.map_or(0, |code| if digits[code.len()..].starts_with('1') { code.len() } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("+86 138-1234-5678", "13812345678")]
    #[case("008613812345678", "13812345678")]
    #[case("８６13812345678", "13812345678")]
    #[case("8602112345678", "8602112345678")]
    #[case("021-5678", "0215678")]
    fn a_phone_is_its_national_number(#[case] written: &str, #[case] national: &str) {
        assert_eq!(Fields::of("", "", written, "").national_phone(), national);
    }

    #[test]
    fn an_address_and_a_number_are_taken_apart() {
        let fields = Fields::of("VIP-0012", "", "", "Zhang.Wei12@Mail.QQ.com");
        assert_eq!((fields.number.as_str(), fields.number_digits.as_str()), ("vip0012", "0012"));
        assert_eq!((fields.local.as_str(), fields.domain.as_str()), ("zhang.wei12", "mail.qq.com"));
        assert_eq!(fields.domain_tails().collect::<Vec<_>>(), ["mail.qq.com", "qq.com"]);
        assert_eq!(fields.other_runs().collect::<Vec<_>>(), ["12"]);
        assert_eq!(Fields::of("", "", "", "nonsense").domain_tails().count(), 0);
    }
}
