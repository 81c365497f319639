//! What several tests stand on beside the world: the console without a terminal, a terminal.

pub mod console;
pub mod pty;
