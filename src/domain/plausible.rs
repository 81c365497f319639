//! What a field may hold and hardly ever does: told before it is written, never refused.

use super::day::Day;
use super::enumeration::enumeration;
use super::member::Profile;
use super::num::{Money, Points};

enumeration! {
    /// What is unlikely about rows of a file. The words are codes of documents.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum UnlikelyValue {
        Phone => "unlikely_phone",
        Consent => "unlikely_consent",
        Birthday => "unlikely_birthday",
        /// No member and no purchase has the store yet, though there are stores.
        Store => "unknown_store",
        /// Another member has the phone or the e-mail.
        Contact => "shared_contact",
        Points => "unlikely_points",
        Amount => "unlikely_amount",
        /// The tier that the file brings is below the one held.
        LowerTier => "tier_lowered",
    }
}

/// A field of a profile that is unlikely, as it is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnlikelyField {
    /// A phone with too few or too many digits.
    Phone { digits: usize },
    /// A consent names an answer instead of a purpose.
    Consent { purpose: String },
    /// Nobody is that old, and no member that young.
    Birthday { birthday: Day },
}

/// The fields of a profile that change to something unlikely.
pub fn unlikely_fields(new: &Profile, old: &Profile, today: Day) -> Vec<UnlikelyField> {
    let mut found = Vec::new();
    if new.phone != old.phone && is_unlikely_phone(&new.phone) {
        let digits = new.phone.bytes().filter(u8::is_ascii_digit).count();
        found.push(UnlikelyField::Phone { digits });
    }
    let added = new.consents.iter().filter(|purpose| !old.consents.contains(purpose));
    let answers = added.filter(|purpose| is_unlikely_purpose(purpose));
    found.extend(answers.map(|purpose| UnlikelyField::Consent { purpose: purpose.clone() }));
    let birthday = new.birthday.filter(|day| new.birthday != old.birthday && is_unlikely_birthday(*day, today));
    found.extend(birthday.map(|birthday| UnlikelyField::Birthday { birthday }));
    found
}

/// Days of a year, on average, in hundredths.
const YEAR: i64 = 36_525;

/// The youngest and the oldest that a member is likely to be, in years.
const AGES: (i64, i64) = (6, 110);

/// Whether somebody born on a day is hardly a member: the day of a form that was filled in, or a slip of the century.
///
/// ```
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::plausible::is_unlikely_birthday;
///
/// let is_unlikely = |day| is_unlikely_birthday(Day::parse(day).unwrap(), Day::parse("2026-11-22").unwrap());
/// assert!(is_unlikely("1900-01-01") && is_unlikely("2026-11-01"));
/// assert!(!is_unlikely("1930-05-01") && !is_unlikely("2010-05-01"));
/// ```
pub fn is_unlikely_birthday(birthday: Day, today: Day) -> bool {
    let days = today.0.saturating_sub(birthday.0).saturating_mul(100);
    days < AGES.0 * YEAR || days > AGES.1 * YEAR
}

/// An amount, in major units, above which a purchase is looked at.
const LARGE: i64 = 100_000;

/// Whether a purchase is unlikely of a member whose largest one was another: in minor units, of which so many make a major one.
///
/// ```
/// use loyaltui::domain::num::Money;
/// use loyaltui::domain::plausible::is_unlikely_amount;
///
/// assert!(is_unlikely_amount(Money(29_990_000), Money(29_990), 100));
/// assert!(!is_unlikely_amount(Money(29_990_000), Money(9_000_000), 100) && !is_unlikely_amount(Money(500_000), Money(0), 100));
/// ```
pub fn is_unlikely_amount(amount: Money, largest: Money, minor_per_major: i64) -> bool {
    amount.0 > LARGE.saturating_mul(minor_per_major) && amount.0 > largest.0.saturating_mul(MANY_TIMES)
}

/// So many points at once are told, where they are many for the member as well.
const MANY_POINTS: i64 = 10_000;

/// So many times what a member was ever given is many for that member.
const MANY_TIMES: i64 = 10;

/// Words that answer a question instead of naming a purpose.
const ANSWERS: [&str; 18] = [
    "yes",
    "no",
    "y",
    "n",
    "true",
    "false",
    "1",
    "0",
    "ok",
    "on",
    "off",
    "x",
    "是",
    "否",
    "有",
    "无",
    "同意",
    "不同意",
];

/// Whether a phone number has too few or too many digits for one: a Chinese mobile number has eleven, others seven to fifteen.
///
/// ```
/// use loyaltui::domain::plausible::is_unlikely_phone;
///
/// assert!(is_unlikely_phone("139") && is_unlikely_phone("1381234567"));
/// assert!(!is_unlikely_phone("13812345678") && !is_unlikely_phone("+8613812345678") && !is_unlikely_phone("+4930901820"));
/// assert!(!is_unlikely_phone(""));
/// ```
pub fn is_unlikely_phone(phone: &str) -> bool {
    let digits = phone.trim_start_matches('+');
    let national = digits.strip_prefix("86").filter(|rest| rest.starts_with('1')).unwrap_or(digits);
    let is_mobile = national.starts_with('1') && (!phone.starts_with('+') || national.len() < digits.len());
    !digits.is_empty() && (!(7..=15).contains(&digits.len()) || (is_mobile && national.len() != 11))
}

/// Whether a purpose of consent is an answer and no purpose: `是` instead of `sms`.
///
/// ```
/// use loyaltui::domain::plausible::is_unlikely_purpose;
///
/// assert!(is_unlikely_purpose("是") && is_unlikely_purpose("YES"));
/// assert!(!is_unlikely_purpose("sms"));
/// ```
pub fn is_unlikely_purpose(purpose: &str) -> bool {
    ANSWERS.contains(&purpose.trim().to_lowercase().as_str())
}

/// Whether so many points at once are unlikely for a member who was given `known` points in all.
///
/// ```
/// use loyaltui::domain::num::Points;
/// use loyaltui::domain::plausible::are_unlikely_points;
///
/// assert!(are_unlikely_points(Points(99_999_999), Points(5_000)));
/// assert!(!are_unlikely_points(Points(12_000), Points(5_000)) && !are_unlikely_points(Points(9_000), Points(0)));
/// ```
pub fn are_unlikely_points(points: Points, known: Points) -> bool {
    let size = points.0.saturating_abs();
    size > MANY_POINTS && size > known.0.saturating_mul(MANY_TIMES)
}
