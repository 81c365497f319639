//! Words for the forms of feedback and of work on cases.

use super::named;
use crate::app::Model;
use crate::app::form::{Act, CaseAct, FieldId, Form};
use crate::domain::day::Instant;
use crate::domain::feedback::Measure;
use crate::t;
use crate::text::Words;

/// What `y` would do: `Log NPS 9 of 张伟 M0012345`, `Close case 17 of 张伟 M0012345`.
pub(super) fn act(words: Words, form: &Form) -> String {
    let who = if form.act == Act::Log && form.whom().is_none() || !form.who.is_known() {
        t!(words, "said.nobody")
    } else {
        named(&form.who.name, &form.who.no)
    };
    let case = form.worked.as_ref().map_or_else(|| "…".to_owned(), |w| w.case.0.to_string());
    match form.act {
        Act::Case(CaseAct::Take) => t!(words, "act.case_take", case = case, who = who),
        Act::Case(CaseAct::Note) => t!(words, "act.case_note", case = case, who = who),
        Act::Case(CaseAct::Due) => t!(words, "act.case_due", case = case, who = who),
        Act::Case(CaseAct::Resolve) => t!(words, "act.case_resolve", case = case, who = who),
        Act::Case(CaseAct::Reopen) => t!(words, "act.case_reopen", case = case, who = who),
        _ => {
            let measure = form.measure().map(|m| words.measure(m)).unwrap_or_default();
            let score = form.score().map_or_else(|| "…".to_owned(), |n| n.to_string());
            match form.measure() {
                Some(Measure::Comment) => t!(words, "act.log_comment", who = who),
                _ => t!(words, "act.log", measure = measure, score = score, who = who),
            }
        }
    }
}

/// What was done, with the due time of the case that it opened.
pub(super) fn opened(model: &Model, words: Words, done: String, due: Option<Instant>) -> String {
    match due {
        Some(due) => format!("{} · {done}", t!(words, "said.opens", due = due_at(model, words, due))),
        None => done,
    }
}

/// A due time, as short as today allows: `16:00`, `11-24 16:00`.
pub fn due_at(model: &Model, words: Words, due: Instant) -> String {
    let zone = model.setup.programs.zone();
    let text = words.time(zone, due);
    let time = text.get(11..).unwrap_or_default().to_owned();
    let day = zone.day_of(due);
    if day == model.today { time } else { format!("{} {time}", words.day_short(day, model.today)) }
}

/// What a field is called.
pub(super) fn field(words: Words, id: FieldId) -> String {
    match id {
        FieldId::Whom => t!(words, "said.whom"),
        FieldId::Kind => t!(words, "said.kind"),
        FieldId::Score => t!(words, "said.score"),
        FieldId::Topic => t!(words, "said.topic"),
        FieldId::Channel => t!(words, "said.channel"),
        FieldId::Text => t!(words, "said.text"),
        FieldId::FollowUp => t!(words, "said.follow_up"),
        FieldId::Owner => t!(words, "said.owner"),
        FieldId::Due => t!(words, "said.due"),
        _ => t!(words, "form.reason"),
    }
}

/// What belongs into a field.
pub(super) fn about(words: Words, form: &Form, id: FieldId) -> String {
    match id {
        FieldId::Score => scale(words, form),
        FieldId::Channel => t!(words, "said.about_channel"),
        FieldId::Text => t!(words, "said.about_text"),
        FieldId::Owner => t!(words, "said.about_owner"),
        FieldId::Due => t!(words, "said.about_due"),
        _ => String::new(),
    }
}

/// The keys of a scale.
pub(super) fn scale(words: Words, form: &Form) -> String {
    match form.measure().and_then(Measure::range) {
        Some((low, 10)) => t!(words, "said.scale_ten", low = low),
        Some((low, high)) => t!(words, "said.scale", low = low, high = high),
        None => String::new(),
    }
}

/// The words of an option.
pub fn option(words: Words, id: FieldId, code: &str) -> String {
    match (id, code) {
        (FieldId::Whom, "member") => t!(words, "said.the_member"),
        (FieldId::Whom, _) => t!(words, "said.nobody"),
        (FieldId::Kind, code) => {
            Measure::ALL.into_iter().find(|m| m.word() == code).map(|m| words.measure(m)).unwrap_or_default()
        }
        (FieldId::Score, "") => "–".to_owned(),
        (FieldId::Topic, "") => t!(words, "feedback.unsaid"),
        (FieldId::Topic, code) => words.topic(code),
        (FieldId::FollowUp, "yes") => t!(words, "said.yes"),
        (FieldId::FollowUp, _) => t!(words, "said.no"),
        (FieldId::CloseReason, code) => words.close_reason(code),
        (_, code) => code.to_owned(),
    }
}
