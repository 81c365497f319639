//! Commands as a room declares them, and where a key means something.

use super::key::{Code, Key};

/// Where a key means something. A pane declares contexts of its own; those here are for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyContext {
    name: &'static str,
    typing: Typing,
}

/// What is typed in a context and reaches no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Typing {
    Nothing,
    /// Letters, which choose.
    Letters,
    /// Everything printable: a text stands there.
    Text,
}

impl KeyContext {
    /// A context in which any key can be a command's.
    pub const fn new(name: &'static str) -> Self {
        Self { name, typing: Typing::Nothing }
    }

    /// A context in which text is typed, so that only keys which type nothing can be a command's.
    pub const fn of_text(name: &'static str) -> Self {
        Self { name, typing: Typing::Text }
    }

    /// Whether a key can be a command's here.
    pub fn hears(self, key: Key) -> bool {
        match self.typing {
            Typing::Nothing => true,
            Typing::Letters => !key.printable().is_some_and(char::is_alphabetic),
            Typing::Text => key.printable().is_none(),
        }
    }
}

/// Rows and fields in which `⏎` opens what is under the cursor; text is typed in some of them.
pub const OPEN: KeyContext = KeyContext::of_text("open");
/// A pane of several parts, between which Tab walks; text is typed in some of them.
pub const PARTS: KeyContext = KeyContext::of_text("parts");
/// Something with tabs, between which the arrows walk.
pub const TABS: KeyContext = KeyContext::new("tabs");
/// A table with several columns to walk in.
pub const COLUMNS: KeyContext = KeyContext::new("columns");
/// Any form, in a pane or in a dialog.
pub const FORM: KeyContext = KeyContext::of_text("form");
/// A field of a form, of either kind.
pub const ENTRY: KeyContext = KeyContext::of_text("entry");
/// A field of a form in which one of several is chosen.
pub const CHOICE: KeyContext = KeyContext { name: "choice", typing: Typing::Letters };
/// A score, which has a key for each of its values.
pub const SCORE: KeyContext = KeyContext::new("score");
/// A field that names another member, with the members it could be beneath.
pub const LOOKUP: KeyContext = KeyContext::of_text("lookup");
/// A text of several lines in a form.
pub const EDITOR: KeyContext = KeyContext::of_text("editor");
/// The plan, where a form ends.
pub const PLAN: KeyContext = KeyContext::new("plan");
/// The box in which members are searched for.
pub const SEARCH: KeyContext = KeyContext::of_text("search");
pub const PALETTE: KeyContext = KeyContext::of_text("palette");
/// A list to choose from.
pub const PICKER: KeyContext = KeyContext::new("picker");
/// Rows that are each shown or hidden, and moved about.
pub const CHOOSER: KeyContext = KeyContext::new("chooser");
/// A prompt with one field.
pub const PROMPT: KeyContext = KeyContext::of_text("prompt");
/// The explanation of a number.
pub const EXPLAIN: KeyContext = KeyContext::new("explain");
pub const MOVE: KeyContext = KeyContext::new("move");
/// Anywhere outside a text field and an overlay.
pub const DESK: KeyContext = KeyContext::new("desk");
/// A pane with no form in front of it, where `q` leaves.
pub const TOP: KeyContext = KeyContext::new("top");
/// What lies over the panes, outside its text fields: `q` and backspace take it away.
pub const POPUP: KeyContext = KeyContext::new("popup");
pub const ALWAYS: KeyContext = KeyContext::new("always");

/// The contexts in force, the nearest first; the first that knows a key decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyChain {
    own: &'static [KeyContext],
    below: &'static [KeyContext],
}

impl KeyChain {
    /// Rows, a text or a table in a pane: one moves about, and every key of the desk works.
    pub const fn rows(own: &'static [KeyContext]) -> Self {
        Self { own, below: &[MOVE, DESK, TOP, ALWAYS] }
    }

    /// A pane with nothing to move about in.
    pub const fn nothing() -> Self {
        Self { own: &[], below: &[DESK, TOP, ALWAYS] }
    }

    /// A text field of a pane, or anything that lies over the panes: keys mean what it says, or what they mean always.
    pub const fn alone(own: &'static [KeyContext]) -> Self {
        Self { own, below: &[ALWAYS] }
    }

    /// What lies over the panes and has no text field with the keys.
    pub const fn popup(own: &'static [KeyContext]) -> Self {
        Self { own, below: &[POPUP, ALWAYS] }
    }

    /// A form in a pane outside its text fields: the keys of the desk work too.
    pub const fn form(own: &'static [KeyContext]) -> Self {
        Self { own, below: &[DESK, ALWAYS] }
    }

    /// The contexts, the nearest first.
    pub fn iter(self) -> impl Iterator<Item = KeyContext> {
        self.own.iter().chain(self.below).copied()
    }

    /// Whether a context is in force.
    pub fn contains(self, context: KeyContext) -> bool {
        self.iter().any(|c| c == context)
    }

    /// The chain that hints go by: in a form the keys of the desk would only distract.
    #[must_use]
    pub fn hinted(self) -> Self {
        if self.contains(FORM) { Self::alone(self.own) } else { self }
    }
}

/// One command: a row of the one table from which keys, hints, palette and help come.
#[derive(Debug, Clone, Copy)]
pub struct CommandSpec<C: 'static> {
    pub id: C,
    /// Its words are `cmd.NAME` (a label) and `cmd.NAME.help` (a sentence).
    pub name: &'static str,
    /// Its keys, the one to show first.
    pub keys: &'static [(KeyContext, Key)],
    /// Whether the palette offers it.
    pub in_palette: bool,
    /// Whether the hint bar shows it where one of its keys works, and how early (0: never).
    pub hint: u8,
}

/// Where a group of rows stands in the table, and so in help and palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Opening what is under the cursor.
    Open,
    /// What a pane shows, and how.
    View,
    /// What is done most: search, points, feedback.
    Act,
    /// Work on what a pane lists.
    Work,
    /// The member that a command is about.
    Member,
    /// Forms.
    Form,
    /// Moving about.
    Move,
    /// The panes.
    Panes,
    /// The screen itself.
    Screen,
}

/// Rows that stand together. Within a section the shell's come first, then each pane's in the order of the digits.
#[derive(Debug)]
pub struct CommandGroup<C: 'static> {
    /// Where they stand.
    pub section: Section,
    /// The rows.
    pub rows: &'static [CommandSpec<C>],
}

/// A character in a context.
pub const fn c(context: KeyContext, key: char) -> (KeyContext, Key) {
    (context, Key::char(key))
}

/// A named key in a context.
pub const fn k(context: KeyContext, code: Code) -> (KeyContext, Key) {
    (context, Key::plain(code))
}

/// A character with control held in a context.
pub const fn ctrl(context: KeyContext, key: char) -> (KeyContext, Key) {
    (context, Key::ctrl(key))
}

/// A row that the palette offers.
pub const fn row<C>(id: C, name: &'static str, hint: u8, keys: &'static [(KeyContext, Key)]) -> CommandSpec<C> {
    CommandSpec { id, name, keys, in_palette: true, hint }
}

/// A row that means something only under its key.
pub const fn key_only<C>(id: C, name: &'static str, hint: u8, keys: &'static [(KeyContext, Key)]) -> CommandSpec<C> {
    CommandSpec { id, name, keys, in_palette: false, hint }
}
