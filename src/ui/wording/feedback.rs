//! Words for the forms of feedback and of work on cases.

use super::named;
use crate::domain::contact::{CareReason, ContactChannel, ContactPurpose};
use crate::domain::day::Instant;
use crate::domain::feedback::{Attitude, Breakdown, CaseRow, FeedbackContent, Measure, ScoreRow};
use crate::domain::rate::Interval;
use crate::domain::segment_views::SegmentState;
use crate::shell::Shell;
use crate::shell::form::{CaseAct, FieldId, Form};
use crate::shell::toast::SideEffect;
use crate::t;
use crate::text::Words;

/// What `y` would log: `Log NPS 9 of 张伟 M0012345`.
pub(super) fn log(words: Words, form: &Form) -> String {
    let who = if form.feedback_member().is_none() {
        t!(words, "feedback.nobody")
    } else {
        named(&form.who.name, &form.who.no)
    };
    let measure = form.measure().map(|m| words.measure(m)).unwrap_or_default();
    let score = form.score().map_or_else(|| "…".to_owned(), |n| n.to_string());
    match form.measure() {
        Some(Measure::Comment) => t!(words, "act.log_comment", who = who),
        Some(Measure::Nps | Measure::Csat | Measure::Ces) | None => {
            t!(words, "act.log", measure = measure, score = score, who = who)
        }
    }
}

/// What `y` would do to a case: `Close case 17 of 张伟 M0012345`.
pub(super) fn work(words: Words, form: &Form, act: CaseAct) -> String {
    let who = if form.who.is_known() { named(&form.who.name, &form.who.no) } else { t!(words, "feedback.nobody") };
    let case = form.worked.as_ref().map_or_else(|| "…".to_owned(), |w| w.case.0.to_string());
    match act {
        CaseAct::Take => t!(words, "act.case_take", case = case, who = who),
        CaseAct::Note => t!(words, "act.case_note", case = case, who = who),
        CaseAct::Due => t!(words, "act.case_due", case = case, who = who),
        CaseAct::Resolve => t!(words, "act.case_resolve", case = case, who = who),
        CaseAct::Reopen => t!(words, "act.case_reopen", case = case, who = who),
    }
}

/// What was done, with what it brought about besides.
pub(super) fn also(shell: &Shell, words: Words, done: String, also: Option<SideEffect>) -> String {
    let text = match also {
        None => return done,
        Some(SideEffect::Opens(due)) => t!(words, "feedback.opens", due = due_at(shell, words, due)),
        Some(SideEffect::Worked(CaseAct::Take, case)) => t!(words, "feedback.taken", case = case.0),
        Some(SideEffect::Worked(CaseAct::Note, case)) => t!(words, "feedback.noted", case = case.0),
        Some(SideEffect::Worked(CaseAct::Due, case)) => t!(words, "feedback.due_moved", case = case.0),
        Some(SideEffect::Worked(CaseAct::Resolve, case)) => t!(words, "feedback.closed", case = case.0),
        Some(SideEffect::Worked(CaseAct::Reopen, case)) => t!(words, "feedback.opened_again", case = case.0),
    };
    format!("{text} · {done}")
}

/// A due time, as short as today allows: `16:00`, `11-24 16:00`.
pub fn due_at(shell: &Shell, words: Words, due: Instant) -> String {
    let zone = shell.setup.programs.zone();
    let text = words.time(zone, due);
    let time = text.get(11..).unwrap_or_default().to_owned();
    let day = zone.day_of(due);
    if day == shell.today { time } else { format!("{} {time}", words.day_short(day, shell.today)) }
}

/// How far a due time is: `in 5 h`, `2 d late`.
pub fn far(words: Words, shell: &Shell, case: &CaseRow) -> String {
    let away = case.due.0 - shell.clock().0;
    let (minutes, late) = (away.abs() / 60_000, away < 0);
    match (minutes, late) {
        (..60, false) => t!(words, "feedback.in_minutes", n = minutes),
        (..60, true) => t!(words, "feedback.minutes_late", n = minutes.max(1)),
        (..2_880, false) => t!(words, "feedback.in_hours", n = minutes / 60),
        (..2_880, true) => t!(words, "feedback.hours_late", n = minutes / 60),
        (_, false) => t!(words, "feedback.in_days", n = minutes / 1_440),
        (_, true) => t!(words, "feedback.days_late", n = minutes / 1_440),
    }
}

/// `NPS 3`, `CSAT 5`; of a comment its word alone.
pub fn scored(words: Words, said: &FeedbackContent) -> String {
    match said.score {
        Some(score) => format!("{} {score}", said.measure.word().to_uppercase()),
        None => words.measure(said.measure),
    }
}

pub fn attitude(words: Words, said: &FeedbackContent) -> Option<String> {
    let score = said.score.filter(|_| said.measure == Measure::Nps)?;
    Some(words.attitude(Attitude::of(score)))
}

/// What a row of a breakdown is called.
pub fn value(words: Words, shell: &Shell, by: Option<Breakdown>, row: &ScoreRow) -> String {
    match (by, row.value.as_deref()) {
        (_, None | Some("")) => t!(words, "feedback.unsaid"),
        (Some(Breakdown::Tier), Some(code)) => words.tier(shell.program(), code),
        (Some(Breakdown::Topic), Some(code)) => words.topic(code),
        (Some(Breakdown::Channel), Some(code)) => words.channel(code),
        (Some(Breakdown::Segment), Some(word)) => {
            SegmentState::from_word(word).map(|place| words.place(place)).unwrap_or_default()
        }
        (Some(Breakdown::Store | Breakdown::Month) | None, Some(value)) => value.to_owned(),
    }
}

/// `+35.0 (+0.5 … +60.4) n 20`.
pub fn nps(score: &Interval) -> String {
    format!("{} n {}", spread(score), score.n)
}

/// `+35.0 (+0.5 … +60.4)`.
pub fn spread(score: &Interval) -> String {
    format!("{} ({} … {})", signed(score.value), signed(score.low), signed(score.high))
}

/// `+0.5`, `-14.6`, and `0.0` without a sign.
fn signed(score: f64) -> String {
    let rounded = (score * 10.0).round() / 10.0;
    if rounded == 0.0 { "0.0".to_owned() } else { format!("{rounded:+.1}") }
}

/// `82.0 % (71.5 … 89.4) n 60`.
pub fn share(score: &Interval) -> String {
    format!("{:.1} % ({:.1} … {:.1}) n {}", 100.0 * score.value, 100.0 * score.low, 100.0 * score.high, score.n)
}

/// `5.40 (5.12 … 5.68) n 31`.
pub fn mean(score: &Interval) -> String {
    format!("{:.2} ({:.2} … {:.2}) n {}", score.value, score.low, score.high, score.n)
}

/// The keys of a scale.
pub(super) fn scale(words: Words, form: &Form) -> String {
    match form.measure().and_then(Measure::range) {
        Some((low, 10)) => t!(words, "feedback.scale_ten", low = low),
        Some((low, high)) => t!(words, "feedback.scale", low = low, high = high),
        None => String::new(),
    }
}

pub fn option(words: Words, id: FieldId, code: &str) -> String {
    match (id, code) {
        (FieldId::Whom, "member") => t!(words, "feedback.the_member"),
        (FieldId::Whom, _) => t!(words, "feedback.nobody"),
        (FieldId::Kind, code) => Measure::from_word(code).map(|m| words.measure(m)).unwrap_or_default(),
        (FieldId::Score, "") => "–".to_owned(),
        (FieldId::Topic | FieldId::CareReason, "") => t!(words, "feedback.unsaid"),
        (FieldId::Topic, code) => words.topic(code),
        (FieldId::FollowUp, "yes") => t!(words, "feedback.yes"),
        (FieldId::FollowUp, _) => t!(words, "feedback.no"),
        (FieldId::CloseReason, code) => words.close_reason(code),
        (FieldId::Outcome, code) => words.outcome_word(code),
        (FieldId::ContactChannel, code) => {
            ContactChannel::from_word(code).map(|channel| words.contact_channel(channel)).unwrap_or_default()
        }
        (FieldId::CareReason, code) => CareReason::from_word(code).map(|of| words.care_reason(of)).unwrap_or_default(),
        (FieldId::Purpose, code) => {
            ContactPurpose::from_word(code).map(|purpose| words.contact_purpose(purpose)).unwrap_or_default()
        }
        (
            FieldId::Points
            | FieldId::Reason
            | FieldId::Churn
            | FieldId::Order
            | FieldId::Note
            | FieldId::Reward
            | FieldId::Tier
            | FieldId::Until
            | FieldId::Mode
            | FieldId::LastFour
            | FieldId::Other
            | FieldId::Profile(_)
            | FieldId::Score
            | FieldId::Channel
            | FieldId::Text
            | FieldId::Owner
            | FieldId::CallBack
            | FieldId::Due,
            code,
        ) => code.to_owned(),
    }
}
