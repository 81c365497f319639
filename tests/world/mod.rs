//! What all tests stand on, those in `src` as well as those in `tests`.

pub mod ask;
pub mod data_file;
pub mod keys;

pub use ask::Asks;
pub use data_file::{NOW, World, adjust, operator};
