//! The form that acknowledges an alert: who looks after it, and a note.

use super::fields::text;
use super::{Field, FieldId, Form, Preset};
use crate::domain::alert_ack::SeenAlert;
use crate::domain::alert_list::FiredAlert;
use crate::domain::day::Day;
use crate::domain::op::{self, Intent};

/// The alert that a form acknowledges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertTarget {
    /// The code of its rule.
    pub code: String,
    /// The day on which it fired.
    pub day: Day,
    pub seen: SeenAlert,
}

impl AlertTarget {
    pub fn of(alert: &FiredAlert) -> Self {
        Self { code: alert.code.clone(), day: alert.day, seen: SeenAlert::of(alert) }
    }
}

pub(super) fn of(preset: Preset<'_>) -> Vec<Field> {
    vec![text(FieldId::Owner, preset.owner.unwrap_or_default()), text(FieldId::Note, "")]
}

impl Form {
    pub(super) fn acknowledgement(&self) -> Option<Intent> {
        let AlertTarget { code, day, seen } = self.alert.clone()?;
        let (owner, note) = (self.entered(FieldId::Owner)?, self.entered(FieldId::Note));
        Some(Intent::AcknowledgeAlert(op::AcknowledgeAlert { alert: code, day, owner, note, seen }))
    }
}
