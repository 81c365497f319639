//! The edge: terminal, threads, clock. Everything that waits, waits here.

mod decode;
mod signals;
mod wait;
