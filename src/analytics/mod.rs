//! Numbers over columns, pure: published models and statistics, each with its source and its n.
//!
//! Inputs are plain numbers; nothing here knows members, stores or screens. Sums over many rows run in fixed chunks, so
//! that a result is the same to the last bit on any number of threads.

pub mod audit;
pub mod bfgs;
pub mod bgnbd;
pub mod clv;
pub mod cohort;
pub mod curvature;
pub mod distribution;
pub mod exact;
pub mod expectation;
pub mod experiment;
pub mod findings;
pub mod gamma_gamma;
pub mod given;
pub mod holdout;
pub mod logit;
pub mod optimum;
pub mod pareto;
pub mod proportion;
pub mod quadrature;
pub mod review;
pub mod rfm;
pub mod sample_result;
pub mod special;
