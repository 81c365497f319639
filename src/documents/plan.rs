//! Plans and what became of them: what was wished, before and after.

use super::member::StateDoc;
use super::operation::OperationDoc;
use super::{refusal, word};
use crate::domain::day::Instant;
use crate::domain::mask::{MaskedText, ShownProfile};
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::MemberId;
use crate::domain::op::Intent;
use crate::domain::op::plannable::FieldValue;
use crate::domain::operation::OperationRow;
use crate::domain::operator::Limits;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::{Allowance, MemberEffect, PlanEffect};
use crate::domain::program::Programs;
use crate::domain::read_models::Committed;
use crate::text::Words;
use serde::Serialize;
use serde_json::{Value, json};

/// `--plan`: what a command would do.
#[derive(Debug, Serialize)]
pub struct PlanDoc<'a> {
    intent: Value,
    #[serde(flatten)]
    effect: EffectDoc<'a>,
}

impl<'a> PlanDoc<'a> {
    /// The document of a plan; `messages` are the sentences of its warnings, in their order.
    pub fn new(plan: &'a Plan, messages: &[String]) -> Self {
        let effect = EffectDoc::new(&plan.intent, &plan.effect, messages);
        Self { intent: intent(&plan.intent, &plan.effect), effect }
    }
}

/// A committed change: the operation, and what it did.
#[derive(Debug, Serialize)]
pub struct CommittedDoc<'a> {
    #[serde(flatten)]
    operation: OperationDoc<'a>,
    replayed: bool,
    intent: Value,
    #[serde(flatten)]
    effect: EffectDoc<'a>,
}

impl<'a> CommittedDoc<'a> {
    /// The document of an answer to a commit and of the journal line it made.
    pub fn new(row: &'a OperationRow, wish: &Intent, done: &'a Committed, messages: &[String]) -> Self {
        Self {
            operation: OperationDoc::new(row),
            replayed: done.replayed,
            intent: intent(wish, &done.effect),
            effect: EffectDoc::new(wish, &done.effect, messages),
        }
    }
}

/// Before and after of the member it is about (of a merge: the survivor), and of the other one, where there is one.
#[derive(Debug, Serialize)]
struct EffectDoc<'a> {
    before: Option<SideDoc<'a>>,
    after: Option<SideDoc<'a>>,
    fields: Vec<FieldDoc<'a>>,
    others: Vec<OtherDoc<'a>>,
    warnings: Vec<Value>,
    approval: Option<Value>,
    allowance: Option<AllowanceDoc>,
    reversible: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposes: Option<Value>,
}

impl<'a> EffectDoc<'a> {
    fn new(intent: &Intent, effect: &'a PlanEffect, messages: &[String]) -> Self {
        let main = effect.main_member(intent.main_member());
        let others = effect.members.iter().filter(|m| main.is_some_and(|main| main.member != m.member));
        let warnings = effect.warnings.iter().zip(messages).map(|(w, text)| refusal::warning(w, text));
        Self {
            before: main.and_then(SideDoc::before),
            after: main.map(SideDoc::after),
            fields: main.map(FieldDoc::all).unwrap_or_default(),
            others: others.map(OtherDoc::new).collect(),
            warnings: warnings.collect(),
            approval: effect.approval.map(refusal::of_approval),
            allowance: effect.allowance.as_ref().map(AllowanceDoc::new),
            reversible: effect.reversible,
            proposes: effect
                .proposes
                .map(|terms| json!({ "until": terms.until, "why": terms.why.map(refusal::of_approval) })),
        }
    }
}

/// A member's state on one side of a change.
#[derive(Debug, Serialize)]
struct SideDoc<'a> {
    member_no: &'a str,
    name: &'a str,
    #[serde(flatten)]
    state: StateDoc<'a>,
}

impl<'a> SideDoc<'a> {
    fn before(of: &'a MemberEffect) -> Option<Self> {
        let state = StateDoc::new(of.before.as_ref()?);
        Some(Self { member_no: &of.member_no, name: &of.name, state })
    }

    fn after(of: &'a MemberEffect) -> Self {
        Self { member_no: &of.member_no, name: &of.name, state: StateDoc::new(&of.after) }
    }
}

/// A profile field that changes; contact fields masked.
#[derive(Debug, Serialize)]
struct FieldDoc<'a> {
    field: &'a str,
    before: String,
    after: String,
}

impl<'a> FieldDoc<'a> {
    fn all(of: &'a MemberEffect) -> Vec<Self> {
        let field = |(field, before, after): &'a (String, String, String)| Self {
            field,
            before: masked(field, before),
            after: masked(field, after),
        };
        of.fields.iter().map(field).collect()
    }
}

/// A field's value as it may be shown.
pub fn masked(field: &str, value: &str) -> String {
    ProfileField::from_word(field).map_or_else(|| value.to_owned(), |field| MaskedText::of(field, value).to_string())
}

#[derive(Debug, Serialize)]
struct OtherDoc<'a> {
    before: Option<SideDoc<'a>>,
    after: SideDoc<'a>,
    fields: Vec<FieldDoc<'a>>,
}

impl<'a> OtherDoc<'a> {
    fn new(of: &'a MemberEffect) -> Self {
        Self { before: SideDoc::before(of), after: SideDoc::after(of), fields: FieldDoc::all(of) }
    }
}

/// What the operator may do and has done, where points are moved.
#[derive(Debug, Serialize)]
struct AllowanceDoc {
    points: i64,
    per_op: Option<i64>,
    per_day: Option<i64>,
    per_member_month: Option<i64>,
    used_day: i64,
    used_member_month: i64,
}

impl AllowanceDoc {
    fn new(allowance: &Allowance) -> Self {
        let Limits { per_op, per_day, per_member_month } = allowance.limits;
        Self {
            points: allowance.points.0,
            per_op: per_op.map(|p| p.0),
            per_day: per_day.map(|p| p.0),
            per_member_month: per_member_month.map(|p| p.0),
            used_day: allowance.used.day.0,
            used_member_month: allowance.used.member_month.0,
        }
    }
}

/// What is wished, as a document.
pub fn intent_doc(wished: &Intent, effect: &PlanEffect) -> Value {
    intent(wished, effect)
}

/// What it would do, as a document.
pub fn effect_doc(wished: &Intent, effect: &PlanEffect, programs: &Programs, words: Words) -> Value {
    let messages: Vec<String> = effect.warnings.iter().map(|warning| words.warning(warning, programs)).collect();
    json!(EffectDoc::new(wished, effect, &messages))
}

/// What was wished, by member numbers: the kind, then the fields in the order in which the operation names them.
fn intent(intent: &Intent, effect: &PlanEffect) -> Value {
    let kind = ("kind".to_owned(), Value::from(intent.kind().word()));
    let fields = intent.fields().into_iter().map(|(name, value)| (name.to_owned(), field_value(value, effect)));
    std::iter::once(kind).chain(fields).collect()
}

fn field_value(value: FieldValue<'_>, effect: &PlanEffect) -> Value {
    let no = |id: MemberId| effect.members.iter().find(|m| m.member == id).map(|m| m.member_no.as_str());
    match value {
        FieldValue::Member(id) => json!(id.and_then(no)),
        FieldValue::Points(points) | FieldValue::SignedPoints(points) => json!(points.0),
        FieldValue::Reason(text) | FieldValue::Text(text) => json!(text),
        FieldValue::Tier(code) => json!(code),
        FieldValue::Mode(mode) => json!(word::mode(mode)),
        FieldValue::Status(status) => json!(word::status(status)),
        FieldValue::Day(day) => json!(day),
        FieldValue::Instant(at) => json!(at.map(Instant::rfc3339)),
        FieldValue::Operation(op) => json!(op.to_string()),
        FieldValue::Number(number) => json!(number),
        FieldValue::Operator(change) => json!(change.word()),
        FieldValue::Flag(flag) => json!(flag),
        FieldValue::Profile(wished) => profile(wished),
    }
}

/// A profile as it may be shown.
fn profile(profile: &Profile) -> Value {
    let shown = ShownProfile::from(profile);
    json!({
        "member_no": profile.member_no,
        "name": profile.name,
        "phone": shown.phone,
        "email": shown.email,
        "birthday": profile.birthday.map(|_| shown.birthday),
        "joined_on": profile.joined_on,
        "store": profile.store,
        "channel": profile.channel,
        "tags": profile.tags,
        "consents": profile.consents,
        "referrer_no": profile.referrer_no,
    })
}
