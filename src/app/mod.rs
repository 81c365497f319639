//! What the program knows and decides. It sees no terminal and no SQL: messages come in, effects go out.

pub mod effect;
pub mod key;
pub mod model;
pub mod msg;
pub mod regions;
mod update;

pub use effect::Effect;
pub use model::Model;
pub use msg::Msg;
pub use update::update;
