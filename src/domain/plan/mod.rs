//! Every change is `Intent → Plan | Refusal → commit`.
//!
//! [`plan`] is pure: the same context and intent give the same plan. What it shows as "after" is the fold over the member's
//! history with the new facts appended, so the preview is the result by construction.

pub mod context;
mod draft;
mod erase;
pub mod feedback;
pub mod fields;
pub mod intent;
mod limits;
pub mod merge;
pub mod outcome;
pub mod points;
mod profile;
mod program;
mod status;
mod tier;
pub mod undo;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use context::PlanContext;
use intent::Intent;
use outcome::{Plan, Refusal};

/// What an intent would do, or why it can't be done.
pub fn plan(context: &PlanContext<'_>, intent: Intent) -> Result<Plan, Refusal> {
    match intent.tidied() {
        Intent::Enrol { profile } => profile::enrol(context, *profile),
        Intent::Edit { member, profile, note } => profile::edit(context, member, &profile, note),
        Intent::Adjust { member, delta, reason, note, reference } => {
            points::adjust(context, member, delta, reason, note, reference)
        }
        Intent::Redeem { member, points, reward, reference } => {
            points::redeem(context, member, points, reward, reference)
        }
        Intent::Override { member, tier, until, mode, reason, note } => {
            tier::set(context, tier::TierRequest { member, tier, until, mode, reason, note })
        }
        Intent::SetStatus { member, to, reason, note } => status::set(context, member, to, reason, note),
        Intent::Merge { from, into, reason, note } => merge::merge(context, from, into, reason, note),
        Intent::Unmerge { member, reason } => merge::unmerge(context, member, reason),
        Intent::Erase { member } => erase::erase(context, member),
        Intent::Undo { op, reason } => undo::undo(context, op, reason),
        Intent::LogFeedback { member, said } => feedback::log(context, member, said),
        Intent::ChangeCase { case, change, note } => feedback::change_case(context, case, change, note),
        Intent::ApplyProgram { toml } => program::apply(context, toml),
    }
}
