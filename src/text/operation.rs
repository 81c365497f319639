//! Words of operations. Their keys are made from the word of the kind, so that an operation brings its texts and nothing here
//! has to know it: `op.WORD` is its name, `cli.do.WORD` the sentence of what is wished, `done.WORD` the sentence of what was done
//! and `irreversible.WORD` why that can't be undone (both may be missing).

use super::{Shown, Words};
use crate::domain::num::{MemberId, Points, grouped};
use crate::domain::op::Intent;
use crate::domain::op::kind::OpKind;
use crate::domain::op::plannable::FieldValue;
use crate::domain::operation::StaffEntry;
use crate::domain::plan::outcome::{MemberEffect, PlanEffect};
use crate::domain::program::{Program, Programs};
use crate::domain::read_models::Committed;
use crate::domain::staff::change::OperatorChange;
use crate::t;
use std::fmt::Display;

impl Words {
    /// What an operation did.
    pub fn op_kind(self, kind: OpKind) -> String {
        self.t(&format!("op.{}", kind.word()), &[])
    }

    /// What is wished, in one line. The text may name every field of the intent, and `who`, the member it is about.
    pub fn intent(self, programs: &Programs, intent: &Intent, effect: &PlanEffect) -> String {
        if let Intent::Propose(wish) = intent {
            return t!(self, "cli.do.propose", act = self.intent(programs, &wish.change, effect));
        }
        let who = effect.main_member(intent.main_member()).map(member_named).unwrap_or_default();
        let fields = intent.fields().into_iter();
        let fields: Vec<(&str, String)> =
            fields.map(|(name, value)| (name, self.field_value(programs, effect, value))).collect();
        let mut args: Vec<(&str, &dyn Display)> = vec![("who", &who)];
        args.extend(fields.iter().map(|(name, text)| (*name, text as &dyn Display)));
        self.t(&format!("cli.do.{}", intent.kind().word()), &args)
    }

    /// What was done to `who`, in one line: the first text there is of `done.WORD_points` (where the balance has moved),
    /// `done.WORD_of_nobody` (where there is no member), `done.WORD` and `done.other`. Each may name `who`, `n` (the points moved,
    /// with their sign), `points` (without it), `balance`, `tier` and `what`.
    pub fn done(self, program: &Program, done: &Committed, who: &str) -> String {
        let member = done.effect.main_member(done.member);
        let before = member.and_then(|m| m.before.as_ref()).map_or(Points::ZERO, |s| s.points.balance);
        let after = member.map_or(Points::ZERO, |m| m.after.points.balance);
        let moved = Points(after.0.saturating_sub(before.0));
        let word = done.kind.word();
        let keys = [
            (moved != Points::ZERO).then(|| format!("done.{word}_points")),
            member.is_none().then(|| format!("done.{word}_of_nobody")),
            Some(format!("done.{word}")),
        ];
        let key = keys.into_iter().flatten().find(|key| self.has(key));
        self.t(
            key.as_deref().unwrap_or("done.other"),
            &[
                ("who", &who),
                ("n", &self.signed(moved)),
                ("points", &grouped(moved.0.saturating_abs())),
                ("balance", &format!("{} → {}", grouped(before.0), grouped(after.0))),
                ("tier", &member.map(|m| self.tier(program, &m.after.tier.code)).unwrap_or_default()),
                ("what", &self.op_kind(done.kind)),
            ],
        )
    }

    /// What is so of an operator.
    pub fn operator_change(self, change: &OperatorChange) -> String {
        match change {
            OperatorChange::Added { role, .. } => t!(self, "operator_change.added", role = self.role(*role)),
            OperatorChange::Role { role } => t!(self, "operator_change.role", role = self.role(*role)),
            OperatorChange::Linked { member: Some(_) } => t!(self, "operator_change.linked"),
            OperatorChange::Linked { member: None } => t!(self, "operator_change.unlinked"),
            OperatorChange::Disabled => t!(self, "operator_change.disabled"),
            OperatorChange::Enabled => t!(self, "operator_change.enabled"),
            OperatorChange::Pin { .. } => t!(self, "operator_change.pin"),
            OperatorChange::Locked { failures, .. } => t!(self, "operator_change.locked", n = failures),
        }
    }

    /// What an operation says of an operator, without the name.
    pub fn staff_entry(self, entry: &StaffEntry) -> String {
        match (&entry.change, &entry.member_no) {
            (Some(OperatorChange::Linked { member: Some(_) }), Some(no)) => {
                t!(self, "operator_change.linked_to", no = no)
            }
            (Some(change), _) => self.operator_change(change),
            (None, _) => t!(self, "operator_change.pin"),
        }
    }

    /// Why an operation of a kind, given as its word, can't be undone: `irreversible.WORD`, or that its kind never can.
    pub(super) fn irreversible(self, word: &str) -> String {
        let own = format!("irreversible.{word}");
        if self.has(&own) {
            return self.t(&own, &[]);
        }
        t!(self, "refusal.irreversible", kind = self.op_kind_of(word))
    }

    /// What an operation of a kind, given as its word, does.
    pub(super) fn op_kind_of(self, word: &str) -> String {
        OpKind::from_word(word).map_or_else(|| word.to_owned(), |kind| self.op_kind(kind))
    }

    fn field_value(self, programs: &Programs, effect: &PlanEffect, value: FieldValue<'_>) -> String {
        let program = &programs.newest().program;
        let member = |id: MemberId| effect.members.iter().find(|m| m.member == id).map(member_named);
        match value {
            FieldValue::Member(id) => id.and_then(member).unwrap_or_default(),
            FieldValue::Points(points) => self.number(points),
            FieldValue::SignedPoints(points) => self.signed(points),
            FieldValue::Reason(code) => code.map(|code| self.reason(program, code)).unwrap_or_default(),
            FieldValue::Tier(code) => self.tier(program, code),
            FieldValue::Mode(mode) => self.override_mode(mode),
            FieldValue::Status(status) => self.status(status),
            FieldValue::Day(day) => day.to_string(),
            FieldValue::Instant(at) => at.map(|at| self.time(programs.zone(), at)).unwrap_or_default(),
            FieldValue::Operation(op) => op.to_string(),
            FieldValue::Number(number) => number.map(|n| n.to_string()).unwrap_or_default(),
            FieldValue::Flag(flag) => flag.to_string(),
            FieldValue::Text(text) => text.unwrap_or_default().to_owned(),
            FieldValue::Operator(change) => self.operator_change(change),
            FieldValue::Profile(profile) => profile.member_no.clone(),
        }
    }
}

/// `张伟 M0012345`.
pub fn member_named(member: &MemberEffect) -> String {
    Shown::new(format!("{} {}", member.name, member.member_no).trim()).into()
}
