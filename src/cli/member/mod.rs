//! `loyaltui member …`: one verb a file.

mod add;
mod edit;
mod erase;
mod export;
mod field;
mod merge;
mod show;
mod status;

use super::context::CliContext;
use super::fail::CliFailure;
use clap::Subcommand;

/// Show and change members.
#[derive(Debug, Subcommand)]
pub enum Member {
    /// Show everything on one member, today or on a past day
    Show(show::ShowMemberArgs),
    /// Enrol a new member
    Add(add::AddMemberArgs),
    /// Change fields
    Edit(edit::EditMemberArgs),
    /// Freeze: the member earns, but may not spend or be adjusted
    Freeze(status::SetStatusArgs),
    /// Take a freeze (or a closing) away again
    Unfreeze(status::SetStatusArgs),
    /// Close
    Close(status::SetStatusArgs),
    /// Let one member's file join another's
    Merge(merge::MergeArgs),
    /// Take the newest merge away again
    Unmerge(merge::UnmergeArgs),
    /// Erase all personal fields for good; the number and the sums stay
    Erase(erase::EraseMemberArgs),
    /// Print everything known about a member, unmasked; the journal shows that it was done
    Export(export::ExportMemberArgs),
}

impl Member {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        use crate::domain::fact::Status;
        match self {
            Self::Show(command) => command.run(context),
            Self::Add(command) => command.run(context),
            Self::Edit(command) => command.run(context),
            Self::Freeze(command) => command.run(context, Status::Frozen),
            Self::Unfreeze(command) => command.run(context, Status::Active),
            Self::Close(command) => command.run(context, Status::Closed),
            Self::Merge(command) => command.run(context),
            Self::Unmerge(command) => command.run(context),
            Self::Erase(command) => command.run(context),
            Self::Export(command) => command.run(context),
        }
    }
}
