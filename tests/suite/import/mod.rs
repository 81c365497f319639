//! Imports through the desk: what becomes of each kind of row, and that neither order nor interruption matters.

mod back;
mod contacts;
mod feedback;
mod files;
mod index;
mod lines;
mod log;
mod members;
mod messy;
mod properties;
mod rows;
mod shop;
mod stop;
