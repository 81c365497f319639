//! The program as scripts and people meet it: the binary, its output, its exit codes.

mod alerts;
mod approvals;
mod audit;
mod canary;
mod changes;
mod clock;
mod config;
mod contact;
mod documents;
mod feedback;
mod files;
mod help;
mod importing;
mod keymap;
mod keys;
mod operators;
mod proof;
mod reading;
mod report;
pub mod shop;
mod upgrade;
mod usage;
