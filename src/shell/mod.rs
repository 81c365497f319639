//! What every pane shares: the trait that the shell knows them by, the state between them, and what they are made of: commands and
//! keys, forms, fields, lists, questions. It names no pane.

pub mod approver;
pub mod columns;
pub mod command;
pub mod commands;
pub mod data_export;
pub mod detail;
pub mod draft;
pub mod editor;
pub mod effect;
pub mod failure;
pub mod field;
pub mod file;
pub mod file_name;
pub mod filter;
pub mod form;
pub mod fresh;
pub mod import_dialog;
pub mod kept;
pub mod key;
pub mod keymap;
pub mod list;
pub mod lock;
pub mod lookup;
pub mod msg;
pub mod overlay;
pub mod pane;
pub mod pane_id;
pub mod recent;
pub mod regions;
pub mod reveal;
pub mod routing;
pub mod setup;
pub mod slot;
pub mod state;
pub mod ticket;
pub mod toast;

pub use state::Shell;
