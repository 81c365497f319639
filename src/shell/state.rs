//! What every pane shares.

use super::approver::ApproverCard;
use super::columns::ListColumns;
use super::data_export::DataExportForm;
use super::draft::FormDraft;
use super::effect::{Effect, Ticket};
use super::failure::Failure;
use super::file::FileView;
use super::form::{LastReasons, MemberRef};
use super::fresh::FreshRows;
use super::kept::KeptDrafts;
use super::lock::ConsoleSession;
use super::msg::Msg;
use super::overlay::Overlay;
use super::pane_id::PaneId;
use super::recent::RecentMembers;
use super::regions::Regions;
use super::reveal::RevealView;
use super::routing::{PaneRequest, Presence};
use super::setup::Setup;
use super::slot::Slot;
use super::toast::{BlockedReason, Notice, Toast};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::feedback::Measure;
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::permission::Permission;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Program;
use crate::domain::program::Programs;
use crate::domain::query::Vocabulary;
use crate::domain::question::{AnyAnswer, ListStores, OpenMember, Question, ReadPrograms};
use crate::domain::read_models::MemberRecord;
use std::collections::VecDeque;
use uuid::Uuid;

/// Overlays that may lie on each other; help over a dialog is two.
const OVERLAYS_MAX: usize = 4;

/// What every pane shares: the day, the member in hand, what lies over the panes, what is being written.
#[derive(Debug, Clone)]
pub struct Shell {
    /// What the console was opened with; `now`, `lang`, `palette` and `mouse` are kept current.
    pub setup: Setup,
    /// The business day.
    pub today: Day,
    /// The past day that the desk shows; `None`: today.
    pub as_of: Option<Day>,
    pub front: PaneId,
    /// The panes that led to the one in front, the last one newest; esc goes back there.
    pub came_from: Vec<PaneId>,
    /// The member that a change applies to: one for all panes.
    pub current_member: Option<MemberRef>,
    /// The record on the screen: of the member under the cursor, or of the current one.
    pub record: Option<FileView>,
    /// How many members the store has, once a search has told.
    pub members: Option<u64>,
    /// What lies over the panes, the topmost last.
    pub overlays: Vec<Overlay>,
    /// The newest notice.
    pub toast: Option<Toast>,
    /// The session of who sits here; `None` where the file has no operators.
    pub session: Option<ConsoleSession>,
    /// The card of whoever approves something here, while it is open.
    pub approver: Option<ApproverCard>,
    /// Why nothing more can be written here, as long as that is so.
    pub lost: Option<Failure>,
    pub write: Option<PendingWrite>,
    /// A write whose outcome is unknown. Nothing more is written until it has been looked up.
    pub unknown: Option<UnresolvedWrite>,
    pub regions: Regions,
    /// Keys and pastes typed while something was waited for, to be taken in order once it is there.
    pub ahead: VecDeque<Msg>,
    /// The reasons chosen last, each preset in the next form of its kind.
    pub last_reasons: LastReasons,
    /// Forms that were left unsent.
    pub kept: KeptDrafts,
    /// Whether somebody has asked to leave while something is unsent; asking again leaves.
    pub is_leaving: bool,
    /// The members looked at last, the newest first.
    pub recent: RecentMembers,
    /// Kind and channel of the feedback logged last, preset in the next form.
    pub last_feedback: LastFeedback,
    /// The dialog of the member's data that is being written, to be offered again where its file exists.
    pub exporting: Option<Box<DataExportForm>>,
    /// Phone and e-mail that are shown whole for a while.
    pub reveal: RevealView,
    /// The stores and channels that are on file.
    pub stores: Slot<ListStores>,
    /// Every version of the programme; another console may have applied one.
    pub programs: Slot<ReadPrograms>,
    /// The filter that everything about many members is narrowed to; `None`: everybody.
    pub scope: Option<String>,
    /// The columns of each list of members.
    pub columns: ListColumns,
    /// Operations that have just come into the record on the screen, whoever made them.
    pub fresh: FreshRows<OpSeq>,
    /// What `u` reverses first, where the cursor does not lead to it: feedback of an unknown customer, or a change of a case that
    /// has left its list. Until something else is done or the cursor moves on.
    pub undo_first: Option<(Uuid, MemberRef)>,
    /// What panes want of each other, not yet seen to.
    requests: Vec<PaneRequest>,
    /// Whether a member was taken that the panes have not heard of yet.
    taken: bool,
    /// Whether the current member was dropped, and the panes have not heard of it yet.
    dropped: bool,
    last_ticket: Ticket,
}

/// Kind and channel of the feedback logged last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastFeedback {
    /// What its score measured.
    pub measure: Option<Measure>,
    pub channel: String,
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

impl Shell {
    /// The shell of a console that has asked nothing yet.
    pub fn new(setup: Setup) -> Self {
        let columns = setup.columns.clone();
        let today = setup.programs.zone().day_of(setup.now);
        let session = setup.session.map(|rules| ConsoleSession::new(rules, setup.now));
        Self {
            setup,
            today,
            as_of: None,
            front: PaneId::HOME,
            came_from: Vec::new(),
            current_member: None,
            record: None,
            members: None,
            overlays: Vec::new(),
            toast: None,
            approver: None,
            session,
            lost: None,
            write: None,
            unknown: None,
            regions: Regions::default(),
            ahead: VecDeque::new(),
            last_reasons: LastReasons::default(),
            kept: KeptDrafts::default(),
            is_leaving: false,
            recent: RecentMembers::default(),
            last_feedback: LastFeedback::default(),
            exporting: None,
            reveal: RevealView::default(),
            stores: Slot::default(),
            programs: Slot::default(),
            scope: None,
            columns,
            fresh: FreshRows::default(),
            undo_first: None,
            requests: Vec::new(),
            taken: false,
            dropped: false,
            last_ticket: Ticket::default(),
        }
    }

    /// The day that the desk shows.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Whom views of many members are about, as a filter: `*` where nothing narrows them.
    pub fn base(&self) -> String {
        self.scope.clone().unwrap_or_else(|| "*".to_owned())
    }

    /// A filter within the scope.
    pub fn scoped(&self, query: &str) -> String {
        match &self.scope {
            None => query.to_owned(),
            Some(scope) if query == "*" => scope.clone(),
            Some(scope) if query.contains(scope.as_str()) => query.to_owned(),
            Some(scope) => format!("{query} {scope}"),
        }
    }

    /// The instant that the desk shows: now, or the end of a past day.
    pub fn clock(&self) -> Instant {
        self.as_of.map_or(self.setup.now, |day| self.setup.programs.zone().end_of(day))
    }

    /// The programme in force now.
    pub fn program(&self) -> &Program {
        &self.setup.programs.at(self.setup.now).program
    }

    /// What the words of a filter are held against.
    pub fn vocabulary(&self) -> Vocabulary {
        let program = self.program();
        Vocabulary {
            places: self.stores.answer().cloned().unwrap_or_default(),
            tiers: program.tiers.iter().map(|tier| tier.code.clone()).collect(),
            decimals: program.currency.decimals,
            today: self.day(),
        }
    }

    /// How a pane stands to what is on the screen.
    pub fn presence(&self, pane: PaneId) -> Presence {
        if self.front == pane {
            Presence::Front
        } else if self.came_from.contains(&pane) {
            Presence::Behind
        } else {
            Presence::Away
        }
    }

    /// A number for the next question.
    pub fn ticket(&mut self) -> Ticket {
        self.last_ticket.0 += 1;
        self.last_ticket
    }

    /// Has a slot ask. What it shows stays.
    pub fn ask<Q: Question>(&mut self, slot: &mut Slot<Q>, question: Q, out: &mut Vec<Effect>) {
        out.push(slot.ask(question, self.ticket(), self.setup.now));
    }

    /// Asks for the programme, which another console may have changed.
    pub fn ask_programs(&mut self, out: &mut Vec<Effect>) {
        let (ticket, now) = (self.ticket(), self.setup.now);
        out.push(self.programs.ask(ReadPrograms, ticket, now));
    }

    /// Goes by the programme that has come.
    pub fn adopt_programs(&mut self) {
        if let Some(came) = self.programs.answer() {
            self.setup.programs = Programs::clone(came);
        }
    }

    /// Asks which stores there are.
    pub fn ask_stores(&mut self, out: &mut Vec<Effect>) {
        let (ticket, now) = (self.ticket(), self.setup.now);
        out.push(self.stores.ask(ListStores, ticket, now));
    }

    /// Tells what happened.
    pub fn say(&mut self, notice: Notice) {
        self.toast = Some(Toast::new(notice, self.setup.now));
    }

    /// Throws away what was typed ahead: what it waited for turned out otherwise.
    pub fn forget_ahead(&mut self) {
        let typed = !self.ahead.is_empty();
        self.ahead.clear();
        if typed && self.toast.is_none() {
            self.say(Notice::Forgotten);
        }
    }

    /// Lays an overlay over what is there. Says whether there was room for it. What was told before was about something else,
    /// and goes; help and palette are looked at in between.
    pub fn lay(&mut self, overlay: Overlay) -> bool {
        let has_room = self.overlays.len() < OVERLAYS_MAX;
        if has_room {
            if !matches!(overlay, Overlay::Help { .. } | Overlay::Palette(_)) {
                self.toast = None;
            }
            self.overlays.push(overlay);
        }
        has_room
    }

    /// Whether the topmost overlay is a dialog of a pane.
    pub fn has_dialog(&self, pane: PaneId) -> bool {
        match self.overlays.last() {
            Some(Overlay::Dialog(of)) => *of == pane,
            Some(
                Overlay::Help { .. }
                | Overlay::Palette(_)
                | Overlay::Day { .. }
                | Overlay::Language(_)
                | Overlay::Recent(_)
                | Overlay::Scope { .. }
                | Overlay::Columns(_)
                | Overlay::Export(_)
                | Overlay::Reveal(_)
                | Overlay::Import(_)
                | Overlay::Detail(_)
                | Overlay::Explain(_)
                | Overlay::Change(_),
            )
            | None => false,
        }
    }

    /// Lays a form over what is there, and asks what it would do.
    pub fn lay_form(&mut self, draft: FormDraft, out: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let draft = self.kept.instead_of(draft);
        if self.lay(Overlay::Change(Box::new(draft)))
            && let Some(Overlay::Change(draft)) = self.overlays.last_mut()
        {
            draft.replan(ticket, out);
        }
    }

    /// Whether something can be written at all.
    pub fn may_write(&self) -> Result<(), BlockedReason> {
        match (self.as_of, self.unknown.is_some()) {
            (Some(day), _) => Err(BlockedReason::Past(day)),
            (None, true) => Err(BlockedReason::Unknown),
            (None, false) => Ok(()),
        }
    }

    /// Whether the file has operators by now, and nobody here is one: somebody has added the first.
    pub fn is_logged_out(&self) -> bool {
        matches!(&self.lost, Some(Failure::Refused(refusal)) if matches!(**refusal, Refusal::LoginNeeded { .. }))
    }

    /// Refuses what the role of who sits here may not, and names the roles that may. A file without operators is one owner's.
    pub fn may(&self, permission: Permission) -> Result<(), BlockedReason> {
        let (role, allowed) = (self.setup.operator.role, permission.roles());
        if self.session.is_none() || allowed.contains(&role) {
            return Ok(());
        }
        Err(BlockedReason::NotAllowed { role, allowed })
    }

    /// A member's record, where it is the one on the screen and current.
    pub fn record_of(&self, member: MemberId) -> Option<&MemberRecord> {
        self.record.as_ref().and_then(FileView::current).filter(|record| record.id == member)
    }

    /// Forgets whose personal data are erased, whoever has erased them: what is remembered of members is in this console alone.
    pub fn forget_erased(&mut self) {
        let record = self.record.as_ref().and_then(FileView::current);
        if let Some(erased) = record.filter(|record| record.snapshot.status == Status::Erased).map(|record| record.id) {
            self.forget(erased);
        }
    }

    /// Forgets the name of a member, and what was typed about it.
    pub fn forget(&mut self, member: MemberId) {
        self.recent.forget(member);
        self.kept.forget(member);
        if let Some(current) = self.current_member.as_mut().filter(|current| current.id == member) {
            current.name.clear();
        }
        if let Some(view) = self.record.as_mut().filter(|view| view.who.id == member) {
            view.who.name.clear();
        }
    }

    /// Where the member on the screen goes on, if it was merged.
    pub fn survivor_no(&self) -> Option<&str> {
        self.record.as_ref().and_then(FileView::current)?.survivor_no.as_deref()
    }

    /// Makes a member the current one.
    pub fn take(&mut self, member: MemberRef) {
        if self.current_member.as_ref() != Some(&member) {
            self.undo_first = None;
            self.let_go();
        }
        self.recent.begin(&member, self.setup.now);
        self.current_member = Some(member);
        self.taken = true;
    }

    /// No member is the current one any more.
    pub fn let_go(&mut self) {
        if let Some(before) = self.current_member.take() {
            self.recent.end(before, self.setup.now);
            self.dropped = true;
        }
    }

    /// The member taken that the panes have not heard of yet; from here on they have.
    pub fn newly_taken(&mut self) -> Option<MemberRef> {
        std::mem::take(&mut self.taken).then(|| self.current_member.clone()).flatten()
    }

    /// Whether there is no current member any more, and the panes have not heard of it yet; from here on they have.
    pub fn newly_dropped(&mut self) -> bool {
        std::mem::take(&mut self.dropped) && self.current_member.is_none()
    }

    /// Wants something of whichever pane can do it.
    pub fn request(&mut self, request: PaneRequest) {
        self.requests.push(request);
    }

    /// What panes want of each other; from here on it is seen to.
    pub fn requests(&mut self) -> Vec<PaneRequest> {
        std::mem::take(&mut self.requests)
    }

    /// Shows a member's record, asking for it unless it is there or on its way.
    pub fn show_record(&mut self, who: MemberRef, out: &mut Vec<Effect>) {
        let there = self.record.as_ref().is_some_and(|r| r.who.id == who.id && r.as_of == self.as_of);
        if !there {
            self.ask_record(who, out);
        }
    }

    /// Asks for a member's record. What was shown stays, dimmed.
    fn ask_record(&mut self, who: MemberRef, out: &mut Vec<Effect>) {
        let (as_of, before) = (self.as_of, self.record.take());
        let list = before.as_ref().filter(|r| r.who.id == who.id).map(|r| r.list).unwrap_or_default();
        let mut slot = before.map(|r| r.slot).unwrap_or_default();
        self.ask(&mut slot, OpenMember { member: who.id, as_of }, out);
        self.record = Some(FileView { who, as_of, slot, list });
    }

    /// Asks for the record on the screen again.
    pub fn reload_record(&mut self, out: &mut Vec<Effect>) {
        if let Some(who) = self.record.as_ref().map(|r| r.who.clone()) {
            self.ask_record(who, out);
        }
    }

    /// Puts the current member's record on the screen, asked for again.
    pub fn reload_current(&mut self, out: &mut Vec<Effect>) {
        match self.current_member.clone() {
            Some(who) => self.ask_record(who, out),
            None => self.reload_record(out),
        }
    }

    /// Whether the record on the screen is to come with this ticket.
    pub fn waits_for_record(&self, ticket: Ticket) -> bool {
        self.record.as_ref().is_some_and(|r| r.slot.waits_for(ticket))
    }

    /// A record. All but the newest question's are dropped.
    pub fn record_came(&mut self, ticket: Ticket, result: Result<AnyAnswer, Failure>) {
        let Some(view) = &mut self.record else { return };
        let came = result.is_ok();
        let before =
            view.current().map(|record| (record.id, record.journal.iter().map(|row| row.seq).collect::<Vec<_>>()));
        if !view.slot.take(ticket, result) || !came {
            return;
        }
        if let (Some((member, known)), Some(record)) = (before, view.current())
            && member == record.id
        {
            let new = record.journal.iter().map(|row| row.seq).filter(|seq| !known.contains(seq)).collect();
            self.fresh.mark(new, self.setup.now);
        }
        // The number and the name may be new: an edit, an erasure.
        if let Some(record) = view.slot.answer() {
            view.who.no.clone_from(&record.profile.member_no);
            view.who.name.clone_from(&record.profile.name);
            if let Some(current) = self.current_member.as_mut().filter(|m| m.id == record.id) {
                *current = view.who.clone();
            }
        }
    }
}
