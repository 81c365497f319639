//! Every change is `Intent → Plan | Refusal → commit`.

pub mod intent;
pub mod outcome;
