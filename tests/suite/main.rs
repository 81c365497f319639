//! The program from outside: its commands, its screen, its file, and what its numbers are held against.

#![expect(clippy::unwrap_used, reason = "what a test can't unwrap has failed it")]

mod beside;
mod cli;
mod common;
mod crash;
mod flows;
mod golden;
mod harm;
mod import;
mod segments;
mod store;
mod terminal;
#[path = "../world/mod.rs"]
mod world;
