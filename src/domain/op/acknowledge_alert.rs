//! An alert acknowledged: somebody looks after it.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::alert_ack::{AckContent, SeenAlert};
use crate::domain::alert_list::alert_key;
use crate::domain::day::Day;
use crate::domain::desk_event::DeskEventKind;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{bad, check_line, check_note};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// Somebody looks after an alert that fired. Acknowledged again, it has another owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgeAlert {
    /// The code of its rule.
    pub alert: String,
    /// The day on which it fired.
    pub day: Day,
    /// Who looks after it.
    pub owner: String,
    /// Free text.
    pub note: Option<String>,
    /// What is known of it now.
    pub seen: SeenAlert,
}

impl Plannable for AcknowledgeAlert {
    fn tidied(mut self) -> Self {
        self.owner = self.owner.trim().to_owned();
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Acknowledge
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("alert", FieldValue::Text(Some(&self.alert))),
            ("day", FieldValue::Day(self.day)),
            ("owner", FieldValue::Text(Some(&self.owner))),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, _: &L, _: &mut PlanContext<'_>) -> Result<(), L::Error> {
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let key = alert_key(&self.alert, self.day).ok_or_else(|| bad("alert", &self.alert, "a-z|0-9|_"))?;
        if self.owner.is_empty() {
            return Err(bad("owner", "", "li"));
        }
        check_line("owner", &self.owner)?;
        check_note(self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        if self.day > draft.today {
            return Err(bad("day", &self.day.to_string(), &format!("≤ {}", draft.today)));
        }
        let said = AckContent { owner: self.owner.clone(), by: context.operator.name.clone(), seen: self.seen };
        draft.desk_event_with_text(key, DeskEventKind::Acknowledged(said), self.note.clone());
        draft.on_whole_file = true;
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        use crate::domain::alert::{AlertMetric, AlertSeverity, AlertSide};
        let (metric, severity, side) = (AlertMetric::OverdueCases, AlertSeverity::Critical, AlertSide::Above);
        Self {
            alert: "busy".to_owned(),
            day: Day(20_779),
            owner: "mei".to_owned(),
            note: Some("two more at the desk".to_owned()),
            seen: SeenAlert { metric, severity, side, threshold_e4: 100_000, value_e4: 120_000 },
        }
    }
}

/// Nobody looks after it any more, or whoever did before; or it is acknowledged again.
pub(super) fn reverse(mut draft: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    let change = reversal.desk_events.iter().find_map(|event| match &event.kind {
        DeskEventKind::Acknowledged(_) => Some((event.key.clone(), event.id, false)),
        DeskEventKind::Counts { of, counts } => Some((event.key.clone(), *of, !counts)),
        DeskEventKind::Numbered { .. }
        | DeskEventKind::Joined { .. }
        | DeskEventKind::Operator(_)
        | DeskEventKind::Reviewed { .. }
        | DeskEventKind::Sample(_)
        | DeskEventKind::Proposal(_)
        | DeskEventKind::TextErased { .. } => None,
    });
    let (key, of, counts) = change.ok_or_else(|| reversal.irreversible())?;
    draft.desk_event(key, DeskEventKind::Counts { of, counts });
    draft.on_whole_file = true;
    Ok(draft.finish(&[]))
}
