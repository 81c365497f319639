//! The profile's fields by name: how each is read, brought into one form, compared and shown.

use super::outcome::Refusal;
use super::words::{bad, check_line};
use crate::domain::day::Day;
use crate::domain::member::{BadValue, FIELDS, Profile, masked_email, masked_phone};

/// The most tags, and the most consents, of one member.
const MOST_WORDS: usize = 100;

/// Sets one field from what a person typed (`birthday=1990-02-28`, `tags=vip,allergy`); an empty value empties it. Stricter
/// than [`Profile::set`], which takes what other systems hold.
pub fn set(profile: &mut Profile, field: &str, value: &str) -> Result<(), Refusal> {
    let plain: String = if field == "phone" { value.chars().map(ascii).collect() } else { value.to_owned() };
    let mut changed = profile.clone();
    changed.set(field, &plain).map_err(|why| match why {
        BadValue::NotADay => bad(field, value, "YYYY-MM-DD"),
        BadValue::UnknownField => bad(field, value, &FIELDS.join("|")),
    })?;
    match field {
        "phone" if !is_phone(&changed.phone) => return Err(bad(field, value, "+8613812345678")),
        "email" if !is_email(&changed.email) => return Err(bad(field, value, "name@example.com")),
        "member_no" if changed.member_no.is_empty() => return Err(bad(field, value, "M0012345")),
        "tags" => check_list(field, &changed.tags)?,
        "consents" => check_list(field, &changed.consents)?,
        _ => check_line(field, &get(&changed, field))?,
    }
    *profile = changed;
    Ok(())
}

/// One field as text; empty where it is not known.
pub fn get(profile: &Profile, field: &str) -> String {
    let day = |d: Option<Day>| d.map(|d| d.to_string()).unwrap_or_default();
    match field {
        "member_no" => profile.member_no.clone(),
        "name" => profile.name.clone(),
        "phone" => profile.phone.clone(),
        "email" => profile.email.clone(),
        "birthday" => day(profile.birthday),
        "joined_on" => day(profile.joined_on),
        "store" => profile.store.clone(),
        "channel" => profile.channel.clone(),
        "tags" => profile.tags.join(","),
        "consents" => profile.consents.join(","),
        "referrer_no" => profile.referrer_no.clone(),
        _ => String::new(),
    }
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
    for field in FIELDS {
        let value = get(new, field);
        if value != get(old, field) {
            set(&mut out, field, &value)?;
        }
    }
    Ok(out)
}

/// Fields that differ.
pub fn changed<'a>(old: &'a Profile, new: &'a Profile) -> impl Iterator<Item = &'static str> + 'a {
    FIELDS.into_iter().filter(|field| get(old, field) != get(new, field))
}

/// The fields that differ, as a plan shows them: contacts masked.
pub fn shown(old: &Profile, new: &Profile) -> Vec<(String, String, String)> {
    let show = |profile: &Profile, field: &str| match field {
        "phone" => masked_phone(&profile.phone),
        "email" => masked_email(&profile.email),
        _ => get(profile, field),
    };
    changed(old, new).map(|field| (field.to_owned(), show(old, field), show(new, field))).collect()
}

/// Copies one field as it is.
pub fn copy(field: &str, from: &Profile, to: &mut Profile) {
    match field {
        "name" => to.name.clone_from(&from.name),
        "phone" => to.phone.clone_from(&from.phone),
        "email" => to.email.clone_from(&from.email),
        "birthday" => to.birthday = from.birthday,
        "joined_on" => to.joined_on = from.joined_on,
        "store" => to.store.clone_from(&from.store),
        "channel" => to.channel.clone_from(&from.channel),
        "tags" => to.tags.clone_from(&from.tags),
        "consents" => to.consents.clone_from(&from.consents),
        "referrer_no" => to.referrer_no.clone_from(&from.referrer_no),
        // The number a member has stays.
        _ => {}
    }
}

fn check_list(field: &str, list: &[String]) -> Result<(), Refusal> {
    if list.len() > MOST_WORDS {
        return Err(bad(field, &list.join(","), &format!("a,b (≤ {MOST_WORDS})")));
    }
    list.iter().try_for_each(|word| check_line(field, word))
}

/// Full-width digits, plus and hyphens as ASCII.
fn ascii(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
        '\u{ff0b}' => '+',
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
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
        let set = set(&mut profile, "phone", value).ok();
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
        assert_eq!(set(&mut Profile::default(), "email", value).is_ok(), fine);
    }

    #[rstest]
    #[case("birthday", "1990-02-30", "YYYY-MM-DD")]
    #[case("joined_on", "28.2.1990", "YYYY-MM-DD")]
    #[case("phone", "none", "+8613812345678")]
    #[case("member_no", " ", "M0012345")]
    #[case("name", "Zhang\u{7}", "1…200")]
    #[case("colour", "blue", "member_no|name|phone|email|birthday|joined_on|store|channel|tags|consents|referrer_no")]
    fn what_can_not_be_read_says_what_could(#[case] field: &str, #[case] value: &str, #[case] expected: &str) {
        let refusal = set(&mut Profile::default(), field, value).unwrap_err();
        let Refusal::BadField { field: named, expected: said, .. } = refusal else { panic!("{refusal:?}") };
        assert_eq!((named.as_str(), said.as_str()), (field, expected));
    }

    #[test]
    fn every_field_can_be_set_read_copied_and_emptied() {
        let mut profile = Profile::default();
        let values = [
            ("member_no", "M1"),
            ("name", "张伟"),
            ("phone", "13812345678"),
            ("email", "z@x.cn"),
            ("birthday", "1990-02-28"),
            ("joined_on", "2020-01-01"),
            ("store", "S1"),
            ("channel", "app"),
            ("tags", "a,b"),
            ("consents", "email,sms"),
            ("referrer_no", "M2"),
        ];
        for (field, value) in values {
            set(&mut profile, field, value).unwrap();
            assert_eq!(get(&profile, field), value);
        }
        let mut other = Profile { member_no: "M1".to_owned(), ..Profile::default() };
        for field in FIELDS {
            copy(field, &profile, &mut other);
        }
        assert_eq!(other, profile);
        for field in &FIELDS[1..] {
            set(&mut other, field, "").unwrap();
        }
        assert_eq!(other, profile.tombstone());
    }

    #[test]
    fn lists_are_sorted_and_without_repeats() {
        let mut profile = Profile::default();
        set(&mut profile, "tags", " vip, allergy，vip,, ").unwrap();
        assert_eq!(profile.tags, ["allergy", "vip"]);
    }
}
