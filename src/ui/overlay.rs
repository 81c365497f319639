//! What lies over the panes and belongs to none of them.

pub mod change;
pub mod choose;
pub mod detail;
pub mod explain;
pub mod import;
