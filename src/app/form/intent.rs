//! What a filled form asks for.

use super::fields::{Field, FieldId};
use super::{Act, Form};
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::plan::intent::Intent;

impl Form {
    /// The intent of a form in which nothing is missing; `None` while something is. An erasure is planned before the number is
    /// typed that confirms it.
    pub fn intent(&self) -> Option<Intent> {
        if self.act != Act::Erase && self.first_problem().is_some() {
            return None;
        }
        let member = self.who.id;
        Some(match self.act {
            Act::Points => Intent::Adjust {
                member,
                delta: self.points()?,
                reason: self.reason()?.to_owned(),
                note: self.said(FieldId::Note),
                reference: self.said(FieldId::Order),
            },
            Act::Redeem => Intent::Redeem {
                member,
                points: self.points()?,
                reward: self.said(FieldId::Reward)?,
                reference: self.said(FieldId::Order),
            },
            Act::Tier => Intent::Override {
                member,
                tier: self.said(FieldId::Tier)?,
                until: self.until()?,
                mode: self.mode(),
                reason: self.reason()?.to_owned(),
                note: self.said(FieldId::Note),
            },
            Act::Freeze => self.status(Status::Frozen),
            Act::Unfreeze => self.status(Status::Active),
            Act::Close => self.status(Status::Closed),
            Act::Merge => Intent::Merge {
                from: self.other.as_ref()?.id,
                into: member,
                reason: self.reason()?.to_owned(),
                note: self.said(FieldId::Note),
            },
            Act::Unmerge => Intent::Unmerge { member, reason: self.said(FieldId::Reason) },
            Act::Erase => Intent::Erase { member },
            Act::Undo => Intent::Undo { op: self.reverses?, reason: None },
            Act::Log => Intent::LogFeedback { member: self.whom(), said: self.said_by_member()? },
            Act::Case(_) => self.worked_case()?,
        })
    }

    fn status(&self, to: Status) -> Intent {
        Intent::SetStatus {
            member: self.who.id,
            to,
            reason: self.said(FieldId::Reason),
            note: self.said(FieldId::Note),
        }
    }

    fn mode(&self) -> OverrideMode {
        match self.field(FieldId::Mode).map(Field::text) {
            Some("pin") => OverrideMode::Pin,
            _ => OverrideMode::Floor,
        }
    }

    /// What stands in a field, without blanks around it; `None` where nothing does.
    pub(super) fn said(&self, id: FieldId) -> Option<String> {
        let text = self.field(id)?.text().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}
