//! What the program knows and decides. It sees no terminal and no SQL: messages come in, effects go out.

mod allowed;
pub mod command;
mod context;
pub mod draft;
pub mod editor;
pub mod effect;
pub mod failure;
pub mod field;
pub mod file;
pub mod filter;
pub mod form;
pub mod key;
pub mod list;
pub mod model;
pub mod msg;
pub mod overlay;
pub mod pane;
pub mod panes;
pub mod regions;
#[cfg(test)]
pub(crate) mod sample;
pub mod setup;
#[cfg(test)]
mod tests;
pub mod ticket;
pub mod toast;
mod update;

pub use effect::Effect;
pub use model::Model;
pub use msg::Msg;
pub use update::{begin, update};
