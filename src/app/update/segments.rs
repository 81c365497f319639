//! Segments: asking for what is shown, moving about, drilling.

mod answer;
mod asking;
mod dialog;
mod drill;
mod filter;
mod request;
mod walk;

pub(super) use answer::answered;
pub(super) use asking::refresh;
pub(super) use dialog::{
    accept, count, forget, legend, next_field, open_days, open_export, open_sort, reverse, save, turn_choice,
};
pub(super) use drill::open;
pub(super) use filter::{back, complete, edited, enter, to_box, turn};
pub(super) use request::request_missing;
pub(super) use walk::{click, sideways, step, turn_part, turn_view};

use crate::app::model::Model;
use crate::app::pane::segments::drill::DrillTarget;
use crate::app::pane::segments::positions::{MapPart, SegmentsView};
use crate::app::panes::Pane;
use crate::domain::day::Day;
use crate::domain::query::Vocabulary;

/// Days that movement looks back where nobody chose.
const MONTH: i64 = 30;

impl Model {
    /// What the words of a filter are held against.
    pub fn vocabulary(&self) -> Vocabulary {
        let program = self.program();
        Vocabulary {
            tiers: program.tiers.iter().map(|tier| tier.code.clone()).collect(),
            decimals: program.currency.decimals,
            today: self.as_of.unwrap_or(self.today),
        }
    }

    /// The saved filter that a command is about.
    pub fn saved_name(&self) -> Option<&str> {
        match &self.segments.drill {
            Some(drill) => match &drill.whom {
                DrillTarget::Saved(name) => Some(name),
                _ => None,
            },
            None if self.segments.view == SegmentsView::Map && self.segments.part == MapPart::Saved => {
                self.segments.saved_here().map(|saved| saved.name.as_str())
            }
            None => None,
        }
    }

    /// Whether there is a list of members that could be saved as a filter or taken along.
    pub fn has_list(&self) -> bool {
        self.pane == Pane::Segments && dialog::wanted(self).is_some()
    }

    /// The two days between which members are followed.
    pub fn move_days(&self) -> (Day, Day) {
        let day = self.as_of.unwrap_or(self.today);
        self.segments.days.unwrap_or((day.plus_days(-MONTH), day))
    }
}
