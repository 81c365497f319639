//! Refusals, warnings and approvals: a code, its data, and the sentence in the language asked for.

use super::word;
use crate::domain::contact::hour_text;
use crate::domain::plan::outcome::{LimitExceeded, Refusal, Warning};
use crate::domain::program::ProgramError;
use crate::text::Words;
use serde_json::{Map, Value, json};

/// `{code, message, …data}`.
pub(super) fn with_code(code: &str, message: &str, data: Value) -> Value {
    let mut out = Map::new();
    out.insert("code".to_owned(), code.into());
    out.insert("message".to_owned(), message.into());
    if let Value::Object(fields) = data {
        out.extend(fields);
    }
    Value::Object(out)
}

/// The code of a refusal and what is known about it.
#[expect(clippy::too_many_lines, reason = "one arm a refusal: a table")]
pub fn of_refusal(refusal: &Refusal, words: Words) -> (&'static str, Value) {
    match refusal {
        Refusal::BadAmount { points } => ("bad_amount", json!({ "points": points.0 })),
        Refusal::TooLarge => ("too_large", Value::Null),
        Refusal::NotEnough { asked, spendable, missing } => {
            ("not_enough", json!({ "asked": asked.0, "spendable": spendable.0, "missing": missing.0 }))
        }
        Refusal::WouldOverdraw { missing } => ("would_overdraw", json!({ "missing": missing.0 })),
        Refusal::SpentSince { missing } => ("spent_since", json!({ "missing": missing.0 })),
        Refusal::ApprovalNeeded { approval } => ("approval_needed", json!({ "approval": of_approval(*approval) })),
        Refusal::SamePerson { by } => ("same_person", json!({ "by": by })),
        Refusal::Expired { until } => ("expired", json!({ "until": until })),
        Refusal::RequestEnded { state, by } => ("request_ended", json!({ "state": state.word(), "by": by })),
        Refusal::UnknownRequest { id } => ("unknown_proposal", json!({ "id": id })),
        Refusal::NotYourRequest { by } => ("not_yours", json!({ "by": by })),
        Refusal::RevealQuota { limit } => ("reveal_quota", json!({ "limit": limit })),
        Refusal::RequestErased => ("erased", Value::Null),
        Refusal::NotProposable { kind } => ("not_proposable", json!({ "kind": kind })),
        Refusal::UnknownMember { member_no } => ("unknown_member", json!({ "member_no": member_no })),
        Refusal::MemberNoTaken { member_no } => ("member_no_taken", json!({ "member_no": member_no })),
        Refusal::BadField { field, value, expected } => {
            ("bad_field", json!({ "field": field, "value": value, "expected": expected }))
        }
        Refusal::StatusForbids { status, survivor_no } => {
            ("status_forbids", json!({ "status": word::status(*status), "survivor_no": survivor_no }))
        }
        Refusal::MergeWithItself => ("merge_with_itself", Value::Null),
        Refusal::MergePartner { member_no, status } => {
            ("merge_partner", json!({ "member_no": member_no, "status": word::status(*status) }))
        }
        Refusal::NotMerged => ("not_merged", Value::Null),
        Refusal::UnknownOperation { op } => ("unknown_operation", json!({ "op": op })),
        Refusal::AmbiguousOperation { op, matches } => ("ambiguous_operation", json!({ "op": op, "matches": matches })),
        Refusal::AlreadyReversed { by, redone_by } => ("already_reversed", json!({ "by": by, "redone_by": redone_by })),
        Refusal::ImportAgain { ops } => ("import_again", json!({ "ops": ops })),
        Refusal::UnknownOrder { reference } => ("unknown_order", json!({ "reference": reference })),
        Refusal::PurchaseWasHere { reference } => ("purchase_was_here", json!({ "reference": reference })),
        Refusal::PurchaseVoid { reference } => ("purchase_void", json!({ "reference": reference })),
        Refusal::Irreversible { kind } => ("irreversible", json!({ "kind": kind })),
        Refusal::DependedOn { ops } => ("depended_on", json!({ "ops": ops })),
        Refusal::KeyConflict { op } => ("key_conflict", json!({ "op": op.to_string() })),
        Refusal::Stale => ("stale", Value::Null),
        Refusal::ClockBehind { last_seen } => ("clock_behind", json!({ "last_seen": last_seen.rfc3339() })),
        Refusal::ClockImpossible { now } => ("clock_impossible", json!({ "now": now.rfc3339() })),
        Refusal::ClockAhead { now, known } => {
            ("clock_ahead", json!({ "now": now.rfc3339(), "known": known.rfc3339() }))
        }
        Refusal::NoChange => ("no_change", Value::Null),
        Refusal::NothingAhead => ("nothing_ahead", Value::Null),
        Refusal::UnknownReason { reason, known } => ("unknown_reason", json!({ "reason": reason, "known": known })),
        Refusal::ChurnReasonNeeded { known } => ("churn_reason_needed", json!({ "known": known })),
        Refusal::NoteTooShort { reason, min } => ("note_too_short", json!({ "reason": reason, "min": min })),
        Refusal::NoteTooLong { max } => ("note_too_long", json!({ "max": max })),
        Refusal::UnknownTier { tier, known } => ("unknown_tier", json!({ "tier": tier, "known": known })),
        Refusal::ReferenceKnown { reference, op } => {
            ("reference_known", json!({ "reference": reference, "op": op.to_string() }))
        }
        Refusal::NoAlert { alert, day, fired } => ("no_alert", json!({ "alert": alert, "day": day, "fired": fired })),
        Refusal::NoCase { case } => ("no_case", json!({ "case": case })),
        Refusal::CaseCannot { from, to } => ("case_cannot", json!({ "from": from.word(), "to": to.word() })),
        Refusal::DayNotBetween { day, from, to } => ("day_not_between", json!({ "day": day, "from": from, "to": to })),
        Refusal::DayPassed { day } => ("day_passed", json!({ "day": day })),
        Refusal::BadProgram { errors } => ("bad_program", json!({ "errors": program_errors(errors, words) })),
        Refusal::ProgramFixed { what } => ("program_fixed", json!({ "what": what })),
        Refusal::BadQuery { error } => ("bad_query", json!({ "column": error.column, "problem": error.problem })),
        Refusal::ScoresWithheld { n, min } => ("scores_withheld", json!({ "n": n, "min": min })),
        Refusal::ValueWithheld { n, min } => ("value_withheld", json!({ "n": n, "min": min })),
        Refusal::NoFit => ("no_fit", Value::Null),
        Refusal::NotAllowed { role, allowed } => {
            let allowed: Vec<&str> = allowed.iter().map(|role| word::role(*role)).collect();
            ("not_allowed", json!({ "role": word::role(*role), "allowed": allowed }))
        }
        Refusal::OwnCard { member_no } => ("own_card", json!({ "member_no": member_no })),
        Refusal::LoginNeeded { name, why } => ("login_needed", json!({ "name": name, "why": why })),
        Refusal::WrongPin { left } => ("wrong_pin", json!({ "left": left })),
        Refusal::Locked { until } => ("locked", json!({ "until": until.rfc3339() })),
        Refusal::WeakPin { min } => ("weak_pin", json!({ "min": min })),
        Refusal::UnknownOperator { name, known } => ("unknown_operator", json!({ "name": name, "known": known })),
        Refusal::OperatorExists { name } => ("operator_exists", json!({ "name": name })),
        Refusal::OperatorLookalike { name, other } => ("operator_lookalike", json!({ "name": name, "other": other })),
        Refusal::OperatorDisabled { name } => ("operator_disabled", json!({ "name": name })),
        Refusal::UnknownSample { id } => ("unknown_sample", json!({ "id": id })),
        Refusal::NotInSample { seq, id } => ("not_in_sample", json!({ "no": seq.0, "id": id })),
        Refusal::NothingToSample => ("nothing_to_sample", Value::Null),
        Refusal::NoFinding { review, subject } => ("no_finding", json!({ "name": review.word(), "subject": subject })),
        Refusal::LastOwner { name } => ("last_owner", json!({ "name": name })),
        Refusal::NoOperators => ("no_operators", Value::Null),
    }
}

/// Every mistake of a program.toml, by line.
fn program_errors(errors: &[ProgramError], words: Words) -> Vec<Value> {
    let one = |e: &ProgramError| json!({ "line": e.line, "key": e.key, "message": words.program_error(e) });
    errors.iter().map(one).collect()
}

/// A warning with its sentence.
pub fn warning(warning: &Warning, message: &str) -> Value {
    let (code, data) = match warning {
        Warning::ExpiredOnArrival { expires_on } => ("expired_on_arrival", json!({ "expires_on": expires_on })),
        Warning::OverrideWithoutEffect => ("override_without_effect", Value::Null),
        Warning::TierKept { member_no, tier, until } => {
            ("tier_kept", json!({ "member_no": member_no, "tier": tier, "until": until }))
        }
        Warning::TierDown { from, to } => ("tier_down", json!({ "from": from, "to": to })),
        Warning::PointsLeft { balance } => ("points_left", json!({ "balance": balance.0 })),
        Warning::Irreversible => ("irreversible", Value::Null),
        Warning::SingleControl => ("single_control", Value::Null),
        Warning::ReturnsExpired { points } => ("returns_expired", json!({ "points": points.0 })),
        Warning::VoidsImport { facts, members, enrolled } => {
            ("voids_import", json!({ "facts": facts, "members": members, "enrolled": enrolled }))
        }
        Warning::RestoresImport { facts, members, enrolled } => {
            ("restores_import", json!({ "facts": facts, "members": members, "enrolled": enrolled }))
        }
        Warning::LooksLikeRepeat { op, at } => {
            ("looks_like_repeat", json!({ "op": op.to_string(), "at": at.rfc3339() }))
        }
        Warning::OrderHasEarned { reference, member_no, points, on } => (
            "order_has_earned",
            json!({ "reference": reference, "member_no": member_no, "points": points.0, "on": on }),
        ),
        Warning::UnlikelyPhone { digits } => ("unlikely_phone", json!({ "digits": digits })),
        Warning::UnlikelyConsent { purpose } => ("unlikely_consent", json!({ "purpose": purpose })),
        Warning::UnlikelyBirthday { birthday } => ("unlikely_birthday", json!({ "birthday": birthday })),
        Warning::UnknownStore { store, nearest } => ("unknown_store", json!({ "store": store, "nearest": nearest })),
        Warning::UnlikelyPoints { points, known } => {
            ("unlikely_points", json!({ "points": points.0, "known": known.0 }))
        }
        Warning::Capped { until } => ("capped", json!({ "until": until })),
        Warning::NoConsent { purpose } => ("no_consent", json!({ "purpose": purpose })),
        Warning::Quiet { from, to } => ("quiet", json!({ "from": hour_text(*from), "to": hour_text(*to) })),
        Warning::ConsentStands { purposes } => ("consent_stands", json!({ "purposes": purposes })),
        Warning::ClockAhead { now, known } => {
            ("clock_ahead", json!({ "now": now.rfc3339(), "known": known.rfc3339() }))
        }
        Warning::WrittenAhead { ahead } => {
            ("written_ahead", json!({ "operations": ahead.operations, "until": ahead.until.rfc3339() }))
        }
        Warning::SharedContact { field, member_no } => {
            ("shared_contact", json!({ "field": field, "member_no": member_no }))
        }
    };
    with_code(code, message, data)
}

/// Why a second person must agree.
pub fn of_approval(approval: LimitExceeded) -> Value {
    match approval {
        LimitExceeded::Always => json!({ "code": "always" }),
        LimitExceeded::PerOperation { limit, asked } => {
            json!({ "code": "per_operation", "limit": limit.0, "asked": asked.0 })
        }
        LimitExceeded::PerDay { limit, used, asked } => {
            json!({ "code": "per_day", "limit": limit.0, "used": used.0, "asked": asked.0 })
        }
        LimitExceeded::PerMemberMonth { limit, used, asked } => {
            json!({ "code": "per_member_month", "limit": limit.0, "used": used.0, "asked": asked.0 })
        }
    }
}
