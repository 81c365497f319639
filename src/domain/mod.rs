//! The rules of a loyalty programme. No I/O, no clock, no SQL, no words for people.

pub mod day;
pub mod enumeration;
pub mod explain;
pub mod fact;
pub mod feedback;
pub mod fold;
pub mod formula;
pub mod import;
pub mod join;
pub mod journal;
pub mod member;
pub mod num;
pub mod op;
pub mod operation;
pub mod operator;
pub mod plan;
pub mod program;
pub mod query;
pub mod rate;
pub mod read_models;
pub mod refund;
pub mod segment;
pub mod segment_views;
pub mod terms;
pub mod value;
pub mod verification;
