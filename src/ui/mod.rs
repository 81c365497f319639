//! Cells out: the model as people see it. Drawing changes nothing.

use crate::app::Model;
use crate::app::regions::Regions;
use ratatui::Frame;

/// Draws the whole screen and tells what lies where.
pub fn draw(frame: &mut Frame, model: &Model) -> Regions {
    frame.render_widget(model.setup.file_name.as_str(), frame.area());
    Regions::default()
}
