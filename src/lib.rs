//! loyaltui: the loyalty desk in one terminal.
//!
//! Facts in one SQLite file, a pure fold that turns them into a member's state, a pure plan for every change, and a pure
//! model–message–view screen on top. What each room may import is a table in `tests/house/architecture`; what is *absent* is
//! what makes the rest easy to trust:
//!
//! - `domain` does no I/O, reads no clock and knows no SQL and no words for people.
//! - Nothing changes a member but [`domain::plan`], then [`desk::Desk::commit`].
//! - No row of a fact or of the journal is ever updated or deleted.
//! - Only `store` opens SQLite; only `runtime` and `cli` read the clock, the environment and standard input, each in one place (`clippy.toml`).
//! - The thread that draws never waits for the database, and the view never changes the model.

// What clippy.toml keeps to a few doors; tests may look at the thing itself.
#![cfg_attr(not(test), warn(clippy::disallowed_methods, clippy::disallowed_types))]

// Tests in `src` and those in `tests` share one world, which names the crate from outside.
#[cfg(test)]
extern crate self as loyaltui;
#[cfg(test)]
#[path = "../tests/world/mod.rs"]
#[expect(clippy::missing_panics_doc, reason = "what a test can't unwrap has failed it")]
pub mod world;

// First, for its list of the panes is a macro that other rooms use.
#[macro_use]
pub mod panes;

pub mod analytics;
pub mod app;
pub mod cli;
pub mod demo;
pub mod desk;
pub mod documents;
pub mod domain;
pub mod runtime;
pub mod screen;
pub mod shell;
pub mod store;
pub mod text;
pub mod ui;
