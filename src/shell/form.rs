//! A form: fields that together make one intent.

mod alert;
mod contact;
mod feedback;
mod fields;
mod intent;
mod preset;
mod profile;
mod read;

pub use alert::AlertTarget;
pub use feedback::{CaseAct, CaseTarget, opens_case};
pub use fields::{Choice, Field, FieldId, Value};
pub use preset::{LastReasons, Preset};
pub use read::{DateDirection, read_day};

use super::editor::Editor;
use super::field::TextField;
use crate::domain::day::Day;
use crate::domain::member::Profile;
use crate::domain::num::{MemberId, Points};
use crate::domain::program::Program;
use crate::domain::question::UndoTarget;
use crate::domain::read_models::MemberRow;
use crate::domain::width::half_width;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormKind {
    Points,
    Redeem,
    Tier,
    /// No spending for a while.
    Freeze,
    Unfreeze,
    Close,
    /// Another member's file joins this one's.
    Merge,
    Unmerge,
    /// Personal fields go for good.
    Erase,
    /// A new member.
    Enrol,
    /// A member's own fields.
    Edit,
    /// The newest reversible operation is reversed.
    Undo,
    /// What somebody has asked for is approved.
    Approve,
    Log,
    /// A contact with the member.
    Contact,
    /// An alert is somebody's to look after.
    Acknowledge,
    Case(CaseAct),
}

impl FormKind {
    /// The forms of the adjust pane, from left to right.
    pub const FORMS: [Self; 3] = [Self::Points, Self::Redeem, Self::Tier];
}

/// A member as a form, a title or a toast names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRef {
    pub id: MemberId,
    pub no: String,
    pub name: String,
}

impl MemberRef {
    pub fn of(row: &MemberRow) -> Self {
        Self { id: row.id, no: row.member_no.clone(), name: row.name.clone() }
    }

    /// Nobody we know: feedback may be from anyone.
    pub fn nobody() -> Self {
        Self { id: MemberId::NOBODY, no: String::new(), name: String::new() }
    }

    /// Whether it is a member.
    pub fn is_known(&self) -> bool {
        self.id != MemberId::NOBODY
    }
}

/// What is wrong with a field, so that there is nothing to plan yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldProblem {
    /// It is empty and must not be.
    Empty,
    /// It is no whole number, or zero.
    NotPoints,
    /// It must be above zero.
    NotAbove,
    /// It is no day.
    NotADay,
    /// It is not the end of the member number.
    NotTheNumber,
    /// It is no score of this kind.
    NotOnScale,
    /// It is no day of birth.
    NotABirthday,
    /// It is no time.
    NotATime,
    /// No other member is found by it.
    NoSuchMember,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFocus {
    Field(usize),
    /// On the plan, where `y` commits.
    Plan,
}

#[derive(Debug, Clone)]
pub struct Form {
    pub act: FormKind,
    pub who: MemberRef,
    /// Merge: whose file joins.
    pub other: Option<MemberRef>,
    /// Undo: the operation reversed, once it is known.
    pub reverses: Option<Uuid>,
    /// Undo: what it looks for; `None`: the member's newest reversible operation.
    pub undoing: Option<UndoTarget>,
    /// Approve: the operation that asked.
    pub approving: Option<Uuid>,
    pub worked: Option<CaseTarget>,
    pub alert: Option<AlertTarget>,
    /// Edit: what the member has now, once it is known.
    pub profile: Option<Box<Profile>>,
    /// Contact: the outcome is enough, for the care list says the rest.
    pub is_quick: bool,
    /// Its fields, from top to bottom.
    pub fields: Vec<Field>,
    pub spot: FormFocus,
    /// Notes that the programme's reasons ask for, in characters, each by its code.
    min_notes: Vec<(String, usize)>,
    today: Day,
}

impl Form {
    /// An empty form of the adjust pane or of a dialog.
    pub fn new(act: FormKind, who: MemberRef, program: &Program, today: Day, preset: Preset<'_>) -> Self {
        let fields = match act {
            FormKind::Log => feedback::log(who.is_known(), preset),
            FormKind::Case(case) => feedback::work(case, preset),
            FormKind::Contact => contact::of(program, preset),
            FormKind::Acknowledge => alert::of(preset),
            FormKind::Enrol | FormKind::Edit => profile::of(act),
            FormKind::Points
            | FormKind::Redeem
            | FormKind::Tier
            | FormKind::Freeze
            | FormKind::Unfreeze
            | FormKind::Close
            | FormKind::Merge
            | FormKind::Unmerge
            | FormKind::Erase
            | FormKind::Approve
            | FormKind::Undo => fields::of(act, program, today, preset),
        };
        let spot = match act {
            FormKind::Log => feedback::first_spot(&fields),
            FormKind::Case(CaseAct::Take | CaseAct::Reopen) => FormFocus::Plan,
            FormKind::Case(CaseAct::Note | CaseAct::Due | CaseAct::Resolve)
            | FormKind::Points
            | FormKind::Redeem
            | FormKind::Tier
            | FormKind::Freeze
            | FormKind::Unfreeze
            | FormKind::Close
            | FormKind::Merge
            | FormKind::Unmerge
            | FormKind::Erase
            | FormKind::Enrol
            | FormKind::Edit
            | FormKind::Contact
            | FormKind::Acknowledge
            | FormKind::Approve
            | FormKind::Undo => {
                if fields.is_empty() {
                    FormFocus::Plan
                } else {
                    FormFocus::Field(0)
                }
            }
        };
        let min_notes = program.reasons.iter().map(|r| (r.code.clone(), r.min_note)).collect();
        let mut form = Self {
            act,
            who,
            other: None,
            reverses: None,
            undoing: None,
            approving: None,
            worked: None,
            alert: None,
            profile: None,
            is_quick: false,
            fields,
            spot,
            min_notes,
            today,
        };
        form.go(spot);
        form
    }

    /// The field under the cursor.
    pub fn focused(&self) -> Option<&Field> {
        match self.spot {
            FormFocus::Field(at) => self.fields.get(at),
            FormFocus::Plan => None,
        }
    }

    /// The text field under the cursor, to be read.
    pub fn text_field(&self) -> Option<&TextField> {
        match self.focused().map(|field| &field.value) {
            Some(Value::Text(text)) => Some(text),
            Some(Value::Choice(_) | Value::Area(_)) | None => None,
        }
    }

    /// The text field under the cursor.
    pub fn focused_text(&mut self) -> Option<&mut TextField> {
        match (self.spot, &mut self.fields) {
            (FormFocus::Field(at), fields) => match &mut fields.get_mut(at)?.value {
                Value::Text(text) => Some(text),
                Value::Choice(_) | Value::Area(_) => None,
            },
            (FormFocus::Plan, _) => None,
        }
    }

    /// The text of several lines under the cursor.
    pub fn focused_editor(&mut self) -> Option<&mut Editor> {
        match (self.spot, &mut self.fields) {
            (FormFocus::Field(at), fields) => match &mut fields.get_mut(at)?.value {
                Value::Area(editor) => Some(editor),
                Value::Text(_) | Value::Choice(_) => None,
            },
            (FormFocus::Plan, _) => None,
        }
    }

    /// The choice under the cursor.
    pub fn focused_choice(&mut self) -> Option<&mut Choice> {
        match (self.spot, &mut self.fields) {
            (FormFocus::Field(at), fields) => match &mut fields.get_mut(at)?.value {
                Value::Choice(choice) => Some(choice),
                Value::Text(_) | Value::Area(_) => None,
            },
            (FormFocus::Plan, _) => None,
        }
    }

    /// A field by its meaning.
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.iter().find(|f| f.id == id)
    }

    pub fn reason(&self) -> Option<&str> {
        self.field(FieldId::Reason).map(Field::text).filter(|code| !code.is_empty())
    }

    /// Characters that the chosen reason asks for in the note.
    pub fn min_note(&self) -> usize {
        let asked = self.reason().and_then(|reason| self.min_notes.iter().find(|(code, _)| code == reason));
        asked.map_or(0, |(_, min)| *min)
    }

    /// The points that stand in the form, sign and all.
    pub fn points(&self) -> Option<Points> {
        self.field(FieldId::Points).and_then(|f| read::read_points(f.text()))
    }

    /// The day that stands in the form.
    pub fn until(&self) -> Option<Day> {
        self.field(FieldId::Until).and_then(|f| read_day(f.text(), self.today, DateDirection::Future))
    }

    /// `⏎`: on to the next field that has to be filled, and at the end to the plan. Stays where something is wrong.
    pub fn walk(&mut self) -> Result<(), FieldProblem> {
        let FormFocus::Field(at) = self.spot else { return Ok(()) };
        if let Some(problem) = self.problem_of(at) {
            return Err(problem);
        }
        let next = (at + 1..self.fields.len()).find(|&i| self.is_stop(i));
        self.go(next.map_or(FormFocus::Plan, FormFocus::Field));
        Ok(())
    }

    /// On to the next field, or back to the one before; the plan stands behind the last.
    pub fn go_by(&mut self, forward: bool) {
        let n = self.fields.len();
        let at = match self.spot {
            FormFocus::Field(at) => at,
            FormFocus::Plan => n,
        };
        let to = if forward { (at + 1) % (n + 1) } else { (at + n) % (n + 1) };
        self.go(if to == n { FormFocus::Plan } else { FormFocus::Field(to) });
    }

    /// Puts the cursor on a spot; what stands in a text field is selected, so that typing replaces it.
    pub fn go(&mut self, spot: FormFocus) {
        self.spot = spot;
        if let Some(text) = self.focused_text() {
            text.select_all();
        }
    }

    /// From the plan back to the last text that was typed, behind its end.
    pub fn go_to_text(&mut self) {
        let is_typed = |field: &Field| matches!(field.value, Value::Text(_)) && !field.is_blank();
        if let Some(at) = self.fields.iter().rposition(is_typed).filter(|_| self.spot == FormFocus::Plan) {
            self.spot = FormFocus::Field(at);
        }
    }

    /// The first field with which there is nothing to plan, and why.
    pub fn first_problem(&self) -> Option<(usize, FieldProblem)> {
        (0..self.fields.len()).find_map(|i| self.problem_of(i).map(|p| (i, p)))
    }

    /// Whether `⏎` stops at a field: one that must be filled, or a note that the reason asks for.
    fn is_stop(&self, at: usize) -> bool {
        let field = &self.fields[at];
        match field.id {
            FieldId::Note => field.text().chars().count() < self.min_note(),
            FieldId::Score => field.text().is_empty(),
            FieldId::Text => field.is_blank(),
            FieldId::Profile(of) => profile::is_stop(self.act, of),
            FieldId::Churn => self.act == FormKind::Close,
            FieldId::Order
            | FieldId::Topic
            | FieldId::Channel
            | FieldId::FollowUp
            | FieldId::ContactChannel
            | FieldId::CareReason
            | FieldId::Purpose => false,
            FieldId::Points
            | FieldId::Reason
            | FieldId::Reward
            | FieldId::Tier
            | FieldId::Until
            | FieldId::Mode
            | FieldId::LastFour
            | FieldId::Other
            | FieldId::Whom
            | FieldId::Kind
            | FieldId::Owner
            | FieldId::Due
            | FieldId::Outcome
            | FieldId::CallBack
            | FieldId::CloseReason => true,
        }
    }

    fn problem_of(&self, at: usize) -> Option<FieldProblem> {
        let field = &self.fields[at];
        let text = field.text().trim();
        let narrow = || half_width(text);
        match field.id {
            FieldId::Points => match self.points() {
                _ if text.is_empty() => Some(FieldProblem::Empty),
                None => Some(FieldProblem::NotPoints),
                Some(points) => (self.act == FormKind::Redeem && points.0 <= 0).then_some(FieldProblem::NotAbove),
            },
            FieldId::Reward | FieldId::Score | FieldId::Owner => text.is_empty().then_some(FieldProblem::Empty),
            FieldId::Until => self.until().is_none().then_some(FieldProblem::NotADay),
            FieldId::Other if text.is_empty() && self.other.is_none() => Some(FieldProblem::Empty),
            FieldId::Other => self.other.is_none().then_some(FieldProblem::NoSuchMember),
            FieldId::LastFour => (narrow() != self.last_four()).then_some(FieldProblem::NotTheNumber),
            FieldId::Note if self.act == FormKind::Case(CaseAct::Note) => {
                text.is_empty().then_some(FieldProblem::Empty)
            }
            FieldId::Profile(of) => profile::problem_of(self.act, of, text),
            FieldId::Due => self.due().is_none().then_some(FieldProblem::NotATime),
            FieldId::CallBack => self.call_back().is_none().then_some(FieldProblem::NotADay),
            FieldId::Text => self.lacks_words().then_some(FieldProblem::Empty),
            // A note that is too short is the plan's to refuse: it says how long it must be.
            FieldId::Reason
            | FieldId::Order
            | FieldId::Note
            | FieldId::Tier
            | FieldId::Mode
            | FieldId::Whom
            | FieldId::Kind
            | FieldId::Topic
            | FieldId::Channel
            | FieldId::FollowUp
            | FieldId::Outcome
            | FieldId::ContactChannel
            | FieldId::CareReason
            | FieldId::Purpose
            | FieldId::Churn
            | FieldId::CloseReason => None,
        }
    }

    /// What has to be typed before an erasure: the last four of the member number.
    fn last_four(&self) -> String {
        let chars: Vec<char> = self.who.no.chars().collect();
        chars[chars.len().saturating_sub(4)..].iter().collect()
    }
}
