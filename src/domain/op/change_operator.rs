//! Operators: added, given a role, linked to a member, disabled, enabled, a new PIN.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable};
use super::writes::{Writes, writes};
use crate::domain::desk_event::DeskEventKind;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::bad;
use crate::domain::staff::Staff;
use crate::domain::staff::change::OperatorChange;
use crate::domain::staff::name::tidied;
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// Something about an operator is so from here on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOperator {
    /// The operator.
    pub name: String,
    /// What is so, in this order: whoever is added gets a PIN with it. Of a PIN there is only the commitment to its hash.
    pub changes: Vec<OperatorChange>,
}

impl Plannable for ChangeOperator {
    fn tidied(mut self) -> Self {
        self.name = tidied(&self.name);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Operator
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        let mut fields = vec![("name", FieldValue::Text(Some(&self.name)))];
        // A PIN is no change that can be shown: only that there is another one.
        let change = self.changes.first().map_or(FieldValue::Text(Some("PIN")), FieldValue::Operator);
        fields.push(("change", change));
        fields
    }

    /// Loads the members to be linked besides the operators.
    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.staff = file.staff()?;
        for member in self.changes.iter().filter_map(OperatorChange::member) {
            context.members.push(file.subject(member)?);
        }
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let unknown = || bad("operator", &self.name, "A-z|0-9|-|_|.");
        let mut staff = context.staff.clone();
        let mut draft = PlanDraft::new(context);
        for change in &self.changes {
            staff = staff.changed(&self.name, change)?;
            let key = Staff::key_of(&self.name).ok_or_else(unknown)?;
            draft.desk_event(key, DeskEventKind::Operator(change.clone()));
        }
        draft.reversible = false;
        draft.on_whole_file = true;
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        let role = crate::domain::operator::Role::Owner;
        Self { name: "li".to_owned(), changes: vec![OperatorChange::Added { role, member: None }] }
    }
}

/// What was so of an operator stays in the journal; what shall be so next is another change.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
