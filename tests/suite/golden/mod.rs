//! Golden results, each computed by at least two independent programs: the files beside this one.

mod asked;
mod certified;
mod chance;
mod coverage;
mod experiments;
mod hard;
mod measures;
mod models;
mod segments;
mod shops;
mod shown;
