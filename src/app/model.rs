//! What the screen knows.

use super::draft::FormDraft;
use super::effect::Ticket;
use super::file::FileView;
use super::form::MemberRef;
use super::msg::Msg;
use super::overlay::Overlay;
use super::pane::adjust::AdjustPane;
use super::pane::feedback::{FeedbackFocus, FeedbackPane, FeedbackView};
use super::pane::members::{Focus, MembersPane};
use super::pane::segments::SegmentsPane;
use super::panes::Pane;
use super::regions::Regions;
use super::setup::Setup;
use super::toast::{Notice, Toast};
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::Measure;
use crate::domain::num::MemberId;
use crate::domain::program::Program;
use crate::domain::read_models::MemberRecord;
use std::collections::VecDeque;
use uuid::Uuid;

/// Overlays that may lie on each other; help over a dialog is two.
const OVERLAYS_MAX: usize = 4;

/// Everything the screen knows. Only [`update`](super::update) changes it.
#[derive(Debug, Clone)]
pub struct Model {
    /// What the console was opened with; `now`, `lang`, `palette` and `mouse` are kept current.
    pub setup: Setup,
    /// The business day.
    pub today: Day,
    /// The past day that the desk shows; `None`: today.
    pub as_of: Option<Day>,
    pub pane: Pane,
    /// The member in hand: one for all panes.
    pub hand: Option<MemberRef>,
    pub members: MembersPane,
    pub adjust: AdjustPane,
    pub feedback: FeedbackPane,
    pub segments: SegmentsPane,
    /// The panes that led to the one in front, the last one newest; esc goes back there.
    pub came_from: Vec<Pane>,
    /// What lies over the panes, the topmost last.
    pub overlays: Vec<Overlay>,
    /// The newest news.
    pub toast: Option<Toast>,
    pub write: Option<PendingWrite>,
    /// A write whose outcome is unknown. Nothing more is written until it has been looked up.
    pub unknown: Option<UnresolvedWrite>,
    pub regions: Regions,
    /// Keys and pastes typed while something was waited for, to be taken in order once it is there.
    pub(super) ahead: VecDeque<Msg>,
    /// The reason chosen last, preset in the next form.
    pub(super) last_reason: Option<String>,
    /// Kind and channel of the feedback logged last, preset in the next form.
    pub(super) last_said: LastFeedback,
    /// What `u` reverses first, where the cursor does not lead to it: feedback of nobody known, or a change of a case that has
    /// left its list. Until something else is done or the cursor moves on.
    pub(super) undo_first: Option<(Uuid, MemberRef)>,
    pub(super) last_ticket: Ticket,
}

/// Kind and channel of the feedback logged last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LastFeedback {
    pub(super) measure: Option<Measure>,
    pub(super) channel: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingWrite {
    pub ticket: Ticket,
    /// The key of the filling it came from.
    pub key: String,
    /// What was asked for meanwhile and waits for its end.
    pub then: Option<AfterWrite>,
}

/// What waits for the end of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterWrite {
    /// Leaving; not done where the write fails, so that somebody reads why.
    Quit,
    /// Stopping until `fg`.
    Suspend,
}

/// A write whose outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnresolvedWrite {
    /// The operation it would be.
    pub op: Uuid,
    /// The key of the filling it came from.
    pub key: String,
    pub reason: String,
    pub asked: Option<Ticket>,
}

impl Model {
    /// The console before it has asked anything.
    pub(super) fn new(setup: Setup) -> Self {
        let today = setup.programs.zone().day_of(setup.now);
        Self {
            setup,
            today,
            as_of: None,
            pane: Pane::Members,
            hand: None,
            members: MembersPane::default(),
            adjust: AdjustPane::default(),
            feedback: FeedbackPane::default(),
            segments: SegmentsPane::default(),
            came_from: Vec::new(),
            overlays: Vec::new(),
            toast: None,
            write: None,
            unknown: None,
            regions: Regions::default(),
            ahead: VecDeque::new(),
            last_reason: None,
            last_said: LastFeedback::default(),
            undo_first: None,
            last_ticket: Ticket::default(),
        }
    }

    /// When the next `Msg::Clock` is due though nobody pressed a key: a toast ends, a case becomes overdue, something takes so
    /// long that the screen says so, or midnight of the programme's zone.
    pub fn deadline(&self) -> Instant {
        let midnight = self.setup.programs.zone().start_of(self.today.plus_days(1));
        let toast = self.toast.as_ref().and_then(|t| t.until);
        let late = self.segments.late_at(self.setup.now).filter(|_| self.pane == Pane::Segments);
        let due = self.feedback.next_due(self.setup.now).filter(|_| self.pane == Pane::Feedback);
        toast.into_iter().chain(late).chain(due).fold(midnight, Instant::min)
    }

    /// The programme in force now.
    pub fn program(&self) -> &Program {
        &self.setup.programs.at(self.setup.now).program
    }

    /// The form that has the keys: of the topmost dialog, else of the adjust pane.
    pub fn draft(&self) -> Option<&FormDraft> {
        match (self.overlays.last(), self.pane) {
            (Some(Overlay::Change(draft)), _) => Some(draft),
            (None, Pane::Adjust) if self.as_of.is_none() => self.adjust.draft(),
            _ => None,
        }
    }

    /// A member's file, where it is the one on the screen and current.
    pub fn file_of(&self, member: MemberId) -> Option<&MemberRecord> {
        self.members.file.as_ref().and_then(FileView::current).filter(|file| file.id == member)
    }

    /// The member that a command is about: the one whose file is on the screen, else the one in hand. `None` over dimmed rows.
    pub fn subject(&self) -> Option<&MemberRef> {
        match self.pane {
            Pane::Members if self.members.search.is_current() => self.members.file.as_ref().map(|file| &file.who),
            Pane::Members => None,
            Pane::Feedback => match self.feedback.row(self.as_of) {
                Some(_) => self.feedback.detail.as_ref().and_then(|d| d.who.as_ref()),
                None => self.hand.as_ref(),
            },
            Pane::Segments if self.segments.drill.is_some() => self.segments.here.as_ref(),
            Pane::Adjust | Pane::Segments => self.hand.as_ref(),
        }
    }

    /// Whether keys have to wait, because what they are about is not here yet.
    pub fn is_waiting(&self) -> bool {
        let outdated_rows = self.overlays.is_empty()
            && self.pane == Pane::Members
            && self.members.focus != Focus::Search
            && self.members.search.asked.is_some()
            && !self.members.search.is_current();
        let file_under_way = self.overlays.is_empty()
            && self.pane == Pane::Members
            && self.members.focus == Focus::File
            && self.members.file.as_ref().is_some_and(|file| file.asked.is_some());
        let asked = self.draft().is_some_and(|d| d.asked);
        let queue_under_way = self.overlays.is_empty() && self.pane == Pane::Feedback && self.is_queue_under_way();
        let row_under_way = self.overlays.is_empty() && self.pane == Pane::Segments && self.segments.is_waiting();
        let in_pane = outdated_rows || file_under_way || queue_under_way || row_under_way;
        self.write.is_some() || self.members.search.enter || in_pane || asked
    }

    /// Whether the feedback pane waits for what keys are about: the rows, or the case that has the keys.
    fn is_queue_under_way(&self) -> bool {
        let feedback = &self.feedback;
        let rows = feedback.listing.asked.is_some() && !feedback.is_current(self.as_of);
        let case = feedback.part == FeedbackFocus::Case && feedback.detail.as_ref().is_some_and(|d| d.asked.is_some());
        feedback.view != FeedbackView::Scores && (rows || case)
    }

    /// The instant that the desk shows: now, or the end of a past day.
    pub fn clock(&self) -> Instant {
        self.as_of.map_or(self.setup.now, |day| self.setup.programs.zone().end_of(day))
    }

    pub(super) fn draft_mut(&mut self) -> Option<&mut FormDraft> {
        match (self.overlays.last_mut(), self.pane) {
            (Some(Overlay::Change(draft)), _) => Some(draft),
            (None, Pane::Adjust) if self.as_of.is_none() => self.adjust.draft_mut(),
            _ => None,
        }
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.last_ticket.0 += 1;
        self.last_ticket
    }

    pub(super) fn say(&mut self, news: Notice) {
        self.toast = Some(Toast::new(news, self.setup.now));
    }

    /// Throws away what was typed ahead: what it waited for turned out otherwise.
    pub(super) fn forget_ahead(&mut self) {
        let typed = !self.ahead.is_empty();
        self.ahead.clear();
        if typed && self.toast.is_none() {
            self.say(Notice::Forgotten);
        }
    }

    /// Lays an overlay over what is there.
    pub(super) fn lay(&mut self, overlay: Overlay) {
        if self.overlays.len() < OVERLAYS_MAX {
            self.overlays.push(overlay);
        }
    }
}
