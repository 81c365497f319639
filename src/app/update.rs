//! One message in, the model changed, effects out.

use super::effect::Effect;
use super::key::Key;
use super::model::Model;
use super::msg::Msg;

/// Takes one message. What shall be done outside comes back, in this order.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Clock(now) => {
            model.setup.now = now;
            model.today = model.setup.programs.zone().day_of(now);
            Vec::new()
        }
        Msg::Drawn(regions) => {
            model.regions = regions;
            Vec::new()
        }
        Msg::Key(key) if key == Key::ctrl('c') => vec![Effect::Quit],
        Msg::Key(key) if key == Key::ctrl('z') => vec![Effect::Suspend],
        Msg::Key(_) | Msg::FileChanged | Msg::Paste(_) | Msg::Mouse(_) | Msg::Resize | Msg::Reply(_) => Vec::new(),
    }
}
