//! Sentences for what a plan warns of and what the desk refuses: what, where, and what would be possible.

use super::Words;
use crate::domain::contact::hour_text;
use crate::domain::fact::Status;
use crate::domain::num::{LIMIT, Points, grouped};
use crate::domain::plan::outcome::{LimitExceeded, Refusal, Warning};
use crate::domain::program::Programs;
use crate::domain::staff::session::SessionEnd;
use crate::t;

impl Words {
    pub fn warning(self, warning: &Warning, programs: &Programs) -> String {
        let tier = |code: &str| self.tier(&programs.newest().program, code);
        match warning {
            Warning::ExpiredOnArrival { expires_on } => t!(self, "warning.expired_on_arrival", day = expires_on),
            Warning::OverrideWithoutEffect => t!(self, "warning.override_without_effect"),
            Warning::TierKept { member_no, tier: kept, until } => {
                t!(self, "warning.tier_kept", no = member_no, tier = tier(kept), day = until)
            }
            Warning::TierDown { from, to } => t!(self, "warning.tier_down", from = tier(from), to = tier(to)),
            Warning::PointsLeft { balance } => t!(self, "warning.points_left", n = grouped(balance.0)),
            Warning::Irreversible => t!(self, "warning.irreversible"),
            Warning::SingleControl => t!(self, "warning.single_control"),
            Warning::LooksLikeRepeat { at, .. } => {
                t!(self, "warning.looks_like_repeat", time = self.time(programs.zone(), *at))
            }
            Warning::OrderHasEarned { reference, member_no, points, on } => {
                let n = grouped(points.0);
                match member_no {
                    None => t!(self, "warning.order_has_earned", reference = reference, n = n, day = on),
                    Some(no) => {
                        t!(self, "warning.others_order_has_earned", reference = reference, n = n, day = on, no = no)
                    }
                }
            }
            Warning::UnlikelyPhone { digits } => t!(self, "warning.unlikely_phone", n = digits),
            Warning::UnlikelyConsent { purpose } => t!(self, "warning.unlikely_consent", purpose = purpose),
            Warning::UnlikelyBirthday { birthday } => t!(self, "warning.unlikely_birthday", day = birthday),
            Warning::UnknownStore { store, nearest: None } => t!(self, "warning.unknown_store", store = store),
            Warning::UnknownStore { store, nearest: Some(nearest) } => {
                t!(self, "warning.unknown_store_like", store = store, nearest = nearest)
            }
            Warning::UnlikelyPoints { points, known } => {
                t!(self, "warning.unlikely_points", n = grouped(points.0), known = grouped(known.0))
            }
            Warning::Capped { until } => t!(self, "warning.capped", day = until),
            Warning::NoConsent { purpose } => t!(self, "warning.no_consent", purpose = self.purpose(purpose)),
            Warning::Quiet { from, to } => t!(self, "warning.quiet", from = hour_text(*from), to = hour_text(*to)),
            Warning::ConsentStands { purposes } => {
                let names: Vec<String> = purposes.iter().map(|purpose| self.purpose(purpose)).collect();
                t!(self, "warning.consent_stands", purposes = self.list(&names))
            }
            Warning::ClockAhead { now, known } => {
                let (now, known) = (self.time(programs.zone(), *now), self.time(programs.zone(), *known));
                t!(self, "warning.clock_ahead", now = now, known = known)
            }
            Warning::WrittenAhead { ahead } => {
                let until = self.time(programs.zone(), ahead.until);
                t!(self, "warning.written_ahead", n = grouped(ahead.operations), until = until)
            }
            Warning::SharedContact { field, member_no } => {
                t!(self, "warning.shared_contact", member_no = member_no, field = self.field(field))
            }
            Warning::ReturnsExpired { points } => t!(self, "warning.returns_expired", n = grouped(points.0)),
            Warning::VoidsImport { facts, members, enrolled } => t!(
                self,
                "warning.voids_import",
                facts = grouped(*facts),
                members = grouped(*members),
                enrolled = grouped(*enrolled)
            ),
            Warning::RestoresImport { facts, members, enrolled } => t!(
                self,
                "warning.restores_import",
                facts = grouped(*facts),
                members = grouped(*members),
                enrolled = grouped(*enrolled)
            ),
        }
    }

    /// Why a second person must agree.
    pub fn approval(self, approval: &LimitExceeded) -> String {
        let left = |limit: Points, used: Points| grouped((limit.0 - used.0).max(0));
        match *approval {
            LimitExceeded::Always => t!(self, "approval.always"),
            LimitExceeded::PerOperation { limit, asked } => {
                t!(self, "approval.per_operation", asked = grouped(asked.0), limit = grouped(limit.0))
            }
            LimitExceeded::PerDay { limit, used, asked } => t!(
                self,
                "approval.per_day",
                asked = grouped(asked.0),
                limit = grouped(limit.0),
                left = left(limit, used)
            ),
            LimitExceeded::PerMemberMonth { limit, used, asked } => t!(
                self,
                "approval.per_member_month",
                asked = grouped(asked.0),
                limit = grouped(limit.0),
                left = left(limit, used)
            ),
        }
    }

    /// Why a change is not possible, with what would be.
    #[expect(clippy::too_many_lines, reason = "one arm a refusal: a table")]
    pub fn refusal(self, refusal: &Refusal) -> String {
        use Refusal as R;
        match refusal {
            R::UnknownMember { member_no } => t!(self, "refusal.unknown_member", member_no = member_no),
            R::UnknownOperation { op } => t!(self, "refusal.unknown_operation", op = op),
            R::AmbiguousOperation { op, matches } => {
                t!(self, "refusal.ambiguous_operation", op = op, matches = self.list(matches))
            }
            R::MemberNoTaken { member_no } => t!(self, "refusal.member_no_taken", member_no = member_no),
            R::BadField { field, value, expected } => {
                t!(self, "refusal.bad_field", field = self.field(field), value = value, expected = expected)
            }
            R::StatusForbids { status, survivor_no } => self.forbidden(*status, survivor_no.as_deref()),
            R::NoChange => t!(self, "refusal.no_change"),
            R::NothingAhead => t!(self, "refusal.nothing_ahead"),
            R::MergeWithItself => t!(self, "refusal.merge_with_itself"),
            R::MergePartner { member_no, status } => {
                t!(self, "refusal.merge_partner", member_no = member_no, status = self.status(*status))
            }
            R::NotMerged => t!(self, "refusal.not_merged"),
            R::DayNotBetween { day, from, to } => {
                t!(self, "refusal.day_not_between", day = day, from = from, to = to)
            }
            R::DayPassed { day } => t!(self, "refusal.day_passed", day = day),
            R::UnknownTier { tier, known } => t!(self, "refusal.unknown_tier", tier = tier, known = self.list(known)),
            R::ChurnReasonNeeded { known } => t!(self, "refusal.churn_reason_needed", known = self.list(known)),
            R::UnknownReason { reason, known } => {
                t!(self, "refusal.unknown_reason", reason = reason, known = self.list(known))
            }
            R::NoteTooShort { reason, min } => t!(self, "refusal.note_too_short", reason = reason, min = min),
            R::ReferenceKnown { reference, op } => {
                t!(self, "refusal.reference_known", reference = reference, op = op)
            }
            R::NoAlert { alert, day, fired } => {
                let named = day.map_or_else(|| alert.clone(), |day| format!("{alert} {day}"));
                if fired.is_empty() {
                    t!(self, "refusal.no_alert", alert = named)
                } else {
                    t!(self, "refusal.no_alert_but", alert = named, fired = self.list(fired))
                }
            }
            R::NoCase { case } => t!(self, "refusal.no_case", case = case),
            R::CaseCannot { from, to } => t!(
                self,
                "refusal.case_cannot",
                from = self.case_state(*from),
                to = self.case_state(*to),
                possible = self.next_states(*from)
            ),
            R::NoteTooLong { max } => t!(self, "refusal.note_too_long", max = max),
            R::BadAmount { points } => {
                t!(self, "refusal.bad_amount", n = grouped(points.0), limit = grouped(LIMIT))
            }
            R::NotEnough { asked, spendable, missing } if spendable.0 <= 0 => t!(
                self,
                "refusal.nothing_to_spend",
                asked = grouped(asked.0),
                spendable = grouped(spendable.0),
                missing = grouped(missing.0)
            ),
            R::NotEnough { asked, spendable, missing } => t!(
                self,
                "refusal.not_enough",
                asked = grouped(asked.0),
                spendable = grouped(spendable.0),
                missing = grouped(missing.0)
            ),
            R::TooLarge => t!(self, "refusal.too_large", limit = grouped(LIMIT)),
            R::WouldOverdraw { missing } => t!(self, "refusal.would_overdraw", n = grouped(missing.0)),
            R::SpentSince { missing } => t!(self, "refusal.spent_since", n = grouped(missing.0)),
            R::AlreadyReversed { by, redone_by: None } => t!(self, "refusal.already_reversed", by = by),
            R::AlreadyReversed { by, redone_by: Some(redone) } => {
                t!(self, "refusal.already_redone", by = by, redone = redone)
            }
            R::ImportAgain { ops } => t!(self, "refusal.import_again", ops = self.list(ops)),
            R::UnknownOrder { reference } => t!(self, "refusal.unknown_order", reference = reference),
            R::PurchaseWasHere { reference } => t!(self, "refusal.purchase_was_here", reference = reference),
            R::PurchaseVoid { reference } => t!(self, "refusal.purchase_void", reference = reference),
            R::Irreversible { kind } => self.irreversible(kind),
            R::DependedOn { ops } => t!(self, "refusal.depended_on", ops = self.list(ops)),
            R::ApprovalNeeded { approval } => self.approval(approval),
            R::SamePerson { by } => t!(self, "refusal.same_person", by = by),
            R::Expired { until } => t!(self, "refusal.request_expired", day = until),
            R::RequestEnded { state, by } => {
                t!(self, "refusal.request_ended", state = self.request_state(*state), by = by)
            }
            R::UnknownRequest { id } => t!(self, "refusal.unknown_request", id = id),
            R::NotYourRequest { by } => t!(self, "refusal.not_your_request", by = by),
            R::RevealQuota { limit } => t!(self, "refusal.reveal_quota", limit = limit),
            R::RequestErased => t!(self, "refusal.request_erased"),
            R::NotProposable { kind } => t!(self, "refusal.not_proposable", kind = self.op_kind_of(kind)),
            R::KeyConflict { op } => t!(self, "refusal.key_conflict", op = op),
            R::Stale => t!(self, "refusal.stale"),
            R::ClockBehind { last_seen } => t!(self, "refusal.clock_behind", time = self.time_utc(*last_seen)),
            R::ClockImpossible { now } => t!(self, "refusal.clock_impossible", now = self.time_utc(*now)),
            R::ClockAhead { now, known } => {
                t!(self, "refusal.clock_ahead", now = self.time_utc(*now), known = self.time_utc(*known))
            }
            R::BadProgram { errors } => self.program_errors(errors),
            R::ProgramFixed { what } => match what.as_str() {
                "zone" => t!(self, "refusal.zone_fixed"),
                "currency" => t!(self, "refusal.currency_fixed"),
                tier => t!(self, "refusal.tier_fixed", tier = tier),
            },
            R::BadQuery { error } => self.query_error(error),
            R::ScoresWithheld { n, min } => t!(self, "refusal.scores_withheld", n = n, min = min),
            R::ValueWithheld { n, min } => t!(self, "refusal.value_withheld", n = n, min = min),
            R::NoFit => t!(self, "refusal.no_fit"),
            R::NotAllowed { role, allowed } => {
                let allowed: Vec<String> = allowed.iter().map(|role| self.role(*role)).collect();
                t!(self, "refusal.not_allowed", role = self.role(*role), allowed = self.list(&allowed))
            }
            R::OwnCard { member_no } => t!(self, "refusal.own_card", member_no = member_no),
            R::LoginNeeded { name: None, .. } => t!(self, "refusal.login_needed"),
            R::LoginNeeded { name: Some(name), why } => match why {
                SessionEnd::None => t!(self, "refusal.login_needed_as", name = name),
                SessionEnd::Idle => t!(self, "refusal.session_idle", name = name),
                SessionEnd::Over => t!(self, "refusal.session_over", name = name),
            },
            R::WrongPin { left } => t!(self, "refusal.wrong_pin", n = left),
            R::Locked { until } => t!(self, "refusal.locked", time = self.time_utc(*until)),
            R::WeakPin { min } => t!(self, "refusal.weak_pin", min = min),
            R::UnknownOperator { name, known } => {
                t!(self, "refusal.unknown_operator", name = name, known = self.list(known))
            }
            R::OperatorExists { name } => t!(self, "refusal.operator_exists", name = name),
            R::OperatorLookalike { name, other } => {
                t!(self, "refusal.operator_lookalike", name = name, other = other)
            }
            R::OperatorDisabled { name } => t!(self, "refusal.operator_disabled", name = name),
            R::UnknownSample { id } => t!(self, "refusal.unknown_sample", id = id),
            R::NotInSample { seq, id } => t!(self, "refusal.not_in_sample", n = seq.0, id = id),
            R::NothingToSample => t!(self, "refusal.nothing_to_sample"),
            R::NoFinding { review, subject } => {
                t!(self, "refusal.no_finding", review = self.audit_review(*review), name = subject)
            }
            R::LastOwner { name } => t!(self, "refusal.last_owner", name = name),
            R::NoOperators => t!(self, "refusal.no_operators"),
        }
    }

    fn forbidden(self, status: Status, survivor_no: Option<&str>) -> String {
        match (status, survivor_no) {
            (Status::Active, _) => t!(self, "refusal.is_active"),
            (Status::Frozen, _) => t!(self, "refusal.is_frozen"),
            (Status::Closed, _) => t!(self, "refusal.is_closed"),
            (Status::Merged, Some(no)) => t!(self, "refusal.is_merged_into", member_no = no),
            (Status::Merged, None) => t!(self, "refusal.is_merged"),
            (Status::Erased, _) => t!(self, "refusal.is_erased"),
        }
    }
}
