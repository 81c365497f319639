//! The commands of the shell: those that mean the same in every pane.

use super::command::{
    ALWAYS, CHOICE, CHOOSER, COLUMNS, CommandGroup, CommandSpec, DESK, EDITOR, ENTRY, EXPLAIN, FORM, KeyChain,
    KeyContext, LOOKUP, MOVE, OPEN, PALETTE, PARTS, PICKER, PLAN, POPUP, PROMPT, SCORE, SEARCH, Section, TABS, TOP, c,
    ctrl, k, key_only, row,
};
use super::key::{Code, Key};
use super::keymap::Keymap;
use super::pane_id::PaneId;
use crate::domain::permission::Permission;

/// What a person can ask for in every pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShellCmd {
    Open,
    Search,
    Points,
    Redeem,
    Tier,
    Log,
    /// Log a contact with the member.
    Contact,
    Undo,
    /// Take the newest undo back.
    Redo,
    Why,
    AsOf,
    Today,
    Copy,
    Freeze,
    Unfreeze,
    Close,
    /// A new member.
    Enrol,
    /// A member's own fields.
    Edit,
    /// Phone and e-mail whole for half a minute.
    Reveal,
    /// Everything that is known of a member, written to a file.
    ExportData,
    /// A file of members, purchases or feedback is brought in.
    ImportFile,
    /// The members looked at last.
    Recent,
    /// What the desk is narrowed to.
    Scope,
    /// Which columns the list in front has.
    Columns,
    /// Shows what is under the cursor of a chooser, or hides it.
    Toggle,
    Merge,
    Unmerge,
    Erase,
    /// Throw away what was typed into the form.
    Discard,
    /// Bring back what was thrown away.
    Restore,
    Confirm,
    Walk,
    ConfirmAnywhere,
    /// Somebody else approves it here, by name and PIN.
    ApproveHere,
    /// The two members of a merge change places.
    Swap,
    NextField,
    PrevField,
    NextChoice,
    PrevChoice,
    Pick(u8),
    Score(u8),
    Newline,
    EditorUndo,
    EditorRedo,
    Accept,
    NextTab,
    PrevTab,
    NextFocus,
    PrevFocus,
    Up,
    Down,
    Left,
    Right,
    Top,
    Bottom,
    PageUp,
    PageDown,
    HalfUp,
    HalfDown,
    Pane(PaneId),
    Refresh,
    Palette,
    Help,
    Language,
    Theme,
    Mouse,
    Back,
    Quit,
    QuitNow,
    Suspend,
    /// Lock the session.
    Lock,
}

impl ShellCmd {
    /// What it takes. What a form leads to is asked for again by the desk.
    #[expect(clippy::too_many_lines, reason = "one name a command")]
    pub fn permission(self) -> Permission {
        match self {
            Self::Open
            | Self::Search
            | Self::Why
            | Self::AsOf
            | Self::Today
            | Self::Copy
            | Self::Reveal
            | Self::Recent
            | Self::Scope
            | Self::Columns
            | Self::Toggle
            | Self::Discard
            | Self::Restore
            | Self::Confirm
            | Self::Walk
            | Self::ConfirmAnywhere
            | Self::ApproveHere
            | Self::Swap
            | Self::NextField
            | Self::PrevField
            | Self::NextChoice
            | Self::PrevChoice
            | Self::Pick(_)
            | Self::Score(_)
            | Self::Newline
            | Self::EditorUndo
            | Self::EditorRedo
            | Self::Accept
            | Self::NextTab
            | Self::PrevTab
            | Self::NextFocus
            | Self::PrevFocus
            | Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::Top
            | Self::Bottom
            | Self::PageUp
            | Self::PageDown
            | Self::HalfUp
            | Self::HalfDown
            | Self::Pane(_)
            | Self::Refresh
            | Self::Palette
            | Self::Help
            | Self::Language
            | Self::Theme
            | Self::Mouse
            | Self::Back
            | Self::Quit
            | Self::QuitNow
            | Self::Suspend
            | Self::Lock => Permission::Look,
            Self::Points
            | Self::Redeem
            | Self::Log
            | Self::Contact
            | Self::Undo
            | Self::Redo
            | Self::Enrol
            | Self::Edit => Permission::Serve,
            Self::Tier
            | Self::Freeze
            | Self::Unfreeze
            | Self::Close
            | Self::Merge
            | Self::Unmerge
            | Self::ExportData => Permission::Supervise,
            Self::ImportFile => Permission::Simulate,
            Self::Erase => Permission::Govern,
        }
    }
}

use ShellCmd as Cmd;

/// The rows of the shell, but for those of the panes' names, which [`pane_rows`] makes.
pub static COMMANDS: &[CommandGroup<Cmd>] = &[
    CommandGroup { section: Section::Open, rows: &[key_only(Cmd::Open, "open", 1, &[k(OPEN, Code::Enter)])] },
    CommandGroup { section: Section::View, rows: LISTS },
    CommandGroup { section: Section::Act, rows: ACTS },
    CommandGroup { section: Section::Member, rows: MEMBER },
    CommandGroup { section: Section::Form, rows: FORMS },
    CommandGroup { section: Section::Move, rows: MOVES },
    CommandGroup { section: Section::Screen, rows: SCREEN },
];

const ACTS: &[CommandSpec<Cmd>] = &[
    row(Cmd::Search, "search", 8, &[c(DESK, '/')]),
    row(Cmd::Points, "points", 3, &[c(DESK, '+')]),
    row(Cmd::Redeem, "redeem", 4, &[c(DESK, 'r')]),
    row(Cmd::Tier, "tier", 5, &[c(DESK, 't')]),
    row(Cmd::Log, "log", 5, &[c(DESK, 'f')]),
    row(Cmd::Contact, "contact", 0, &[c(DESK, 'c')]),
];

const MEMBER: &[CommandSpec<Cmd>] = &[
    row(Cmd::Undo, "undo", 7, &[c(DESK, 'u')]),
    row(Cmd::Redo, "redo", 0, &[ctrl(DESK, 'y')]),
    row(Cmd::Why, "why", 6, &[c(DESK, 'w')]),
    row(Cmd::AsOf, "as_of", 0, &[c(DESK, '@')]),
    row(Cmd::Today, "today", 0, &[]),
    row(Cmd::Copy, "copy", 0, &[c(DESK, 'Y')]),
    row(Cmd::Edit, "edit", 0, &[c(DESK, 'e')]),
    row(Cmd::Enrol, "enrol", 0, &[c(DESK, 'n')]),
    row(Cmd::Reveal, "reveal", 0, &[c(DESK, 'p')]),
    row(Cmd::ExportData, "data_export", 0, &[c(DESK, 'X')]),
    row(Cmd::Recent, "recent", 0, &[ctrl(DESK, 'o'), ctrl(SEARCH, 'o')]),
    row(Cmd::Freeze, "freeze", 0, &[]),
    row(Cmd::Unfreeze, "unfreeze", 0, &[]),
    row(Cmd::Close, "close_member", 0, &[]),
    row(Cmd::Merge, "merge", 0, &[]),
    row(Cmd::Unmerge, "unmerge", 0, &[]),
    row(Cmd::Erase, "erase", 0, &[]),
    row(Cmd::Discard, "discard_draft", 0, &[]),
    row(Cmd::Restore, "restore_draft", 0, &[]),
];

const LISTS: &[CommandSpec<Cmd>] = &[
    row(Cmd::Scope, "scope", 0, &[c(DESK, 'S')]),
    row(Cmd::Columns, "columns", 0, &[c(DESK, '|')]),
    key_only(Cmd::Toggle, "toggle", 1, &[c(CHOOSER, ' ')]),
];

const FORMS: &[CommandSpec<Cmd>] = &[
    key_only(Cmd::Confirm, "confirm", 1, &[c(PLAN, 'y')]),
    key_only(Cmd::ApproveHere, "approve_here", 2, &[c(PLAN, 'a')]),
    key_only(Cmd::Walk, "walk", 2, &[k(ENTRY, Code::Enter)]),
    key_only(Cmd::ConfirmAnywhere, "confirm_anywhere", 3, &[ctrl(FORM, 's')]),
    key_only(Cmd::NextField, "next_field", 4, &[k(FORM, Code::Tab), k(FORM, Code::Down)]),
    key_only(Cmd::PrevField, "prev_field", 0, &[k(FORM, Code::BackTab), k(FORM, Code::Up)]),
    key_only(Cmd::Swap, "swap", 5, &[ctrl(FORM, 'x')]),
    key_only(Cmd::NextChoice, "next_choice", 0, &[k(CHOICE, Code::Right), c(CHOICE, ' ')]),
    key_only(Cmd::PrevChoice, "prev_choice", 0, &[k(CHOICE, Code::Left)]),
    key_only(Cmd::Pick(1), "pick", 0, &[c(CHOICE, '1')]),
    key_only(Cmd::Pick(2), "pick", 0, &[c(CHOICE, '2')]),
    key_only(Cmd::Pick(3), "pick", 0, &[c(CHOICE, '3')]),
    key_only(Cmd::Pick(4), "pick", 0, &[c(CHOICE, '4')]),
    key_only(Cmd::Pick(5), "pick", 0, &[c(CHOICE, '5')]),
    key_only(Cmd::Pick(6), "pick", 0, &[c(CHOICE, '6')]),
    key_only(Cmd::Pick(7), "pick", 0, &[c(CHOICE, '7')]),
    key_only(Cmd::Pick(8), "pick", 0, &[c(CHOICE, '8')]),
    key_only(Cmd::Pick(9), "pick", 0, &[c(CHOICE, '9')]),
    key_only(Cmd::Score(0), "score", 0, &[c(SCORE, '0')]),
    key_only(Cmd::Score(1), "score", 0, &[c(SCORE, '1')]),
    key_only(Cmd::Score(2), "score", 0, &[c(SCORE, '2')]),
    key_only(Cmd::Score(3), "score", 0, &[c(SCORE, '3')]),
    key_only(Cmd::Score(4), "score", 0, &[c(SCORE, '4')]),
    key_only(Cmd::Score(5), "score", 0, &[c(SCORE, '5')]),
    key_only(Cmd::Score(6), "score", 0, &[c(SCORE, '6')]),
    key_only(Cmd::Score(7), "score", 0, &[c(SCORE, '7')]),
    key_only(Cmd::Score(8), "score", 0, &[c(SCORE, '8')]),
    key_only(Cmd::Score(9), "score", 0, &[c(SCORE, '9')]),
    key_only(Cmd::Score(10), "score", 0, &[c(SCORE, 'x')]),
    key_only(Cmd::Newline, "newline", 5, &[k(EDITOR, Code::Enter)]),
    key_only(Cmd::EditorUndo, "editor_undo", 6, &[ctrl(EDITOR, 'u')]),
    key_only(Cmd::EditorRedo, "editor_redo", 0, &[ctrl(EDITOR, 'y')]),
];

const MOVES: &[CommandSpec<Cmd>] = &[
    key_only(Cmd::Accept, "accept", 1, &[k(PALETTE, Code::Enter), k(PICKER, Code::Enter), k(PROMPT, Code::Enter)]),
    key_only(Cmd::NextTab, "next_tab", 12, &[k(TABS, Code::Right), c(TABS, 'l'), k(EXPLAIN, Code::Tab)]),
    key_only(Cmd::PrevTab, "prev_tab", 0, &[k(TABS, Code::Left), c(TABS, 'h'), k(EXPLAIN, Code::BackTab)]),
    key_only(Cmd::NextFocus, "next_focus", 13, &[k(PARTS, Code::Tab)]),
    key_only(Cmd::PrevFocus, "prev_focus", 0, &[k(PARTS, Code::BackTab)]),
    key_only(
        Cmd::Up,
        "up",
        0,
        &[k(MOVE, Code::Up), c(MOVE, 'k'), k(LOOKUP, Code::Up), k(PALETTE, Code::Up), k(EDITOR, Code::Up)],
    ),
    key_only(
        Cmd::Down,
        "down",
        0,
        &[k(MOVE, Code::Down), c(MOVE, 'j'), k(LOOKUP, Code::Down), k(PALETTE, Code::Down), k(EDITOR, Code::Down)],
    ),
    key_only(Cmd::Left, "left", 0, &[k(COLUMNS, Code::Left), c(COLUMNS, 'h')]),
    key_only(Cmd::Right, "right", 0, &[k(COLUMNS, Code::Right), c(COLUMNS, 'l')]),
    key_only(Cmd::Top, "top", 0, &[k(MOVE, Code::Home), c(MOVE, 'g')]),
    key_only(Cmd::Bottom, "bottom", 0, &[k(MOVE, Code::End), c(MOVE, 'G')]),
    key_only(Cmd::PageUp, "page_up", 0, &[k(MOVE, Code::PageUp), k(PALETTE, Code::PageUp)]),
    key_only(Cmd::PageDown, "page_down", 0, &[k(MOVE, Code::PageDown), k(PALETTE, Code::PageDown)]),
    key_only(Cmd::HalfUp, "half_up", 0, &[ctrl(MOVE, 'u')]),
    key_only(Cmd::HalfDown, "half_down", 0, &[ctrl(MOVE, 'd')]),
];

const SCREEN: &[CommandSpec<Cmd>] = &[
    row(Cmd::ImportFile, "import_file", 0, &[]),
    row(Cmd::Refresh, "refresh", 0, &[ctrl(ALWAYS, 'r'), k(ALWAYS, Code::F(5))]),
    key_only(Cmd::Palette, "palette", 9, &[c(DESK, ':'), ctrl(ALWAYS, 'k')]),
    row(Cmd::Help, "help", 10, &[c(DESK, '?'), k(ALWAYS, Code::F(1))]),
    row(Cmd::Lock, "lock", 0, &[c(DESK, 'L')]),
    row(Cmd::Language, "language", 0, &[]),
    row(Cmd::Theme, "theme", 0, &[]),
    row(Cmd::Mouse, "mouse", 0, &[]),
    key_only(
        Cmd::Back,
        "back",
        11,
        &[k(ALWAYS, Code::Esc), k(DESK, Code::Backspace), k(POPUP, Code::Backspace), c(POPUP, 'q')],
    ),
    key_only(Cmd::Quit, "quit", 0, &[c(TOP, 'q')]),
    row(Cmd::QuitNow, "quit_now", 0, &[ctrl(ALWAYS, 'c')]),
    row(Cmd::Suspend, "suspend", 0, &[ctrl(ALWAYS, 'z')]),
];

/// The keys of the panes, by their digits from 1.
const DIGITS: [&[(KeyContext, Key)]; 9] = [
    &[c(DESK, '1')],
    &[c(DESK, '2')],
    &[c(DESK, '3')],
    &[c(DESK, '4')],
    &[c(DESK, '5')],
    &[c(DESK, '6')],
    &[c(DESK, '7')],
    &[c(DESK, '8')],
    &[c(DESK, '9')],
];

/// A row for each pane: its digit brings it to the front.
pub fn pane_rows() -> impl Iterator<Item = CommandSpec<Cmd>> {
    PaneId::ALL.iter().map(|pane| row(Cmd::Pane(*pane), pane.name(), 0, DIGITS[usize::from(pane.digit()) - 1]))
}

/// The key that a command of the shell has in a chain of contexts of its own. What a pane binds otherwise is not looked at.
pub fn key_of(keymap: &Keymap, cmd: Cmd, chain: KeyChain) -> Option<Key> {
    let rows = COMMANDS.iter().flat_map(|group| group.rows).filter(|row| row.id == cmd);
    rows.flat_map(|row| keymap.keys(row)).find(|(context, _)| chain.contains(*context)).map(|(_, key)| *key)
}
