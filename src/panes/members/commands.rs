//! The commands that only this pane has.

use crate::shell::command::{CommandGroup, SEARCH, Section, k, key_only};
use crate::shell::key::Code;

/// What can be asked of the pane alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MembersCmd {
    ToList,
}

pub(super) const COMMANDS: &[CommandGroup<MembersCmd>] = &[CommandGroup {
    section: Section::View,
    rows: &[key_only(MembersCmd::ToList, "to_list", 2, &[k(SEARCH, Code::Down)])],
}];
