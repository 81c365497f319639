//! Bringing a file in: which file, what its columns are, what would come of it.

use super::command::{CHOICE, KeyChain, MOVE, PICKER, PLAN, PROMPT};
use super::effect::Task;
use super::field::TextField;
use super::list::{ListMove, ListState};
use super::regions::PartFit;
use super::slot::Slot;
use super::ticket::Ticket;
use crate::domain::import::encoding::TextEncoding;
use crate::domain::import::form::{FileForm, TableSource};
use crate::domain::import::intake::{ExploredFile, FileProblem, ImportPlan};
use crate::domain::import::number::DecimalMark;
use crate::domain::import::setup::Mapping;
use crate::domain::import::target::{ImportField, ImportKind};
use crate::domain::question::{ExamineFile, TryImport};

/// Encodings to choose from, where the evidence is not believed.
const ENCODINGS: [&str; 6] = ["utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "windows-1252"];

/// How far somebody has come with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImportStage {
    /// The file is being named.
    #[default]
    File,
    /// What was recognised of it is shown, and can be changed.
    Columns,
    /// What would come of it is shown.
    Trial,
    /// It is being written.
    Writing,
}

/// What can be chosen of a file besides its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportSetting {
    Kind,
    Encoding,
    Sheet,
    Decimal,
    /// Whether known members take other fields.
    Update,
    /// Whether blank cells empty what is known.
    Blank,
    /// Whether purchases of members that are not known make them.
    Enrol,
}

/// The dialog in which a file is brought in.
#[derive(Debug, Clone, Default)]
pub struct ImportDialog {
    pub stage: ImportStage,
    pub file: TextField,
    /// What the file holds, where somebody has said.
    pub kind: Option<ImportKind>,
    pub form: FileForm,
    pub decimal: Option<DecimalMark>,
    pub blank_erases: bool,
    pub enrol: bool,
    pub update: bool,
    pub explored: Slot<ExamineFile>,
    pub trial: Slot<TryImport>,
    /// The setting or column under the cursor; what is in sight of a trial.
    pub list: ListState,
    /// The write under way, and how much of it is done of how much.
    pub writing: Option<(Ticket, Option<(u64, u64)>)>,
}

impl ImportDialog {
    /// What the file's beginning told last.
    pub fn found(&self) -> Option<&ExploredFile> {
        self.explored.answer().and_then(|answer| answer.as_ref().as_ref().ok())
    }

    /// Why the file could not be looked at.
    pub fn problem(&self) -> Option<&FileProblem> {
        self.explored.answer().and_then(|answer| answer.as_ref().as_ref().err())
    }

    /// Every chain of contexts that [`Self::keys`] answers.
    pub const PLACES: &'static [KeyChain] = &[
        KeyChain::alone(&[PROMPT]),
        KeyChain::popup(&[PICKER, CHOICE, MOVE]),
        KeyChain::popup(&[PLAN, MOVE]),
        KeyChain::popup(&[]),
    ];

    /// The contexts of its keys.
    pub fn keys(&self) -> KeyChain {
        match self.stage {
            ImportStage::File => KeyChain::alone(&[PROMPT]),
            ImportStage::Columns => KeyChain::popup(&[PICKER, CHOICE, MOVE]),
            ImportStage::Trial => KeyChain::popup(&[PLAN, MOVE]),
            ImportStage::Writing => KeyChain::popup(&[]),
        }
    }

    /// The text field that has the keys.
    pub fn field(&self) -> Option<&TextField> {
        (self.stage == ImportStage::File).then_some(&self.file)
    }

    /// The same, to be filled.
    pub fn field_mut(&mut self) -> Option<&mut TextField> {
        (self.stage == ImportStage::File).then_some(&mut self.file)
    }

    /// Moves the cursor, or what is in sight of a trial.
    pub fn step(&mut self, step: ListMove, fit: PartFit) {
        match self.stage {
            ImportStage::Columns => {
                self.list.step(step, self.rows(), fit.rows);
            }
            ImportStage::Trial => self.list.scroll(step, fit.len, fit.rows),
            ImportStage::File | ImportStage::Writing => {}
        }
    }

    /// Whether keys have to wait for what the file tells.
    pub fn is_waiting(&self) -> bool {
        self.explored.pending.is_some() || self.trial.pending.is_some()
    }

    /// The question that looks at the file as it is to be read now.
    pub fn question(&self) -> ExamineFile {
        ExamineFile { path: self.file.text().trim().to_owned(), form: self.form.clone(), kind: self.kind }
    }

    /// What there is to choose of this file.
    pub fn settings(&self) -> Vec<ImportSetting> {
        let Some(found) = self.found() else { return Vec::new() };
        let (kind, is_text) = (found.examined.kind, matches!(found.examined.source, TableSource::Text { .. }));
        let settings = [
            (ImportSetting::Kind, true),
            (ImportSetting::Encoding, is_text),
            (ImportSetting::Sheet, found.sheets.len() > 1),
            (ImportSetting::Decimal, matches!(kind, ImportKind::Members | ImportKind::Purchases)),
            (ImportSetting::Update, kind == ImportKind::Members),
            (ImportSetting::Blank, kind == ImportKind::Members && self.update),
            (ImportSetting::Enrol, kind == ImportKind::Purchases),
        ];
        settings.into_iter().filter(|(_, there)| *there).map(|(setting, _)| setting).collect()
    }

    /// Settings and columns together.
    pub fn rows(&self) -> usize {
        self.settings().len() + self.found().map_or(0, |found| found.examined.columns.len())
    }

    /// The next option of what is under the cursor, or the one before. Says whether the file has to be looked at again.
    pub fn turn(&mut self, forward: bool) -> bool {
        let (settings, at) = (self.settings(), self.list.cursor(self.rows()));
        if let Some(setting) = settings.get(at) {
            return self.turn_setting(*setting, forward);
        }
        self.turn_column(at - settings.len(), forward);
        true
    }

    fn turn_setting(&mut self, setting: ImportSetting, forward: bool) -> bool {
        let Some(found) = self.found() else { return false };
        match setting {
            ImportSetting::Kind => {
                self.kind = Some(turned(&ImportKind::ALL, Some(&found.examined.kind), forward));
                self.form.mapping = Mapping::default();
                true
            }
            ImportSetting::Encoding => {
                let options: Vec<Option<TextEncoding>> =
                    [None].into_iter().chain(ENCODINGS.map(TextEncoding::named)).collect();
                self.form.encoding = turned(&options, Some(&self.form.encoding), forward);
                true
            }
            ImportSetting::Sheet => {
                let TableSource::Sheet { name } = &found.examined.source else { return false };
                self.form.sheet = Some(turned(&found.sheets, Some(name), forward));
                self.form.mapping = Mapping::default();
                true
            }
            ImportSetting::Decimal => {
                let options = [None, Some(DecimalMark::Point), Some(DecimalMark::Comma)];
                self.decimal = turned(&options, Some(&self.decimal), forward);
                false
            }
            ImportSetting::Update => {
                self.update = !self.update;
                self.blank_erases &= self.update;
                false
            }
            ImportSetting::Blank => {
                self.blank_erases = !self.blank_erases;
                false
            }
            ImportSetting::Enrol => {
                self.enrol = !self.enrol;
                false
            }
        }
    }

    /// Another field for a column, among those that no other column says.
    fn turn_column(&mut self, at: usize, forward: bool) {
        let Some(examined) = self.found().map(|found| &found.examined) else { return };
        let Some(column) = examined.columns.get(at) else { return };
        let field = column.field.map(|(field, _)| field);
        let taken = |wanted: &ImportField| {
            examined.columns.iter().any(|other| other.field.is_some_and(|(field, _)| field == *wanted))
        };
        let free = examined.kind.targets().iter().copied().filter(|wanted| Some(*wanted) == field || !taken(wanted));
        let options: Vec<Option<ImportField>> = [None].into_iter().chain(free.map(Some)).collect();
        let (next, name) = (turned(&options, Some(&field), forward), column.name.clone());
        let map = &mut self.form.mapping.map;
        let is_about = |pair: &(String, String), field: Option<ImportField>| field.is_some_and(|f| pair.0 == f.word());
        map.retain(|pair| pair.1 != name && !is_about(pair, next) && !is_about(pair, field));
        if let Some(field) = field {
            // Its name would be recognised again.
            map.push((field.word().to_owned(), String::new()));
        }
        if let Some(next) = next {
            map.push((next.word().to_owned(), name));
        }
    }

    /// What is to be made of the file; `None` while something is missing.
    pub fn plan(&self) -> Option<ImportPlan> {
        let found = self.found().filter(|found| found.missing.is_empty() && self.explored.pending.is_none())?;
        Some(ImportPlan {
            path: self.file.text().trim().to_owned(),
            kind: found.examined.kind,
            form: self.form.clone(),
            decimal: self.decimal,
            blank_erases: self.blank_erases,
            enrol: self.enrol,
            update: self.update,
        })
    }

    /// Whether a trial has told that there is nothing to import.
    pub fn has_nothing_to_do(&self) -> bool {
        let tried = self.trial.answer().filter(|_| self.trial.pending.is_none() && self.trial.failed.is_none());
        tried.is_some_and(|tally| !tally.would_write())
    }

    /// What is to be done once somebody has said yes to the trial.
    pub fn task(&self) -> Option<Task> {
        let tried = self.trial.answered().filter(|_| self.trial.pending.is_none() && self.trial.failed.is_none())?;
        if self.has_nothing_to_do() {
            return None;
        }
        Some(Task::Import(Box::new(tried.plan.clone())))
    }
}

/// The option behind another one, or the one before it, around the ends.
fn turned<T: Clone + PartialEq>(options: &[T], from: Option<&T>, forward: bool) -> T {
    let n = options.len();
    let at = from.and_then(|from| options.iter().position(|option| option == from)).unwrap_or(0);
    options[if forward { (at + 1) % n } else { (at + n - 1) % n }].clone()
}
