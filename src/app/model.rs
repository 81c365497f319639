//! What the screen knows: the shell and the panes.

use super::registry::{Panes, pane_places};
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::shell::Shell;
use crate::shell::command::{CHOOSER, COLUMNS, EXPLAIN, KeyChain, MOVE, PALETTE, PARTS, PICKER, PROMPT, TABS};
use crate::shell::draft::FormDraft;
use crate::shell::editor::Editor;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::import_dialog::ImportDialog;
use crate::shell::lock::ConsoleSession;
use crate::shell::overlay::Overlay;
use crate::shell::pane::Pane;
use crate::shell::pane_id::PaneId;
use crate::shell::setup::Setup;

/// Everything the screen knows. Only [`update`](super::update) changes it.
#[derive(Debug, Clone)]
pub struct Model {
    /// What every pane shares.
    pub shell: Shell,
    /// What each pane knows.
    pub panes: Panes,
}

/// Who has the keys.
pub(super) enum KeyFocus {
    /// A pane, or its topmost dialog.
    Pane(PaneId),
    /// An overlay of the shell.
    Overlay,
}

impl Model {
    /// The console before it has asked anything.
    pub(super) fn new(setup: Setup) -> Self {
        Self { shell: Shell::new(setup), panes: Panes::default() }
    }

    pub fn front(&self) -> &dyn Pane {
        self.panes.get(self.shell.front)
    }

    /// The pane in front, to be changed, and what it shares with the others.
    pub(super) fn front_mut(&mut self) -> (&mut dyn Pane, &mut Shell) {
        (self.panes.get_mut(self.shell.front), &mut self.shell)
    }

    /// Who has the keys.
    pub(super) fn has_keys(&self) -> KeyFocus {
        match self.shell.overlays.last() {
            None => KeyFocus::Pane(self.shell.front),
            Some(Overlay::Dialog(pane)) => KeyFocus::Pane(*pane),
            Some(
                Overlay::Help { .. }
                | Overlay::Palette(_)
                | Overlay::Day { .. }
                | Overlay::Scope { .. }
                | Overlay::Language(_)
                | Overlay::Recent(_)
                | Overlay::Columns(_)
                | Overlay::Export(_)
                | Overlay::Reveal(_)
                | Overlay::Import(_)
                | Overlay::Detail(_)
                | Overlay::Explain(_)
                | Overlay::Change(_),
            ) => KeyFocus::Overlay,
        }
    }

    /// Every chain of contexts that [`Self::keys`] can answer.
    pub(super) fn places() -> impl Iterator<Item = KeyChain> {
        let overlays = [
            KeyChain::popup(&[MOVE]),
            KeyChain::alone(&[PALETTE]),
            KeyChain::alone(&[PROMPT]),
            KeyChain::alone(&[PROMPT, PARTS]),
            KeyChain::popup(&[EXPLAIN, TABS, MOVE]),
            KeyChain::popup(&[PICKER, MOVE]),
            KeyChain::popup(&[CHOOSER, COLUMNS, MOVE]),
        ];
        let dialogs = FormDraft::PLACES.iter().chain(ImportDialog::PLACES).copied();
        overlays.into_iter().chain(dialogs).chain(pane_places())
    }

    /// The contexts in force: of the topmost overlay, else of the pane in front.
    pub fn keys(&self) -> KeyChain {
        match self.shell.overlays.last() {
            Some(Overlay::Help { .. } | Overlay::Detail(_)) => KeyChain::popup(&[MOVE]),
            Some(Overlay::Palette(_)) => KeyChain::alone(&[PALETTE]),
            Some(Overlay::Day { .. } | Overlay::Export(_) | Overlay::Reveal(_)) => KeyChain::alone(&[PROMPT]),
            Some(Overlay::Scope { .. }) => KeyChain::alone(&[PROMPT, PARTS]),
            Some(Overlay::Import(dialog)) => dialog.keys(),
            Some(Overlay::Explain(_)) => KeyChain::popup(&[EXPLAIN, TABS, MOVE]),
            Some(Overlay::Language(_) | Overlay::Recent(_)) => KeyChain::popup(&[PICKER, MOVE]),
            Some(Overlay::Columns(_)) => KeyChain::popup(&[CHOOSER, COLUMNS, MOVE]),
            Some(Overlay::Change(draft)) => draft.keys(),
            Some(Overlay::Dialog(pane)) => self.panes.get(*pane).keys(&self.shell),
            None => self.front().keys(&self.shell),
        }
    }

    /// The text field that takes printable keys.
    pub fn text_field(&self) -> Option<&TextField> {
        match self.shell.overlays.last() {
            Some(Overlay::Palette(palette)) => Some(&palette.field),
            Some(Overlay::Day { field, .. } | Overlay::Scope { field, .. }) => Some(field),
            Some(Overlay::Export(form)) => Some(&form.file),
            Some(Overlay::Reveal(form)) => Some(&form.reason),
            Some(Overlay::Import(dialog)) => dialog.field(),
            Some(
                Overlay::Help { .. }
                | Overlay::Explain(_)
                | Overlay::Language(_)
                | Overlay::Recent(_)
                | Overlay::Columns(_)
                | Overlay::Detail(_),
            ) => None,
            Some(Overlay::Change(draft)) => draft.form.text_field(),
            Some(Overlay::Dialog(pane)) => self.panes.get(*pane).text_field(),
            None => match self.draft() {
                Some(draft) => draft.form.text_field(),
                None => self.front().text_field(),
            },
        }
    }

    /// The same, to be filled.
    pub(super) fn text_field_mut(&mut self) -> Option<&mut TextField> {
        if self.shell.overlays.is_empty() {
            let pane = self.panes.get_mut(self.shell.front);
            if pane.draft(&self.shell).is_some() {
                return pane.draft_mut(&self.shell).and_then(|draft| draft.form.focused_text());
            }
            return pane.text_field_mut();
        }
        match self.shell.overlays.last_mut()? {
            Overlay::Palette(palette) => Some(&mut palette.field),
            Overlay::Day { field, .. } | Overlay::Scope { field, .. } => Some(field),
            Overlay::Export(form) => Some(&mut form.file),
            Overlay::Reveal(form) => Some(&mut form.reason),
            Overlay::Import(dialog) => dialog.field_mut(),
            Overlay::Help { .. }
            | Overlay::Explain(_)
            | Overlay::Language(_)
            | Overlay::Recent(_)
            | Overlay::Columns(_)
            | Overlay::Detail(_) => None,
            Overlay::Change(draft) => draft.form.focused_text(),
            Overlay::Dialog(pane) => self.panes.get_mut(*pane).text_field_mut(),
        }
    }

    /// The text of several lines that takes printable keys.
    pub(super) fn editor_mut(&mut self) -> Option<&mut Editor> {
        self.draft_mut().and_then(|draft| draft.form.focused_editor())
    }

    /// The form that has the keys: of the topmost dialog, else of the pane in front.
    pub fn draft(&self) -> Option<&FormDraft> {
        match self.shell.overlays.last() {
            Some(Overlay::Change(draft)) => Some(draft),
            Some(
                Overlay::Help { .. }
                | Overlay::Palette(_)
                | Overlay::Day { .. }
                | Overlay::Scope { .. }
                | Overlay::Language(_)
                | Overlay::Recent(_)
                | Overlay::Columns(_)
                | Overlay::Export(_)
                | Overlay::Reveal(_)
                | Overlay::Import(_)
                | Overlay::Explain(_)
                | Overlay::Detail(_)
                | Overlay::Dialog(_),
            ) => None,
            None => self.front().draft(&self.shell),
        }
    }

    /// The same, to be filled.
    pub(super) fn draft_mut(&mut self) -> Option<&mut FormDraft> {
        if self.shell.overlays.is_empty() {
            return self.panes.get_mut(self.shell.front).draft_mut(&self.shell);
        }
        if let Some(Overlay::Change(draft)) = self.shell.overlays.last_mut() { Some(draft) } else { None }
    }

    /// The forms that hold something that was typed and not sent.
    pub fn unsent(&self) -> Vec<&FormDraft> {
        let sent = self.shell.write.as_ref().map(|write| write.key.as_str());
        let in_dialogs = self.shell.overlays.iter().filter_map(Overlay::draft).filter(|draft| draft.is_unsent(sent));
        let in_panes = self.panes.iter().flat_map(|pane| pane.unsent(sent));
        in_dialogs.chain(self.shell.kept.drafts()).chain(in_panes).collect()
    }

    /// The member that a command is about.
    pub fn subject(&self) -> Option<&MemberRef> {
        self.front().subject(&self.shell)
    }

    /// The tier that a member is known to have.
    pub(super) fn tier_of(&self, member: MemberId) -> Option<String> {
        let record = self.shell.record_of(member).map(|record| record.snapshot.tier.code.clone());
        record.or_else(|| self.panes.iter().find_map(|pane| pane.row_of(member)).map(|row| row.tier.clone()))
    }

    /// When the next `Msg::Clock` is due though nobody pressed a key: a toast ends, what the pane shows changes by itself, or
    /// midnight of the programme's zone.
    pub fn deadline(&self) -> Instant {
        let shell = &self.shell;
        let midnight = shell.setup.programs.zone().start_of(shell.today.plus_days(1));
        let toast = shell.toast.as_ref().and_then(|t| t.until);
        let pane = self.front().deadline(shell.setup.now);
        let fresh = shell.fresh.until(shell.setup.now);
        let lock = shell.session.as_ref().and_then(ConsoleSession::until);
        toast.into_iter().chain(lock).chain(pane).chain(shell.reveal.until()).chain(fresh).fold(midnight, Instant::min)
    }

    /// Whether keys have to wait, because what they are about is not here yet.
    pub fn is_waiting(&self) -> bool {
        let shell = &self.shell;
        let in_pane = shell.overlays.is_empty() && self.front().waits(shell);
        let in_import = matches!(shell.overlays.last(), Some(Overlay::Import(dialog)) if dialog.is_waiting());
        shell.write.is_some()
            || in_pane
            || in_import
            || self.draft().is_some_and(|d| d.asked || d.lookup.then.is_some() || d.reading.pending.is_some())
    }
}
