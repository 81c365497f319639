//! What a field may hold and hardly ever does: told before it is written, never refused.

use super::num::Points;

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
