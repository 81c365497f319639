//! Segments: who the members are, who is slipping away, and what that is worth.

pub mod dialog;
pub mod drill;
pub mod export;
pub mod positions;

use crate::domain::day::{Day, Instant};
use crate::domain::segment_views::{Board, Cohorts, SavedFilter, Transitions, Trend};
use crate::domain::value::FittedModels;
use crate::shell::Shell;
use crate::shell::asking::segments::SegmentsLane;
use crate::shell::filter::FilterBox;
use crate::shell::form::MemberRef;
use crate::shell::list::ListState;
use crate::shell::slot::{PendingQuery, Slot};
use crate::shell::ticket::Ticket;
use dialog::Dialog;
use drill::{DrillDown, DrillTarget};
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
    pub board: Slot<Box<Board>>,
    /// Saved filters with their counts.
    pub saved: Slot<Vec<SavedFilter>>,
    /// The months behind the day, and rates.
    pub trend: Slot<Trend>,
    pub cohorts: Slot<Cohorts>,
    pub moves: Slot<Transitions>,
    pub fitted: Slot<Box<FittedModels>>,
    /// A filter being saved or forgotten, or a list being written.
    pub write: Option<Ticket>,
    /// Whether columns of everybody may be in memory for this pane.
    pub(in crate::panes::segments) warm: bool,
}

impl SegmentsPane {
    /// What is under way, in the order in which it stands on the screen.
    pub fn jobs(&self) -> impl Iterator<Item = (SegmentsLane, &PendingQuery)> {
        let drill = self.drill.as_ref().and_then(|d| d.page.job.as_ref());
        let of = |lane, job| Option::map(job, |job| (lane, job));
        [
            of(SegmentsLane::Page, drill),
            of(SegmentsLane::Board, self.board.job.as_ref()),
            of(SegmentsLane::Saved, self.saved.job.as_ref()),
            of(SegmentsLane::Trend, self.trend.job.as_ref()),
            of(SegmentsLane::Cohorts, self.cohorts.job.as_ref()),
            of(SegmentsLane::Moves, self.moves.job.as_ref()),
            of(SegmentsLane::Fitted, self.fitted.job.as_ref()),
        ]
        .into_iter()
        .flatten()
    }

    /// What has been under way for so long that the screen says so.
    pub fn late(&self, now: Instant) -> Option<(SegmentsLane, &PendingQuery)> {
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

    /// The saved filter under the cursor.
    pub fn saved_here(&self) -> Option<&SavedFilter> {
        let saved = self.saved.shown.as_deref()?;
        saved.get(self.saved_at.cursor(saved.len()))
    }

    /// The saved filter that a command is about.
    pub fn saved_name(&self) -> Option<&str> {
        match &self.drill {
            Some(DrillDown { whom: DrillTarget::Saved(name), .. }) => Some(name),
            None if self.view == SegmentsView::Map && self.part == MapPart::Saved => {
                self.saved_here().map(|saved| saved.name.as_str())
            }
            Some(_) | None => None,
        }
    }

    /// The two days between which members are followed.
    pub fn move_days(&self, shell: &Shell) -> (Day, Day) {
        self.days.unwrap_or((shell.day().plus_days(-MONTH), shell.day()))
    }
}
