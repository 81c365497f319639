//! Which commands are possible now, and why the others are not.

use super::command::offered;
use super::model::Model;
use super::registry::Cmd;
use crate::shell::commands::ShellCmd;
use crate::shell::form::FormKind;
use crate::shell::overlay::CommandOffer;
use crate::shell::toast::BlockedReason;

impl Model {
    /// Whether a command is possible now. Keys, palette and hints all ask here.
    pub fn allowed(&self, cmd: Cmd) -> Result<(), BlockedReason> {
        self.shell.may(cmd.permission())?;
        match cmd {
            Cmd::Shell(cmd) => self.shell_allows(cmd),
            of_pane => self.panes.allowed(of_pane, &self.shell),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm a command")]
    fn shell_allows(&self, cmd: ShellCmd) -> Result<(), BlockedReason> {
        let shell = &self.shell;
        match cmd {
            ShellCmd::Open => self.front().may_enter(shell),
            ShellCmd::Log | ShellCmd::Enrol | ShellCmd::ImportFile => shell.may_write(),
            ShellCmd::Undo if shell.undo_first.is_some() || self.front().undo_target(shell).is_some() => {
                shell.may_write()
            }
            ShellCmd::Points
            | ShellCmd::Redeem
            | ShellCmd::Tier
            | ShellCmd::Undo
            | ShellCmd::Redo
            | ShellCmd::Freeze
            | ShellCmd::Unfreeze
            | ShellCmd::Close
            | ShellCmd::Contact
            | ShellCmd::Edit
            | ShellCmd::ExportData
            | ShellCmd::Merge
            | ShellCmd::Unmerge
            | ShellCmd::Erase => self.may_change(),
            ShellCmd::Swap => match self.draft() {
                Some(draft) if draft.form.act == FormKind::Merge && draft.form.other.is_some() => Ok(()),
                Some(_) | None => Err(BlockedReason::NotHere),
            },
            ShellCmd::Confirm | ShellCmd::ConfirmAnywhere => match shell.unknown {
                Some(_) => Err(BlockedReason::Unknown),
                None => Ok(()),
            },
            ShellCmd::ApproveHere => match self.draft() {
                Some(draft) if shell.session.is_some() && draft.approvable().is_some() => shell.may_write(),
                Some(_) | None => Err(BlockedReason::NotHere),
            },
            ShellCmd::Discard => match self.draft() {
                Some(draft) if draft.is_touched => Ok(()),
                Some(_) | None => Err(BlockedReason::NothingTyped),
            },
            ShellCmd::Restore if shell.kept.has_discarded() => shell.may_write(),
            ShellCmd::Restore => Err(BlockedReason::NothingTyped),
            ShellCmd::Columns => self.front().member_list().map(|_| ()).ok_or(BlockedReason::NoList),
            ShellCmd::Lock if shell.session.is_none() => Err(BlockedReason::NoOperators),
            ShellCmd::Recent if shell.recent.iter().next().is_none() => Err(BlockedReason::NoRecent),
            ShellCmd::Reveal => self.subject().map(|_| ()).ok_or(BlockedReason::NoMember),
            ShellCmd::Why => self.subject().map(|_| ()).ok_or(BlockedReason::NoMember),
            ShellCmd::Copy => self.front().copied(shell).map(|_| ()).ok_or(BlockedReason::NothingToCopy),
            ShellCmd::Search
            | ShellCmd::Recent
            | ShellCmd::Toggle
            | ShellCmd::Lock
            | ShellCmd::Scope
            | ShellCmd::AsOf
            | ShellCmd::Today
            | ShellCmd::Walk
            | ShellCmd::NextField
            | ShellCmd::PrevField
            | ShellCmd::NextChoice
            | ShellCmd::PrevChoice
            | ShellCmd::Pick(_)
            | ShellCmd::Score(_)
            | ShellCmd::Newline
            | ShellCmd::EditorUndo
            | ShellCmd::EditorRedo
            | ShellCmd::Accept
            | ShellCmd::NextTab
            | ShellCmd::PrevTab
            | ShellCmd::NextFocus
            | ShellCmd::PrevFocus
            | ShellCmd::Up
            | ShellCmd::Down
            | ShellCmd::Left
            | ShellCmd::Right
            | ShellCmd::Top
            | ShellCmd::Bottom
            | ShellCmd::PageUp
            | ShellCmd::PageDown
            | ShellCmd::HalfUp
            | ShellCmd::HalfDown
            | ShellCmd::Pane(_)
            | ShellCmd::Refresh
            | ShellCmd::Palette
            | ShellCmd::Help
            | ShellCmd::Language
            | ShellCmd::Theme
            | ShellCmd::Mouse
            | ShellCmd::Back
            | ShellCmd::Quit
            | ShellCmd::QuitNow
            | ShellCmd::Suspend => Ok(()),
        }
    }

    /// The commands of the palette, and which of them are possible now.
    pub(super) fn offers(&self) -> Vec<CommandOffer> {
        offered().map(|row| CommandOffer { name: row.name, is_possible: self.allowed(row.id).is_ok() }).collect()
    }

    fn may_change(&self) -> Result<(), BlockedReason> {
        self.shell.may_write()?;
        self.subject().map(|_| ()).ok_or(BlockedReason::NoMember)
    }
}
