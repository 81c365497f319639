//! What each pane knows. Panes that later issues bring get a file here and one of the same name in `ui::pane`.

pub mod adjust;
pub mod feedback;
pub mod members;
pub mod segments;
