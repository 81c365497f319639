//! What the program knows and decides: the shell and the panes together. It sees no terminal and no SQL: messages come in, effects
//! go out.

mod allowed;
pub mod command;
pub mod keymap;
pub mod model;
pub mod registry;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
mod update;

pub use crate::shell::effect::Effect;
pub use crate::shell::msg::Msg;
pub use model::Model;
pub use update::{begin, update};
