//! The panes, one file each.

pub mod adjust;
pub mod members;
pub mod segments;
