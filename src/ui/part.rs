//! Parts that several panes and overlays are made of.

pub mod chart;
pub mod columns;
pub mod editor;
pub mod endings;
pub mod field;
pub mod file;
pub mod form;
pub mod members;
pub mod no_answer;
pub mod operation;
pub mod plan;
pub mod pointed;
pub mod table;
pub mod tabs;
