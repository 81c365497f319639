//! Segments: who the members are, who is slipping away, and what that is worth.

pub mod dialog;
pub mod drill;
pub mod export;
pub mod positions;

use crate::domain::day::{Day, Instant};
use crate::domain::question::{
    Lane, ListMemberValues, ListSavedFilters, ShowBoard, ShowCohorts, ShowModels, ShowTransitions, ShowTrend,
    ValueOrder,
};
use crate::domain::read_models::MemberRow;
use crate::domain::segment_views::SavedFilter;
use crate::shell::Shell;
use crate::shell::filter::FilterBox;
use crate::shell::form::MemberRef;
use crate::shell::list::ListState;
use crate::shell::slot::{AnySlot, PendingQuestion, Slot};
use crate::shell::ticket::Ticket;
use dialog::Dialog;
use drill::{DrillDown, DrillTarget};
use export::{ExportChoices, ExportForm};
use positions::{MapPart, RfmCell, SegmentsView};

/// Days that movement looks back where nobody chose.
const MONTH: i64 = 30;

#[derive(Debug, Clone, Default)]
pub struct SegmentsPane {
    pub view: SegmentsView,
    /// The part of the map's view that has the keys.
    pub part: MapPart,
    /// The cell under the cursor.
    pub cell: RfmCell,
    /// The cursor in the list of segments.
    pub segment: ListState,
    /// The cursor in the lifecycle.
    pub stage: usize,
    /// The cursor in the tiers.
    pub tier: usize,
    /// The cursor in the saved filters.
    pub saved_at: ListState,
    /// The cursor in the movement matrix: row, column.
    pub moved: (usize, usize),
    /// The cursor in the months.
    pub month: ListState,
    /// The cursor in the cohorts: row, and months later.
    pub cohort: (ListState, ListState),
    /// What is in sight of the text of values.
    pub value: ListState,
    pub filter: FilterBox,
    /// Its dialogs that lie over the panes, the topmost last.
    pub dialogs: Vec<Dialog>,
    pub drill: Option<DrillDown>,
    /// The member under the cursor, where it may be acted upon.
    pub here: Option<MemberRef>,
    /// The two days of the movement, where they were chosen.
    pub days: Option<(Day, Day)>,
    pub board: Slot<ShowBoard>,
    /// Saved filters with their counts.
    pub saved: Slot<ListSavedFilters>,
    /// The months behind the day, and rates.
    pub trend: Slot<ShowTrend>,
    pub cohorts: Slot<ShowCohorts>,
    pub moves: Slot<ShowTransitions>,
    pub fitted: Slot<ShowModels>,
    /// Members with what the models say of them, and their order.
    pub values: Slot<ListMemberValues>,
    pub value_order: ValueOrder,
    /// The cursor in their list.
    pub valued: ListState,
    /// Whether the text of the models has the keys, and not the list.
    pub reads_models: bool,
    /// What the export dialog was left with, for the next one.
    pub exported: Option<ExportChoices>,
    /// The export that is being written, to be offered again where its file exists.
    pub(in crate::panes::segments) exporting: Option<(Ticket, Box<ExportForm>)>,
    /// Whether columns of everybody may be in memory for this pane.
    pub(in crate::panes::segments) warm: bool,
}

impl SegmentsPane {
    /// What it shows, in the order in which it stands on the screen.
    fn slots(&self) -> impl Iterator<Item = &dyn AnySlot> {
        let page = self.drill.as_ref().map(|drill| &drill.page as &dyn AnySlot);
        let others: [&dyn AnySlot; 7] =
            [&self.board, &self.saved, &self.trend, &self.cohorts, &self.moves, &self.fitted, &self.values];
        page.into_iter().chain(others)
    }

    /// The same, to be changed.
    pub(in crate::panes::segments) fn slots_mut(&mut self) -> impl Iterator<Item = &mut dyn AnySlot> {
        let page = self.drill.as_mut().map(|drill| &mut drill.page as &mut dyn AnySlot);
        let others: [&mut dyn AnySlot; 7] = [
            &mut self.board,
            &mut self.saved,
            &mut self.trend,
            &mut self.cohorts,
            &mut self.moves,
            &mut self.fitted,
            &mut self.values,
        ];
        page.into_iter().chain(others)
    }

    /// What is under way, in the same order.
    pub fn jobs(&self) -> impl Iterator<Item = (Lane, &PendingQuestion)> {
        self.slots().filter_map(|slot| Some((slot.lane(), slot.pending()?)))
    }

    /// What has been under way for so long that the screen says so.
    pub fn late(&self, now: Instant) -> Option<(Lane, &PendingQuestion)> {
        self.jobs().find(|(_, job)| job.is_late(now))
    }

    /// When something under way will have been under way for so long.
    pub fn late_at(&self, now: Instant) -> Option<Instant> {
        self.jobs().filter(|(_, job)| !job.is_late(now)).map(|(_, job)| job.late_at()).min()
    }

    /// Whether keys have to wait for the row they are about.
    pub fn is_waiting(&self) -> bool {
        !self.filter.has_keys && self.drill.as_ref().is_some_and(DrillDown::is_waiting)
    }

    /// The saved filters that are known.
    pub fn saved_filters(&self) -> &[SavedFilter] {
        self.saved.answer().map_or(&[], Vec::as_slice)
    }

    /// The saved filter under the cursor.
    pub fn saved_here(&self) -> Option<&SavedFilter> {
        let saved = self.saved_filters();
        saved.get(self.saved_at.cursor(saved.len()))
    }

    /// The saved filter that a command is about.
    pub fn saved_name(&self) -> Option<&str> {
        match &self.drill {
            Some(DrillDown { whom: DrillTarget::Saved(name), .. }) => Some(name),
            None if self.view == SegmentsView::Map && self.part == MapPart::Saved => {
                self.saved_here().map(|saved| saved.name.as_str())
            }
            Some(DrillDown {
                whom:
                    DrillTarget::Cell(_)
                    | DrillTarget::Segment(_)
                    | DrillTarget::Stage(_)
                    | DrillTarget::Tier(_)
                    | DrillTarget::Cohort(..)
                    | DrillTarget::Moved(..)
                    | DrillTarget::Valued
                    | DrillTarget::Typed,
                ..
            })
            | None => None,
        }
    }

    /// The row under the cursor of the members with their values, where it may be acted upon.
    pub fn valued_row(&self) -> Option<&MemberRow> {
        let page = self.values.answer().filter(|_| !self.values.stale && self.values.failed.is_none())?;
        page.rows.get(self.valued.cursor(page.rows.len())).map(|(row, _)| row)
    }

    /// The two days between which members are followed.
    pub fn move_days(&self, shell: &Shell) -> (Day, Day) {
        self.days.unwrap_or((shell.day().plus_days(-MONTH), shell.day()))
    }
}
