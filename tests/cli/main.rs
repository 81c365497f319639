//! The program as scripts and people meet it: the binary, its output, its exit codes.

#![expect(clippy::unwrap_used, reason = "what a test can't unwrap has failed it")]

mod changes;
mod documents;
mod feedback;
mod help;
mod keys;
mod reading;
mod shop;
mod usage;
