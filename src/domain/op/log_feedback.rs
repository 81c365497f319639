//! Feedback logged: what a member said, and the case that it opens.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::fact::{EventKind, Status};
use crate::domain::feedback::{FeedbackContent, Measure, TEXT_MAX, TOPICS};
use crate::domain::num::MemberId;
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::{status, words};
use crate::domain::program::Program;
use serde::{Deserialize, Serialize};

pub(super) use crate::domain::plan::withdraw::reverse;

pub(super) const WRITES: Writes = writes!(facts: [], events: [Feedback, Counts]);

/// An hour in milliseconds.
const HOUR_MS: i64 = DAY_MS / 24;

/// Feedback of a member, or of an unknown customer. A merged card's feedback is logged at its survivor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogFeedback {
    /// The member who said it; `None`: an unknown customer.
    pub member: Option<MemberId>,
    /// Score, topic, channel and text.
    pub said: FeedbackContent,
}

impl Plannable for LogFeedback {
    fn tidied(mut self) -> Self {
        let said = &mut self.said;
        for text in [&mut said.topic, &mut said.channel, &mut said.text, &mut said.reference] {
            tidy(text);
        }
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Feedback
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        let said = &self.said;
        vec![
            ("member_no", FieldValue::Member(self.member)),
            ("measure", FieldValue::Text(Some(said.measure.word()))),
            ("score", FieldValue::Number(said.score)),
            ("topic", FieldValue::Text(said.topic.as_deref())),
            ("channel", FieldValue::Text(said.channel.as_deref())),
            ("text", FieldValue::Text(said.text.as_deref())),
            ("follow_up", FieldValue::Flag(said.follow_up)),
            ("reference", FieldValue::Text(said.reference.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.extend(self.member.map(|member| file.subject(member)).transpose()?);
        let reference = self.said.reference.as_deref().map(str::trim).filter(|r| !r.is_empty());
        context.lookups.reference_known = reference.map(|r| file.feedback_of_reference(r)).transpose()?.flatten();
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let said = &self.said;
        check(said)?;
        if let Some(member) = self.member {
            status::allowed(context, context.subject(member)?, &[Status::Active, Status::Frozen, Status::Closed])?;
        }
        if let Some(op) = context.lookups.reference_known {
            return Err(Refusal::ReferenceKnown { reference: said.reference.clone().unwrap_or_default(), op });
        }
        let mut draft = PlanDraft::new(context);
        let due = due_of(context.program(), said, draft.at);
        let kind = EventKind::Feedback { content: FeedbackContent { text: None, ..said.clone() }, text: None, due };
        draft.event_with_text(self.member.unwrap_or(MemberId::NOBODY), kind, said.text.clone());
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        let some = |text: &str| Some(text.to_owned());
        let said = FeedbackContent {
            measure: Measure::Nps,
            score: Some(3),
            topic: some("service"),
            channel: some("phone"),
            text: some("waited too long"),
            follow_up: true,
            reference: some("S-17"),
        };
        Self { member: Some(MemberId(1)), said }
    }
}

/// When the case that an answer opens is due, by the programme of its time; `None` where it opens none.
///
/// ```
/// use loyaltui::domain::day::Instant;
/// use loyaltui::domain::feedback::{FeedbackContent, Measure};
/// use loyaltui::domain::op::log_feedback::due_of;
/// use loyaltui::domain::program::Program;
///
/// let detractor = FeedbackContent {
///     measure: Measure::Nps, score: Some(2), topic: None, channel: None, text: None, follow_up: false, reference: None,
/// };
/// assert_eq!(due_of(&Program::default(), &detractor, Instant(0)), Some(Instant(48 * 3_600_000)));
/// ```
pub fn due_of(program: &Program, said: &FeedbackContent, at: Instant) -> Option<Instant> {
    let hours = program.feedback.sla_hours;
    said.opens_case().then(|| Instant(at.0.saturating_add(hours.saturating_mul(HOUR_MS))))
}

/// Refuses a score beyond its scale, a topic that is not known, and texts that are too long.
fn check(said: &FeedbackContent) -> Result<(), Refusal> {
    if !said.score_fits() {
        let score = said.score.map(|s| s.to_string()).unwrap_or_default();
        let expected = said.measure.range().map_or("-".to_owned(), |(low, high)| format!("{low}…{high}"));
        return Err(words::bad("score", &score, &expected));
    }
    if let Some(topic) = said.topic.as_deref().filter(|t| !TOPICS.contains(t)) {
        return Err(words::bad("topic", topic, &TOPICS.join("|")));
    }
    for (field, value) in [("channel", &said.channel), ("ref", &said.reference)] {
        words::check_line(field, value.as_deref().unwrap_or_default())?;
    }
    let text = said.text.as_deref().unwrap_or_default();
    if text.chars().count() > TEXT_MAX {
        return Err(Refusal::NoteTooLong { max: TEXT_MAX });
    }
    if said.measure == Measure::Comment && text.is_empty() && !said.follow_up {
        return Err(words::bad("text", "", "…"));
    }
    Ok(())
}
