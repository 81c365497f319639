//! The commands that only this pane has.

use crate::shell::command::{CommandGroup, KeyContext, Section, ctrl, key_only};

/// What can be asked of the pane alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdjustCmd {
    NextForm,
}

/// The pane, in front of its forms.
pub(super) const ADJUST: KeyContext = KeyContext::of_text("adjust");

pub(super) const COMMANDS: &[CommandGroup<AdjustCmd>] = &[CommandGroup {
    section: Section::Form,
    rows: &[key_only(AdjustCmd::NextForm, "next_form", 0, &[ctrl(ADJUST, 't')])],
}];
