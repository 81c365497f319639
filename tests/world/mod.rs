//! What all tests stand on, those in `src` as well as those in `tests`.

pub mod keys;
