//! The panes, one file each.

pub mod adjust;
pub mod feedback;
pub mod members;
pub mod segments;
