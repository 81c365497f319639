//! What lies over the panes. Overlays are a stack; keys go to the topmost, and esc takes it away.

use super::columns::ColumnChooser;
use super::command::KeyChain;
use super::data_export::DataExportForm;
use super::detail::RowDetail;
use super::draft::FormDraft;
use super::field::TextField;
use super::form::MemberRef;
use super::import_dialog::ImportDialog;
use super::list::ListState;
use super::pane_id::PaneId;
use super::reveal::RevealForm;
use super::slot::Slot;
use crate::domain::query::QueryError;
use crate::domain::question::ExplainMember;
use crate::domain::read_models::ExplainTopic;
use crate::domain::width::half_width;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
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
    /// To which file one member's data is written.
    Export(Box<DataExportForm>),
    /// Why phone and e-mail are looked at.
    Reveal(Box<RevealForm>),
    /// A file is brought in.
    Import(Box<ImportDialog>),
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

    /// The import dialog in it, to go on with.
    pub fn import_mut(&mut self) -> Option<&mut ImportDialog> {
        if let Self::Import(dialog) = self { Some(dialog) } else { None }
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
    /// Its labels, as the palette shows them, one a language.
    pub labels: Vec<String>,
    /// Its labels in all languages and its name, separated by blanks.
    pub words: String,
}

impl CommandWords {
    /// Whether a label begins with a text in lower case.
    fn begins_with(&self, text: &str) -> bool {
        self.labels.iter().any(|label| label.to_lowercase().starts_with(text))
    }
}

/// A command that the palette offers, and whether it is possible now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandOffer {
    pub name: &'static str,
    pub is_possible: bool,
}

#[derive(Debug, Clone)]
pub struct PaletteView {
    pub field: TextField,
    pub list: ListState,
    /// The names of the commands that match, best first.
    pub hits: Vec<&'static str>,
    /// The place it was called from, whose keys it shows.
    pub chain: KeyChain,
    /// Everything it offers: what is possible first, else in the table's order.
    offers: Vec<CommandOffer>,
}

impl PaletteView {
    /// The palette as it opens: every command it offers, those that are possible first.
    pub fn new(chain: KeyChain, mut offers: Vec<CommandOffer>) -> Self {
        // Stable: else they stay in the table's order.
        offers.sort_by_key(|offer| !offer.is_possible);
        let hits = offers.iter().map(|offer| offer.name).collect();
        Self { field: TextField::default(), list: ListState::default(), hits, chain, offers }
    }

    /// Lists what of all that it offers matches the typed text: what begins with it before what holds it somewhere, of those
    /// what is possible before what is not, then the better match.
    pub fn search(&mut self, labels: &[CommandWords]) {
        let typed = half_width(self.field.text());
        let begins = typed.trim().to_lowercase();
        let pattern = Pattern::new(&typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        let mut matcher = Matcher::new(config);
        let mut buffer = Vec::new();
        let mut ranked: Vec<(bool, bool, u32, &'static str)> = Vec::new();
        for offer in &self.offers {
            let words = labels.iter().find(|l| l.name == offer.name);
            let text = words.map_or(offer.name, |l| l.words.as_str());
            let text = Utf32Str::new(text, &mut buffer);
            let Some(score) = pattern.score(text, &mut matcher) else { continue };
            if !pattern.atoms.iter().all(|atom| is_close(atom, text, &mut matcher)) {
                continue;
            }
            let is_beginning = words.is_some_and(|words| words.begins_with(&begins));
            ranked.push((is_beginning, offer.is_possible, score, offer.name));
        }
        // Stable: equal ones stay in the order in which they are offered.
        ranked.sort_by_key(|(is_beginning, is_possible, score, _)| {
            std::cmp::Reverse((*is_beginning, *is_beginning && *is_possible, *score))
        });
        self.hits = ranked.into_iter().map(|(.., name)| name).collect();
        self.list = ListState::default();
    }

    /// How many commands it offers in all.
    pub fn offered(&self) -> usize {
        self.offers.len()
    }

    /// The name of the command under the cursor.
    pub fn chosen(&self) -> Option<&'static str> {
        self.hits.get(self.list.cursor(self.hits.len())).copied()
    }
}

/// Whether what is typed stands close together: letters that are found here and there in a long sentence mean nothing.
fn is_close(atom: &Atom, text: Utf32Str<'_>, matcher: &mut Matcher) -> bool {
    let mut places = Vec::new();
    atom.indices(text, matcher, &mut places);
    let typed = u32::try_from(places.len()).unwrap_or(u32::MAX);
    let span = |first: u32, last: u32| last - first < typed.saturating_mul(2);
    places.iter().min().zip(places.iter().max()).is_none_or(|(first, last)| span(*first, *last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(possible: &[&str]) -> Vec<CommandOffer> {
        ["search", "points", "freeze", "narrow"]
            .map(|name| CommandOffer { name, is_possible: possible.contains(&name) })
            .to_vec()
    }

    fn labels() -> Vec<CommandWords> {
        let of = |name, labels: &[&str]| CommandWords {
            name,
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            words: format!("{} {name}", labels.join(" ")),
        };
        vec![
            of("points", &["Adjust points", "调整积分"]),
            of("freeze", &["Freeze member", "冻结会员"]),
            of("narrow", &["Filter feedback", "筛选反馈"]),
        ]
    }

    fn first(palette: &mut PaletteView, typed: &str) -> Option<&'static str> {
        palette.field = TextField::with(typed);
        palette.search(&labels());
        palette.chosen()
    }

    #[test]
    fn the_palette_finds_by_fragments_of_either_language() {
        let mut palette = PaletteView::new(KeyChain::nothing(), offers(&[]));
        assert_eq!(palette.hits, ["search", "points", "freeze", "narrow"]);
        for (typed, found) in [("frz", "freeze"), ("ｆｒｚ", "freeze"), ("冻", "freeze"), ("adj po", "points")] {
            assert_eq!(first(&mut palette, typed), Some(found), "{typed}");
        }
        assert_eq!(first(&mut palette, "qqqq"), None);
    }

    #[test]
    fn letters_here_and_there_in_a_sentence_find_nothing() {
        let mut palette = PaletteView::new(KeyChain::nothing(), offers(&["freeze"]));
        let words = |words: &str| vec![CommandWords { name: "freeze", labels: Vec::new(), words: words.to_owned() }];
        palette.field = TextField::with("tea");
        palette.search(&words("Erase personal data of a member"));
        assert_eq!(palette.chosen(), None);
        palette.field = TextField::with("erse");
        palette.search(&words("Erase personal data of a member"));
        assert_eq!(palette.chosen(), Some("freeze"));
    }

    #[test]
    fn what_is_possible_stands_first_and_never_before_a_better_beginning() {
        let mut palette = PaletteView::new(KeyChain::nothing(), offers(&["freeze", "search"]));
        assert_eq!(palette.hits, ["search", "freeze", "points", "narrow"]);
        assert_eq!(first(&mut palette, "f"), Some("freeze"), "the other one is not possible here");
        assert_eq!(first(&mut palette, "fi"), Some("narrow"), "only this one begins so");
    }
}
