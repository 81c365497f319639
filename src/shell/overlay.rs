//! What lies over the panes. Overlays are a stack; keys go to the topmost, and esc takes it away.

use super::columns::ColumnChooser;
use super::command::KeyChain;
use super::detail::RowDetail;
use super::draft::FormDraft;
use super::field::TextField;
use super::form::MemberRef;
use super::list::ListState;
use super::pane_id::PaneId;
use super::slot::Slot;
use crate::domain::query::QueryError;
use crate::domain::question::ExplainMember;
use crate::domain::read_models::ExplainTopic;
use crate::domain::width::half_width;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

#[derive(Debug, Clone)]
pub enum Overlay {
    /// What the keys do at the place it was called from.
    Help {
        chain: KeyChain,
        list: ListState,
    },
    /// Every command by its words.
    Palette(PaletteView),
    Day {
        field: TextField,
        /// Whether it was asked for and is no day up to today.
        wrong: bool,
    },
    /// What the desk is narrowed to.
    Scope {
        field: TextField,
        /// Why what was asked for is no filter.
        wrong: Option<Box<QueryError>>,
    },
    Language(ListState),
    /// The members looked at last, to choose one.
    Recent(ListState),
    /// Which columns a list of members has, and in which order.
    Columns(ColumnChooser),
    /// Why a number is what it is.
    Explain(ExplainView),
    /// One row of a member's file, whole.
    Detail(Box<RowDetail>),
    /// A change that is confirmed in a dialog.
    Change(Box<FormDraft>),
    /// A dialog of a pane: its topmost, of those that lie here.
    Dialog(PaneId),
}

impl Overlay {
    /// The form in it.
    pub fn draft(&self) -> Option<&FormDraft> {
        if let Self::Change(draft) = self { Some(draft) } else { None }
    }

    /// The form that was in it.
    pub fn into_draft(self) -> Option<FormDraft> {
        if let Self::Change(draft) = self { Some(*draft) } else { None }
    }

    /// The same, to be filled.
    pub fn draft_mut(&mut self) -> Option<&mut FormDraft> {
        if let Self::Change(draft) = self { Some(draft) } else { None }
    }
}

/// The explanation of a number.
#[derive(Debug, Clone)]
pub struct ExplainView {
    pub who: MemberRef,
    pub topic: ExplainTopic,
    /// Its answer is to this topic or, dimmed, to the one before.
    pub slot: Slot<ExplainMember>,
    pub list: ListState,
}

impl ExplainView {
    /// The topics, from left to right.
    pub const TOPICS: [ExplainTopic; ExplainTopic::ALL.len()] = ExplainTopic::ALL;
}

/// The words of a command in every language, to be searched in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandWords {
    /// The command's name.
    pub name: &'static str,
    /// Its labels in all languages and its name, separated by blanks.
    pub words: String,
}

#[derive(Debug, Clone)]
pub struct PaletteView {
    pub field: TextField,
    pub list: ListState,
    /// The names of the commands that match, best first.
    pub hits: Vec<&'static str>,
    /// The place it was called from, whose keys it shows.
    pub chain: KeyChain,
}

impl PaletteView {
    /// The palette as it opens: every command it offers, in the table's order.
    pub fn new(chain: KeyChain, offered: impl Iterator<Item = &'static str>) -> Self {
        Self { field: TextField::default(), list: ListState::default(), hits: offered.collect(), chain }
    }

    /// Lists what of all that it offers matches the typed text.
    pub fn search(&mut self, labels: &[CommandWords], offered: impl Iterator<Item = &'static str>) {
        let typed = half_width(self.field.text());
        let pattern = Pattern::new(&typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        let mut matcher = Matcher::new(config);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, &'static str)> = offered
            .filter_map(|name| {
                let words = labels.iter().find(|l| l.name == name).map_or(name, |l| l.words.as_str());
                let score = pattern.score(Utf32Str::new(words, &mut buffer), &mut matcher)?;
                Some((score, name))
            })
            .collect();
        // Stable: equal scores stay in the table's order.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.hits = scored.into_iter().map(|(_, name)| name).collect();
        self.list = ListState::default();
    }

    /// The name of the command under the cursor.
    pub fn chosen(&self) -> Option<&'static str> {
        self.hits.get(self.list.cursor(self.hits.len())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: [&str; 3] = ["search", "points", "freeze"];

    fn labels() -> Vec<CommandWords> {
        let label = |name, words: &str| CommandWords { name, words: words.to_owned() };
        vec![label("points", "adjust points 调整积分 points"), label("freeze", "freeze the member 冻结会员 freeze")]
    }

    #[test]
    fn the_palette_finds_by_fragments_of_either_language() {
        let mut palette = PaletteView::new(KeyChain::nothing(), OFFERED.into_iter());
        assert_eq!(palette.hits, OFFERED);
        for (typed, first) in [("frz", "freeze"), ("ｆｒｚ", "freeze"), ("冻", "freeze"), ("adj po", "points")] {
            palette.field = TextField::with(typed);
            palette.search(&labels(), OFFERED.into_iter());
            assert_eq!(palette.chosen(), Some(first), "{typed}");
        }
        palette.field = TextField::with("qqqq");
        palette.search(&labels(), OFFERED.into_iter());
        assert_eq!(palette.chosen(), None);
    }
}
