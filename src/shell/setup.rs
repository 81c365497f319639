//! What the console is opened with.

use super::columns::ListColumns;
use super::failure::BilingualText;
use super::form::FieldId;
use super::keymap::{Keymap, KeymapProblem};
use super::overlay::CommandWords;
use crate::domain::day::Instant;
use crate::domain::export::ExportWords;
use crate::domain::lang::Lang;
use crate::domain::operator::Operator;
use crate::domain::program::{Program, Programs};
use crate::domain::staff::session::SessionRules;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Palette {
    /// Colours for a dark ground.
    #[default]
    Dark,
    /// Colours for a light ground.
    Light,
    /// No colours (`NO_COLOR`): bold, dim, underline and reverse video alone.
    Plain,
}

/// How many colours the terminal shows. Without colours the palette is [`Palette::Plain`], whatever the depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ColourDepth {
    /// Any colour of 24 bits.
    True,
    /// The 240 fixed ones of 256, and the sixteen.
    Indexed,
    /// The sixteen, as the terminal has them.
    #[default]
    Sixteen,
}

/// The words of an option of a form: of this programme, in this language, of this field, with this code.
pub type OptionWords = fn(&Program, Lang, FieldId, &str) -> String;

/// What stands for codes in a file for people: of this programme, in this language.
pub type FileWords = fn(&Program, Lang) -> ExportWords;

#[derive(Debug, Clone)]
pub struct Setup {
    /// The file's name, for the title.
    pub file_name: String,
    /// Whether the store is a generated one.
    pub demo: bool,
    pub operator: Operator,
    /// How long the session of who sits here lasts; `None` where the file has no operators.
    pub session: Option<SessionRules>,
    pub programs: Programs,
    pub now: Instant,
    pub lang: Lang,
    pub palette: Palette,
    pub depth: ColourDepth,
    /// Whether the mouse is reported.
    pub mouse: bool,
    /// Whether the file was made to take in somebody's own files, so that importing comes first; without it nobody wants the file.
    pub is_first_import: bool,
    /// What the desk is narrowed to as it opens.
    pub scope: Option<String>,
    /// The columns of the lists of members, as they were chosen before.
    pub columns: ListColumns,
    /// The keys of the commands.
    pub keymap: Keymap,
    /// Why the person's own keys are not those.
    pub keymap_problem: Option<KeymapProblem>,
    /// Why the person's settings are ignored.
    pub settings_problem: Option<BilingualText>,
    /// What is missing of the file's audit log.
    pub log_problem: Option<BilingualText>,
    /// The commands' words for the palette; `ui::labels` makes them.
    pub labels: Vec<CommandWords>,
    /// The words by whose first letters an option is chosen: those that the screen shows.
    pub option_words: OptionWords,
    /// The words of exported lists.
    pub file_words: FileWords,
}
