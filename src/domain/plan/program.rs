//! A new version of the programme.

use super::context::PlanContext;
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal};
use crate::domain::program::Program;

/// In force from the instant it is applied. It moves nobody by itself.
pub(super) fn apply(context: &PlanContext<'_>, toml: String) -> Result<Plan, Refusal> {
    let newer = Program::parse(&toml).map_err(|errors| Refusal::BadProgram { errors })?;
    let newest = &context.programs.newest().program;
    if newer == *newest {
        return Err(Refusal::NoChange);
    }
    if let Some(what) = newest.fixed_change(&newer) {
        return Err(Refusal::ProgramFixed { what });
    }
    let mut draft = PlanDraft::new(context, Intent::ApplyProgram { toml });
    draft.reversible = false;
    Ok(draft.finish(&[]))
}
