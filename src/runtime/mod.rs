//! The edge: the terminal, the threads, the clock. Everything that waits, waits here.
//!
//! [`console`] runs the screen: one thread draws and decides, readers and a writer talk to the file, signals and answers
//! reach the one place where the screen's thread waits. Whatever ends it, the terminal is given back first, then the write
//! in flight is waited for, then words are printed.

mod appearance;
mod clipboard;
pub mod clock;
mod crash;
pub mod decode;
pub mod environment;
mod fault;
mod guard;
mod keys;
pub mod pin_prompt;
pub mod process;
mod session;
mod signals;
pub mod start;
mod wait;
mod worker;

pub use crate::shell::columns::{ListColumns, MemberColumn, MemberList};
pub use crate::shell::failure::BilingualText;
pub use appearance::ThemeChoice;
pub use keys::{CommandKeys, command_keys};
pub use worker::{DeskOpening, answer};

use crate::app::{begin, keymap};
use crate::desk::Desk;
use crate::desk::error::{DeskError, StoreError};
use crate::screen;
use crate::shell::keymap::{Keymap, KeymapFault, KeymapProblem};
use crate::shell::setup::Setup;
use crate::text::{Lang, Shown, Words};
use crash::Crash;
use session::Session;
use signals::Signals;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wait::Wait;
use worker::Workers;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub lang: Lang,
    pub theme: ThemeChoice,
    /// Whether the mouse is reported.
    pub mouse: bool,
    /// Whether the store is a generated one, to be said in its title.
    pub demo: bool,
    /// Whether the store was made to take in somebody's own files: importing comes first.
    pub is_first_import: bool,
}

/// The settings of a person, from files of their own, for the console to open with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalSettings {
    /// What the desk is narrowed to.
    pub scope: Option<String>,
    /// The columns of the lists of members.
    pub columns: ListColumns,
    /// The text of the file of keys, empty where there is none; `Err`: why it can't be read.
    pub keys: Result<String, String>,
    /// Why the file of settings can't be read and is ignored, where that is so.
    pub problem: Option<BilingualText>,
}

/// What somebody has chosen in a console, for the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub lang: Lang,
    pub mouse: bool,
    /// What the desk was narrowed to.
    pub scope: Option<String>,
    /// The columns of the lists of members.
    pub columns: ListColumns,
}

/// Why the console did not open, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// Standard input or output is no terminal.
    #[error("standard input and output must be a terminal")]
    NoTerminal,
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The terminal or the system.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A worker died of a fault in the program.
    #[error("a fault in the program")]
    Fault,
    /// A fault in the program, with what it said and where.
    #[error("a fault in the program: {0}")]
    Panic(String),
}

/// How the console ended, and what has to be said once the terminal is as it was.
#[derive(Debug)]
pub struct ConsoleEnd {
    /// 0, or 128 + n after signal n, as shells count; a lost terminal counts as SIGHUP.
    pub code: u8,
    /// Why what was saved does not reach the data file under its name any more, where that is so.
    pub lost: Option<DeskError>,
    /// What was typed into forms and not saved, where nobody could be asked: a line a form, fit to be shown.
    pub unsaved: Vec<String>,
}

/// How the console ended where nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Left,
    Lost,
    /// A signal of that number.
    Signal(u8),
}

/// Runs the console on a file until somebody leaves it. `remember` hears what was chosen.
pub fn console(
    opening: &DeskOpening,
    options: Options,
    settings: PersonalSettings,
    remember: impl FnOnce(Preferences),
) -> Result<ConsoleEnd, ConsoleError> {
    if !environment::has_terminal() {
        return Err(ConsoleError::NoTerminal);
    }
    // Before the screen is up, so that what is wrong with the file is one line on a terminal as it was.
    let desk = opening.desk()?;
    let wait = Wait::new()?;
    let signals = Signals::listen(&wait.waker())?;
    fault::watch();
    let crash = Crash::watch();
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let setup = setup(opening, &desk, options, settings)?;
        let title = title(&setup);
        let (model, first) = begin(setup);
        let workers = Workers::start(desk, opening, wait.waker())?;
        let mut session = Session::new(model, title, workers, &signals, &wait)?;
        if options.theme.asks_ground(environment::variable) {
            session.ask_ground()?;
        }
        session.run(first, remember)
    }));
    if let Some(told) = crash.seen() {
        return Err(ConsoleError::Panic(told));
    }
    ended.unwrap_or(Err(ConsoleError::Fault))
}

fn setup(opening: &DeskOpening, desk: &Desk, options: Options, settings: PersonalSettings) -> Result<Setup, DeskError> {
    let unreadable = |reason| KeymapProblem { line: None, fault: KeymapFault::Unreadable(reason) };
    let (keymap, keymap_problem) = match settings.keys.map_err(unreadable).and_then(|text| keymap::read(&text)) {
        Ok(keymap) => (keymap, None),
        Err(problem) => (Keymap::default(), Some(problem)),
    };
    let file_name = opening.path.file_name().unwrap_or(opening.path.as_os_str()).to_string_lossy().into_owned();
    Ok(Setup {
        file_name,
        demo: options.demo,
        operator: desk.operator().clone(),
        session: desk.console_session(clock::now())?,
        programs: desk.programs()?.as_ref().clone(),
        now: clock::now(),
        lang: options.lang,
        palette: options.theme.palette(environment::variable),
        depth: appearance::depth(environment::variable),
        mouse: options.mouse,
        is_first_import: options.is_first_import,
        scope: settings.scope,
        columns: settings.columns,
        keymap,
        keymap_problem,
        settings_problem: settings.problem,
        log_problem: log_problem(opening, desk),
        labels: screen::labels(),
        option_words: screen::option_words,
        file_words: screen::file_words,
    })
}

/// What is missing of the audit log, where something is.
fn log_problem(opening: &DeskOpening, desk: &Desk) -> Option<BilingualText> {
    let error = StoreError::LogLost { path: opening.path.clone(), loss: desk.log_loss()? };
    Some(BilingualText::of(|lang| Words::new(lang).store_error(&error)))
}

/// The window's title; a file's name may hold anything.
fn title(setup: &Setup) -> String {
    format!("loyaltui {}", Shown::new(&setup.file_name))
}
