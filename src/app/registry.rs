//! The panes together, by the registration in `crate::panes`: their states, their commands, and the way to each.

use crate::domain::permission::Permission;
use crate::panes;
use crate::shell::Shell;
use crate::shell::command::{CommandGroup, CommandSpec, KeyChain, Section};
use crate::shell::commands::{self, ShellCmd, pane_rows};
use crate::shell::effect::Effect;
use crate::shell::pane::{Pane, PaneCommands};
use crate::shell::pane_id::PaneId;
use crate::shell::toast::BlockedReason;

macro_rules! registry {
    ($($digit:literal $pane:ident: $room:ident),+ $(,)?) => {
        /// What each pane knows.
        #[derive(Debug, Clone, Default)]
        pub struct Panes {
            $(#[doc = concat!("What the pane `", stringify!($room), "` knows.")] pub $room: panes::$room::State,)+
        }

        impl Panes {
            /// A pane.
            pub fn get(&self, pane: PaneId) -> &dyn Pane {
                match pane {
                    $(PaneId::$pane => &self.$room,)+
                }
            }

            /// A pane, to be changed.
            pub fn get_mut(&mut self, pane: PaneId) -> &mut dyn Pane {
                match pane {
                    $(PaneId::$pane => &mut self.$room,)+
                }
            }

            /// Every pane.
            pub fn iter(&self) -> impl Iterator<Item = &dyn Pane> {
                [$(&self.$room as &dyn Pane),+].into_iter()
            }

            /// Every pane, to be changed.
            pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut dyn Pane> {
                [$(&mut self.$room as &mut dyn Pane),+].into_iter()
            }

            /// Whether a command of a pane is possible now; those of the shell are not asked about here.
            pub(super) fn allowed(&self, cmd: Cmd, shell: &Shell) -> Result<(), BlockedReason> {
                match cmd {
                    Cmd::Shell(_) => Ok(()),
                    $(Cmd::$pane(cmd) => self.$room.allowed(cmd, shell),)+
                }
            }

            /// Does what is asked of a pane. Gives back what is the shell's to do.
            pub(super) fn run(&mut self, cmd: Cmd, shell: &mut Shell, out: &mut Vec<Effect>) -> Option<ShellCmd> {
                match cmd {
                    Cmd::Shell(cmd) => return Some(cmd),
                    $(Cmd::$pane(cmd) => self.$room.run(cmd, shell, out),)+
                }
                None
            }
        }

        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Cmd {
            /// Of the shell: it means the same in every pane.
            Shell(ShellCmd),
            $(#[doc = concat!("Of the pane `", stringify!($room), "`.")] $pane(<panes::$room::State as PaneCommands>::Cmd),)+
        }

        impl Cmd {
            /// What it takes.
            pub fn permission(self) -> Permission {
                match self {
                    Self::Shell(cmd) => cmd.permission(),
                    $(Self::$pane(cmd) => <panes::$room::State as PaneCommands>::permission(cmd),)+
                }
            }
        }

        /// Every row with the section it stands in: the shell's first, then each pane's.
        pub(super) fn rows() -> Vec<(Section, CommandSpec<Cmd>)> {
            let mut rows = joined(commands::COMMANDS, Cmd::Shell);
            rows.extend(pane_rows().map(|row| (Section::Panes, wrap(&row, Cmd::Shell))));
            $(rows.extend(joined(<panes::$room::State as PaneCommands>::COMMANDS, Cmd::$pane));)+
            rows
        }

        /// Every chain of contexts that can be in force in a pane or its dialogs.
        pub(super) fn pane_places() -> impl Iterator<Item = KeyChain> {
            let panes: [&[KeyChain]; PaneId::ALL.len()] = [$(<panes::$room::State as PaneCommands>::PLACES),+];
            panes.into_iter().flatten().copied()
        }
    };
}

for_each_pane!(registry);

fn joined<C: Copy>(groups: &[CommandGroup<C>], join: impl Fn(C) -> Cmd + Copy) -> Vec<(Section, CommandSpec<Cmd>)> {
    groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group.section, wrap(row, join)))).collect()
}

fn wrap<C: Copy>(row: &CommandSpec<C>, join: impl Fn(C) -> Cmd) -> CommandSpec<Cmd> {
    CommandSpec { id: join(row.id), name: row.name, keys: row.keys, in_palette: row.in_palette, hint: row.hint }
}
