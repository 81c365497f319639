//! The one table of commands. Keys, hints, palette and help all come from it: a command cannot exist without its words.

use super::key::{Code, Key};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cmd {
    Open,
    ToList,
    Search,
    Points,
    Redeem,
    Tier,
    Log,
    CaseTake,
    CaseNote,
    CaseDue,
    CaseResolve,
    CaseReopen,
    Narrow,
    Csv,
    BreakDown,
    Period,
    Measure,
    Counted,
    Undo,
    Why,
    AsOf,
    Today,
    Copy,
    Freeze,
    Unfreeze,
    Close,
    Merge,
    Unmerge,
    Erase,
    NextField,
    PrevField,
    Walk,
    PrevChoice,
    NextChoice,
    Pick(u8),
    Score(u8),
    Newline,
    EditorUndo,
    EditorRedo,
    NextForm,
    Confirm,
    ConfirmAnywhere,
    Accept,
    NextTab,
    PrevTab,
    NextFocus,
    PrevFocus,
    Up,
    Down,
    Top,
    Bottom,
    PageUp,
    PageDown,
    HalfUp,
    HalfDown,
    Members,
    Adjust,
    Feedback,
    Segments,
    Left,
    Right,
    NextView,
    PrevView,
    Filter,
    Complete,
    NextEnding,
    PrevEnding,
    Sort,
    Reverse,
    SaveFilter,
    ForgetFilter,
    MoveDays,
    Export,
    Legend,
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
}

/// Where a key means something. The chain of contexts in force is `Model::contexts`; the first that knows a key decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyContext {
    Search,
    List,
    File,
    /// Any form, in the adjust pane or in a dialog.
    Form,
    /// A field of a form, of either kind.
    Entry,
    /// A field of a form in which one of several is chosen.
    Choice,
    /// A score, which has a key for each of its values.
    Score,
    /// A text of several lines in a form.
    Editor,
    /// The plan, where a form ends.
    Plan,
    /// The queue of cases, and the case beside it.
    Cases,
    Scores,
    /// The adjust pane, in front of the forms.
    Adjust,
    /// The segments pane, outside its filter box.
    Grid,
    Rows,
    Filter,
    Palette,
    /// A list to choose from.
    Picker,
    /// A prompt with one field.
    Prompt,
    /// The explanation of a number.
    Why,
    Move,
    /// Anywhere outside a text field and an overlay.
    Desk,
    Always,
}

#[derive(Debug)]
pub struct CommandSpec {
    pub id: Cmd,
    /// Its words are `cmd.NAME` (a label) and `cmd.NAME.help` (a sentence).
    pub name: &'static str,
    /// Its keys, the one to show first.
    pub keys: &'static [(KeyContext, Key)],
    /// Whether the palette offers it.
    pub in_palette: bool,
    /// Whether the hint bar shows it where one of its keys works, and how early (0: never).
    pub hint: u8,
}

impl CommandSpec {
    /// The table's row of a command.
    pub fn of(id: Cmd) -> Option<&'static Self> {
        TABLE.iter().find(|command| command.id == id)
    }

    /// The first of its keys that works in a chain of contexts: the first context in the chain that knows the key decides.
    pub fn key_in(&self, chain: &[KeyContext]) -> Option<Key> {
        let works = |(context, key): &&(KeyContext, Key)| chain.contains(context) && find(chain, *key) == Some(self.id);
        self.keys.iter().find(works).map(|(_, key)| *key)
    }
}

/// The command of a key in a chain of contexts.
pub fn find(chain: &[KeyContext], key: Key) -> Option<Cmd> {
    let bound = |context: &KeyContext| {
        TABLE.iter().find(|c| c.keys.iter().any(|(at, k)| at == context && *k == key)).map(|command| command.id)
    };
    chain.iter().find_map(bound)
}

const fn c(context: KeyContext, key: char) -> (KeyContext, Key) {
    (context, Key::char(key))
}

const fn k(context: KeyContext, code: Code) -> (KeyContext, Key) {
    (context, Key::plain(code))
}

const fn ctrl(context: KeyContext, key: char) -> (KeyContext, Key) {
    (context, Key::ctrl(key))
}

/// A row that the palette offers.
const fn row(id: Cmd, name: &'static str, hint: u8, keys: &'static [(KeyContext, Key)]) -> CommandSpec {
    CommandSpec { id, name, keys, in_palette: true, hint }
}

/// A row that means something only under its key.
const fn key_only(id: Cmd, name: &'static str, hint: u8, keys: &'static [(KeyContext, Key)]) -> CommandSpec {
    CommandSpec { id, name, keys, in_palette: false, hint }
}

use KeyContext::{
    Adjust, Always, Cases, Choice, Desk, Editor, Entry, File, Filter, Form, Grid, List, Move, Picker, Plan, Prompt,
    Rows, Score, Scores, Search, Why,
};

/// Every command, in the order of help and palette.
pub static TABLE: &[CommandSpec] = &[
    key_only(
        Cmd::Open,
        "open",
        1,
        &[
            k(Search, Code::Enter),
            k(List, Code::Enter),
            k(File, Code::Enter),
            k(Grid, Code::Enter),
            k(Filter, Code::Enter),
            k(Cases, Code::Enter),
        ],
    ),
    key_only(Cmd::ToList, "to_list", 2, &[k(Search, Code::Down)]),
    row(Cmd::Filter, "filter", 4, &[c(Grid, '/')]),
    key_only(Cmd::Complete, "complete", 2, &[k(Filter, Code::Tab)]),
    key_only(Cmd::NextEnding, "next_ending", 3, &[k(Filter, Code::Down)]),
    key_only(Cmd::PrevEnding, "prev_ending", 0, &[k(Filter, Code::Up)]),
    key_only(Cmd::Sort, "sort", 2, &[c(Rows, 's')]),
    key_only(Cmd::Reverse, "reverse", 3, &[c(Rows, 'S')]),
    key_only(Cmd::NextView, "next_view", 2, &[c(Grid, 'v'), c(Grid, ']')]),
    key_only(Cmd::PrevView, "prev_view", 0, &[c(Grid, 'V'), c(Grid, '[')]),
    row(Cmd::SaveFilter, "save_filter", 7, &[c(Grid, 'a')]),
    row(Cmd::ForgetFilter, "forget_filter", 7, &[c(Grid, 'x'), k(Grid, Code::Delete)]),
    row(Cmd::MoveDays, "move_days", 3, &[c(Grid, 'd')]),
    row(Cmd::Export, "export", 5, &[c(Grid, 'e')]),
    row(Cmd::Legend, "legend", 6, &[c(Grid, 'i')]),
    row(Cmd::Search, "search", 8, &[c(Desk, '/')]),
    row(Cmd::Points, "points", 3, &[c(Desk, '+')]),
    row(Cmd::Redeem, "redeem", 4, &[c(Desk, 'r')]),
    row(Cmd::Tier, "tier", 5, &[c(Desk, 't')]),
    row(Cmd::Log, "log", 5, &[c(Desk, 'f')]),
    row(Cmd::CaseTake, "case_take", 2, &[c(Cases, 'a')]),
    row(Cmd::CaseNote, "case_note", 2, &[c(Cases, 'n')]),
    row(Cmd::CaseDue, "case_due", 2, &[c(Cases, 'd')]),
    row(Cmd::CaseResolve, "case_resolve", 2, &[c(Cases, 'x')]),
    row(Cmd::CaseReopen, "case_reopen", 2, &[c(Cases, 'o')]),
    row(Cmd::Narrow, "narrow", 6, &[c(Cases, 's')]),
    row(Cmd::Csv, "csv", 7, &[c(Cases, 'e')]),
    row(Cmd::BreakDown, "break_down", 2, &[c(Scores, 'b')]),
    row(Cmd::Period, "period", 2, &[c(Scores, 'p')]),
    row(Cmd::Measure, "measure", 2, &[c(Scores, 'm')]),
    key_only(Cmd::Counted, "counted", 1, &[c(Scores, 'w'), k(Scores, Code::Enter)]),
    row(Cmd::Undo, "undo", 7, &[c(Desk, 'u')]),
    row(Cmd::Why, "why", 6, &[c(Desk, 'w')]),
    row(Cmd::AsOf, "as_of", 0, &[c(Desk, '@')]),
    row(Cmd::Today, "today", 0, &[]),
    row(Cmd::Copy, "copy", 0, &[c(Desk, 'c')]),
    row(Cmd::Freeze, "freeze", 0, &[]),
    row(Cmd::Unfreeze, "unfreeze", 0, &[]),
    row(Cmd::Close, "close_member", 0, &[]),
    row(Cmd::Merge, "merge", 0, &[]),
    row(Cmd::Unmerge, "unmerge", 0, &[]),
    row(Cmd::Erase, "erase", 0, &[]),
    key_only(Cmd::Confirm, "confirm", 1, &[c(Plan, 'y')]),
    key_only(Cmd::Walk, "walk", 2, &[k(Entry, Code::Enter)]),
    key_only(Cmd::ConfirmAnywhere, "confirm_anywhere", 3, &[ctrl(Form, 's')]),
    key_only(Cmd::NextField, "next_field", 4, &[k(Form, Code::Tab), k(Form, Code::Down)]),
    key_only(Cmd::PrevField, "prev_field", 0, &[k(Form, Code::BackTab), k(Form, Code::Up)]),
    key_only(Cmd::NextChoice, "next_choice", 0, &[k(Choice, Code::Right), c(Choice, 'l'), c(Choice, ' ')]),
    key_only(Cmd::PrevChoice, "prev_choice", 0, &[k(Choice, Code::Left), c(Choice, 'h')]),
    key_only(Cmd::Pick(1), "pick", 0, &[c(Choice, '1')]),
    key_only(Cmd::Pick(2), "pick", 0, &[c(Choice, '2')]),
    key_only(Cmd::Pick(3), "pick", 0, &[c(Choice, '3')]),
    key_only(Cmd::Pick(4), "pick", 0, &[c(Choice, '4')]),
    key_only(Cmd::Pick(5), "pick", 0, &[c(Choice, '5')]),
    key_only(Cmd::Pick(6), "pick", 0, &[c(Choice, '6')]),
    key_only(Cmd::Pick(7), "pick", 0, &[c(Choice, '7')]),
    key_only(Cmd::Pick(8), "pick", 0, &[c(Choice, '8')]),
    key_only(Cmd::Pick(9), "pick", 0, &[c(Choice, '9')]),
    key_only(Cmd::Score(0), "score", 0, &[c(Score, '0')]),
    key_only(Cmd::Score(1), "score", 0, &[c(Score, '1')]),
    key_only(Cmd::Score(2), "score", 0, &[c(Score, '2')]),
    key_only(Cmd::Score(3), "score", 0, &[c(Score, '3')]),
    key_only(Cmd::Score(4), "score", 0, &[c(Score, '4')]),
    key_only(Cmd::Score(5), "score", 0, &[c(Score, '5')]),
    key_only(Cmd::Score(6), "score", 0, &[c(Score, '6')]),
    key_only(Cmd::Score(7), "score", 0, &[c(Score, '7')]),
    key_only(Cmd::Score(8), "score", 0, &[c(Score, '8')]),
    key_only(Cmd::Score(9), "score", 0, &[c(Score, '9')]),
    key_only(Cmd::Score(10), "score", 0, &[c(Score, 'x')]),
    key_only(Cmd::Newline, "newline", 5, &[k(Editor, Code::Enter)]),
    key_only(Cmd::EditorUndo, "editor_undo", 6, &[ctrl(Editor, 'u')]),
    key_only(Cmd::EditorRedo, "editor_redo", 0, &[ctrl(Editor, 'y')]),
    key_only(Cmd::NextForm, "next_form", 0, &[ctrl(Adjust, 't')]),
    key_only(
        Cmd::Accept,
        "accept",
        1,
        &[k(KeyContext::Palette, Code::Enter), k(Picker, Code::Enter), k(Prompt, Code::Enter)],
    ),
    key_only(
        Cmd::NextTab,
        "next_tab",
        12,
        &[
            k(File, Code::Right),
            c(File, 'l'),
            k(Why, Code::Right),
            c(Why, 'l'),
            k(Why, Code::Tab),
            k(Cases, Code::Right),
            c(Cases, 'l'),
            k(Scores, Code::Right),
            c(Scores, 'l'),
        ],
    ),
    key_only(
        Cmd::PrevTab,
        "prev_tab",
        0,
        &[
            k(File, Code::Left),
            c(File, 'h'),
            k(Why, Code::Left),
            c(Why, 'h'),
            k(Why, Code::BackTab),
            k(Cases, Code::Left),
            c(Cases, 'h'),
            k(Scores, Code::Left),
            c(Scores, 'h'),
        ],
    ),
    key_only(
        Cmd::NextFocus,
        "next_focus",
        13,
        &[k(Search, Code::Tab), k(List, Code::Tab), k(File, Code::Tab), k(Grid, Code::Tab), k(Cases, Code::Tab)],
    ),
    key_only(
        Cmd::PrevFocus,
        "prev_focus",
        0,
        &[
            k(Search, Code::BackTab),
            k(List, Code::BackTab),
            k(File, Code::BackTab),
            k(Grid, Code::BackTab),
            k(Cases, Code::BackTab),
        ],
    ),
    key_only(
        Cmd::Up,
        "up",
        0,
        &[k(Move, Code::Up), c(Move, 'k'), k(KeyContext::Palette, Code::Up), k(Editor, Code::Up)],
    ),
    key_only(
        Cmd::Down,
        "down",
        0,
        &[k(Move, Code::Down), c(Move, 'j'), k(KeyContext::Palette, Code::Down), k(Editor, Code::Down)],
    ),
    key_only(Cmd::Left, "left", 0, &[k(Grid, Code::Left), c(Grid, 'h')]),
    key_only(Cmd::Right, "right", 0, &[k(Grid, Code::Right), c(Grid, 'l')]),
    key_only(Cmd::Top, "top", 0, &[k(Move, Code::Home), c(Move, 'g')]),
    key_only(Cmd::Bottom, "bottom", 0, &[k(Move, Code::End), c(Move, 'G')]),
    key_only(Cmd::PageUp, "page_up", 0, &[k(Move, Code::PageUp), k(KeyContext::Palette, Code::PageUp)]),
    key_only(Cmd::PageDown, "page_down", 0, &[k(Move, Code::PageDown), k(KeyContext::Palette, Code::PageDown)]),
    key_only(Cmd::HalfUp, "half_up", 0, &[ctrl(Move, 'u')]),
    key_only(Cmd::HalfDown, "half_down", 0, &[ctrl(Move, 'd')]),
    row(Cmd::Members, "members", 0, &[c(Desk, '1')]),
    row(Cmd::Adjust, "adjust", 0, &[c(Desk, '2')]),
    row(Cmd::Segments, "segments", 0, &[c(Desk, '3')]),
    row(Cmd::Feedback, "feedback", 0, &[c(Desk, '4')]),
    row(Cmd::Refresh, "refresh", 0, &[ctrl(Always, 'r'), k(Always, Code::F(5))]),
    key_only(Cmd::Palette, "palette", 9, &[c(Desk, ':'), ctrl(Always, 'k')]),
    row(Cmd::Help, "help", 10, &[c(Desk, '?'), k(Always, Code::F(1))]),
    row(Cmd::Language, "language", 0, &[]),
    row(Cmd::Theme, "theme", 0, &[]),
    row(Cmd::Mouse, "mouse", 0, &[]),
    key_only(Cmd::Back, "back", 11, &[k(Always, Code::Esc)]),
    key_only(Cmd::Quit, "quit", 0, &[c(List, 'q'), c(File, 'q'), c(Grid, 'q')]),
    row(Cmd::QuitNow, "quit_now", 0, &[ctrl(Always, 'c')]),
    row(Cmd::Suspend, "suspend", 0, &[ctrl(Always, 'z')]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        let mut seen = HashSet::new();
        for command in TABLE {
            for bound in command.keys {
                assert!(seen.insert(*bound), "{bound:?} is bound twice");
            }
        }
    }

    #[test]
    fn every_command_can_be_reached() {
        for command in TABLE {
            assert!(command.in_palette || !command.keys.is_empty(), "{} has no key and no place", command.name);
            assert_eq!(CommandSpec::of(command.id).map(|c| c.name), Some(command.name));
        }
    }

    #[test]
    fn the_first_context_that_knows_a_key_decides() {
        let digit = Key::char('2');
        assert_eq!(find(&[Choice, Form, Desk, Always], digit), Some(Cmd::Pick(2)));
        assert_eq!(find(&[Plan, Form, Desk, Always], digit), Some(Cmd::Adjust));
        assert_eq!(find(&[Form, Always], digit), None);
    }

    #[test]
    fn a_key_is_shown_only_where_it_works() {
        let palette = CommandSpec::of(Cmd::Palette).unwrap();
        assert_eq!(palette.key_in(&[List, Move, Desk, Always]), Some(Key::char(':')));
        assert_eq!(palette.key_in(&[Search, Always]), Some(Key::ctrl('k')));
        assert_eq!(CommandSpec::of(Cmd::Points).unwrap().key_in(&[Search, Always]), None);
    }
}
