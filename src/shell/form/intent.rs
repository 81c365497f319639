//! What a filled form asks for.

use super::fields::{Field, FieldId};
use super::{Form, FormKind};
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::op::{self, Intent};

impl Form {
    /// The intent of a form in which nothing is missing; `None` while something is. An erasure is planned before the number is
    /// typed that confirms it.
    pub fn intent(&self) -> Option<Intent> {
        if self.act != FormKind::Erase && self.first_problem().is_some() {
            return None;
        }
        let member = self.who.id;
        Some(match self.act {
            FormKind::Points => Intent::Adjust(op::Adjust {
                member,
                delta: self.points()?,
                reason: self.reason()?.to_owned(),
                note: self.entered(FieldId::Note),
                reference: self.entered(FieldId::Order),
            }),
            FormKind::Redeem => Intent::Redeem(op::Redeem {
                member,
                points: self.points()?,
                reward: self.entered(FieldId::Reward)?,
                reference: self.entered(FieldId::Order),
            }),
            FormKind::Tier => Intent::Override(op::Override {
                member,
                tier: self.entered(FieldId::Tier)?,
                until: self.until()?,
                mode: self.mode(),
                reason: self.reason()?.to_owned(),
                note: self.entered(FieldId::Note),
            }),
            FormKind::Freeze => self.status(Status::Frozen),
            FormKind::Unfreeze => self.status(Status::Active),
            FormKind::Close => self.status(Status::Closed),
            FormKind::Merge => Intent::Merge(op::Merge {
                from: self.other.as_ref()?.id,
                into: member,
                reason: self.reason()?.to_owned(),
                note: self.entered(FieldId::Note),
            }),
            FormKind::Unmerge => Intent::Unmerge(op::Unmerge { member, reason: self.entered(FieldId::Reason) }),
            FormKind::Erase => Intent::Erase(op::Erase { member }),
            FormKind::Enrol => self.enrolment()?,
            FormKind::Edit => self.edit()?,
            // What is approved is known to the desk alone.
            FormKind::Approve => return None,
            FormKind::Undo => Intent::Undo(op::Undo { op: self.reverses?, reason: None }),
            FormKind::Log => {
                Intent::LogFeedback(op::LogFeedback { member: self.feedback_member(), said: self.said_by_member()? })
            }
            FormKind::Contact => self.contact()?,
            FormKind::Acknowledge => self.acknowledgement()?,
            FormKind::Case(_) => self.worked_case()?,
        })
    }

    fn status(&self, to: Status) -> Intent {
        Intent::SetStatus(op::SetStatus {
            member: self.who.id,
            to,
            reason: self.entered(FieldId::Reason),
            note: self.entered(FieldId::Note),
            churn: self.entered(FieldId::Churn),
        })
    }

    fn mode(&self) -> OverrideMode {
        match self.field(FieldId::Mode).map(Field::text) {
            Some("pin") => OverrideMode::Exact,
            _ => OverrideMode::Floor,
        }
    }

    /// What stands in a field, without blanks around it; `None` where nothing does.
    pub(super) fn entered(&self, id: FieldId) -> Option<String> {
        let text = self.field(id)?.text().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}
