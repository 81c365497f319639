//! Contacts with members: what was tried and what came of it, and until when a member should be left in peace.

use super::day::Day;
use super::enumeration::enumeration;
use serde::{Deserialize, Serialize};

enumeration! {
    /// How a member was contacted.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum ContactChannel {
        #[default]
        Phone => "phone",
        Sms => "sms",
        Wechat => "wechat",
        Email => "email",
        /// Face to face in a store.
        Store => "store",
        Other => "other",
    }
}

impl ContactChannel {
    /// The consent that a contact by it asks for; `None` where the member is there in person, or the channel is not known.
    pub fn consent(self) -> Option<&'static str> {
        match self {
            Self::Phone => Some("phone"),
            Self::Sms => Some("sms"),
            Self::Wechat => Some("wechat"),
            Self::Email => Some("email"),
            Self::Store | Self::Other => None,
        }
    }

    /// Whether a member has consented to be contacted by it: for that channel, or for marketing or care as a whole.
    ///
    /// ```
    /// use loyaltui::domain::contact::ContactChannel::{Phone, Sms, Store};
    ///
    /// let consents = ["phone".to_owned()];
    /// assert!(Phone.is_consented(&consents) && !Sms.is_consented(&consents) && Store.is_consented(&[]));
    /// assert!(Sms.is_consented(&["marketing".to_owned()]));
    /// ```
    pub fn is_consented(self, consents: &[String]) -> bool {
        let Some(own) = self.consent() else { return true };
        consents.iter().any(|purpose| [own, "marketing", "care"].contains(&purpose.as_str()))
    }
}

enumeration! {
    /// What a contact was for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum ContactPurpose {
        #[default]
        Care => "care",
        Campaign => "campaign",
    }
}

enumeration! {
    /// Why a member stands on the care list.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum CareReason {
        /// A case of the member is overdue.
        Case => "case",
        /// The member asked to be called back, and the day has come.
        CallBack => "call_back",
        /// A detractor whom nobody has answered.
        Detractor => "detractor",
        /// The tier falls at a review soon.
        TierReview => "tier_review",
        /// Points expire soon.
        Expiring => "expiring",
        Birthday => "birthday",
        /// A benefit is not used, and its period soon over.
        Benefit => "benefit",
        /// A new member without a second purchase day.
        Second => "second",
        /// A member who buys later than usual.
        Slipping => "slipping",
        /// A lost member who was worth much.
        Lost => "lost",
    }
}

impl CareReason {
    /// The words of all reasons.
    pub const WORDS: [&str; Self::ALL.len()] = {
        let (mut words, mut at) = ([""; Self::ALL.len()], 0);
        while at < words.len() {
            words[at] = Self::ALL[at].word();
            at += 1;
        }
        words
    };
}

/// What came of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactOutcome {
    Reached,
    NoAnswer,
    /// The member does not want to be contacted.
    Refused,
    /// The member wants to be called on that day.
    CallBack(Day),
    /// Nobody was contacted: the care list leaves the member out until that day.
    Postponed(Day),
}

impl ContactOutcome {
    /// The words of all outcomes, in the order of their digits.
    pub const WORDS: [&str; 5] = ["reached", "no_answer", "refused", "call_back", "postponed"];

    /// Its word in commands, files and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no_answer",
            Self::Refused => "refused",
            Self::CallBack(_) => "call_back",
            Self::Postponed(_) => "postponed",
        }
    }

    /// The outcome of a word and the day to call back, or until which it is put off; `None` where it is no outcome, or asks for a day and has none.
    pub fn of(word: &str, day: Option<Day>) -> Option<Self> {
        match word {
            "reached" => Some(Self::Reached),
            "no_answer" => Some(Self::NoAnswer),
            "refused" => Some(Self::Refused),
            "call_back" => day.map(Self::CallBack),
            "postponed" => day.map(Self::Postponed),
            _ => None,
        }
    }

    /// The day to call back, or until which it is put off.
    pub fn day(self) -> Option<Day> {
        match self {
            Self::CallBack(day) | Self::Postponed(day) => Some(day),
            Self::Reached | Self::NoAnswer | Self::Refused => None,
        }
    }

    /// Whether somebody spoke with the member.
    pub fn is_answered(self) -> bool {
        match self {
            Self::Reached | Self::Refused | Self::CallBack(_) => true,
            Self::NoAnswer | Self::Postponed(_) => false,
        }
    }

    /// Whether the member was contacted at all.
    pub fn is_contact(self) -> bool {
        !matches!(self, Self::Postponed(_))
    }
}

/// What is recorded of a contact, but for its note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactContent {
    pub channel: ContactChannel,
    pub purpose: ContactPurpose,
    /// Why the member was contacted, where the care list said so.
    pub reason: Option<CareReason>,
    pub outcome: ContactOutcome,
    /// The operator who had it.
    pub by: String,
}

/// How often members may be contacted, and when not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactRules {
    /// Of whatever purpose, at most so many contacts …
    pub cap: u32,
    /// … in so many days.
    pub cap_days: i64,
    /// Days from one care contact to the next.
    pub cap_care: i64,
    /// When nobody is contacted.
    pub quiet: QuietHours,
}

/// A part of the day, which may go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// Minutes after midnight.
    pub from: i64,
    /// Minutes after midnight; the first that is not quiet any more.
    pub to: i64,
}

impl QuietHours {
    /// Whether a minute of the day is quiet.
    ///
    /// ```
    /// use loyaltui::domain::contact::QuietHours;
    ///
    /// let night = QuietHours { from: 21 * 60, to: 9 * 60 };
    /// assert_eq!([1_259, 1_260, 0, 539, 540].map(|minute| night.holds(minute)), [false, true, true, true, false]);
    /// let none = QuietHours { from: 0, to: 0 };
    /// assert!(!none.holds(0));
    /// ```
    pub fn holds(self, minute: i64) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

/// Minutes after midnight as an hour.
///
/// ```
/// use loyaltui::domain::contact::{hour_text, read_hour};
///
/// assert_eq!(hour_text(21 * 60), "21:00");
/// assert_eq!([read_hour("9:05"), read_hour("24:00"), read_hour("9")], [Some(545), None, None]);
/// ```
pub fn hour_text(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// An hour in minutes after midnight.
pub fn read_hour(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// Unanswered contacts that let a member rest …
const UNANSWERED: usize = 3;
/// … within so many days.
const UNANSWERED_DAYS: i64 = 7;

/// The last day on which a member should be left in peace; `None` where it may be contacted for care on the day. A contact
/// without an answer does not use up the cap, but three within seven days let the member rest as one contact does.
///
/// ```
/// use loyaltui::domain::contact::{ContactOutcome::{NoAnswer, Reached}, ContactPurpose::Care, capped_until};
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::program::Program;
///
/// let (rules, on) = (Program::default().contact, |day| Day::parse(day).unwrap());
/// let until = |outcomes: &[_], today| capped_until(outcomes.iter().copied(), on(today), &rules);
/// // Reached on 1 November: in peace through the 21st.
/// let reached = [(on("2026-11-01"), Care, Reached)];
/// assert_eq!(until(&reached, "2026-11-21"), Some(on("2026-11-21")));
/// assert_eq!(until(&reached, "2026-11-22"), None);
/// let unanswered = ["2026-11-01", "2026-11-04", "2026-11-07"].map(|day| (on(day), Care, NoAnswer));
/// assert_eq!(until(&unanswered[..2], "2026-11-08"), None);
/// assert_eq!(until(&unanswered, "2026-11-08"), Some(on("2026-11-27")));
/// ```
pub fn capped_until(
    contacts: impl IntoIterator<Item = (Day, ContactPurpose, ContactOutcome)>,
    day: Day,
    rules: &ContactRules,
) -> Option<Day> {
    let (mut any, mut care, mut unanswered) = (Vec::new(), Vec::new(), Vec::new());
    for (on, purpose, outcome) in contacts.into_iter().filter(|(on, ..)| *on <= day) {
        if !outcome.is_answered() {
            unanswered.extend(outcome.is_contact().then_some(on));
            continue;
        }
        any.push(on);
        if purpose == ContactPurpose::Care {
            care.push(on);
        }
    }
    for days in [&mut any, &mut care, &mut unanswered] {
        days.sort_unstable();
    }
    let mut resting = unanswered.windows(UNANSWERED).filter(|run| run[UNANSWERED - 1].0 - run[0].0 < UNANSWERED_DAYS);
    let last = |on: Day, days: i64| on.plus_days(days - 1);
    let nth_newest = usize::try_from(rules.cap).ok().and_then(|n| any.len().checked_sub(n)).and_then(|at| any.get(at));
    let caps = [
        care.last().map(|on| last(*on, rules.cap_care)),
        nth_newest.map(|on| last(*on, rules.cap_days)),
        resting.next_back().map(|run| last(run[UNANSWERED - 1], rules.cap_care)),
    ];
    caps.into_iter().flatten().filter(|until| *until >= day).max()
}

/// The day on which a member wants to be called back and has not been since: as the newest contact with an answer says.
///
/// ```
/// use loyaltui::domain::contact::{ContactOutcome::{CallBack, NoAnswer, Reached}, open_call_back};
/// use loyaltui::domain::day::Day;
///
/// let on = Day::parse("2026-12-01").unwrap();
/// assert_eq!(open_call_back([CallBack(on), NoAnswer]), Some(on));
/// assert_eq!(open_call_back([CallBack(on), Reached]), None);
/// ```
pub fn open_call_back(oldest_first: impl IntoIterator<Item = ContactOutcome>) -> Option<Day> {
    oldest_first.into_iter().filter(|outcome| outcome.is_answered()).last().and_then(ContactOutcome::day)
}

/// The day until which a member is put off: as the newest contact says, of whatever outcome.
///
/// ```
/// use loyaltui::domain::contact::{ContactOutcome::{NoAnswer, Postponed}, put_off};
/// use loyaltui::domain::day::Day;
///
/// let on = |day| Day::parse(day).unwrap();
/// let until = Postponed(on("2026-12-01"));
/// assert_eq!(put_off([NoAnswer, until]), Some(on("2026-12-01")));
/// assert_eq!(put_off([until, NoAnswer]), None);
/// ```
pub fn put_off(oldest_first: impl IntoIterator<Item = ContactOutcome>) -> Option<Day> {
    if let ContactOutcome::Postponed(until) = oldest_first.into_iter().last()? { Some(until) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::program::Program;
    use rstest::rstest;

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    #[rstest]
    #[case::never(&[], "2026-11-22", None)]
    #[case::twenty_days_ago(&[("2026-11-02", "care", "reached")], "2026-11-22", Some("2026-11-22"))]
    #[case::three_weeks_ago(&[("2026-11-01", "care", "reached")], "2026-11-22", None)]
    #[case::a_refusal_uses_it_up(&[("2026-11-20", "care", "refused")], "2026-11-22", Some("2026-12-10"))]
    #[case::no_answer_does_not(&[("2026-11-20", "care", "no_answer")], "2026-11-22", None)]
    #[case::three_without_an_answer(
        &[("2026-11-16", "care", "no_answer"), ("2026-11-18", "care", "no_answer"), ("2026-11-22", "care", "no_answer")],
        "2026-11-22", Some("2026-12-12")
    )]
    #[case::three_in_eight_days(
        &[("2026-11-15", "care", "no_answer"), ("2026-11-18", "care", "no_answer"), ("2026-11-22", "care", "no_answer")],
        "2026-11-22", None
    )]
    #[case::a_campaign_for_a_week(&[("2026-11-16", "campaign", "reached")], "2026-11-22", Some("2026-11-22"))]
    #[case::a_campaign_a_week_ago(&[("2026-11-15", "campaign", "reached")], "2026-11-22", None)]
    #[case::what_is_put_off_uses_nothing_up(&[("2026-11-20", "care", "postponed")], "2026-11-22", None)]
    #[case::what_is_to_come_says_nothing(&[("2026-11-23", "care", "reached")], "2026-11-22", None)]
    fn the_cap_and_the_rest(#[case] contacts: &[(&str, &str, &str)], #[case] today: &str, #[case] until: Option<&str>) {
        let past = contacts.iter().map(|(day, purpose, outcome)| {
            (
                on(day),
                ContactPurpose::from_word(purpose).unwrap(),
                ContactOutcome::of(outcome, Some(on("2026-12-31"))).unwrap(),
            )
        });
        assert_eq!(capped_until(past, on(today), &Program::default().contact), until.map(on));
    }

    #[test]
    fn every_outcome_is_found_by_its_word() {
        for word in ContactOutcome::WORDS {
            assert_eq!(ContactOutcome::of(word, Some(Day(1))).map(ContactOutcome::word), Some(word));
        }
        assert_eq!(ContactOutcome::of("call_back", None), None);
    }
}
