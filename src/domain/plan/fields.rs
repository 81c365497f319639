//! The profile's fields: how each is read, brought into one form, compared and shown.

use super::outcome::Refusal;
use super::words::{bad, check_line};
use crate::domain::mask::MaskedText;
use crate::domain::member::{NotADay, Profile, ProfileField};
use crate::domain::width::half_width;

/// The most tags, and the most consents, of one member.
const MOST_WORDS: usize = 100;

/// Sets one field from what a person typed (`birthday=1990-02-28`, `tags=vip,allergy`); an empty value empties it. Stricter
/// than [`Profile::set`], which takes what other systems hold.
pub fn set(profile: &mut Profile, field: ProfileField, value: &str) -> Result<(), Refusal> {
    let plain: String = if field == ProfileField::Phone { half_width(value) } else { value.to_owned() };
    let mut changed = profile.clone();
    let not_like = |example| Err(bad(field.word(), value, example));
    changed.set(field, &plain).or_else(|NotADay| not_like("YYYY-MM-DD"))?;
    match field {
        ProfileField::Phone if !is_phone(&changed.phone) => return not_like("+8613812345678"),
        ProfileField::Email if !is_email(&changed.email) => return not_like("name@example.com"),
        ProfileField::MemberNo if changed.member_no.is_empty() => return not_like("M0012345"),
        ProfileField::Tags => check_list(field, &changed.tags)?,
        ProfileField::Consents => check_list(field, &changed.consents)?,
        ProfileField::MemberNo
        | ProfileField::Name
        | ProfileField::Phone
        | ProfileField::Email
        | ProfileField::Birthday
        | ProfileField::JoinedOn
        | ProfileField::Store
        | ProfileField::Channel
        | ProfileField::ReferrerNo => check_line(field.word(), &changed.text(field))?,
    }
    *profile = changed;
    Ok(())
}

/// 3 to 20 digits, `+` in front or not; or nothing.
fn is_phone(value: &str) -> bool {
    let digits = value.strip_prefix('+').unwrap_or(value);
    value.is_empty() || ((3..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// One `@`, something before it, a domain with a dot behind it, no blanks; or nothing.
fn is_email(value: &str) -> bool {
    let looks_like_one = value.split_once('@').is_some_and(|(local, domain)| {
        let labels: Vec<&str> = domain.split('.').collect();
        let dotted = labels.len() > 1 && labels.iter().all(|l| !l.is_empty());
        !local.is_empty() && dotted && !domain.contains('@') && value.chars().count() <= 254
    });
    value.is_empty() || (looks_like_one && !value.chars().any(|c| c.is_whitespace() || c.is_control()))
}

/// `new` with every field that differs from `old` brought into its form. What stays as it was is not judged: an import may
/// have brought what a form would refuse.
pub fn normalised(new: &Profile, old: &Profile) -> Result<Profile, Refusal> {
    let mut out = old.clone();
    for field in ProfileField::ALL {
        let value = new.text(field);
        if value != old.text(field) {
            set(&mut out, field, &value)?;
        }
    }
    Ok(out)
}

/// Fields that differ.
pub fn changed<'a>(old: &'a Profile, new: &'a Profile) -> impl Iterator<Item = ProfileField> + 'a {
    ProfileField::ALL.into_iter().filter(|field| old.text(*field) != new.text(*field))
}

/// The fields that differ, as a plan shows them: contacts masked.
pub fn shown(old: &Profile, new: &Profile) -> Vec<(String, String, String)> {
    changed(old, new).map(|field| (field.word().to_owned(), masked(old, field), masked(new, field))).collect()
}

/// One field as text, masked where it has to be.
fn masked(profile: &Profile, field: ProfileField) -> String {
    MaskedText::of(field, &profile.text(field)).to_string()
}

fn check_list(field: ProfileField, list: &[String]) -> Result<(), Refusal> {
    if list.len() > MOST_WORDS {
        return Err(bad(field.word(), &list.join(","), &format!("a,b (≤ {MOST_WORDS})")));
    }
    list.iter().try_for_each(|word| check_line(field.word(), word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::blanks("138 1234 5678", Some("13812345678"))]
    #[case::hyphens("138-1234-5678", Some("13812345678"))]
    #[case::abroad("+49 30 901820", Some("+4930901820"))]
    #[case::full_width("１３８－１２３４－５６７８", Some("13812345678"))]
    #[case::none("  ", Some(""))]
    #[case::letters("call me", None)]
    #[case::plus_inside("138+12345678", None)]
    #[case::short("12", None)]
    #[case::long("123456789012345678901", None)]
    fn phones(#[case] value: &str, #[case] normal: Option<&str>) {
        let mut profile = Profile::default();
        let set = set(&mut profile, ProfileField::Phone, value).ok();
        assert_eq!(set.map(|()| profile.phone.as_str()), normal);
    }

    #[rstest]
    #[case("zhang.wei@example.com", true)]
    #[case(" z@x.cn ", true)]
    #[case("张伟@例子.中国", true)]
    #[case("", true)]
    #[case("zhang.wei", false)]
    #[case("@example.com", false)]
    #[case("a@b", false)]
    #[case("a@b..cn", false)]
    #[case("a@b@c.cn", false)]
    #[case("a b@c.cn", false)]
    #[case("a@.cn", false)]
    fn addresses(#[case] value: &str, #[case] fine: bool) {
        assert_eq!(set(&mut Profile::default(), ProfileField::Email, value).is_ok(), fine);
    }

    #[rstest]
    #[case(ProfileField::Birthday, "1990-02-30", "YYYY-MM-DD")]
    #[case(ProfileField::JoinedOn, "28.2.1990", "YYYY-MM-DD")]
    #[case(ProfileField::Phone, "none", "+8613812345678")]
    #[case(ProfileField::MemberNo, " ", "M0012345")]
    #[case(ProfileField::Name, "Zhang\u{7}", "1…200")]
    fn what_can_not_be_read_says_what_could(#[case] field: ProfileField, #[case] value: &str, #[case] expected: &str) {
        let refusal = set(&mut Profile::default(), field, value).unwrap_err();
        let Refusal::BadField { field: named, expected: said, .. } = refusal else { panic!("{refusal:?}") };
        assert_eq!((named.as_str(), said.as_str()), (field.word(), expected));
    }

    #[test]
    fn every_field_can_be_set_read_copied_and_emptied() {
        let mut profile = Profile::default();
        let values = [
            (ProfileField::MemberNo, "M1"),
            (ProfileField::Name, "张伟"),
            (ProfileField::Phone, "13812345678"),
            (ProfileField::Email, "z@x.cn"),
            (ProfileField::Birthday, "1990-02-28"),
            (ProfileField::JoinedOn, "2020-01-01"),
            (ProfileField::Store, "S1"),
            (ProfileField::Channel, "app"),
            (ProfileField::Tags, "a,b"),
            (ProfileField::Consents, "email,sms"),
            (ProfileField::ReferrerNo, "M2"),
        ];
        for (field, value) in values {
            set(&mut profile, field, value).unwrap();
            assert_eq!(profile.text(field), value);
        }
        let mut other = Profile { member_no: "M1".to_owned(), ..Profile::default() };
        for field in ProfileField::ALL {
            other.copy(field, &profile);
        }
        assert_eq!(other, profile);
        for field in ProfileField::ALL.into_iter().skip(1) {
            set(&mut other, field, "").unwrap();
        }
        assert_eq!(other, profile.tombstone());
    }

    #[test]
    fn lists_are_sorted_and_without_repeats() {
        let mut profile = Profile::default();
        set(&mut profile, ProfileField::Tags, " vip, allergy，vip,, ").unwrap();
        assert_eq!(profile.tags, ["allergy", "vip"]);
    }
}
