//! What the shell knows of a pane. A pane is a room below `crate::panes`; how to add one is told in CONTRIBUTING.md.
//!
//! [`Pane`] is what every pane can be asked to do, [`PaneCommands`] the commands that only it has. Nearly everything has a
//! default, so that a pane writes down what is particular to it. What `q`, esc, Tab, ctrl-r, `@`, the palette and help do in every
//! pane is the shell's, which calls in here only for the layer, the part or the row that they are about.

use super::columns::MemberList;
use super::command::{CommandGroup, KeyChain};
use super::commands::ShellCmd;
use super::draft::FormDraft;
use super::effect::Effect;
use super::field::TextField;
use super::form::{FormKind, MemberRef, Preset};
use super::list::ListMove;
use super::msg::Reply;
use super::regions::Spot;
use super::routing::{PaneRequest, Presence};
use super::state::Shell;
use super::toast::BlockedReason;
use crate::domain::contact::CareReason;
use crate::domain::day::Instant;
use crate::domain::num::{FactId, MemberId};
use crate::domain::permission::Permission;
use crate::domain::question::UndoTarget;
use crate::domain::read_models::{ExplainTopic, MemberRow};

/// What esc has done in a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackStep {
    /// A layer of the pane is gone.
    Closed,
    /// The pane has no layer: esc leads out of it.
    Leave,
    /// The pane has no layer, and esc must not lead out of it.
    Stay,
}

/// Why everything that a pane shows is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// The store may hold something else by now.
    Changed,
    /// Another day is shown.
    Day,
}

/// What a dialog of a pane is told by the keys that every dialog has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogKey {
    /// `⏎`, or a click on a row of a list to choose from.
    Accept,
    /// On to the next field, or back to the one before.
    Field {
        /// Whether on.
        forward: bool,
    },
    /// Another option of a choice.
    Choice {
        /// Whether the next one.
        forward: bool,
    },
    /// The option of a digit, from 1.
    Pick(u8),
}

/// How many of what waits in a pane, told beside its name wherever one is: `!3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Badge {
    /// What it is about: `!` for what is overdue.
    pub mark: char,
    /// How many.
    pub n: u64,
}

/// What a pane says of the member in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CursorMember {
    /// It shows no members, or does not know yet: the one in hand stays.
    Keep,
    /// Its list has nobody under the cursor.
    Nobody,
    /// The member under the cursor is the one in hand.
    Member(MemberRef),
}

/// A form that is opened for the member that a command is about.
#[derive(Debug, Clone, Copy)]
pub struct FormOpening<'a> {
    pub kind: FormKind,
    /// Whether it was called from another pane: it then begins empty, but for what was typed and not sent.
    pub is_fresh: bool,
    /// The case that points given now are goodwill for.
    pub case: Option<FactId>,
    /// What an empty form begins with.
    pub preset: Preset<'a>,
}

/// A pane: what it knows, and what it does with what comes. It sees no terminal, no file and no other pane.
///
/// `Shell` is what all panes share. Where a method takes `out`, what shall be done outside is pushed there.
pub trait Pane {
    /// The contexts of the keys that mean something now, of its topmost dialog where it has one open.
    fn keys(&self, shell: &Shell) -> KeyChain;

    /// The text field that takes printable keys.
    fn text_field(&self) -> Option<&TextField> {
        None
    }

    /// The same, to be filled.
    fn text_field_mut(&mut self) -> Option<&mut TextField> {
        None
    }

    /// The text of the field has changed.
    fn edited(&mut self, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// The form in the pane itself that has the keys. Forms in dialogs are the shell's.
    fn draft(&self, _shell: &Shell) -> Option<&FormDraft> {
        None
    }

    /// The same, to be filled.
    fn draft_mut(&mut self, _shell: &Shell) -> Option<&mut FormDraft> {
        None
    }

    /// Every form that it holds, whether in front or not.
    fn drafts_mut(&mut self) -> &mut [FormDraft] {
        &mut []
    }

    /// The member that a command is about; `None` also over rows that are outdated.
    fn subject<'a>(&'a self, shell: &'a Shell) -> Option<&'a MemberRef> {
        shell.current_member.as_ref()
    }

    /// The member under its cursor, whom every command is about as long as no form is open.
    fn selection(&self, _shell: &Shell) -> CursorMember {
        CursorMember::Keep
    }

    /// How many of its forms hold something that was typed and not sent. `sent`: the key of the filling that is being written.
    fn unsent(&self, _sent: Option<&str>) -> Vec<&FormDraft> {
        Vec::new()
    }

    /// What it has on the screen of a member beside the record.
    fn row_of(&self, _member: MemberId) -> Option<&MemberRow> {
        None
    }

    /// What the copy command copies.
    fn copied(&self, shell: &Shell) -> Option<String> {
        self.subject(shell).map(|who| who.no.clone())
    }

    /// What undo reverses, where that is something else than the newest change of the member.
    fn undo_target(&self, _shell: &Shell) -> Option<(UndoTarget, MemberRef)> {
        None
    }

    /// The case under the cursor, for which points can be given.
    fn case(&self, _shell: &Shell) -> Option<FactId> {
        None
    }

    /// Why the member under the cursor is to be contacted.
    fn care(&self, _shell: &Shell) -> Option<CareReason> {
        None
    }

    /// The number that is explained first.
    fn explain_topic(&self) -> ExplainTopic {
        ExplainTopic::Balance
    }

    /// The filter that what is under the cursor stands for.
    fn filter_here(&self) -> Option<String> {
        None
    }

    /// The filter that was saved under a name, as far as the pane knows any.
    fn filter_named(&self, _name: &str) -> Option<String> {
        None
    }

    /// The commands of the shell that are wanted most where the cursor is: their keys are told first.
    fn foremost(&self) -> &'static [ShellCmd] {
        &[]
    }

    /// The list of members in front, whose columns are chosen.
    fn member_list(&self) -> Option<MemberList> {
        None
    }

    /// How many of what waits in it.
    fn badge(&self) -> Option<Badge> {
        None
    }

    /// Whether `⏎` would open something, and why not.
    fn may_enter(&self, _shell: &Shell) -> Result<(), BlockedReason> {
        Ok(())
    }

    /// Whether keys have to wait for what they are about. Asked of the pane in front while nothing lies over it.
    fn waits(&self, _shell: &Shell) -> bool {
        false
    }

    /// Esc while it waits: it waits no longer. Says whether esc then does what it always does.
    fn interrupt(&mut self, shell: &mut Shell) -> bool {
        shell.request(PaneRequest::Search);
        false
    }

    /// A form for somebody throws away what was typed into it. Gives it back where there was one.
    fn discard(&mut self, _shell: &Shell, _preset: Preset<'_>) -> Option<FormDraft> {
        None
    }

    /// Something is pasted while none of its fields has the keys.
    fn before_paste(&mut self, _shell: &mut Shell) {}

    /// The next instant at which what it shows changes by itself. Asked of the pane in front.
    fn deadline(&self, _now: Instant) -> Option<Instant> {
        None
    }

    /// The console opens.
    fn begin(&mut self, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// It comes to the front by its digit or its name.
    fn arrive(&mut self, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// Something was written by a form that had been called from here, and the pane is in front again.
    fn come_back(&mut self, _shell: &mut Shell) {}

    /// Does what another pane wants, and says whether it can; it then comes to the front.
    fn serve(&mut self, _request: &PaneRequest, _shell: &mut Shell, _out: &mut Vec<Effect>) -> bool {
        false
    }

    /// Brings a form to the front, and says whether the pane has it; it then comes to the front itself.
    fn open_form(&mut self, _opening: &FormOpening<'_>, _shell: &Shell) -> bool {
        false
    }

    /// A member is the current one from here on.
    fn member_taken(&mut self, _member: &MemberRef, _shell: &mut Shell, _preset: Preset<'_>) {}

    /// No member is the current one any more.
    fn member_dropped(&mut self, _shell: &mut Shell) {}

    /// What the form of a key holds was written: it begins anew.
    fn form_written(&mut self, _key: &str, _shell: &Shell, _preset: Preset<'_>) {}

    /// `⏎`: opens what is under the cursor.
    fn enter(&mut self, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// Up, down and their like, in the topmost dialog where it has one open.
    fn step(&mut self, _step: ListMove, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// Left and right in a table.
    fn sideways(&mut self, _right: bool, _shell: &mut Shell) {}

    /// The next tab, or the one before.
    fn turn_tab(&mut self, _forward: bool, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// The next part has the keys, or the one before.
    fn turn_part(&mut self, _forward: bool, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// Esc: takes its topmost layer away.
    fn back(&mut self, _shell: &mut Shell, _out: &mut Vec<Effect>) -> BackStep {
        BackStep::Leave
    }

    /// A key of its topmost dialog.
    fn dialog(&mut self, _key: DialogKey, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// A click on a row of its topmost dialog, where that is a list to choose from. Says whether it is.
    fn point(&mut self, _row: usize) -> bool {
        false
    }

    /// Esc has taken its topmost dialog away.
    fn close_dialog(&mut self) {}

    /// A click.
    fn click(&mut self, _spot: Spot, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// The wheel over one of its parts.
    fn wheel(&mut self, _spot: Spot, step: ListMove, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.step(step, shell, out);
    }

    /// Takes an answer if it is to one of its questions; gives it back where it is not.
    fn took(&mut self, reply: Reply, _shell: &mut Shell, _out: &mut Vec<Effect>) -> Option<Reply> {
        Some(reply)
    }

    /// Everything that it shows is asked for again; what nobody has looked at yet is not.
    fn reload(&mut self, _why: Reload, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// After every message: asks for what it needs, and lets go of what nobody looks at any more.
    fn settle(&mut self, _presence: Presence, _shell: &mut Shell, _out: &mut Vec<Effect>) {}

    /// A frame has been drawn: `shell.regions` say what of its parts fitted.
    fn drawn(&mut self, _shell: &mut Shell) {}
}

/// The commands that only one pane has.
pub trait PaneCommands: Pane {
    /// A command.
    type Cmd: Copy + 'static;

    /// Their rows of the one table.
    const COMMANDS: &'static [CommandGroup<Self::Cmd>];

    /// Every chain of contexts that [`Pane::keys`] answers.
    const PLACES: &'static [KeyChain];

    /// What a command takes; whoever may not is told so before anything is asked.
    fn permission(cmd: Self::Cmd) -> Permission;

    /// Whether a command is possible now, and why not. Asked wherever one is, for the palette lists it everywhere.
    fn allowed(&self, cmd: Self::Cmd, shell: &Shell) -> Result<(), BlockedReason>;

    /// Does what was asked for. It is allowed.
    fn run(&mut self, cmd: Self::Cmd, shell: &mut Shell, out: &mut Vec<Effect>);
}
