//! Parts that any view draws with: cells, lines, tones, and what several panes and overlays are made of. Drawing changes nothing.
//!
//! Every text goes through [`line::StyledLine`], which makes a `Shown` of it; nothing else writes into cells.

pub mod canvas;
pub mod colour;
pub mod line;
pub mod marks;
pub mod overlay;
pub mod pane;
pub mod part;
pub mod theme;
pub mod wording;
