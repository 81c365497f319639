//! What several tests stand on: a store, the console without a terminal, a terminal.

pub mod ask;
pub mod console;
pub mod pty;
pub mod shop;
