//! What lies over the panes. Overlays are a stack; keys go to the topmost, and esc takes it away.

use super::command::{Cmd, CommandSpec, KeyContext, TABLE};
use super::draft::FormDraft;
use super::effect::Ticket;
use super::failure::Failure;
use super::field::TextField;
use super::form::MemberRef;
use super::list::ListState;
use super::pane::feedback::QueueFilter;
use super::pane::feedback::ask::FeedbackRows;
use super::pane::segments::dialog::Dialog;
use crate::domain::day::Day;
use crate::domain::feedback::{Breakdown, ScoreRow};
use crate::domain::read_models::{ExplainTopic, Explanation};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

#[derive(Debug, Clone)]
pub enum Overlay {
    /// What the keys do at the place it was called from.
    Help {
        chain: &'static [KeyContext],
        list: ListState,
    },
    /// Every command by its words.
    Palette(PaletteView),
    Day {
        field: TextField,
        /// Whether it was asked for and is no day up to today.
        wrong: bool,
    },
    Language(ListState),
    /// Why a number is what it is.
    Why(ExplainView),
    /// A change that is confirmed in a dialog.
    Change(Box<FormDraft>),
    /// What the list of feedback can be narrowed to.
    Narrow {
        options: Vec<QueueFilter>,
        list: ListState,
    },
    /// A dialog of the segments pane.
    Segments(Dialog),
    /// Where the list of feedback shall be written.
    Csv(TextField),
    /// The answers that a score counts.
    Counted(Box<ResponsesView>),
}

/// The answers that a score counts.
#[derive(Debug, Clone)]
pub struct ResponsesView {
    pub row: ScoreRow,
    /// The first and the last day are both included.
    pub days: (Day, Day),
    /// What the answers have in common; `None`: all of them.
    pub value: Option<(Breakdown, Option<String>)>,
    /// With fewer answers there is no score.
    pub withheld_below: u64,
    pub asked: Option<Ticket>,
    /// The newest answer.
    pub shown: Option<FeedbackRows>,
    /// Why there is none.
    pub failed: Option<Failure>,
    pub list: ListState,
}

/// The explanation of a number.
#[derive(Debug, Clone)]
pub struct ExplainView {
    pub who: MemberRef,
    pub topic: ExplainTopic,
    pub asked: Option<Ticket>,
    /// The newest answer, to this topic or, dimmed, to the one before.
    pub shown: Option<Box<Explanation>>,
    /// Why there is none.
    pub failed: Option<Failure>,
    pub list: ListState,
}

impl ExplainView {
    /// The topics, from left to right.
    pub const TOPICS: [ExplainTopic; 3] = [ExplainTopic::Balance, ExplainTopic::Tier, ExplainTopic::Segment];
}

/// The words of a command in every language, to be searched in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandWords {
    pub id: Cmd,
    /// Its labels in all languages and its name, separated by blanks.
    pub words: String,
}

#[derive(Debug, Clone)]
pub struct PaletteView {
    pub field: TextField,
    pub list: ListState,
    /// The commands that match, best first.
    pub hits: Vec<Cmd>,
    /// The place it was called from, whose keys it shows.
    pub chain: &'static [KeyContext],
}

impl PaletteView {
    /// The palette as it opens: every command it offers, in the table's order.
    pub fn new(chain: &'static [KeyContext]) -> Self {
        let hits = offered().map(|c| c.id).collect();
        Self { field: TextField::default(), list: ListState::default(), hits, chain }
    }

    /// Lists what matches the typed text.
    pub fn search(&mut self, labels: &[CommandWords]) {
        let pattern = Pattern::new(self.field.text(), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        let mut matcher = Matcher::new(config);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, Cmd)> = offered()
            .filter_map(|command| {
                let words = labels.iter().find(|l| l.id == command.id).map_or(command.name, |l| l.words.as_str());
                let score = pattern.score(Utf32Str::new(words, &mut buffer), &mut matcher)?;
                Some((score, command.id))
            })
            .collect();
        // Stable: equal scores stay in the table's order.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.hits = scored.into_iter().map(|(_, id)| id).collect();
        self.list = ListState::default();
    }

    /// The command under the cursor.
    pub fn chosen(&self) -> Option<Cmd> {
        self.hits.get(self.list.cursor(self.hits.len())).copied()
    }
}

fn offered() -> impl Iterator<Item = &'static CommandSpec> {
    TABLE.iter().filter(|c| c.in_palette)
}

/// The rows of the help of a place: the commands with a key there, in the table's order, each name once.
pub fn help_rows(chain: &[KeyContext]) -> Vec<&'static CommandSpec> {
    let mut rows: Vec<&'static CommandSpec> = Vec::new();
    for command in TABLE {
        if command.key_in(chain).is_some() && rows.last().is_none_or(|last| last.name != command.name) {
            rows.push(command);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Vec<CommandWords> {
        let label = |id, words: &str| CommandWords { id, words: words.to_owned() };
        vec![
            label(Cmd::Points, "adjust points 调整积分 points"),
            label(Cmd::Freeze, "freeze the member 冻结会员 freeze"),
        ]
    }

    #[test]
    fn the_palette_finds_by_fragments_of_either_language() {
        let mut palette = PaletteView::new(&[KeyContext::List]);
        assert_eq!(palette.hits.len(), offered().count());
        for (typed, first) in [("frz", Cmd::Freeze), ("冻", Cmd::Freeze), ("adj po", Cmd::Points)] {
            palette.field = TextField::with(typed);
            palette.search(&labels());
            assert_eq!(palette.chosen(), Some(first), "{typed}");
        }
        palette.field = TextField::with("qqqq");
        palette.search(&labels());
        assert_eq!(palette.chosen(), None);
    }

    #[test]
    fn help_names_each_command_once() {
        let chain = &[KeyContext::Choice, KeyContext::Form, KeyContext::Always];
        let names: Vec<_> = help_rows(chain).iter().map(|c| c.name).collect();
        assert_eq!(names.iter().filter(|n| **n == "pick").count(), 1);
        assert!(names.contains(&"confirm_anywhere") && !names.contains(&"points"));
    }
}
