//! What the pane does.

use super::commands::{ADJUST, AdjustCmd, COMMANDS};
use super::state::{AdjustPane, AdjustPart};
use crate::domain::permission::Permission;
use crate::shell::Shell;
use crate::shell::command::{CHOICE, CommandGroup, EDITOR, ENTRY, FORM, KeyChain, PLAN};
use crate::shell::draft::{FormDraft, FormPosition};
use crate::shell::effect::Effect;
use crate::shell::form::{FormFocus, FormKind, MemberRef, Preset};
use crate::shell::pane::{FormOpening, Pane, PaneCommands};
use crate::shell::regions::Spot;
use crate::shell::toast::BlockedReason;

impl AdjustPane {
    /// Asks what the form in front would do now.
    fn replan(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let ticket = shell.ticket();
        if let Some(draft) = self.draft_mut(shell) {
            draft.replan(ticket, out);
        }
    }

    /// Another form comes to the front; what stands in this one stays.
    fn turn_to(&mut self, at: usize, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.front = at;
        self.replan(shell, out);
    }
}

impl Pane for AdjustPane {
    fn keys(&self, shell: &Shell) -> KeyChain {
        match self.draft(shell).map(FormDraft::position) {
            None => KeyChain::nothing(),
            Some(FormPosition::Text | FormPosition::Lookup) => KeyChain::alone(&[ENTRY, FORM, ADJUST]),
            Some(FormPosition::Area) => KeyChain::alone(&[EDITOR, FORM, ADJUST]),
            Some(FormPosition::Choice | FormPosition::Score) => KeyChain::form(&[CHOICE, ENTRY, FORM, ADJUST]),
            Some(FormPosition::Plan) => KeyChain::form(&[PLAN, FORM, ADJUST]),
        }
    }

    fn draft(&self, shell: &Shell) -> Option<&FormDraft> {
        // Only today can be changed: on a past day the forms are out of reach.
        if shell.as_of.is_none() { self.in_front() } else { None }
    }

    fn draft_mut(&mut self, shell: &Shell) -> Option<&mut FormDraft> {
        if shell.as_of.is_none() { self.in_front_mut() } else { None }
    }

    fn drafts_mut(&mut self) -> &mut [FormDraft] {
        &mut self.drafts
    }

    fn arrive(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        self.replan(shell, out);
    }

    fn open_form(&mut self, opening: &FormOpening<'_>, shell: &Shell) -> bool {
        let Some(at) = FormKind::FORMS.iter().position(|kind| *kind == opening.kind) else { return false };
        self.front = at;
        let is_unsent = self.in_front().is_some_and(|draft| draft.is_unsent(None));
        if opening.is_fresh && !is_unsent {
            self.restart(at, shell, opening.preset);
        }
        if let Some(draft) = self.in_front_mut() {
            if let Some(case) = opening.case {
                draft.form.for_case(case);
            }
            draft.form.go(FormFocus::Field(0));
        }
        true
    }

    fn member_taken(&mut self, member: &MemberRef, shell: &mut Shell, preset: Preset<'_>) {
        if self.who() != Some(member) {
            self.start(member, shell, preset);
        }
    }

    fn member_dropped(&mut self, shell: &mut Shell) {
        self.put_away(shell);
    }

    fn unsent(&self, sent: Option<&str>) -> Vec<&FormDraft> {
        self.drafts.iter().filter(|draft| draft.is_unsent(sent)).collect()
    }

    fn discard(&mut self, shell: &Shell, preset: Preset<'_>) -> Option<FormDraft> {
        self.draft(shell)?;
        self.restart(self.front, shell, preset)
    }

    fn form_written(&mut self, key: &str, shell: &Shell, preset: Preset<'_>) {
        if let Some(at) = self.drafts.iter().position(|draft| draft.is_filling(key)) {
            self.restart(at, shell, preset);
        }
    }

    fn click(&mut self, spot: Spot, shell: &mut Shell, out: &mut Vec<Effect>) {
        match AdjustPart::of(spot.part) {
            Some(AdjustPart::Forms) => self.turn_to(spot.row, shell, out),
            None => {}
        }
    }
}

impl PaneCommands for AdjustPane {
    type Cmd = AdjustCmd;

    const PLACES: &'static [KeyChain] = &[
        KeyChain::nothing(),
        KeyChain::alone(&[ENTRY, FORM, ADJUST]),
        KeyChain::alone(&[EDITOR, FORM, ADJUST]),
        KeyChain::form(&[CHOICE, ENTRY, FORM, ADJUST]),
        KeyChain::form(&[PLAN, FORM, ADJUST]),
    ];

    const COMMANDS: &'static [CommandGroup<AdjustCmd>] = COMMANDS;

    fn permission(cmd: AdjustCmd) -> Permission {
        match cmd {
            AdjustCmd::NextForm => Permission::Look,
        }
    }

    fn allowed(&self, cmd: AdjustCmd, _shell: &Shell) -> Result<(), BlockedReason> {
        match cmd {
            AdjustCmd::NextForm => Ok(()),
        }
    }

    fn run(&mut self, cmd: AdjustCmd, shell: &mut Shell, out: &mut Vec<Effect>) {
        match cmd {
            AdjustCmd::NextForm => self.turn_to((self.front + 1) % FormKind::FORMS.len(), shell, out),
        }
    }
}
