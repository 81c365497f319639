//! What the pane knows: the filter, the operations that match, and how the file was proved last.

use crate::domain::approval_request::{RequestRow, RequestState};
use crate::domain::audit_review::{Finding, ReviewPeriod};
use crate::domain::drawn_sample::SampleSheet;
use crate::domain::enumeration::enumeration;
use crate::domain::num::MemberId;
use crate::domain::operation::OperationRow;
use crate::domain::question::RequestSheet;
use crate::domain::question::{
    DrawSample, ListOperations, ListRequests, ListSamples, OpenRequest, OpenSample, ReadCheckpoint, ReviewJournal,
    VerifyFile,
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
/// Rows asked for at most; who wants older ones narrows the journal.
pub const LAST_LIMIT: usize = 12_800;

enumeration! {
    /// What the pane shows.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum AuditView {
        /// Every operation, the newest first.
        #[default]
        Journal,
        /// What is unusual in a month, by operator.
        Reviews,
        /// A sample, one operation a card.
        Sample,
        /// Changes that wait for a second person.
        Requests,
        /// The newest checkpoint, and whether the file is what was once written.
        Proof,
    }
}

parts! {
    /// What is drawn and can be clicked.
    pub enum AuditPart {
        /// The views' names.
        Views,
        Filter,
        List,
        Findings,
        Cards,
        Requests,
    }
}

/// A dialog of the pane: what is asked, and what was typed.
#[derive(Debug, Clone)]
pub struct AuditDialog {
    pub asks: AuditQuestion,
    pub field: TextField,
}

/// What a dialog of the pane asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditQuestion {
    /// Where the signed checkpoint shall be written.
    NotePath,
    /// What was seen of a finding.
    FindingNote,
    /// Words for the seed of a sample.
    SeedWords,
    /// What is wrong with an operation.
    WrongNote,
    /// The points that would have been right.
    RightPoints,
    /// Why a request is rejected.
    RejectNote,
    /// Why the own request is withdrawn.
    WithdrawNote,
}

/// The pane.
#[derive(Debug, Clone, Default)]
pub struct AuditPane {
    pub view: AuditView,
    /// The text of the filter, and whether it has the keys.
    pub field: TextField,
    pub has_filter_keys: bool,
    /// The filter that holds: what stood in the box when it was applied.
    pub query: String,
    pub page: Slot<ListOperations>,
    pub list: ListState,
    pub checkpoint: Slot<ReadCheckpoint>,
    pub verified: Slot<VerifyFile>,
    pub reviews: Slot<ReviewJournal>,
    /// The cursor among the findings.
    pub finding: ListState,
    /// How many months before this one are reviewed.
    pub months_back: u32,
    /// Every sample, and the one on the screen with its operations.
    pub samples: Slot<ListSamples>,
    pub sheet: Slot<OpenSample>,
    /// Which sample is on the screen: 0 is the newest.
    pub nth_sample: usize,
    /// The cursor among its operations.
    pub card: ListState,
    /// What a sample would be that is about to be drawn.
    pub draw: Slot<DrawSample>,
    /// Every approval request, and the cursor among them.
    pub requests: Slot<ListRequests>,
    pub request: ListState,
    /// The one under the cursor in full.
    pub request_sheet: Slot<OpenRequest>,
    /// Its dialog, while one is open.
    pub dialog: Option<AuditDialog>,
    /// The note that is being written, and under which name, to be offered again under the next one where there is such a file.
    pub(in crate::panes::audit) signing: Option<(Ticket, String)>,
    /// How many rows are wanted.
    pub(in crate::panes::audit) limit: usize,
}

impl AuditPane {
    /// The operations that it lists: of a past day, those up to its end.
    pub fn question(&self, shell: &Shell) -> ListOperations {
        let until = shell.as_of.map(|day| format!(" until:{day}")).unwrap_or_default();
        ListOperations { query: format!("{}{until}", self.query), limit: self.limit.max(FIRST_LIMIT) }
    }

    /// The rows on the screen, current or dimmed.
    pub fn rows(&self) -> &[OperationRow] {
        self.page.answer().map_or(&[], |page| &page.rows)
    }

    /// Whether the rows answer what is asked. Nothing acts on them otherwise.
    pub fn is_current(&self, shell: &Shell) -> bool {
        let asked = self.question(shell);
        let answers = |answered: &ListOperations| answered.query == asked.query;
        self.page.failed.is_none() && self.page.answered().is_some_and(answers)
    }

    /// The operation under the cursor, where it may be acted upon.
    pub fn row(&self, shell: &Shell) -> Option<&OperationRow> {
        let rows = self.rows();
        match self.view {
            AuditView::Journal if self.is_current(shell) => rows.get(self.list.cursor(rows.len())),
            AuditView::Sample => self.card(),
            AuditView::Journal | AuditView::Reviews | AuditView::Requests | AuditView::Proof => None,
        }
    }

    /// The month that is reviewed, today's up to today. Of a past day it is that day's.
    pub fn period(&self, shell: &Shell) -> ReviewPeriod {
        let today = shell.as_of.unwrap_or_else(|| shell.day());
        if self.months_back == 0 {
            return ReviewPeriod { from: today.start_of_month(), to: today };
        }
        (0..self.months_back)
            .fold(ReviewPeriod { from: today, to: today }, |period, _| ReviewPeriod::month_before(period.from))
    }

    /// Whether what the reviews found is of the month that is wanted.
    pub fn has_reviews(&self, shell: &Shell) -> bool {
        let wanted = ReviewJournal { period: self.period(shell) };
        self.reviews.failed.is_none() && self.reviews.answered() == Some(&wanted)
    }

    /// What the reviews found.
    pub fn findings(&self) -> &[Finding] {
        self.reviews.answer().map_or(&[], |report| &report.findings)
    }

    /// The finding under the cursor, where it may be acted upon.
    pub fn finding_here(&self, shell: &Shell) -> Option<&Finding> {
        let findings = self.findings();
        let acts = self.view == AuditView::Reviews && self.has_reviews(shell);
        if acts { findings.get(self.finding.cursor(findings.len())) } else { None }
    }

    /// The id of the sample on the screen.
    pub fn sample_id(&self) -> Option<&str> {
        let samples = self.samples.answer()?;
        samples.get(self.nth_sample).map(|sheet| sheet.sample.id.as_str())
    }

    /// The sample on the screen with its operations.
    pub fn sheet(&self) -> Option<&SampleSheet> {
        let sheet = self.sheet.answer()?;
        (Some(sheet.sample.id.as_str()) == self.sample_id()).then_some(sheet)
    }

    /// The operation of the sample under the cursor.
    pub fn card(&self) -> Option<&OperationRow> {
        let rows = &self.sheet()?.operations;
        rows.get(self.card.cursor(rows.len()))
    }

    /// Every approval request, those that are open first.
    pub fn request_rows(&self) -> &[RequestRow] {
        self.requests.answer().map_or(&[], Vec::as_slice)
    }

    /// Requests that wait.
    pub fn open_requests(&self) -> usize {
        self.request_rows().iter().filter(|row| row.state == RequestState::Open).count()
    }

    /// The request under the cursor.
    pub fn request_here(&self) -> Option<&RequestRow> {
        let rows = self.request_rows();
        rows.get(self.request.cursor(rows.len())).filter(|_| self.view == AuditView::Requests)
    }

    /// The request under the cursor in full.
    pub fn request_shown(&self) -> Option<&RequestSheet> {
        let sheet = self.request_sheet.answer()?;
        self.request_here().filter(|row| row.request.op == sheet.row.request.op).map(|_| &**sheet)
    }

    /// How many more rows are to be asked for, where the cursor comes near the last one and there are more.
    pub(in crate::panes::audit) fn wants_more(&self) -> Option<usize> {
        let (limit, page) = (self.page.answered()?.limit, self.page.answer()?);
        let shown = page.rows.len();
        let is_near = self.list.cursor(shown) + FIRST_LIMIT / 4 >= shown;
        let has_more = (shown as u64) < page.total && limit < LAST_LIMIT;
        (is_near && has_more && self.page.pending.is_none()).then(|| (limit * 4).min(LAST_LIMIT))
    }
}

/// The member that an operation is about, where it is about one.
pub(in crate::panes::audit) fn member_of(row: &OperationRow) -> Option<MemberRef> {
    let id = row.member.filter(|id| *id != MemberId::NOBODY)?;
    let (no, name) = (row.member_no.clone().unwrap_or_default(), row.member_name.clone().unwrap_or_default());
    Some(MemberRef { id, no, name })
}

/// The member that a request is about, where it is about one.
pub(in crate::panes::audit) fn member_of_request(row: &RequestRow) -> Option<MemberRef> {
    let id = row.request.member?;
    let (no, name) = (row.member_no.clone().unwrap_or_default(), row.member_name.clone().unwrap_or_default());
    Some(MemberRef { id, no, name })
}
