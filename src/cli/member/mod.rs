//! `loyaltui member …`: one verb a file.

mod add;
mod close;
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
    /// Show the record of a member, today or on a past date
    Show(show::ShowMemberArgs),
    /// Enrol a new member
    Add(add::AddMemberArgs),
    /// Edit the fields of a member
    Edit(edit::EditMemberArgs),
    /// Freeze a member, who still earns, but can't spend or be adjusted
    Freeze(status::SetStatusArgs),
    /// Lift a freeze
    Unfreeze(status::SetStatusArgs),
    /// Close a membership
    Close(close::CloseMemberArgs),
    /// Merge one member into another
    Merge(merge::MergeArgs),
    /// Undo the latest merge
    Unmerge(merge::UnmergeArgs),
    /// Permanently erase personal data; member number and totals stay
    Erase(erase::EraseMemberArgs),
    /// Print all data of a member, unmasked; recorded in the audit log
    Export(export::ExportMemberArgs),
}

impl Member {
    /// Whether it can be asked for by an approval request.
    pub fn can_be_proposed(&self) -> bool {
        match self {
            Self::Freeze(_)
            | Self::Unfreeze(_)
            | Self::Close(_)
            | Self::Merge(_)
            | Self::Unmerge(_)
            | Self::Erase(_) => true,
            Self::Show(_) | Self::Add(_) | Self::Edit(_) | Self::Export(_) => false,
        }
    }

    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        use crate::domain::fact::Status;
        match self {
            Self::Show(command) => command.run(context),
            Self::Add(command) => command.run(context),
            Self::Edit(command) => command.run(context),
            Self::Freeze(command) => command.run(context, Status::Frozen),
            Self::Unfreeze(command) => command.run(context, Status::Active),
            Self::Close(command) => command.run(context),
            Self::Merge(command) => command.run(context),
            Self::Unmerge(command) => command.run(context),
            Self::Erase(command) => command.run(context),
            Self::Export(command) => command.run(context),
        }
    }
}
