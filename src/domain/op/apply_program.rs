//! A new version of the programme.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable};
use super::writes::{Writes, writes};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Program;
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// A new version of the programme, in force from the instant it is applied. It moves nobody by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyProgram {
    /// The text of the `program.toml`.
    pub toml: String,
}

impl Plannable for ApplyProgram {
    fn kind(&self) -> OpKind {
        OpKind::Program
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![("toml", FieldValue::Text(Some(&self.toml)))]
    }

    fn look_up<L: Lookup>(&self, _: &L, _: &mut PlanContext<'_>) -> Result<(), L::Error> {
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let newer = Program::parse(&self.toml).map_err(|errors| Refusal::BadProgram { errors })?;
        let (in_force, newest) = (context.programs.at(context.at()), &context.programs.newest().program);
        // One to come, which a clock that was ahead applied, is replaced by whatever is applied now.
        if newer == in_force.program && context.programs.coming(context.at()).is_none() {
            return Err(Refusal::NoChange);
        }
        if let Some(what) = newest.fixed_change(&newer) {
            return Err(Refusal::ProgramFixed { what });
        }
        let mut draft = PlanDraft::new(context);
        draft.program = Some(self.toml.clone());
        draft.reversible = false;
        Ok(draft.finish(&[]))
    }

    #[cfg(test)]
    fn example() -> Self {
        Self { toml: "[points]\nrate = 2\n".to_owned() }
    }
}

/// An older version comes back by being applied again.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
