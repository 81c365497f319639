//! Feedback: the queue of cases, one case with everything done on it, and the scores.

use crate::domain::day::{Day, Instant};
use crate::domain::enumeration::enumeration;
use crate::domain::feedback::{Breakdown, Case, CaseRow, FeedbackFilter, FeedbackRow, Measure, ScoreReport, ScoreRow};
use crate::domain::num::{FactId, MemberId};
use crate::domain::question::{
    CaseCounts, CountCases, FeedbackListQuery, ListFeedback, ListResponses, OpenCase, ResponseGroup, ScoreFeedback,
};
use crate::parts;
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::list::ListState;
use crate::shell::slot::Slot;
use crate::shell::ticket::Ticket;

/// Rows asked for at first.
pub const FIRST_LIMIT: usize = 200;

enumeration! {
    /// What the pane lists, or the scores.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum FeedbackView {
        /// Cases that wait, the most overdue first.
        #[default]
        Open,
        /// Of these, the ones past their due time.
        Overdue,
        /// Of these, the ones of who sits here.
        Mine,
        Resolved,
        /// Everything that was said, newest first.
        All,
        Scores,
    }
}

impl FeedbackView {
    /// The next one, or the one before.
    #[must_use]
    pub fn turned(self, forward: bool) -> Self {
        let (n, at) = (Self::ALL.len(), Self::ALL.iter().position(|v| *v == self).unwrap_or(0));
        Self::ALL[if forward { (at + 1) % n } else { (at + n - 1) % n }]
    }
}

parts! {
    /// What is drawn and can be clicked.
    pub enum FeedbackPart {
        /// The views' names.
        Views,
        /// The list, or the scores.
        List,
        Case,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FeedbackFocus {
    #[default]
    List,
    Case,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum QueueFilter {
    /// Nothing.
    #[default]
    All,
    Topic(String),
    Owner(String),
}

#[derive(Debug, Clone, Default)]
pub struct FeedbackPane {
    pub view: FeedbackView,
    pub part: FeedbackFocus,
    pub narrow: QueueFilter,
    pub listing: Listing,
    /// The case under the cursor.
    pub detail: Option<Detail>,
    pub scores: ScoresView,
    pub counted: Slot<CountCases>,
    /// Its dialogs that lie over the panes, the topmost last.
    pub dialogs: Vec<FeedbackDialog>,
    /// The list that is being written, and under which name, to be offered again under the next one where there is such a file.
    pub(in crate::panes::feedback) exporting: Option<(Ticket, String)>,
}

/// A dialog of the pane.
#[derive(Debug, Clone)]
pub enum FeedbackDialog {
    /// What the list can be narrowed to.
    Narrow { options: Vec<QueueFilter>, list: ListState },
    /// Where the list shall be written.
    Csv(TextField),
    /// The answers that a score counts.
    Responses(Box<ResponsesView>),
}

/// The answers that a score counts.
#[derive(Debug, Clone)]
pub struct ResponsesView {
    pub row: ScoreRow,
    pub days: (Day, Day),
    /// What the answers have in common; `None`: all of them.
    pub group: Option<ResponseGroup>,
    /// With fewer answers there is no score.
    pub withheld_below: u64,
    pub slot: Slot<ListResponses>,
    pub list: ListState,
}

/// A list and where its cursor is.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub slot: Slot<ListFeedback>,
    pub list: ListState,
}

impl Listing {
    /// The rows on the screen, current or dimmed.
    pub fn rows(&self) -> &[FeedbackRow] {
        self.slot.answer().map_or(&[], |rows| &rows.rows)
    }
}

/// One feedback on the screen.
#[derive(Debug, Clone)]
pub struct Detail {
    pub id: FactId,
    /// Whose it is, where it is a member's.
    pub who: Option<MemberRef>,
    /// Its answer is dimmed where it is not the one wanted.
    pub slot: Slot<OpenCase>,
    pub list: ListState,
}

impl Detail {
    /// The newest case that came, wanted or not.
    pub fn shown(&self) -> Option<&Case> {
        self.slot.answer()?.as_deref()
    }

    /// The case, where it is the one wanted.
    pub fn current(&self) -> Option<&Case> {
        self.shown().filter(|case| case.feedback.id == self.id)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// 30 days.
    Month,
    /// 90 days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
}

impl Period {
    /// The next one, around the end.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Month => Self::Quarter,
            Self::Quarter => Self::Year,
            Self::Year => Self::Month,
        }
    }

    pub fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }

    /// First and last day of the period that ends on a day.
    pub fn ending(self, last: Day) -> (Day, Day) {
        (last.plus_days(1 - self.days()), last)
    }

    /// The period before the one that ends on a day, of the same length.
    pub fn before(self, last: Day) -> (Day, Day) {
        self.ending(last.plus_days(-self.days()))
    }
}

#[derive(Debug, Clone)]
pub struct ScoresView {
    pub period: Period,
    pub by: Breakdown,
    /// Which of them is shown for each value.
    pub measure: Measure,
    pub slot: Slot<ScoreFeedback>,
    /// The cursor: all answers first, then a row a value.
    pub list: ListState,
}

impl Default for ScoresView {
    fn default() -> Self {
        Self {
            period: Period::default(),
            by: Breakdown::Topic,
            measure: Measure::Nps,
            slot: Slot::default(),
            list: ListState::default(),
        }
    }
}

impl ScoresView {
    pub fn shown(&self) -> Option<&ScoreReport> {
        self.slot.answer().map(AsRef::as_ref)
    }

    /// Rows: all answers, and one a value.
    pub fn rows(&self) -> usize {
        self.shown().map_or(0, |measures| measures.rows.len() + 1)
    }
}

impl FeedbackPane {
    /// The list that it shows.
    pub fn question(&self, shell: &Shell) -> ListFeedback {
        let (topic, owner) = match &self.narrow {
            QueueFilter::All => (None, None),
            QueueFilter::Topic(topic) => (Some(topic.clone()), None),
            QueueFilter::Owner(owner) => (None, Some(owner.clone())),
        };
        let filter = FeedbackFilter {
            open_cases: match self.view {
                FeedbackView::Open | FeedbackView::Overdue | FeedbackView::Mine => Some(true),
                FeedbackView::Resolved => Some(false),
                FeedbackView::All | FeedbackView::Scores => None,
            },
            overdue: self.view == FeedbackView::Overdue,
            owner: if self.view == FeedbackView::Mine { Some(shell.setup.operator.name.clone()) } else { owner },
            topic,
            to: shell.as_of,
            ..FeedbackFilter::default()
        };
        ListFeedback { list: FeedbackListQuery { filter, as_of: shell.as_of, base: shell.base() }, limit: FIRST_LIMIT }
    }

    /// Whether the rows answer that. Nothing acts on them otherwise.
    pub fn is_current(&self, shell: &Shell) -> bool {
        let slot = &self.listing.slot;
        slot.failed.is_none() && slot.answered().is_some_and(|answered| *answered == self.question(shell))
    }

    /// How many cases wait; none where that could not be counted.
    pub fn counts(&self) -> CaseCounts {
        self.counted.answer().copied().filter(|_| self.counted.failed.is_none()).unwrap_or_default()
    }

    /// The row under the cursor, where it may be acted upon.
    pub fn row(&self, shell: &Shell) -> Option<&FeedbackRow> {
        let rows = self.listing.rows();
        let acts = self.view != FeedbackView::Scores && self.is_current(shell);
        if acts { rows.get(self.listing.list.cursor(rows.len())) } else { None }
    }

    /// The case under the cursor.
    pub fn case_here(&self, shell: &Shell) -> Option<(FactId, &CaseRow)> {
        let row = self.row(shell)?;
        Some((row.id, row.case.as_ref()?))
    }

    /// The list has the keys, from its first row.
    pub(in crate::panes::feedback) fn begin_list(&mut self) {
        self.part = FeedbackFocus::List;
        self.listing.list = ListState::default();
    }

    /// When the next case on the screen becomes overdue.
    pub(in crate::panes::feedback) fn next_due(&self, now: Instant) -> Option<Instant> {
        let cases = self.listing.rows().iter().filter_map(|row| row.case.as_ref());
        // Overdue is after the due time, not at it.
        cases.filter(|c| c.state.is_open() && c.due >= now).map(|c| Instant(c.due.0 + 1)).min()
    }
}

pub(in crate::panes::feedback) fn member_of_row(row: &FeedbackRow) -> Option<MemberRef> {
    let known = |id: &MemberId| *id != MemberId::NOBODY;
    let id = row.member.filter(known)?;
    let (no, name) = (row.member_no.clone().unwrap_or_default(), row.member_name.clone().unwrap_or_default());
    Some(MemberRef { id, no, name })
}
