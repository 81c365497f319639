//! Golden results, each computed by at least two independent programs: the files beside this one.

mod hard;
mod measures;
mod models;
mod segments;
